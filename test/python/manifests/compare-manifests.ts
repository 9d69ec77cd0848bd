import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parseConstraint, rangeOf } from '../../../analyzers/python/notation/constraint.ts';
import {
  evaluateMarker,
  type MarkerEnvironment,
  parseMarker,
  targetEnvironment,
} from '../../../analyzers/python/notation/markers.ts';
import { FULL, intersect, type VersionRange } from '../../../analyzers/python/notation/range.ts';
import { parseRequirement } from '../../../analyzers/python/notation/requirement.ts';
import { formatSpecifier } from '../../../analyzers/python/notation/specifier.ts';
import { normalizeName } from '../../../src/model/index.ts';
import { assemble } from '../assemble.ts';
import { type Invented, inventedProject, type ToolName } from './truth/invented.ts';

/**
 * `npx tsx test/python/manifests/compare-manifests.ts --python PATH [--tool NAME] [--count 200] [--seed 1] [--verbose] [CASES.json]`:
 * what we read from invented manifests, or from given ones (`[{"name", "tool", "files"}]`), beside what the ecosystem's own
 * tools read from them. PATH is a Python that has
 * poetry-core, pdm, hatch, setuptools, flit-core, pipenv, plette and packaging, or those of them that are asked.
 */

interface Line {
  /** '' for what is always required. */
  readonly group: string;
  readonly name: string;
  readonly extras: readonly string[];
  readonly constraint: string;
  readonly from?: string;
  readonly marker?: string;
}

type Written = readonly [group: string, requirement: string, constraint?: string];
type Answer = { readonly lines: readonly Written[] } | { readonly error: string };

const MODULES: Readonly<Record<ToolName, string>> = {
  poetry: 'poetry.core.factory',
  pdm: 'pdm.core',
  hatch: 'hatch.project.core',
  setuptools: 'setuptools',
  flit: 'flit_core.config',
  pipenv: 'pipenv.utils.dependencies',
  groups: 'packaging.dependency_groups',
};

const PLATFORMS = ['linux-x86_64', 'linux-aarch64', 'darwin-arm64', 'windows-x86_64'];
const PYTHONS = ['3.7.9', '3.8.0', '3.9.0', '3.9.1', '3.10.4', '3.11.0', '3.11.1', '3.11.2', '3.11.9', '3.12.0', '3.14.2'];
const GRID: readonly MarkerEnvironment[] = PYTHONS.flatMap((python) => [
  ...PLATFORMS.map((platform) => targetEnvironment({ python, platform })),
  {
    ...targetEnvironment({ python, platform: 'linux-x86_64' }),
    implementation_name: 'pypy',
    platform_python_implementation: 'PyPy',
  },
]);

/** As all invented projects are called. */
const OWN = 'own';

/** What is installed at each place of the grid, by group and package. */
type Reading = ReadonlyMap<string, string>;

function holds(marker: string | undefined, environment: MarkerEnvironment, extra: string): boolean {
  if (marker === undefined) return true;
  const answer = parseMarker(marker);
  if (!answer.ok) throw new Error(`marker ${marker}: ${answer.message}`);
  return evaluateMarker(answer.marker, { ...environment, extra }) === true;
}

function rangeText(constraint: string): VersionRange {
  const answer = parseConstraint(constraint);
  if (!answer.ok) throw new Error(`constraint ${constraint}: ${answer.message}`);
  return rangeOf(answer.constraint);
}

/** Lines as what they mean at each place; `extrasOf` tells of a line whose marker asks for extras in which groups it stands. */
function readingOf(lines: readonly Line[]): Reading {
  const texts = new Map<string, string[]>();
  for (const [place, environment] of GRID.entries())
    for (const [group, all] of liveGroups(lines, environment))
      for (const [name, { range, extras, from }] of meant(all)) {
        const key = `${group} ${name}`;
        const list = texts.get(key) ?? [];
        texts.set(key, list);
        list.push(`${place}:${range.cuts.join('|')}[${[...extras].sort()}]@${[...from].sort()}`);
      }
  return new Map([...texts].map(([key, list]) => [key, list.join(';')]));
}

/** The lines that hold in each group; extras of the own project bring theirs along. */
function liveGroups(lines: readonly Line[], environment: MarkerEnvironment): ReadonlyMap<string, ReadonlySet<Line>> {
  const groups = new Map<string, Set<Line>>();
  for (const line of lines) for (const group of groupsOf(line, environment)) addTo(groups, normalizeName(group), line);
  // A set grows while it is gone through.
  for (const all of groups.values())
    for (const { name, extras } of all)
      if (name === OWN) for (const extra of extras) for (const line of groups.get(extra) ?? []) all.add(line);
  return groups;
}

interface Meant {
  range: VersionRange;
  readonly extras: Set<string>;
  readonly from: Set<string>;
}

/** All that lines say of each name. */
function meant(lines: Iterable<Line>): ReadonlyMap<string, Meant> {
  const found = new Map<string, Meant>();
  for (const { name, constraint, extras, from } of lines) {
    if (name === OWN) continue;
    const one = found.get(name) ?? { range: FULL, extras: new Set<string>(), from: new Set<string>() };
    found.set(name, one);
    one.range = intersect(one.range, rangeText(constraint));
    for (const extra of extras) one.extras.add(extra);
    if (from !== undefined) one.from.add(from);
  }
  return found;
}

function addTo(groups: Map<string, Set<Line>>, group: string, line: Line): void {
  const set = groups.get(group) ?? new Set();
  groups.set(group, set.add(line));
}

/** The group of a line whose marker holds there; of one that stands in several, those in which it does. */
function groupsOf({ group, marker }: Line, environment: MarkerEnvironment): readonly string[] {
  if (!group.startsWith('*')) return holds(marker, environment, normalizeName(group)) ? [group] : [];
  if (holds(marker, environment, '')) return [''];
  return group
    .slice(1)
    .split(' ')
    .filter((extra) => extra !== '' && holds(marker, environment, normalizeName(extra)));
}

/** A direct reference as far as both write it alike. */
function placeText(url: string): string {
  const plain = url.replace(/^git\+ssh:\/\/git@/, 'git+ssh://').replace(/^git\+git@([^:]+):/, 'git+ssh://$1/');
  return /^(?:file:|[./])/.test(plain) || !plain.includes('://')
    ? `path ${plain.split('/').at(-1)?.replace(/#.*/, '')}`
    : plain.replace(/#(?:sha256|egg)=[^&]*&?/, '#').replace(/#$/, '');
}

function theirLine([group, written, constraint]: Written): Line {
  const egg = /^-e (\S+?)#(?:egg=([\w.-]+)(\[[^\]]*\])?(?:&(.*))?)$/.exec(written);
  const text = egg === null ? written : `${egg[2]}${egg[3] ?? ''} @ ${egg[1]}${egg[4] === undefined ? '' : `#${egg[4]}`}`;
  const answer = parseRequirement(text);
  if (!answer.ok) throw new Error(`requirement ${written}: ${answer.message}`);
  const { name, extras, specifiers, url, marker } = answer.requirement;
  const markerText = marker === undefined ? undefined : text.slice(text.lastIndexOf(';') + 1);
  return {
    group,
    name,
    extras,
    constraint: constraint ?? specifiers.specifiers.map(formatSpecifier).join(','),
    ...(url === undefined ? {} : { from: placeText(url) }),
    ...(markerText === undefined ? {} : { marker: markerText }),
  };
}

const GROUP_NAMES: Readonly<Partial<Record<ToolName, Readonly<Record<string, string>>>>> = { pipenv: { dev: 'dev-packages' } };

function ourLines({ tool, files }: Invented): {
  readonly lines: readonly Line[];
  readonly told: readonly string[];
  readonly python: string;
} {
  const { units, diagnostics } = assemble(files);
  const unit = units.find(({ path }) => path === '.');
  const names = GROUP_NAMES[tool] ?? {};
  const lines = (unit?.dependencies ?? [])
    // An optional dependency of Poetry that no extra brings is never installed.
    .filter(({ scope, group }) => scope !== 'build' && group !== 'optional')
    .map((one): Line => {
      const isPlaced = one.kind === 'url' || one.kind === 'git' || one.kind === 'path';
      return {
        group: one.group === 'default' ? '' : (names[one.group] ?? one.group),
        name: one.name,
        extras: one.extras ?? [],
        constraint: isPlaced ? '' : one.constraint,
        ...(isPlaced ? { from: placeText(one.constraint) } : {}),
        ...(one.marker === undefined ? {} : { marker: one.marker }),
      };
    });
  const told = diagnostics
    .filter(({ code, severity }) => severity !== 'note' && code !== 'python/local-project-unknown')
    .map(({ code, message }) => `${code} ${message}`);
  return { lines, told, python: (unit?.runtimes ?? []).map(({ constraint }) => constraint).join(' & ') };
}

function shown({ group, name, extras, constraint, from, marker }: Line): string {
  return `${group || '-'}: ${name}${extras.length === 0 ? '' : `[${extras}]`} ${from ?? constraint}${marker === undefined ? '' : ` ; ${marker}`}`;
}

async function* askAll(python: string, tool: ToolName, asked: readonly Invented[]): AsyncGenerator<Answer> {
  const script = fileURLToPath(new URL('truth/tools.py', import.meta.url));
  const child = spawn(python, [script, MODULES[tool]], { stdio: ['pipe', 'pipe', 'inherit'] });
  for (const one of asked) child.stdin.write(`${JSON.stringify(one)}\n`);
  child.stdin.end();
  for await (const line of createInterface({ input: child.stdout })) yield JSON.parse(line);
}

/** What one project has wrong alone, and what PDM fails at: no question of how a manifest is read. */
const PASSED_OVER =
  /unsatisfiable requirement|is not a subset|with incompatible constraints|with different sources|Unsupported marker type|can only concatenate|unterminated/;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    python: { type: 'string', default: 'python3' },
    tool: { type: 'string' },
    count: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    verbose: { type: 'boolean', default: false },
  },
});
const [casesFile] = positionals;
const given: readonly Invented[] | undefined = casesFile === undefined ? undefined : JSON.parse(readFileSync(casesFile, 'utf8'));
const TOOLS = ['poetry', 'pdm', 'hatch', 'setuptools', 'flit', 'pipenv', 'groups'] as const;
let differing = 0;
for (const tool of TOOLS.filter((one) => values.tool === undefined || one === values.tool)) {
  const first = Number(values.seed);
  const asked =
    given?.filter((one) => one.tool === tool) ??
    Array.from({ length: Number(values.count) }, (_, index) => inventedProject(tool, first + index));
  if (asked.length === 0) continue;
  const tally = { same: 0, differ: 0, bothRefuse: 0, onlyTheyRefuse: 0, onlyWeRefuse: 0, openly: 0, lines: 0 };
  let index = 0;
  const complain = (kind: string, invented: Invented, details: readonly string[]): void => {
    console.log(`${tool} ${invented.name ?? `seed ${first + index - 1}`}: ${kind}`);
    for (const line of details) console.log(`    ${line}`);
    if (values.verbose)
      for (const [path, text] of Object.entries(invented.files)) console.log(`  --- ${path}\n${text.replace(/^/gm, '      ')}`);
  };
  for await (const answer of askAll(values.python, tool, asked)) {
    const invented = asked[index++];
    if (invented === undefined) break;
    const ours = ourLines(invented);
    if ('error' in answer) {
      if (ours.told.length > 0 || PASSED_OVER.test(answer.error)) tally.bothRefuse++;
      else {
        tally.onlyTheyRefuse++;
        complain('the tool refuses what we read', invented, [answer.error]);
      }
      continue;
    }
    tally.lines += answer.lines.length;
    const theirs = answer.lines.filter(([group]) => group !== 'python').map(theirLine);
    const [truth, mine] = [readingOf(theirs), readingOf(ours.lines)];
    const wrong = [...new Set([...truth.keys(), ...mine.keys()])].filter((key) => truth.get(key) !== mine.get(key));
    if (wrong.length === 0 && ours.told.length === 0) tally.same++;
    else if (ours.told.length > 0) {
      // What we say that we cannot read is no silent difference.
      const isOpen = ours.told.every((one) => /computed-dependencies|dynamic-dependencies/.test(one));
      if (isOpen) {
        tally.openly++;
        if (values.verbose) console.log(`${tool} ${invented.name ?? `seed ${first + index - 1}`}: openly unread`);
      } else {
        tally.onlyWeRefuse++;
        complain('we refuse what the tool reads', invented, ours.told);
      }
    } else {
      tally.differ++;
      const about = (lines: readonly Line[]) =>
        lines
          .filter(({ group, name }) =>
            wrong.some((key) => key === `${normalizeName(group)} ${name}` || (group.startsWith('*') && key.endsWith(` ${name}`))),
          )
          .map(shown);
      complain('read otherwise', invented, [
        ...about(theirs).map((one) => `tool ${one}`),
        ...about(ours.lines).map((one) => `ours ${one}`),
      ]);
    }
  }
  differing += tally.differ + tally.onlyTheyRefuse + tally.onlyWeRefuse;
  console.log(
    `${tool}: ${asked.length} manifests, ${tally.lines} requirements; ${tally.same} read the same, ${tally.bothRefuse} refused by both, ` +
      `${tally.openly} we say that we cannot read; ${tally.differ} read otherwise, ${tally.onlyTheyRefuse} refused by the tool alone, ${tally.onlyWeRefuse} by us alone`,
  );
}
process.exitCode = differing === 0 ? 0 : 1;
