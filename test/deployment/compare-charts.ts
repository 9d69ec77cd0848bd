/**
 * `npx tsx test/deployment/compare-charts.ts DIR…`: what is read of every chart below these directories, beside what is
 * read of the text that Helm's own engine makes of it; and the rows of `tools/templates.ts` beside Helm.
 */
import { chartsOf } from '../../analyzers/deployment/helm/chart.ts';
import { renderChart } from '../../analyzers/deployment/helm/render.ts';
import { deployment } from '../../analyzers/deployment/index.ts';
import { localTree } from '../../src/discover/local-tree.ts';
import { FileStore, projectFor } from '../../src/discover/project.ts';
import { walk } from '../../src/discover/walk.ts';
import { parseYaml, type YamlNode, yamlAt, yamlEntries, yamlText } from '../../src/formats/yaml/yaml.ts';
import { askTools } from './tools/ask.ts';
import { REFUSED, RENDERED, VALUES } from './tools/templates.ts';

const WORKLOAD = /^(?:Deployment|StatefulSet|DaemonSet|ReplicaSet|Job|CronJob|Pod|Service)$/;
/** Checksums, times and names that are drawn by lot. */
const BY_CHANCE = /[\da-f]{40,}|\d{4}-\d\d-\d\d[^"]*/g;

/** What a text says of workloads, each as one line. */
function workloads(text: string): readonly string[] {
  return parseYaml(text)
    .documents.filter((root) => WORKLOAD.test(yamlText(yamlAt(root, 'kind')) ?? ''))
    .filter((root) => !/test/.test(yamlText(yamlAt(root, 'metadata', 'annotations', 'helm.sh/hook')) ?? ''))
    .map((root) => `${yamlText(yamlAt(root, 'kind'))} ${plain(yamlAt(root, 'metadata', 'name'))} ${plain(yamlAt(root, 'spec'))}`)
    .sort();
}

function plain(node: YamlNode | undefined): string {
  if (node === undefined) return '';
  if (node.kind === 'list') return `[${node.items.map(plain).join()}]`;
  if (node.kind === 'map')
    return `{${yamlEntries(node)
      .filter(([key]) => !key.startsWith('checksum'))
      .map(([key, { value }]) => `${key}:${plain(value)}`)
      .sort()
      .join()}}`;
  return node.text.replaceAll(BY_CHANCE, '');
}

interface Asked {
  readonly directory: string;
  readonly ours: readonly string[];
  /** Why parts of it are not known to us. */
  readonly open: readonly string[];
}

const charts = process.argv.slice(2).flatMap((root): readonly Asked[] => {
  const tree = localTree(root);
  const project = projectFor(deployment.files, walk(tree, ['.']), new FileStore(tree));
  return chartsOf(project).map((chart) => {
    const files = renderChart(project, chart, () => true);
    return {
      directory: chart.home === '.' ? root : `${root}/${chart.home}`,
      ours: workloads(files.map((file) => (file.kind === 'rendered' ? file.text : '')).join('\n---\n')),
      open: files.flatMap((file) => (file.kind === 'refused' ? `${file.path}:${file.line}: ${file.reason}` : [])),
    };
  });
});

const answers = askTools([
  ...charts.map(({ directory }) => ({ kind: 'chart', about: directory }) as const),
  ...[...RENDERED.map(([template]) => template), ...REFUSED].map(
    (about) => ({ kind: 'template', about, target: VALUES }) as const,
  ),
]);
const counts = { same: 0, differ: 0, unknownHere: 0, refusedByHelm: 0 };
for (const [index, { directory, ours, open }] of charts.entries()) {
  const answer = answers[index];
  if (answer === undefined || answer.refused !== '') {
    counts.refusedByHelm++;
    continue;
  }
  const theirs = workloads(answer.text);
  const lines = [
    ...theirs.filter((one) => !ours.includes(one)).map((one) => `  - ${one}`),
    ...ours.filter((one) => !theirs.includes(one)).map((one) => `  + ${one}`),
  ];
  if (lines.length === 0) counts.same++;
  else if (open.length > 0) counts.unknownHere++;
  else counts.differ++;
  if (lines.length > 0)
    console.log([directory, ...open.map((one) => `  ? ${one}`), ...lines.map((one) => one.slice(0, 300))].join('\n'));
}
const rows = [...RENDERED, ...REFUSED.map((template) => [template, undefined] as const)].filter(([, text], index) => {
  const answer = answers[charts.length + index];
  return text === undefined ? answer?.refused === '' : answer?.refused !== '' || answer.text !== text;
});
for (const [template] of rows) console.log(`Helm says otherwise: ${template}`);
console.log(`charts: ${JSON.stringify(counts)}; ${rows.length} rows of ${RENDERED.length + REFUSED.length} are wrong`);
process.exitCode = counts.differ + rows.length === 0 ? 0 : 1;
