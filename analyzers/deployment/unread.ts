import type { UnreadFormat } from '../../src/model/index.ts';

/** Descriptors that are known and not read, where they alone may tell a port, a runtime or a function. */
export const UNREAD: readonly UnreadFormat[] = [
  {
    files: ['Earthfile'],
    holds: /^[ \t]*(?:EXPOSE|CMD|ENTRYPOINT|SAVE IMAGE)\b/m,
    why: "Earthly's and not read: the runtimes and ports of its images are not known",
    instead: 'say them in cohost.yaml (facts: ports), or keep a Dockerfile',
  },
  {
    files: ['sst.config.ts', 'sst.config.js'],
    holds: /\bnew\s+(?:sst\.|[A-Z])/,
    why: "SST's, a program that is not run: of the functions that it makes, those are known whose handlers stand there as texts",
    instead: 'say what the others are in cohost.yaml (packaging)',
  },
];
