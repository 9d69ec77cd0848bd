import { type EmittedFile, type Subject, why } from './subject.ts';

/** Dockerfiles: a build stage, a small running stage, a numeric user, layers ordered by how rarely they change. */

export function dockerfile(subject: Subject): readonly EmittedFile[] {
  const body = BODIES[subject.ecosystem](subject);
  const note =
    subject.command.length === 0 && subject.ecosystem !== 'go' && subject.ecosystem !== 'jvm'
      ? ['No start command was found: set CMD.']
      : [];
  return [file(subject, 'Dockerfile', `${why(subject, '#', note)}\n${body}`), dockerignore(subject)];
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
    'RUN python -m venv /venv',
    'ENV PATH="/venv/bin:$PATH" VIRTUAL_ENV=/venv PIP_DISABLE_PIP_VERSION_CHECK=1',
    'WORKDIR /src',
    ...pythonInstall(subject),
    '',
    `FROM ${image}`,
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
  yarn: ['RUN corepack enable yarn', 'COPY package.json yarn.lock ./', 'RUN yarn install --frozen-lockfile --production'],
};

function nodeInstall(subject: Subject): readonly string[] {
  const { tool } = subject;
  return NODE_INSTALL[tool === 'npm' || tool === 'pnpm' || tool === 'yarn' ? tool : 'npm-no-lock'];
}

function node(subject: Subject): string {
  const image = `node:${subject.version}-slim`;
  return [
    `FROM ${image} AS build`,
    'WORKDIR /app',
    ...nodeInstall(subject),
    '',
    `FROM ${image}`,
    'ENV NODE_ENV=production',
    'WORKDIR /app',
    'COPY --from=build /app/node_modules ./node_modules',
    'COPY . .',
    'USER 1000:1000',
    ...expose(subject),
    `CMD ${exec(subject.command.length > 0 ? subject.command : ['node', 'index.js'])}`,
  ].join('\n');
}

function javaBuild(subject: Subject): readonly string[] {
  return subject.tool === 'gradle'
    ? [
        `FROM gradle:8-jdk${subject.version} AS build`,
        'WORKDIR /src',
        'COPY . .',
        "RUN gradle --no-daemon build -x test && cp \"$(find build/libs -name '*.jar' ! -name '*-plain.jar' | head -n 1)\" /src/app.jar",
      ]
    : [
        `FROM maven:3.9-eclipse-temurin-${subject.version} AS build`,
        'WORKDIR /src',
        'COPY pom.xml ./',
        'RUN mvn -B dependency:go-offline',
        'COPY src ./src',
        "RUN mvn -B -DskipTests package && cp \"$(find target -maxdepth 1 -name '*.jar' ! -name 'original-*' | head -n 1)\" /src/app.jar",
      ];
}

function java(subject: Subject): string {
  return [
    'SHELL_PLACEHOLDER',
    ...javaBuild(subject),
    '',
    `FROM eclipse-temurin:${subject.version}-jre`,
    'WORKDIR /app',
    'COPY --from=build /src/app.jar ./app.jar',
    'USER 10001:10001',
    ...expose(subject),
    'ENTRYPOINT ["java", "-XX:MaxRAMPercentage=75", "-jar", "/app/app.jar"]',
  ]
    .filter((line) => line !== 'SHELL_PLACEHOLDER')
    .join('\n')
    .replace('WORKDIR /src\n', 'WORKDIR /src\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\n');
}

function go(subject: Subject): string {
  return [
    `FROM golang:${subject.version} AS build`,
    'WORKDIR /src',
    'COPY go.* ./',
    'RUN go mod download',
    'COPY . .',
    'RUN CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o /out/app .',
    '',
    '# A static binary needs no userland; certificates come from the build stage.',
    'FROM scratch',
    'COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt',
    'COPY --from=build /out/app /app',
    'USER 65532:65532',
    ...expose(subject),
    'ENTRYPOINT ["/app"]',
  ].join('\n');
}

const BODIES = { python, npm: node, jvm: java, go } as const;

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
      `FROM maven:3.9-eclipse-temurin-${subject.version} AS build`,
      'WORKDIR /src',
      'COPY . .',
      'RUN mvn -B -DskipTests package dependency:copy-dependencies -DincludeScope=runtime',
      '',
      `FROM amazon/aws-lambda-java:${subject.version}`,
      'COPY --from=build /src/target/classes "${LAMBDA_TASK_ROOT}/"',
      'COPY --from=build /src/target/dependency "${LAMBDA_TASK_ROOT}/lib/"',
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
