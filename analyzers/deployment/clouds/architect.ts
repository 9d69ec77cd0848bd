/**
 * Functions of an Architect app (arc.codes, "Project manifest"): what its manifest lists below the pragmas that make
 * functions, each in a folder of its own unless `src` names one.
 */

import { localPath } from '../../../src/formats/paths.ts';
import { directoryOf, joinPath, type ServerlessFunction, type SourceFile } from '../../../src/model/index.ts';
import { runtimeDemand } from '../demands.ts';
import { deploymentFacts } from '../facts.ts';
import type { Part } from '../part.ts';
import { lambdaRuntime } from './cloudformation.ts';

export const ARCHITECT_FILES: readonly string[] = ['app.arc', '.arc'];

/** By pragma, what calls its functions; other pragmas make tables, files and settings. */
const EVENTS: ReadonlyMap<string, string> = new Map([
  ['http', 'http'],
  ['ws', 'websocket'],
  ['events', 'sns'],
  ['queues', 'sqs'],
  ['scheduled', 'schedule'],
  ['tables-streams', 'dynamodb'],
]);

/** The functions that `@ws` makes though nobody lists them. */
const SOCKETS = ['connect', 'default', 'disconnect'];

interface Line {
  readonly pragma: string;
  readonly words: readonly string[];
  readonly isIndented: boolean;
  readonly line: number;
}

export function readArchitect(file: SourceFile): Part {
  const lines = linesOf(file);
  const home = directoryOf(file.path);
  const runtime = lines.find(({ pragma, words }) => pragma === 'aws' && words[0] === 'runtime')?.words[1];
  const runtimeNeeded = lambdaRuntime(runtime);
  const made: Part['deployments'][number][] = [];
  for (const [at, { pragma, words, isIndented, line }] of lines.entries()) {
    const event = EVENTS.get(pragma);
    if (event === undefined || isIndented) continue;
    const settings = settingsOf(lines, at);
    const named = settings.get('src');
    const name = nameOf(pragma, words, settings.get('method'));
    const directory = named === undefined ? joinPath(home, `src/${pragma}/${name}`) : localPath(home, named);
    const origin = { file: file.path, line };
    const one: ServerlessFunction = {
      name,
      provider: 'aws',
      packageType: 'zip',
      events: [event],
      layers: [],
      origin,
      ...(runtime !== undefined && runtimeNeeded !== undefined ? { runtime } : {}),
    };
    const demands = runtimeNeeded === undefined ? [] : [runtimeDemand(runtimeNeeded, origin)];
    const join = { directory: directory ?? home };
    made.push(deploymentFacts(file.path, 'functions', 'serverless', join, { functions: [one], demands }));
  }
  return { deployments: made, diagnostics: [] };
}

/** The indented lines below an entry, each a name and its value; the first of a name counts. */
function settingsOf(lines: readonly Line[], entry: number): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (let at = entry + 1; lines[at]?.isIndented === true && lines[at]?.pragma === lines[entry]?.pragma; at++) {
    const [name = '', value] = lines[at]?.words ?? [];
    if (value !== undefined && !found.has(name)) found.set(name, value);
  }
  return found;
}

/** `@http`, entries below it, and their settings, indented; `#` begins a comment. */
function linesOf({ text }: SourceFile): readonly Line[] {
  const found: Line[] = [];
  let pragma = '';
  for (const [index, raw] of text.split('\n').entries()) {
    const said = raw
      .split(/(?:^|\s)#/, 1)
      .join('')
      .trimEnd();
    const words = said.trim().split(/\s+/);
    const [first = ''] = words;
    if (first === '') continue;
    if (first.startsWith('@')) {
      pragma = first.slice(1);
      if (pragma === 'ws') for (const name of SOCKETS) found.push({ pragma, words: [name], isIndented: false, line: index + 1 });
    } else found.push({ pragma, words, isIndented: /^\s/.test(said), line: index + 1 });
  }
  return found;
}

/** Folders of routes ("Project layout"): `get /api/:id` lies in `get-api-000id`, a bare path answers `get`, `/*` is `catchall`. */
function nameOf(pragma: string, words: readonly string[], told: string | undefined): string {
  const [first = '', second] = words;
  if (pragma !== 'http') return first;
  const [method, path] = second === undefined ? [told ?? 'get', first] : [first, second];
  const parts = path
    .split('/')
    .filter((part) => part !== '')
    .map((part) => (part === '*' ? 'catchall' : part.replace(/^:/, '000').replaceAll('.', '-')));
  return [method.toLowerCase(), ...(parts.length === 0 ? ['index'] : parts)].join('-');
}
