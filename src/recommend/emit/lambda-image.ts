import { printable } from '../../model/index.ts';
import { copyAll, copyOwn, workdir } from './docker-lines.ts';
import {
  buildNote,
  containerBody,
  dockerignore,
  exec,
  goBuild,
  goStage,
  javaStage,
  nodeStage,
  pythonStages,
  setupLines,
} from './dockerfile.ts';
import { fileOf } from './file.ts';
import { handlerBelowRoot } from './function.ts';
import { COPY_DEPENDENCIES, gradleRun, javaTool, mavenRun, RUNTIME_LIBS, runsScript } from './java.ts';
import { buildLines, installLines, nodeLine, rushDeploy } from './node.ts';
import { memberNotes, why } from './notes.ts';
import { lockStage, pythonInstall, pythonTarget } from './python.ts';
import { shellWord } from './quoting.ts';
import type { EmittedFile, Subject } from './subject.ts';
import { installPackages } from './system.ts';

/**
 * Images of functions. AWS's own base images bring the runtime's client; they are Amazon Linux, which lacks most of
 * what native packages load. A function that needs such packages runs from the distribution that has them, with the
 * runtime interface client beside it.
 */
export function lambdaDockerfile(subject: Subject): readonly EmittedFile[] {
  const { build, run, setup, amazon } = subject.system;
  const needsUserland = amazon.length === 0 && (build.length > 0 || run.length > 0 || setup.length > 0 || subject.system.linked);
  const body =
    subject.adapter === undefined
      ? (needsUserland ? WITH_CLIENT : ON_AWS)[subject.ecosystem](subject)
      : withAdapter(subject, subject.adapter);
  const platform = subject.architecture === 'arm64' ? 'arm64' : 'amd64';
  const placeholder =
    subject.adapter !== undefined || subject.handlerKnown || subject.ecosystem === 'go'
      ? []
      : [`No handler was found: ${subject.handler} is a placeholder.`];
  const notes = [buildNote(subject, ` --platform linux/${platform} --provenance=false`), ...memberNotes(subject), ...placeholder];
  return [fileOf(subject, 'Dockerfile', [why(subject, '#', notes), body]), dockerignore(subject)];
}

/** Lambda Web Adapter hands requests to the server that the same image is anywhere else (its README, "Docker Images"). */
function withAdapter(subject: Subject, image: string): string {
  const from = printable(image) === image && image.includes('/') ? image : ADAPTER;
  return [
    containerBody(subject),
    `COPY --from=${from} /lambda-adapter /opt/extensions/lambda-adapter`,
    ...(subject.port === undefined
      ? ['# It asks port 8080 unless AWS_LWA_PORT names another.']
      : [`ENV AWS_LWA_PORT=${subject.port}`]),
  ].join('\n');
}

const ADAPTER = 'public.ecr.aws/awsguru/aws-lambda-adapter:0.9.1';

type Bodies = Readonly<Record<Subject['ecosystem'], (subject: Subject) => string>>;

/** Classes and the jars that they need, side by side: a function's class path. */
function javaBuild(subject: Subject): readonly string[] {
  const own = subject.member === undefined ? '' : `${shellWord(subject.member.path)}/`;
  if (subject.tool === 'maven')
    return [
      ...javaTool(subject),
      'COPY . .',
      `RUN ${mavenRun(subject, COPY_DEPENDENCIES)} && mkdir /out && mv ${own}target/classes /out/classes && mkdir -p ${own}target/dependency && mv ${own}target/dependency /out/lib`,
    ];
  if (runsScript(subject) && subject.build.makes !== 'jar')
    return [
      ...javaTool(subject),
      'COPY . .',
      `RUN ${gradleRun(subject, ['installDist'], 'root')} && mkdir -p /out/classes && mv ${own}build/install/*/lib /out/lib`,
    ];
  return [
    ...javaTool(subject),
    'COPY . .',
    `# ${RUNTIME_LIBS}`,
    `RUN ${gradleRun(subject, ['classes', 'runtimeLibs'], 'root')} && mkdir -p /out/classes && for classes in ${own}build/classes/*/main; do cp -R "$classes/." /out/classes/; done && if [ -d ${own}build/resources/main ]; then cp -R ${own}build/resources/main/. /out/classes/; fi && mv ${own}build/lib /out/lib`,
  ];
}

/** Everything but what the build alone needs. */
function nodeTree(subject: Subject, directory: string): readonly string[] {
  if (subject.tool === 'rush' && subject.member !== undefined)
    return ['WORKDIR /src', 'COPY . .', `RUN ${rushDeploy(subject, directory)}`];
  if (subject.builds) return buildLines(subject, 'production');
  return subject.member === undefined ? [...installLines(subject), 'COPY . .'] : installLines(subject);
}

const goBuilt = (subject: Subject): readonly string[] => goBuild(subject, '/out/bootstrap', '-tags lambda.norpc ');

const ON_AWS: Bodies = {
  python: (subject) => {
    const base = `FROM amazon/aws-lambda-python:${subject.version}`;
    const amazon = installPackages('amazon', subject.system.amazon);
    // Requirements of an index need nothing but their file; the rest is built beside the image, of all that it reads.
    const { fetch } = subject.system;
    const isPlain = subject.tool === 'pip' && subject.member === undefined && subject.local.length === 0 && fetch.length === 0;
    return [
      ...(isPlain
        ? [base, ...amazon, ...pythonInstall(subject, '')]
        : [
            ...lockStage(subject, '/src'),
            `${base} AS build`,
            ...installPackages('amazon', fetch),
            workdir('/src', subject),
            copyAll(subject, '/src'),
            ...pythonTarget(subject, '/out'),
            '',
            base,
            ...amazon,
            'COPY --from=build /out/ "${LAMBDA_TASK_ROOT}/"',
          ]),
      copyOwn(subject, '"${LAMBDA_TASK_ROOT}/"'),
      'USER 10001:10001',
      `CMD ${exec([subject.handler])}`,
    ].join('\n');
  },
  npm: (subject) => {
    // What a workspace's tool leaves beside the tree stays behind.
    const { fetch } = subject.system;
    const isStaged = subject.builds || subject.member !== undefined || fetch.length > 0;
    return [
      `FROM amazon/aws-lambda-nodejs:${nodeLine(subject)}${isStaged ? ' AS build' : ''}`,
      ...installPackages('amazon', isStaged ? fetch : subject.system.amazon),
      ...nodeTree(subject, '"${LAMBDA_TASK_ROOT}"'),
      ...(isStaged
        ? [
            '',
            `FROM amazon/aws-lambda-nodejs:${nodeLine(subject)}`,
            ...installPackages('amazon', subject.system.amazon),
            'COPY --from=build "${LAMBDA_TASK_ROOT}/" "${LAMBDA_TASK_ROOT}/"',
          ]
        : []),
      'USER 10001:10001',
      `CMD ${exec([handlerBelowRoot(subject)])}`,
    ].join('\n');
  },
  jvm: (subject) =>
    [
      ...javaBuild(subject),
      '',
      `FROM amazon/aws-lambda-java:${subject.version}`,
      ...installPackages('amazon', subject.system.amazon),
      'COPY --from=build /out/classes "${LAMBDA_TASK_ROOT}/"',
      'COPY --from=build /out/lib "${LAMBDA_TASK_ROOT}/lib/"',
      'USER 10001:10001',
      `CMD ${exec([subject.handler])}`,
    ].join('\n'),
  go: (subject) =>
    [
      ...goBuilt(subject),
      '',
      'FROM amazon/aws-lambda-provided:al2023',
      ...installPackages('amazon', subject.system.amazon),
      'COPY --from=build /out/bootstrap /var/runtime/bootstrap',
      'USER 10001:10001',
      'CMD ["bootstrap"]',
    ].join('\n'),
};

const CLIENT = '# The runtime interface client: Amazon Linux has not what this function loads.';
/** Runtime interface clients, as their registries had them on 2026-11-27. */
const CLIENTS = {
  python: 'awslambdaric==4.2.2',
  node: 'aws-lambda-ric@4.0.2',
  olderNode: 'aws-lambda-ric@3.3.0',
  java: 'com.amazonaws:aws-lambda-java-runtime-interface-client:2.10.1',
} as const;

const WITH_CLIENT: Bodies = {
  python: (subject) =>
    [
      ...pythonStages(subject, '/function', [
        CLIENT,
        `RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir ${CLIENTS.python}`,
      ]),
      'ENTRYPOINT ["python", "-m", "awslambdaric"]',
      `CMD ${exec([subject.handler])}`,
    ].join('\n'),
  npm: (subject) => {
    const { system } = subject;
    const build = [...new Set([...system.fetch, ...system.build, ...CLIENT_BUILD[system.distribution]])].sort();
    return [
      ...nodeStage(subject, build, '/function', ' AS build'),
      ...nodeTree(subject, '/function'),
      CLIENT,
      // Beside the tree: npm would undo what another tool installed.
      `RUN npm install --prefix /client ${Number(nodeLine(subject)) >= 22 ? CLIENTS.node : CLIENTS.olderNode}`,
      '',
      ...nodeStage(subject, system.run, '/function'),
      'ENV NODE_ENV=production',
      'COPY --from=build /client /client',
      'COPY --from=build /function ./',
      ...setupLines(system),
      'USER 1000:1000',
      'ENTRYPOINT ["/client/node_modules/.bin/aws-lambda-ric"]',
      `CMD ${exec([handlerBelowRoot(subject)])}`,
    ].join('\n');
  },
  jvm: (subject) =>
    [
      ...javaBuild(subject),
      '',
      CLIENT,
      `# It has to be among the dependencies: ${CLIENTS.java}`,
      ...javaStage(subject, '/function'),
      'ENTRYPOINT ["java", "-cp", "/function/classes:/function/lib/*", "com.amazonaws.services.lambda.runtime.api.client.AWSLambda"]',
      `CMD ${exec([subject.handler])}`,
    ].join('\n'),
  go: (subject) =>
    [
      ...goBuilt(subject),
      '',
      '# The binary speaks to the runtime API by itself.',
      'FROM debian:13-slim',
      ...installPackages('debian', subject.system.run),
      ...goStage('/out/bootstrap', '/bootstrap'),
      'ENTRYPOINT ["/bootstrap"]',
    ].join('\n'),
};

/** The client for Node is compiled where it is installed. */
const CLIENT_BUILD = {
  debian: ['autoconf', 'automake', 'cmake', 'g++', 'libtool', 'make', 'python3', 'xz-utils'],
  alpine: ['autoconf', 'automake', 'build-base', 'cmake', 'elfutils-dev', 'libtool', 'linux-headers', 'python3', 'xz'],
} as const;
