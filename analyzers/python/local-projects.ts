import { type Diagnostic, normalizeName } from '../../src/model/index.ts';
import { bothMarkers, type Declared, type ManifestFacts } from './declared.ts';
import type { HomeFacts } from './home-facts.ts';
import { isOutside } from './manifests/pip-manifest.ts';
import { declaredIn, localTarget, nameOf, versionOf, type World } from './world.ts';

/** Local projects (`-e ../lib`, path and workspace sources), followed to what they need themselves. */

/** A declaration with its way through local projects. */
export interface ResolvedLine extends Declared {
  readonly via: readonly string[];
}

interface Expansion {
  readonly lines: readonly ResolvedLine[];
  readonly diagnostics: readonly Diagnostic[];
  readonly unknown?: string;
}

/** Ways through local projects that are followed; more than anybody's projects have. */
const MAX_WAYS = 10_000;

/** Declarations with those of the local projects that they bring in, each project once per group and condition. */
export function expand(home: HomeFacts, root: string | undefined, world: World): Expansion {
  const lines: ResolvedLine[] = [];
  const diagnostics: Diagnostic[] = [];
  let unknown: string | undefined;
  const opened = new Set<string>();
  const visit = (one: Declared, via: readonly string[], visited: ReadonlySet<string>): void => {
    const target = localTarget(one, root, world);
    if (target === undefined) {
      if (one.name === undefined) {
        unknown ??= `${one.origin.file}:${one.origin.line} has no name that could be known without a build`;
        diagnostics.push(unnamed(one));
      }
      lines.push({ ...one, via });
      return;
    }
    if (isOutside(target)) {
      unknown ??= `${target} lies outside of the analysed root`;
      diagnostics.push(outside(one, target));
      if (one.name !== undefined) lines.push({ ...one, via });
      return;
    }
    const other = world.homes.get(target);
    const name = one.name ?? (other === undefined ? undefined : nameOf(other));
    const named = name === undefined ? one : { ...one, name: normalizeName(name) };
    if (target === home.directory) {
      // Its own dependencies stand beside this line; the extras that the line asks for come with the line.
      const asked = `${target}[${named.extras.join(',')}]`;
      for (const inner of visited.has(asked) ? [] : ownExtras(home, named.extras, world))
        visit({ ...conditional(inner, one.marker), group: one.group, scope: one.scope }, via, new Set([...visited, asked]));
      return;
    }
    lines.push({ ...named, via });
    if (other === undefined || named.name === undefined || !isInstallable(other)) {
      if (!/\.(?:whl|zip|tar\.gz|tgz|tar\.bz2)$/i.test(target)) {
        unknown ??= `what ${target} needs is not known`;
        diagnostics.push(unreadable(one, target));
      } else unknown ??= `what ${target} needs is not known without opening it`;
      return;
    }
    const way = JSON.stringify([one.group, one.scope, target, named.extras, one.marker]);
    if (visited.has(target) || opened.has(way)) return;
    if (opened.size >= MAX_WAYS) {
      unknown ??= `local projects lead to each other in more than ${MAX_WAYS} ways`;
      return;
    }
    opened.add(way);
    const version = versionOf(other);
    const step = [...via, `pkg:pypi/${named.name}${version === undefined ? '' : `@${version}`}`];
    for (const inner of projectLines(other, named.extras, world))
      visit({ ...conditional(inner, one.marker), group: one.group, scope: one.scope }, step, new Set([...visited, target]));
  };
  for (const { facts } of home.manifests) {
    for (const one of declaredIn(facts, home, world)) visit(one, [], new Set([home.directory]));
  }
  return { lines, diagnostics, ...(unknown === undefined ? {} : { unknown }) };
}

function conditional(line: Declared, condition: string | undefined): Declared {
  const marker = bothMarkers(condition, line.marker);
  return marker === undefined ? line : { ...line, marker };
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
  return projectFacts(home).flatMap((facts) =>
    declaredIn(facts, home, world).filter(
      ({ group }) => extras.includes(normalizeName(group)) && facts.extras.includes(normalizeName(group)),
    ),
  );
}

function projectFacts({ manifests }: HomeFacts): readonly ManifestFacts[] {
  return manifests.flatMap(({ facts }) => (PROJECT_KINDS.has(facts.kind) ? [facts] : []));
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
    message: `${target} has no manifest that says what it is called and needs, so that is left out`,
    ...origin,
    incomplete: true,
  };
}
