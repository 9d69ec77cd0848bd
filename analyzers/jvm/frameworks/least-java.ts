/** The least Java that a service runs on by the frameworks on its class path, whatever its own classes are compiled for. */
import { chained, type Demand, type Dependency, type RuntimeConstraint, runtimeDemand } from '../../../src/model/index.ts';
import { compareVersions, majorOf } from '../maven/versions/version.ts';
import { frameworkOf } from '../virtual-keys.ts';

/** Of projects with numbers of their own the generation that each is built for counts. */
function releaseOf({ key, constraint, detail }: Demand): number | undefined {
  const side = detail?.side ?? '';
  const version = majorOf(constraint)?.toString() === side ? constraint : side;
  return frameworkOf(key)?.java?.findLast(([from]) => compareVersions(from, version) <= 0)?.[1];
}

interface Java {
  readonly runtimes: readonly RuntimeConstraint[];
  readonly demands: readonly Demand[];
}

/** What a build's level asks of the host. */
export function javaOf(service: string, runtimes: readonly RuntimeConstraint[]): Java {
  return { runtimes, demands: runtimes.map((one) => runtimeDemand(service, one)) };
}

/**
 * The same of a service, or what its frameworks need where that is more: their classes are of that release. What it is only
 * compiled against, or has on a condition, is left out.
 */
export function serviceJavaOf(
  service: string,
  runtimes: readonly RuntimeConstraint[],
  asked: readonly Demand[],
  dependencies: readonly Dependency[],
): Java {
  const running = new Map(dependencies.flatMap((one) => (one.scope === 'runtime' ? [[one.name, one.purl] as const] : [])));
  let level = Math.max(0, ...runtimes.map(({ constraint }) => Number(constraint.replace('>=', ''))));
  let java = javaOf(service, runtimes);
  for (const demand of asked) {
    const { constraint, detail, origin, strength, via, when } = demand;
    const purl = running.get(detail?.artifact ?? '');
    if (purl === undefined || when !== undefined || strength === 'locked') continue;
    const release = releaseOf(demand) ?? 0;
    if (release <= level) continue;
    level = release;
    const runtime = { name: 'jdk', constraint: `>=${release}`, origin } as const;
    java = {
      runtimes: [runtime],
      demands: [{ ...runtimeDemand(service, runtime), via: chained(via, `${purl}@${constraint}`) }],
    };
  }
  return java;
}
