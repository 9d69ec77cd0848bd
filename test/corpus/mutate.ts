/**
 * `npm run mutate -- --corpus DIR [--seed N] [--count N]`: pieces of real repositories, damaged at random and again the
 * same for the same seed. Whatever a file holds, the analysis ends soon, its report keeps to its schema, and every
 * format can be written of it. Damaged pieces that show otherwise are named by their seed.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Ajv } from 'ajv';
import {
  analyze,
  buildGraph,
  explain,
  graphToDot,
  graphToMermaid,
  loadConfig,
  makeStyle,
  memoryTree,
  ORCHESTRATORS,
  packageServices,
  renderHtml,
  renderMarkdown,
  renderPlan,
  reportJsonSchema,
} from '../../src/index.ts';
import { Choices } from '../random.ts';

const { values } = parseArgs({
  options: { corpus: { type: 'string' }, seed: { type: 'string', default: '1' }, count: { type: 'string', default: '500' } },
});
if (values.corpus === undefined) throw new Error('usage: npm run mutate -- --corpus DIR [--seed N] [--count N]');
const ROOT = resolve(values.corpus);
const TODAY = '2026-11-28';
const MAX_BYTES = 60_000;
/** Files of a piece: neighbours in their repository, so that manifests lie beside their locks. */
const PIECE = 12;
const SLOW_MS = 5000;

/** Words and signs that some format or another takes for more than text. */
const SIGNS: readonly string[] = [
  ...['__proto__', 'constructor', 'null', 'true', 'FROM', 'RUN', 'apply from:', 'include', '!!js', '&a', '*a', '&lt;'],
  ...[
    '${',
    '$(',
    '{{',
    '}}',
    '<<<<<<<',
    '\u0000',
    '\ufeff',
    '\\',
    '"',
    "'",
    '[',
    ']',
    '{',
    '}',
    '(',
    ')',
    '<',
    '>',
    '<!--',
    ']]>',
  ],
  ...['=', '==', '>=', '~', '^', ',', ';', ':', '|', '#', '//', '/*', '\n', '\r', '\t', '- ', '@', '%', '`', '*', '**', '$'],
  ...['0x', '1e999', '-1', '9'.repeat(40), 'é', '😀', '../', '../../../../', '/', './', '.', '..'],
];

type Damage = (text: string, choices: Choices, other: string) => string;

/** Changes the lines of a text in place. */
function ofLines(change: (lines: string[], choices: Choices) => void): Damage {
  return (text, choices) => {
    const lines = text.split('\n');
    change(lines, choices);
    return lines.join('\n');
  };
}

const DAMAGE: readonly Damage[] = [
  (text, choices) => spliced(text, choices, () => choices.one(SIGNS)),
  (text, choices) => spliced(text, choices, () => '', 200),
  (text, choices) => text.slice(0, choices.below(text.length + 1)),
  (text, choices, other) => spliced(text, choices, () => other.slice(choices.below(other.length + 1)).slice(0, 200)),
  (text, choices) => spliced(text, choices, (taken) => taken.repeat(1 + choices.below(20)), 100),
  ofLines((lines, choices) => lines.splice(choices.below(lines.length), 0, choices.one(lines))),
  ofLines((lines, choices) => lines.splice(choices.below(lines.length), 1 + choices.below(3))),
  ofLines((lines, choices) => {
    const at = choices.below(lines.length);
    lines[at] = choices.one(lines).replace(/[\w.$-]+/g, (word) => (choices.chance(0.3) ? choices.one(SIGNS) : word));
  }),
];

/** The text with up to `most` of its characters replaced somewhere. */
function spliced(text: string, choices: Choices, by: (taken: string) => string, most = 0): string {
  const from = choices.below(text.length + 1);
  const to = from + choices.below(most + 1);
  return text.slice(0, from) + by(text.slice(from, to)) + text.slice(to);
}

function filesBelow(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => statSync(path).size < MAX_BYTES)
    .sort();
}

function damagedPiece(files: readonly string[], directory: string, choices: Choices): Readonly<Record<string, string>> {
  const from = choices.below(files.length);
  return Object.fromEntries(
    files.slice(from, from + PIECE).map((path) => {
      let text = readFileSync(path, 'utf8');
      const other = readFileSync(choices.one(files), 'utf8');
      if (choices.chance(0.7))
        for (const damage of choices.several(1, 4, () => choices.one(DAMAGE))) text = damage(text, choices, other);
      return [relative(directory, path), text];
    }),
  );
}

const isReport = new Ajv({ strict: false }).compile(reportJsonSchema());

/** Everything that may be asked of one tree. Throws where something gives way. */
async function useAll(files: Readonly<Record<string, string>>): Promise<void> {
  const tree = memoryTree(files);
  const config = loadConfig(tree);
  const { report, fleet, conflicts } = await analyze({ tree, starts: ['.'], config, today: TODAY });
  if (!isReport(JSON.parse(JSON.stringify(report)))) throw new Error(`not a report: ${JSON.stringify(isReport.errors)}`);
  renderMarkdown(report);
  renderHtml(report, { script: '', style: '' });
  renderPlan(report, { style: makeStyle(false, 80), verbose: true });
  for (const { id } of conflicts) explain(report, [id]);
  const demands = conflicts.flatMap((conflict) => conflict.demands);
  for (const render of [graphToDot, graphToMermaid]) render(buildGraph(fleet.services, demands, conflicts));
  const { recommendations, placement } = report;
  for (const orchestrator of ORCHESTRATORS)
    packageServices({ fleet, recommendations, placement, config, today: TODAY, services: [], orchestrator });
}

const repositories = readdirSync(ROOT, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => join(ROOT, name))
  .map((directory) => ({ directory, files: filesBelow(directory) }))
  .filter(({ files }) => files.length > 0);
let trouble = 0;
const first = Number(values.seed);
for (let seed = first; seed < first + Number(values.count); seed++) {
  const choices = new Choices(seed);
  const { directory, files } = choices.one(repositories);
  const piece = damagedPiece(files, directory, choices);
  const from = performance.now();
  const problem = await useAll(piece).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : String(error)),
  );
  const ms = performance.now() - from;
  const told = problem ?? (ms > SLOW_MS ? `${(ms / 1000).toFixed(1)} s` : undefined);
  if (told === undefined) continue;
  trouble++;
  console.log(`seed ${seed} (${Object.keys(piece).join(', ')}): ${told}`);
}
if (Object.keys(Object.prototype).length > 0) throw new Error('a file has changed what every object inherits');
console.log(trouble === 0 ? `${values.count} damaged pieces: nothing gave way` : `${trouble} of ${values.count} need a look`);
process.exitCode = trouble === 0 ? 0 : 1;
