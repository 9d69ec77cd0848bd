import type { UnreadFormat } from '../../src/model/index.ts';

const PACKAGES = 'list them in a package.json to have them compared';

/** Manifests and locks of npm packages that are known and not read. */
export const UNREAD: readonly UnreadFormat[] = [
  {
    files: ['deno.json', 'deno.jsonc', 'jsr.json', 'import_map.json', 'deno.lock'],
    holds: /"npm:/,
    why: "Deno's, whose npm: packages are not read",
    instead: PACKAGES,
    beside: true,
  },
  {
    files: ['vlt-lock.json'],
    why: "vlt's lock and not read: versions are compared as the manifests state them",
    instead: 'lock with npm, pnpm, Yarn or bun to have the pins compared',
    beside: true,
  },
  {
    files: ['aube-lock.yaml'],
    why: "aube's lock and not read: versions are compared as the manifests state them",
    instead: 'lock with npm, pnpm, Yarn or bun to have the pins compared',
    beside: true,
  },
  { files: ['package.json5'], why: 'read by pnpm alone: its dependencies are not compared', instead: 'write it as package.json' },
  {
    files: ['package.yaml'],
    // Haskell's file of that name has dependencies, but none of these.
    holds: /^(?:scripts|devDependencies|peerDependencies|packageManager):/m,
    why: 'read by pnpm alone: its dependencies are not compared',
    instead: 'write it as package.json',
  },
  {
    files: ['.meteor/packages'],
    why: "Meteor's: what it takes from npm by itself is not compared",
    instead: PACKAGES,
  },
];
