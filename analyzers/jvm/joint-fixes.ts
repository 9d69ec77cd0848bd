/** What ends a clash on a class path: the services' own lines on the module, raised to what another of them runs with. */
import { type Demand, type Fix, groupBy, type LineChange, type Resolution, type ResolvedFinding } from '../../src/model/index.ts';
import { compareVersions, isPrerelease } from './maven/versions/version.ts';

/** How many clashes of one set are tried, and of one run: each costs a resolution of the set. */
const MAX_TRIES = 2;
const MAX_OF_A_RUN = 100;

export class JointFixes {
  readonly #ask: (change: LineChange) => Promise<Resolution>;
  /** All versions of a module that the services' repositories list. */
  readonly #published: (key: string) => Promise<readonly string[]>;
  readonly #tries: { left: number };

  constructor(
    tries: { left: number },
    ask: (change: LineChange) => Promise<Resolution>,
    published: (key: string) => Promise<readonly string[]>,
  ) {
    this.#tries = tries;
    this.#ask = ask;
    this.#published = published;
  }

  static budget(): { left: number } {
    return { left: MAX_OF_A_RUN };
  }

  /** The findings with fixes where such a change ends one: a change that brings another clash is none. */
  async of(findings: readonly ResolvedFinding[]): Promise<readonly ResolvedFinding[]> {
    const subjects = new Set(findings.map(({ subject }) => subject));
    const answered: ResolvedFinding[] = [];
    let tries = 0;
    for (const finding of findings) {
      if (raiseOf(finding) === undefined || tries === MAX_TRIES || this.#tries.left === 0) {
        answered.push(finding);
        continue;
      }
      tries++;
      const fix = await this.#fix(finding, subjects);
      answered.push(fix === undefined ? finding : { ...finding, fixes: [fix] });
    }
    return answered;
  }

  /** Of a pre-release the release that came of it, where that resolves. */
  async #fix(finding: ResolvedFinding, subjects: ReadonlySet<string>): Promise<Fix | undefined> {
    const as = async (raise: Raise | undefined): Promise<Fix | undefined> => {
      if (raise === undefined || this.#tries.left === 0) return undefined;
      this.#tries.left--;
      return fixOf(raise, finding.subject, subjects, await this.#ask(raise.change));
    };
    const own = raiseOf(finding);
    if (own === undefined || !isPrerelease(own.change.to)) return as(own);
    const { key, to } = own.change;
    const later = (await this.#published(key)).filter((one) => compareVersions(one, to) > 0 && !isPrerelease(one));
    const [release] = later;
    const final = release === undefined ? undefined : await as(raiseOf(finding, release));
    if (final?.proved === true) return final;
    const early = await as(own);
    return early === undefined ? final : { ...early, effect: `${early.effect} (${to} is a pre-release)` };
  }
}

interface Raise {
  readonly change: LineChange;
  /** The lines that say less than the highest. */
  readonly lines: readonly Demand[];
}

/**
 * Lines below the highest, raised to it or to `release`, which is higher still. Undefined where some service gets a lower
 * version from another module: no line of its own names it.
 */
function raiseOf({ demands }: ResolvedFinding, release?: string): Raise | undefined {
  const highest = demands.map(({ constraint }) => constraint).reduce((a, b) => (compareVersions(a, b) < 0 ? b : a), '');
  const lines = demands.filter(({ constraint }) => constraint !== '' && compareVersions(constraint, highest) < 0);
  const [first] = lines;
  if (first === undefined || lines.some(({ via }) => via.length > 0)) return undefined;
  const places = [...groupBy(lines, ({ origin: { file, line } }) => `${file}:${line}`).values()].flatMap(([one]) =>
    one === undefined ? [] : [{ file: one.origin.file, line: one.origin.line }],
  );
  return { change: { key: first.key, places, to: release ?? highest }, lines };
}

function fixOf({ change, lines }: Raise, subject: string, clashed: ReadonlySet<string>, answer: Resolution): Fix | undefined {
  const effect = effectOf(change, subject, clashed, answer);
  const [first, ...others] = lines;
  const [place] = change.places;
  if (effect === undefined || first === undefined || place === undefined) return undefined;
  const from = new Set(lines.map(({ constraint }) => constraint));
  return {
    kind: others.length === 0 ? 'change-constraint' : 'align',
    ...(others.length === 0 ? { service: first.service } : {}),
    subject,
    ...(from.size === 1 ? { from: first.constraint } : {}),
    to: change.to,
    effect,
    file: place.file,
    line: place.line,
    ...(change.places.length > 1 ? { places: change.places } : {}),
    proved: answer.kind === 'resolved',
  };
}

/** Undefined where the clash stays, where another takes its place, or where nobody can tell. */
function effectOf(
  { key, to }: LineChange,
  subject: string,
  clashed: ReadonlySet<string>,
  answer: Resolution,
): string | undefined {
  if (answer.kind === 'resolved') return answer.versions.get(key)?.[0] === to ? `then all of them share ${key} ${to}` : undefined;
  if (answer.kind === 'unknown' || answer.alone !== undefined) return undefined;
  const [first] = answer.findings;
  if (first === undefined || answer.findings.some((one) => one.subject === subject || !clashed.has(one.subject)))
    return undefined;
  return `then they clash no more over ${key} (not proved: they clash in another place: ${first.message})`;
}
