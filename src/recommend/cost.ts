import { FACTS, FARGATE_SIZES } from './data/facts.ts';
import type { Facts } from './input.ts';

/** Monthly requests at which a function and a service of two tasks cost the same. */
export interface BreakEven {
  readonly requests: number;
  readonly break: number;
  readonly side: 'low' | 'high' | 'near';
  /** The formula with its numbers, for people. */
  readonly formula: string;
  readonly lambdaMonth: number;
  readonly fargateMonth: number;
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
    lambdaMonth: requestsPerMonth * perRequest,
    fargateMonth,
    formula:
      `${TASKS}·${HOURS} h·(${size.vcpu} vCPU·${FACTS.fargateCpu.value} + ${size.gb} GB·${FACTS.fargateMemory.value}) = ${fargateMonth.toFixed(2)} USD; ` +
      `over ${FACTS.lambdaRequest.value.toFixed(7)} + ${avgDurationMs / 1000} s·${memory / 1024} GB·${FACTS.lambdaSecond.value} USD a request ` +
      `= ${Math.round(point).toLocaleString('en-US')} requests (prices us-east-1, ${FACTS.fargateCpu.date}; no load balancer, no free tier)`,
  };
}
