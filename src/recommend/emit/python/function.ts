import { contentLines, copyAll, copyOwn, exec, workdir } from '../docker-lines.ts';
import { CLIENT, SIZE_CHECK } from '../function-lines.ts';
import type { Subject } from '../subject.ts';
import { installPackages } from '../system.ts';
import { besideLines, pythonStages } from './image.ts';
import { lockStage, pythonInstall, pythonPackages, pythonTarget } from './install.ts';

/** Functions in Python: bundles and images. */

/** The runtime interface client, as PyPI had it on 2026-11-27. */
const RUNTIME_CLIENT = 'awslambdaric==4.2.2';

/** Packages for the machine of the function, and the service's own modules beside them. */
export function pythonBundle(subject: Subject<'python'>): readonly string[] {
  return [
    ...pythonPackages(subject),
    'find . -name "*.py" -not -path "./.venv/*" -not -path "./venv/*" -not -path "./tests/*" -exec cp --parents {} "$build/package" \\;',
    'build="$build/package"',
    ...SIZE_CHECK,
    '(cd "$build" && zip -qr "$out" .)',
  ];
}

/** A function on AWS's own base image. */
export function pythonFunction(subject: Subject<'python'>): string {
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
    ...contentLines(subject, subject.member === undefined ? '' : `${subject.member.path}/`),
    ...besideLines(subject, (to) => `"\${LAMBDA_TASK_ROOT}/${to}/"`),
    'USER 10001:10001',
    `CMD ${exec([subject.handler])}`,
  ].join('\n');
}

/** A function on the distribution that has what it loads. */
export function pythonClient(subject: Subject<'python'>): string {
  return [
    ...pythonStages(subject, '/function', [
      CLIENT,
      `RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir ${RUNTIME_CLIENT}`,
    ]),
    'ENTRYPOINT ["python", "-m", "awslambdaric"]',
    `CMD ${exec([subject.handler])}`,
  ].join('\n');
}
