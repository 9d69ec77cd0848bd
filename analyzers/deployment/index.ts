import {
  baseName,
  type DeploymentFacts,
  type Diagnostic,
  directoryOf,
  isReadFailure,
  type Project,
  type ReadFailure,
  type SourceFile,
  type Target,
} from '../../src/model/index.ts';
import type { Analyzer, Assembly } from '../analyzer.ts';
import { BEHAVIOUR_FILES, isSettingsFile, readContractFile, readSettingsFile } from './behaviour.ts';
import { isTaskDefinition, isTemplate, readTaskDefinition, readTemplate } from './cloudformation.ts';
import { assembleCompose } from './compose/assemble.ts';
import { COMPOSE_PATTERNS, isComposeFile } from './compose/layers.ts';
import { assembleDockerfiles, DOCKERFILE_PATTERNS, isDockerfile } from './dockerfile/assemble.ts';
import { deploymentFacts } from './facts.ts';
import type { FileFacts } from './file-facts.ts';
import { FRAMEWORK_FILES } from './frameworks.ts';
import { isTemplated, isWorkload, readWorkloads } from './kubernetes.ts';
import { isAppEngine, isRender, readAppEngine, readFly, readRender } from './platforms.ts';
import { readProcfile } from './procfile.ts';
import { commandRule } from './rules/command.ts';
import { osRule } from './rules/os.ts';
import { portRule } from './rules/port.ts';
import { isServerless, readServerless } from './serverless.ts';
import { assembleTerraform, TERRAFORM_PATTERNS } from './terraform.ts';
import { readVersionFile, VERSION_FILES } from './version-files.ts';

const JSON_PATTERNS: readonly string[] = ['template.json', 'task-definition*.json', 'taskdef*.json', '*-task-definition.json'];

/** How services run: Dockerfiles, compose, Kubernetes, SAM, serverless.yml, Procfiles, version files; see README.md. */
export const deployment: Analyzer = {
  id: 'deployment',
  files: [
    ...DOCKERFILE_PATTERNS,
    ...COMPOSE_PATTERNS,
    ...TERRAFORM_PATTERNS,
    '*.yml',
    '*.yaml',
    ...JSON_PATTERNS,
    'Procfile',
    'fly.toml',
    ...VERSION_FILES,
    ...BEHAVIOUR_FILES,
    ...Object.keys(FRAMEWORK_FILES),
  ],
  generated: [],
  targets: [],
  rules: [portRule, osRule, commandRule],
  assemble(project: Project, _target: Target): Assembly {
    const compose = assembleCompose(project, project.files.filter(isComposeFile));
    const parts: readonly Part[] = [
      assembleDockerfiles(project, project.files.filter(isDockerfile), compose.builds),
      compose,
      ...project.files.map((path) => readSingle(project, path)),
      readTemplates(project),
      assembleTerraform(
        project,
        project.files.filter((path) => path.endsWith('.tf')),
      ),
    ];
    return {
      units: [],
      deployments: parts.flatMap(({ deployments }) => deployments),
      diagnostics: parts.flatMap(({ diagnostics }) => diagnostics),
    };
  },
};

export interface Part {
  readonly deployments: readonly DeploymentFacts[];
  readonly diagnostics: readonly Diagnostic[];
}

const NOTHING: Part = { deployments: [], diagnostics: [] };

interface Single {
  readonly kind: string;
  readonly tool: DeploymentFacts['tool'];
  readonly read: (file: SourceFile) => FileFacts;
}

/** Descriptors that speak of the directory they lie in and need no other file. */
function singleFor(path: string): Single | undefined {
  const name = baseName(path);
  if (name === 'Procfile') return { kind: 'procfile', tool: 'procfile', read: readProcfile };
  if (name === 'fly.toml') return { kind: 'fly', tool: 'other', read: readFly };
  if (VERSION_FILES.includes(name)) return { kind: 'version-file', tool: 'version-file', read: readVersionFile };
  const framework = Object.hasOwn(FRAMEWORK_FILES, name) ? FRAMEWORK_FILES[name] : undefined;
  if (framework !== undefined) return { kind: 'functions', tool: 'serverless', read: framework };
  if (name.endsWith('.proto')) return { kind: 'proto', tool: 'other', read: readContractFile };
  if (isSettingsFile(path)) return { kind: 'application-settings', tool: 'other', read: readSettingsFile };
  return undefined;
}

function readSingle(project: Project, path: string): Part {
  const single = singleFor(path);
  if (single === undefined) return NOTHING;
  const facts = project.parse(path, single.read);
  if (isReadFailure(facts)) return NOTHING;
  const { diagnostics, ...said } = facts;
  if (Object.values(said).every((list) => list.length === 0)) return { deployments: [], diagnostics };
  return {
    deployments: [deploymentFacts(path, single.kind, single.tool, { directory: directoryOf(path) }, said)],
    diagnostics,
  };
}

interface Reader {
  /** Whether a file is worth parsing, by its path and its text. */
  readonly is: (path: string, text: string) => boolean;
  readonly read: (project: Project, path: string) => Part | ReadFailure;
  /** Whether a template engine may have its code in it. */
  readonly templated?: true;
}

const alone =
  (read: (file: SourceFile) => Part): Reader['read'] =>
  (project, path) =>
    project.parse(path, read);

/** First match reads the file. */
const READERS: readonly Reader[] = [
  { is: isServerless, read: readServerless },
  { is: isAppEngine, read: alone(readAppEngine) },
  { is: isRender, read: alone(readRender) },
  { is: (_, text) => isTemplate(text), read: alone(readTemplate) },
  { is: (_, text) => isTaskDefinition(text), read: alone(readTaskDefinition) },
  { is: (_, text) => isWorkload(text), read: alone(readWorkloads), templated: true },
];

/** Generated or read by others; long, and never a descriptor. */
const OTHERS =
  /^(?:pnpm-lock|pnpm-workspace|yarn|Chart|values.*|mkdocs|\.[\w.-]+|_config|openapi.*|swagger.*|buf.*|action|codecov|dependabot|renovate)\.ya?ml$/;

/** Everything else in YAML or JSON; code of a template engine is told once for its chart or directory and never guessed at. */
function readTemplates(project: Project): Part {
  const deployments: DeploymentFacts[] = [];
  const diagnostics: Diagnostic[] = [];
  const templated = new Map<string, string>();
  const charts = new Set(project.files.filter((path) => baseName(path) === 'Chart.yaml').map(directoryOf));
  for (const path of project.files) {
    if (!/\.(?:ya?ml|json)$/.test(path) || OTHERS.test(baseName(path)) || isComposeFile(path)) continue;
    if (singleFor(path) !== undefined) continue;
    const chart = chartOf(path, charts);
    if (chart !== undefined) {
      templated.set(chart, templated.get(chart) ?? path);
      continue;
    }
    const file = project.read(path);
    if (isReadFailure(file)) continue;
    const reader = READERS.find(({ is }) => is(path, file.text));
    if (reader === undefined) continue;
    if (reader.templated === true && isTemplated(file.text)) {
      const home = directoryOf(path);
      templated.set(home, templated.get(home) ?? path);
      continue;
    }
    const part = reader.read(project, path);
    if (isReadFailure(part)) continue;
    deployments.push(...part.deployments);
    diagnostics.push(...part.diagnostics);
  }
  for (const [home, file] of templated) {
    const message = `what the templates in ${home} deploy is known only once they are rendered, so nothing is read from them; render them (helm template, kustomize build) into the repository to have it compared`;
    diagnostics.push({ code: 'kubernetes/templated', severity: 'note', message, file, line: 1 });
  }
  return { deployments, diagnostics };
}

/** The chart to whose templates a file belongs. */
function chartOf(path: string, charts: ReadonlySet<string>): string | undefined {
  for (let at = path.indexOf('templates/'); at >= 0; at = path.indexOf('templates/', at + 1)) {
    const home = at === 0 ? '.' : path.slice(0, at - 1);
    if (charts.has(home)) return home;
  }
  return undefined;
}
