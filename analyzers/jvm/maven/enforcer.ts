/** Rules of maven-enforcer that a project already has, as facts. Reference: maven-enforcer-rules. */
import type { XmlElement } from '../../../src/formats/xml.ts';
import type { RuntimeConstraint } from '../../../src/model/index.ts';
import type { EffectiveModel } from './effective.ts';
import { pluginsOf } from './java-level.ts';

export interface EnforcerRules {
  readonly dependencyConvergence: boolean;
  readonly requireUpperBoundDeps: boolean;
  /** Patterns `group[:artifact[:version…]]` of `bannedDependencies`. */
  readonly banned: readonly string[];
  readonly allowed: readonly string[];
  readonly requireJava?: string;
}

function rules(model: EffectiveModel): readonly XmlElement[] {
  return pluginsOf(model, 'org.apache.maven.plugins', 'maven-enforcer-plugin')
    .flatMap(({ configuration }) => configuration)
    .flatMap(({ children }) => children.filter(({ name }) => name === 'rules'))
    .flatMap(({ children }) => children);
}

function texts(rule: XmlElement, list: string): readonly string[] {
  return rule.children.filter(({ name }) => name === list).flatMap(({ children }) => children.map(({ text }) => text.trim()));
}

export function enforcerRules(model: EffectiveModel): EnforcerRules {
  const all = rules(model);
  const named = (name: string) => all.filter((rule) => rule.name.toLowerCase() === name.toLowerCase());
  const banned = named('bannedDependencies');
  const java = named('requireJavaVersion')
    .flatMap(({ children }) => children)
    .find(({ name }) => name === 'version')
    ?.text.trim();
  return {
    dependencyConvergence: named('dependencyConvergence').length > 0,
    requireUpperBoundDeps: named('requireUpperBoundDeps').length > 0,
    banned: banned.flatMap((rule) => texts(rule, 'excludes')),
    allowed: banned.flatMap((rule) => texts(rule, 'includes')),
    ...(java === undefined || java === '' ? {} : { requireJava: model.expand(java) }),
  };
}

/** The JDK that the build insists on; a plain version means that or newer. */
export function enforcerJava(model: EffectiveModel): readonly RuntimeConstraint[] {
  const { requireJava } = enforcerRules(model);
  if (requireJava === undefined) return [];
  const [plugin] = pluginsOf(model, 'org.apache.maven.plugins', 'maven-enforcer-plugin');
  const { line, column } = plugin?.place ?? { line: 1, column: 1 };
  const constraint = /^[[(]/.test(requireJava) ? requireJava : `>=${requireJava}`;
  return [{ name: 'jdk', constraint, origin: { file: plugin?.file ?? model.lineage[0]?.file ?? 'pom.xml', line, column } }];
}
