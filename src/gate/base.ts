import { type Analysis, analyze, findConflicts } from '../analyze.ts';
import { type LoadedConfig, loadConfig, settingsFiles } from '../config/load.ts';
import { ParseCache } from '../discover/project.ts';
import { type RecordedTree, recordedTree } from '../discover/recorded-tree.ts';
import type { FileTree } from '../discover/tree.ts';
import {
  type Conflict,
  type Diagnostic,
  type Fleet,
  isReadFailure,
  isWithin,
  pathBelow,
  plural,
  type ServiceId,
  unreadServices,
} from '../model/index.ts';
import type { AnalyzeRequest } from '../request.ts';
import type { GitAnswer } from './answer.ts';
import { type Changes, changesSince, type FormerRoot, formerRoot } from './changes.ts';
import { compareConflicts } from './compare.ts';
import { mergeBase, notHere, openRepository } from './git.ts';
import { type GitTreeOptions, gitTree, type UnknownModules } from './git-tree.ts';
import { movedServices } from './moves.ts';
import { withStatuses } from './statuses.ts';

/** What is asked of a work tree and the commit that it is compared with. */
export interface BaseRequest extends AnalyzeRequest {
  /** Absolute path of the analysed root on disk. */
  readonly root: string;
  /** A branch, tag or commit; the merge base of it and HEAD is compared with the work tree. */
  readonly base: string;
  /** The user named a config: it holds for both sides. */
  readonly sameConfig: boolean;
  /** As for the work tree. */
  readonly maxFileSize?: number;
}

/** Judges the work tree and says of every conflict whether the change since the merge base adds, keeps or resolves it. */
export async function analyzeAgainstBase(request: BaseRequest): Promise<GitAnswer<Analysis>> {
  const repository = openRepository(request.root);
  if (!repository.ok) return repository;
  const commit = mergeBase(repository.value, request.base);
  if (!commit.ok) return commit;
  const changes = changesSince(repository.value, commit.value);
  if (!changes.ok) return repository.value.partial ? notHere(commit.value) : changes;
  const cache = request.cache ?? new ParseCache();
  const recorded = recordedTree(request.tree);
  const head = await analyze({ ...request, tree: recorded, cache });
  const former = formerRoot(repository.value, commit.value);
  const root = former === undefined ? repository.value : { ...repository.value, prefix: former.prefix };
  const tree = gitTree(root, commit.value, {
    ...(former === undefined ? sameIn(recorded, changes.value) : nothingSame(recorded)),
    ...(request.maxFileSize === undefined ? {} : { limit: request.maxFileSize }),
  });
  if (!tree.ok) return repository.value.partial ? notHere(commit.value) : tree;
  const before = isUntouched(changes.value, recorded)
    ? { fleet: head.fleet, conflicts: head.conflicts }
    : await findConflicts({ ...request, ...baseSide(tree.value, request, changes.value, former), cache });
  // A side of which something is missing would make what stood there before look new.
  if (tree.value.missing.size > 0) return notHere(commit.value);
  const moves = movedServices(before.fleet, head.fleet, changes.value.renamed);
  const services = { before: idsOf(before.fleet), after: idsOf(head.fleet) };
  const { conflicts, resolved } = compareConflicts(before.conflicts, head.conflicts, moves, services);
  const unread = unreadServices(head.fleet);
  const gone = resolved.map((conflict) => goneOr(conflict, moves, unread));
  return {
    ok: true,
    value: withStatuses(
      head,
      conflicts,
      gone,
      {
        base: { ref: request.base, commit: commit.value },
        moved: [...moves].map(([from, to]) => ({ from, to })),
      },
      [...notCheckedOut(changes.value), ...unknownModules(tree.value.unknownModules, head.fleet)],
    ),
  };
}

type Shared = Pick<GitTreeOptions, 'unchanged' | 'absent' | 'isRepointed'>;

/** What the base has in common with the work tree, by the same paths. */
function sameIn(tree: FileTree, { modified, deleted, absent, repointed }: Changes): Shared {
  const differs = (path: string): boolean => modified.has(path) || deleted.has(path);
  return { unchanged: { tree, differs }, absent, isRepointed: (path) => repointed.has(path) };
}

/** The same where the root lay elsewhere: its paths mean other files. */
function nothingSame(tree: FileTree): Shared {
  return { unchanged: { tree, differs: () => true }, absent: new Set(), isRepointed: () => true };
}

function idsOf({ services }: Fleet): ReadonlySet<ServiceId> {
  return new Set(services.map(({ id }) => id));
}

/** Nobody should take a sparse checkout's verdict for the whole repository's. */
function notCheckedOut({ absent, deleted }: Changes): readonly Diagnostic[] {
  const left = [...absent].filter((path) => !deleted.has(path)).length;
  if (left === 0) return [];
  const message = `this sparse checkout leaves out ${plural(left, 'file')} of the commit: neither side of the comparison has ${left === 1 ? 'it' : 'them'}; git sparse-checkout disable brings what is left out`;
  return [{ code: 'git/sparse-checkout', severity: 'warning', message }];
}

/** Where the change moves a submodule and its clone is too shallow, what it held before is not known: it looks as if nothing came. */
function unknownModules(modules: UnknownModules, { services }: Fleet): readonly Diagnostic[] {
  const files = services.flatMap(({ units }) => units.flatMap(({ manifests }) => manifests.map(({ path }) => path)));
  return [...modules]
    .filter(([module]) => files.some((file) => isWithin(file, module)))
    .map(([module, commit]) => ({
      code: 'git/submodule',
      severity: 'warning',
      message: `the submodule ${module} was at ${commit.slice(0, 12)}, which its clone does not hold: what this change brings with it is taken for what was there before; fetch that commit first: git -C ${module} fetch origin ${commit}`,
      file: module,
      incomplete: true,
    }));
}

/** A conflict that is not found any more is resolved, unless a service of it cannot be read now: then nobody knows. */
function goneOr(conflict: Conflict, moves: ReadonlyMap<ServiceId, ServiceId>, unread: ReadonlyMap<ServiceId, string>): Conflict {
  const doubtful = conflict.services.map((service) => moves.get(service) ?? service).find((service) => unread.has(service));
  if (doubtful === undefined) return { ...conflict, status: 'resolved' };
  const step = `Whether it still stands is not known, because ${doubtful} could not be read: ${unread.get(doubtful)}.`;
  return { ...conflict, status: 'existing', explanation: [step, ...conflict.explanation] };
}

/** What a run at the base would see: its files and its config. Policy (rules, ignores) is that of today for both sides. */
function baseSide(
  tree: FileTree,
  request: BaseRequest,
  { renamed }: Changes,
  former: FormerRoot | undefined,
): Pick<AnalyzeRequest, 'tree' | 'starts' | 'config'> {
  const there = (start: string): boolean => !isReadFailure(tree.entries(start));
  const named = former !== undefined && request.starts.includes('.') ? former.starts : request.starts;
  const starts = named.flatMap((start) => (there(start) ? [start] : formerPlaces(start, renamed).filter(there)));
  return { tree, starts: [...new Set(starts)], config: baseConfig(tree, request) };
}

/** Directories whose files lie in this one now, under the names that they had. */
function formerPlaces(directory: string, renamed: Changes['renamed']): readonly string[] {
  const places = [...renamed].flatMap(([from, to]) => {
    const inner = pathBelow(directory, to);
    return inner !== undefined && from.endsWith(`/${inner}`) ? [from.slice(0, -inner.length - 1)] : [];
  });
  return [...new Set(places)];
}

/** The base's own config as far as it states facts; a config that the change introduces holds for both sides. */
function baseConfig(tree: FileTree, request: BaseRequest): LoadedConfig {
  const today = request.config;
  const own = request.sameConfig ? today : loadConfig(tree);
  const facts = own.file === undefined ? today : own;
  const { rules: _, ignore: __, ...stated } = facts.config;
  const { rules } = today.config;
  return { ...facts, config: rules === undefined ? stated : { ...stated, rules } };
}

/** Read before the analysis begins, so never recorded. */
const SETTINGS: ReadonlySet<string> = new Set(settingsFiles('.'));

/**
 * Analysis is a function of the names in the tree and of the contents that it reads. Where no name came or went and no
 * content was read that differs, the base gives the same result, and is not analysed.
 */
function isUntouched(changes: Changes, recorded: RecordedTree): boolean {
  if (changes.added.size > 0 || changes.deleted.size > 0 || changes.repointed.size > 0) return false;
  return ![...changes.modified].some((path) => recorded.hasRead(path) || SETTINGS.has(path));
}
