/**
 * Which of the ports that a service's descriptors name it really listens on. EXPOSE "functions as a type of documentation"
 * (Dockerfile reference); what a program is told by its command or its environment is the truth, and who starts an image
 * may tell it otherwise than the image does.
 */
import { addTo, type Demand, groupBy, isFixedPort, isWithin } from '../../../src/model/index.ts';

/** Default ports of the debuggers of the JVM, Node.js, Python and Go: images list them, and hardly ever start the debugger. */
const DEBUGGERS: ReadonlySet<string> = new Set(['5005/tcp', '9229/tcp', '5678/tcp', '2345/tcp', '40000/tcp']);

/** By its number, or because its descriptor calls it so. */
export function isDebugger({ key, detail }: Demand): boolean {
  return DEBUGGERS.has(key) || detail?.debugger !== undefined;
}

/** Port → its demands, without those of services that are told other ports than a list or their image names. */
export function withoutStale(keys: ReadonlyMap<string, readonly Demand[]>): ReadonlyMap<string, readonly Demand[]> {
  const ofService = new Map<string, Demand[]>();
  for (const demands of keys.values()) for (const demand of demands) if (isOwn(demand)) addTo(ofService, demand.service, demand);
  const stale = new Set([...[...ofService.values()].flatMap(staleByRole), ...[...keys.values()].flatMap(startedFromAbove)]);
  if (stale.size === 0) return keys;
  const left = new Map<string, readonly Demand[]>();
  for (const [key, demands] of keys) {
    const fresh = demands.filter((demand) => !stale.has(demand));
    if (fresh.length > 0) left.set(key, fresh);
  }
  return left;
}

/**
 * A list documents where a program listens; where the program's own text or its framework takes that port from a variable,
 * the variable moves what is listed: outside of the container that the list speaks of as well. A descriptor that lists
 * another port than the one by default, and that one alone, has the variable set somewhere; where lists differ over a
 * program's one port, it is what moves each of them. What a command says is not moved by it.
 */
export function withVariables(keys: ReadonlyMap<string, readonly Demand[]>): ReadonlyMap<string, readonly Demand[]> {
  const sources = new Map<string, Demand[]>();
  for (const demands of keys.values())
    for (const demand of demands) if (isDefault(demand)) addTo(sources, demand.service, demand);
  const variables = [...sources].flatMap(([service, own]) => (own.some(isMovable) ? [service] : []));
  if (variables.length === 0) return keys;
  const moved = new Map<Demand, string>();
  const listening = groupBy([...keys.values()].flat().filter(listens), ({ service }) => service);
  for (const service of variables)
    for (const [demand, variable] of movedBy(sources.get(service) ?? [], listening.get(service) ?? []))
      moved.set(demand, variable);
  const told = (demand: Demand): Demand => {
    const settable = moved.get(demand);
    return settable === undefined ? demand : { ...demand, detail: { ...demand.detail, settable } };
  };
  return new Map([...keys].map(([key, demands]) => [key, demands.map(told)]));
}

function listens({ key, constraint, detail }: Demand): boolean {
  return constraint === 'listens' && key.endsWith('/tcp') && detail?.listed !== 'source' && detail?.listed !== 'default';
}

function isMovable({ detail }: Demand): boolean {
  return detail?.settable !== undefined;
}

/** What is listed of one service, with the variable that moves it. */
function movedBy(sources: readonly Demand[], listening: readonly Demand[]): readonly (readonly [Demand, string])[] {
  const told = new Set(listening.filter(isTold).map(({ key }) => key));
  const listed = listening.filter((demand) => !told.has(demand.key) && !isMovable(demand));
  const byKey = new Map(sources.filter(isMovable).map(({ key, detail }) => [key, detail?.settable ?? '']));
  const [only, ...others] = sources;
  const one = others.length === 0 && told.size === 0 ? only?.detail?.settable : undefined;
  const isKnown = listed.some(({ key }) => byKey.has(key));
  const files = groupBy(listed, ({ origin }) => origin.file);
  // The one port of its file is that of the program, which what an image documents need not be.
  const isOfProgram = ({ key, origin, detail }: Demand): boolean =>
    (isKnown || detail?.listed === 'descriptor') && (files.get(origin.file) ?? []).every((other) => other.key === key);
  return listed.flatMap((demand) => {
    const variable = byKey.get(demand.key) ?? (isOfProgram(demand) ? one : undefined);
    return variable === undefined ? [] : [[demand, variable] as const];
  });
}

/** A debugger's port says nothing of the service's own. */
function isOwn(demand: Demand): boolean {
  return demand.key.endsWith('/tcp') && !isDebugger(demand);
}

/** What a program is told, by its command or its environment, goes before what is only listed. */
export function isTold({ detail }: Demand): boolean {
  return detail?.listed === undefined || detail.told !== undefined;
}

/** A server for management or gRPC beside the service's own gives way to what is said of it alone. */
function staleByRole(own: readonly Demand[]): readonly Demand[] {
  return [...groupBy(own, ({ detail }) => detail?.role).values()].flatMap(staleByProgram);
}

/** Each program of a service by itself, with what is said of none of them; of that, what is stale beside all of them. */
function staleByProgram(own: readonly Demand[]): readonly Demand[] {
  const byProgram = groupBy(own, ({ detail }) => detail?.program);
  const ofAll = byProgram.get(undefined) ?? [];
  byProgram.delete(undefined);
  if (byProgram.size < 2) return staleOf(own);
  const stale = [...byProgram.values()].map((some) => new Set(staleOf([...some, ...ofAll])));
  return own.filter((demand) =>
    demand.detail?.program === undefined ? stale.every((some) => some.has(demand)) : stale.some((some) => some.has(demand)),
  );
}

/**
 * Of one service: what is listed or told by an image, where others that know better name none of those ports. A list that
 * an image carries gives way to one of what starts it as well: that one is in use.
 */
function staleOf(own: readonly Demand[]): readonly Demand[] {
  const listed = own.filter(({ detail }) => detail?.listed === 'image');
  const isImage = ({ detail }: Demand): boolean => detail?.told === 'image';
  const written = own.filter(isImage);
  const overruled = overruledSettings(written);
  const image = written.filter((demand) => !overruled.includes(demand));
  const started = own.filter((demand) => demand.constraint === 'listens' && isTold(demand) && !isImage(demand));
  const described = own.filter(({ detail }) => detail?.listed === 'descriptor');
  const mistaken = started.length > 0 ? [] : informational(described, own, image);
  const staleImage = started.length > 0 && areApart(image, [...started, ...described]) ? image : [];
  const told = [...started, ...(staleImage.length > 0 ? [] : image)];
  const better = [...told, ...described.filter((demand) => !mistaken.includes(demand))];
  // Where nothing else is said, a number in the program that the image starts goes before what the image documents.
  const fixed = better.length > 0 ? [] : own.filter(isFixedPort);
  const counts = better.length > 0 ? better : fixed;
  const isListStale = counts.length > 0 && areApart(listed, counts);
  const kept = isListStale ? fixed : [];
  const defaults = own.every(isDefault) ? [] : own.filter((demand) => isDefault(demand) && !kept.includes(demand));
  return [...overruled, ...staleImage, ...mistaken, ...(isListStale ? listed : []), ...defaults];
}

/**
 * What Kubernetes' `containerPort` lists beside another port that the image's program is told: the field is informational (API
 * reference, "ContainerPort"), and charts keep the number of their template. A mapping sends what arrives to its port.
 */
function informational(described: readonly Demand[], own: readonly Demand[], told: readonly Demand[]): readonly Demand[] {
  const isMapped = ({ origin }: Demand): boolean =>
    own.some((one) => one.constraint === 'published' && one.origin.file === origin.file && one.origin.line === origin.line);
  const isFixed = told.some(({ detail }) => detail?.settable === undefined);
  return isFixed && areApart(described, told) ? described.filter((demand) => !isMapped(demand)) : [];
}

/** What a server's own file says where the image's command says another port. */
function overruledSettings(written: readonly Demand[]): readonly Demand[] {
  const settings = written.filter(({ detail }) => detail?.listed === 'settings');
  const commanded = written.filter(({ detail }) => detail?.listed !== 'settings' && detail?.settable === undefined);
  return commanded.length > 0 && areApart(settings, commanded) ? settings : [];
}

/** A framework's default, or that of a program's own text, holds where nothing at all says another port. */
function isDefault({ detail }: Demand): boolean {
  return detail?.listed === 'default' || detail?.listed === 'source';
}

/** The default port of what lies within a service that is said to take the same one: that one's image starts it. */
function startedFromAbove(onPort: readonly Demand[]): readonly Demand[] {
  const said = onPort.filter((demand) => !isDefault(demand));
  return onPort.filter(
    (demand) => isDefault(demand) && said.some(({ service }) => service !== demand.service && isWithin(demand.service, service)),
  );
}

function areApart(some: readonly Demand[], others: readonly Demand[]): boolean {
  const keys = new Set(others.map(({ key }) => key));
  return !some.some(({ key }) => keys.has(key));
}
