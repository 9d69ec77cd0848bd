/** What a rule finds, shown on the smallest files that make it. */
export interface RuleExample {
  /** Path and lines of the files that matter. */
  readonly files: readonly (readonly [string, string])[];
  /** What follows, in a sentence. */
  readonly outcome: string;
}

/** By rule id. A test asks for one for every rule of the catalogue. */
export const RULE_EXAMPLES: Readonly<Record<string, RuleExample>> = {
  'command/two-providers': {
    files: [
      ['services/mail/pyproject.toml', '[project.scripts]\nworker = "mail.worker:main"'],
      ['services/thumbs/pyproject.toml', '[project.scripts]\nworker = "thumbs.worker:main"'],
    ],
    outcome: 'In one environment the service that is installed last owns `worker`; the other one starts the wrong program.',
  },
  'go/ambiguous-import': {
    files: [
      ['go/api/go.mod', 'require example.org/platform v1.4.0'],
      ['go/jobs/go.mod', 'require example.org/platform/queue v0.1.0'],
    ],
    outcome:
      '`example.org/platform` v1.4.0 still has the package `queue`, and so has the module that was carved out of it: an import of it is ambiguous in a shared build.',
  },
  'go/build-fails': {
    files: [
      ['go/api/go.mod', 'require example.org/auth v1.9.0'],
      ['go/jobs/go.mod', 'replace example.org/auth => ../auth-that-is-not-here'],
    ],
    outcome: '`go list -m all` ends with an error once both are members of one go.work.',
  },
  'go/deprecated': {
    files: [
      ['go/api/go.mod', 'require example.org/uuid v1.2.0'],
      ['go.mod of example.org/uuid, newest version', '// Deprecated: use example.org/uuid/v5.\nmodule example.org/uuid'],
    ],
    outcome: 'A note; nothing breaks.',
  },
  'go/excluded-version': {
    files: [
      ['go/api/go.mod', 'exclude example.org/auth v1.9.0'],
      ['go/jobs/go.mod', 'require example.org/auth v1.9.0'],
    ],
    outcome: 'In one build the excluded version is passed over, so `go/jobs` gets another one than it asks for.',
  },
  'go/proto-registration': {
    files: [
      ['go/api/go.mod', 'require example.org/orders-proto v1.0.0'],
      ['go/jobs/go.mod', 'require example.org/orders-proto-fork v1.0.0'],
    ],
    outcome: 'Both modules register `orders/v1/orders.proto`; a program that links both panics when it starts.',
  },
  'go/replace-disagreement': {
    files: [
      ['go/shipping/go.mod', 'replace example.org/events => example.org/events-fork v1.4.1'],
      ['go/inventory/go.mod', 'replace example.org/events => example.org/events v1.3.2'],
    ],
    outcome:
      'One build has one replacement; as members of one go.work these two are refused. Two binaries on one host do not care.',
  },
  'go/retracted': {
    files: [
      ['go/api/go.mod', 'require example.org/auth v1.9.0'],
      ['go.mod of example.org/auth, newest version', 'retract v1.9.0 // loses sessions'],
    ],
    outcome: 'The version is still there and still chosen, against the advice of its author.',
  },
  'go/several-majors': {
    files: [
      ['go/api/go.mod', 'require example.org/router/v4 v4.2.0'],
      ['go/jobs/go.mod', 'require example.org/router/v5 v5.0.1'],
    ],
    outcome: 'Both live in one build beside each other; global state of the two is not shared.',
  },
  'go/toolchain': {
    files: [
      ['go/api/go.mod', 'go 1.26'],
      ['go/jobs/go.mod', 'go 1.24\ntoolchain go1.24.5'],
    ],
    outcome: 'With the pinned 1.24.5 the go command refuses to build a workspace that holds `go/api`.',
  },
  'jvm/banned-dependency': {
    files: [
      ['billing/pom.xml', '<bannedDependencies><excludes><exclude>commons-logging</exclude></excludes></bannedDependencies>'],
      [
        'ledger/pom.xml',
        '<dependency><groupId>org.apache.httpcomponents</groupId><artifactId>httpclient</artifactId><version>4.5.14</version></dependency>',
      ],
    ],
    outcome:
      'With `--resolve`: `ledger` brings commons-logging through httpclient, and the build of `billing` fails where it meets it.',
  },
  'jvm/below-required': {
    files: [
      [
        'billing/pom.xml',
        '<dependency><groupId>com.google.guava</groupId><artifactId>guava</artifactId><version>18.0</version></dependency>',
      ],
      [
        'ledger/pom.xml',
        '<dependency><groupId>com.google.guava</groupId><artifactId>guava</artifactId><version>33.0.0-jre</version></dependency>',
      ],
    ],
    outcome: 'When 18.0 is nearest, `ledger` runs into a NoSuchMethodError as soon as it calls what later versions added.',
  },
  'jvm/class-version': {
    files: [
      ['billing/pom.xml', '<maven.compiler.release>11</maven.compiler.release>'],
      [
        'billing/pom.xml',
        '<dependency><groupId>ch.qos.logback</groupId><artifactId>logback-classic</artifactId><version>1.5.6</version></dependency>',
      ],
    ],
    outcome: 'With `--resolve --jars --target jdk=8`: logback 1.5 is compiled for Java 11, which a JDK 8 refuses to load.',
  },
  'jvm/convergence': {
    files: [
      [
        'billing/pom.xml',
        '<dependency><groupId>com.fasterxml.jackson.core</groupId><artifactId>jackson-databind</artifactId><version>2.15.2</version></dependency>',
      ],
      ['invoices/build.gradle.kts', 'implementation("com.fasterxml.jackson.core:jackson-databind:2.17.2")'],
    ],
    outcome: 'Maven takes the nearest of the two, Gradle the highest: a warning, since both are of one compatible line.',
  },
  'jvm/duplicate-classes': {
    files: [
      ['billing/pom.xml', '<artifactId>log4j-over-slf4j</artifactId>'],
      ['ledger/pom.xml', '<groupId>log4j</groupId><artifactId>log4j</artifactId><version>1.2.17</version>'],
    ],
    outcome: 'Both hold `org.apache.log4j.Logger`; the order of the class path decides which one is loaded.',
  },
  'jvm/framework-generation': {
    files: [
      ['billing/pom.xml', '<parent><artifactId>spring-boot-starter-parent</artifactId><version>2.7.18</version></parent>'],
      ['ledger/pom.xml', '<parent><artifactId>spring-boot-starter-parent</artifactId><version>3.3.1</version></parent>'],
    ],
    outcome: 'Spring Boot 3 moved from `javax` to `jakarta` packages: no class path holds both generations.',
  },
  'npm/duplicate': {
    files: [
      ['packages/a/package.json', '"dependencies": { "lodash": "^3.10.1" }'],
      ['packages/b/package.json', '"dependencies": { "lodash": "^4.17.21" }'],
    ],
    outcome:
      'With `realms.npm.model: hoisted` one copy lies at the root and one below a member: a note about what the second costs.',
  },
  'npm/engines': {
    files: [
      ['apps/a/package-lock.json', '"node_modules/old-addon": { "engines": { "node": "<17" } }'],
      ['apps/b/package-lock.json', '"node_modules/new-sdk": { "engines": { "node": ">=20" } }'],
    ],
    outcome: 'Whatever Node.js the shared host has, one of the two packages says that it is not for it.',
  },
  'npm/invalid-peer': {
    files: [
      ['apps/a/package.json', '"devDependencies": { "plugin": "^2.0.0" }  // optional peer: bundler ^0.27'],
      ['apps/b/package.json', '"dependencies": { "tool": "^1.0.0" }  // brings bundler 0.21'],
    ],
    outcome: 'The tree is built and npm is content; `plugin` imports a bundler that its peer range excludes.',
  },
  'npm/locked-peer': {
    files: [
      [
        'apps/a/package-lock.json',
        '"node_modules/react-table": { "version": "7.8.0", "peerDependencies": { "react": "^16 || ^17" } }',
      ],
      ['apps/b/package.json', '"dependencies": { "react": "^18.2.0" }'],
    ],
    outcome: 'The lock may move, so this is no proof; as locked, the merged package.json ends in ERESOLVE.',
  },
  'npm/mixed-sources': {
    files: [
      ['apps/a/package.json', '"dependencies": { "ui-kit": "^2.0.0" }'],
      ['apps/b/package.json', '"dependencies": { "ui-kit": "git+https://git.example.org/ui-kit.git#v2" }'],
    ],
    outcome: 'One node_modules holds one of the two; which versions the repository stands for, no range tells.',
  },
  'npm/peer-conflict': {
    files: [
      ['apps/a/package.json', '"dependencies": { "eslint": "^9.10.0" }'],
      ['apps/b/package.json', '"dependencies": { "eslint-config-airbnb-base": "^15.0.0" }'],
    ],
    outcome:
      'The two share no direct dependency, but the config has the peer `eslint ^7.32.0 || ^8.2.0`: with `--resolve` a conflict, with the chain that leads to it.',
  },
  'npm/platform': {
    files: [['apps/a/package.json', '"dependencies": { "fsevents": "^2.3.3" }  // os: darwin']],
    outcome:
      'With `--resolve` for a Linux target the service has no solution by itself; in "optionalDependencies" the package is left out and nothing is said.',
  },
  'npm/singleton': {
    files: [
      ['packages/a/package.json', '"dependencies": { "react": "^17.0.2" }'],
      ['packages/b/package.json', '"dependencies": { "react": "^18.2.0" }'],
    ],
    outcome: 'Copies nest in a workspace, but hooks of one React do not work inside of another.',
  },
  'os/distributions': {
    files: [
      ['services/a/Dockerfile', 'FROM python:3.12-alpine'],
      ['services/b/Dockerfile', 'FROM python:3.12-slim'],
    ],
    outcome: 'Without containers both run on whatever the host has; package names differ between distributions.',
  },
  'os/libc': {
    files: [
      ['services/a/package.json', '"libc": ["musl"]'],
      ['services/b/package.json', '"libc": ["glibc"]'],
    ],
    outcome: 'Addons that were built for musl do not load on a host with glibc, nor the other way round.',
  },
  'os/package-versions': {
    files: [
      ['services/a/Dockerfile', 'RUN apt-get install -y libpq5=15.6-0+deb12u1'],
      ['services/b/Dockerfile', 'RUN apt-get install -y libpq5=15.8-0+deb12u1'],
    ],
    outcome: 'One operating system has one libpq5.',
  },
  'os/platform': {
    files: [
      ['services/a/package.json', '"os": ["darwin"]'],
      ['services/b/package.json', '"os": ["linux", "win32"]'],
    ],
    outcome: 'Containers of one machine share its kernel, so they do not end it either.',
  },
  'os/system-library': {
    files: [
      ['services/a/requirements.txt', 'psycopg2==2.9.9'],
      ['services/b/package.json', '"dependencies": { "pg-native": "^3.0.1" }'],
    ],
    outcome: 'A note: both load libpq, which Debian has as libpq5 and Alpine as libpq.',
  },
  'port/own-programs': {
    files: [
      [
        'compose.yaml',
        'services:\n  web: { build: { context: ., dockerfile: cmd/web/Dockerfile } }\n  feed: { build: { context: ., dockerfile: cmd/feed/Dockerfile } }',
      ],
      ['cmd/web/Dockerfile', 'EXPOSE 8080'],
      ['cmd/feed/Dockerfile', 'EXPOSE 8080'],
    ],
    outcome: 'A note: one go.mod covers both programs, so they are one service, whose web and feed both listen on 8080.',
  },
  'port/same-default': {
    files: [
      ['apps/a/server.properties', 'server.port=${PORT:8080}'],
      ['apps/b/Dockerfile', 'ENV PORT=8080\nEXPOSE 8080'],
    ],
    outcome: 'A warning: started with different values of PORT they get along.',
  },
  'port/taken': {
    files: [
      [
        'compose.yaml',
        'services:\n  gateway: { build: apps/gateway, ports: ["8000:8000"] }\n  web: { build: services/web, ports: ["8000:8000"] }',
      ],
    ],
    outcome: 'The second one that starts fails with "address already in use".',
  },
  'runtime/pin': {
    files: [
      ['services/a/.python-version', '3.11'],
      ['services/b/.python-version', '3.12'],
    ],
    outcome: 'With `requires-python = ">=3.11"` in both, 3.12 would do for both: a warning until the pins say the same.',
  },
  'runtime/unsatisfiable': {
    files: [
      ['services/cart/.python-version', '3.8'],
      ['services/forecast/pyproject.toml', '[project]\nrequires-python = ">=3.11"'],
    ],
    outcome:
      'No Python is 3.8 and at least 3.11. A container each ends it, or two interpreters on the host that the config knows of.',
  },
  'service/contradiction': {
    files: [
      ['services/web/requirements.txt', 'flask>=3.0'],
      ['services/web/constraints.txt', 'flask<2'],
    ],
    outcome: 'A note about `services/web` alone: nobody can install it, whoever shares its host.',
  },
  'service/unresolvable': {
    files: [['services/web/requirements.txt', 'example-sdk==9.9.9']],
    outcome: 'With `--resolve`: the registry has no such version, so nothing can be proved about sharing with `services/web`.',
  },
  'version/drift': {
    files: [
      ['services/a/poetry.lock', '[[package]]\nname = "requests"\nversion = "2.31.0"'],
      ['services/b/poetry.lock', '[[package]]\nname = "requests"\nversion = "2.32.3"'],
    ],
    outcome: 'Both ranges admit both versions, so the services can share once one lock moves.',
  },
  'version/unsatisfiable': {
    files: [
      ['services/cart/requirements.txt', 'flask==1.1.4'],
      ['services/web/pyproject.toml', 'dependencies = ["flask>=3.0,<4"]'],
    ],
    outcome: 'One site-packages holds one Flask, and none is 1.1.4 and at least 3.0. A virtualenv each ends it.',
  },
};
