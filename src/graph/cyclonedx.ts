import {
  addTo,
  byText,
  type Conflict,
  type Dependency,
  type EcosystemId,
  percentDecoded,
  percentEncoded,
  type ServiceId,
} from '../model/index.ts';

export interface Inventory {
  readonly toolVersion: string;
  readonly services: readonly InventoryService[];
  readonly conflicts: readonly Conflict[];
}

export interface InventoryService {
  readonly id: ServiceId;
  readonly path: string;
  readonly ecosystems: readonly EcosystemId[];
  /** Of the groups that are deployed. */
  readonly dependencies: readonly Dependency[];
}

interface Property {
  readonly name: string;
  readonly value: string;
}

/** As much of CycloneDX 1.6 as we write; https://cyclonedx.org/docs/1.6/json. */
interface Component {
  readonly type: 'application' | 'library';
  readonly 'bom-ref': string;
  readonly group?: string;
  readonly name: string;
  readonly version?: string;
  readonly purl?: string;
  readonly properties?: readonly Property[];
  readonly evidence?: { readonly occurrences: readonly { readonly location: string; readonly line: number }[] };
}

const FLEET = 'fleet';
const serviceRef = (id: ServiceId): string => `service:${id}`;

/** The fleet as a CycloneDX 1.6 bill of materials: services, what they deploy, who depends on whom, and what clashes. */
export function inventoryToCycloneDx({ toolVersion, services, conflicts }: Inventory): string {
  const packages = new Map<string, Library>();
  const edges = new Map<string, Set<string>>([[FLEET, new Set(services.map(({ id }) => serviceRef(id)))]]);
  const connect = (from: string, to: string): void => {
    if (from !== to) edges.set(from, (edges.get(from) ?? new Set()).add(to));
  };
  for (const service of services) {
    edges.set(serviceRef(service.id), new Set());
    for (const dependency of service.dependencies) {
      const chain = [...dependency.via, versioned(dependency.purl, dependency.resolved)].map((purl) => libraryOf(purl, packages));
      chain.reduce((from, { ref }) => {
        connect(from, ref);
        return ref;
      }, serviceRef(service.id));
      chain.at(-1)?.askedBy.push([service.id, dependency]);
    }
  }
  const clashes = new Map<string, string[]>();
  for (const conflict of conflicts) {
    for (const owner of [conflict.subject, ...conflict.services.map(serviceRef)]) addTo(clashes, owner, conflict.id);
  }
  const libraries = [...packages.values()].sort((a, b) => byText(a.ref, b.ref));
  const bom = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      tools: { components: [{ type: 'application', name: 'cohost', version: toolVersion }] },
      component: { type: 'application', 'bom-ref': FLEET, name: 'fleet' },
      properties: conflicts.map((conflict) => ({
        name: `cohost:conflict:${conflict.severity}`,
        value: `${conflict.id} ${conflict.rule} ${conflict.subject}: ${conflict.message}`,
      })),
    },
    components: [
      ...services.map((service) => serviceComponent(service, clashes.get(serviceRef(service.id)) ?? [])),
      ...libraries.map((library) => libraryComponent(library, clashes.get(library.purl) ?? [])),
    ],
    dependencies: [...edges]
      .map(([ref, to]) => ({ ref, dependsOn: [...to].sort(byText) }))
      .concat(libraries.flatMap(({ ref }) => (edges.has(ref) ? [] : [{ ref, dependsOn: [] }])))
      .sort((a, b) => byText(a.ref, b.ref)),
    compositions: [{ aggregate: 'incomplete', dependencies: services.filter(isOpen).map(({ id }) => serviceRef(id)) }].filter(
      ({ dependencies }) => dependencies.length > 0,
    ),
  };
  return `${JSON.stringify(bom, null, 2)}\n`;
}

/** Without a lock nobody knows what a service's dependencies pull in. */
function isOpen({ dependencies }: InventoryService): boolean {
  return dependencies.some(({ resolved }) => resolved === undefined);
}

interface Library {
  /** The purl with its version, where one is known. */
  readonly ref: string;
  readonly purl: string;
  readonly version: string | undefined;
  readonly askedBy: (readonly [ServiceId, Dependency])[];
}

function libraryOf(text: string, packages: Map<string, Library>): Library {
  const { purl, version } = splitVersion(text);
  const ref = versioned(purl, version);
  const known = packages.get(ref);
  if (known !== undefined) return known;
  const made: Library = { ref, purl, version, askedBy: [] };
  packages.set(ref, made);
  return made;
}

/** The version stands after the `@` that follows the last `/`: the name of an npm scope is percent-encoded. */
function splitVersion(text: string): { readonly purl: string; readonly version: string | undefined } {
  const at = text.indexOf('@', text.lastIndexOf('/'));
  return at < 0 ? { purl: text, version: undefined } : { purl: text.slice(0, at), version: percentDecoded(text.slice(at + 1)) };
}

function versioned(purl: string, version: string | undefined): string {
  return version === undefined ? purl : `${purl}@${percentEncoded(version)}`;
}

function serviceComponent(service: InventoryService, conflicts: readonly string[]): Component {
  return {
    type: 'application',
    'bom-ref': serviceRef(service.id),
    name: service.id,
    properties: [
      { name: 'cohost:path', value: service.path },
      ...service.ecosystems.map((value) => ({ name: 'cohost:ecosystem', value })),
      ...conflicts.map((value) => ({ name: 'cohost:conflict', value })),
    ],
  };
}

function libraryComponent({ ref, purl, version, askedBy }: Library, conflicts: readonly string[]): Component {
  const asked = askedBy.map(([service, { constraint, origin }]) => ({
    name: 'cohost:demand',
    value: `${service}: ${constraint === '' ? 'any version' : constraint} (${origin.file}:${origin.line})`,
  }));
  const properties = [
    ...new Map(asked.map((one) => [one.value, one])).values(),
    ...conflicts.map((value) => ({ name: 'cohost:conflict', value })),
  ];
  const places = new Map(askedBy.map(([, { origin }]) => [`${origin.file}:${origin.line}`, origin]));
  return {
    type: 'library',
    'bom-ref': ref,
    purl: ref,
    ...nameOf(purl),
    ...(version === undefined ? {} : { version }),
    ...(properties.length === 0 ? {} : { properties }),
    ...(places.size === 0
      ? {}
      : { evidence: { occurrences: [...places.values()].map(({ file, line }) => ({ location: file, line })) } }),
  };
}

/** Maven's group and npm's scope are CycloneDX's group; a Go module is called by its whole path. */
function nameOf(purl: string): Pick<Component, 'group' | 'name'> {
  const match = /^pkg:([a-z]+)\/(.*)$/s.exec(purl);
  const name = percentDecoded(match?.[2] ?? purl);
  const slash = name.lastIndexOf('/');
  if (match?.[1] === 'golang' || slash < 0) return { name };
  return { group: name.slice(0, slash), name: name.slice(slash + 1) };
}
