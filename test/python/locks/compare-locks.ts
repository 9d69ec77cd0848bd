import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { decideMarker, type MarkerEnvironment, targetEnvironment } from '../../../analyzers/python/notation/markers.ts';
import { parseRequirement } from '../../../analyzers/python/notation/requirement.ts';
import { pinnedVersion } from '../../../analyzers/python/notation/specifier.ts';
import type { Unit } from '../../../src/model/index.ts';
import { assemble, TARGET, unitAt } from '../assemble.ts';
import { madeUpProject } from './made-up-projects.ts';
import { PROJECTS, type Project, selectionsOf } from './projects.ts';
import { ask, findTool, type Selection, type Tool, type ToolName, toolOf } from './tools.ts';

/**
 * `npx tsx test/python/locks/compare-locks.ts [--tools DIR] [--index URL] [--only WORD] [--seed N --count N]`: uv, Poetry, PDM and Pipenv write
 * the locks of small projects, and say by their own exports what they would install for several targets, groups and extras;
 * each has to be what we read from the lock. `--tools` has a virtual environment for each; `--index` is one that Poetry asks
 * instead of its own; `--seed` has invented projects in place of those that are written down.
 */

const PLACES = [
  { python: '3.10', platform: 'linux-x86_64' },
  { python: '3.11', platform: 'darwin-arm64' },
  { python: '3.13', platform: 'windows-x86_64' },
];
const HERE = { python: '3.11', platform: 'linux-x86_64' };

/** What an export installs at one place: `name version` of what comes from an index. */
function exported(text: string, environment: MarkerEnvironment): readonly string[] {
  return text
    .split('\n')
    .flatMap((line) => {
      const answer = parseRequirement(line.replace(/(?:^|\s)#.*/, '').trim());
      if (!answer.ok) return [];
      const { name, marker, specifiers } = answer.requirement;
      const version = pinnedVersion(specifiers);
      return version === undefined || (marker !== undefined && decideMarker(marker, environment) === false)
        ? []
        : [`${name} ${version}`];
    })
    .sort();
}

/** What we read from the lock for the same. */
function read(unit: Unit, { groups, extras }: Selection): readonly string[] {
  const chosen = new Set(['default', ...groups, ...extras]);
  const locked = unit.demands.filter(({ strength, group }) => strength === 'locked' && chosen.has(group ?? 'default'));
  return [...new Set(locked.map(({ key, constraint }) => `${key} ${constraint.replace(/^==/, '')}`))].sort();
}

async function compare(project: Project, name: ToolName, executable: string, index: string | undefined): Promise<number> {
  const tool: Tool = toolOf(name);
  const directory = mkdtempSync(join(tmpdir(), 'cohost-lock-'));
  const source = name === 'poetry' && index !== undefined ? poetrySource(index) : '';
  try {
    for (const [path, text] of Object.entries(project.files)) {
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      writeFileSync(join(directory, path), path === 'pyproject.toml' ? `${text}${source}` : text);
    }
    for (const words of tool.lock) await ask(executable, words, directory);
    const files = { ...project.files, [tool.file]: readFileSync(join(directory, tool.file), 'utf8') };
    let differing = freshly(`${name}: ${project.name}`, files);
    const flat: Selection = { groups: [], extras: [] };
    for (const [path, member] of Object.entries(project.members ?? { '.': undefined })) {
      for (const selection of tool.isFlat ? [flat] : selectionsOf(project)) {
        const text = await ask(executable, tool.exports(selection, member), directory);
        for (const place of tool.onlyHere ? [HERE] : PLACES) {
          const truth = exported(text, targetEnvironment(place));
          const ours = read(unitAt(assemble(files, { ...TARGET, ...place }).units, path), selection);
          const subject = `${name}: ${project.name}${member === undefined ? '' : ` (${member})`}`;
          differing += tell(subject, selection, place, truth, project.isForked ? withoutDefaults(ours, truth) : ours);
        }
      }
    }
    return differing;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Without versions beside those that a group has of what is always installed. */
function withoutDefaults(ours: readonly string[], truth: readonly string[]): readonly string[] {
  const names = new Map(truth.map((one) => [one.replace(/ .*/, ''), one]));
  return ours.filter((one) => truth.includes(one) || !names.has(one.replace(/ .*/, '')));
}

/** A lock that its tool has just written is out of date with nothing, whatever it is installed for. */
function freshly(subject: string, files: Readonly<Record<string, string>>): number {
  const told = PLACES.flatMap((place) => assemble(files, { ...TARGET, ...place }).diagnostics).filter(
    ({ code }) => code === 'python/lock-out-of-date',
  );
  for (const message of new Set(told.map((one) => one.message))) console.log(`${subject}: ${message}`);
  return told.length === 0 ? 0 : 1;
}

function tell(
  subject: string,
  { groups, extras }: Selection,
  { python, platform }: (typeof PLACES)[number],
  truth: readonly string[],
  ours: readonly string[],
): number {
  counts.questions++;
  counts.packages += truth.length;
  const missing = truth.filter((one) => !ours.includes(one));
  const added = ours.filter((one) => !truth.includes(one));
  if (missing.length + added.length === 0) return 0;
  const chosen = [...groups, ...extras.map((extra) => `[${extra}]`)].join(' ') || 'default';
  console.log(
    `${subject}, ${chosen}, ${python} ${platform}: missing ${missing.join(', ') || '-'}; too much ${added.join(', ') || '-'}`,
  );
  return 1;
}

function poetrySource(index: string): string {
  return `\n[[tool.poetry.source]]\nname = "own"\nurl = "${index}"\npriority = "primary"\n`;
}

const counts = { questions: 0, packages: 0, locks: 0, failed: 0 };
const { values } = parseArgs({
  options: {
    tools: { type: 'string' },
    index: { type: 'string' },
    only: { type: 'string' },
    seed: { type: 'string' },
    count: { type: 'string', default: '20' },
  },
});
const projects =
  values.seed === undefined
    ? PROJECTS
    : Array.from({ length: Number(values.count) }, (_, index) => madeUpProject(Number(values.seed) + index));
let differing = 0;
for (const project of projects) {
  for (const name of project.tools) {
    const executable = findTool(toolOf(name).executable, values.tools);
    if (executable === undefined || !`${name}: ${project.name}`.includes(values.only ?? '')) continue;
    try {
      counts.locks++;
      differing += await compare(project, name, executable, values.index);
    } catch (error) {
      counts.failed++;
      console.log(`${name}: ${project.name}: ${String(error).split('\n').slice(0, 6).join(' ')}`);
    }
  }
}
const { questions, packages, locks, failed } = counts;
console.log(`${locks} locks, ${questions} questions, ${packages} packages; ${differing} answers differ, ${failed} locks failed`);
process.exitCode = differing + failed === 0 ? 0 : 1;
