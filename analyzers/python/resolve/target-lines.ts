/** What services ask for on one target: the lines, projects, wheels and indexes whose markers hold there. */
import { type ResolvedFinding, type ServiceId, withoutTrailing } from '../../../src/model/index.ts';
import { withoutLogin } from '../indexes/index-logins.ts';
import type { MarkerTester } from '../indexes/published.ts';
import { wheelVersion } from '../manifests/pip/link.ts';
import { describeIndexes } from './conflict-report.ts';
import type { PythonLine, PythonService, ServiceLine } from './lines.ts';
import type { JointAnswer, LocalProject } from './question.ts';

/** URLs of wheels by the package that comes from one alone. */
export type Wheels = ReadonlyMap<string, string>;

/** Where a service takes a package from. */
interface Taken {
  readonly service: ServiceId;
  readonly url: string;
  readonly isExclusive: boolean;
}

interface OddIndexes {
  readonly name: string;
  readonly one: Taken;
  readonly other: Taken;
}

type Doubt = JointAnswer<never> & { readonly kind: 'unknown' };

export class TargetLines {
  readonly #markers: MarkerTester;

  constructor(markers: MarkerTester) {
    this.#markers = markers;
  }

  /** Lines whose markers hold for the target. */
  linesOf(service: PythonService, lines: readonly PythonLine[]): readonly ServiceLine[] {
    return lines
      .filter((line) => line.marker === undefined || this.#markers.holds(line.marker))
      .map((line) => ({
        service: service.service,
        line,
        name: line.name,
        extras: line.extras,
        specifier: specifierOf(line),
        constraint: line.constraint,
      }));
  }

  /** By name; one that overrides what packages require of it goes before one that lines name. */
  projects(services: readonly PythonService[]): ReadonlyMap<string, LocalProject> {
    const all = services
      .flatMap(({ projects = [] }) => projects)
      .filter(({ marker }) => marker === undefined || this.#markers.holds(marker));
    return new Map([...all].sort((a, b) => Number(a.isOverride ?? 0) - Number(b.isOverride ?? 0)).map((one) => [one.name, one]));
  }

  /** Packages that come from a wheel by its URL, each from one: wheels are read like those of an index. */
  wheels(services: readonly PythonService[]): Wheels {
    const placed = services
      .flatMap((service) => this.linesOf(service, service.lines))
      .filter(({ line }) => line.url !== undefined);
    const replaced = new Set(services.flatMap(({ overrides }) => overrides.map(({ name }) => name)));
    const places = new Map<string, Set<string>>();
    for (const { name, line } of placed)
      places.set(name, (places.get(name) ?? new Set()).add(line.url?.replace(/#.*$/s, '') ?? ''));
    return new Map(
      [...places].flatMap(([name, [url = '', ...others]]) =>
        others.length > 0 || replaced.has(name) || wheelVersion(url) === undefined ? [] : [[name, url]],
      ),
    );
  }

  /** What keeps the services from being proved to resolve, however well the rest of them does. */
  doubtOf(services: readonly PythonService[], wheels: Wheels): Doubt | undefined {
    for (const service of services) {
      if (service.unreadable !== undefined) return { kind: 'unknown', reason: service.unreadable };
      const elsewhere = this.linesOf(service, service.lines).find(
        ({ name, line }) => line.url !== undefined && !wheels.has(name),
      );
      if (elsewhere !== undefined) return fromElsewhere(elsewhere);
      const override = this.linesOf(service, service.overrides).find(({ line }) => line.url !== undefined);
      if (override !== undefined) return fromElsewhere(override);
    }
    const index = this.#indexesAtOdds(services);
    if (index !== undefined) return { kind: 'unknown', reason: index };
    const projects = this.projects(services);
    const unversioned = services
      .flatMap((service) => this.linesOf(service, service.lines))
      .find(({ name, specifier }) => specifier !== '' && projects.get(name)?.version === undefined && projects.has(name));
    return unversioned === undefined ? undefined : onlyBuilt(unversioned);
  }

  /** A package that services take from different indexes: what either has says nothing of the other. */
  #indexesAtOdds(services: readonly PythonService[]): string | undefined {
    const [odds] = this.#oddIndexes(services);
    if (odds === undefined) return undefined;
    const { name, one, other } = odds;
    return `${one.service} takes ${name} from ${one.url} and ${other.service} from ${other.url}; one environment holds one of them`;
  }

  /** uv refuses lines on one package that come from two indexes. */
  refusedIndexes(services: readonly PythonService[]): ResolvedFinding | undefined {
    for (const { name, one, other } of this.#oddIndexes(services)) {
      const sides = [one, other].flatMap(({ service, url, isExclusive }) => {
        const owner = services.find((each) => each.service === service);
        const lines = owner === undefined || !isExclusive ? [] : this.linesOf(owner, owner.lines);
        const line = lines.find((each) => each.name === name && !each.constraint);
        return line === undefined ? [] : [{ line, url }];
      });
      if (sides.length === 2) return describeIndexes(name, sides);
    }
    return undefined;
  }

  #oddIndexes(services: readonly PythonService[]): readonly OddIndexes[] {
    const taken = new Map<string, Taken>();
    const odds: OddIndexes[] = [];
    for (const { service, indexes } of services) {
      for (const { name, index, marker, isExclusive = false } of indexes?.assigned ?? []) {
        if (marker !== undefined && !this.#markers.holds(marker)) continue;
        const url = withoutLogin(indexes?.indexes?.find((each) => each.name === index)?.url ?? index);
        const own: Taken = { service, url, isExclusive };
        const before = taken.get(name);
        const isOdd = before !== undefined && before.service !== service && bare(before.url) !== bare(url);
        if (isOdd) odds.push({ name, one: before, other: own });
        else taken.set(name, own);
      }
    }
    return odds;
  }
}

function fromElsewhere({ line }: ServiceLine): Doubt {
  return {
    kind: 'unknown',
    reason: `it takes ${line.name} from ${line.url ?? ''} (${line.origin.file}:${line.origin.line}); what it needs is not known without fetching and building it`,
  };
}

function bare(url: string): string {
  return withoutTrailing(url, '/');
}

function onlyBuilt({ name, specifier, line: { origin } }: ServiceLine): Doubt {
  return {
    kind: 'unknown',
    reason: `${name} comes from a directory, and only a build would tell whether it is ${specifier} (${origin.file}:${origin.line})`,
  };
}

/** What a line says of the version: its own specifier, or the version of the wheel that it names. */
function specifierOf({ specifier, url }: PythonLine): string {
  const version = url === undefined ? undefined : wheelVersion(url);
  return version === undefined ? specifier : `==${version}`;
}
