import type { Diagnostic, Origin } from '../model/index.ts';
import { hitsOf, type ServiceView } from './context.ts';
import type { FactName } from './input.ts';

/** Declared facts that files speak against. The fact wins; the reader is told. */
export function contradictions(view: ServiceView): readonly Diagnostic[] {
  const { facts, service, policy, today } = view.input;
  const found: Diagnostic[] = [];
  const functions = service.deployments.flatMap(({ facts: one }) => one.functions);
  const say = (fact: FactName, what: string, other: Origin): void => {
    const at = view.input.factOrigin?.(fact);
    found.push({
      code: 'facts/contradiction',
      severity: 'warning',
      message: `${service.id}: ${what} (${other.file}:${other.line}); the declared fact is used – correct one of them`,
      ...(at === undefined ? { file: other.file, line: other.line } : { file: at.file, line: at.line }),
    });
  };
  const gpu = view.traits.find((trait) => trait.kind === 'gpu');
  const gpuPackage = hitsOf(view, 'gpu')[0]?.dependency;
  if (facts.gpu === false && gpu !== undefined) say('gpu', 'gpu: false is declared, but a descriptor reserves one', gpu.origin);
  else if (facts.gpu === false && gpuPackage !== undefined)
    say('gpu', `gpu: false is declared, but ${gpuPackage.name} needs one`, gpuPackage.origin);
  const volume = view.traits.find((trait) => /^(?:volume-claim|persistent-volume|stateful-set|statefulset)/.test(trait.kind));
  if (facts.statefulDisk === false && volume !== undefined)
    say('statefulDisk', 'statefulDisk: false is declared, but a descriptor claims a volume', volume.origin);
  const worker = view.processes.find((one) => one.role === 'worker' && one.deployed);
  const workerAt = worker?.evidence[0];
  if (
    facts.role !== undefined &&
    /^(?:web|api|producer)$/i.test(facts.role) &&
    view.processes.length === 1 &&
    workerAt !== undefined
  )
    say('role', `role: ${facts.role} is declared, but the only process is a worker: ${workerAt.text}`, workerAt.origin);
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
    const at = policy.origin === undefined ? {} : { file: policy.origin.file, line: policy.origin.line };
    if (policy.recommend !== undefined && (policy.reason ?? '').trim() === '')
      found.push({
        code: 'packaging/no-reason',
        severity: 'error',
        message: `${service.id}: packaging.recommend needs a reason; the override is not used`,
        ...at,
      });
    if (policy.recommend !== undefined && policy.recommend === policy.forbid)
      found.push({
        code: 'packaging/contradiction',
        severity: 'error',
        message: `${service.id}: packaging recommends and forbids ${policy.forbid}`,
        ...at,
      });
    if (policy.until !== undefined && policy.until < today)
      found.push({
        code: 'packaging/expired',
        severity: 'warning',
        message: `${service.id}: the packaging override ended on ${policy.until} and is no longer used`,
        ...at,
      });
  }
  return found;
}
