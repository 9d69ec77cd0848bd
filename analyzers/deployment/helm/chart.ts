/** Charts as they lie in a project (Helm, "Charts": Chart.yaml, values.yaml, templates, charts that they bring). */

import { localPath } from '../../../src/formats/paths.ts';
import { yamlDiagnostic } from '../../../src/formats/yaml/yaml.ts';
import {
  baseName,
  byText,
  type Diagnostic,
  directoryOf,
  inDirectory,
  isReadFailure,
  type Project,
} from '../../../src/model/index.ts';
import { readDescriptor } from '../yaml-facts.ts';
import { dict } from './functions/arguments.ts';
import { copyOf, type Dict, Files, isDict, isList, isTrue, type Value, valueFrom } from './values.ts';

export interface Chart {
  readonly home: string;
  readonly name: string;
  readonly metadata: Dict;
  readonly values: Dict;
  /** Files below `templates`, sorted. */
  readonly templates: readonly string[];
  readonly brought: readonly Brought[];
  /** Whether it brings more charts than are read. */
  readonly isCut: boolean;
}

/** A chart within another one, by the name that its values have there. */
interface Brought {
  readonly name: string;
  readonly chart: Chart;
  /** Values that switch it on or off: the first that is there decides. */
  readonly conditions: readonly string[];
  readonly tags: readonly string[];
}

/** Directories that a chart lies in. */
export function chartHomes(project: Project): readonly string[] {
  return project.files.filter((path) => baseName(path) === 'Chart.yaml').map(directoryOf);
}

/** Why Helm refuses a chart before it looks at its templates. */
export function chartProblems(project: Project): readonly Diagnostic[] {
  return chartHomes(project).flatMap((home) =>
    ['Chart.yaml', 'values.yaml'].flatMap((name) => {
      const path = inDirectory(home, name);
      const file = project.has(path) ? project.parse(path, readDescriptor) : undefined;
      if (file === undefined || isReadFailure(file)) return [];
      const broken = file.yaml.problems.find(({ kind, isTemplate }) => kind === 'syntax' && isTemplate !== true);
      return broken === undefined ? [] : [yamlDiagnostic(path, broken, 'warning', REFUSED)];
    }),
  );
}

const REFUSED = 'Helm refuses the chart; correct it, what it deploys is not known';

/** Charts that others bring are rendered with those. */
export function chartsOf(project: Project): readonly Chart[] {
  const charts = chartHomes(project).flatMap((home) => {
    const budget: Budget = { left: MAX_CHARTS };
    const chart = chartAt(project, home, new Set(), budget);
    return chart === undefined ? [] : [{ ...chart, isCut: budget.left < 0 }];
  });
  const brought = new Set(charts.flatMap(homesBelow));
  return charts.filter(({ home, metadata }) => !brought.has(home) && metadata.get('type') !== 'library');
}

/** Charts that one of them comes to: each may bring another one under many names, and so on. */
const MAX_CHARTS = 300;

interface Budget {
  left: number;
}

function homesBelow({ brought }: Chart): readonly string[] {
  return brought.flatMap(({ chart }) => [chart.home, ...homesBelow(chart)]);
}

/** `above`: the charts that bring it, so that none brings itself. */
function chartAt(project: Project, home: string, above: ReadonlySet<string>, budget: Budget): Chart | undefined {
  if (budget.left < 0 || budget.left-- === 0) return undefined;
  const metadata = mapIn(project, inDirectory(home, 'Chart.yaml'));
  if (above.has(home) || metadata.size === 0) return undefined;
  const name = textIn(metadata, 'name') || (home.split('/').at(-1) ?? home);
  const below = new Set([...above, home]);
  const templates = filesBelow(project, inDirectory(home, 'templates'));
  const values = mapIn(project, inDirectory(home, 'values.yaml'));
  return { home, name, metadata, values, templates, brought: broughtBy(project, home, metadata, below, budget), isCut: false };
}

function broughtBy(
  project: Project,
  home: string,
  metadata: Dict,
  above: ReadonlySet<string>,
  budget: Budget,
): readonly Brought[] {
  const inside = project
    .list(inDirectory(home, 'charts'))
    .flatMap((name) => chartAt(project, inDirectory(home, `charts/${name}`), above, budget) ?? []);
  const named = metadata.get('dependencies') ?? mapIn(project, inDirectory(home, 'requirements.yaml')).get('dependencies');
  const entries = (isList(named) ? named : []).filter(isDict);
  const stated = entries.flatMap((entry): readonly Brought[] => {
    const name = textIn(entry, 'name');
    const place = /^file:\/\/(.+)$/.exec(textIn(entry, 'repository'))?.[1];
    const elsewhere = place === undefined ? undefined : localPath(home, place);
    const chart =
      inside.find((one) => one.name === name) ??
      (elsewhere === undefined ? undefined : chartAt(project, elsewhere, above, budget));
    if (chart === undefined) return [];
    const tags = entry.get('tags');
    const conditions = textIn(entry, 'condition')
      .split(',')
      .flatMap((one) => one.trim() || []);
    return [{ name: textIn(entry, 'alias') || name, chart, conditions, tags: isList(tags) ? tags.map(String) : [] }];
  });
  const known = new Set(stated.map(({ chart }) => chart));
  return [
    ...stated,
    ...inside.filter((chart) => !known.has(chart)).map((chart) => ({ name: chart.name, chart, conditions: [], tags: [] })),
  ];
}

/** Whether the values of a chart leave in what it brings (Helm, "Tags and Condition fields in dependencies"). */
export function isEnabled({ conditions, tags }: Brought, values: Dict): boolean {
  for (const condition of conditions) {
    const said = condition.split('.').reduce((from: Value, key) => (isDict(from) ? from.get(key) : undefined), values);
    if (typeof said === 'boolean') return said;
  }
  const switches = values.get('tags');
  const told = tags.flatMap((tag) => (isDict(switches) && switches.has(tag) ? [isTrue(switches.get(tag))] : []));
  return told.length === 0 || told.includes(true);
}

/** The values of a chart that another one brings: its own, what the other says of it, and what is said of all. */
export function valuesWithin({ name, chart }: Brought, above: Dict): Dict {
  const own = laidOver(chart.values, above.get(name));
  const global = laidOver(dict(own.get('global')), above.get('global'));
  return global.size === 0 ? own : own.set('global', global);
}

/** Files beside a chart that hold the values of one of its releases: `values-prod.yaml`, `prod.values.yaml`, `values/prod.yaml`. */
const RELEASE_VALUES = /^(?:values[-_.][\w.-]+|[\w-]+[-_.]values|(?:values|env|envs|environments)\/[\w.-]+)\.ya?ml$/;

/** Of several releases the one that serves everybody, then those on the way to it. */
const RELEASES: readonly RegExp[] = [/prod|prd|live/, /main|master|release|default|common|base/, /stag|stg|uat|pre|test|qa/, /./];

/** The chart with the values of a release laid over its own (Helm, "Values Files"), where a file beside it says some. */
export function asReleased(project: Project, chart: Chart): Chart | undefined {
  const { home } = chart;
  const below = ['values', 'env', 'envs', 'environments'].flatMap((folder) =>
    project.list(inDirectory(home, folder)).map((name) => `${folder}/${name}`),
  );
  const named = [...project.list(home), ...below].filter((name) => RELEASE_VALUES.test(name)).sort(byText);
  const wanted = RELEASES.flatMap((release) => named.find((name) => release.test(name.replaceAll('values', ''))) ?? []);
  const said = wanted[0] === undefined ? undefined : mapIn(project, inDirectory(home, wanted[0]));
  return said === undefined || said.size === 0 ? undefined : { ...chart, values: laidOver(chart.values, said) };
}

/** Maps are joined, null takes a key away, anything else replaces. */
function laidOver(below: Dict, over: Value): Dict {
  const made: Dict = new Map([...below].map(([key, value]) => [key, copyOf(value)]));
  for (const [key, value] of dict(over)) {
    const known = made.get(key);
    if (value === undefined) made.delete(key);
    else made.set(key, isDict(known) && isDict(value) ? laidOver(known, value) : copyOf(value));
  }
  return made;
}

/** What templates may read: all but the templates themselves and the charts that it brings, by the path in the chart. */
export function filesOf(project: Project, home: string): Files {
  return new Files(ownFiles(project, home, ''), (name) => {
    const file = project.read(inDirectory(home, name));
    return isReadFailure(file) ? '' : file.text;
  });
}

function ownFiles(project: Project, home: string, below: string): readonly string[] {
  return project.list(below === '' ? home : inDirectory(home, below)).flatMap((name) => {
    if (below === '' && /^(?:templates|charts|Chart\.(?:yaml|lock)|values\.yaml)$/.test(name)) return [];
    const path = below === '' ? name : `${below}/${name}`;
    return project.list(inDirectory(home, path)).length > 0 ? ownFiles(project, home, path) : [path];
  });
}

function filesBelow(project: Project, directory: string): readonly string[] {
  return project.list(directory).flatMap((name) => {
    const path = inDirectory(directory, name);
    return /\.(?:ya?ml|json|tpl)$/.test(name) ? [path] : filesBelow(project, path);
  });
}

function mapIn(project: Project, path: string): Dict {
  const file = project.has(path) ? project.parse(path, readDescriptor) : undefined;
  return file === undefined || isReadFailure(file) ? new Map() : dict(valueFrom(file.yaml.documents[0]));
}

function textIn(map: Dict, key: string): string {
  const value = map.get(key);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
