import * as v from 'valibot';
import type { FileTree } from '../discover/tree.ts';
import { decode } from '../discover/tree.ts';
import { closest, meantOr } from '../formats/closest.ts';
import { type Diagnostic, isReadFailure, joinPath, type Origin } from '../model/index.ts';
import { type Config, ConfigSchema, type DeclaredFacts, FactsFileSchema } from './schema.ts';
import { type ConfigPath, readSource, type Source } from './source.ts';

/** In this order the first that is there counts. */
export const CONFIG_NAMES = ['cohost.yaml', 'cohost.yml', 'cohost.toml', 'cohost.json'] as const;
const FACTS_NAMES = ['cohost.facts.yaml', 'cohost.facts.yml'] as const;

/** Packaging rules of the user's own, tab-separated; see src/recommend/rules.ts. */
const RULES_NAME = 'cohost.rules.tsv';

/** Files of a directory from which a config may come. */
export function settingsFiles(directory: string): readonly string[] {
  return [...CONFIG_NAMES, ...FACTS_NAMES, RULES_NAME].map((name) => joinPath(directory, name) ?? name);
}

/** A config as it was read: what is wrong with it is told in `diagnostics`, and the rest counts. */
export interface LoadedConfig {
  readonly config: Config;
  readonly file?: string;
  readonly diagnostics: readonly Diagnostic[];
  /** Line of a path in the file, for messages that point at config. */
  readonly lineOf: (path: ConfigPath) => number;
  /** Where a path of the config stands: in the file, or in that of a repository; undefined where no file says it. */
  readonly originOf: (path: ConfigPath) => Origin | undefined;
  /** Facts that a file of their own declares (`cohost.facts.yaml`), by the service that it names. */
  readonly factsFile?: FactsFile;
  /** The user's own packaging rules, unparsed, where `cohost.rules.tsv` stands at the root. */
  readonly packagingRules?: { readonly file: string; readonly text: string };
  /** Whether a service of that name may lie beside the directories that are analysed, so that it is no mistake to name it. */
  readonly liesElsewhere?: (service: string) => boolean;
  /** What several repositories that are analysed together say of their own services; see `withRepositories`. */
  readonly repositories?: readonly RepositoryConfig[];
}

/** The config at the root of one repository among others. */
export interface RepositoryConfig {
  readonly directory: string;
  readonly services: NonNullable<Config['services']>;
  readonly exclude?: readonly string[];
  /** As in `LoadedConfig`, with the repository's own names of its services. */
  readonly originOf: LoadedConfig['originOf'];
}

export const NO_CONFIG: LoadedConfig = { config: {}, diagnostics: [], lineOf: () => 1, originOf: () => undefined };

export interface ConfigPlace {
  /** Where config files are looked for; the root when absent. */
  readonly directory?: string;
  /** The very file to read. */
  readonly file?: string;
}

export interface FactsFile {
  readonly file: string;
  readonly services: Readonly<Record<string, DeclaredFacts>>;
  readonly lineOf: (service: string, fact?: string) => number;
}

/** Reads and validates the config; a wrong key or value is an error with its line and, where one is near, the key that was meant. */
export function loadConfig(tree: FileTree, { directory = '.', file }: ConfigPlace = {}): LoadedConfig {
  const at = (name: string): string => joinPath(directory, name) ?? name;
  const loaded = withFacts(tree, readConfig(tree, file === undefined ? CONFIG_NAMES.map(at) : [file]), FACTS_NAMES.map(at));
  const rules = at(RULES_NAME);
  const bytes = tree.read(rules);
  return isReadFailure(bytes) ? loaded : { ...loaded, packagingRules: { file: rules, text: decode(bytes) } };
}

/** The first of the files that exists; a single one has to. */
function readConfig(tree: FileTree, files: readonly string[]): LoadedConfig {
  for (const file of files) {
    const bytes = tree.read(file);
    if (isReadFailure(bytes)) {
      if (files.length > 1 && bytes.reason === 'missing') continue;
      return { ...NO_CONFIG, diagnostics: [{ code: 'config/unreadable', severity: 'error', message: bytes.message, file }] };
    }
    const source = readSource(file, decode(bytes));
    if (files.length > 1 && isReport(source.value)) return { ...NO_CONFIG, diagnostics: [reportAsConfig(file)] };
    const { output, diagnostics } = validate(ConfigSchema, source, file);
    const { lineOf } = source;
    const told = [...diagnostics, ...unusedConfigs(tree, file, files)];
    return { config: output ?? {}, file, diagnostics: told, lineOf, originOf: (path) => ({ file, line: lineOf(path) }) };
  }
  return NO_CONFIG;
}

/** What `cohost check --json > cohost.json` leaves behind. */
function isReport(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'schemaVersion' in value && 'tool' in value && 'conflicts' in value;
}

function reportAsConfig(file: string): Diagnostic {
  const message = `${file} is a report that cohost wrote, so it is not read as a config; keep reports under another name`;
  return { code: 'config/unused', severity: 'warning', message, file, line: 1 };
}

/** Configs beside the one that counts: who edits one of them would wait for an effect. */
function unusedConfigs(tree: FileTree, used: string, files: readonly string[]): readonly Diagnostic[] {
  return files.slice(files.indexOf(used) + 1).flatMap((file): readonly Diagnostic[] => {
    const bytes = tree.read(file);
    if (isReadFailure(bytes) && bytes.reason === 'missing') return [];
    const message = `${file} is not used, because ${used} stands beside it; keep one of them`;
    return [{ code: 'config/unused', severity: 'warning', message, file, line: 1 }];
  });
}

/** Declared facts may stand in a file of their own; bare facts belong to a service at the root. */
function withFacts(tree: FileTree, loaded: LoadedConfig, files: readonly string[]): LoadedConfig {
  for (const file of files) {
    const bytes = tree.read(file);
    if (isReadFailure(bytes)) continue;
    const source = readSource(file, decode(bytes));
    const { output, diagnostics } = validate(FactsFileSchema, source, file);
    const told = { ...loaded, diagnostics: [...loaded.diagnostics, ...diagnostics] };
    if (output === undefined) return told;
    const { services = {}, ...bare } = output;
    const atRoot = Object.keys(bare).length === 0 ? services : { ...services, '.': { ...bare, ...services['.'] } };
    const lineOf = (service: string, fact?: string): number => {
      const path = fact === undefined ? [] : [fact];
      return source.lineOf(services[service] === undefined ? path : ['services', service, ...path]);
    };
    return { ...told, factsFile: { file, services: atRoot, lineOf } };
  }
  return loaded;
}

/** Reads a file of our own kind beside the config (a baseline) with the same checks and the same hints. */
export function readValidated<S extends v.GenericSchema>(
  schema: S,
  file: string,
  text: string,
): { readonly output?: v.InferOutput<S>; readonly diagnostics: readonly Diagnostic[]; readonly lineOf: Source['lineOf'] } {
  const source = readSource(file, text);
  return { ...validate(schema, source, file), lineOf: source.lineOf };
}

function validate<S extends v.GenericSchema>(
  schema: S,
  source: Source,
  file: string,
): { readonly output?: v.InferOutput<S>; readonly diagnostics: readonly Diagnostic[] } {
  const broken = source.problems.map(
    ({ message, line }): Diagnostic => ({
      code: 'config/syntax',
      severity: 'error',
      message: `${file} cannot be read: ${message}`,
      file,
      line,
    }),
  );
  if (broken.length > 0) return { diagnostics: broken };
  const result = v.safeParse(schema, source.value);
  if (result.success) return { output: result.output, diagnostics: [] };
  const told = result.issues
    .map((issue) => explainIssue(issue, schema, source, file))
    .sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  // A key that is spelled wrong explains the one that is missing.
  const misspelled = told.filter(({ code }) => code === 'config/unknown-key');
  return { diagnostics: [...misspelled, ...told.filter(({ code }) => code !== 'config/unknown-key')] };
}

function explainIssue(issue: v.BaseIssue<unknown>, schema: v.GenericSchema, source: Source, file: string): Diagnostic {
  const path = (issue.path ?? []).map((item) => (typeof item.key === 'number' ? item.key : String(item.key)));
  const place = { file, line: source.lineOf(path) };
  const where = path.join('.');
  // To a record a list is one of names 0, 1, 2 …
  const list = (issue.path ?? []).findIndex(({ type, input }) => type === 'object' && Array.isArray(input));
  if (list >= 0) {
    const message = `${path.slice(0, list).join('.') || 'the file'}: names with their values are meant, not a list`;
    return { code: 'config/value', severity: 'error', message, file, line: source.lineOf(path.slice(0, list)) };
  }
  if (issue.type === 'strict_object' && issue.expected === 'never') {
    const known = keysAt(schema, path.slice(0, -1));
    const hint = meantOr(String(path.at(-1)), known, `known keys here: ${known.join(', ')}`);
    return { code: 'config/unknown-key', severity: 'error', message: `unknown key "${where}"; ${hint}`, ...place };
  }
  if (issue.type === 'strict_object' && issue.received === 'undefined') {
    const parent = path.slice(0, -1).join('.') || 'the file';
    return { code: 'config/missing-key', severity: 'error', message: `${parent} needs "${path.at(-1)}"`, ...place };
  }
  return { code: 'config/value', severity: 'error', message: `${where || 'the file'}: ${wordsOf(issue)}`, ...place };
}

/** What a schema's type is called by those who write the file, with its verb. */
const KINDS: Readonly<Record<string, string>> = {
  array: 'a list is',
  boolean: 'true or false is',
  number: 'a number is',
  integer: 'a whole number is',
  string: 'text is',
  union: 'a single value is',
  strict_object: 'keys with their values are',
  record: 'names with their values are',
};
const RECEIVED: Readonly<Record<string, string>> = {
  Array: 'a list',
  Object: 'keys with their values',
  null: 'nothing',
  NaN: 'no number at all',
  Date: 'a date',
};

function wordsOf({ type, message, expected, received, requirement }: v.BaseIssue<unknown>): string {
  const got = RECEIVED[received] ?? received;
  if (type === 'picklist') {
    const choices = [...(expected ?? '').matchAll(/"([^"]*)"/g)].map(([, choice = '']) => choice);
    const near = closest(received.replaceAll('"', ''), choices);
    return `${got} is none of ${choices.join(', ')}${near === undefined ? '' : `; did you mean "${near}"?`}`;
  }
  if (type === 'min_value') return `${String(requirement)} or more is meant, not ${got}`;
  if (type === 'max_value') return `${String(requirement)} or less is meant, not ${got}`;
  const kind = KINDS[type];
  return kind === undefined ? message : `${kind} meant, not ${got}`;
}

/** Keys that the schema knows at a path; records and optionals are looked through. */
function keysAt(schema: unknown, path: readonly (string | number)[]): readonly string[] {
  const bare = unwrap(schema);
  if (typeof bare !== 'object' || bare === null) return [];
  if (path.length === 0)
    return 'entries' in bare && typeof bare.entries === 'object' && bare.entries !== null ? Object.keys(bare.entries) : [];
  const [head, ...rest] = path;
  if ('entries' in bare && typeof bare.entries === 'object' && bare.entries !== null) {
    return keysAt(new Map(Object.entries(bare.entries)).get(String(head)), rest);
  }
  if ('value' in bare) return keysAt(bare.value, rest);
  if ('item' in bare) return keysAt(bare.item, rest);
  return [];
}

function unwrap(schema: unknown): unknown {
  return typeof schema === 'object' && schema !== null && 'wrapped' in schema ? unwrap(schema.wrapped) : schema;
}

/** Settings per realm, as rules and resolvers read them. */
export function realmSettings({ config }: LoadedConfig): Readonly<Record<string, Readonly<Record<string, string>>>> {
  return Object.fromEntries(Object.entries(config.realms ?? {}).map(([realm, settings]) => [realm, { ...settings }]));
}
