import { describe, expect, it } from 'vitest';
import { type Expected, type Files, observed, reportOf } from './fleet.ts';

function module(name: string, ...lines: readonly string[]): string {
  return `module example.org/${name}\n\ngo 1.23\n\n${lines.map((line) => `${line}\n`).join('')}`;
}

const WORK = 'go 1.23\n\nuse (\n\t./a\n\t./b\n)\n';
const FREE: Expected = { errors: [], warnings: [], hosts: [1, 1, 1] };

const LISTENS = 'package main\n\nfunc main() {\n\thttp.ListenAndServe(":8080", nil)\n}\n';

const CASES: Readonly<Record<string, readonly [Files, Expected]>> = {
  'two versions of one module': [
    { 'a/go.mod': module('a', 'require example.org/lib v1.2.0'), 'b/go.mod': module('b', 'require example.org/lib v1.9.0') },
    FREE,
  ],
  'two programs that serve at one port by their own text': [
    { 'a/go.mod': module('a'), 'a/main.go': LISTENS, 'b/go.mod': module('b'), 'b/cmd/api/main.go': LISTENS },
    { errors: ['port/taken port:8080/tcp: a, b'], hosts: [2, 2, 1] },
  ],
  'a server that hands out a page of the tree, both in one image': [
    {
      'go.mod': module('shop'),
      'main.go': 'package main\n\nfunc main() {\n\thttp.ListenAndServe(":8090", nil)\n}\n',
      'web/package.json':
        '{"name":"web","scripts":{"build":"vite build","start":"vite preview"},"dependencies":{"vite":"5.0.0"}}',
      Dockerfile:
        'FROM node:22 AS ui\nCOPY web ./web\nRUN cd web && npm ci && npm run build\nFROM golang:1.26 AS build\nCOPY go.mod main.go ./\nRUN go build -o /shop .\nFROM scratch\nCOPY --from=ui /web/dist /static\nCOPY --from=build /shop /shop\nEXPOSE 8090\nCMD ["/shop"]\n',
    },
    { errors: [], warnings: [], hosts: [1, 1, 1] },
  ],
  'a Dockerfile in a folder of the module takes what lies in the module, not in the one around it': [
    {
      'go.mod': module('shop'),
      'main.go': 'package main\n\nfunc main() {}\n',
      'cart/go.mod': module('cart'),
      'cart/main.go': 'package main\n\nfunc main() {}\n',
      'cart/deploy/Dockerfile':
        'FROM golang:1.26 AS build\nCOPY go.mod ./\nRUN go build -o /app .\nFROM scratch\nCOPY --from=build /app /app\nEXPOSE 8080\nCMD ["/app"]\n',
      'rates/go.mod': module('rates'),
      'rates/main.go': LISTENS,
    },
    { errors: ['port/taken port:8080/tcp: cart, rates'], hosts: [2, 2, 1] },
  ],
  'samples of one module that take the same port are no program of its own': [
    { 'go.mod': module('a'), 'jwt/main.go': LISTENS, 'tls/main.go': LISTENS, 'b/go.mod': module('b'), 'b/main.go': LISTENS },
    { errors: [], warnings: [], hosts: [1, 1, 1] },
  ],
  'two programs that take one port by what their names come to': [
    {
      'a/go.mod': module('a'),
      'a/main.go':
        'package main\n\nconst port = 8080\n\nfunc main() {\n\thttp.ListenAndServe(fmt.Sprintf(":%d", port), nil)\n}\n',
      'b/go.mod': module('b'),
      'b/main.go':
        'package main\n\nfunc main() {\n\taddr := ":8080"\n\tsrv := &http.Server{Addr: addr}\n\tsrv.ListenAndServe()\n}\n',
    },
    { errors: ['port/taken port:8080/tcp: a, b'], hosts: [2, 2, 1] },
  ],
  'two programs whose variables have one default': [
    {
      'a/go.mod': module('a'),
      'a/main.go': 'package main\n\nfunc main() {\n\tcfg := config.Load()\n\thttp.ListenAndServe(cfg.Address(), nil)\n}\n',
      'a/internal/config/config.go': 'package config\n\ntype Config struct {\n\tPort int `env:"PORT" envDefault:"8080"`\n}\n',
      'b/go.mod': module('b'),
      'b/main.go':
        'package main\n\nfunc main() {\n\tviper.SetDefault("port", "8080")\n\thttp.ListenAndServe(":"+viper.GetString("port"), nil)\n}\n',
    },
    { errors: [], warnings: ['port/same-default port:8080/tcp: a, b'], hosts: [1, 1, 1] },
  ],
  'two majors are two modules': [
    { 'a/go.mod': module('a', 'require example.org/lib v1.2.0'), 'b/go.mod': module('b', 'require example.org/lib/v2 v2.3.0') },
    FREE,
  ],
  'incompatible versions and pseudo-versions': [
    {
      'a/go.mod': module('a', 'require example.org/lib v2.0.0+incompatible'),
      'b/go.mod': module('b', 'require example.org/lib v0.0.0-20200101000000-0123456789ab'),
    },
    FREE,
  ],
  'two versions in one workspace: the highest is selected': [
    {
      'go.work': WORK,
      'a/go.mod': module('a', 'require example.org/lib v1.2.0'),
      'b/go.mod': module('b', 'require example.org/lib v1.9.0'),
    },
    { errors: [], hosts: [1, 1, 1] },
  ],
  'an exclusion of what another requires': [
    { 'a/go.mod': module('a', 'exclude example.org/lib v1.2.0'), 'b/go.mod': module('b', 'require example.org/lib v1.2.0') },
    FREE,
  ],
  'replacements by directories of their own': [
    {
      'a/go.mod': module('a', 'require example.org/lib v1.2.0', 'replace example.org/lib => ./lib'),
      'a/lib/go.mod': module('lib'),
      'b/go.mod': module('b', 'require example.org/lib v1.2.0', 'replace example.org/lib => ./lib'),
      'b/lib/go.mod': module('lib'),
    },
    { errors: [], hosts: [1, 1, 1] },
  ],
  'a replacement that go.work settles': [
    {
      'go.work': `${WORK}\nreplace example.org/lib => example.org/fork v1.0.0\n`,
      'a/go.mod': module('a', 'require example.org/lib v1.2.0', 'replace example.org/lib => example.org/one v1.0.0'),
      'b/go.mod': module('b', 'require example.org/lib v1.2.0', 'replace example.org/lib => example.org/two v1.0.0'),
    },
    { errors: [], hosts: [1, 1, 1] },
  ],
  'config that says that all are built together': [
    {
      'cohost.yaml': 'realms: { go: { build: together } }\n',
      'a/go.mod': module('a', 'require example.org/lib v1.2.0', 'replace example.org/lib => example.org/one v1.0.0'),
      'b/go.mod': module('b', 'require example.org/lib v1.2.0', 'replace example.org/lib => example.org/two v1.0.0'),
    },
    { errors: ['go/replace-disagreement pkg:golang/example.org/lib: a, b'], hosts: [2, 1, 1] },
  ],
  'binaries of one name, modules of one path, apart': [
    {
      'a/go.mod': module('x'),
      'a/cmd/server/main.go': 'package main\n',
      'b/go.mod': module('x'),
      'b/cmd/server/main.go': 'package main\n',
    },
    FREE,
  ],
  'a go.work and a go.mod that replace one module twice': [
    {
      'x/go.work': `${WORK}replace example.org/lib => example.org/one v1.0.0\nreplace example.org/lib => example.org/two v1.0.0\n`,
      'x/a/go.mod': module('a'),
      'x/b/go.mod': module('b'),
      'c/go.mod': module('c', 'replace example.org/lib => ./one', 'replace example.org/lib => ./two'),
    },
    { errors: [], diagnostics: ['go/malformed'] },
  ],
  'a replacement of one version, and one of all': [
    {
      'go.work': WORK,
      'a/go.mod': module('a', 'replace example.org/lib v1.0.0 => example.org/one v1.0.0'),
      'b/go.mod': module('b', 'replace example.org/lib => example.org/two v1.0.0'),
    },
    { errors: [], hosts: [1, 1, 1] },
  ],
  'members of different workspaces': [
    {
      'x/go.work': 'go 1.23\nuse ./a\n',
      'x/a/go.mod': module('a', 'replace example.org/lib => example.org/one v1.0.0'),
      'y/go.work': 'go 1.23\nuse ./b\n',
      'y/b/go.mod': module('b', 'replace example.org/lib => example.org/two v1.0.0'),
    },
    FREE,
  ],
  'toolchains that version files choose': [
    { 'a/go.mod': module('a'), 'a/.go-version': '1.22.1\n', 'b/go.mod': module('b'), 'b/.tool-versions': 'golang 1.23.4\n' },
    FREE,
  ],
  'toolchains that a build host needs': [
    {
      'a/go.mod': 'module example.org/a\n\ngo 1.21\n\ntoolchain go1.21.5\n',
      'b/go.mod': 'module example.org/b\n\ngo 1.24.1\n\ntoolchain go1.25.0\n',
      'c/go.mod': 'module example.org/c\n',
    },
    FREE,
  ],
  'a go.mod that cannot be read beside two that can': [
    {
      'a/go.mod': module('a', 'require example.org/lib v1.2.0'),
      'b/go.mod': 'module example.org/b\n\ngo 1.23\n\nrequire (\n',
      'c/go.mod': module('c', 'require example.org/lib v1.3.0'),
    },
    { errors: [], hosts: [1, 1, 1] },
  ],
};

/** A go line, what its Dockerfile is, and the toolchain that refuses it there. */
const IMAGES: readonly (readonly [string, string, string | undefined])[] = [
  ['1.24.2', 'FROM golang:1.22-alpine AS build\nCOPY . .\nRUN go build -o /app .', '1.22'],
  ['1.24.2', 'FROM golang:1.24.1 AS build\nCOPY . .\nRUN go build -o /app .', '1.24.1'],
  ['1.24.2', 'FROM golang:1.22 AS build\nCOPY . /src\nRUN go build -C /src -o /app .', '1.22'],
  ['1.24.2', 'FROM golang:1.24 AS build\nCOPY . .\nRUN go build -o /app .', undefined],
  ['1.24.2', 'FROM golang:alpine AS build\nCOPY . .\nRUN go build -o /app .', undefined],
  [
    '1.24.2',
    'ARG GO=1.21\nFROM docker.io/library/golang:${GO} AS base\nFROM base AS build\nCOPY go.mod .\nRUN go mod download',
    '1.21',
  ],
  ['1.24.2', 'FROM golang:1.22 AS build\nENV GOTOOLCHAIN=auto\nCOPY . .\nRUN go build -o /app .', undefined],
  ['1.24.2', 'FROM golang:1.22 AS build\nCOPY . .\nRUN GOTOOLCHAIN=auto go build -o /app .', undefined],
  // A stage that installs a tool asks nothing of this module, and no other image is known to forbid a download.
  ['1.24.2', 'FROM golang:1.22 AS build\nCOPY . .\nRUN go install example.org/tool@v1.0.0', undefined],
  ['1.24.2', 'FROM example.org/team/golang:1.22 AS build\nCOPY . .\nRUN go build -o /app .', undefined],
  // Toolchains before 1.21 try what is newer, unless they cannot read the line; their last ones refuse 1.22 all the same.
  ['1.21', 'FROM golang:1.20 AS build\nCOPY . .\nRUN go build -o /app .', undefined],
  ['1.21.0', 'FROM golang:1.18 AS build\nCOPY . .\nRUN go build -o /app .', '1.18'],
  ['1.22', 'FROM golang:1.20 AS build\nCOPY . .\nRUN go build -o /app .', '1.20'],
  ['1.22', 'FROM golang:1.20.1 AS build\nCOPY . .\nRUN go build -o /app .', undefined],
];

describe('go fleets', () => {
  it.each(IMAGES)('go %s built by %s', async (line, image, refused) => {
    const { conflicts } = await reportOf({
      'a/go.mod': `module example.org/a\n\ngo ${line}\n`,
      'a/main.go': 'package main\n\nfunc main() {}\n',
      'a/Dockerfile': `${image}\nFROM scratch\nCOPY --from=build /app /app\nCMD ["/app"]\n`,
    });
    const expected = refused === undefined ? [] : [`within a alone: it asks for go >=${line}, and ${refused} is chosen for it`];
    expect(conflicts.map(({ message }) => message)).toEqual(expected);
  });

  it.each(Object.entries(CASES))('%s', async (_, [files, expected]) => {
    expect(observed(await reportOf(files), expected)).toEqual(expected);
  });
});
