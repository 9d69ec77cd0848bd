import { analyze } from '../../src/analyze.ts';
import { loadConfig } from '../../src/config/load.ts';
import { localTree } from '../../src/discover/local-tree.ts';
import { decode, type FileTree } from '../../src/discover/tree.ts';
import { explain } from '../../src/explain.ts';
import { isReadFailure, type Report } from '../../src/model/index.ts';
import { collectSources } from '../../src/report/sources.ts';
import type { TextOptions } from '../../src/report/terminal/conflict-text.ts';
import { renderExplanation } from '../../src/report/terminal/explain-text.ts';
import { renderPlan } from '../../src/report/terminal/plan-text.ts';
import { makeStyle } from '../../src/report/terminal/style.ts';
import { renderText } from '../../src/report/terminal/text.ts';

const WIDTH = 100;
const TODAY = '2026-11-27';
/** Few enough to read, with a pin against a range and three ranges that only all together leave nothing. */
const SHOWN = ['services/cart', 'services/web', 'apps/admin', 'apps/kiosk', 'apps/shop'];

/** What the tool says of the example fleet, by the name of its marks in a text. */
const PARTS: Readonly<Record<string, () => Promise<string>>> = {
  report,
  ladder: () => planPart('hosts   what ends'),
  pair: () => explained(['services/cart', 'services/web']),
  three: () => explained(['react']),
  hosts: () => planPart('hosts ·'),
};

/** A text with what the tool says between its marks. */
export async function renewed(text: string): Promise<string> {
  let result = text;
  for (const [name, make] of Object.entries(PARTS)) {
    if (result.includes(startOf(name))) result = replaced(result, name, await make());
  }
  return result;
}

const startOf = (name: string): string => `<!-- ${name}: made by npm run docs -->\n`;

function replaced(text: string, name: string, said: string): string {
  const [start, end] = [startOf(name), `<!-- /${name} -->`];
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (to < from) throw new Error(`the marks for ${name} do not end`);
  return `${text.slice(0, from + start.length)}\n\`\`\`\n${said.trimEnd()}\n\`\`\`\n\n${text.slice(to)}`;
}

async function judged(only?: readonly string[]) {
  const tree = localTree('fixtures/fleet');
  const request = { tree, starts: ['.'], config: loadConfig(tree), today: TODAY };
  const { report } = await analyze(only === undefined ? request : { ...request, only });
  return { report, tree };
}

function textOptions(report: Report, tree: FileTree): TextOptions {
  const sources = collectSources(report.conflicts, (file) => textOf(tree, file));
  return { style: makeStyle(false, WIDTH), verbose: false, limit: 50, sources };
}

async function report(): Promise<string> {
  const { report, tree } = await judged(SHOWN);
  return renderText(report, { ...textOptions(report, tree), directories: ['fixtures/fleet'] });
}

async function explained(subjects: readonly string[]): Promise<string> {
  const { report, tree } = await judged();
  const found = explain(report, subjects);
  if (found.kind === 'unknown') throw new Error(`${subjects.join(' ')} is not in the example fleet`);
  return renderExplanation(found, report, textOptions(report, tree));
}

/** One part of the plan's text, known by how its first line begins: parts come and go between the others. */
async function planPart(beginning: string): Promise<string> {
  const { report } = await judged();
  const parts = renderPlan(report, { style: makeStyle(false, WIDTH), verbose: false }).split('\n\n');
  const part = parts.find((text) => text.trimStart().startsWith(beginning));
  if (part === undefined) throw new Error(`the plan has no part that begins with "${beginning}"`);
  return part;
}

function textOf(tree: FileTree, path: string): string | undefined {
  const bytes = tree.read(path);
  return isReadFailure(bytes) ? undefined : decode(bytes);
}
