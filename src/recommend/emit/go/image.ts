import { listens } from '../docker-lines.ts';
import type { Subject } from '../subject.ts';
import { installPackages } from '../system.ts';
import { goCommand, goSources } from './build.ts';

/** Images of services in Go. */

/** Builds the main package into `out`. */
export function goBuild(subject: Subject<'go'>, out: string, tags = ''): readonly string[] {
  return [
    `FROM golang:${subject.version} AS build`,
    ...installPackages('debian', subject.system.build),
    ...goSources(subject, '/src'),
    '# The last word is the directory of the main package.',
    `RUN ${goCommand(subject, out, tags)}`,
  ];
}

/** What a binary asks of the image that runs it. */
export function goStage(out: string, program: string): readonly string[] {
  return [
    'COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt',
    `COPY --from=build ${out} ${program}`,
    'USER 65532:65532',
  ];
}

export function goImage(subject: Subject<'go'>): string {
  const { linked, run } = subject.system;
  // A binary that is linked against C runs on a glibc no older than the one that it was built with.
  const base =
    linked || run.length > 0
      ? ['FROM debian:13-slim', ...installPackages('debian', run)]
      : ['# A static binary needs no userland; certificates come from the build stage.', 'FROM scratch'];
  // Nothing in an empty image could make the directory: one of the build stage that is empty becomes it.
  const data = subject.stateful ? ['COPY --from=build --chown=65532:65532 /srv /data'] : [];
  return [
    ...goBuild(subject, '/out/app'),
    '',
    ...base,
    ...data,
    ...goStage('/out/app', '/app'),
    ...listens(subject),
    'ENTRYPOINT ["/app"]',
  ].join('\n');
}
