import { describe, expect, it } from 'vitest';
import { type Files, reportOf } from './fleet.ts';

const pom = (name: string): string =>
  `<project><modelVersion>4.0.0</modelVersion><groupId>x</groupId><artifactId>${name}</artifactId><version>1</version></project>`;
const port = (number: number | string): string => `server:\n  port: ${number}\n`;
const client = (name: string, more = ''): string =>
  `spring:\n  application:\n    name: ${name}\n  config:\n    import: "configserver:"\n${more}`;
const server = (lines: string, active = 'native'): string =>
  `${port(8888)}spring:\n  application:\n    name: config\n  profiles:\n    active: ${active}\n  cloud:\n    config:\n      server:\n${lines}`;

/** A server of settings and two clients of it; `a` calls itself `cart-service`, `b` `order`. */
function fleet(settings: string, more: Files): Files {
  return {
    'config/pom.xml': pom('config'),
    'a/pom.xml': pom('a'),
    'b/pom.xml': pom('b'),
    'config/src/main/resources/application.yml': settings,
    'a/src/main/resources/application.yml': client('cart-service'),
    'b/src/main/resources/bootstrap.yml': client('order'),
    ...more,
  };
}

const SHARED = server('        native:\n          search-locations: classpath:/shared\n');
const LISTED = server(
  '        native:\n          searchLocations:\n            - file:../elsewhere\n            - file:./settings # both\n',
);
const GIT = server('        git:\n          uri: https://example.org/x.git\n          search-paths: settings\n', 'default');
const shared = (a: string, b: string): Files => ({
  'config/src/main/resources/shared/cart-service.yml': a,
  'config/src/main/resources/shared/order.yml': b,
});

const CASES: Readonly<Record<string, readonly [Files, readonly string[]]>> = {
  'one port': [fleet(SHARED, shared(port(9001), port(9001))), ['port:9001/tcp a, b']],
  'two ports': [fleet(SHARED, shared(port(9001), port(9002))), []],
  'a port that a variable sets': [fleet(SHARED, shared(port('${PORT:9001}'), port(9001))), ['port:9001/tcp a, b']],
  'the server’s own port': [fleet(SHARED, shared(port(8888), port(9002))), ['port:8888/tcp a, config']],
  'one served port beside its own in the application': [
    fleet(SHARED, {
      ...shared(port(9001), port(9002)),
      'a/src/main/resources/application.yml': client('cart-service', port(9002)),
    }),
    [],
  ],
  'settings that say nothing of the port': [
    fleet(SHARED, {
      ...shared('x: 1\n', port(9002)),
      'a/src/main/resources/application.yml': client('cart-service', port(9002)),
    }),
    ['port:9002/tcp a, b'],
  ],
  'a list of places, from the root': [
    fleet(LISTED, { 'settings/cart-service.yml': port(9001), 'settings/order.properties': 'server.port=9001\n' }),
    ['port:9001/tcp a, b'],
  ],
  'a list of places in a file of Windows': [
    fleet(LISTED.replaceAll('\n', '\r\n'), { 'settings/cart-service.yml': port(9001), 'settings/order.yml': port(9001) }),
    ['port:9001/tcp a, b'],
  ],
  'a folder of the repository': [
    fleet(GIT, { 'settings/cart-service.yml': port(9001), 'settings/order.yml': port(9001) }),
    ['port:9001/tcp a, b'],
  ],
  'a folder of another repository': [fleet(GIT, { 'others/cart-service.yml': port(9001), 'others/order.yml': port(9001) }), []],
  'native, and no place said': [
    fleet(server(''), {
      'config/src/main/resources/config/cart-service.yml': port(9001),
      'config/src/main/resources/config/order.yml': port(9001),
    }),
    ['port:9001/tcp a, b'],
  ],
  'a profile that nobody names': [
    fleet(SHARED, { ...shared('x: 1\n', port(9001)), 'config/src/main/resources/shared/cart-service-prod.yml': port(9001) }),
    [],
  ],
  'a profile that the client names': [
    fleet(SHARED, {
      ...shared(port(9003), port(9001)),
      'config/src/main/resources/shared/cart-service-prod.yml': port(9001),
      'a/src/main/resources/application.yml': client('cart-service', '  profiles:\n    active: prod\n'),
    }),
    ['port:9001/tcp a, b'],
  ],
  'a profile that compose names': [
    fleet(SHARED, {
      ...shared(port(9003), port(9001)),
      'config/src/main/resources/shared/cart-service-prod.yml': port(9001),
      'compose.yaml': 'services:\n  a:\n    build: a\n    environment: { SPRING_PROFILES_ACTIVE: prod }\n',
      'a/Dockerfile': 'FROM eclipse-temurin:21\nCMD ["java", "-jar", "a.jar"]\n',
    }),
    ['port:9001/tcp a, b'],
  ],
};

describe('ports in settings that a config server hands out', () => {
  it.each(Object.entries(CASES))('%s', async (_, [files, expected]) => {
    const { conflicts } = await reportOf(files);
    const found = conflicts.filter(({ realm }) => realm === 'port');
    expect(found.map(({ subject, services }) => `${subject} ${services.join(', ')}`)).toEqual(expected);
  });
});
