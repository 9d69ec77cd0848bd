import { describe, expect, it } from 'vitest';
import { FRAMEWORKS } from '../../analyzers/jvm/frameworks/frameworks.ts';
import { splitFramework } from '../../analyzers/jvm/virtual-keys.ts';

describe('frameworks of which one class path holds one generation', () => {
  it('have members that can be read, versions that ascend, and no member twice', () => {
    for (const { id, members = [], sides = {}, whenProvided = {} } of FRAMEWORKS) {
      const all = [...members, ...Object.keys(sides), ...Object.keys(whenProvided)];
      expect(new Set(all).size, id).toBe(all.length);
      for (const one of all) expect(one, id).toMatch(/^[\w-]+(?:\.[\w-]+)*(?:\.\*:\*|:[\w.-]+|:\*)$/);
      for (const steps of [...Object.values(sides), ...Object.values(whenProvided)]) {
        const numbers = steps.map(([from]) => Number(from));
        expect(numbers, id).toEqual([...numbers].sort((a, b) => a - b));
      }
    }
  });

  // As the published POMs ask for javax.* or jakarta.* APIs.
  it.each([
    ['org.glassfish.jersey.media:jersey-media-multipart', '2.47', '3.0.16', 'namespace-jersey'],
    ['org.glassfish.jersey.containers.glassfish:jersey-gf-ejb', '2.47', '3.0.16', 'namespace-jersey'],
    ['org.glassfish.jersey.core:jersey-server', '3.0.16', '3.1.10', undefined],
    ['org.apache.cxf:cxf-core', '3.6.4', '4.0.5', 'namespace-cxf'],
    ['org.apache.activemq:activemq-client', '5.18.6', '6.0.0', 'namespace-activemq'],
    ['org.apache.activemq:artemis-jms-client', '1.5.6', '2.37.0', undefined],
    ['org.jboss.resteasy:resteasy-core', '4.7.9.Final', '5.0.9.Final', undefined],
    ['org.jboss.resteasy:resteasy-core', '5.0.9.Final', '6.0.0.Final', 'namespace-resteasy'],
    ['org.hibernate.validator:hibernate-validator', '6.2.5.Final', '7.0.0.Alpha1', 'namespace-hibernate-validator'],
    ['org.hibernate:hibernate-validator', '6.2.5.Final', '8.0.1.Final', 'namespace-hibernate-validator'],
    ['org.eclipse.jetty:jetty-server', '9.4.56.v20240826', '10.0.24', undefined],
    ['org.eclipse.jetty:jetty-server', '11.0.24', '12.0.14', 'namespace-jetty'],
    ['org.apache.tomcat.embed:tomcat-embed-core', '9.0.96', '10.0.0-M1', 'namespace-tomcat'],
    ['io.undertow:undertow-servlet', '2.2.36.Final', '2.3.18.Final', 'namespace-undertow-servlet'],
    ['com.google.inject:guice', '5.1.0', '6.0.0', undefined],
    ['com.google.inject:guice', '5.1.0', '7.0.0', 'namespace-guice'],
    ['jakarta.validation:jakarta.validation-api', '2.0.2', '3.0.0', 'namespace-jakarta.validation:jakarta.validation-api'],
    ['jakarta.servlet:jakarta.servlet-api', '4.0.4', '6.0.0', 'servlet'],
    ['jakarta.platform:jakarta.jakartaee-api', '8.0.0', '10.0.0', undefined],
    ['org.springframework.security:spring-security-web', '5.8.15', '6.3.4', 'spring-framework'],
    ['io.helidon.common.features:helidon-common-features', '3.2.10', '4.1.2', 'helidon'],
  ])('%s %s and %s', (name, older, newer, wanted) => {
    expect(splitFramework(name, [older, newer])?.id).toBe(wanted);
  });
});
