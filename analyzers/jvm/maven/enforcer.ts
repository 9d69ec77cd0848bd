/** Rules of maven-enforcer that a project already has, as facts. Reference: maven-enforcer-rules 3.4. */

import type { XmlElement } from '../../../src/formats/xml.ts';
import type { Origin, RuntimeConstraint } from '../../../src/model/index.ts';
import { compareComparable } from './comparable-version.ts';
import type { EffectiveModel } from './effective-model.ts';
import { pluginsOf } from './java-level.ts';
import { contains, parseArtifactConstraint } from './range.ts';

const GROUP = 'org.apache.maven.plugins';
const PLUGIN = 'maven-enforcer-plugin';

/** What a rule of a build says of a class path; `excludes` and `includes` are patterns of artifacts. */
export interface ClassPathRule {
  readonly name: 'dependencyConvergence' | 'requireUpperBoundDeps' | 'bannedDependencies';
  readonly excludes: readonly string[];
  readonly includes: readonly string[];
  readonly origin: Origin;
}

const NAMES: ReadonlyMap<string, ClassPathRule['name']> = new Map(
  (['dependencyConvergence', 'requireUpperBoundDeps', 'bannedDependencies'] as const).map((name) => [name.toLowerCase(), name]),
);

function child(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((one) => one.name === name);
}

/** Rules that fail the build: of a plugin that runs, and neither skipped nor turned into a warning. */
function rules(model: EffectiveModel): readonly XmlElement[] {
  const runs = model.plugins.some(({ groupId, artifactId }) => groupId === GROUP && artifactId === PLUGIN);
  if (!runs || model.properties.get('enforcer.skip') === 'true' || model.properties.get('enforcer.fail') === 'false') return [];
  const says = (element: XmlElement, name: string): string => model.expand(child(element, name)?.text.trim() ?? '');
  return pluginsOf(model, GROUP, PLUGIN)
    .flatMap(({ configuration }) => configuration)
    .filter((one) => says(one, 'skip') !== 'true' && says(one, 'fail') !== 'false')
    .flatMap((one) => child(one, 'rules')?.children ?? [])
    .filter((rule) => says(rule, 'level') !== 'WARN');
}

function originOf(model: EffectiveModel): Origin {
  const [plugin] = pluginsOf(model, GROUP, PLUGIN);
  const { line, column } = plugin?.place ?? { line: 1, column: 1 };
  return { file: plugin?.file ?? model.lineage[0]?.file ?? 'pom.xml', line, column };
}

/** The enforcer's rules of a model that judge a class path, with patterns expanded. */
export function classPathRules(model: EffectiveModel): readonly ClassPathRule[] {
  const origin = originOf(model);
  return rules(model).flatMap((rule) => {
    const name = NAMES.get(rule.name.toLowerCase());
    const list = (of: string): readonly string[] =>
      (child(rule, of)?.children ?? []).map(({ text }) => model.expand(text.trim())).filter((text) => text !== '');
    // A ban on what the project itself declares says nothing of what others bring.
    const isDirectOnly = model.expand(child(rule, 'searchTransitive')?.text.trim() ?? '') === 'false';
    if (name === undefined || (name === 'bannedDependencies' && isDirectOnly)) return [];
    return [{ name, excludes: list('excludes'), includes: list('includes'), origin }];
  });
}

/** A plain version in a pattern means that one or newer; `*` and `?` stand for any characters and for one. */
function versionMatches(pattern: string, version: string): boolean {
  if (matchesWildcard(pattern, version)) return true;
  const constraint = parseArtifactConstraint(pattern);
  if (constraint.kind === 'range') return contains(constraint.intervals, version, compareComparable);
  return constraint.kind === 'soft' && /\d/.test(pattern) && compareComparable(pattern, version) <= 0;
}

/** On a mismatch the last `*` takes one character more: in time of the product of both lengths, whatever a POM asks for. */
function matchesWildcard(pattern: string, text: string): boolean {
  let [at, from, star, mark] = [0, 0, -1, 0];
  while (from < text.length) {
    if (pattern[at] === '*') {
      star = at++;
      mark = from;
    } else if (pattern[at] === '?' || pattern[at] === text[from]) {
      at++;
      from++;
    } else if (star >= 0) {
      at = star + 1;
      from = ++mark;
    } else return false;
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}

/** `group[:artifact[:version[:type[:scope[:classifier]]]]]` against what is on a class path that runs. */
function matches(pattern: string, key: string, version: string): boolean {
  const [group = '', artifact = '', classifier = ''] = key.split(':');
  const [wantedGroup = '*', wantedArtifact = '*', versions = '*', type = '*', scope = '*', classifiers = '*'] =
    pattern.split(':');
  const pairs = [
    [wantedGroup, group],
    [wantedArtifact, artifact],
    [type, 'jar'],
    [classifiers, classifier],
  ] as const;
  return (
    pairs.every(([wanted, text]) => matchesWildcard(wanted, text)) &&
    versionMatches(versions, version) &&
    ['compile', 'runtime'].some((one) => matchesWildcard(scope, one))
  );
}

/**
 * Whether a rule looks at this artifact. A ban: one of its `excludes` names it, and none of its `includes`. The other two:
 * one of the `includes`, where there are any, and none of the `excludes`.
 */
export function concerns({ name, excludes, includes }: ClassPathRule, key: string, version: string): boolean {
  const named = (patterns: readonly string[]): boolean => patterns.some((pattern) => matches(pattern, key, version));
  if (name === 'bannedDependencies') return named(excludes) && !named(includes);
  return (includes.length === 0 || named(includes)) && !named(excludes);
}

/** The JDK that the build insists on; a plain version means that or newer. */
export function enforcerJava(model: EffectiveModel): readonly RuntimeConstraint[] {
  const written = rules(model)
    .filter(({ name }) => name.toLowerCase() === 'requirejavaversion')
    .map((rule) => model.expand(child(rule, 'version')?.text.trim() ?? ''))
    .find((text) => text !== '');
  if (written === undefined) return [];
  return [{ name: 'jdk', constraint: /^[[(]/.test(written) ? written : `>=${written}`, origin: originOf(model) }];
}
