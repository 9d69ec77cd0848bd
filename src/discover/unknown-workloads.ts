import { addTo, baseName, type DeploymentFacts, type Diagnostic, directoryOf, isWithin, listed } from '../model/index.ts';
import type { Known } from './places.ts';
import { looksLikeSample } from './samples.ts';

/**
 * What descriptors run and no service here is: a program in a language that is not read, or one of another repository. Of
 * neither anything is compared, and silence would pass for an answer.
 */
export function unknownWorkloads(
  unjoined: readonly DeploymentFacts[],
  deployments: readonly DeploymentFacts[],
  places: Pick<Known, 'paths' | 'roots'>,
): readonly Diagnostic[] {
  const images = new Map(
    deployments.flatMap((facts) => (facts.tool === 'dockerfile' ? [[facts.descriptor.path, facts] as const] : [])),
  );
  const run = unjoined.flatMap((facts) => workload(facts, places.roots) ?? []);
  const built = firstOfEach(
    run.filter(
      ({ place, name, facts }) =>
        place !== undefined && !isKnown(place, places) && !BESIDE.test(name) && isProgram(facts, images),
    ),
    ({ place = '' }) => place,
  );
  const known = new Set([...built.map(({ name }) => name), ...places.paths.map(baseName)]);
  return [
    ...builtHere(built),
    ...builtElsewhere(ofOnePublisher(run.filter((one) => !known.has(one.name) && !known.has(one.program)))),
  ];
}

/** Whether manifests are read there, above or below; what the root says is no word on every folder. */
function isKnown(place: string, { paths, roots }: Pick<Known, 'paths' | 'roots'>): boolean {
  return (
    place === '.' ||
    looksLikeSample(place) ||
    paths.some((path) => isWithin(path, place) || (!roots.has(path) && isWithin(place, path)))
  );
}

/** Descriptors of what runs images, whoever makes them; others speak of programs of their own tree. */
const RUNS_IMAGES: ReadonlySet<DeploymentFacts['tool']> = new Set(['compose', 'kubernetes', 'ecs', 'nomad']);

interface Workload {
  readonly name: string;
  readonly facts: DeploymentFacts;
  /** What it is built of. */
  readonly place: string | undefined;
  /** `registry.example.org/team`, and `cart` below it. */
  readonly publisher: string;
  readonly program: string;
}

/** Nothing of what is somebody else's, for tests, or made of a value that only a deployment knows. */
function workload(facts: DeploymentFacts, roots: ReadonlySet<string>): Workload | undefined {
  const { tool, join, processes, descriptor } = facts;
  const home = directoryOf(descriptor.path).replace(/(?:^|\/)templates(?:\/.*)?$/, '');
  if (!RUNS_IMAGES.has(tool) || processes.length === 0 || looksLikeSample(home || '.')) return undefined;
  const { directory, dockerfile, image = '', name = processes[0]?.name ?? '' } = join;
  const around = directory !== undefined && roots.has(directory) ? undefined : directory;
  const other = facts.traits.find(({ kind }) => kind === 'other-language')?.value;
  const place = other ?? around ?? (dockerfile === undefined ? directory : directoryOf(dockerfile));
  if (place === undefined && !isReference(image)) return undefined;
  const reference = image.split('@', 1)[0] ?? '';
  const program = baseName(reference).split(':', 1)[0] ?? '';
  const publisher = reference.includes('/') ? directoryOf(reference) : '';
  return { name: name === '' ? program : name, facts, place, publisher, program };
}

/**
 * Whether an engine would take it as an image's name. What stands for one until somebody fills it in is none: `<IMAGE>`,
 * `POSTGRES_IMAGE`, `${IMAGE}` (Docker, "Image references": names are lower case behind their host).
 */
function isReference(image: string): boolean {
  // A registry that only whoever starts it names is empty here: `${REGISTRY}/shop/cart`.
  const name = image.split('@', 1)[0]?.replace(/^\/|:[^/:]*$/g, '') ?? '';
  return /^(?:[\w-]+(?:\.[\w-]+)*(?::\d+)?\/)?[a-z\d]+(?:[._\-/]+[a-z\d]+)*$/.test(name);
}

/** What an image starts by itself; one that only fills a database's or a proxy's image has no command of its own. */
function isProgram({ join: { dockerfile = '' } }: DeploymentFacts, images: ReadonlyMap<string, DeploymentFacts>): boolean {
  const image = images.get(dockerfile);
  const base = image?.images.find(({ final }) => final)?.name ?? '';
  return image === undefined || (image.processes.length > 0 && !PROXY.test(base));
}

const PROXY = /(?:^|\/)(?:nginx[\w-]*|httpd|caddy|traefik|envoy|haproxy|openresty|varnish)$/;

function builtHere(built: readonly Workload[]): readonly Diagnostic[] {
  const [first] = built;
  if (first === undefined) return [];
  const [are, them] = built.length === 1 ? ['1 workload is', 'it'] : [`${built.length} workloads are`, 'them'];
  const names = listed(
    built.map(({ name, place = '.' }) => (name === baseName(place) ? place : `${name} (${place})`)),
    SHOWN,
  );
  const message = `${are} built here where no manifest is read, so nothing was compared with ${them}, their ports included: ${names}`;
  return [noted('service/no-manifest', built.length === 1 ? message.replace('their ports', 'its ports') : message, first)];
}

function builtElsewhere(run: readonly Workload[]): readonly Diagnostic[] {
  const [first] = run;
  if (first === undefined) return [];
  const names = listed(
    run.map(({ program }) => program),
    SHOWN,
  );
  const message = `${run.length} workloads run images that no service here is known to make, so nothing was compared with them: ${names}; where other repositories make them, cohost scan there and cohost merge judge all of them together`;
  return [noted('service/other-repository', message, first)];
}

const SHOWN = 4;

function noted(code: string, message: string, { facts: { descriptor, processes } }: Workload): Diagnostic {
  return { code, severity: 'note', message, file: descriptor.path, line: processes[0]?.origin.line ?? 1 };
}

/** One image of somebody else's says nothing; several of one publisher are a fleet. */
const SEVERAL = 3;

/** What is run beside services, whoever packs it. */
const BESIDE =
  /(?:^|[-_.])(?:db|database|mongo(?:db)?|mysql|mariadb|postgres(?:ql)?|redis|valkey|rabbitmq|kafka|zookeeper|nats|minio|elasticsearch|solr|nginx|proxy|router|exporter|grafana|prometheus|keycloak|collector|agent|emulator|simulator|load-?test)(?:$|[-_.])/;

function ofOnePublisher(run: readonly Workload[]): readonly Workload[] {
  const named = run.filter(({ place, program }) => place === undefined && !BESIDE.test(program));
  const groups = new Map<string, Workload[]>();
  for (const one of firstOfEach(named, ({ publisher, program }) => `${publisher}/${program}`)) addTo(groups, one.publisher, one);
  return [...groups.values()].flatMap((group) => (group.length < SEVERAL ? [] : group));
}

function firstOfEach(run: readonly Workload[], keyOf: (one: Workload) => string): readonly Workload[] {
  const kept = new Map<string, Workload>();
  for (const one of run) if (!kept.has(keyOf(one))) kept.set(keyOf(one), one);
  return [...kept.values()];
}
