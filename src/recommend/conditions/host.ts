import type { Origin, Trait, TraitKind } from '../../model/index.ts';
import { OWN_RUNTIME, PLAIN_OS } from '../data/os-packages.ts';
import { GLIBC } from '../data/runtimes.ts';
import { hasMarked, isBroughtAlong, isInLayers, isMarked } from '../marks.ts';
import type { ProcessView } from '../processes.ts';
import type { SignalHit } from '../signals.ts';
import { shortList } from '../words.ts';
import { hasLambda } from './functions.ts';
import { staticSite } from './static-site.ts';
import { bool, evidenceOf, firm, fromDependencies, fromHits, NO, subjectOf, type Truth } from './truth.ts';
import { hitsOf, originOf, type ServiceView } from './view.ts';

/** What a service needs of the machine below it: packages of the distribution, native code, devices, a disk. */

interface Found {
  readonly text: string;
  readonly origin: Origin;
}

function osPackages(view: ServiceView): readonly Found[] {
  const fromTraits = view.traits
    .filter((trait) => /^os-?packages?$/.test(trait.kind) && trait.value !== undefined)
    .flatMap((trait) => (trait.value ?? '').split(/[\s,]+/).map((text) => ({ text, origin: trait.origin })));
  const fromDemands = view.input.service.deployments
    .flatMap(({ facts }) => (view.othersImages?.has(facts) === true ? [] : facts.demands))
    .filter((demand) => demand.realm === 'os' && /package|deb|rpm|apk/.test(`${demand.subject} ${demand.key}`))
    .map((demand) => ({ text: demand.key.replace(/^[a-z-]+:/, ''), origin: demand.origin }));
  const runtimes = view.input.service.ecosystems.map((ecosystem) => OWN_RUNTIME[ecosystem]);
  return [...fromTraits, ...fromDemands].filter(
    ({ text }) => text !== '' && !PLAIN_OS.test(text) && !runtimes.some((runtime) => runtime.test(text)),
  );
}

export function hasOsPackages(view: ServiceView): Truth {
  const found = osPackages(view);
  const [first] = found;
  if (first === undefined) return NO;
  return {
    holds: true,
    ...subjectOf(
      found.map((one) => one.text),
      5,
    ),
    evidence: [evidenceOf(first.origin, first.text)],
  };
}

export function hasCgo(view: ServiceView): Truth {
  const cgo = view.input.service.units.flatMap((unit) => unit.natives).find((one) => one.kind === 'cgo');
  if (cgo !== undefined) return { holds: true, subject: cgo.purl, evidence: [evidenceOf(cgo.origin, cgo.purl)] };
  return fromDependencies(view.direct.filter(isMarked('cgo')));
}

/** Core packages may drive a browser that runs elsewhere. */
export function hasRemoteBrowser(view: ServiceView): Truth {
  const browser = hitsOf(view, 'browser');
  return bool(
    browser.length > 0 &&
      browser.every((hit) => hit.group.confidence === 'low') &&
      !osPackages(view).some((one) => one.text.includes('chrom')),
    '',
  );
}

export function needsGpu(view: ServiceView, declared: boolean | undefined): Truth {
  if (declared === false) return NO;
  if (declared === true)
    return { holds: true, subject: 'the service as declared', evidence: bool(true, 'gpu: true', originOf(view, 'gpu')).evidence };
  const reserved = view.traits.find((trait) => trait.kind === 'gpu');
  const hits = fromHits(hitsOf(view, 'gpu'));
  if (reserved === undefined) return hits;
  const evidence = [evidenceOf(reserved.origin, reserved.value ?? 'gpu'), ...hits.evidence];
  return hits.holds ? { ...hits, evidence } : { holds: true, subject: 'the service', evidence };
}

/**
 * What reaches into the kernel of the host or its network. A task of Fargate may be given SYS_PTRACE (ECS API,
 * KernelCapabilities), and a program goes on without those by which it is only faster (IPC_LOCK, SYS_NICE).
 */
const HOST_CAPABILITIES =
  /^(?:CAP_)?(?:ALL|BPF|NET_ADMIN|NET_RAW|PERFMON|SYS_ADMIN|SYS_BOOT|SYS_MODULE|SYS_RAWIO|SYS_TIME|SYSLOG)$/i;

/** Whether a trait asks for more of its host than a tenant of Fargate or Lambda gets; capabilities by which they are. */
const NEEDS_HOST: Readonly<Record<TraitKind, (value: string) => boolean>> = {
  'active-profiles': () => false,
  'brings-files': () => false,
  capabilities: (value) => value.split(/[\s,]+/).some((one) => HOST_CAPABILITIES.test(one)),
  cloud: () => false,
  'compose-profile': () => false,
  'consumer-group': () => false,
  'database-in-memory': () => false,
  devices: () => true,
  'docker-socket': () => true,
  'fargate-task': () => false,
  'generates-client': () => false,
  gpu: () => false,
  'grpc-probe': () => false,
  'grpc-service': () => false,
  'hands-out-jobs': () => false,
  'host-ipc': () => true,
  'host-network': () => true,
  'host-pid': () => true,
  'hosted-by': () => false,
  'installs-project': () => false,
  'lambda-adapter': () => false,
  'lambda-client': () => false,
  'lambda-handler': () => false,
  memory: () => false,
  'no-http': () => false,
  'no-listener': () => false,
  'no-web-server': () => false,
  'other-language': () => false,
  'package-source': () => false,
  'polls-queue': () => false,
  'polls-updates': () => false,
  privileged: () => true,
  'produces-messages': () => false,
  'reads-redis': () => false,
  'schedules-jobs': () => false,
  'serves-grpc': () => false,
  'serves-http': () => false,
  'serves-raw': () => false,
  snapstart: () => false,
  'static-export': () => false,
  'takes-jobs': () => false,
  volume: () => false,
  'volume-claim': () => false,
};

/** Whether a descriptor starts it: that would have to hand in the engine's socket. */
function isStarted({ input }: ServiceView): boolean {
  return input.service.deployments.some(({ facts: { tool, processes } }) => tool !== 'dockerfile' && processes.length > 0);
}

export function needsPrivileged(view: ServiceView, process: ProcessView | undefined): Truth {
  const traits = view.traits.filter(({ kind, value }) => NEEDS_HOST[kind](value ?? ''));
  const isDescribed = traits.length === 0 && isStarted(view);
  const hits = hasLambda(view, process).holds
    ? []
    : hitsOf(view, 'privileged').filter(({ dependency }) => !isDescribed || !isMarked('engine-client')(dependency));
  if (traits.length === 0) return fromHits(hits);
  return {
    holds: true,
    ...subjectOf(
      traits.map((trait) => trait.kind),
      traits.length,
    ),
    evidence: [...traits.map((trait) => evidenceOf(trait.origin, trait.kind)), ...fromHits(hits).evidence],
  };
}

/** Packages that need libraries or programs of the system which neither another package nor a layer brings. */
export function systemLibraries(view: ServiceView): Truth {
  const isBundled = ({ dependency }: SignalHit): boolean =>
    isBroughtAlong(dependency, view.direct) || isInLayers(dependency, layersOf(view));
  return fromHits(hitsOf(view, 'native-syslib').filter((hit) => !isBundled(hit)));
}

/** The Chromium that is made for Lambda, as a package, or in a layer for what drives it. */
export function lambdaChromium(view: ServiceView): Truth {
  const packages = fromDependencies(view.direct.filter(isMarked('lambda-chromium')));
  if (packages.holds) return packages;
  const layers = layersOf(view);
  return fromHits(hitsOf(view, 'browser').filter(({ dependency }) => isInLayers(dependency, layers)));
}

/** What functions here run with: somebody who names a layer has the bundle as a zip, and it works. */
function layersOf({ input }: ServiceView): readonly string[] {
  return input.service.deployments.flatMap(({ facts }) => facts.functions.flatMap(({ layers }) => layers));
}

/** Stores in files; beside the driver of a server's database, a database in a file is for developers and tests, or a choice of whoever deploys. */
export function fileStores(view: ServiceView): Truth {
  const hits = firm(hitsOf(view, 'embedded-store'));
  // Its settings, or a server's driver beside it, say that the file is none, or is written elsewhere than where it runs.
  const isChoice = hasMarked(view.direct, 'sql-server') || view.traits.some(({ kind }) => kind === 'database-in-memory');
  return fromHits(isChoice ? hits.filter(({ dependency }) => !isMarked('sql-file')(dependency)) : hits);
}

export function persistentEvidence(view: ServiceView, declared: boolean | undefined): Truth {
  if (declared === false) return NO;
  const store = fromHits(hitsOf(view, 'embedded-store'));
  const subject = store.holds ? store.subject : 'the service';
  if (declared === true)
    return {
      holds: true,
      subject,
      evidence: [...store.evidence, ...bool(true, 'statefulDisk: true', originOf(view, 'statefulDisk')).evidence],
    };
  // Through its volume a build hands over what it can make again.
  if (!store.holds && staticSite(view).holds) return NO;
  const volume = view.traits.find(
    (trait) => isDurableVolume(trait) || (store.holds && (isImageVolume(trait) || isStoreMount(trait))),
  );
  if (volume === undefined) return NO;
  return { holds: true, subject, evidence: [...store.evidence, evidenceOf(volume.origin, volume.value ?? 'volume')] };
}

/** `VOLUME /data` of an image: beside a store it says where the data lies that is not the image's; alone it may be scratch. */
function isImageVolume({ kind, value = '' }: Trait): boolean {
  return kind === 'volume' && /^\/[^:]+$/.test(value) && !isScratch(value);
}

/** Named volumes called after what is made again: `model_cache:/models`. */
const FOR_A_WHILE = /^(?:[\w.-]*[._-])?(?:te?mp|cache)(?:[._-][\w.-]*)?(?::|$)|:\/tmp(?:\/|:|$)/i;

/** Whoever collects logs keeps them; the service goes on without. */
const LOGS = /^\/(?:[^:]*\/)?logs?(?:\/[^:]*)?(?::|$)/;

/** Where builds, package managers and model hubs keep what they can fetch again. */
const CACHE =
  /(?:^|\/)(?:\.(?:m2|gradle|ivy2|sbt|npm|yarn|pnpm-store|cache|cargo|nuget|venv|bundle)|go\/pkg|go-build|local\/bundle)(?:\/[^:]*)?(?::|$)/;

/** Sockets and pids live as long as what runs; a home's settings and keys are its user's: `pki-socket:/var/run/pki`, `/home/me/.aws:/root/.aws`. */
const OF_HOST =
  /^(?:\/(?:var\/)?run(?:\/|:|$)|\/(?:root|home\/[^/:]+)\/\.(?:aws|azure|config|docker|gnupg|kube|ssh|gitconfig|netrc)(?:\/|:|$))/;

/** A place of the host over where images have their code: `/srv/shop/cart:/app`. */
const CODE = /^\/[^:]+:\/(?:app|code|src|usr\/src\/app|srv\/app|opt\/app|workspace|var\/www(?:\/html)?)\/?(?::|$)/;

/** What a place of the repository is called that a store writes to: `./data:/app/data`. */
const STORED = /^[.~$][^:]*:[^:]*(?:^|[/_-])(?:data|db|databases?|sqlite|storage)\/?(?::(?!ro$)|$)/;

/** A directory beside the code that holds what a store keeps. */
function isStoreMount({ kind, value = '' }: Trait): boolean {
  return kind === 'volume' && STORED.test(value);
}

function isScratch(value: string): boolean {
  const target = value.slice(value.indexOf(':') + 1);
  return (
    /:ro$|readonly|emptyDir|configMap|secret|tmpfs|node_modules|\.sock|^(?:bind|config)\b/i.test(value) ||
    // Docker Compose refuses a variable without a value there: the place is the host's, and not known.
    /^[.~$:]/.test(value) ||
    CODE.test(value) ||
    /^\/(?:etc|var\/run|run|tmp|dev|proc|sys)\b/.test(value) ||
    FOR_A_WHILE.test(value) ||
    LOGS.test(target) ||
    CACHE.test(target) ||
    OF_HOST.test(target)
  );
}

/** A named volume or a claim keeps data; a bind mount of the source, a config file, a socket or scratch space does not. */
export function isDurableVolume(trait: Trait): boolean {
  if (trait.kind === 'volume-claim') return true;
  if (trait.kind !== 'volume') return false;
  const value = trait.value ?? '';
  return value !== '' && !isScratch(value) && (value.includes(':') || !value.startsWith('/'));
}

/** Locked wheels of which none loads with the glibc of the managed runtime: pip would fail, or take the source. */
export function needsNewerLibc(view: ServiceView): Truth {
  const os = view.runtime.runtime?.os;
  if (os === undefined) return NO;
  const newer = view.input.service.units
    .flatMap((unit) => unit.natives)
    .filter((one) => one.kind === 'wheel-glibc' && isNewer(one.library?.replace('glibc>=', '') ?? '', GLIBC[os]));
  const [first] = newer;
  if (first === undefined) return NO;
  const names = newer.map((one) => `${one.purl.replace(/^pkg:[a-z]+\//, '')} (${one.library ?? ''})`);
  return {
    holds: true,
    subject: `${shortList(names, 3)}; ${view.runtime.runtime?.name ?? os} has glibc ${GLIBC[os]}`,
    evidence: newer.slice(0, 3).map((one) => evidenceOf(one.origin, one.purl)),
  };
}

function isNewer(wanted: string, has: string): boolean {
  const [major = 0, minor = 0] = wanted.split('.').map(Number);
  const [hasMajor = 0, hasMinor = 0] = has.split('.').map(Number);
  return major > hasMajor || (major === hasMajor && minor > hasMinor);
}
