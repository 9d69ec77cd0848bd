/** What npm checks of every package of a tree before it installs anything: engines and platforms (npm-install-checks). */
import { type Demand, listed, type ResolvedFinding, type ServiceId } from '../../../src/model/index.ts';
import { step } from '../demand-source.ts';
import { engineAdmits } from '../notation/engines.ts';
import { purlOf } from '../notation/purl.ts';
import { type NodePlatform, platformText, runsOn } from '../platforms.ts';
import { npmRule } from '../rule.ts';
import { bringing } from './findings.ts';
import type { NpmLine, NpmService } from './services.ts';
import type { PackageVersion, PlatformNeed, TreeFacts } from './trees/facts.ts';

/** What packages are checked against. */
export interface InstallTarget {
  /** Full version of Node.js. */
  readonly node: string;
  readonly platform: NodePlatform;
  /** Engines that do not suit stop the installation: npm's and pnpm's `engine-strict`, or yarn 1. */
  readonly engineStrict: boolean;
  /** npm's `force`: it warns of all that it would refuse. */
  readonly force: boolean;
}

export interface Installation {
  readonly services: readonly NpmService[];
  readonly tree: TreeFacts;
  /** The member's directory in the tree (model `hoisted`); undefined where all lines are the root's. */
  readonly memberOf: (service: ServiceId) => string | undefined;
  /** Trees of the services alone: what is wrong there is not told again. */
  readonly known: readonly TreeFacts[];
}

export interface InstallChecks {
  /** npm installs nothing (EBADPLATFORM, EBADENGINE). */
  readonly refused: readonly ResolvedFinding[];
  readonly warned: readonly ResolvedFinding[];
}

/** What npm refuses or warns of when it installs: `os`, `cpu`, `libc`, and `engines` (refused with `engine-strict` alone). */
export function installChecks(installation: Installation, target: InstallTarget): InstallChecks {
  const engines = unsuitedEngines(installation, target);
  const platforms = target.force ? [] : unsuitedPlatforms(installation, target);
  return target.engineStrict ? { refused: [...platforms, ...engines], warned: [] } : { refused: platforms, warned: engines };
}

function unsuitedEngines(installation: Installation, { node, engineStrict }: InstallTarget): readonly ResolvedFinding[] {
  const { services, tree, known } = installation;
  return [...tree.engines]
    .filter(([range]) => !engineAdmits(node, range) && !known.some(({ engines }) => engines.has(range)))
    .flatMap(([range, holder]): readonly ResolvedFinding[] => {
      const line = lineTo(holder, installation);
      if (line === undefined) return [];
      return [
        {
          rule: 'npm/engines',
          severity: engineStrict ? 'error' : 'warning',
          realm: 'runtime',
          subject: 'runtime:node',
          demands: [{ ...line.demand, ...NODE_DEMAND, constraint: range, kind: 'range', via: chainTo(line, holder), detail: {} }],
          clearedBy: 'container',
          message: `${holder.name} ${holder.version}, as resolved for ${namesOf(services)}, wants Node.js ${range}, and the target is ${node}`,
          explanation: [
            engineStrict
              ? 'With engine-strict, as is set here, npm and pnpm refuse to install it (EBADENGINE); yarn 1 always does.'
              : 'npm only warns about engines of packages; with engine-strict, and in yarn 1, it refuses.',
          ],
          fixes: [],
        },
      ];
    });
}

const NODE_DEMAND = { realm: 'runtime', key: 'node', subject: 'runtime:node' } as const;

function unsuitedPlatforms(installation: Installation, { platform }: InstallTarget): readonly ResolvedFinding[] {
  const { services, tree, known } = installation;
  const before = new Set(known.flatMap(({ platforms }) => platforms.map(packageText)));
  return tree.platforms
    .filter((need) => !runsOn(need, platform) && !before.has(packageText(need)))
    .flatMap((need): readonly ResolvedFinding[] => {
      const line = lineTo(need, installation);
      if (line === undefined) return [];
      const demand: Demand = { ...line.demand, ...packageDemand(need), via: chainTo(line, need) };
      return [
        {
          rule: 'npm/platform',
          severity: 'error',
          realm: 'npm',
          subject: demand.subject,
          demands: [demand],
          clearedBy: npmRule.clearedBy,
          message: `${need.name} ${need.version}, as resolved for ${namesOf(services)}, runs on ${platformText(need)} only, and the target is ${targetText(platform)}`,
          explanation: [
            step(line.demand),
            'npm refuses to install it (EBADPLATFORM); only an optional dependency is left out where it does not run.',
          ],
          fixes: [],
        },
      ];
    });
}

function packageDemand({ name, version }: PlatformNeed): Pick<Demand, 'key' | 'subject' | 'constraint' | 'kind'> {
  return { key: name, subject: purlOf(name), constraint: version, kind: 'exact' };
}

function targetText({ os, cpu, libc }: NodePlatform): string {
  return [os, cpu, ...(libc === undefined ? [] : [libc])].join(' ');
}

function packageText({ name, version }: PackageVersion): string {
  return `${name}@${version}`;
}

function namesOf(services: readonly NpmService[]): string {
  return listed(services.map(({ service }) => service));
}

function lineTo({ name, version }: PackageVersion, { services, tree, memberOf }: Installation): NpmLine | undefined {
  return bringing(name, version, services, tree, memberOf);
}

function chainTo(line: NpmLine, { name, version }: PackageVersion): readonly string[] {
  return [...(line.name === name ? [] : [purlOf(line.name)]), purlOf(name, version)];
}
