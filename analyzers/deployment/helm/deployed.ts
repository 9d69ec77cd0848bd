/**
 * What charts deploy by their own values, and by those of a release beside them where their own leave a template open. What a
 * release sets elsewhere is not known here; templates that say nothing without it are told.
 */
import { yamlAt, yamlText } from '../../../src/formats/yaml/yaml.ts';
import { type DeploymentFacts, type Diagnostic, inDirectory, isReadFailure, type Project } from '../../../src/model/index.ts';
import { isWorkload, objectsIn } from '../kubernetes/objects.ts';
import { workloadsOf } from '../kubernetes/workloads.ts';
import { type Part, partsTogether } from '../part.ts';
import { readDocuments } from '../yaml-facts.ts';
import { asReleased, type Chart, chartProblems, chartsOf } from './chart.ts';
import { RELEASE, type RenderedFile, renderChart } from './render.ts';

export function readCharts(project: Project): Part {
  return partsTogether([
    { deployments: [], diagnostics: chartProblems(project) },
    ...chartsOf(project).map((chart) => {
      const made = madeOf(project, chart);
      return {
        deployments: made.flatMap(({ deployments }) => deployments),
        diagnostics: [...untoldIn(chart.home, untoldOf(made)), ...cutIn(chart)],
      };
    }),
  ]);
}

function madeOf(project: Project, chart: Chart): readonly Deployed[] {
  const render = (one: Chart): readonly Deployed[] =>
    renderChart(project, one, mayDeploy).map((file) => deployedBy(project, file));
  const own = render(chart);
  const released = untoldOf(own).length === 0 ? undefined : asReleased(project, chart);
  const made = released === undefined ? own : render(released);
  return untoldOf(made).length < untoldOf(own).length ? made : own;
}

function untoldOf(made: readonly Deployed[]): readonly Untold[] {
  return made.flatMap((one) => one.untold ?? []);
}

/** Whole workloads may stand in named templates. */
function mayDeploy(text: string): boolean {
  return isWorkload(text) || /\b(?:include|template)\b/.test(text);
}

/** A template of workloads that nothing is known of, or not all. */
interface Untold {
  readonly file: string;
  readonly line: number;
  readonly reason: string;
}

interface Deployed {
  readonly deployments: readonly DeploymentFacts[];
  readonly untold?: Untold;
}

function deployedBy(project: Project, file: RenderedFile): Deployed {
  const { path } = file;
  if (file.kind === 'refused') {
    const source = project.read(path);
    const concerns = !isReadFailure(source) && isWorkload(source.text);
    return { deployments: [], ...(concerns ? { untold: { file: path, line: file.line, reason: file.reason } } : {}) };
  }
  const { lines, open } = file;
  const objects = readDocuments(file, isWorkload)
    .flatMap((descriptor) => objectsIn({ ...descriptor, lines }))
    .filter(({ object }) => !isTest(yamlText(yamlAt(object, 'metadata', 'annotations', 'helm.sh/hook'))));
  const deployments = workloadsOf(objects).map(withoutRelease);
  const [first] = open;
  if (first === undefined || objects.length === 0) return { deployments };
  return { deployments, untold: { file: path, line: first, reason: 'what this line says depends on the release' } };
}

/** What `helm test` runs is there for a moment. */
function isTest(hook = ''): boolean {
  return hook !== '' && hook.split(',').every((one) => /^\s*test(?:-success|-failure)?\s*$/.test(one));
}

/** Services are not called after the release. */
function withoutRelease(facts: DeploymentFacts): DeploymentFacts {
  const { join, processes } = facts;
  return {
    ...facts,
    join: join.name === undefined ? join : { ...join, name: ownName(join.name) },
    processes: processes.map((one) => ({ ...one, name: ownName(one.name) })),
  };
}

function ownName(name: string): string {
  return name.startsWith(`${RELEASE}-`) ? name.slice(RELEASE.length + 1) : name;
}

function cutIn({ home, isCut }: Chart): readonly Diagnostic[] {
  if (!isCut) return [];
  const message = `the chart in ${home} brings more charts than are read, so what the rest deploys is not known; render it (helm template) into the repository to have it compared`;
  return [{ code: 'kubernetes/templated', severity: 'note', message, file: inDirectory(home, 'Chart.yaml'), line: 1 }];
}

function untoldIn(home: string, untold: readonly Untold[]): readonly Diagnostic[] {
  const [first, ...others] = untold;
  if (first === undefined) return [];
  const more = others.length === 0 ? '' : `; the same goes for ${others.length} more of its templates`;
  const message = `what this template of the chart in ${home} deploys is not known from its own values: ${first.reason}${more}; render it with those of a release (helm template) into the repository to have it compared`;
  return [{ code: 'kubernetes/templated', severity: 'note', message, file: first.file, line: first.line }];
}
