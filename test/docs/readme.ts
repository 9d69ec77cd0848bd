import { analyze } from '../../src/analyze.ts';
import { loadConfig } from '../../src/config/load.ts';
import { localTree } from '../../src/discover/local-tree.ts';
import { decode, type FileTree } from '../../src/discover/tree.ts';
import { isReadFailure } from '../../src/model/index.ts';
import { renderPlan } from '../../src/report/plan-text.ts';
import { collectSources } from '../../src/report/sources.ts';
import { makeStyle } from '../../src/report/style.ts';
import { renderText } from '../../src/report/text.ts';

const WIDTH = 100;
const TODAY = '2026-11-27';
/** Few enough to read, with a pin against a range and three ranges that only all together leave nothing. */
const SHOWN = ['services/cart', 'services/web', 'apps/admin', 'apps/kiosk', 'apps/shop'];

/** README.md with what the tool says of the example fleet between its marks. */
export async function renewed(readme: string): Promise<string> {
  const parts = { report: await report(), ladder: await ladder() };
  return Object.entries(parts).reduce((text, [name, said]) => replaced(text, name, said), readme);
}

function replaced(text: string, name: string, said: string): string {
  const [start, end] = [`<!-- ${name}: made by npm run docs -->\n`, `<!-- /${name} -->`];
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`README.md has no marks for ${name}`);
  return `${text.slice(0, from + start.length)}\n\`\`\`\n${said.trimEnd()}\n\`\`\`\n\n${text.slice(to)}`;
}

async function judged(only?: readonly string[]) {
  const tree = localTree('fixtures/fleet');
  const request = { tree, starts: ['.'], config: loadConfig(tree), today: TODAY };
  const { report } = await analyze(only === undefined ? request : { ...request, only });
  return { report, tree };
}

async function report(): Promise<string> {
  const { report, tree } = await judged(SHOWN);
  const style = makeStyle(false, WIDTH);
  return renderText(report, {
    style,
    verbose: false,
    limit: 50,
    sources: collectSources(report.conflicts, (file) => textOf(tree, file)),
  });
}

function textOf(tree: FileTree, path: string): string | undefined {
  const bytes = tree.read(path);
  return isReadFailure(bytes) ? undefined : decode(bytes);
}

/** The ladder stands between the headline and the hosts. */
async function ladder(): Promise<string> {
  const { report } = await judged();
  const [, rungs = ''] = renderPlan(report, { style: makeStyle(false, WIDTH), verbose: false }).split('\n\n');
  return rungs;
}
