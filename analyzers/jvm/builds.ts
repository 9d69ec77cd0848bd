/** Maven's and Gradle's units of one tree as one: a directory is one unit, whoever builds it. */
import type { Diagnostic, Project, Target, Unit } from '../../src/model/index.ts';
import type { Assembly } from '../analyzer.ts';
import { assembleGradle } from './gradle/index.ts';
import { assembleMaven } from './maven/index.ts';

function unknowns({ dependencies }: Unit): number {
  return dependencies.filter(({ kind, resolved }) => kind === 'unknown' && resolved === undefined).length;
}

/** The POM counts, unless it leaves versions open that the Gradle build gives. */
function chosen(maven: Unit, gradle: Unit): Unit {
  const better = gradle.dependencies.length > 0 && unknowns(gradle) === 0 && unknowns(maven) > 0;
  const [unit, other] = better ? [gradle, maven] : [maven, gradle];
  return { ...unit, manifests: [...unit.manifests, ...other.manifests] };
}

export function assemble(project: Project, target: Target): Assembly {
  const maven = assembleMaven(project, target);
  const gradle = assembleGradle(project, target);
  if (gradle.units.length === 0 && gradle.diagnostics.length === 0) return maven;
  const byPath = new Map(gradle.units.map((unit) => [unit.path, unit]));
  const both: Diagnostic[] = [];
  const units = maven.units.map((unit) => {
    const other = byPath.get(unit.path);
    if (other === undefined) return unit;
    byPath.delete(unit.path);
    const one = chosen(unit, other);
    const read = one.manifests[0]?.path ?? 'pom.xml';
    both.push({
      code: 'jvm/two-builds',
      severity: 'note',
      message: `Maven and Gradle both build this directory; ${read} counts, what the other says is not compared`,
      file: other.manifests[0]?.path ?? read,
      line: 1,
      column: 1,
    });
    return one;
  });
  return {
    ...maven,
    units: [...units, ...byPath.values()],
    diagnostics: [...maven.diagnostics, ...gradle.diagnostics, ...both],
  };
}
