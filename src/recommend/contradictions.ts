import type { Diagnostic, Origin } from '../model/index.ts';
import { isDurableVolume } from './conditions/host.ts';
import { hitsOf, type ServiceView } from './conditions/view.ts';
import { at } from './declared.ts';
import { type FactName, isReasoned } from './input.ts';

/** Declared facts that files speak against. The fact wins; the reader is told. */
export function contradictions(view: ServiceView): readonly Diagnostic[] {
  const { facts, service, policy, today } = view.input;
  const found: Diagnostic[] = [];
  const functions = service.deployments.flatMap(({ facts: one }) => one.functions);
  const say = (fact: FactName, what: string, other: Origin): void => {
    const place = view.input.factOrigin?.(fact) ?? other;
    found.push({
      code: 'facts/contradiction',
      severity: 'warning',
      message: `${service.id}: ${what} (${other.file}:${other.line}); the declared fact is used – correct one of them`,
      ...at(place),
    });
  };
  const gpu = view.traits.find((trait) => trait.kind === 'gpu');
  const gpuPackage = hitsOf(view, 'gpu')[0]?.dependency;
  if (facts.gpu === false && gpu !== undefined) say('gpu', 'gpu: false is declared, but a descriptor reserves one', gpu.origin);
  else if (facts.gpu === false && gpuPackage !== undefined)
    say('gpu', `gpu: false is declared, but ${gpuPackage.name} needs one`, gpuPackage.origin);
  const volume = view.traits.find(isDurableVolume);
  if (facts.statefulDisk === false && volume !== undefined)
    say('statefulDisk', 'statefulDisk: false is declared, but a descriptor keeps a volume', volume.origin);
  const worker = view.processes.find((one) => one.role === 'worker' && one.deployed);
  const workerAt = worker?.evidence[0];
  if (
    facts.role !== undefined &&
    /^(?:web|api|producer)$/i.test(facts.role) &&
    view.processes.length === 1 &&
    workerAt !== undefined
  )
    say('role', `role: ${facts.role} is declared, but the only process is a worker: ${workerAt.text}`, workerAt.origin);
  const group = view.traits.find((trait) => trait.kind === 'consumer-group' || trait.kind === 'message-listener');
  if (facts.role !== undefined && /^(?:web|api|producer|function)$/i.test(facts.role) && group !== undefined)
    say('role', `role: ${facts.role} is declared, but settings name a consumer group`, group.origin);
  if (facts.requestSeconds !== undefined && (facts.avgDurationMs ?? 0) > facts.requestSeconds * 1000)
    found.push({
      code: 'facts/contradiction',
      severity: 'error',
      message: `${service.id}: avgDurationMs: ${facts.avgDurationMs} is more than the longest request, requestSeconds: ${facts.requestSeconds}; correct one of them`,
      ...at(view.input.factOrigin?.('avgDurationMs')),
    });
  for (const one of functions) {
    if (facts.jobSeconds !== undefined && one.timeoutSeconds !== undefined && facts.jobSeconds > one.timeoutSeconds)
      say(
        'jobSeconds',
        `jobSeconds: ${facts.jobSeconds} is declared, but function ${one.name} ends after ${one.timeoutSeconds} s`,
        one.origin,
      );
    if (facts.memoryMiB !== undefined && one.memoryMiB !== undefined && facts.memoryMiB > one.memoryMiB)
      say('memoryMiB', `memoryMiB: ${facts.memoryMiB} is declared, but function ${one.name} has ${one.memoryMiB}`, one.origin);
    if (one.provider === 'aws' && facts.platform === 'any')
      say('platform', `platform: any is declared, but ${one.name} is an AWS function`, one.origin);
  }
  if (policy !== undefined) {
    const place = at(policy.origin);
    const target = policy.recommend;
    if (
      target !== undefined &&
      target !== 'container' &&
      target !== 'shared-host' &&
      (facts.platform ?? view.input.platform) === 'any'
    )
      found.push({
        code: 'packaging/contradiction',
        severity: 'error',
        message: `${service.id}: packaging recommends ${target}, which needs AWS, but the platform is any`,
        ...place,
      });
    if (!isReasoned(policy))
      found.push({
        code: 'packaging/no-reason',
        severity: 'error',
        message: `${service.id}: packaging.${target === undefined ? 'forbid' : 'recommend'} needs a reason; the override is not used`,
        ...place,
      });
    if (policy.recommend !== undefined && policy.recommend === policy.forbid)
      found.push({
        code: 'packaging/contradiction',
        severity: 'error',
        message: `${service.id}: packaging recommends and forbids ${policy.forbid}`,
        ...place,
      });
    if (policy.until !== undefined && policy.until < today)
      found.push({
        code: 'packaging/expired',
        severity: 'warning',
        message: `${service.id}: the packaging override ended on ${policy.until} and is no longer used`,
        ...place,
      });
  }
  return found;
}
