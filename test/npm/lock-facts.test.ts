import { describe, expect, it } from 'vitest';
import { assemble, type Files } from './assemble.ts';

/** Shapes in which pnpm, yarn and bun wrote locks of small workspaces, and what they installed by them. */
const app = (dependencies: object, more: object = {}): object => ({
  name: 'app',
  version: '1.0.0',
  private: true,
  dependencies,
  ...more,
});

function berry(...entries: readonly (readonly [key: string, resolution: string, more?: string])[]): string {
  const texts = entries.map(
    ([key, resolution, more = '']) =>
      `"${key}":\n  version: ${/(?:@npm:|version=)(\d[\d.]*)/.exec(resolution)?.[1] ?? '0.0.0-use.local'}\n  resolution: "${resolution}"\n${more}  linkType: hard\n`,
  );
  return ['__metadata:\n  version: 8\n  cacheKey: 10c0\n', ...texts].join('\n');
}

const needs = (...lines: readonly string[]): string => `  dependencies:\n${lines.map((line) => `    ${line}\n`).join('')}`;

const PLATFORMS = berry(
  ['app@workspace:.', 'app@workspace:.', needs('watch: "npm:^1"', 'both: "npm:^1"')],
  ['watch@npm:^1', 'watch@npm:1.0.0', `${needs('build: "npm:^1"', 'both: "npm:^1"')}  conditions: os=darwin\n`],
  ['build@npm:^1', 'build@npm:1.0.0', needs('deep: "npm:^1"')],
  ['deep@npm:^1', 'deep@npm:1.0.0'],
  ['both@npm:^1', 'both@npm:1.0.0'],
);

const GIVEN = berry(
  ['app@workspace:.', 'app@workspace:.', needs('formats: "npm:^2"', 'host: "npm:^6"')],
  ['formats@npm:^2', 'formats@npm:2.0.0', `${needs('host: "npm:^8"')}  peerDependencies:\n    host: ^8\n`],
  ['host@npm:^6', 'host@npm:6.1.0'],
  ['host@npm:^8', 'host@npm:8.2.0'],
);

const PATCHED = berry(
  ['app@workspace:.', 'app@workspace:.', needs('odd: "patch:odd@npm:3.0.1#./odd.patch"')],
  ['odd@npm:3.0.1', 'odd@npm:3.0.1'],
  [
    'odd@patch:odd@npm:3.0.1#./odd.patch::locator=app%40workspace%3A.',
    'odd@patch:odd@npm%3A3.0.1#./odd.patch::version=3.0.1&hash=e2',
    needs('number: "npm:^6"'),
  ],
  ['number@npm:^6', 'number@npm:6.0.0'],
);

const BUN = JSON.stringify({
  lockfileVersion: 1,
  workspaces: {
    '': { name: 'root', dependencies: { odd: '^3' } },
    'apps/one': { name: '@x/one', version: '1.0.0', dependencies: { odd: '^1' } },
  },
  packages: {
    '@x/one': ['@x/one@workspace:apps/one'],
    odd: ['odd@3.0.1', '', { dependencies: { number: '^6' } }, 'sha512-x'],
    number: ['number@6.0.0', '', {}, 'sha512-x'],
    '@x/one/odd': ['odd@1.0.0', '', { dependencies: { number: '^3' } }, 'sha512-x'],
    '@x/one/odd/number': ['number@3.0.0', '', {}, 'sha512-x'],
  },
});

/** As Yarn 6 writes it: without the members of the workspace. */
function yarn6(...entries: readonly (readonly [key: string, resolution: string, facts?: object])[]): string {
  const made = entries.map(([key, resolution, facts = {}]) => {
    const version = /@npm:(.*)$/.exec(resolution)?.[1];
    return [key, { checksum: 'x', resolution: { resolution, version, ...facts } }];
  });
  return JSON.stringify({ __metadata: { version: 9 }, entries: Object.fromEntries(made) }, null, 2);
}

const YARN_6 = yarn6(
  ['host@npm:^2', 'host@npm:2.3.0', { peerDependencies: { odd: '^9', other: '*' }, optionalPeerDependencies: ['other'] }],
  [
    'low@npm:^1.0.0, low@npm:^1.2.0',
    'low@npm:1.4.0',
    { dependencies: { mac: '^1', win: '^1' }, optionalDependencies: ['mac', 'win'] },
  ],
  ['mac@npm:^1', 'mac@npm:1.0.0', { requirements: { os: ['darwin'], cpu: ['arm64'] } }],
  ['moved@npm:^3', 'moved@npm:3.0.0'],
  ['odd@npm:^1', 'odd@npm:1.1.0', { dependencies: { low: '^1.2.0', moved: '^1' } }],
  ['real@npm:^4', 'real@npm:4.0.0'],
  ['win@npm:^1', 'win@npm:1.0.0', { requirements: { os: ['win32'] } }],
);

const CASES: Readonly<Record<string, readonly [files: Files, unit: string, found: readonly string[]]>> = {
  'what only a package for another system needs is not installed': [
    { 'package.json': app({ both: '^1' }, { optionalDependencies: { watch: '^1' } }), 'yarn.lock': PLATFORMS },
    '.',
    ['both 1.0.0', 'watch '],
  ],
  'nor below a firm package': [
    { 'package.json': app({ both: '^1', watch: '^1' }), 'yarn.lock': PLATFORMS },
    '.',
    ['both 1.0.0', 'build 1.0.0 os=darwin', 'deep 1.0.0 os=darwin', 'watch 1.0.0'],
  ],
  'Yarn 6: aliases, resolutions, packages for other systems': [
    {
      'package.json': app({ odd: '^1', host: '^2', other: 'npm:real@^4' }, { resolutions: { moved: '^3' } }),
      'yarn.lock': YARN_6,
    },
    '.',
    ['host 2.3.0', 'low 1.4.0', 'mac 1.0.0 os=darwin cpu=arm64', 'moved 3.0.0', 'odd 1.1.0', 'other 4.0.0', 'win 1.0.0 os=win32'],
  ],
  'berry: a dependency that is a peer too is the copy of who depends on the package': [
    { 'package.json': app({ formats: '^2', host: '^6' }), 'yarn.lock': GIVEN },
    '.',
    ['formats 2.0.0', 'host 6.1.0'],
  ],
  'berry: a patch in the words of package.json': [
    { 'package.json': app({ odd: 'patch:odd@npm:3.0.1#./odd.patch' }), 'yarn.lock': PATCHED },
    '.',
    ['number 6.0.0', 'odd 3.0.1'],
  ],
  'bun: copies of a member lie below its name': [
    {
      'package.json': { name: 'root', private: true, workspaces: ['apps/*'], dependencies: { odd: '^3' } },
      'apps/one/package.json': { name: '@x/one', version: '1.0.0', scripts: { start: 'node .' }, dependencies: { odd: '^1' } },
      'bun.lock': BUN,
    },
    'apps/one',
    ['number 3.0.0', 'odd 1.0.0'],
  ],
};

describe('what locks hold, as the tools install it', () => {
  it.each(Object.entries(CASES))('%s', (_, [files, unit, found]) => {
    const { units, told } = assemble(files);
    const dependencies = units.get(unit)?.dependencies ?? [];
    const texts = dependencies.map(
      ({ name, resolved, marker }) => `${name} ${resolved ?? ''}${marker === undefined ? '' : ` ${marker}`}`,
    );
    expect(texts.toSorted()).toEqual(found);
    expect(told).toEqual([]);
  });
});

// By npm 10, yarn 1 and pnpm 10 themselves.
it.each([
  ['npm takes the line for development', '1.0.0'],
  ['yarn and pnpm take the deployed one', '2.0.0'],
])('one name in two fields makes no lock out of date: %s', (_, version) => {
  const lines = { dependencies: { low: '^2.0.0' }, devDependencies: { low: '^1.0.0' } };
  const told = (locked: string): readonly string[] =>
    assemble({
      'package.json': { name: 'r', version: '1.0.0', ...lines },
      'package-lock.json': { lockfileVersion: 3, packages: { '': lines, 'node_modules/low': { version: locked } } },
    }).told;
  expect(told(version)).toEqual([]);
  expect(told('3.0.0')).toEqual([expect.stringMatching('npm/lock-out-of-date package.json')]);
});

it.each<[title: string, npm: string, yarn: string, more: object, found: string]>([
  ['npm’s, where both have them', '1.0.0', '1.2.0', {}, 'low 1.0.0'],
  ['yarn’s, where npm’s has been left behind', '', '1.2.0', {}, 'low 1.2.0'],
  ['yarn’s, where npm’s holds another line', '0.9.0', '1.2.0', {}, 'low 1.2.0'],
  ['npm’s, where both have been left behind', '0.9.0', '0.8.0', {}, 'low 0.9.0'],
  ['npm’s, where the manifest says so', '0.9.0', '1.2.0', { packageManager: 'npm@10.0.0' }, 'low 0.9.0'],
])('of two locks beside each other counts %s', (_, npm, yarn, more, found) => {
  const lines = { low: '^1.0.0' };
  const { units, told } = assemble({
    'package.json': { name: 'r', version: '1.0.0', dependencies: lines, ...more },
    'package-lock.json': {
      lockfileVersion: 3,
      packages: { '': { dependencies: lines }, ...(npm === '' ? {} : { 'node_modules/low': { version: npm } }) },
    },
    'yarn.lock': `# yarn lockfile v1\n\n\nlow@^1.0.0:\n  version "${yarn}"\n`,
  });
  expect((units.get('.')?.dependencies ?? []).map(({ name, resolved }) => `${name} ${resolved}`)).toEqual([found]);
  expect(told.filter((one) => one.startsWith('npm/lock-out-of-date'))).toHaveLength(found < 'low 1' ? 1 : 0);
});

it.each<[title: string, npm: string, images: Readonly<Record<string, string>>, found: string]>([
  [
    'the one that an image takes by its name',
    '1.0.0',
    { Dockerfile: 'COPY package.json yarn.lock ./\nRUN make deps\n' },
    'low 1.2.0',
  ],
  ['the one whose pattern it takes', '0.9.0', { Dockerfile: 'ADD ["package*.json", "./"]\nRUN make deps\n' }, 'low 0.9.0'],
  [
    'what it installs with',
    '1.0.0',
    { 'web.Dockerfile': 'COPY . .\nRUN npm i -g yarn && yarn --frozen-lockfile\n' },
    'low 1.2.0',
  ],
  [
    'what it takes rather than runs',
    '1.0.0',
    { Dockerfile: 'COPY yarn.lock* .\nRUN yarn\nFROM x\nRUN npm install --omit=dev\n' },
    'low 1.2.0',
  ],
  ['what it runs rather than takes', '0.9.0', { Dockerfile: 'COPY yarn.lock ./\nRUN npm ci\n' }, 'low 0.9.0'],
  ['what it runs, whatever a pattern takes', '1.0.0', { Dockerfile: 'COPY package*.json ./\nRUN yarn\n' }, 'low 1.2.0'],
  ['nothing of another folder’s lock', '1.0.0', { Dockerfile: 'COPY client/yarn.lock client/\nCOPY . .\n' }, 'low 1.0.0'],
  ['nothing of an installation elsewhere', '1.0.0', { Dockerfile: 'RUN cd client && yarn\nRUN yarn --cwd api\n' }, 'low 1.0.0'],
  [
    'nothing where an image for development takes the other',
    '1.0.0',
    { 'Dockerfile.dev': 'COPY yarn.lock ./\n', Dockerfile: 'COPY . .\nRUN npm ci\n' },
    'low 1.0.0',
  ],
  [
    'nothing more where it takes each',
    '0.9.0',
    { Dockerfile: 'COPY package.json yarn.lock* package-lock.json* ./\n' },
    'low 1.2.0',
  ],
  ['nothing more where two images differ', '0.9.0', { Dockerfile: 'RUN npm ci\n', 'Dockerfile.dev': 'RUN yarn\n' }, 'low 1.2.0'],
  ['nothing more where it only starts', '0.9.0', { Dockerfile: 'COPY . .\nRUN npm run build\nCMD npm start\n' }, 'low 1.2.0'],
  ['nothing more where another stage has it', '0.9.0', { Dockerfile: 'COPY --from=a /package-lock.json ./\n' }, 'low 1.2.0'],
])('an image tells which of two locks counts: %s', (_, npm, images, found) => {
  const lines = { low: '^1.0.0' };
  const { units } = assemble({
    'package.json': { name: 'r', version: '1.0.0', dependencies: lines },
    'package-lock.json': {
      lockfileVersion: 3,
      packages: { '': { dependencies: lines }, 'node_modules/low': { version: npm } },
    },
    'yarn.lock': '# yarn lockfile v1\n\n\nlow@^1.0.0:\n  version "1.2.0"\n',
    ...images,
  });
  expect((units.get('.')?.dependencies ?? []).map(({ name, resolved }) => `${name} ${resolved}`)).toEqual([found]);
});

it('members that ask for the same beside their lock are told once', () => {
  const workspaces = ['a', 'b', 'c'];
  const member = (name: string, range: string) => ({ name, version: '1.0.0', dependencies: { low: range } });
  const { told } = assemble({
    'package.json': { name: 'r', version: '1.0.0', private: true, workspaces },
    ...Object.fromEntries(workspaces.map((name) => [`${name}/package.json`, member(name, name === 'c' ? '^3.0.0' : '^2.0.0')])),
    'package-lock.json': {
      lockfileVersion: 3,
      packages: {
        '': { workspaces },
        ...Object.fromEntries(workspaces.map((name) => [name, member(name, '^1.0.0')])),
        ...Object.fromEntries(workspaces.map((name) => [`node_modules/${name}`, { resolved: name, link: true }])),
        'node_modules/low': { version: '1.0.0' },
      },
    },
  });
  expect(told).toEqual([expect.stringMatching('npm/lock-out-of-date a/'), expect.stringMatching('npm/lock-out-of-date c/')]);
});

it.each([
  ['berry', '__metadata:\n  version: 8\n\n"odd@npm:low@^1.0.0":\n  version: 1.0.0\n  resolution: "low@npm:1.0.0"\n'],
  ['yarn 1', '# yarn lockfile v1\n\n\n"odd@npm:low@^1.0.0":\n  version "1.0.0"\n'],
])('%s: a copy under another name is nobody’s peer', (_, lock) => {
  const manifest = app({ odd: 'npm:low@^1.0.0' }, { peerDependencies: { low: '^1.0.0' } });
  const unit = assemble({ 'package.json': manifest, 'yarn.lock': lock }).units.get('.');
  expect(unit?.dependencies.map(({ name, resolved }) => [name, resolved])).toEqual([
    ['low', undefined],
    ['odd', '1.0.0'],
  ]);
});
