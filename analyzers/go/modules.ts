import {
  append,
  type Diagnostic,
  directoryOf,
  inDirectory,
  isReadFailure,
  type Project,
  type SourceFile,
} from '../../src/model/index.ts';
import { parseGoSum } from './files/gosum.ts';
import { type GoMod, type ModProblem, parseGoMod, type Replacement } from './files/modfile.ts';
import { parseVendorList, type VendorList } from './files/vendor.ts';
import { parseGoWork } from './files/workfile.ts';
import { compareGo, DEFAULT_GO_VERSION, DEFAULT_WORK_VERSION, maxGo, STRICT_VERSION } from './gover.ts';
import { contradictionIn, joinDirectory, type MainModule, type WorkSettings } from './replacements.ts';
import { inconsistentVendoring } from './vendoring.ts';

/** The modules and workspaces of a tree, read and related, before anything is said about services. */

export interface Module extends MainModule {
  /** Path of its go.mod. */
  readonly file: string;
  /** Its go.sum, where there is one. */
  readonly sum?: string;
  readonly vendored?: VendorList;
  readonly workspace?: Workspace;
}

export interface Workspace extends WorkSettings {
  /** Path of its go.work. */
  readonly file: string;
  /** Directories of the members that exist. */
  readonly members: readonly string[];
  readonly sum?: string;
  /** The list of its vendor directory, where there is one. */
  readonly vendored?: string;
}

export interface Tree {
  /** By directory, sorted. */
  readonly modules: ReadonlyMap<string, Module>;
  readonly workspaces: readonly Workspace[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The go.work that all of these share, else the one that `go work init` would write for them. */
export function workOf(mains: readonly Module[]): WorkSettings {
  const [first] = mains;
  if (first?.workspace !== undefined && mains.every(({ workspace }) => workspace === first.workspace)) return first.workspace;
  const go = mains.reduce((highest, { mod }) => maxGo(highest, mod.go?.value ?? DEFAULT_GO_VERSION), DEFAULT_GO_VERSION);
  return { go, replace: [], directory: '.' };
}

// The go command reads bytes: a byte order mark is a character that no go.mod may hold.
const textOf = (file: SourceFile): string => Buffer.from(file.bytes).toString('utf8');
const readMod = (file: SourceFile) => parseGoMod(textOf(file), 'strict', file.path);
const readWork = (file: SourceFile) => parseGoWork(textOf(file), file.path);
export const readSum = (file: SourceFile) => parseGoSum(textOf(file));
const readVendor = (file: SourceFile) => parseVendorList(textOf(file));

function named(project: Project, name: string): readonly string[] {
  return project.files.filter((path) => path === name || path.endsWith(`/${name}`));
}

/** Reads every go.mod and go.work of the project; files that the go command would refuse give what could be read. */
export function readTree(project: Project): Tree {
  const diagnostics: Diagnostic[] = [];
  const bare = new Map<string, Module>();
  for (const file of named(project, 'go.mod')) {
    const module = readModule(project, file, diagnostics);
    if (module !== undefined) bare.set(module.directory, module);
  }
  const workspaces = named(project, 'go.work').flatMap((file) => readWorkspace(project, file, bare, diagnostics));
  const modules = new Map<string, Module>();
  for (const [directory, module] of bare) {
    const workspace = workspaceOf(directory, workspaces);
    modules.set(directory, workspace === undefined ? module : { ...module, workspace });
    // A workspace has a vendor directory of its own; its members' are left alone.
    if (workspace === undefined) append(diagnostics, inconsistentVendoring(module));
  }
  return { modules, workspaces, diagnostics };
}

/** The go command looks for go.work from the module's directory upwards; the nearest one decides, if it lists the module. */
function workspaceOf(directory: string, workspaces: readonly Workspace[]): Workspace | undefined {
  let nearest: Workspace | undefined;
  for (const one of workspaces) {
    const encloses = one.directory === '.' || directory === one.directory || directory.startsWith(`${one.directory}/`);
    if (encloses && (nearest === undefined || one.directory.length > nearest.directory.length || nearest.directory === '.')) {
      nearest = one;
    }
  }
  if (nearest?.members.includes(directory)) return nearest;
  return workspaces.find((one) => one.members.includes(directory));
}

function readModule(project: Project, file: string, diagnostics: Diagnostic[]): Module | undefined {
  const parsed = project.parse(file, readMod);
  if (isReadFailure(parsed)) return undefined;
  const { file: mod, problems } = parsed;
  append(diagnostics, [...problems.map((problem) => malformed(file, problem)), ...replacedTwice(file, mod.replace)]);
  if (mod.module === undefined && problems.length === 0) {
    if (isWall(mod)) {
      diagnostics.push(wall(file));
      return undefined;
    }
    diagnostics.push(malformed(file, { at: { line: 1, column: 1 }, message: 'no module declaration in go.mod' }));
  }
  const directory = directoryOf(file);
  const vendored = project.parse(inDirectory(directory, 'vendor/modules.txt'), readVendor);
  return {
    path: mod.module?.path ?? '',
    mod: withMarks(mod),
    directory,
    file,
    ...sumIn(project, directory, 'go.sum', diagnostics),
    ...(isReadFailure(vendored) ? {} : { vendored }),
  };
}

/**
 * `go get` marks what it adds as indirect until `go mod tidy` knows better, which leaves nothing indirect without something
 * direct that needs it; but the modules of tools are marked so as well (Go Modules Reference, "go get", "tool directive").
 */
function withMarks(mod: GoMod): GoMod {
  const isTidy = mod.tool.length > 0 || mod.require.some(({ indirect }) => !indirect);
  return isTidy ? mod : { ...mod, require: mod.require.map((required) => ({ ...required, indirect: false })) };
}

/** A go.mod without any content only keeps the module around it out of its directory. */
function isWall(mod: GoMod): boolean {
  return mod.require.length === 0 && mod.go === undefined && mod.replace.length === 0;
}

function wall(file: string): Diagnostic {
  return {
    code: 'go/no-module',
    severity: 'note',
    message: `${file} declares no module; it only excludes its directory from an outer module, so nothing is read from it`,
    file,
    line: 1,
  };
}

function sumIn(project: Project, directory: string, name: string, diagnostics: Diagnostic[]): { readonly sum?: string } {
  const path = inDirectory(directory, name);
  if (!project.files.includes(path)) return {};
  const sum = project.parse(path, readSum);
  if (isReadFailure(sum)) return {};
  if (sum.problem !== undefined) {
    diagnostics.push(malformed(path, { at: { line: sum.problem.line, column: 1 }, message: sum.problem.message }));
  }
  return { sum: path };
}

const MESSAGE_LIMIT = 240;

/** Messages repeat what stands in the file, which may be anything. */
function clipped(message: string): string {
  return message.length > MESSAGE_LIMIT ? `${message.slice(0, MESSAGE_LIMIT)}…` : message;
}

function oneLine(message: string): string {
  return message
    .split('\n')
    .map((line) => line.trim())
    .join('; ');
}

function malformed(file: string, { at, message }: ModProblem): Diagnostic {
  return {
    code: 'go/malformed',
    severity: 'error',
    message: `${clipped(oneLine(message))} – the go command refuses ${file} until this line is corrected`,
    file,
    line: at.line,
    column: at.column,
    incomplete: true,
  };
}

function replacedTwice(file: string, replacements: readonly Replacement[]): readonly Diagnostic[] {
  const [first, second] = contradictionIn(replacements) ?? [];
  if (first === undefined || second === undefined) return [];
  const left = [second.old.path, second.old.version].filter((part) => part !== '').join(' ');
  const message = `${left} is replaced here and, by something else, in line ${first.at.line}; take one of the lines out`;
  return [malformed(file, { at: second.at, message })];
}

function readWorkspace(
  project: Project,
  file: string,
  modules: ReadonlyMap<string, Module>,
  diagnostics: Diagnostic[],
): readonly Workspace[] {
  const parsed = project.parse(file, readWork);
  if (isReadFailure(parsed)) return [];
  const { file: work, problems } = parsed;
  append(diagnostics, [...problems.map((problem) => malformed(file, problem)), ...replacedTwice(file, work.replace)]);
  const directory = directoryOf(file);
  const members: string[] = [];
  const owners = new Map<string, string>();
  const go = work.go?.value ?? DEFAULT_WORK_VERSION;
  for (const { value, at } of work.use) {
    const member = joinDirectory(directory, value);
    const module = modules.get(member);
    const problem = memberProblem(member, module, owners, go, project) ?? repeated(member, members);
    const place = { file, line: at.line, column: at.column };
    if (problem !== undefined) diagnostics.push({ ...problem, ...place });
    if (module === undefined) continue;
    if (!owners.has(module.path)) owners.set(module.path, member);
    if (!members.includes(member)) members.push(member);
  }
  for (const { old, at } of work.replace) {
    const member = old.version === '' ? owners.get(old.path) : undefined;
    if (member === undefined) continue;
    const message = `every version of ${old.path} is replaced here, which is the workspace's own member ${member}: the go command refuses that; take the line out, or name the version that it is meant for`;
    diagnostics.push({ code: 'go/member-replaced', severity: 'warning', message, file, line: at.line, column: at.column });
  }
  const vendored = inDirectory(directory, 'vendor/modules.txt');
  return [
    {
      file,
      directory,
      go,
      replace: work.replace,
      members,
      ...sumIn(project, directory, 'go.work.sum', diagnostics),
      ...(project.has(vendored) ? { vendored } : {}),
    },
  ];
}

function repeated(member: string, members: readonly string[]): MemberProblem | undefined {
  if (!members.includes(member)) return undefined;
  const message = `go.work lists ${member} twice, which the go command refuses; remove one of the lines`;
  return { code: 'go/duplicate-member', severity: 'warning', message };
}

type MemberProblem = Pick<Diagnostic, 'code' | 'severity' | 'message' | 'incomplete'>;

/** Why the go command would refuse the workspace because of this member. */
function memberProblem(
  member: string,
  module: Module | undefined,
  owners: ReadonlyMap<string, string>,
  go: string,
  project: Project,
): MemberProblem | undefined {
  if (module === undefined) {
    const unseen = member.startsWith('..') || member.startsWith('/') || project.has(inDirectory(member, 'go.mod'));
    return {
      code: 'go/missing-member',
      severity: unseen ? 'note' : 'warning',
      message: unseen
        ? `${member} lies outside of what is analysed here, so this workspace is known in part only`
        : `go.work lists ${member}, which has no go.mod; remove the line or add the module`,
    };
  }
  const twin = owners.get(module.path);
  if (twin !== undefined && twin !== member) {
    return {
      code: 'go/duplicate-member',
      severity: 'warning',
      message: `${twin} and ${member} both declare the module ${module.path}; the go command refuses a workspace with two of one path`,
    };
  }
  const needs = module.mod.go?.value ?? DEFAULT_GO_VERSION;
  if (compareGo(needs, go) <= 0 || compareGo(needs, STRICT_VERSION) < 0) return undefined;
  return {
    code: 'go/work-too-old',
    severity: 'warning',
    message: `${module.file} asks for go ${needs}, this go.work only for go ${go}; raise its go line to ${needs} (go work use does it)`,
  };
}
