import type { UnreadFormat } from '../../src/model/index.ts';

/** Manifests of Go from before modules: the go command reads none of them (Go Modules Reference, "GO111MODULE"). */
export const UNREAD: readonly UnreadFormat[] = [
  {
    files: ['Gopkg.toml', 'Gopkg.lock', 'glide.yaml', 'glide.lock', 'Godeps/Godeps.json', 'vendor/vendor.json', 'vendor.conf'],
    holds: /constraint|projects|import|Deps|"package"|^[\w.-]+\/\S+ \S+$/m,
    why: 'of a time before Go modules and not read: what it names is not compared',
    instead: 'make a module of it (go mod init, go mod tidy)',
  },
];
