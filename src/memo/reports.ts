import { createHash } from 'node:crypto';
import { type Analysis, analyze } from '../analyze.ts';
import { settingsFiles } from '../config/load.ts';
import { type Asked, fingerprint, type RecordedTree, recordedTree } from '../discover/recorded-tree.ts';
import type { FileTree } from '../discover/tree.ts';
import { DiskCache } from '../disk-cache.ts';
import type { Compatibility, Report } from '../model/index.ts';
import { gathered } from '../report/formats/json.ts';
import type { AnalyzeRequest } from '../request.ts';

/** What an analysis has to say to whoever shows it. */
export interface Answer {
  readonly report: Report;
  /** As in `Analysis`; worked out anew where the report was known. */
  readonly decidedPairs: () => ReturnType<Analysis['decidedPairs']> | Promise<readonly Compatibility[]>;
}

/** Where reports of earlier runs are kept, and which of them may answer. */
export interface ReportMemory {
  /** Where reports are kept. */
  readonly directory: string;
  /** Which build of the program judges: another one may judge otherwise. */
  readonly build: string;
  /** Absolute path of the analysed root: each has a report of its own for the same request. */
  readonly root: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Fleets of which fewer directories and files are asked for are judged in less time than a start takes. */
const WORTH_KEEPING = 250;
/** Reports of more bytes are not kept. */
const LARGEST = 100_000_000;
/** A report is judged by the day it is made on, so older ones answer nobody: they are removed after so many milliseconds (2 days). */
const KEPT_FOR = 2 * 24 * 60 * 60 * 1000;

/**
 * The report of an earlier run where nothing has changed since, else a new one. Analysis is a function of the request
 * and of what the tree answers, so a report holds as long as every question that was asked then has the same answer now:
 * the names in each directory and the content of each file, not their times. What registries say is never remembered here.
 */
export async function analyzeRemembering(request: AnalyzeRequest, memory: ReportMemory): Promise<Answer> {
  if (request.resolve !== undefined) return analyze(request);
  const cache = new DiskCache(memory.directory);
  const key = keyOf(request, memory.root);
  const state = stateOf(request, memory.build);
  // What is read to see whether anything has changed is not read again where something has.
  const once = recordedTree(request.tree);
  const known = recall(cache, key, state, once);
  if (known !== undefined) return { report: known, decidedPairs: async () => (await analyze(request)).decidedPairs() };
  const tree = recordedTree(once);
  // The config was read before the recording began; where its values stand is read from it still.
  for (const file of ['.', ...request.starts].flatMap(settingsFiles)) tree.read(file);
  const analysis = await analyze({ ...request, tree });
  keep(cache, { key, state, report: analysis.report, tree, now: memory.now });
  return analysis;
}

/** One entry for each root and each way to ask about it: a changed fleet's report takes the place of the older one. */
function keyOf({ tree: _, config: __, today: ___, cache: ____, resolve: _____, ...asked }: AnalyzeRequest, root: string): string {
  return `report ${root}\n${JSON.stringify(asked)}`;
}

/** What besides the tree's answers a report depends on. */
function stateOf({ config, today }: AnalyzeRequest, build: string): string {
  return createHash('sha256')
    .update(JSON.stringify([build, today, config]))
    .digest('hex');
}

function recall(cache: DiskCache, key: string, state: string, tree: FileTree): Report | undefined {
  const entry = cache.read('report', key);
  if (entry === undefined || entry.head.headers?.state !== state) return undefined;
  const end = entry.body.indexOf(10);
  const asked = parsed(entry.body.subarray(0, end), isAsked);
  if (asked === undefined || fingerprint(tree, asked) !== entry.head.headers.answers) return undefined;
  return parsed(entry.body.subarray(end + 1), isReport);
}

interface Judged {
  readonly key: string;
  readonly state: string;
  readonly report: Report;
  readonly tree: RecordedTree;
  readonly now: number;
}

function keep(cache: DiskCache, { key, state, report, tree, now }: Judged): void {
  const asked = tree.asked();
  if (asked.directories.length + asked.files.length < WORTH_KEEPING) return;
  const body = encoded(gathered(bodyPieces(asked, report)));
  if (body === undefined) return;
  cache.forget('report', now - KEPT_FOR);
  const headers = { state, answers: fingerprint(tree, asked) };
  cache.write('report', { head: { key, time: now, headers }, body });
}

/** Undefined where it comes to more bytes than are kept. */
function encoded(pieces: Iterable<string>): readonly Buffer[] | undefined {
  const body: Buffer[] = [];
  let size = 0;
  for (const piece of pieces) {
    const bytes = Buffer.from(piece);
    size += bytes.length;
    if (size > LARGEST) return undefined;
    body.push(bytes);
  }
  return body;
}

/** JSON in several pieces: as one text, the report of a large fleet takes several times the memory of its bytes. */
function* bodyPieces(asked: Asked, report: Report): Iterable<string> {
  yield `${JSON.stringify(asked)}\n`;
  const members = Object.entries(report).filter(([, value]) => value !== undefined);
  for (const [index, [key, value]] of members.entries()) {
    yield `${index === 0 ? '{' : ','}${JSON.stringify(key)}:`;
    if (Array.isArray(value)) yield* elements(value);
    else yield JSON.stringify(value);
  }
  yield '}';
}

function* elements(values: readonly unknown[]): Iterable<string> {
  yield '[';
  for (const [index, value] of values.entries()) yield `${index === 0 ? '' : ','}${JSON.stringify(value)}`;
  yield ']';
}

function parsed<T>(bytes: Buffer, is: (value: unknown) => value is T): T | undefined {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    return is(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isAsked(value: unknown): value is Asked {
  return typeof value === 'object' && value !== null && 'directories' in value && 'files' in value;
}

/** The entry's checksum says that it is whole, and its state that this very build wrote it. */
function isReport(value: unknown): value is Report {
  return typeof value === 'object' && value !== null && 'schemaVersion' in value;
}
