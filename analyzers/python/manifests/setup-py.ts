import {
  append,
  type Diagnostic,
  directoryOf,
  type EntryPoint,
  normalizeName,
  type Origin,
  type SourceFile,
} from '../../../src/model/index.ts';
import { conditional, type Declared, declareAll, type ManifestFacts, type NamedFile, NOTHING, scopeByName } from '../declared.ts';
import { parseConstraint } from '../notation/constraint.ts';
import { resolvePath } from './pip-requirement.ts';
import { withOwnExtras } from './pyproject.ts';
import { PythonLiterals, type Value } from './python-literals.ts';

/** For `Project.parse`: the call of `setup()`, read as text. What is computed is named, never run. */
export function readSetupPy(file: SourceFile): ManifestFacts {
  const literals = new PythonLiterals(file.text);
  const call = literals.call('setup');
  if (call === undefined) return { ...NOTHING, kind: 'setup-py', isProject: false };
  const reader = new ListReader(file.path, (offset) => ({ file: file.path, ...literals.place(offset) }));
  const { place } = reader;
  const name = textOf(call.get('name'));
  const version = textOf(call.get('version'));
  const optional = extrasOf(call.get('extras_require'), (value) => reader.computed('extras_require', value)).map(
    ([key, value]) => ({ what: `extras_require[${key}]`, value, ...extraOf(key) }),
  );
  const always = optional.filter(({ extra }) => extra === undefined);
  const main = call.get('install_requires') ?? call.get('requires');
  const declared = [
    ...reader.read('install_requires', main, 'default', 'runtime', true),
    ...optional.flatMap(({ extra, marker, what, value }) => {
      const scope = extra === undefined ? 'runtime' : (scopeByName(extra) ?? 'optional');
      const own = reader.read(what, value, extra ?? 'default', scope, extra === undefined);
      return own.map((one) => conditional(one, marker));
    }),
    ...reader.read('tests_require', call.get('tests_require'), 'test', 'test'),
    ...reader.read('setup_requires', call.get('setup_requires'), 'build-system', 'build'),
  ];
  const isComputedAlone =
    main !== undefined && textsOf(main).isComputed && !always.some(({ value }) => textsOf(value).isComputed);
  return {
    ...NOTHING,
    kind: 'setup-py',
    isProject: true,
    ...(name === undefined ? {} : { name }),
    ...(version === undefined ? {} : { version }),
    declared: withOwnExtras(declared, name === undefined ? undefined : normalizeName(name), reader.diagnostics),
    pythons: pythonsOf(call.get('python_requires'), place),
    entryPoints: entryPointsOf(call.get('entry_points'), place),
    diagnostics: reader.diagnostics,
    ...(reader.unknown === undefined ? {} : { unknown: reader.unknown }),
    ...(isComputedAlone ? { computedFrom: filesNamed(literals, place, directoryOf(file.path)) } : {}),
    extras: optional.flatMap(({ extra }) => (extra === undefined ? [] : [normalizeName(extra)])),
  };
}

/** `requirements.txt`, `./requirements/base.txt` */
const REQUIREMENTS = /^(?:[\w.-]+\/)*requirements?[\w./-]*\.(?:txt|in)$/i;

function filesNamed(literals: PythonLiterals, place: (offset: number) => Origin, directory: string): readonly NamedFile[] {
  return literals
    .texts()
    .filter(({ text }) => REQUIREMENTS.test(text))
    .map(({ text, offset }) => ({ path: resolvePath(directory, text), group: 'default', origin: place(offset) }));
}

const SETUPTOOLS_OWN: ReadonlySet<string> = new Set(['tests_require', 'setup_requires']);

/** Reads lists of requirements as far as they are written out, and says which are not. */
class ListReader {
  readonly place: (offset: number) => Origin;
  readonly diagnostics: Diagnostic[] = [];
  /** Set where what is always installed is computed. */
  unknown: string | undefined;
  readonly #path: string;

  constructor(path: string, place: (offset: number) => Origin) {
    this.#path = path;
    this.place = place;
  }

  read(what: string, value: Value | undefined, group: string, scope: Declared['scope'], isMain = false): readonly Declared[] {
    if (value === undefined) return [];
    const { texts, isComputed } = textsOf(value);
    // Nobody installs what setuptools itself would fetch for tests and builds.
    if (isComputed && !SETUPTOOLS_OWN.has(what)) this.computed(what, value, isMain);
    const items = texts.map(({ text, offset }) => ({ text, origin: this.place(offset) }));
    const { declared, diagnostics } = declareAll(items, directoryOf(this.#path), group, scope);
    append(this.diagnostics, diagnostics);
    return declared;
  }

  computed(what: string, value: Value, isMain = false): void {
    if (isMain) this.unknown = `${this.#path} computes its ${what}`;
    this.diagnostics.push({
      code: 'python/computed-dependencies',
      severity: isMain ? 'warning' : 'note',
      message: `${what} is computed when setup.py runs, and nothing is run here; write it out, or list it in pyproject.toml, to have it compared`,
      ...this.place(value.offset),
      ...(isMain ? { incomplete: true } : {}),
    });
  }
}

/** A key of `extras_require`: a name, a marker behind a colon, or a marker alone: what is always required where it holds. */
function extraOf(key: string): { readonly extra?: string; readonly marker?: string } {
  const colon = key.indexOf(':');
  const [extra, marker] = colon < 0 ? [key, ''] : [key.slice(0, colon).trim(), key.slice(colon + 1).trim()];
  return { ...(extra === '' ? {} : { extra }), ...(marker === '' ? {} : { marker }) };
}

function textOf(value: Value | undefined): string | undefined {
  return value?.kind === 'text' ? value.text : undefined;
}

interface Texts {
  readonly texts: readonly { readonly text: string; readonly offset: number }[];
  readonly isComputed: boolean;
}

/** A list of texts, or one text with a requirement per line. */
function textsOf(value: Value): Texts {
  if (value.kind === 'text') {
    const texts = value.text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((text) => ({ text, offset: value.offset }));
    return { texts, isComputed: false };
  }
  if (value.kind !== 'list') return { texts: [], isComputed: true };
  const inner = value.items.map(textsOf);
  return { texts: inner.flatMap(({ texts }) => texts), isComputed: inner.some(({ isComputed }) => isComputed) };
}

function extrasOf(
  value: Value | undefined,
  computed: (value: Value) => void,
): readonly (readonly [extra: string, value: Value])[] {
  if (value === undefined) return [];
  if (value.kind !== 'table') {
    computed(value);
    return [];
  }
  return value.entries.flatMap(([key, inner]) => {
    if (key.kind === 'text') return [[key.text, inner] as const];
    computed(inner);
    return [];
  });
}

function pythonsOf(value: Value | undefined, place: (offset: number) => Origin): ManifestFacts['pythons'] {
  const constraint = textOf(value);
  if (value === undefined || constraint === undefined || !parseConstraint(constraint).ok) return [];
  return [{ constraint, origin: place(value.offset) }];
}

/** `{'console_scripts': ['name = module:function']}` */
function entryPointsOf(value: Value | undefined, place: (offset: number) => Origin): readonly EntryPoint[] {
  if (value?.kind !== 'table') return [];
  const scripts = value.entries.find(([key]) => key.kind === 'text' && key.text === 'console_scripts')?.[1];
  if (scripts === undefined) return [];
  return textsOf(scripts).texts.flatMap(({ text, offset }) => {
    const [name, command] = text.split('=').map((part) => part.trim());
    return name !== undefined && name !== '' && command !== undefined ? [{ name, command, origin: place(offset) }] : [];
  });
}
