import {
  append,
  baseName,
  type Demand,
  type DeploymentFacts,
  directoryOf,
  isReadFailure,
  type ManifestKind,
  type Project,
  type ReadFailure,
  type SourceFile,
  type Trait,
} from '../../src/model/index.ts';
import type { Analyzer, Assemble } from '../analyzer.ts';
import { BEHAVIOUR_FILES, CONTRACT_FILES, isContractFile, isSettingsFile, readContractFile, settingsFacts } from './behaviour.ts';
import { readByContent } from './by-content.ts';
import { assembleCdk, CDK_FILES, CDK_SOURCES } from './cdk/functions.ts';
import { assembleSst, SST_FILES } from './cdk/sst.ts';
import { FRAMEWORK_FILES, readChalice } from './clouds/frameworks.ts';
import { HOSTED_FILES, readHosted } from './clouds/hosted.ts';
import { readAppRunner, readNixpacks, readRailpack, readRailway } from './clouds/hosting.ts';
import { readFly } from './clouds/platforms.ts';
import { assembleTerraform, isTerraform, TERRAFORM_PATTERNS } from './clouds/terraform.ts';
import { assembleCompose } from './compose/assemble.ts';
import { COMPOSE_PATTERNS, isComposeFile } from './compose/projects.ts';
import { assembleDockerfiles, DOCKERFILE_PATTERNS, isDockerfile } from './dockerfile/assemble.ts';
import { deploymentFacts } from './facts.ts';
import type { FileFacts } from './file-facts.ts';
import { type Part, partsTogether } from './part.ts';
import { PM2_FILES, readPm2, readQuadlet, readSupervisor, readSystemd } from './process-managers.ts';
import { readProcfile } from './procfile.ts';
import { beginsPackage, HANDLER_FILES, isHandlerFile, readHandlerFile } from './programs/handlers.ts';
import { isListenerFile, LISTENER_FILES, readListenerFile } from './programs/listeners.ts';
import { isOfPackage, isPythonProgram, PYTHON_PROGRAM_FILES, readPythonProgram } from './programs/python-servers.ts';
import { commandRule } from './rules/command.ts';
import { osRule } from './rules/os.ts';
import { portRule } from './rules/port.ts';
import { servedSettings, withServed } from './settings/served-settings.ts';
import { isServerFile, readServerFile, SERVER_FILES } from './settings/server-settings.ts';
import { UNREAD } from './unread.ts';
import { homeOfVersionFile, isVersionFile, readVersionFile, VERSION_FILES } from './version-files.ts';

/** Names that templates and workloads in JSON go by, and folders that hold nothing else. */
const JSON_PATTERNS: readonly string[] = [
  'template.json',
  '*.template',
  '*.template.json',
  '*-template.json',
  'cloudformation*.json',
  'railway.json',
  'railpack.json',
  'serverless.json',
  '.chalice/config.json',
  'Dockerrun.aws.json',
  'task-definition*.json',
  'taskdef*.json',
  '*-task-definition.json',
  ...['deployment', 'statefulset', 'daemonset', 'cronjob', 'pod'].flatMap((kind) => [`${kind}*.json`, `*-${kind}.json`]),
  ...['k8s', 'kubernetes', 'kube', 'manifests', 'deploy', 'deployment', 'deployments'].map((folder) => `${folder}/*.json`),
];

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
    'Kustomization',
    'fly.toml',
    'railway.toml',
    'nixpacks.toml',
    '*.service',
    '*.container',
    'supervisord.conf',
    ...PM2_FILES,
    ...VERSION_FILES,
    ...BEHAVIOUR_FILES,
    ...LISTENER_FILES,
    ...HANDLER_FILES,
    ...PYTHON_PROGRAM_FILES,
    ...HOSTED_FILES,
    ...SERVER_FILES,
    ...Object.keys(FRAMEWORK_FILES),
    ...CDK_FILES,
    ...SST_FILES,
  ],
  sources: [
    ...CONTRACT_FILES,
    ...LISTENER_FILES,
    ...HANDLER_FILES,
    ...PYTHON_PROGRAM_FILES,
    ...SERVER_FILES,
    ...CDK_SOURCES,
    ...SST_FILES,
  ],
  unread: UNREAD,
  named: { files: COMPOSE_PATTERNS, by: '`docker compose -f`, or COMPOSE_FILE in .env,' },
  targets: [],
  rules: [portRule, osRule, commandRule],
  read(project: Project): Assemble {
    const compose = assembleCompose(project, project.files.filter(isComposeFile));
    const parts: readonly Part[] = [
      assembleDockerfiles(project, project.files.filter(isDockerfile), compose.builds),
      compose,
      ...withServed(
        servedSettings(project, project.files.filter(isSettingsFile)),
        project.files.map((path) => readSingle(project, path)),
      ),
      readByContent(
        project,
        project.files.filter((path) => singleFor(path) === undefined && severalFor(path) === undefined),
      ),
      ...project.files.map((path) => readSeveral(project, path)),
      assembleCdk(project),
      assembleSst(project),
      assembleTerraform(project, project.files.filter(isTerraform)),
    ];
    const assembly = { units: [], ...partsTogether(parts) };
    return () => assembly;
  },
};

/** Descriptors by name that speak of other directories than their own, or of several services. */
function severalFor(path: string): ((file: SourceFile) => Part) | undefined {
  const name = baseName(path);
  if (name === 'railway.toml') return readRailway;
  if (HOSTED_FILES.includes(name)) return readHosted;
  if (name.endsWith('.service')) return readSystemd;
  if (name.endsWith('.container')) return readQuadlet;
  return PM2_FILES.includes(name) ? readPm2 : undefined;
}

function readSeveral(project: Project, path: string): Part {
  const read = severalFor(path);
  const part = read === undefined ? NOTHING : project.parse(path, read);
  return isReadFailure(part) ? NOTHING : part;
}

const NOTHING: Part = { deployments: [], diagnostics: [] };

interface Single {
  readonly kind: ManifestKind;
  readonly tool: DeploymentFacts['tool'];
  readonly read: (project: Project, path: string) => FileFacts | ReadFailure;
  /** The directory that it speaks of, where it is not its own. */
  readonly home?: string;
}

const alone =
  (read: (file: SourceFile) => FileFacts): Single['read'] =>
  (project, path) =>
    project.parse(path, read);

/** Descriptors that speak of the directory they lie in. */
function singleFor(path: string): Single | undefined {
  const name = baseName(path);
  if (name === 'Procfile') return { kind: 'procfile', tool: 'procfile', read: alone(readProcfile) };
  if (name === 'supervisord.conf') return { kind: 'process-manager', tool: 'other', read: alone(readSupervisor) };
  if (name === 'railpack.json') return { kind: 'hosting', tool: 'other', read: alone(readRailpack) };
  if (/(?:^|\/)\.chalice\/config\.json$/.test(path))
    return { kind: 'functions', tool: 'serverless', read: alone(readChalice), home: directoryOf(directoryOf(path)) };
  if (name === 'nixpacks.toml') return { kind: 'hosting', tool: 'other', read: alone(readNixpacks) };
  if (/^apprunner\.ya?ml$/.test(name)) return { kind: 'hosting', tool: 'other', read: alone(readAppRunner) };
  if (name === 'fly.toml') return { kind: 'fly', tool: 'other', read: alone(readFly) };
  if (isVersionFile(path))
    return { kind: 'version-file', tool: 'version-file', read: alone(readVersionFile), home: homeOfVersionFile(path) };
  const framework = Object.hasOwn(FRAMEWORK_FILES, name) ? FRAMEWORK_FILES[name] : undefined;
  if (framework !== undefined) return { kind: 'functions', tool: 'serverless', read: alone(framework) };
  if (isContractFile(name)) return { kind: 'proto', tool: 'other', read: alone(readContractFile) };
  if (isSettingsFile(path)) return { kind: 'application-settings', tool: 'other', read: settingsFacts };
  if (isServerFile(path)) return { kind: 'process-manager', tool: 'other', read: alone(readServerFile) };
  if (isListenerFile(path) || isHandlerFile(path) || isPythonProgram(path))
    return { kind: 'source', tool: 'other', read: sourceFacts };
  return undefined;
}

/** What program text says of how it is called: that it takes messages, that Lambda calls it, where it listens. */
function sourceFacts(project: Project, path: string): FileFacts | ReadFailure {
  const read = [
    ...(isListenerFile(path) ? [project.parse(path, readListenerFile)] : []),
    ...(isHandlerFile(path) && beginsPackage(path, project.list) ? [project.parse(path, readHandlerFile)] : []),
    ...(isPythonProgram(path) && isOfPackage(path, project.list) ? [readPythonProgram(project, path)] : []),
  ];
  const traits: Trait[] = [];
  const demands: Demand[] = [];
  for (const facts of read) {
    if (isReadFailure(facts)) return facts;
    append(traits, facts.traits ?? []);
    append(demands, facts.demands ?? []);
  }
  return { traits, demands, diagnostics: [] };
}

function readSingle(project: Project, path: string): Part {
  const single = singleFor(path);
  if (single === undefined) return NOTHING;
  const facts = single.read(project, path);
  if (isReadFailure(facts)) return NOTHING;
  const { diagnostics, ...said } = facts;
  if (Object.values(said).every((list) => list.length === 0)) return { deployments: [], diagnostics };
  return {
    deployments: [deploymentFacts(path, single.kind, single.tool, { directory: single.home ?? directoryOf(path) }, said)],
    diagnostics,
  };
}
