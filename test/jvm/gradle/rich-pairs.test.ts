import { describe, expect, it } from 'vitest';
import { classPathRule } from '../../../analyzers/jvm/rule.ts';
import { groupBy } from '../../../src/model/index.ts';
import { resolverFor, TARGET } from '../resolve/repository.ts';
import { assembled } from './read.ts';
import { RICH_REPOSITORY, RICH_SHAPES, scriptOf } from './rich-shapes.ts';
import { RICH_VERDICTS } from './rich-verdicts.ts';

const NAMES = RICH_SHAPES.map(([name]) => name);
const ROWS = RICH_VERDICTS.trim()
  .split('\n')
  .map((row) => row.split(' '));
const FILES = Object.fromEntries(
  RICH_SHAPES.map((shape, index) => [`s${index}/build.gradle`, `apply plugin: 'java'\n${scriptOf(shape)}`]),
);

/** Two platforms that are enforced at once and disagree: which of them Gradle takes hangs on its walk, so it is unknown. */
const BY_ORDER: readonly string[] = ['ebom1+none + ex2', 'ebom2 + ex1+none', 'ebom1+p2 + ex2', 'ebom2+p1 + ex1+none'];
/** What lies in no file of the tree: the content of platforms, and which versions there are for a preference to refine. */
const UNKNOWN_BY_TEXT = /bom|ex[12]|p1\.5|3p2|bang|prefer|pref2/;

interface Pair {
  readonly label: string;
  readonly services: readonly string[];
  readonly verdict: string;
}

const PAIRS: readonly Pair[] = ROWS.flatMap((row, left) =>
  row.slice(1).map((verdict, offset): Pair => {
    const right = left + 1 + offset;
    return { label: `${NAMES[left]} + ${NAMES[right]}`, services: [`s${left}`, `s${right}`], verdict };
  }),
);

/** Shapes that Gradle refuses by themselves: what comes of them beside others is their own matter. */
const ALONE = new Set(ROWS.flatMap(([verdict], index) => (verdict === 'X' ? [`s${index}`] : [])));
const SOUND = PAIRS.filter(({ services }) => !services.some((one) => ALONE.has(one)));

const { units } = assembled(FILES);

function refused(services: readonly string[]): boolean {
  const demands = units.filter(({ path }) => services.includes(path)).flatMap((unit) => unit.demands);
  return [...groupBy(demands, ({ key }) => key).values()].some((group) => {
    const clash = classPathRule.clash(group, { target: TARGET, settings: {} });
    return clash?.rule === 'version/unsatisfiable';
  });
}

describe('what two builds say of one module', () => {
  it('is resolved as Gradle resolves it', async () => {
    const { resolver } = await resolverFor(FILES, RICH_REPOSITORY);
    const otherwise: string[] = [];
    const open: string[] = [];
    for (const { label, services, verdict } of PAIRS) {
      const answer = await resolver.resolve(services);
      if (answer.kind === 'unknown' && answer.because.startsWith('enforced platforms')) open.push(label);
      // A service that has no answer even by itself is its own matter, and one that is broken by what wins is told as that.
      if (answer.kind === 'unknown' || (answer.kind === 'conflict' && answer.alone !== undefined)) continue;
      const below = answer.kind === 'conflict' && answer.findings.every(({ rule }) => rule === 'jvm/below-required');
      const ours = answer.kind === 'conflict' ? 'X' : (answer.versions.get('g:m')?.[0] ?? '-');
      if (!(below && verdict !== 'X') && ours !== verdict) otherwise.push(`${label}: ${ours}, Gradle ${verdict}`);
    }
    expect(otherwise).toEqual([]);
    expect(new Set(open)).toEqual(new Set(BY_ORDER));
  });

  it('is refused by its text only where Gradle refuses it', () => {
    const wrongly = SOUND.filter(({ services, verdict }) => verdict !== 'X' && refused(services));
    expect(wrongly.map(({ label }) => label)).toEqual([]);
  });

  it('is refused by its text where that tells', () => {
    const missed = SOUND.filter(({ services, verdict }) => verdict === 'X' && !refused(services));
    expect(missed.map(({ label }) => label).filter((label) => !UNKNOWN_BY_TEXT.test(label))).toEqual([]);
    expect(missed.length).toBeLessThan(SOUND.length / 8);
  });
});
