import type { Conflict, Dependency, Evidence, Origin, Service, SizeEstimate, Trait } from '../model/index.ts';
import { breakEven } from './cost.ts';
import type { SignalId } from './data/signals.ts';
import { activePolicy, FACT_NAMES, type FactName, type Facts, type RecommendInput } from './input.ts';
import { type ProcessView, processesOf, wordsOf } from './processes.ts';
import { lambdaRuntimeFit, type RuntimeFit } from './runtime.ts';
import { matchSignals, productionDependencies, type SignalHit } from './signals.ts';
import { estimateSize } from './size.ts';

/** Whether an atom of a rule holds, about what, and where that stands. */
export interface Truth {
  readonly holds: boolean;
  readonly subject: string;
  readonly evidence: readonly Evidence[];
  /** A name is a weaker witness than a descriptor. */
  readonly weak?: boolean;
}

/** What is known of one service, before any fact is varied. */
export interface ServiceView {
  readonly input: RecommendInput;
  readonly hits: ReadonlyMap<SignalId, readonly SignalHit[]>;
  readonly direct: readonly Dependency[];
  readonly traits: readonly Trait[];
  readonly processes: readonly ProcessView[];
  readonly size: SizeEstimate;
  readonly runtime: RuntimeFit;
}

const NO: Truth = { holds: false, subject: '', evidence: [] };

export function viewOf(input: RecommendInput): ServiceView {
  const { service, groups = [] } = input;
  const hits = new Map<SignalId, SignalHit[]>();
  for (const hit of matchSignals(service, groups)) hits.set(hit.signal, [...(hits.get(hit.signal) ?? []), hit]);
  return {
    input,
    hits,
    direct: productionDependencies(service, groups),
    traits: service.deployments.flatMap(({ facts }) => facts.traits),
    processes: processesOf(service),
    size: estimateSize(service, groups),
    runtime: lambdaRuntimeFit(service, input.today),
  };
}

export type Atoms = (name: string, facts: Facts) => Truth;

/** The atoms of one process of a service, each computed once per value of the facts that it reads. */
export function atomsFor(view: ServiceView, process: ProcessView | undefined): Atoms {
  const cache = new Map<string, Truth>();
  const evaluate: Atoms = (name, facts) => {
    const key = keyOf(name, facts);
    const known = cache.get(key);
    if (known !== undefined) return known;
    const truth = atom(view, process, name, facts, evaluate);
    cache.set(key, truth);
    return truth;
  };
  return evaluate;
}

/** Facts that an atom reads; an atom that is not here reads none, or the one that it names. */
const READS: Readonly<Record<string, readonly FactName[]>> = {
  'evidence:consumer': ['role'],
  'evidence:grpc': ['role'],
  'evidence:websocket': ['role'],
  'evidence:persistent': ['statefulDisk'],
  'evidence:none': ['role', 'jobSeconds', 'requestSeconds', 'requestsPerMonth', 'traffic', 'gpu', 'statefulDisk', 'payloadMiB'],
  'role:worker-possible': ['role'],
  'role:scheduler-possible': ['role'],
  'role:client': ['role'],
  'needs:gpu': ['gpu'],
  'store:files': ['statefulDisk'],
  'platform:any': ['platform'],
  'breakeven:low': ['requestsPerMonth', 'avgDurationMs', 'memoryMiB'],
  'breakeven:high': ['requestsPerMonth', 'avgDurationMs', 'memoryMiB'],
};
const NAMED = new Map<string, FactName | undefined>();

function keyOf(name: string, facts: Facts): string {
  const reads = READS[name];
  if (reads !== undefined) return reads.reduce((key, fact) => `${key}|${String(facts[fact])}`, name);
  if (!name.startsWith('fact:') && !name.startsWith('unknown:')) return name;
  if (!NAMED.has(name)) {
    const word = /^[a-z]+:([A-Za-z]+)/.exec(name)?.[1];
    NAMED.set(
      name,
      FACT_NAMES.find((fact) => fact === word),
    );
  }
  const fact = NAMED.get(name);
  return fact === undefined ? name : `${name}|${String(facts[fact])}`;
}

function atom(view: ServiceView, process: ProcessView | undefined, name: string, facts: Facts, ask: Atoms): Truth {
  const colon = name.search(/[:<>]/);
  const kind = colon < 0 ? name : name.slice(0, colon);
  const rest = colon < 0 ? '' : name.slice(colon + 1);
  switch (kind) {
    case 'signal':
      return fromHits(hitsOf(view, rest));
    case 'fact':
      return factAtom(view, rest, facts);
    case 'unknown':
      return bool(!Object.hasOwn(facts, rest), rest);
    case 'eco':
      return bool(
        view.input.service.ecosystems.some((one) => one === rest),
        rest,
      );
    case 'size':
      return sizeAtom(view, name);
    case 'runtime':
      return runtimeAtom(view, rest);
    case 'platform':
      return bool((facts.platform ?? view.input.platform) === 'any', 'platform: any', originOf(view, 'platform'));
    case 'breakeven': {
      const cost = breakEven(facts);
      return bool(cost?.side === rest, cost?.formula ?? '', originOf(view, 'requestsPerMonth'));
    }
    case 'policy':
      if (rest === 'no-zip') return bool(activePolicy(view.input)?.forbid === 'lambda-zip', '');
      return bool(view.input.sharing.host !== undefined, view.input.sharing.host ?? '', view.input.sharing.origin);
    case 'fleet':
      return fleetAtom(view, rest);
    case 'has':
      return rest === 'lambda'
        ? hasLambda(view, process)
        : rest === 'lambda-image'
          ? hasLambdaImage(view, process)
          : hasOther(view, rest);
    case 'role':
      return roleAtom(view, process, rest, facts);
    case 'needs':
      return rest === 'gpu' ? needsGpu(view, facts) : needsPrivileged(view, process);
    case 'store':
      return facts.statefulDisk === false ? NO : fromHits(firm(hitsOf(view, 'embedded-store')));
    case 'evidence':
      return evidenceAtom(view, process, rest, facts, ask);
    case 'mappable-queue':
      return fromHits(hitsOf(view, 'consumer-queue').filter((hit) => MAPPABLE.test(hit.dependency.name)));
    case 'lambda-chromium':
      return fromDependencies(
        view.direct.filter((one) => one.name === '@sparticuz/chromium' || one.name === 'chrome-aws-lambda'),
      );
    case 'remote-browser': {
      const browser = hitsOf(view, 'browser');
      return bool(
        browser.length > 0 &&
          browser.every((hit) => hit.group.confidence === 'low') &&
          !osPackages(view).some((one) => /chrom/.test(one.text)),
        '',
      );
    }
    default:
      return NO;
  }
}

/** Brokers that Lambda can poll: SQS, and RabbitMQ or ActiveMQ on Amazon MQ. */
const MAPPABLE = /(?:^pika$|aio-pika|kombu|stomp|amqp|rabbit|rhea|sqs|activemq)/i;
/** Libraries whose only use is to consume. */
const CONSUMER_BY_NATURE = /^(?:sqs-consumer|software\.amazon\.kinesis:amazon-kinesis-client)$/;

export function hitsOf(view: ServiceView, signal: string): readonly SignalHit[] {
  for (const [id, hits] of view.hits) if (id === signal) return hits;
  return [];
}

function firm(hits: readonly SignalHit[]): readonly SignalHit[] {
  return hits.filter((hit) => hit.group.confidence !== 'low');
}

function evidenceOf(origin: Origin, text?: string): Evidence {
  return { file: origin.file, line: origin.line, ...(text === undefined || text === '' ? {} : { text }) };
}

function fromDependencies(dependencies: readonly Dependency[]): Truth {
  if (dependencies.length === 0) return NO;
  return {
    holds: true,
    subject: [...new Set(dependencies.map((one) => one.name))].slice(0, 3).join(', '),
    evidence: dependencies.slice(0, 5).map((one) => evidenceOf(one.origin, `${one.name} ${one.constraint}`.trim())),
  };
}

function fromHits(hits: readonly SignalHit[]): Truth {
  return fromDependencies(hits.map((hit) => hit.dependency));
}

function bool(holds: boolean, subject: string, origin?: Origin): Truth {
  return { holds, subject, evidence: holds && origin !== undefined ? [evidenceOf(origin, subject)] : [] };
}

function originOf(view: ServiceView, fact: FactName): Origin | undefined {
  return view.input.factOrigin?.(fact);
}

const UNITS: Readonly<Record<string, string>> = {
  jobSeconds: 's',
  requestSeconds: 's',
  memoryMiB: 'MiB',
  payloadMiB: 'MiB',
  coldStartBudgetMs: 'ms',
};

function numberFact(facts: Facts, name: string): number | undefined {
  for (const [key, value] of Object.entries(facts)) if (key === name && typeof value === 'number') return value;
  return undefined;
}

function factAtom(view: ServiceView, test: string, facts: Facts): Truth {
  const match = /^([A-Za-z]+)([<>=])(.+)$/.exec(test);
  if (match === null) return NO;
  const [, name = '', operator, bound = ''] = match;
  if (operator === '=') {
    const value = Object.entries(facts).find(([key]) => key === name)?.[1];
    return bool(String(value) === bound, `${name}: ${bound}`, factPlace(view, name));
  }
  const value = numberFact(facts, name);
  if (value === undefined) return NO;
  const holds = operator === '>' ? value > Number(bound) : value < Number(bound);
  return bool(holds, `${value.toLocaleString('en-US')} ${UNITS[name] ?? ''}`.trim(), factPlace(view, name));
}

function factPlace(view: ServiceView, name: string): Origin | undefined {
  const fact = FACT_NAMES.find((one) => one === name);
  return fact === undefined ? undefined : originOf(view, fact);
}

function sizeAtom(view: ServiceView, name: string): Truth {
  const bytes = view.size.unzippedBytes;
  if (name === 'size:unknown') return bool(bytes === null, '');
  if (bytes === null) return NO;
  const bound = Number(name.slice('size>'.length));
  if (!(bytes > bound)) return NO;
  const heavy = new Set(view.size.largest.slice(0, 3).map((one) => one.purl));
  const dependencies = view.direct.filter((one) => heavy.has(one.purl));
  return {
    holds: true,
    subject: view.size.largest
      .slice(0, 3)
      .map((one) => `${one.purl.replace(/^pkg:[a-z]+\//, '')} ${megabytes(one.bytes)}`)
      .join(', '),
    evidence: (dependencies.length > 0 ? dependencies : view.direct.slice(0, 1)).map((one) => evidenceOf(one.origin, one.name)),
  };
}

/** Decimal megabytes, as limits are quoted. */
export function megabytes(bytes: number): string {
  return bytes >= 10_000_000_000 ? `${(bytes / 1e9).toFixed(1)} GB` : `${(bytes / 1e6).toFixed(bytes < 10_000_000 ? 1 : 0)} MB`;
}

function runtimeAtom(view: ServiceView, state: string): Truth {
  const { runtime } = view;
  return runtime.state === state ? bool(true, runtime.text, runtime.origin) : NO;
}

function fleetAtom(view: ServiceView, which: string): Truth {
  const { conflicts, sharing, service } = view.input;
  if (which === 'ok')
    return bool(
      conflicts.length === 0 && sharing.host !== undefined && sharing.lacks === undefined,
      shortList(sharing.cotenants) || (sharing.host ?? ''),
      sharing.origin,
    );
  if (which === 'lacks-runtime') return bool(sharing.lacks !== undefined, sharing.lacks ?? '', sharing.origin);
  if (conflicts.length === 0) return NO;
  return {
    holds: true,
    subject: conflicts
      .slice(0, 3)
      .map((conflict) => conflictText(conflict, service))
      .join('; '),
    evidence: conflicts.slice(0, 3).flatMap((conflict) =>
      conflict.demands
        .filter((one) => one.service === service.id)
        .slice(0, 1)
        .map((one) => evidenceOf(one.origin, `${one.key} ${one.constraint}`.trim())),
    ),
  };
}

function shortList(names: readonly string[]): string {
  const rest = names.length - 5;
  return rest > 0 ? `${names.slice(0, 5).join(', ')} and ${rest} more` : names.join(', ');
}

/** What a service needs of its own for a conflict to be gone. */
const OWN = {
  environment: 'any sharing',
  process: 'an environment of its own',
  container: 'a container of its own',
  machine: 'a machine of its own',
} as const;

function conflictText(conflict: Conflict, service: Service): string {
  const others = conflict.services.filter((one) => one !== service.id);
  return `${conflict.subject.replace(/^pkg:[a-z]+\//, '')} with ${others.slice(0, 3).join(', ')} (ends with ${OWN[conflict.clearedBy]})`;
}

const LAMBDA_IMAGE = /(?:^|\/)(?:aws-lambda-[a-z]+|lambda\/(?:python|nodejs|java|provided|go|dotnet|ruby))$/;
const LAMBDA_CLIENT = /awslambdaric|aws-lambda-ric|aws-lambda-rie|lambda-runtime-interface|lambda-entrypoint|bootstrap-lambda/;

function functionsOf(
  view: ServiceView,
): readonly { readonly name: string; readonly packageType: 'zip' | 'image'; readonly origin: Origin; readonly text: string }[] {
  return view.input.service.deployments.flatMap(({ facts }) =>
    facts.functions
      .filter((one) => one.provider === 'aws')
      .map((one) => ({
        name: one.name,
        packageType: one.packageType,
        origin: one.origin,
        text: [one.name, one.handler, one.runtime].filter(Boolean).join(' '),
      })),
  );
}

/** A worker or a scheduler that runs beside a function is no function. */
function isApart(view: ServiceView, process: ProcessView | undefined): boolean {
  if (process === undefined || process.role === 'function' || !process.deployed) return false;
  return process.role === 'worker' || process.role === 'scheduler' || view.processes.some((one) => one.role === 'function');
}

function hasLambda(view: ServiceView, process: ProcessView | undefined): Truth {
  const image = hasLambdaImage(view, process);
  if (image.holds) return image;
  if (isApart(view, process)) return NO;
  const functions = functionsOf(view);
  const hits = [...hitsOf(view, 'lambda-native'), ...hitsOf(view, 'lambda-adapter')];
  if (functions.length === 0 && hits.length === 0) return NO;
  const named = functions.slice(0, 3).map((one) => one.name);
  return {
    holds: true,
    subject: [...named, ...hits.slice(0, 3).map((hit) => hit.dependency.name)].join(', '),
    evidence: [
      ...functions.slice(0, 3).map((one) => evidenceOf(one.origin, one.text)),
      ...hits.slice(0, 3).map((hit) => evidenceOf(hit.dependency.origin, hit.dependency.name)),
    ],
  };
}

function hasLambdaImage(view: ServiceView, process: ProcessView | undefined): Truth {
  const functions = functionsOf(view);
  const image = functions.find((one) => one.packageType === 'image');
  if (image !== undefined && !isApart(view, process))
    return { holds: true, subject: image.name, evidence: [evidenceOf(image.origin, image.text)] };
  if (functions.some((one) => one.packageType === 'zip')) return NO;
  for (const { facts } of view.input.service.deployments) {
    const base = facts.images.find((one) => one.final && LAMBDA_IMAGE.test(one.name));
    if (base !== undefined) return { holds: true, subject: base.name, evidence: [evidenceOf(base.origin, base.name)] };
    const client = facts.processes.find((one) => one.command.some((word) => LAMBDA_CLIENT.test(word)));
    if (client !== undefined)
      return { holds: true, subject: client.command.join(' '), evidence: [evidenceOf(client.origin, client.command.join(' '))] };
  }
  return NO;
}

interface Found {
  readonly text: string;
  readonly origin: Origin;
}

/** Certificates, time zones, shells and download tools say nothing of the code. */
const PLAIN_OS =
  /^(?:ca-certificates|tzdata|curl|wget|bash|git|dumb-init|tini|gnupg2?|apt-transport-https|locales|procps|busybox|make|gcc|g\+\+|build-essential|build-base|musl-dev|python3?-dev|.*-dev|.*-devel|unzip|zip|tar|openssh-client|jq|su-exec|gosu|netcat.*|vim|less|nano|openssl|libc6-compat|gcompat)$/;

function osPackages(view: ServiceView): readonly Found[] {
  const fromTraits = view.traits
    .filter((trait) => /^os-?packages?$/.test(trait.kind) && trait.value !== undefined)
    .flatMap((trait) => (trait.value ?? '').split(/[\s,]+/).map((text) => ({ text, origin: trait.origin })));
  const fromDemands = view.input.service.deployments
    .flatMap(({ facts }) => facts.demands)
    .filter((demand) => demand.realm === 'os' && /package|deb|rpm|apk/.test(`${demand.subject} ${demand.key}`))
    .map((demand) => ({ text: demand.key.replace(/^[a-z-]+:/, ''), origin: demand.origin }));
  return [...fromTraits, ...fromDemands].filter(({ text }) => text !== '' && !PLAIN_OS.test(text));
}

function hasOther(view: ServiceView, what: string): Truth {
  if (what === 'os-packages') {
    const found = osPackages(view);
    const [first] = found;
    if (first === undefined) return NO;
    return {
      holds: true,
      subject: [...new Set(found.map((one) => one.text))].slice(0, 5).join(', '),
      evidence: [evidenceOf(first.origin, first.text)],
    };
  }
  if (what === 'other-function') {
    const other = view.input.service.deployments
      .flatMap(({ facts }) => facts.functions)
      .find((one) => one.provider === 'azure' || one.provider === 'gcp');
    return bool(other !== undefined, other?.name ?? '', other?.origin);
  }
  const cgo = view.input.service.units.flatMap((unit) => unit.natives).find((one) => one.kind === 'cgo');
  if (cgo !== undefined) return { holds: true, subject: cgo.purl, evidence: [evidenceOf(cgo.origin, cgo.purl)] };
  return fromDependencies(view.direct.filter((one) => one.ecosystem === 'go' && CGO.test(one.name)));
}

const CGO =
  /^github\.com\/(?:mattn\/go-sqlite3|confluentinc\/confluent-kafka-go|davidbyttow\/govips|h2non\/bimg|linxGnu\/grocksdb)|^gocv\.io|^gopkg\.in\/gographics\/imagick/;

function roleAtom(view: ServiceView, process: ProcessView | undefined, which: string, facts: Facts): Truth {
  const declared = facts.role?.toLowerCase();
  const mine = process?.role ?? 'unknown';
  const others = view.processes.filter((one) => one !== process).map((one) => one.role);
  if (which === 'scheduler-possible') {
    if (declared !== undefined && /^(?:web|api|producer|function)$/.test(declared))
      return bool(others.length === 0 && mine === 'scheduler', '');
    return bool(mine === 'scheduler' || !others.includes('scheduler'), '');
  }
  const worker =
    declared === undefined
      ? mine === 'worker' || (mine !== 'job' && !others.includes('worker'))
      : /worker|consumer/.test(declared);
  if (which === 'worker-possible') return bool(worker, '');
  // A workflow library in a web process only starts workflows.
  const client =
    declared === undefined
      ? mine === 'web' && (isWeb(view) || others.includes('worker'))
      : /^(?:web|api|producer|client|function)$/.test(declared);
  return bool(client, '');
}

function isWeb(view: ServiceView): boolean {
  return hitsOf(view, 'web-sync').length > 0 || hitsOf(view, 'web-async').length > 0;
}

function needsGpu(view: ServiceView, facts: Facts): Truth {
  if (facts.gpu === false) return NO;
  if (facts.gpu === true)
    return { holds: true, subject: 'the service as declared', evidence: bool(true, 'gpu: true', originOf(view, 'gpu')).evidence };
  const reserved = view.traits.find((trait) => trait.kind === 'gpu');
  if (reserved !== undefined) return { holds: true, subject: 'the reservation', evidence: [evidenceOf(reserved.origin, 'gpu')] };
  return fromHits(hitsOf(view, 'gpu'));
}

const HOST_TRAITS = new Set([
  'privileged',
  'docker-socket',
  'host-network',
  'host-pid',
  'host-ipc',
  'devices',
  'device',
  'capabilities',
]);

function needsPrivileged(view: ServiceView, process: ProcessView | undefined): Truth {
  const traits = view.traits.filter(
    (trait) =>
      HOST_TRAITS.has(trait.kind) &&
      !(trait.kind === 'capabilities' && !/ALL|SYS_ADMIN|NET_ADMIN|NET_RAW|BPF|SYS_PTRACE/i.test(trait.value ?? '')),
  );
  const hits = hasLambda(view, process).holds ? [] : hitsOf(view, 'privileged');
  if (traits.length === 0) return fromHits(hits);
  return {
    holds: true,
    subject: [...new Set(traits.map((trait) => trait.kind))].join(', '),
    evidence: [...traits.map((trait) => evidenceOf(trait.origin, trait.kind)), ...fromHits(hits).evidence],
  };
}

const CONSUMER_WORDS = new Set([
  'consumer',
  'consumers',
  'consume',
  'listener',
  'listeners',
  'subscriber',
  'subscribers',
  'subscribe',
  'worker',
  'workers',
  'ingester',
  'ingestor',
  'ingest',
  'sink',
  'poller',
  'processor',
]);
const PRODUCER_WORDS = new Set(['producer', 'producers', 'produce', 'publisher', 'publish', 'emitter']);

function evidenceAtom(view: ServiceView, process: ProcessView | undefined, what: string, facts: Facts, ask: Atoms): Truth {
  switch (what) {
    case 'consumer':
      return consumerEvidence(view, process, facts);
    case 'grpc':
      return grpcEvidence(view, process, facts, ask);
    case 'websocket':
      return websocketEvidence(view, process, facts, ask);
    case 'web': {
      if (process !== undefined && (process.role === 'worker' || process.role === 'scheduler' || process.role === 'job'))
        return NO;
      return fromHits([...hitsOf(view, 'web-sync'), ...hitsOf(view, 'web-async')]);
    }
    case 'persistent':
      return persistentEvidence(view, facts);
    case 'system-library':
      return fromHits(hitsOf(view, 'native-syslib').filter((hit) => !isBundled(view, hit)));
    case 'none':
      return bool(!isKnown(view, facts), '');
    default:
      return NO;
  }
}

const BRINGS: readonly (readonly [RegExp, RegExp])[] = [
  [/ffmpeg|pydub|moviepy/, /^(?:ffmpeg-static|@ffmpeg-installer\/ffmpeg|imageio-ffmpeg|static-ffmpeg)$/],
  [/^python-magic$/, /^python-magic-bin$|^pylibmagic$/],
];

function isBundled(view: ServiceView, hit: SignalHit): boolean {
  return BRINGS.some(([needs, brings]) => needs.test(hit.dependency.name) && view.direct.some((one) => brings.test(one.name)));
}

function consumerEvidence(view: ServiceView, process: ProcessView | undefined, facts: Facts): Truth {
  const declared = facts.role?.toLowerCase();
  if (declared !== undefined)
    return bool(/consumer|worker|listener|subscriber/.test(declared), `role: ${declared}`, originOf(view, 'role'));
  const others = view.processes.some((one) => one !== process && one.role === 'worker');
  if (process?.role !== 'worker' && others) return NO;
  const group = view.traits.find((trait) => trait.kind === 'consumer-group' || trait.kind === 'message-listener');
  if (group !== undefined) return bool(true, group.value ?? group.kind, group.origin);
  const byNature = view.direct.filter((one) => CONSUMER_BY_NATURE.test(one.name));
  if (byNature.length > 0) return fromDependencies(byNature);
  const commands = process?.commands ?? [];
  if (process?.role === 'worker')
    return { holds: true, subject: process.name, evidence: process.evidence.map((one) => evidenceOf(one.origin, one.text)) };
  if (commands.some((command) => wordsOf(command).some((word) => CONSUMER_WORDS.has(word))))
    return {
      holds: true,
      subject: commands[0] ?? '',
      evidence: (process?.evidence ?? []).map((one) => evidenceOf(one.origin, one.text)),
    };
  const { service } = view.input;
  const names = [service.id, service.path.split('/').at(-1) ?? '', ...service.units.map((unit) => unit.name ?? '')];
  const words = names.flatMap(wordsOf);
  if (words.some((word) => CONSUMER_WORDS.has(word)) && !words.some((word) => PRODUCER_WORDS.has(word))) {
    const [manifest] = service.units.flatMap((unit) => unit.manifests);
    return {
      ...bool(
        true,
        names.find((name) => name !== '.') ?? '',
        manifest === undefined ? undefined : { file: manifest.path, line: 1 },
      ),
      weak: true,
    };
  }
  return NO;
}

/** Packages that only a server has a use for. */
const GRPC_SERVER =
  /^(?:grpcio-reflection|grpcio-health-checking|net\.devh:grpc-server-spring-boot-starter|org\.springframework\.grpc:spring-grpc-server-spring-boot-starter|io\.quarkus:quarkus-grpc|io\.grpc:grpc-services|grpclib|@grpc\/reflection|grpc-health-check)$/;

function isGrpcPort(port: number): boolean {
  return (port >= 50_050 && port <= 50_060) || port === 9090 || port === 6565;
}

function isElsewhere(view: ServiceView, process: ProcessView | undefined): boolean {
  return (
    process !== undefined &&
    view.processes.length > 1 &&
    (process.role === 'worker' || process.role === 'scheduler' || process.role === 'job')
  );
}

function grpcEvidence(view: ServiceView, process: ProcessView | undefined, facts: Facts, ask: Atoms): Truth {
  const hits = hitsOf(view, 'grpc-server');
  if (hits.length === 0 || isElsewhere(view, process) || ask('has:lambda', facts).holds) return NO;
  const found = fromHits(hits);
  const declared = facts.role?.toLowerCase();
  if (declared !== undefined) return /grpc/.test(declared) ? found : NO;
  if (view.direct.some((one) => GRPC_SERVER.test(one.name))) return found;
  const probe = view.traits.find((trait) => trait.kind === 'grpc-probe' || trait.kind === 'grpc');
  if (probe !== undefined) return { ...found, evidence: [...found.evidence, evidenceOf(probe.origin, probe.kind)] };
  const ports = view.input.service.deployments.flatMap(({ facts: one }) => [
    ...one.processes.flatMap((each) => each.ports),
    ...one.demands
      .filter((demand) => demand.realm === 'port')
      .map((demand) => ({ container: Number.parseInt(demand.key, 10), origin: demand.origin })),
  ]);
  const port = ports.find((one) => isGrpcPort(one.container));
  if (port !== undefined) return { ...found, evidence: [...found.evidence, evidenceOf(port.origin, `port ${port.container}`)] };
  const own = view.traits.find((trait) => trait.kind === 'grpc-service');
  const named =
    (process?.commands ?? []).some((command) => wordsOf(command).includes('grpc')) ||
    wordsOf(view.input.service.path).includes('grpc');
  // Stubs of other services lie beside a web framework; a contract of its own lies beside a port or nothing else.
  if (named || (own !== undefined && !isWeb(view)))
    return own === undefined ? found : { ...found, evidence: [...found.evidence, evidenceOf(own.origin, own.value)] };
  return NO;
}

function websocketEvidence(view: ServiceView, process: ProcessView | undefined, facts: Facts, ask: Atoms): Truth {
  const hits = hitsOf(view, 'websocket-server');
  if (hits.length === 0 || isElsewhere(view, process)) return NO;
  const declared = facts.role?.toLowerCase();
  if (declared !== undefined && /^(?:worker|consumer|producer|job|batch|scheduler|client)$/.test(declared)) return NO;
  const sure = firm(hits);
  if (sure.length > 0) return fromHits(sure);
  if (ask('has:lambda', facts).holds) return NO;
  const serves =
    isWeb(view) || process?.role === 'web' || hitsOf(view, 'web-server').length > 0 || /socket|web/.test(declared ?? '');
  return serves ? fromHits(hits) : NO;
}

function persistentEvidence(view: ServiceView, facts: Facts): Truth {
  if (facts.statefulDisk === false) return NO;
  const store = fromHits(hitsOf(view, 'embedded-store'));
  const subject = store.holds ? store.subject : 'the service';
  if (facts.statefulDisk === true)
    return {
      holds: true,
      subject,
      evidence: [...store.evidence, ...bool(true, 'statefulDisk: true', originOf(view, 'statefulDisk')).evidence],
    };
  const volume = view.traits.find(isDurableVolume);
  if (volume === undefined) return NO;
  return { holds: true, subject, evidence: [...store.evidence, evidenceOf(volume.origin, volume.value ?? 'volume')] };
}

/** A named volume or a claim keeps data; a bind mount of the source, a config file, a socket or scratch space does not. */
function isDurableVolume(trait: Trait): boolean {
  if (/^(?:persistent-volume|volume-claim|stateful-set|statefulset)/.test(trait.kind)) return true;
  if (trait.kind !== 'volume') return false;
  const value = trait.value ?? '';
  if (value === '' || /:ro$|readonly|emptyDir|configMap|secret|tmpfs|node_modules|\.sock|^(?:bind|config)\b/i.test(value))
    return false;
  if (/^[.~$]/.test(value) || /^\/(?:etc|var\/run|run|tmp|dev|proc|sys)\b/.test(value)) return false;
  return value.includes(':') || !value.startsWith('/');
}

/** Signals that say nothing of what a service is for. */
const BYSTANDERS: ReadonlySet<SignalId> = new Set<SignalId>([
  'number-crunching',
  'native-ext',
  'db-pool',
  'big-sdk',
  'metrics-pull',
  'k8s-client',
  'serverless-tool',
  'gpu-libs',
  'fork-model',
  'native-syslib',
]);

const TELLING_FACTS: readonly FactName[] = [
  'role',
  'jobSeconds',
  'requestSeconds',
  'requestsPerMonth',
  'traffic',
  'gpu',
  'statefulDisk',
  'payloadMiB',
];

/** Whether anything says how the service runs or what it does. */
function isKnown(view: ServiceView, facts: Facts): boolean {
  if ([...view.hits.keys()].some((signal) => !BYSTANDERS.has(signal))) return true;
  if (TELLING_FACTS.some((fact) => facts[fact] !== undefined)) return true;
  return view.input.service.deployments.some(
    ({ facts: one }) =>
      one.processes.length > 0 ||
      one.functions.length > 0 ||
      one.images.length > 0 ||
      one.traits.some((trait) => trait.kind !== 'grpc-service'),
  );
}
