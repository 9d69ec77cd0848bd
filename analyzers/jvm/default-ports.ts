/**
 * The port that a web framework opens where nothing says another. References: Spring Boot, "Embedded Web Servers"
 * (`server.port`); Quarkus, HTTP reference (`quarkus.http.port`); Micronaut, HTTP server (`micronaut.server.port`).
 */
import { type Demand, type Dependency, defaultPortDemand, isReadFailure, joinPath, type Project } from '../../src/model/index.ts';

interface WebServer {
  /** `group:artifact` of what starts it. */
  readonly brought: RegExp;
  readonly port: number;
  /** The variable that sets another one. */
  readonly variable: string;
}

const SERVERS: readonly WebServer[] = [
  {
    brought:
      /^org\.springframework\.(?:boot:spring-boot-starter-(?:web|webmvc|webflux|tomcat|jetty|undertow|reactor-netty)|cloud:spring-cloud-starter-gateway(?:-server-web(?:flux|mvc))?)$/,
    port: 8080,
    variable: 'SERVER_PORT',
  },
  {
    brought: /^io\.quarkus:quarkus-(?!.*-client)(?:rest|resteasy|vertx-http|undertow|reactive-routes|spring-web)(?:-.+)?$/,
    port: 8080,
    variable: 'QUARKUS_HTTP_PORT',
  },
  {
    brought: /^io\.micronaut(?::micronaut-http-server-netty|\.servlet:micronaut-http-server-(?:jetty|tomcat|undertow))$/,
    port: 8080,
    variable: 'MICRONAUT_SERVER_PORT',
  },
];

/** What fetches settings from elsewhere at start, and adapters under which a platform calls the program. */
const TOLD_ELSEWHERE =
  /(?:^|[-.])config$|lambda|serverless|azure-functions|function-aws|cloud-functions|adapter-(?:aws|azure|gcp)/;

/** Code may call them otherwise than `application` (`spring.config.name`). */
const SETTINGS = /\.(?:ya?ml|properties)$/;
const SETTINGS_IN = ['src/main/resources', 'src/main/resources/config', 'config'];

/** Of a service with the plug-in that makes its framework's application. */
export function defaultPorts(project: Project, directory: string, dependencies: readonly Dependency[]): readonly Demand[] {
  const deployed = dependencies.filter(({ scope }) => scope === 'runtime');
  if (deployed.some(({ name }) => TOLD_ELSEWHERE.test(name.split(':')[1] ?? ''))) return [];
  for (const { brought, port, variable } of SERVERS) {
    const server = deployed.find(({ name }) => brought.test(name));
    if (server === undefined) continue;
    return settingsOf(project, directory).some(mayTell) ? [] : [defaultPortDemand(directory, port, variable, server.origin)];
  }
  return [];
}

function settingsOf(project: Project, directory: string): readonly string[] {
  return SETTINGS_IN.flatMap((folder) => {
    const home = joinPath(directory, folder) ?? directory;
    return project.list(home).flatMap((name) => {
      const file = SETTINGS.test(name) ? project.read(joinPath(home, name) ?? name) : undefined;
      return file === undefined || isReadFailure(file) ? [] : [file.text];
    });
  });
}

/** Whether settings may name the port, in whatever profile, or say that there is none. */
function mayTell(text: string): boolean {
  return (
    /\b(?:server|http)\.(?:\w+\.)?port\b|web-application-type|host-enabled|spring\.config\.import|config-client/.test(text) ||
    (/^[ \t]*(?:server|http):/m.test(text) && /^[ \t]+port:/m.test(text)) ||
    /^[ \t]+import:/m.test(text)
  );
}
