/** The made-up project that npm is asked about: where the packages of services lie in it, and how npm reads each of them there. */
import { posix } from 'node:path';
import { pathBelow, type ServiceId } from '../../../../src/model/index.ts';
import type { NpmLine, NpmService } from '../services.ts';
import { ROOT_PLACE } from './facts.ts';
import type { ProjectJson, Workspace } from './tree-builder.ts';

/** A root that only joins members. */
export const NO_ROOT: ProjectJson = { name: 'cohost-root', version: '1.0.0', private: true };

/** The directory of the one workspace that services belong to, of which at least one is a member. */
export function commonRoot(services: readonly NpmService[]): ServiceId | undefined {
  const [root, ...others] = new Set(services.map((service) => service.root));
  return others.length === 0 && services.some(({ service }) => service !== root) ? root : undefined;
}

/** Packages of the project that these services link to and do not include, however deep. */
export function linkedFrom(
  services: readonly NpmService[],
  locals: ReadonlyMap<ServiceId, NpmService>,
  isInside: (local: NpmService, user: NpmService) => boolean,
): readonly NpmService[] {
  const seen = new Set<ServiceId>(services.map(({ service }) => service));
  const found: NpmService[] = [];
  const open = [...services];
  for (let service = open.pop(); service !== undefined; service = open.pop()) {
    for (const { source } of service.lines) {
      const local = source.kind === 'local' ? locals.get(source.directory) : undefined;
      if (local === undefined || seen.has(local.service)) continue;
      seen.add(local.service);
      // npm installs nothing for what is linked from outside of the project's directory (arborist, `#resolveLinks`).
      const linked = isInside(local, service) ? local : { ...local, lines: [] };
      found.push(linked);
      open.push(linked);
    }
  }
  return found.sort((a, b) => (a.service < b.service ? -1 : 1));
}

/** Where the own lines of services stand in the tree of a workspace of them: the root's own at its top, each member's below. */
export function placesOf(services: readonly NpmService[]): (service: ServiceId) => string {
  const root = commonRoot(services);
  return (service) => (service === root ? ROOT_PLACE : memberDirectory(service));
}

export function withoutLinks(service: NpmService, to: ReadonlySet<ServiceId>): NpmService {
  const isLink = ({ source }: NpmLine): boolean => source.kind === 'local' && to.has(source.directory);
  return service.lines.some(isLink) ? { ...service, lines: service.lines.filter((line) => !isLink(line)) } : service;
}

export function isBelow(root: ServiceId, { service }: NpmService): boolean {
  return pathBelow(root, service) !== undefined;
}

/** Where a member lies below a made-up root: where it really lies, for npm goes by the order of paths. */
export function memberDirectory(service: ServiceId): string {
  return service === '.' ? 'the-root' : service;
}

const NAME = /^(?:@[a-z0-9~-][\w.~-]*\/)?[a-z0-9~-][\w.~-]*$/i;

type Members = Workspace['members'];

export const NO_MEMBERS: Members = new Map();

export function alone(root: ProjectJson): Workspace {
  return { root, members: NO_MEMBERS, links: NO_MEMBERS };
}

/** Where packages of the project lie in a made-up one. */
interface Site {
  readonly members: ReadonlySet<ServiceId>;
  readonly place: (service: ServiceId) => string;
  /** The root has npm's overrides: npm applies them itself, and looks references up in lines of members as well. */
  readonly asWritten: boolean;
}

export function siteOf(members: readonly NpmService[], root?: NpmService): Site {
  const place = (service: ServiceId): string => (service === root?.service ? '.' : memberDirectory(service));
  const { overrides, amendments } = root?.settings ?? {};
  const asWritten = overrides !== undefined && amendments === undefined;
  return { members: new Set(members.map(({ service }) => service)), place, asWritten };
}

export function linksTo(linked: readonly NpmService[], site: Site): Workspace['links'] {
  return new Map(linked.map((local) => [site.place(local.service), asProject(local, site)]));
}

/** Two members of one name cannot be told apart by npm; the second one, like one without a name, gets one that nobody links to. */
export function namedApart(members: readonly NpmService[], site: Site): Members {
  const taken = new Set<string>();
  return new Map(
    members.map((member, index) => {
      const project = asProject(member, site);
      const name = taken.has(project.name) || !NAME.test(project.name) ? `cohost-member-${index}` : project.name;
      taken.add(name);
      return [site.place(member.service), { ...project, name }];
    }),
  );
}

/**
 * A service as npm would read it, less what is not deployed or cannot be looked up. Members find each other by name, other
 * directories are links from where the service lies.
 */
export function asProject({ service, name, version, lines }: NpmService, { members, place, asWritten }: Site): ProjectJson {
  const sections: Record<NpmLine['field'], [string, string][]> = {
    dependencies: [],
    devDependencies: [],
    optionalDependencies: [],
    peerDependencies: [],
  };
  const specOf = (source: Exclude<NpmLine['source'], { kind: 'foreign' }>): string => {
    if (source.kind === 'registry') return source.spec;
    if (source.kind === 'archive') return `file:${posix.relative(place(service), source.archive.path)}`;
    return members.has(source.directory) ? '*' : `file:${posix.relative(place(service), place(source.directory)) || '.'}`;
  };
  const optionalPeers: string[] = [];
  for (const { name: line, source, field, isOptionalPeer, demand } of lines) {
    // A package that links to itself asks for nothing, and npm's builder can fall over it.
    if (source.kind === 'foreign' || (source.kind === 'local' && source.directory === service)) continue;
    const { override, raw } = demand.detail ?? {};
    const written = asWritten && source.kind === 'registry' && override !== undefined ? raw : undefined;
    sections[field].push([line, written ?? specOf(source)]);
    if (isOptionalPeer) optionalPeers.push(line);
  }
  return {
    name,
    version,
    private: true,
    dependencies: Object.fromEntries(sections.dependencies),
    devDependencies: Object.fromEntries(sections.devDependencies),
    optionalDependencies: Object.fromEntries(sections.optionalDependencies),
    peerDependencies: Object.fromEntries(sections.peerDependencies),
    peerDependenciesMeta: Object.fromEntries(optionalPeers.map((line) => [line, { optional: true }])),
  };
}
