/** Which reader a descriptor has: by its name, else by what its path looks like; what neither tells, its content does. */
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
import { ARCHITECT_FILES, readArchitect } from './clouds/architect.ts';
import { AZD_FILES, readAzd } from './clouds/azd.ts';
import { FRAMEWORK_FILES, readChalice } from './clouds/frameworks.ts';
import { HOSTED_FILES, readHosted } from './clouds/hosted.ts';
import { readAppRunner, readNixpacks, readRailpack, readRailway } from './clouds/hosting.ts';
import { NOMAD_ENDINGS, readNomad } from './clouds/nomad.ts';
import { readFly } from './clouds/platforms.ts';
import { isContractFile, readContractFile } from './contracts.ts';
import { alone, type FileFacts } from './file-facts.ts';
import type { Part } from './part.ts';
import { PM2_FILES, readPm2 } from './processes/pm2.ts';
import {
  isRunScript,
  RUN_SCRIPTS,
  readCircus,
  readQuadlet,
  readRunScript,
  readSocket,
  readSupervisor,
  readSystemd,
} from './processes/process-managers.ts';
import { readProcfile } from './processes/procfile.ts';
import { beginsPackage, isHandlerFile, readHandlerFile } from './programs/handlers.ts';
import { isListenerFile, readListenerFile } from './programs/listeners.ts';
import { isOfPackage, isPythonProgram, readPythonProgram } from './programs/python-servers.ts';
import { isExportSettings, readExportSettings } from './programs/static-exports.ts';
import { isSettingsFile } from './settings/application-settings.ts';
import { settingsFacts } from './settings/decided-ports.ts';
import { homeOfLiberty, isLibertyFile, readLiberty } from './settings/liberty.ts';
import {
  FLASK_FILE,
  isPythonServerFile,
  isStreamlitFile,
  readFlask,
  readPythonServerFile,
  readStreamlit,
  STREAMLIT_FILE,
} from './settings/python-servers.ts';
import { homeOfVersionFile, isVersionFile, versionFileFacts } from './version-files.ts';

/** A descriptor that speaks of one directory. */
export interface SingleFormat {
  readonly kind: ManifestKind;
  readonly tool: DeploymentFacts['tool'];
  readonly read: (project: Project, path: string) => FileFacts | ReadFailure;
  /** The directory that it speaks of; its own where it does not say. */
  readonly home?: (path: string) => string;
}

type Reader = (file: SourceFile) => FileFacts;

const hosting = (read: Reader): SingleFormat => ({ kind: 'hosting', tool: 'other', read: alone(read) });
const functions = (read: Reader): SingleFormat => ({ kind: 'functions', tool: 'serverless', read: alone(read) });

const SINGLE_BY_NAME: ReadonlyMap<string, SingleFormat> = new Map<string, SingleFormat>([
  ['railpack.json', hosting(readRailpack)],
  ['nixpacks.toml', hosting(readNixpacks)],
  ['apprunner.yml', hosting(readAppRunner)],
  ['apprunner.yaml', hosting(readAppRunner)],
  [FLASK_FILE, { kind: 'process-manager', tool: 'other', read: alone(readFlask) }],
  ['fly.toml', { kind: 'fly', tool: 'other', read: alone(readFly) }],
  ...Object.entries(FRAMEWORK_FILES).map(([name, read]) => [name, functions(read)] as const),
]);

/** The first that takes a path counts. */
const SINGLE_BY_PATH: readonly (SingleFormat & { readonly takes: (path: string) => boolean })[] = [
  {
    takes: (path) => /(?:^|\/)\.chalice\/config\.json$/.test(path),
    ...functions(readChalice),
    home: (path) => directoryOf(directoryOf(path)),
  },
  {
    takes: isStreamlitFile,
    kind: 'process-manager',
    tool: 'other',
    read: alone(readStreamlit),
    home: (path) => directoryOf(directoryOf(path)),
  },
  { takes: isVersionFile, kind: 'version-file', tool: 'version-file', read: versionFileFacts, home: homeOfVersionFile },
  { takes: (path) => isContractFile(baseName(path)), kind: 'proto', tool: 'other', read: alone(readContractFile) },
  { takes: isSettingsFile, kind: 'application-settings', tool: 'other', read: settingsFacts },
  { takes: isLibertyFile, kind: 'application-settings', tool: 'other', read: alone(readLiberty), home: homeOfLiberty },
  { takes: isExportSettings, kind: 'source', tool: 'other', read: alone(readExportSettings) },
  { takes: isPythonServerFile, kind: 'process-manager', tool: 'other', read: alone(readPythonServerFile) },
  {
    takes: (path) => isListenerFile(path) || isHandlerFile(path) || isPythonProgram(path),
    kind: 'source',
    tool: 'other',
    read: sourceFacts,
  },
];

type SeveralReader = (project: Project, path: string) => Part | ReadFailure;

/** Units are read with the files that they name. */
function readUnit(project: Project, path: string): Part | ReadFailure {
  const file = project.read(path);
  return isReadFailure(file) ? file : readSystemd(project, file);
}

/** Descriptors that speak of other directories than their own, or of several services. */
const SEVERAL_BY_NAME: ReadonlyMap<string, SeveralReader> = new Map<string, SeveralReader>([
  ['Procfile', readProcfile],
  ['supervisord.conf', readSupervisor],
  ['circus.ini', readCircus],
  ['railway.toml', alone(readRailway)],
  ...ARCHITECT_FILES.map((name) => [name, alone(readArchitect)] as const),
  ...AZD_FILES.map((name) => [name, alone(readAzd)] as const),
  ...HOSTED_FILES.map((name) => [name, alone(readHosted)] as const),
  ...PM2_FILES.map((name) => [name, readPm2] as const),
]);
const SEVERAL_BY_ENDING: readonly (readonly [ending: string, read: SeveralReader])[] = [
  ['.service', readUnit],
  ['.socket', alone(readSocket)],
  ['.container', alone(readQuadlet)],
  ...NOMAD_ENDINGS.map((ending) => [ending, readNomad] as const),
];

/** Patterns of the files that have a reader by their names. */
export const NAMED_PATTERNS: readonly string[] = [
  ...SINGLE_BY_NAME.keys(),
  ...SEVERAL_BY_NAME.keys(),
  STREAMLIT_FILE,
  ...SEVERAL_BY_ENDING.map(([ending]) => `*${ending}`),
  ...RUN_SCRIPTS,
];

/** Descriptors that speak of the directory they lie in. */
export function singleFor(path: string): SingleFormat | undefined {
  return SINGLE_BY_NAME.get(baseName(path)) ?? SINGLE_BY_PATH.find(({ takes }) => takes(path));
}

/** Descriptors that speak of other directories than their own, or of several services. */
export function severalFor(path: string): SeveralReader | undefined {
  if (isRunScript(path)) return readRunScript;
  return SEVERAL_BY_NAME.get(baseName(path)) ?? SEVERAL_BY_ENDING.find(([ending]) => path.endsWith(ending))?.[1];
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
