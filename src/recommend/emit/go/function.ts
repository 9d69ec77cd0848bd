import { GLIBC } from '../../data/runtimes.ts';
import { SIZE_CHECK } from '../function-lines.ts';
import type { Subject } from '../subject.ts';
import { installPackages } from '../system.ts';
import { goCommand, goSettings, mainNote } from './build.ts';
import { goBuild, goStage, userland } from './image.ts';

/** Functions in Go: bundles and images. */

export function goBundle(subject: Subject<'go'>): readonly string[] {
  const { system, architecture } = subject;
  const target = architecture === 'arm64' ? 'arm64' : 'amd64';
  return [
    ...goSettings(subject),
    system.linked
      ? `# Linked against C: run this on Amazon Linux 2023 of ${architecture}, whose glibc (${GLIBC.AL2023}) the function finds.`
      : '# The OS-only runtime starts an executable named bootstrap; static, so no library has to be there.',
    ...mainNote(subject),
    `GOOS=linux GOARCH=${target} ${goCommand(subject, '"$build/bootstrap"', '-tags lambda.norpc ')}`,
    ...SIZE_CHECK,
    '(cd "$build" && zip -q "$out" bootstrap)',
  ];
}

const goBuilt = (subject: Subject<'go'>): readonly string[] => goBuild(subject, '/out/bootstrap', '-tags lambda.norpc ');

/** A function on AWS's own base image. */
export function goFunction(subject: Subject<'go'>): string {
  return [
    ...goBuilt(subject),
    '',
    'FROM amazon/aws-lambda-provided:al2023',
    ...installPackages('amazon', subject.system.amazon),
    'COPY --from=build /out/bootstrap /var/runtime/bootstrap',
    'USER 10001:10001',
    'CMD ["bootstrap"]',
  ].join('\n');
}

/** A function on the distribution that has what it loads. */
export function goClient(subject: Subject<'go'>): string {
  return [
    ...goBuilt(subject),
    '',
    '# The binary speaks to the runtime API by itself.',
    ...userland(subject),
    ...goStage('/out/bootstrap', '/bootstrap'),
    'ENTRYPOINT ["/bootstrap"]',
  ].join('\n');
}
