/** Charts filled in with their own values, as `helm template` does it without any other. */
import { baseName, isReadFailure, type Project } from '../../../src/model/index.ts';
import { type Chart, filesOf, isEnabled, valuesWithin } from './chart.ts';
import { Engine, type Rendered } from './evaluate.ts';
import { Refused } from './functions/refused.ts';
import { type Body, readTemplate, type Template } from './parser.ts';
import { copyOf, type Dict, Elsewhere, type Files, isDict, isList, Method, type Value } from './values.ts';

/** What `helm template` calls a release that has no name. */
export const RELEASE = 'release-name';

/** The release of Kubernetes that Helm assumes without a cluster. */
const KUBERNETES = { major: '1', minor: '31', version: 'v1.31.0' } as const;

/** Groups that every cluster has; resources of their own kinds are not asked for here. */
const API_VERSIONS: ReadonlySet<string> = new Set([
  ...['v1', 'apps/v1', 'batch/v1', 'networking.k8s.io/v1', 'policy/v1', 'autoscaling/v1', 'autoscaling/v2'],
  ...['rbac.authorization.k8s.io/v1', 'storage.k8s.io/v1', 'apiextensions.k8s.io/v1', 'scheduling.k8s.io/v1'],
  ...['admissionregistration.k8s.io/v1', 'coordination.k8s.io/v1', 'discovery.k8s.io/v1', 'certificates.k8s.io/v1'],
]);

/** One chart with the values that it has where it is rendered. */
interface Placed {
  readonly chart: Chart;
  readonly values: Dict;
  /** Where its templates lie to Helm: `shop/charts/cart/templates`. */
  readonly base: string;
}

/** A template and what it becomes, or why that is not known. */
export type RenderedFile =
  | ({ readonly kind: 'rendered'; readonly path: string } & Rendered)
  | { readonly kind: 'refused'; readonly path: string; readonly line: number; readonly reason: string };

/** Of the templates of a chart and of those that it brings, the ones that are wanted. */
export function renderChart(project: Project, chart: Chart, isWanted: (text: string) => boolean): readonly RenderedFile[] {
  const all = placedCharts({ chart, values: copyOfDict(chart.values), base: `${chart.name}/templates` });
  const engine = new Engine(definesOf(project, all));
  return all.flatMap((placed) => {
    const { metadata, templates } = placed.chart;
    if (metadata.get('type') === 'library') return [];
    const context = contextOf(placed, filesOf(project, placed.chart.home));
    return templates.flatMap((path) => {
      const file = project.read(path);
      const template = templateAt(project, path);
      if (baseName(path).startsWith('_') || path.endsWith('.tpl') || template === undefined) return [];
      if (isReadFailure(file) || !isWanted(file.text)) return [];
      return renderedFile(path, template, engine, contextFor(context, nameOf(path, placed), placed.base));
    });
  });
}

function renderedFile(path: string, template: Template, engine: Engine, context: Dict): RenderedFile {
  const { problem } = template;
  if (problem !== undefined) return { kind: 'refused', path, line: problem.line, reason: problem.message };
  try {
    return { kind: 'rendered', path, ...engine.render(template, context) };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { kind: 'refused', path, line: error.line ?? 1, reason: error.message };
  }
}

/** Named templates, and every file by its name. Those of the charts that bring others count before theirs. */
function definesOf(project: Project, all: readonly Placed[]): ReadonlyMap<string, Body> {
  const defines = new Map<string, Body>();
  for (const placed of [...all].reverse())
    for (const path of placed.chart.templates) {
      const template = templateAt(project, path);
      if (template === undefined) continue;
      for (const [name, body] of template.defines) defines.set(name, body);
      defines.set(nameOf(path, placed), template.body);
    }
  return defines;
}

/** The chart and all that it brings and leaves in, outer ones first. */
function placedCharts(placed: Placed): readonly Placed[] {
  const { chart, values, base } = placed;
  return [
    placed,
    ...chart.brought
      .filter((one) => isEnabled(one, values))
      .flatMap((one) =>
        placedCharts({
          chart: one.chart,
          values: valuesWithin(one, values),
          base: `${base.replace(/\/templates$/, '')}/charts/${one.name}/templates`,
        }),
      ),
  ];
}

function copyOfDict(dict: Dict): Dict {
  const copy = copyOf(dict);
  return isDict(copy) ? copy : new Map();
}

function templateAt(project: Project, path: string): Template | undefined {
  const template = project.parse(path, readTemplate);
  return isReadFailure(template) ? undefined : template;
}

function nameOf(path: string, { chart: { home }, base }: Placed): string {
  const inner = home === '.' ? path : path.slice(home.length + 1);
  return `${base}${inner.slice('templates'.length)}`;
}

/** The values, with those of charts that it names and that lie elsewhere (a registry, an archive) marked as a part of all. */
function withElsewhere({ metadata, brought }: Chart, values: Dict): Dict {
  const here = new Set(brought.map(({ name }) => name));
  const named = metadata.get('dependencies');
  const marked = new Map(values);
  for (const entry of isList(named) ? named.filter(isDict) : []) {
    const name = entry.get('alias') ?? entry.get('name');
    if (typeof name !== 'string' || here.has(name)) continue;
    const said = values.get(name);
    if (said === undefined || isDict(said)) marked.set(name, new Elsewhere(said ?? []));
  }
  return marked;
}

/** Helm, "Built-in Objects". */
function contextOf({ chart, values }: Placed, files: Files): Dict {
  const { major, minor, version } = KUBERNETES;
  return new Map<string, Value>([
    ['Values', withElsewhere(chart, values)],
    ['Chart', new Map([...chart.metadata].map(([key, value]) => [`${key.charAt(0).toUpperCase()}${key.slice(1)}`, value]))],
    [
      'Release',
      new Map<string, Value>([
        ['Name', RELEASE],
        ['Namespace', 'default'],
        ['Service', 'Helm'],
        ['IsInstall', true],
        ['IsUpgrade', false],
        ['Revision', 1n],
      ]),
    ],
    [
      'Capabilities',
      new Map<string, Value>([
        [
          'KubeVersion',
          new Map<string, Value>([
            ['Version', version],
            ['GitVersion', version],
            ['Major', major],
            ['Minor', minor],
          ]),
        ],
        [
          'APIVersions',
          new Map<string, Value>([
            [
              'Has',
              new Method(
                ([name]) =>
                  typeof name === 'string' &&
                  API_VERSIONS.has(
                    name
                      .split('/')
                      .slice(0, /^v\d/.test(name) ? 1 : 2)
                      .join('/'),
                  ),
              ),
            ],
          ]),
        ],
        ['HelmVersion', new Map<string, Value>([['Version', 'v3.16.4']])],
      ]),
    ],
    ['Files', files],
    [
      'Subcharts',
      new Map(
        chart.brought.map((one) => [
          one.name,
          contextOf({ chart: one.chart, values: valuesWithin(one, values), base: '' }, files),
        ]),
      ),
    ],
  ]);
}

function contextFor(context: Dict, name: string, base: string): Dict {
  return new Map<string, Value>([
    ...context,
    [
      'Template',
      new Map<string, Value>([
        ['Name', name],
        ['BasePath', base],
      ]),
    ],
  ]);
}
