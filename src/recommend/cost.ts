import { FACTS, FARGATE_SIZES } from './data/facts.ts';
import type { Facts } from './input.ts';
import { about } from './words.ts';

/** Monthly requests at which a function and a service of two tasks cost the same. */
export interface BreakEven {
  readonly requests: number;
  readonly break: number;
  readonly side: 'low' | 'high' | 'near';
  readonly fargateMonth: number;
  readonly task: { readonly vcpu: number; readonly gb: number };
  readonly seconds: number;
  readonly gb: number;
}

/** Two tasks: one may fail or be replaced without an outage. */
const TASKS = 2;
const HOURS = 730;
const DEFAULT_MEMORY_MIB = 512;

/** The smallest valid Fargate task that holds this much memory. vCPU and GB. */
export function taskSize(memoryMiB: number): { readonly vcpu: number; readonly gb: number } | undefined {
  for (const { vcpu, gb } of FARGATE_SIZES) {
    const fit = gb.find((size) => size * 1024 >= memoryMiB);
    if (fit !== undefined) return { vcpu, gb: fit };
  }
  return undefined;
}

/**
 * R* = N·730·(v·pv + g·pg) / (pr + d·m·p): N tasks of v vCPU and g GB against requests of d seconds at m GB.
 * No load balancer and no free tier. Undefined unless requests and mean duration are declared.
 */
export function breakEven(facts: Facts): BreakEven | undefined {
  const { requestsPerMonth, avgDurationMs } = facts;
  if (requestsPerMonth === undefined || avgDurationMs === undefined) return undefined;
  const memory = facts.memoryMiB ?? DEFAULT_MEMORY_MIB;
  const size = taskSize(memory);
  if (size === undefined) return undefined;
  const fargateMonth = TASKS * HOURS * (size.vcpu * FACTS.fargateCpu.value + size.gb * FACTS.fargateMemory.value);
  const perRequest = FACTS.lambdaRequest.value + (avgDurationMs / 1000) * (memory / 1024) * FACTS.lambdaSecond.value;
  const point = fargateMonth / perRequest;
  const side = requestsPerMonth < point / 2 ? 'low' : requestsPerMonth > point * 2 ? 'high' : 'near';
  return {
    requests: requestsPerMonth,
    break: point,
    side,
    fargateMonth,
    task: size,
    seconds: avgDurationMs / 1000,
    gb: memory / 1024,
  };
}

/** The formula with its numbers and the date of its prices, for people. */
export function formulaOf({ fargateMonth, task, seconds, gb, break: point }: BreakEven): string {
  const { lambdaRequest, lambdaSecond, fargateCpu, fargateMemory } = FACTS;
  return (
    `${TASKS}·${HOURS} h·(${task.vcpu} vCPU·${fargateCpu.value} + ${task.gb} GB·${fargateMemory.value}) = ${fargateMonth.toFixed(2)} USD; ` +
    `over ${lambdaRequest.value.toFixed(7)} + ${seconds} s·${gb} GB·${lambdaSecond.value} USD a request ` +
    `= ${about(point)} requests (prices us-east-1, ${fargateCpu.date}; two tasks if they carry the load, no load balancer, no free tier)`
  );
}
