/** Rules of maven-enforcer that a project already has, as facts. Reference: maven-enforcer-rules 3.4. */

import { childOf, textIn, type XmlElement } from '../../../src/formats/xml.ts';
import { append, groupBy, type Origin, type RuntimeConstraint } from '../../../src/model/index.ts';
import { pluginsOf } from './java-level.ts';
import type { EffectiveModel } from './model/effective-model.ts';
import type { PomExecution } from './model/pom.ts';
import { compareComparable } from './versions/comparable-version.ts';
import { contains, parseArtifactConstraint } from './versions/range.ts';

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

/** Phases of Maven's default lifecycle; an execution that is bound to none of its own (`none`) runs in no build. */
const PHASES: ReadonlySet<string> = new Set(
  `validate initialize generate-sources process-sources generate-resources process-resources compile process-classes
  generate-test-sources process-test-sources generate-test-resources process-test-resources test-compile process-test-classes
  test prepare-package package pre-integration-test integration-test post-integration-test verify install deploy`.split(/\s+/),
);

/** The configurations of each execution that a build runs, nearest first: its own before the plugin's. */
function enforced(model: EffectiveModel): readonly (readonly XmlElement[])[] {
  const plugins = pluginsOf(model, GROUP, PLUGIN);
  const executions = plugins.flatMap((plugin) => plugin.executions);
  const ofExecutions = new Set(executions.map(({ configuration }) => configuration));
  const common = plugins.flatMap(({ configuration }) => configuration).filter((one) => !ofExecutions.has(one));
  // What a parent from elsewhere says of an execution is not known here.
  const isPartlyKnown = model.missing.some(({ kind }) => kind === 'parent');
  const runs = (parts: readonly PomExecution[]): boolean => {
    const phase = parts.find((one) => one.phase !== undefined)?.phase;
    const goals = parts.flatMap((one) => one.goals);
    const isCalled = goals.includes('enforce') || (goals.length === 0 && isPartlyKnown);
    return isCalled && (phase === undefined || PHASES.has(model.expand(phase)));
  };
  return [...groupBy(executions, ({ id }) => id).values()]
    .filter(runs)
    .map((parts) => [...parts.flatMap(({ configuration }) => configuration ?? []), ...common]);
}

/** As configurations are merged: a nearer rule stands in place of a further one of its name. */
function nearestRules(parts: readonly XmlElement[]): readonly XmlElement[] {
  const found: XmlElement[] = [];
  for (const part of parts) {
    const nearer = new Set(found.map(({ name }) => name));
    append(
      found,
      (childOf(part, 'rules')?.children ?? []).filter(({ name }) => !nearer.has(name)),
    );
  }
  return found;
}

/** Rules that fail the build: of a plugin that runs, and neither skipped nor turned into a warning. */
function rules(model: EffectiveModel): readonly XmlElement[] {
  const isDeclared = model.plugins.some(({ groupId, artifactId }) => groupId === GROUP && artifactId === PLUGIN);
  if (!isDeclared || model.properties.get('enforcer.skip') === 'true' || model.properties.get('enforcer.fail') === 'false')
    return [];
  const says = (element: XmlElement, name: string): string => model.expand(textIn(element, name));
  const told = (parts: readonly XmlElement[], name: string): string =>
    parts.map((one) => says(one, name)).find((text) => text !== '') ?? '';
  const found = enforced(model)
    .filter((parts) => told(parts, 'skip') !== 'true' && told(parts, 'fail') !== 'false')
    .flatMap(nearestRules);
  return [...new Set(found)].filter((rule) => says(rule, 'level') !== 'WARN');
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
      (childOf(rule, of)?.children ?? []).map(({ text }) => model.expand(text.trim())).filter((text) => text !== '');
    // A ban on what the project itself declares says nothing of what others bring.
    const isDirectOnly = model.expand(textIn(rule, 'searchTransitive')) === 'false';
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
    .map((rule) => model.expand(textIn(rule, 'version')))
    .find((text) => text !== '');
  if (written === undefined) return [];
  return [{ name: 'jdk', constraint: /^[[(]/.test(written) ? written : `>=${written}`, origin: originOf(model) }];
}
