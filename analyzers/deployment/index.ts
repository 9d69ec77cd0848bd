import { BAKE_FILES, TILT_FILES } from '../../src/formats/builds/named-builds.ts';
import { isComposeFile } from '../../src/formats/compose-name.ts';
import { ABOUT_DOCKERFILES } from '../../src/formats/dockerfile/file-name.ts';
import { directoryOf, isReadFailure, type Project } from '../../src/model/index.ts';
import type { Analyzer, Assemble } from '../analyzer.ts';
import { readByContent } from './by-content.ts';
import { assembleCdk, CDK_FILES, CDK_SOURCES } from './cdk/functions.ts';
import { assembleSst, SST_FILES } from './cdk/sst.ts';
import { assembleTerraform, isTerraform, TERRAFORM_PATTERNS } from './clouds/terraform.ts';
import { assembleCompose } from './compose/assemble.ts';
import { COMPOSE_PATTERNS, OVERRIDE_PATTERNS } from './compose/projects.ts';
import { CONTRACT_FILES } from './contracts.ts';
import { NAMED_PATTERNS, severalFor, singleFor } from './descriptor-formats.ts';
import { assembleDockerfiles, DOCKERFILE_PATTERNS, isDockerfile } from './dockerfile/assemble.ts';
import { deploymentFacts } from './facts.ts';
import { builtElsewhere, madeElsewhere, readNamedBuilds, withBuilds } from './named-builds.ts';
import { type Part, partsTogether } from './part.ts';
import { HANDLER_FILES } from './programs/handlers.ts';
import { LISTENER_FILES } from './programs/listeners.ts';
import { PYTHON_PROGRAM_FILES } from './programs/python-servers.ts';
import { withSilence } from './programs/silent-programs.ts';
import { startedFiles } from './programs/started-files.ts';
import { STATIC_EXPORT_FILES } from './programs/static-exports.ts';
import { commandRule } from './rules/command.ts';
import { osRule } from './rules/os.ts';
import { portRule } from './rules/port.ts';
import { isSettingsFile, SERVER_SETTINGS_FILES } from './settings/application-settings.ts';
import { assembleGoSettings, GO_SETTINGS_FILES } from './settings/go-settings.ts';
import { LIBERTY_FILE } from './settings/liberty.ts';
import { PYTHON_SERVER_FILES } from './settings/python-servers.ts';
import { servedSettings, withServed } from './settings/served-settings.ts';
import { UNREAD } from './unread.ts';
import { VERSION_FILES } from './version-files.ts';

/** Names that templates and workloads in JSON go by, and folders that hold nothing else. */
const JSON_PATTERNS: readonly string[] = [
  'template.json',
  '*.template',
  '*.template.json',
  '*-template.json',
  'cloudformation*.json',
  'railway.json',
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
export const deployment: Analyzer<null> = {
  id: 'deployment',
  files: [
    ...DOCKERFILE_PATTERNS,
    ...COMPOSE_PATTERNS,
    ...TERRAFORM_PATTERNS,
    '*.yml',
    '*.yaml',
    ...JSON_PATTERNS,
    'Kustomization',
    ...NAMED_PATTERNS,
    ...VERSION_FILES,
    ...CONTRACT_FILES,
    ...SERVER_SETTINGS_FILES,
    ...LISTENER_FILES,
    ...HANDLER_FILES,
    ...PYTHON_PROGRAM_FILES,
    ...PYTHON_SERVER_FILES,
    ...GO_SETTINGS_FILES,
    LIBERTY_FILE,
    ...STATIC_EXPORT_FILES,
    ...BAKE_FILES,
    ...TILT_FILES,
    ...CDK_FILES,
    ...SST_FILES,
  ],
  sources: [
    ...CONTRACT_FILES,
    ...SERVER_SETTINGS_FILES,
    ...GO_SETTINGS_FILES,
    LIBERTY_FILE,
    ...LISTENER_FILES,
    ...HANDLER_FILES,
    ...PYTHON_PROGRAM_FILES,
    ...PYTHON_SERVER_FILES,
    ...STATIC_EXPORT_FILES,
    ...CDK_SOURCES,
    ...SST_FILES,
  ],
  about: ABOUT_DOCKERFILES.flatMap((ending) => [`Dockerfile*.${ending}`, `Containerfile*.${ending}`]),
  unread: UNREAD,
  named: { files: COMPOSE_PATTERNS, but: OVERRIDE_PATTERNS, by: '`docker compose -f`, or COMPOSE_FILE in .env,' },
  axis: null,
  rules: [portRule, osRule, commandRule],
  read(project: Project): Assemble<null> {
    const named = readNamedBuilds(project);
    const made = madeElsewhere(project, named);
    const compose = assembleCompose(project, project.files.filter(isComposeFile), made);
    const parts: readonly Part[] = [
      assembleDockerfiles(
        project,
        project.files.filter(isDockerfile),
        new Map([...builtElsewhere(project, named, made), ...compose.builds]),
        made,
      ),
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
      assembleGoSettings(project),
      assembleCdk(project),
      assembleSst(project),
      assembleTerraform(project, project.files.filter(isTerraform)),
    ];
    const { deployments: said, diagnostics } = partsTogether(parts);
    const started = startedFiles(project, said);
    const deployments = [...said.map(withSilence), ...started];
    const assembly = { units: [], deployments: withBuilds(project, deployments, named), diagnostics };
    return () => assembly;
  },
};

function readSeveral(project: Project, path: string): Part {
  const read = severalFor(path);
  const part = read === undefined ? NOTHING : read(project, path);
  return isReadFailure(part) ? NOTHING : part;
}

const NOTHING: Part = { deployments: [], diagnostics: [] };

function readSingle(project: Project, path: string): Part {
  const single = singleFor(path);
  if (single === undefined) return NOTHING;
  const facts = single.read(project, path);
  if (isReadFailure(facts)) return NOTHING;
  const { diagnostics, ...said } = facts;
  if (Object.values(said).every((list) => list.length === 0)) return { deployments: [], diagnostics };
  return {
    deployments: [deploymentFacts(path, single.kind, single.tool, { directory: single.home?.(path) ?? directoryOf(path) }, said)],
    diagnostics,
  };
}
