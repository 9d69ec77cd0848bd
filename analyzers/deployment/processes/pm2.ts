/** Apps that PM2 starts beside each other on one host (PM2, "Ecosystem File"): as data, or as a program that is not run. */

import { Lines } from '../../../src/formats/lines.ts';
import { localPath } from '../../../src/formats/paths.ts';
import { commandWords } from '../../../src/formats/shell/shell.ts';
import { parseYaml, type YamlNode, yamlAt, yamlEntries, yamlItems, yamlText } from '../../../src/formats/yaml/yaml.ts';
import {
  type DeploymentFacts,
  type Diagnostic,
  directoryOf,
  isReadFailure,
  listed,
  type Origin,
  type Project,
  type ReadFailure,
  type SourceFile,
} from '../../../src/model/index.ts';
import { type Place, placeOf, textOf } from '../code/places.ts';
import { Resolver } from '../code/resolve.ts';
import { type Token, tokensOf } from '../code/tokens.ts';
import { type Fields, fieldName, type Value } from '../code/values.ts';
import { deploymentFacts } from '../facts.ts';
import type { Part } from '../part.ts';
import { programPlace } from '../programs/program-places.ts';
import { type Program, saidOf } from './started-programs.ts';

/** Names of PM2's ecosystem files, which may be programs. */
export const PM2_FILES: readonly string[] = ['js', 'cjs', 'mjs', 'json', 'yml', 'yaml'].flatMap((ending) =>
  ending === 'json' || ending.startsWith('y')
    ? [`ecosystem.${ending}`, `ecosystem.config.${ending}`]
    : [`ecosystem.config.${ending}`],
);

/** An app as its file states it; what the file computes is undefined. */
interface App {
  readonly name: string;
  readonly script: Place | undefined;
  readonly cwd: Place | undefined;
  readonly interpreter: string | undefined;
  readonly args: readonly string[];
  readonly replicas: number | undefined;
  readonly isScheduled: boolean;
  readonly environment: ReadonlyMap<string, string>;
  readonly origin: Origin;
}

export function readPm2(project: Project, path: string): Part | ReadFailure {
  const file = project.read(path);
  if (isReadFailure(file)) return file;
  const apps = /\.[cm]?js$/.test(file.path) ? appsOfProgram(file) : appsOfData(file);
  return {
    deployments: (apps ?? []).flatMap((app) => startedBy(app, project, file.path)),
    diagnostics: computed(apps, file.path),
  };
}

function startedBy(app: App, project: Project, path: string): readonly DeploymentFacts[] {
  const { name, script, cwd, interpreter, args, replicas, isScheduled, environment, origin } = app;
  if (script === undefined) return [];
  const home = directoryOf(path);
  const program: Program = {
    name,
    kind: isScheduled ? 'scheduled' : 'process',
    words: [...(interpreter === undefined || interpreter === 'none' ? [] : [interpreter]), ...commandWords(script.path), ...args],
    environment,
    ...(replicas !== undefined && replicas > 1 ? { replicas } : {}),
    origin,
  };
  const told = localPath(home, cwd?.path ?? '.') ?? home;
  const start = script.isBesideCode ? home : told;
  const directory = programPlace(project, start, program.words) ?? programPlace(project, home, [], cwd?.path) ?? told;
  const join = { directory, ...(name === '' ? {} : { name }) };
  return [deploymentFacts(path, 'process-manager', 'other', join, saidOf([program]))];
}

/** What the file computes: all that it starts, or apps whose scripts are not known. */
function computed(apps: readonly App[] | undefined, file: string): readonly Diagnostic[] {
  const open = (apps ?? []).filter(({ script }) => script === undefined);
  if (apps !== undefined && apps.length > 0 && open.length === 0) return [];
  const isAll = apps === undefined || open.length === apps.length;
  const names = open.flatMap(({ name }) => (name === '' ? [] : [name]));
  const what = isAll || names.length === 0 ? 'apps' : `scripts of ${listed(names, 3)}`;
  const message = `this file computes the ${what} that PM2 starts, and nothing is run here: their commands and ports are not known; write them as plain values`;
  const line = isAll ? 1 : (open[0]?.origin.line ?? 1);
  return [{ code: 'pm2/computed', severity: 'note', message, file, line }];
}

/** The fields of an app, whatever its file is written in. */
interface AppFields {
  has(key: string): boolean;
  text(key: string): string | undefined;
  place(key: string): Place | undefined;
  /** Words of a list, or of a text. */
  words(key: string): readonly string[];
  variables(key: string): readonly (readonly [name: string, value: string])[];
  /** Where the field stands, else the app. */
  origin(key: string): Origin;
}

/** PM2, "Ecosystem File: Attributes available". */
function appOf(fields: AppFields): App {
  return {
    name: fields.text('name') ?? '',
    script: fields.place('script'),
    cwd: fields.place('cwd'),
    interpreter: fields.text('interpreter'),
    args: fields.words('args'),
    replicas: Number(fields.text('instances')),
    isScheduled: fields.has('cron_restart'),
    environment: new Map([...fields.variables('env'), ...fields.variables('env_production')]),
    origin: fields.origin('script'),
  };
}

function appsOfData(file: SourceFile): readonly App[] | undefined {
  const yaml = parseYaml(file.text);
  const [root] = yaml.documents;
  if (yaml.problems.length > 0) return undefined;
  const stated = root?.kind === 'list' ? root : yamlAt(root, 'apps');
  const apps = stated?.kind === 'map' ? [stated] : yamlItems(stated);
  return apps.map((app) => appOf(fieldsOfData(app, (node) => ({ file: file.path, ...yaml.place(node) }))));
}

function fieldsOfData(app: YamlNode, originOf: (node: YamlNode) => Origin): AppFields {
  const text = (key: string): string | undefined => yamlText(yamlAt(app, key));
  return {
    has: (key) => yamlAt(app, key) !== undefined,
    text,
    place: (key) => {
      const path = text(key);
      return path === undefined ? undefined : { path, isBesideCode: false };
    },
    words: (key) => {
      const items = yamlAt(app, key);
      return items?.kind === 'list' ? yamlItems(items).flatMap((one) => yamlText(one) ?? []) : commandWords(text(key) ?? '');
    },
    variables: (key) => yamlEntries(yamlAt(app, key)).map(([name, { value }]) => [name, yamlText(value) ?? '']),
    origin: (key) => originOf(yamlAt(app, key) ?? app),
  };
}

/** Of what a module exports, the apps; undefined where it exports no list of them that stands there. */
function appsOfProgram(file: SourceFile): readonly App[] | undefined {
  const tokens = tokensOf(file.text, 'typescript');
  const start = exportedAt(tokens);
  if (start === undefined) return undefined;
  const exported = new Resolver(tokens, 'typescript').at(start);
  const stated = exported.kind === 'object' ? exported.fields.values.get('apps') : exported;
  const items = stated?.kind === 'list' ? stated.items : stated?.kind === 'object' ? [stated] : undefined;
  const lines = new Lines(file.text);
  return items?.map((item) => appOf(fieldsOfCode(item, (at) => ({ file: file.path, ...lines.at(at) }))));
}

/** Where the value of `module.exports =`, or what `export default` exports, begins. */
function exportedAt(tokens: readonly Token[]): number | undefined {
  const isAt = (index: number, words: readonly string[]): boolean =>
    words.every((word, offset) => tokens[index + offset]?.text === word);
  const assigned = ['module', '.', 'exports', '='];
  const exported = ['export', 'default'];
  for (const index of tokens.keys()) {
    if (isAt(index, assigned)) return index + assigned.length;
    if (isAt(index, exported)) return index + exported.length;
  }
  return undefined;
}

function fieldsOfCode(app: Value, originOf: (at: number) => Origin): AppFields {
  const values = app.kind === 'object' ? app.fields.values : undefined;
  const field = (name: string): Value | undefined => values?.get(fieldName(name));
  return {
    has: (key) => field(key) !== undefined,
    text: (key) => wordOf(field(key)),
    place: (key) => {
      const value = field(key);
      return value === undefined ? undefined : placeOf(value);
    },
    words: (key) => {
      const value = field(key);
      return value?.kind === 'list' ? value.items.flatMap((one) => wordOf(one) ?? []) : commandWords(wordOf(value) ?? '');
    },
    variables: (key) => environmentIn(field(key)),
    origin: (key) => originOf((field(key) ?? app).at),
  };
}

function environmentIn(value: Value | undefined): readonly (readonly [string, string])[] {
  if (value?.kind !== 'object') return [];
  const { values, written }: Fields = value.fields;
  return [...values].map(([name, one]) => [written.get(name) ?? name, wordOf(one) ?? ''] as const);
}

const CONVERTS: ReadonlySet<string> = new Set(['Number', 'Number.parseInt', 'String', 'parseInt']);

/** A text or a number, or what code makes of one. */
function wordOf(value: Value | undefined): string | undefined {
  if (value?.kind === 'call' && CONVERTS.has(value.names.join('.'))) return wordOf(value.args[0]);
  return value?.kind === 'number' ? value.text : textOf(value);
}
