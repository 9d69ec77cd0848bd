/** What sharing a class path adds, as findings. Severities: an error where what wins breaks what another service runs with. */
import { type Demand, percentEncoded, type Repin, type ResolvedFinding } from '../../src/model/index.ts';
import type { Alone } from './alone.ts';
import { breaks } from './breaking.ts';
import { compareVersions } from './maven/version.ts';

export function purlOf(key: string): string {
  const [groupId = '', artifactId = '', classifier] = key.split(':').map(percentEncoded);
  return `pkg:maven/${groupId}/${artifactId}${classifier === undefined ? '' : `?classifier=${classifier}`}`;
}

/** What a service runs with, from its own line on. */
export function demandOf({ id, trace }: Pick<Alone, 'id' | 'trace'>, key: string, version: string): Demand {
  return {
    service: id,
    realm: 'jvm',
    key,
    subject: purlOf(key),
    constraint: version,
    kind: version === '' ? 'range' : 'exact',
    strength: version === '' ? 'declared' : 'preferred',
    group: 'default',
    ...trace(key),
  };
}

/** The tool refuses: ranges or strict versions that share nothing. */
export function refusal(
  services: readonly Pick<Alone, 'id' | 'trace'>[],
  tool: 'Maven' | 'Gradle',
  { key, problem }: { readonly key: string; readonly problem: string },
): ResolvedFinding {
  const name = key.split(':').slice(0, 2).join(':');
  return {
    rule: 'version/unsatisfiable',
    severity: 'error',
    realm: 'jvm',
    subject: purlOf(name),
    demands: services.map((one) => demandOf(one, name, '')),
    clearedBy: 'process',
    fixes: [],
    message: `${tool} cannot choose ${name}: ${problem}`,
    explanation: [problem],
  };
}

export interface Differences {
  readonly repins: readonly Repin[];
  readonly findings: readonly ResolvedFinding[];
}

/** Modules that the services run with in different versions, and what becomes of them together. */
export function differences(parts: readonly Alone[], chosen: ReadonlyMap<string, string>, tool: 'Maven' | 'Gradle'): Differences {
  const wants = new Map<string, { readonly part: Alone; readonly version: string }[]>();
  for (const part of parts) {
    for (const [key, version] of part.runs) {
      const list = wants.get(key);
      if (list === undefined) wants.set(key, [{ part, version }]);
      else list.push({ part, version });
    }
  }
  const repins: Repin[] = [];
  const findings: ResolvedFinding[] = [];
  for (const [key, list] of wants) {
    const versions = [...new Set(list.map(({ version }) => version))].sort(compareVersions);
    // What one service's own management or depth alone decides is its own matter.
    if (versions.length < 2) continue;
    const [lowest = '', highest = ''] = [versions[0], versions.at(-1)];
    const wins = chosen.get(key) ?? lowest;
    for (const { part, version } of list)
      if (version !== wins) repins.push({ service: part.id, subject: purlOf(key), from: version, to: wins });
    // Where no service runs with what wins, its own management decided otherwise, and a shared build would repeat it.
    const isError = versions.includes(wins) && compareVersions(wins, highest) < 0 && breaks(key, wins, highest);
    const loser = list.find(({ version }) => version === highest)?.part.id ?? 'another service';
    findings.push({
      rule: isError ? 'jvm/below-required' : 'jvm/convergence',
      severity: isError ? 'error' : 'warning',
      realm: 'jvm',
      subject: purlOf(key),
      demands: list.map(({ part, version }) => demandOf(part, key, version)),
      clearedBy: 'process',
      fixes: [],
      message: isError
        ? `${key} ${wins} wins over the ${highest} that ${loser} runs with (shared class path)`
        : `${key} does not converge: ${versions.join(', ')}`,
      explanation: [
        ...list.map(({ part, version }) => `${part.id} alone runs with ${version}`),
        `together ${tool} takes ${wins}`,
      ],
    });
  }
  return { repins, findings };
}
