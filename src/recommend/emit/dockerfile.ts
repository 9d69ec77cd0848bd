import { type EmittedFile, RUNTIME_LIBS, type Subject, why } from './subject.ts';
import { aptLines } from './system.ts';

/** Dockerfiles: a build stage, a small running stage, a numeric user, layers ordered by how rarely they change. */

export function dockerfile(subject: Subject): readonly EmittedFile[] {
  const body = BODIES[subject.ecosystem](subject);
  return [file(subject, 'Dockerfile', `${why(subject, '#', notes(subject))}\n${body}`), dockerignore(subject)];
}

function notes({ ecosystem, command, workspace, id, site }: Subject): readonly string[] {
  const scripted = site === undefined && (ecosystem === 'python' || ecosystem === 'npm');
  return [
    ...(scripted && command.length === 0 ? ['No start command was found: set CMD.'] : []),
    ...(workspace === undefined || workspace === id
      ? []
      : [`A member of the workspace in ${workspace}: its lock and sisters lie there, so build with that directory as context.`]),
  ];
}

export function lambdaDockerfile(subject: Subject): readonly EmittedFile[] {
  return [
    file(
      subject,
      'Dockerfile',
      `${why(subject, '#', ['Build: docker build --platform linux/amd64 --provenance=false .'])}\n${LAMBDA[subject.ecosystem](subject)}`,
    ),
    dockerignore(subject),
  ];
}

function file(subject: Subject, name: string, content: string): EmittedFile {
  return { path: `${subject.slug}/${name}`, content: content.endsWith('\n') ? content : `${content}\n`, executable: false };
}

function dockerignore(subject: Subject): EmittedFile {
  const own = {
    python: ['__pycache__', '*.pyc', '.venv', 'venv', '.pytest_cache'],
    npm: ['node_modules', 'coverage'],
    jvm: ['target', 'build', '.gradle'],
    go: ['bin'],
  }[subject.ecosystem];
  return file(
    subject,
    '.dockerignore',
    [
      why(subject, '#'),
      '.git',
      '.github',
      '.env',
      '.env.*',
      '*.md',
      // Build back ends read it.
      '!README.md',
      'Dockerfile*',
      'docker-compose*.yml',
      'compose*.yaml',
      'test',
      'tests',
      ...own,
    ].join('\n'),
  );
}

function exec(words: readonly string[]): string {
  return JSON.stringify(words).replaceAll('","', '", "');
}

function expose(subject: Subject): readonly string[] {
  return subject.port === undefined ? [] : [`EXPOSE ${subject.port}`];
}

const PYTHON_INSTALL: Readonly<Record<'pip' | 'uv' | 'pyproject', readonly string[]>> = {
  pip: ['COPY requirements.txt ./', 'RUN pip install --no-cache-dir -r requirements.txt'],
  uv: [
    'RUN pip install --no-cache-dir uv==0.13.9',
    'COPY pyproject.toml uv.lock ./',
    'RUN uv sync --frozen --no-dev --no-install-project --active',
  ],
  pyproject: ['COPY . .', 'RUN pip install --no-cache-dir .'],
};

function pythonInstall(subject: Subject): readonly string[] {
  return PYTHON_INSTALL[subject.tool === 'uv' || subject.tool === 'pyproject' ? subject.tool : 'pip'];
}

function python(subject: Subject): string {
  const image = `python:${subject.version}-slim`;
  return [
    `FROM ${image} AS build`,
    ...aptLines(subject.system.build),
    'RUN python -m venv /venv',
    'ENV PATH="/venv/bin:$PATH" VIRTUAL_ENV=/venv PIP_DISABLE_PIP_VERSION_CHECK=1',
    'WORKDIR /src',
    ...pythonInstall(subject),
    '',
    `FROM ${image}`,
    ...aptLines(subject.system.run),
    'ENV PATH="/venv/bin:$PATH" PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1',
    'WORKDIR /app',
    'COPY --from=build /venv /venv',
    'COPY . .',
    'USER 10001:10001',
    ...expose(subject),
    `CMD ${exec(subject.command.length > 0 ? subject.command : ['python', '-m', 'app'])}`,
  ].join('\n');
}

const NODE_INSTALL: Readonly<Record<'npm' | 'npm-no-lock' | 'pnpm' | 'yarn', readonly string[]>> = {
  npm: ['COPY package.json package-lock.json ./', 'RUN npm ci --omit=dev'],
  'npm-no-lock': [
    '# Without a lockfile two builds may differ: commit one and use npm ci.',
    'COPY package.json ./',
    'RUN npm install --omit=dev --no-package-lock',
  ],
  pnpm: ['RUN corepack enable pnpm', 'COPY package.json pnpm-lock.yaml ./', 'RUN pnpm install --prod --frozen-lockfile'],
  yarn: [
    'RUN corepack enable yarn',
    'COPY package.json yarn.lock ./',
    'RUN yarn install --frozen-lockfile --production && yarn cache clean',
  ],
};

function nodeTool({ tool }: Subject): keyof typeof NODE_INSTALL {
  return tool === 'npm' || tool === 'pnpm' || tool === 'yarn' ? tool : 'npm-no-lock';
}

function nodeInstall(subject: Subject): readonly string[] {
  return NODE_INSTALL[nodeTool(subject)];
}

/** Everything, then the build, then only what production needs. */
const NODE_ALL: Readonly<Record<keyof typeof NODE_INSTALL, readonly [install: string, build: string]>> = {
  npm: ['RUN npm ci', 'RUN npm run build && npm prune --omit=dev'],
  'npm-no-lock': ['RUN npm install --no-package-lock', 'RUN npm run build && npm prune --omit=dev'],
  pnpm: ['RUN pnpm install --frozen-lockfile', 'RUN pnpm run build && pnpm prune --prod'],
  yarn: [
    'RUN yarn install --frozen-lockfile && yarn cache clean',
    'RUN yarn run build && yarn install --frozen-lockfile --production && yarn cache clean',
  ],
};

/** The build stage: what production needs alone, or everything, the build, and then only what production needs. */
function nodeStage(subject: Subject): readonly string[] {
  const installs = nodeInstall(subject);
  if (!subject.builds) return installs;
  const [install, build] = NODE_ALL[nodeTool(subject)];
  return [...installs.slice(0, -1), install, 'COPY . .', build];
}

/** Files for browsers need a web server and nothing of Node. It listens on 8080 and runs as nobody in particular. */
function site(subject: Subject, output: string): string {
  const [install] = NODE_ALL[nodeTool(subject)];
  return [
    `FROM node:${subject.version}-slim AS build`,
    'WORKDIR /app',
    ...nodeInstall(subject).slice(0, -1),
    install,
    'COPY . .',
    'RUN npm run build',
    '',
    'FROM nginxinc/nginx-unprivileged:1.29-alpine',
    `COPY --from=build /app/${output} /usr/share/nginx/html`,
    'USER 101:101',
    'EXPOSE 8080',
  ].join('\n');
}

function node(subject: Subject): string {
  if (subject.site !== undefined) return site(subject, subject.site);
  const image = `node:${subject.version}-slim`;
  return [
    `FROM ${image} AS build`,
    ...aptLines(subject.system.build),
    'WORKDIR /app',
    ...nodeStage(subject),
    '',
    `FROM ${image}`,
    ...aptLines(subject.system.run),
    'ENV NODE_ENV=production',
    'WORKDIR /app',
    ...(subject.builds ? ['COPY --from=build /app ./'] : ['COPY --from=build /app/node_modules ./node_modules', 'COPY . .']),
    'USER 1000:1000',
    ...expose(subject),
    `CMD ${exec(subject.command.length > 0 ? subject.command : ['node', 'index.js'])}`,
  ].join('\n');
}

const PIPEFAIL = 'SHELL ["/bin/bash", "-o", "pipefail", "-c"]';

function javaBuild(subject: Subject): readonly string[] {
  return subject.tool === 'gradle'
    ? [
        `FROM gradle:8-jdk${subject.version} AS build`,
        'WORKDIR /src',
        PIPEFAIL,
        'COPY . .',
        "RUN gradle --no-daemon build -x test && cp \"$(find build/libs -name '*.jar' ! -name '*-plain.jar' | head -n 1)\" /src/app.jar",
      ]
    : [
        `FROM maven:3.9-eclipse-temurin-${subject.version} AS build`,
        'WORKDIR /src',
        PIPEFAIL,
        'COPY pom.xml ./',
        'RUN mvn -B dependency:go-offline',
        'COPY src ./src',
        "RUN mvn -B -DskipTests package && cp \"$(find target -maxdepth 1 -name '*.jar' ! -name 'original-*' | head -n 1)\" /src/app.jar",
      ];
}

function java(subject: Subject): string {
  return [
    ...javaBuild(subject),
    '',
    `FROM eclipse-temurin:${subject.version}-jre`,
    ...aptLines(subject.system.run),
    'WORKDIR /app',
    'COPY --from=build /src/app.jar ./app.jar',
    'USER 10001:10001',
    ...expose(subject),
    'ENTRYPOINT ["java", "-XX:MaxRAMPercentage=75", "-jar", "/app/app.jar"]',
  ].join('\n');
}

function go(subject: Subject): string {
  const { cgo, build, run } = subject.system;
  const linked = cgo || build.length > 0;
  // A binary that is linked against C runs on a glibc no older than the one that it was built with.
  const base = linked
    ? ['FROM debian:13-slim', ...aptLines(run)]
    : ['# A static binary needs no userland; certificates come from the build stage.', 'FROM scratch'];
  return [
    `FROM golang:${subject.version} AS build`,
    ...aptLines(build),
    'WORKDIR /src',
    'COPY go.* ./',
    'RUN go mod download',
    'COPY . .',
    `RUN CGO_ENABLED=${linked ? 1 : 0} go build -trimpath -ldflags="-s -w" -o /out/app .`,
    '',
    ...base,
    'COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt',
    'COPY --from=build /out/app /app',
    'USER 65532:65532',
    ...expose(subject),
    'ENTRYPOINT ["/app"]',
  ].join('\n');
}

const BODIES = { python, npm: node, jvm: java, go } as const;

/** Classes and the jars that they need, side by side: a function's class path. */
function lambdaJavaBuild(subject: Subject): readonly string[] {
  return subject.tool === 'gradle'
    ? [
        `FROM gradle:8-jdk${subject.version} AS build`,
        'WORKDIR /src',
        'COPY . .',
        `# ${RUNTIME_LIBS}`,
        'RUN gradle --no-daemon classes runtimeLibs && mkdir -p /out/classes && cp -R build/classes/java/main/. /out/classes/ && cp -R build/lib /out/lib',
      ]
    : [
        `FROM maven:3.9-eclipse-temurin-${subject.version} AS build`,
        'WORKDIR /src',
        'COPY . .',
        'RUN mvn -B -DskipTests package dependency:copy-dependencies -DincludeScope=runtime && mkdir /out && mv target/classes /out/classes && mv target/dependency /out/lib',
      ];
}

const LAMBDA = {
  python: (subject: Subject): string =>
    [
      `FROM amazon/aws-lambda-python:${subject.version}`,
      ...(subject.tool === 'pip'
        ? ['COPY requirements.txt ./', 'RUN pip install --no-cache-dir -r requirements.txt']
        : ['COPY . /src/', 'RUN pip install --no-cache-dir /src']),
      'COPY . "${LAMBDA_TASK_ROOT}/"',
      'USER 10001:10001',
      `CMD ${exec([subject.handler])}`,
    ].join('\n'),
  npm: (subject: Subject): string =>
    [
      `FROM amazon/aws-lambda-nodejs:${subject.version}`,
      ...nodeInstall(subject),
      'COPY . "${LAMBDA_TASK_ROOT}/"',
      'USER 10001:10001',
      `CMD ${exec([subject.handler])}`,
    ].join('\n'),
  jvm: (subject: Subject): string =>
    [
      ...lambdaJavaBuild(subject),
      '',
      `FROM amazon/aws-lambda-java:${subject.version}`,
      'COPY --from=build /out/classes "${LAMBDA_TASK_ROOT}/"',
      'COPY --from=build /out/lib "${LAMBDA_TASK_ROOT}/lib/"',
      'USER 10001:10001',
      `CMD ${exec([subject.handler])}`,
    ].join('\n'),
  go: (subject: Subject): string =>
    [
      `FROM golang:${subject.version} AS build`,
      'WORKDIR /src',
      'COPY go.* ./',
      'RUN go mod download',
      'COPY . .',
      'RUN CGO_ENABLED=0 go build -tags lambda.norpc -trimpath -ldflags="-s -w" -o /out/bootstrap .',
      '',
      'FROM amazon/aws-lambda-provided:al2023',
      'COPY --from=build /out/bootstrap /var/runtime/bootstrap',
      'USER 10001:10001',
      'CMD ["bootstrap"]',
    ].join('\n'),
} as const;
