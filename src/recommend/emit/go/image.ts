import { exec, listens } from '../docker-lines.ts';
import type { Subject } from '../subject.ts';
import { installPackages } from '../system.ts';
import { goArguments, goCommand, goSources } from './build.ts';

/** Images of services in Go. */

/** Builds the main package into `out`. */
export function goBuild(subject: Subject<'go'>, out: string, tags = ''): readonly string[] {
  return [
    `FROM golang:${subject.version} AS build`,
    // The image that compiles is Debian's, and a static binary needs nothing of another distribution.
    ...installPackages('debian', subject.system.distribution === 'debian' ? subject.system.build : []),
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

/** What the stage that builds has as well. */
const BROUGHT: ReadonlySet<string> = new Set(['ca-certificates', 'tzdata']);

/** Whether something has to be there that no empty image has. */
export function needsUserland({ system: { linked, run } }: Pick<Subject<'go'>, 'system'>): boolean {
  return linked || run.some((name) => !BROUGHT.has(name));
}

/** The distribution with what the binary asks of it. One that is linked against C runs on a glibc no older than the one that it was built with. */
export function userland({ system: { distribution, release, linked, run } }: Subject<'go'>): readonly string[] {
  const debian = linked || release === undefined ? 'debian:13-slim' : `debian:${release}-slim`;
  return [`FROM ${distribution === 'alpine' ? 'alpine:3.23' : debian}`, ...installPackages(distribution, run)];
}

/** A static binary needs no userland; the zones of time are a file of Go's own (package time, "ZONEINFO"). */
function emptyImage({ system: { run } }: Subject<'go'>): readonly string[] {
  return [
    '# A static binary needs no userland; certificates come from the build stage.',
    'FROM scratch',
    ...(run.includes('tzdata')
      ? ['COPY --from=build /usr/local/go/lib/time/zoneinfo.zip /zoneinfo.zip', 'ENV ZONEINFO=/zoneinfo.zip']
      : []),
  ];
}

export function goImage(subject: Subject<'go'>): string {
  // Nothing in an empty image could make the directory: one of the build stage that is empty becomes it.
  const data = subject.stateful ? ['COPY --from=build --chown=65532:65532 /srv /data'] : [];
  const words = goArguments(subject);
  return [
    ...goBuild(subject, '/out/app'),
    '',
    ...(needsUserland(subject) ? userland(subject) : emptyImage(subject)),
    ...data,
    ...goStage('/out/app', '/app'),
    ...listens(subject),
    'ENTRYPOINT ["/app"]',
    ...(words.length === 0 ? [] : [`CMD ${exec(words)}`]),
  ].join('\n');
}
