import { meantOr } from '../formats/closest.ts';
import {
  type Diagnostic,
  listed,
  type Origin,
  type ServerlessFunction,
  serviceLabel,
  TAKES_MESSAGES,
  thousands,
} from '../model/index.ts';
import { isDurableVolume } from './conditions/host.ts';
import { type FilesView, hitsOf } from './conditions/view.ts';
import { FACTS, FARGATE_SIZES } from './data/facts.ts';
import { at } from './declared.ts';
import { type FactName, isReasoned, lacksAws, type PackagingPolicy } from './input.ts';
import { isKnownRole, ROLES } from './roles.ts';

/** Declared facts that files speak against, and overrides that say nothing that could be done. The fact wins; the reader is told. */
export function contradictions(view: FilesView): readonly Diagnostic[] {
  const functions = view.input.service.deployments.flatMap(({ facts }) => facts.functions);
  return [
    ...DECLARED.flatMap((check) => check(view) ?? []).map((one) => told(view, one)),
    ...tooShort(view),
    ...unknownRole(view),
    ...functions.flatMap((one) => againstFunction(view, one)).map((one) => told(view, one)),
    ...functions.flatMap((one) => overLimits(view, one)),
    ...ofFargate(view),
    ...overrideProblems(view),
  ];
}

/** What is declared, and the place of a file that says otherwise. */
interface Contradiction {
  readonly fact: FactName;
  readonly what: string;
  readonly other: Origin;
}

function told({ input }: FilesView, { fact, what, other }: Contradiction): Diagnostic {
  return {
    code: 'facts/contradiction',
    severity: 'warning',
    message: `${serviceLabel(input.service.id)}: ${what} (${other.file}:${other.line}); the declared fact is used – correct one of them`,
    ...at(input.factOrigin?.(fact) ?? other),
  };
}

const DECLARED: readonly ((view: FilesView) => Contradiction | undefined)[] = [gpu, disk, workerAlone, consumerGroup];

function gpu(view: FilesView): Contradiction | undefined {
  if (view.input.facts.gpu !== false) return undefined;
  const reserved = view.traits.find(({ kind }) => kind === 'gpu');
  if (reserved !== undefined)
    return { fact: 'gpu', what: 'gpu: false is declared, but a descriptor reserves one', other: reserved.origin };
  const needed = hitsOf(view, 'gpu')[0]?.dependency;
  if (needed === undefined) return undefined;
  return { fact: 'gpu', what: `gpu: false is declared, but ${needed.name} needs one`, other: needed.origin };
}

function disk({ input, traits }: FilesView): Contradiction | undefined {
  const volume = input.facts.statefulDisk === false ? traits.find(isDurableVolume) : undefined;
  if (volume === undefined) return undefined;
  const what = 'statefulDisk: false is declared, but a descriptor keeps a volume';
  return { fact: 'statefulDisk', what, other: volume.origin };
}

function workerAlone({ input, processes }: FilesView): Contradiction | undefined {
  const { role } = input.facts;
  const [evidence] = processes.find((one) => one.role === 'worker' && one.deployed)?.evidence ?? [];
  if (role === undefined || !/^(?:web|api|producer)$/i.test(role) || processes.length !== 1 || evidence === undefined)
    return undefined;
  const what = `role: ${role} is declared, but the only process is a worker: ${evidence.text}`;
  return { fact: 'role', what, other: evidence.origin };
}

function consumerGroup({ input, traits }: FilesView): Contradiction | undefined {
  const { role } = input.facts;
  const group = traits.find(({ kind }) => TAKES_MESSAGES.has(kind));
  if (role === undefined || !/^(?:web|api|producer|function)$/i.test(role) || group === undefined) return undefined;
  return {
    fact: 'role',
    what: `role: ${role} is declared, but the service takes messages: ${group.value ?? 'a consumer group'}`,
    other: group.origin,
  };
}

/** Two facts that cannot both be: nothing that could be used is left. */
function tooShort({ input }: FilesView): readonly Diagnostic[] {
  const { avgDurationMs = 0, requestSeconds } = input.facts;
  if (requestSeconds === undefined || avgDurationMs <= requestSeconds * 1000) return [];
  return [
    {
      code: 'facts/contradiction',
      severity: 'error',
      message: `${serviceLabel(input.service.id)}: avgDurationMs: ${avgDurationMs} is more than the longest request, requestSeconds: ${requestSeconds}; correct one of them`,
      ...at(input.factOrigin?.('avgDurationMs')),
    },
  ];
}

/** A role that no rule knows takes away what the files tell, and puts nothing in its place. */
function unknownRole({ input }: FilesView): readonly Diagnostic[] {
  const { role } = input.facts;
  if (role === undefined || isKnownRole(role)) return [];
  const hint = meantOr(role, ROLES, `roles are ${listed(ROLES, ROLES.length)}`);
  const message = `${serviceLabel(input.service.id)}: role: ${role} is declared, which tells nothing; ${hint}`;
  return [{ code: 'facts/unknown-role', severity: 'warning', message, ...at(input.factOrigin?.('role')) }];
}

function againstFunction({ input }: FilesView, one: ServerlessFunction): readonly Contradiction[] {
  const { jobSeconds = 0, memoryMiB = 0, platform } = input.facts;
  const { name, timeoutSeconds, memoryMiB: has, provider, origin: other } = one;
  const found: Contradiction[] = [];
  if (timeoutSeconds !== undefined && jobSeconds > timeoutSeconds) {
    const what = `jobSeconds: ${jobSeconds} is declared, but function ${name} ends after ${timeoutSeconds} s`;
    found.push({ fact: 'jobSeconds', what, other });
  }
  if (has !== undefined && memoryMiB > has)
    found.push({ fact: 'memoryMiB', what: `memoryMiB: ${memoryMiB} is declared, but function ${name} has ${has}`, other });
  if (provider === 'aws' && platform !== undefined && lacksAws(platform))
    found.push({ fact: 'platform', what: `platform: ${platform} is declared, but ${name} is an AWS function`, other });
  return found;
}

/** What a template gives a function and Lambda takes from none: the first deployment of it is refused. */
function overLimits({ input }: FilesView, one: ServerlessFunction): readonly Diagnostic[] {
  if (one.provider !== 'aws') return [];
  const limits = [
    { what: 'a timeout', unit: 's', asked: one.timeoutSeconds, most: FACTS.timeout.value, managed: FACTS.managedTimeout.value },
    { what: 'memory', unit: 'MiB', asked: one.memoryMiB, most: FACTS.memory.value, managed: FACTS.managedMemory.value },
    { what: 'a /tmp', unit: 'MiB', asked: one.ephemeralMiB, most: FACTS.scratch.value },
  ];
  return limits.flatMap(({ what, unit, asked, most, managed }): readonly Diagnostic[] => {
    if (asked === undefined || asked <= most) return [];
    const said = (value: number): string => `${thousands(value)} ${unit}`;
    const elsewhere = managed !== undefined && asked <= managed ? ` outside of Managed Instances (${said(managed)})` : '';
    const message = `${serviceLabel(input.service.id)}: function ${one.name} is given ${what} of ${said(asked)}, and Lambda takes at most ${said(most)}${elsewhere}: it is refused when it is deployed`;
    return [{ code: 'packaging/over-limit', severity: 'warning', message, ...at(one.origin) }];
  });
}

/** What a task definition asks of Fargate and gets from it in no Region (Amazon ECS, "Task size", "Fargate: considerations"). */
function ofFargate({ input, traits }: FilesView): readonly Diagnostic[] {
  return traits.flatMap(({ kind, value = '', origin }): readonly Diagnostic[] => {
    if (kind !== 'fargate-task') return [];
    const [, units = '', mebibytes = ''] = /^(\d+(?:\.\d+)?) (\d+(?:\.\d+)?)$/.exec(value) ?? [];
    const isSize = FARGATE_SIZES.some(
      ({ vcpu, gb }) => vcpu * 1024 === Number(units) && gb.some((one) => one * 1024 === Number(mebibytes)),
    );
    if (isSize) return [];
    const asked =
      units === ''
        ? `${value}, which Fargate gives to none`
        : `${thousands(Number(units))} units of CPU and ${thousands(Number(mebibytes))} MiB, which is none of Fargate's sizes`;
    const message = `${serviceLabel(input.service.id)}: its task asks for ${asked}: it is refused when it is registered or started`;
    return [{ code: 'packaging/over-limit', severity: 'warning', message, ...at(origin) }];
  });
}

type Problem = Pick<Diagnostic, 'code' | 'severity' | 'message'>;

function overrideProblems({ input }: FilesView): readonly Diagnostic[] {
  const { policy, service, today, facts } = input;
  if (policy === undefined) return [];
  const platform = facts.platform ?? input.platform;
  return [needsAws(policy, platform), unreasoned(policy), bothWays(policy), expired(policy, today)].flatMap((problem) =>
    problem === undefined
      ? []
      : [{ ...problem, message: `${serviceLabel(service.id)}: ${problem.message}`, ...at(policy.origin) }],
  );
}

function needsAws({ recommend: target }: PackagingPolicy, platform: string): Problem | undefined {
  if (target === undefined || target === 'container' || target === 'shared-host' || !lacksAws(platform)) return undefined;
  const message = `packaging recommends ${target}, which needs AWS, but the platform is ${platform}`;
  return { code: 'packaging/contradiction', severity: 'error', message };
}

function unreasoned(policy: PackagingPolicy): Problem | undefined {
  if (isReasoned(policy)) return undefined;
  const message = `packaging.${policy.recommend === undefined ? 'forbid' : 'recommend'} needs a reason; the override is not used`;
  return { code: 'packaging/no-reason', severity: 'error', message };
}

function bothWays({ recommend, forbid }: PackagingPolicy): Problem | undefined {
  if (recommend === undefined || recommend !== forbid) return undefined;
  return { code: 'packaging/contradiction', severity: 'error', message: `packaging recommends and forbids ${forbid}` };
}

function expired({ until }: PackagingPolicy, today: string): Problem | undefined {
  if (until === undefined || until >= today) return undefined;
  return {
    code: 'packaging/expired',
    severity: 'warning',
    message: `the packaging override ended on ${until} and is no longer used`,
  };
}
