import { chained, type Diagnostic, normalizeName } from '../../../src/model/index.ts';
import { conditional, type Declared, type ManifestFacts } from '../declared.ts';
import { isOutside } from '../manifests/pip/requirement.ts';
import type { HomeFacts } from './home-facts.ts';
import { declaredIn, localTarget, nameOf, versionOf, type World } from './world.ts';

/** Local projects (`-e ../lib`, path and workspace sources), followed to what they need themselves. */

/** A declaration with its way through local projects. */
export interface ResolvedLine extends Declared {
  readonly via: readonly string[];
  /** Of the local project that it leads to, where that states one. */
  readonly version?: string;
}

interface Expansion {
  readonly lines: readonly ResolvedLine[];
  /** Paths of the local projects and archives that an installation of what runs reads; its own where it installs itself. */
  readonly local: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  readonly unknown?: string;
}

/** Ways through local projects that are followed; more than anybody's projects have. */
const MAX_WAYS = 10_000;

/** Declarations with those of the local projects that they bring in, each project once per group and condition. */
export function expand(declared: readonly Declared[], home: HomeFacts, root: string | undefined, world: World): Expansion {
  const expander = new Expander(home, root, world);
  for (const one of declared) expander.visit(one, [], new Set([home.directory]));
  return expander.expansion();
}

class Expander {
  readonly #lines: ResolvedLine[] = [];
  readonly #diagnostics: Diagnostic[] = [];
  /** The first thing that keeps the whole from being known. */
  #unknown: string | undefined;
  readonly #opened = new Set<string>();
  readonly #local = new Set<string>();
  readonly #home: HomeFacts;
  readonly #root: string | undefined;
  readonly #world: World;

  constructor(home: HomeFacts, root: string | undefined, world: World) {
    this.#home = home;
    this.#root = root;
    this.#world = world;
  }

  expansion(): Expansion {
    const unknown = this.#unknown;
    return {
      lines: this.#lines,
      local: [...this.#local].sort(),
      diagnostics: this.#diagnostics,
      ...(unknown === undefined ? {} : { unknown }),
    };
  }

  /** `visited` holds the projects, and extras of the own one, on the way to this line: one set for all ways, as they are long. */
  visit(one: Declared, via: readonly string[], visited: Set<string>): void {
    const target = localTarget(one, this.#root, this.#world);
    if (target !== undefined && !isOutside(target) && (one.scope === 'runtime' || one.scope === 'optional'))
      this.#local.add(target);
    if (target === undefined) this.#fromElsewhere(one, via);
    else if (isOutside(target)) this.#outside(one, target, via);
    else if (target === this.#home.directory) this.#own(one, target, via, visited);
    else this.#project(one, target, via, visited);
  }

  #fromElsewhere(one: Declared, via: readonly string[]): void {
    if (one.name === undefined) {
      this.#unknown ??= `${one.origin.file}:${one.origin.line} has no name that could be known without a build`;
      this.#diagnostics.push(unnamed(one));
    }
    this.#lines.push({ ...one, via });
  }

  #outside(one: Declared, target: string, via: readonly string[]): void {
    this.#unknown ??= `${target} lies outside of the analysed root`;
    this.#diagnostics.push(outside(one, target));
    if (one.name !== undefined) this.#lines.push({ ...one, via });
  }

  /** Its own dependencies stand beside this line; the extras that the line asks for come with the line. */
  #own(one: Declared, target: string, via: readonly string[], visited: Set<string>): void {
    const asked = `${target}[${one.extras.join(',')}]`;
    if (visited.has(asked)) return;
    visited.add(asked);
    for (const inner of ownExtras(this.#home, one.extras, this.#world)) this.visit(broughtBy(one, inner), via, visited);
    visited.delete(asked);
  }

  #project(one: Declared, target: string, via: readonly string[], visited: Set<string>): void {
    const other = this.#world.homes.get(target);
    const written = one.name ?? (other === undefined ? undefined : nameOf(other));
    const name = written === undefined ? undefined : normalizeName(written);
    const version = other === undefined ? undefined : versionOf(other);
    this.#lines.push({ ...one, via, ...(name === undefined ? {} : { name }), ...(version === undefined ? {} : { version }) });
    if (other === undefined || name === undefined || !isInstallable(other)) {
      this.#unopened(one, target);
      return;
    }
    const way = JSON.stringify([one.group, one.scope, target, one.extras, one.marker]);
    if (visited.has(target) || this.#opened.has(way)) return;
    if (this.#opened.size >= MAX_WAYS) {
      this.#unknown ??= `local projects lead to each other in more than ${MAX_WAYS} ways`;
      return;
    }
    this.#opened.add(way);
    const step = chained(via, `pkg:pypi/${name}${version === undefined ? '' : `@${version}`}`);
    visited.add(target);
    for (const inner of projectLines(other, one.extras, this.#world)) this.visit(broughtBy(one, inner), step, visited);
    visited.delete(target);
  }

  #unopened(one: Declared, target: string): void {
    if (ARCHIVE.test(target)) {
      this.#unknown ??= `what ${target} needs is not known without opening it`;
      return;
    }
    this.#unknown ??= `what ${target} needs is not known`;
    this.#diagnostics.push(unreadable(one, target));
  }
}

const ARCHIVE = /\.(?:whl|zip|tar\.gz|tgz|tar\.bz2)$/i;

/** A line of a project in the group and under the condition of the line that brings the project. */
function broughtBy(one: Declared, inner: Declared): Declared {
  return { ...conditional(inner, one.marker), group: one.group, scope: one.scope };
}

const PROJECT_KINDS: ReadonlySet<string> = new Set(['pyproject', 'setup-cfg', 'setup-py']);

function isInstallable(home: HomeFacts): boolean {
  return home.manifests.some(({ facts }) => PROJECT_KINDS.has(facts.kind));
}

/** What a local project brings when it is installed: its own dependencies and those of the extras asked for. */
function projectLines(home: HomeFacts, extras: readonly string[], world: World): readonly Declared[] {
  const own = projectFacts(home).flatMap((facts) => declaredIn(facts, home, world));
  return [...own.filter(({ group }) => group === 'default'), ...ownExtras(home, extras, world)];
}

function ownExtras(home: HomeFacts, extras: readonly string[], world: World): readonly Declared[] {
  if (extras.length === 0) return [];
  const facts = projectFacts(home);
  const known = new Set(facts.flatMap((one) => one.extras));
  const isAsked = ({ group }: Declared): boolean => extras.includes(normalizeName(group)) && known.has(normalizeName(group));
  return facts.flatMap((one) => declaredIn(one, home, world).filter(isAsked));
}

/** What says what a project needs: its manifests, and the files whose lines they take. */
function projectFacts({ manifests }: HomeFacts): readonly ManifestFacts[] {
  const own = manifests.filter(({ facts }) => PROJECT_KINDS.has(facts.kind));
  const named = new Set(own.flatMap(({ facts }) => facts.namedFiles ?? []).map(({ path }) => path));
  return manifests.filter((one) => own.includes(one) || named.has(one.path)).map(({ facts }) => facts);
}

function unnamed({ origin, from }: Declared): Diagnostic {
  return {
    code: 'python/unnamed-requirement',
    severity: 'warning',
    message: `only a build would tell which package ${from ?? 'this'} is; write "name @ ${from ?? 'URL'}" to have it compared`,
    ...origin,
    incomplete: true,
  };
}

function outside({ origin }: Declared, target: string): Diagnostic {
  return {
    code: 'path/outside-root',
    severity: 'warning',
    message: `${target} lies outside of the analysed root, so what it needs is not known; run cohost on a directory that holds both`,
    ...origin,
    incomplete: true,
  };
}

function unreadable({ origin }: Declared, target: string): Diagnostic {
  return {
    code: 'python/local-project-unknown',
    severity: 'warning',
    message: `${target} has no manifest that says what it is called and needs, so that is left out; give it a pyproject.toml`,
    ...origin,
    incomplete: true,
  };
}
