import { Lines } from '../../../src/formats/lines.ts';
import {
  append,
  baseName,
  type Diagnostic,
  directoryOf,
  type EntryPoint,
  normalizeName,
  type Origin,
  type SourceFile,
} from '../../../src/model/index.ts';
import {
  bothMarkers,
  conditional,
  type Declared,
  declareAll,
  type ManifestFacts,
  type NamedFile,
  NOTHING,
  scopeByName,
} from '../declared.ts';
import { parseConstraint } from '../notation/constraint.ts';
import type { SetupModules } from '../setup/modules.ts';
import { setupArguments } from '../setup/run.ts';
import { pathsIn } from '../setup/syntax/paths.ts';
import { computed, itemsOf, MAX_INSIDE, offsetOf, type Value } from '../setup/values.ts';
import { resolvePath } from './pip/requirement.ts';
import { withOwnExtras } from './pyproject.ts';

/** For `Project.parse`: the call of `setup()`, followed as far as its values are known. What is computed is named, never run. */
export function readSetupPy(file: SourceFile): ManifestFacts {
  return readWithModules(file);
}

/** The same with modules beside it, from which it may take its lists. */
export function readWithModules(file: SourceFile, modules?: SetupModules): ManifestFacts {
  if (modules === undefined && !/\bsetup\b/.test(file.text)) return { ...NOTHING, kind: 'setup-py', isProject: false };
  const call = setupArguments(file.text, modules?.find);
  if (call === undefined) return unfollowed(file);
  const { entries } = call;
  const lines = new Lines(file.text);
  const ownPlace = (offset: number): Origin => ({ file: file.path, ...lines.at(offset) });
  const reader = new ListReader(file.path, (offset) => modules?.place(offset) ?? ownPlace(offset));
  const { place } = reader;
  const name = textOf(entries.get('name'));
  const version = textOf(entries.get('version'));
  const optional = extrasOf(entries.get('extras_require'), (value) => reader.computed('extras_require', value)).map(
    ([key, value]) => ({ what: `extras_require[${key}]`, value, ...extraOf(key) }),
  );
  const always = optional.filter(({ extra }) => extra === undefined);
  const main = entries.get('install_requires') ?? (call.isOpen ? computed(call.offset) : undefined);
  const declared = [
    ...reader.read('install_requires', main, 'default', 'runtime', true),
    ...optional.flatMap(({ extra, marker, what, value }) => {
      const scope = extra === undefined ? 'runtime' : (scopeByName(extra) ?? 'optional');
      const own = reader.read(what, value, extra ?? 'default', scope, extra === undefined);
      return own.map((one) => conditional(one, marker));
    }),
    ...reader.read('tests_require', entries.get('tests_require'), 'test', 'test'),
    ...reader.read('setup_requires', entries.get('setup_requires'), 'build-system', 'build'),
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
    pythons: pythonsOf(entries.get('python_requires'), place),
    entryPoints: [...entryPointsOf(entries.get('entry_points'), place), ...scriptsOf(entries.get('scripts'), place)],
    diagnostics: reader.diagnostics,
    ...(reader.unknown === undefined ? {} : { unknown: reader.unknown }),
    ...(reader.files.length === 0 ? {} : { readFrom: reader.files }),
    ...(isComputedAlone ? { computedFrom: filesNamed(file, place) } : {}),
    extras: optional.flatMap(({ extra }) => (extra === undefined ? [] : [normalizeName(extra)])),
  };
}

/** A file that calls no `setup()`, or one that is too much to follow. */
function unfollowed(file: SourceFile): ManifestFacts {
  const call = /^.*\bsetup\s*\(/m.exec(file.text);
  if (call === null) return { ...NOTHING, kind: 'setup-py', isProject: false };
  const lines = new Lines(file.text);
  const place = (offset: number): Origin => ({ file: file.path, ...lines.at(offset) });
  const reader = new ListReader(file.path, place);
  reader.computed('install_requires', computed(call.index), true);
  const { diagnostics, unknown } = reader;
  return {
    ...NOTHING,
    kind: 'setup-py',
    isProject: true,
    diagnostics,
    ...(unknown === undefined ? {} : { unknown }),
    computedFrom: filesNamed(file, place),
  };
}

/** `requirements.txt`, `./requirements/base.txt` */
const REQUIREMENTS = /^(?:[\w.-]+\/)*requirements?[\w./-]*\.(?:txt|in)$/i;

function filesNamed(file: SourceFile, place: (offset: number) => Origin): readonly NamedFile[] {
  const directory = directoryOf(file.path);
  return pathsIn(file.text)
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
  /** Files whose lines a list takes. */
  readonly files: NamedFile[] = [];
  readonly #path: string;

  constructor(path: string, place: (offset: number) => Origin) {
    this.#path = path;
    this.place = place;
  }

  read(what: string, value: Value | undefined, group: string, scope: Declared['scope'], isMain = false): readonly Declared[] {
    if (value === undefined) return [];
    const { texts, files, isComputed } = textsOf(value);
    const directory = directoryOf(this.#path);
    // Nobody installs what setuptools itself would fetch for tests and builds.
    if (!SETUPTOOLS_OWN.has(what)) {
      if (isComputed) this.computed(what, value, isMain);
      for (const { path, offset } of files)
        this.files.push({ path: resolvePath(directory, path), group, origin: this.place(offset) });
    }
    return texts.flatMap(({ text, offset, when }) => {
      const { declared, diagnostics } = declareAll([{ text, origin: this.place(offset) }], directory, group, scope);
      append(this.diagnostics, diagnostics);
      return declared.map((one) => conditional(one, when));
    });
  }

  computed(what: string, value: Value, isMain = false): void {
    if (isMain) this.unknown = `${this.#path} computes its ${what}`;
    this.diagnostics.push({
      code: 'python/computed-dependencies',
      severity: isMain ? 'warning' : 'note',
      message: `${what} is computed when setup.py runs, and nothing is run here; write it out, or list it in pyproject.toml, to have it compared`,
      ...this.place(offsetOf(value, 0)),
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
  readonly texts: readonly { readonly text: string; readonly offset: number; readonly when?: string }[];
  readonly files: readonly { readonly path: string; readonly offset: number }[];
  readonly isComputed: boolean;
}

/** A file of requirements by its name: what else a setup.py reads are data of other forms. */
const LINES = /\.(?:txt|in|pip|reqs?|requirements)$/i;

/** A list of texts, or one text with a requirement per line. */
function textsOf(value: Value, when?: string, depth = 0): Texts {
  if (depth > MAX_INSIDE) return COMPUTED;
  switch (value.kind) {
    case 'text': {
      const texts = value.text
        .split(/\r?\n/)
        .map((line) => line.split(' #', 1).join('').trim())
        .filter((line) => line !== '' && !line.startsWith('#'))
        .map((text) => ({ text, offset: value.offset, ...(when === undefined ? {} : { when }) }));
      return { texts, files: [], isComputed: false };
    }
    case 'lines':
      return LINES.test(value.path) && when === undefined ? { texts: [], files: [value], isComputed: false } : COMPUTED;
    case 'none':
      return { ...COMPUTED, isComputed: false };
    case 'choice':
      return together(itemsOf(value).map((item) => textsOf(item.value, bothMarkers(when, item.when?.is), depth + 1)));
    case 'list':
      return together(value.items.map((item) => textsOf(item.value, bothMarkers(when, item.when?.is), depth + 1)));
    default:
      return COMPUTED;
  }
}

const COMPUTED: Texts = { texts: [], files: [], isComputed: true };

function together(all: readonly Texts[]): Texts {
  return {
    texts: all.flatMap(({ texts }) => texts),
    files: all.flatMap(({ files }) => files),
    isComputed: all.some(({ isComputed }) => isComputed),
  };
}

function extrasOf(
  value: Value | undefined,
  computed: (value: Value) => void,
): readonly (readonly [extra: string, value: Value])[] {
  if (value === undefined || value.kind === 'none') return [];
  if (value.kind !== 'table') {
    computed(value);
    return [];
  }
  if (value.isOpen) computed(value);
  return [...value.entries];
}

function pythonsOf(value: Value | undefined, place: (offset: number) => Origin): ManifestFacts['pythons'] {
  const constraint = textOf(value);
  if (value === undefined || constraint === undefined || !parseConstraint(constraint).ok) return [];
  return [{ constraint, origin: place(offsetOf(value, 0)) }];
}

/** `{'console_scripts': ['name = module:function']}`, and as the text of an INI file. */
function entryPointsOf(value: Value | undefined, place: (offset: number) => Origin): readonly EntryPoint[] {
  if (value === undefined) return [];
  const said = value.kind === 'table' ? COMMANDS.flatMap((kind) => value.entries.get(kind) ?? []) : [];
  const lines = [
    ...said.flatMap((one) => textsOf(one).texts),
    ...linesOf(textOf(value) ?? '').map((text) => ({ text, offset: offsetOf(value, 0) })),
  ];
  return lines.flatMap(({ text, offset }) => {
    const [name, command] = text.split('=').map((part) => part.trim());
    return name !== undefined && name !== '' && command !== undefined ? [{ name, command, origin: place(offset) }] : [];
  });
}

const COMMANDS = ['console_scripts', 'gui_scripts'];

/** What stands below the sections of commands. */
function linesOf(ini: string): readonly string[] {
  let isOpen = false;
  return ini.split('\n').flatMap((raw) => {
    const section = /^\s*\[(.+)\]\s*$/.exec(raw)?.[1]?.trim();
    if (section === undefined) return isOpen ? [raw] : [];
    isOpen = COMMANDS.includes(section);
    return [];
  });
}

/** Files that setuptools copies beside the commands that it makes (setuptools keywords, `scripts`). */
function scriptsOf(value: Value | undefined, place: (offset: number) => Origin): readonly EntryPoint[] {
  if (value === undefined) return [];
  return textsOf(value).texts.map(({ text, offset }) => ({ name: baseName(text), command: text, origin: place(offset) }));
}
