/** One service as files, and what a fair expert says of it: the whole pipeline runs over them. */
export interface ExpertCase {
  readonly id: string;
  readonly files: Readonly<Record<string, string>>;
  /** The service that is judged; the root when absent. */
  readonly service?: string;
  readonly process?: string;
  readonly target: string;
  /** What the first reason is about, where that is the point. */
  readonly first?: string;
  readonly says?: readonly string[];
  readonly silent?: readonly string[];
}

export function lines(...text: readonly string[]): string {
  return `${text.join('\n')}\n`;
}

/** A Python image that runs a command. */
export function pythonImage(command: readonly string[], ...extra: readonly string[]): string {
  return lines(
    'FROM python:3.13-slim',
    ...extra,
    'WORKDIR /app',
    'COPY . .',
    'RUN pip install --no-cache-dir -r requirements.txt',
    `CMD ${JSON.stringify(command)}`,
  );
}

export function packageJson(
  name: string,
  dependencies: Readonly<Record<string, string>>,
  more: Readonly<Record<string, unknown>> = {},
): string {
  return `${JSON.stringify({ name, version: '1.0.0', engines: { node: '>=22' }, dependencies, ...more }, null, 2)}\n`;
}

/** A SAM template with one function; further properties as lines of the function. */
export function sam(runtime: string, handler: string, ...properties: readonly string[]): string {
  return lines(
    "AWSTemplateFormatVersion: '2010-09-09'",
    'Transform: AWS::Serverless-2016-10-31',
    'Resources:',
    '  Fn:',
    '    Type: AWS::Serverless::Function',
    '    Properties:',
    `      Runtime: ${runtime}`,
    `      Handler: ${handler}`,
    '      CodeUri: .',
    ...properties.map((line) => `      ${line}`),
  );
}

export function serverless(runtime: string, handler: string, provider = 'aws'): string {
  return lines(
    'service: demo',
    'provider:',
    `  name: ${provider}`,
    `  runtime: ${runtime}`,
    'functions:',
    '  main:',
    `    handler: ${handler}`,
  );
}

/** A POM with dependencies as `group:artifact` or `group:artifact:version[:scope]`; Spring Boot's parent where asked. */
export function pom(
  artifact: string,
  dependencies: readonly string[],
  options: { readonly boot?: boolean; readonly java?: string } = {},
): string {
  const { boot = false, java = '21' } = options;
  const parent = boot
    ? [
        '  <parent><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-parent</artifactId><version>3.4.1</version></parent>',
      ]
    : [];
  return lines(
    '<project xmlns="http://maven.apache.org/POM/4.0.0">',
    '  <modelVersion>4.0.0</modelVersion>',
    ...parent,
    `  <groupId>com.example</groupId><artifactId>${artifact}</artifactId><version>1.0.0</version>`,
    `  <properties><java.version>${java}</java.version><maven.compiler.release>${java}</maven.compiler.release></properties>`,
    '  <dependencies>',
    ...dependencies.map((one) => {
      const [group, name, version, scope] = one.split(':');
      const tail = `${version === undefined ? '' : `<version>${version}</version>`}${scope === undefined ? '' : `<scope>${scope}</scope>`}`;
      return `    <dependency><groupId>${group}</groupId><artifactId>${name}</artifactId>${tail}</dependency>`;
    }),
    '  </dependencies>',
    '</project>',
  );
}

export function goMod(name: string, requires: readonly string[], go = '1.25'): string {
  return lines(`module example.com/${name}`, '', `go ${go}`, '', 'require (', ...requires.map((one) => `\t${one}`), ')');
}

/** A static binary in an empty image. */
export function goImage(name: string, ...extra: readonly string[]): string {
  return lines('FROM scratch', `COPY ${name} /${name}`, ...extra, `ENTRYPOINT ["/${name}"]`);
}

/** A Dockerfile of a Node service that runs the command. */
export const nodeImage = (command: string, ...extra: readonly string[]): string =>
  lines(
    'FROM node:24-slim',
    ...extra,
    'WORKDIR /app',
    'COPY . .',
    'RUN npm ci --omit=dev',
    `CMD ${JSON.stringify(command.split(' '))}`,
  );
