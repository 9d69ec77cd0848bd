import fc from 'fast-check';
import { DEFAULT_WORK_VERSION, maxGo } from '../../analyzers/go/gover.ts';

/** Made-up Go services over made-up modules, as files: `proxy/…` for a proxy of files, `fleet/…` for the services. */

interface Wish {
  readonly path: string;
  readonly version: string;
}

interface ModFile {
  readonly go: string;
  readonly toolchain: string;
  readonly requires: readonly Wish[];
}

/** What is the matter with a module at the proxy. */
type Flaw = 'none' | 'missing' | 'other-path' | 'malformed' | 'unknown-directive';

interface Published extends ModFile {
  readonly flaw: Flaw;
}

interface ServiceFile extends ModFile {
  readonly replaces: readonly Replace[];
  readonly excludes: readonly Wish[];
  /** Lines that change no build list. */
  readonly aside: string;
}

type Replace = readonly [left: string, right: string];

const PLAIN = ['v1.0.0', 'v1.2.0-rc1', 'v1.2.0', 'v1.10.0', 'v1.10.1-0.20200101000000-abcdefabcdef'];
const INCOMPATIBLE = ['v2.0.0+incompatible', 'v3.1.0+incompatible', 'v3.1.1-0.20200101000000-abcdefabcdef+incompatible'];
const FAMILIES: readonly { readonly path: string; readonly versions: readonly string[] }[] = [
  ...['a', 'b', 'c', 'd', 'e'].map((name) => ({ path: `example.com/${name}`, versions: PLAIN })),
  { path: 'example.com/f/v2', versions: PLAIN.map((version) => version.replace('v1', 'v2')) },
  { path: 'example.com/old', versions: ['v1.0.0', ...INCOMPATIBLE] },
  { path: 'gopkg.in/y.v2', versions: ['v2.0.0', 'v2.4.0'] },
  { path: 'gopkg.in/y.v1', versions: ['v0.0.0-20200101000000-abcdefabcdef', 'v1.0.0'] },
  { path: 'example.com/Upper', versions: ['v0.1.0', 'v0.0.0-20200101000000-abcdefabcdef'] },
];
const SERVICES = ['s0', 's1', 's2'].map((name) => `example.com/${name}`);
const published = FAMILIES.flatMap(({ path, versions }) => versions.map((version): Wish => ({ path, version })));
/** What lies beside may be at the proxy too, or not. */
const siblings = SERVICES.map((path): Wish => ({ path, version: 'v1.0.0' }));

const GO_LINES = ['', '1.12', '1.16', '1.17', '1.18', '1.20', '1.21', '1.21.0', '1.21rc2', '1.22.3', '1.24.0'];
const rarely = <T>(rare: fc.Arbitrary<T>, usual: fc.Arbitrary<T>, weight = 25): fc.Arbitrary<T> =>
  fc.oneof({ weight, arbitrary: usual }, { weight: 1, arbitrary: rare });
const wish = fc.constantFrom(...published);
const goLine = rarely(fc.constantFrom('1.99', '1.26.9', '1.27rc1', '1.20.99'), fc.constantFrom(...GO_LINES), 300);
const toolchain = rarely(fc.constantFrom('go1.24.0', 'default', 'go1.22.0', 'go1.26.8'), fc.constant(''), 6);
const flaw = rarely<Flaw>(fc.constantFrom('missing', 'other-path', 'malformed', 'unknown-directive'), fc.constant('none'), 400);
const requires = (maxLength: number): fc.Arbitrary<readonly Wish[]> =>
  fc.array(rarely(fc.constantFrom(...siblings), wish, 90), { maxLength });
const modFile = fc.record({ go: goLine, toolchain, requires: requires(4) });
const left = wish.chain(({ path, version }) => fc.constantFrom(path, `${path} ${version}`));
const right = fc.oneof(
  { weight: 3, arbitrary: wish.map(({ path, version }) => `${path} ${version}`) },
  { weight: 2, arbitrary: fc.constantFrom('../local', '../other', '../s0', '../s1') },
  { weight: 1, arbitrary: fc.constantFrom('../gone', './nowhere', 'example.com/none v1.0.0') },
);
const replaces = rarely(
  fc.array(fc.tuple(left, right), { maxLength: 3 }),
  fc.array(fc.tuple(rarely(fc.constantFrom(...SERVICES, `${SERVICES[0]} v1.0.0`), left, 6), right), { maxLength: 1 }),
  3,
);
const service = fc.record({
  go: goLine,
  toolchain,
  requires: requires(6),
  replaces,
  excludes: fc.array(wish, { maxLength: 2 }),
  aside: fc.constantFrom(
    '',
    'tool example.com/a/cmd/x\n',
    'ignore ./static\n',
    'retract v1.0.0\n',
    'require (\n)\n',
    '// note\n',
  ),
});

export const fleet = fc.record({
  modules: fc.array(fc.record({ go: goLine, toolchain, requires: requires(4), flaw }), {
    minLength: published.length,
    maxLength: published.length,
  }),
  siblingsPublished: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
  locals: fc.tuple(modFile, modFile),
  services: fc.array(service, { minLength: 1, maxLength: 3 }),
  workReplaces: replaces,
  /** The go line of go.work: what its members need, or another one. */
  workGo: rarely(fc.constantFrom('', '1.18', '1.21', '1.24.0'), fc.constant('needed'), 8),
  workToolchain: toolchain,
});
type MadeUp = typeof fleet extends fc.Arbitrary<infer T> ? T : never;

function textOf(path: string, file: ModFile): string {
  const lines = file.requires.map((one) => `require ${one.path} ${one.version}\n`).join('');
  // The go command refuses a toolchain line that is older than the go line only where it switches toolchains.
  const names = file.go === '' || file.toolchain === '' ? '' : `toolchain ${file.toolchain}\n`;
  return `module ${path}\n${file.go === '' ? '' : `go ${file.go}\n`}${names}${lines}`;
}

function serviceText(path: string, file: ServiceFile): string {
  const replaced = file.replaces.map(([from, to]) => `replace ${from} => ${to}\n`);
  const excluded = file.excludes.map((one) => `exclude ${one.path} ${one.version}\n`);
  return [textOf(path, file), ...replaced, ...excluded, file.aside].join('');
}

const FLAWED: Readonly<Record<Exclude<Flaw, 'missing'>, (path: string, file: Published) => string>> = {
  none: textOf,
  'other-path': (_, file) => textOf('example.com/renamed', file),
  malformed: (path, file) => `${textOf(path, file)}require (\n`,
  'unknown-directive': (path, file) => `${textOf(path, file)}shiny example.com/x\nreplace x => y\nexclude (\n\tz\n)\n`,
};

/** As proxies answer for repositories without a go.mod: nothing but the path. */
function publishedText({ path, version }: Wish, file: Published): string | undefined {
  if (file.flaw === 'missing') return undefined;
  return version.endsWith('+incompatible') ? `module ${path}\n` : FLAWED[file.flaw](path, file);
}

const escaped = (path: string): string => path.replace(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`);

/** All files of a made-up fleet, by path below a directory. */
export function filesOf(made: MadeUp): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const publish = ({ path, version }: Wish, text: string | undefined): void => {
    if (text === undefined) return;
    files.set(`proxy/${escaped(path)}/@v/${version}.mod`, text);
    files.set(`proxy/${escaped(path)}/@v/${version}.info`, JSON.stringify({ Version: version, Time: '2020-01-01T00:00:00Z' }));
  };
  for (const [index, one] of published.entries()) {
    const file = made.modules[index];
    if (file !== undefined) publish(one, publishedText(one, file));
  }
  for (const [index, one] of siblings.entries()) {
    const file = made.modules[index];
    if (file !== undefined && made.siblingsPublished[index] === true) publish(one, textOf(one.path, file));
  }
  files.set('fleet/local/go.mod', textOf('example.com/a', made.locals[0]));
  files.set('fleet/other/go.mod', textOf('example.com/b', made.locals[1]));
  files.set('fleet/go.work', workText(made));
  for (const [index, one] of made.services.entries()) {
    files.set(`fleet/s${index}/go.mod`, serviceText(SERVICES[index] ?? '', one));
  }
  return files;
}

function workText({ services, workReplaces, workGo, workToolchain }: MadeUp): string {
  const needed = services.reduce((go, one) => maxGo(go, one.go), DEFAULT_WORK_VERSION);
  const go = workGo === 'needed' ? needed : workGo;
  const uses = services.map((_, index) => `use ./s${index}\n`);
  const replaced = workReplaces.map(([from, to]) => `replace ${from} => ${to.replace('../', './')}\n`);
  const toolchainLine = go === '' || workToolchain === '' ? '' : `toolchain ${workToolchain}\n`;
  return [go === '' ? '' : `go ${go}\n`, toolchainLine, ...uses, ...replaced].join('');
}
