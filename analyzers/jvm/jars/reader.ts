/** `--jars`, from the jars themselves: classes that several artifacts of one class path hold, classes newer than the JDK. */
import type { ResolvedFinding } from '../../../src/model/index.ts';
import type { ResolveEnvironment } from '../../../src/registry/client.ts';
import type { Alone } from '../alone.ts';
import { demandOf, purlOf } from '../joint-findings.ts';
import { releaseNumber } from '../maven/java-level.ts';
import type { PomRepository } from '../maven/model/pom.ts';
import type { MavenRepositories } from '../maven/resolve/repository.ts';
import { classesOf, type JarClasses, sharedClasses } from './classes.ts';

/** A released jar never changes. */
const FOREVER = Number.POSITIVE_INFINITY;
const NAMED = 5;

/** `group:artifact[:classifier]` and its version. */
type Entry = readonly [key: string, version: string];

/** Which classes jars hold and for which Java, by range requests; each jar is looked into once. */
export class JarReader {
  readonly #repositories: MavenRepositories;
  readonly #environment: ResolveEnvironment;
  readonly #listed = new Map<string, Promise<JarClasses>>();

  constructor(repositories: MavenRepositories, environment: ResolveEnvironment) {
    this.#repositories = repositories;
    this.#environment = environment;
  }

  #jar([key, version]: Entry, asked: readonly PomRepository[]): Promise<JarClasses> {
    const [groupId = '', artifactId = '', classifier = ''] = key.split(':');
    const name = `${key}@${version}`;
    const known = this.#listed.get(name);
    if (known !== undefined) return known;
    const read = () => classesOf({ groupId, artifactId, version, classifier }, this.#repositories, asked);
    const found = version.endsWith('-SNAPSHOT')
      ? read()
      : this.#environment.client.remember(`jar-classes-2 ${name}`, FOREVER, read);
    // Modules without a jar (aggregators, relocations) hold no classes.
    const jar = found.then((one) => one ?? { classes: [] });
    this.#listed.set(name, jar);
    return jar;
  }

  async #classes(entry: Entry, asked: readonly PomRepository[]): Promise<readonly string[]> {
    return (await this.#jar(entry, asked)).classes;
  }

  /** Pairs of artifacts that share classes, by the classes that they share. */
  async #pairs(entries: readonly Entry[], asked: readonly PomRepository[]): Promise<readonly (readonly [Entry, Entry])[]> {
    const lists = await Promise.all(entries.map((entry) => this.#classes(entry, asked)));
    const holder = new Map<string, number>();
    const pairs = new Map<string, readonly [Entry, Entry]>();
    lists.forEach((classes, index) => {
      for (const name of classes) {
        const other = holder.get(name);
        if (other === undefined) holder.set(name, index);
        const [a, b] = [entries[other ?? index], entries[index]];
        if (other !== undefined && other !== index && a !== undefined && b !== undefined) pairs.set(`${other} ${index}`, [a, b]);
      }
    });
    return [...pairs.values()];
  }

  /** What one service has alone. */
  async within(part: Alone): Promise<readonly ResolvedFinding[]> {
    const entries = [...part.runs];
    const pairs = await this.#pairs(entries, part.repositories);
    const shared = await Promise.all(pairs.map((pair) => this.#finding(pair, [part], part.repositories)));
    return [...shared, ...(await this.#tooNew(entries, [part], part.repositories))];
  }

  /** What the sharing adds: artifacts that no service alone has beside each other, versions that none of them runs with. */
  async between(parts: readonly Alone[], versions: ReadonlyMap<string, string>): Promise<readonly ResolvedFinding[]> {
    const asked = parts.flatMap(({ repositories }) => repositories);
    const pairs = await this.#pairs([...versions], asked);
    const added = pairs.filter(([[a], [b]]) => !parts.some(({ runs }) => runs.has(a) && runs.has(b)));
    const shared = await Promise.all(added.map((pair) => this.#finding(pair, parts, asked)));
    const moved = [...versions].filter(([key, version]) => !parts.some(({ runs }) => runs.get(key) === version));
    return [...shared, ...(await this.#tooNew(moved, parts, asked))];
  }

  /** Artifacts whose classes the fleet's JDK does not load. */
  async #tooNew(
    entries: readonly Entry[],
    parts: readonly Alone[],
    asked: readonly PomRepository[],
  ): Promise<readonly ResolvedFinding[]> {
    const jdk = releaseNumber(this.#environment.target.jdk);
    if (jdk === undefined) return [];
    const jars = await Promise.all(entries.map((entry) => this.#jar(entry, asked)));
    return entries.flatMap(([key, version], index): ResolvedFinding[] => {
      const release = jars[index]?.release ?? 0;
      if (release <= jdk) return [];
      return [
        {
          rule: 'jvm/class-version',
          severity: 'error',
          realm: 'jvm',
          subject: purlOf(key),
          demands: parts.flatMap((part) => {
            const own = part.runs.get(key);
            return own === undefined ? [] : [demandOf(part, key, own)];
          }),
          clearedBy: 'container',
          fixes: [],
          message: `${key} ${version} is compiled for Java ${release}, and the fleet runs on ${jdk}`,
          explanation: [`A JDK ${jdk} refuses its classes: UnsupportedClassVersionError.`],
        },
      ];
    });
  }

  async #finding(
    [a, b]: readonly [Entry, Entry],
    parts: readonly Alone[],
    asked: readonly PomRepository[],
  ): Promise<ResolvedFinding> {
    const { classes, packages } = sharedClasses(await this.#classes(a, asked), await this.#classes(b, asked));
    const more = classes.length > NAMED ? ` and ${classes.length - NAMED} more` : '';
    const demands = parts.flatMap((part) =>
      [a, b].flatMap(([key]) => {
        const version = part.runs.get(key);
        return version === undefined ? [] : [demandOf(part, key, version)];
      }),
    );
    return {
      rule: 'jvm/duplicate-classes',
      severity: 'warning',
      realm: 'jvm',
      subject: purlOf(a[0]),
      demands,
      clearedBy: 'process',
      fixes: [],
      message: `${a[0]} ${a[1]} and ${b[0]} ${b[1]} hold ${classes.length} of the same classes (${packages.slice(0, 2).join(', ')}${packages.length > 2 ? ' …' : ''})`,
      explanation: [
        `Both hold ${classes.slice(0, NAMED).join(', ')}${more}.`,
        'One class path loads each class once: which of the two answers depends on the order of the jars.',
      ],
    };
  }
}
