import { baseName, type Fleet, type Service, type ServiceId } from '../model/index.ts';

/** At least half of what identifies a service has to be found again. */
const ENOUGH = 0.5;

/**
 * Services that were renamed or moved, old id → new id. Services that are gone and services that came are paired: first by
 * their manifests' moves as git sees them, then by what they depend on. One whose place another took went somewhere too:
 * it is gone as well, and what stands there now came.
 */
export function movedServices(
  before: Fleet,
  after: Fleet,
  renamed: ReadonlyMap<string, string>,
): ReadonlyMap<ServiceId, ServiceId> {
  const now = new Map(after.services.map((service) => [service.id, service]));
  const known = new Set(before.services.map((service) => service.id));
  const displaced = before.services.filter((service) => isDisplaced(service, now.get(service.id)));
  const replaced = new Set(displaced.map(({ id }) => id));
  const gone = [...before.services.filter(({ id }) => !now.has(id)), ...displaced];
  const came = after.services.filter(({ id }) => !known.has(id) || replaced.has(id));
  const pairs = gone
    .flatMap((from) => came.map((to) => ({ from: from.id, to: to.id, score: likeness(from, to, renamed) })))
    .filter(({ score }) => score >= ENOUGH)
    .sort((a, b) => b.score - a.score || (a.from < b.from ? -1 : a.from > b.from ? 1 : a.to < b.to ? -1 : 1));
  const moves = new Map<ServiceId, ServiceId>();
  const taken = new Set<ServiceId>();
  for (const { from, to } of pairs) {
    if (moves.has(from) || taken.has(to)) continue;
    moves.set(from, to);
    taken.add(to);
  }
  return moves;
}

/** Whether nothing of what a service asks for is asked for by name where it was: another stands there now. */
function isDisplaced(before: Service, after: Service | undefined): boolean {
  if (after === undefined) return false;
  const asked = dependenciesOf(before, false);
  return asked.size > 0 && overlap(asked, dependenciesOf(after, false)) === 0;
}

/**
 * Over 1 for manifests that git saw moving, else how much of the dependencies is the same, 0 to 1. To git small manifests
 * are alike by what frames them: where nothing that is asked for is the same, a move is believed for want of a better one.
 */
function likeness(from: Service, to: Service, renamed: ReadonlyMap<string, string>): number {
  const target = new Set(manifestsOf(to));
  const own = manifestsOf(from);
  const moved = own.filter((path) => target.has(renamed.get(path) ?? '')).length;
  const exact = overlap(dependenciesOf(from, true), dependenciesOf(to, true));
  const [asked, askedThere] = [dependenciesOf(from, false), dependenciesOf(to, false)];
  const named = overlap(asked, askedThere);
  const isOther = named === 0 && asked.size > 0 && askedThere.size > 0;
  if (own.length > 0 && moved / own.length >= ENOUGH) return isOther ? ENOUGH : 1 + moved / own.length + exact;
  const sameName = baseName(from.path) === baseName(to.path) ? 0.25 : 0;
  return Math.min(1, Math.max(exact, 0.75 * named) + (named > 0 ? sameName : 0));
}

function manifestsOf(service: Service): readonly string[] {
  return service.units.flatMap((unit) => unit.manifests.filter(({ role }) => role === 'manifest').map(({ path }) => path));
}

function dependenciesOf(service: Service, withConstraint: boolean): ReadonlySet<string> {
  return new Set(
    service.units.flatMap((unit) =>
      unit.dependencies
        .filter(({ direct }) => direct)
        .map((one) => (withConstraint ? `${one.purl} ${one.constraint}` : one.purl)),
    ),
  );
}

/** Shared members of all members (Jaccard); nothing in common with nothing. */
function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const shared = [...a].filter((item) => b.has(item)).length;
  const all = a.size + b.size - shared;
  return all === 0 ? 0 : shared / all;
}
