import type { DistributionFacts } from '../../../analyzers/python/indexes/metadata.ts';
import { type MarkerTester, publishedRequirement } from '../../../analyzers/python/indexes/published.ts';
import { admits, formatSpecifier, parseSpecifierSet } from '../../../analyzers/python/notation/specifier.ts';
import type { PythonLine } from '../../../analyzers/python/resolve/lines.ts';

export interface Pinned {
  readonly lines: readonly PythonLine[];
  readonly versions: ReadonlyMap<string, string>;
  readonly markers: MarkerTester;
  /** Metadata of one pinned distribution, read by the test's own way. */
  readonly metadataOf: (name: string, version: string) => Promise<DistributionFacts | undefined>;
}

function isIn(version: string, specifier: string): boolean {
  const answer = parseSpecifierSet(specifier);
  return answer.ok && admits(answer.set, version, true);
}

/** What is wrong with pinned versions, found without the solver: a walk over lines and metadata. Empty when nothing is. */
export async function problemsOf({ lines, versions, markers, metadataOf }: Pinned): Promise<readonly string[]> {
  const problems: string[] = [];
  const queue: { readonly name: string; readonly extras: readonly string[]; readonly specifier: string; readonly by: string }[] =
    [];
  const live = lines.filter((line) => line.marker === undefined || markers.holds(line.marker));
  for (const line of live) {
    if (!line.constraint) queue.push({ ...line, by: `${line.origin.file}:${line.origin.line}` });
    const version = versions.get(line.name);
    if (line.constraint && version !== undefined && !isIn(version, line.specifier))
      problems.push(`${line.name} ${version} breaks ${line.specifier}`);
  }
  const seen = new Set<string>();
  const reached = new Set<string>();
  for (const { name, extras, specifier, by } of queue) {
    reached.add(name);
    const version = versions.get(name);
    if (version === undefined) {
      problems.push(`${by} needs ${name}, which is not there`);
      continue;
    }
    if (!isIn(version, specifier)) problems.push(`${by} needs ${name}${specifier}, and there is ${version}`);
    for (const extra of ['', ...extras]) {
      const key = `${name}[${extra}]`;
      if (seen.has(key)) continue;
      seen.add(key);
      const facts = await metadataOf(name, version);
      if (facts === undefined) problems.push(`${name} ${version} has no metadata`);
      for (const text of facts?.requires ?? []) {
        const parsed = publishedRequirement(text);
        if (parsed === undefined || (parsed.marker !== undefined && !markers.test(parsed.marker, extra))) continue;
        const wanted = parsed.specifiers.specifiers.map(formatSpecifier).join(',');
        queue.push({ name: parsed.name, extras: parsed.extras, specifier: wanted, by: `${name} ${version}` });
      }
    }
  }
  for (const name of versions.keys()) if (!reached.has(name)) problems.push(`nothing needs ${name}`);
  return problems;
}
