/** Descriptors in YAML and JSON, which their content tells rather than their names. */

import { isComposeFile } from '../../src/formats/compose-name.ts';
import {
  append,
  baseName,
  type DeploymentFacts,
  type Diagnostic,
  directoryOf,
  isReadFailure,
  type Project,
  type ReadFailure,
} from '../../src/model/index.ts';
import { isAnsible, readAnsible } from './clouds/ansible.ts';
import { isTemplate, readTemplate } from './clouds/cloudformation.ts';
import { isContainerApp, readContainerApp } from './clouds/container-apps.ts';
import { isTaskDefinition, readTaskDefinition } from './clouds/ecs.ts';
import {
  isAppPlatform,
  isCloudFoundry,
  isCopilot,
  isDockerrun,
  readAppPlatform,
  readCloudFoundry,
  readCopilot,
  readDockerrun,
  readHeroku,
  readRailway,
} from './clouds/hosting.ts';
import { isNais, readNais } from './clouds/nais.ts';
import { isAppEngine, isRender, readAppEngine, readRender } from './clouds/platforms.ts';
import { isServerless, readServerless } from './clouds/serverless.ts';
import { isTerraform } from './clouds/terraform.ts';
import { alone } from './file-facts.ts';
import { chartHomes } from './helm/chart.ts';
import { readCharts } from './helm/deployed.ts';
import { isKustomization } from './kubernetes/kustomization.ts';
import { type Kustomized, kustomized } from './kubernetes/kustomize.ts';
import { isTemplated, isWorkload, readObjects } from './kubernetes/objects.ts';
import { workloadsOf } from './kubernetes/workloads.ts';
import type { Part } from './part.ts';
import { isDropwizard, readDropwizard } from './settings/dropwizard.ts';

interface Reader {
  /** Whether a file is worth parsing, by its path and its text. */
  readonly is: (path: string, text: string) => boolean;
  readonly read: (project: Project, path: string, kustomized: Kustomized) => Part | ReadFailure;
  /** Whether a template engine may have its code in it. */
  readonly templated?: true;
}

function readWorkloads(project: Project, path: string, { variantsOf }: Kustomized): Part | ReadFailure {
  const found = project.parse(path, readObjects);
  if (isReadFailure(found)) return found;
  return { deployments: workloadsOf(found.objects.flatMap(variantsOf)), diagnostics: found.diagnostics };
}

/** First match reads the file. */
const READERS: readonly Reader[] = [
  { is: isServerless, read: readServerless },
  { is: isAppEngine, read: alone(readAppEngine) },
  { is: isRender, read: alone(readRender) },
  { is: (path) => baseName(path) === 'railway.json', read: alone(readRailway) },
  { is: (path) => /^heroku\.ya?ml$/.test(baseName(path)), read: alone(readHeroku) },
  { is: isAppPlatform, read: alone(readAppPlatform) },
  { is: isCopilot, read: alone(readCopilot) },
  { is: isCloudFoundry, read: alone(readCloudFoundry) },
  { is: isDockerrun, read: alone(readDockerrun) },
  { is: isTemplate, read: alone(readTemplate) },
  { is: (_, text) => isTaskDefinition(text), read: alone(readTaskDefinition) },
  { is: (_, text) => isNais(text), read: alone(readNais) },
  { is: isAnsible, read: alone(readAnsible) },
  { is: (_, text) => isContainerApp(text), read: alone(readContainerApp), templated: true },
  { is: (_, text) => isWorkload(text), read: readWorkloads, templated: true },
  { is: isDropwizard, read: readDropwizard },
];

/** Generated or read by others; long, and never a descriptor. */
const OTHERS =
  /^(?:pnpm-lock|pnpm-workspace|yarn|Chart|values.*|mkdocs|\.[\w.-]+|_config|openapi.*|swagger.*|buf.*|action|codecov|dependabot|renovate)\.ya?ml$/;

/** Of these files the YAML and JSON; code of a template engine outside of charts is told once for its directory and never guessed at. */
export function readByContent(project: Project, paths: readonly string[]): Part {
  const kustomizations = kustomized(project);
  const deployments: DeploymentFacts[] = [...kustomizations.deployments];
  const diagnostics: Diagnostic[] = [...kustomizations.diagnostics];
  const templated = new Map<string, string>();
  const homes = new Set(chartHomes(project));
  const charts = readCharts(project);
  append(deployments, charts.deployments);
  append(diagnostics, charts.diagnostics);
  for (const path of paths) {
    if (!isCandidate(path) || isOfChart(path, homes)) continue;
    const found = readOne(project, path, kustomizations);
    if (typeof found === 'string') templated.set(found, templated.get(found) ?? path);
    else if (found !== undefined) {
      if (!kustomizations.isSetAside(path)) append(deployments, found.deployments);
      append(diagnostics, found.diagnostics);
    }
  }
  for (const [home, file] of templated) {
    const message = `what the templates in ${home} deploy is known only once they are rendered, so nothing is read from them; render them (helm template, kustomize build) into the repository to have it compared`;
    diagnostics.push({ code: 'kubernetes/templated', severity: 'note', message, file, line: 1 });
  }
  return { deployments, diagnostics };
}

function isCandidate(path: string): boolean {
  return (
    /\.(?:ya?ml|json|template)$/.test(path) &&
    !OTHERS.test(baseName(path)) &&
    !isComposeFile(path) &&
    !isKustomization(path) &&
    !isTerraform(path)
  );
}

/** What a file says; its directory where it is a template of what nobody here renders. */
function readOne(project: Project, path: string, kustomizations: Kustomized): Part | string | undefined {
  const file = project.read(path);
  if (isReadFailure(file)) return undefined;
  const reader = READERS.find(({ is }) => is(path, file.text));
  if (reader === undefined) return undefined;
  if (reader.templated === true && isTemplated(file.text, (document) => reader.is(path, document))) return directoryOf(path);
  const part = reader.read(project, path, kustomizations);
  return isReadFailure(part) ? undefined : part;
}

/** Whether it is a template of a chart. */
function isOfChart(path: string, charts: ReadonlySet<string>): boolean {
  for (let at = path.indexOf('templates/'); at >= 0; at = path.indexOf('templates/', at + 1))
    if (charts.has(at === 0 ? '.' : path.slice(0, at - 1))) return true;
  return false;
}
