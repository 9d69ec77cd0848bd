/** Maven's and Gradle's units of one tree as one: a directory is one unit, whoever builds it. */
import type { Diagnostic, Project, Unit } from '../../src/model/index.ts';
import type { Assemble, Assembly } from '../analyzer.ts';
import { withBans } from './bans.ts';
import { carriersOf, withoutOverruled } from './carried.ts';
import { assembleGradle, type GradleAssembly, readFleet } from './gradle/index.ts';
import type { Fleet } from './gradle/members.ts';
import { classPathRules } from './maven/enforcer.ts';
import { assembleMaven, type MavenAssembly } from './maven/index.ts';
import { mavenQuestion } from './maven/native.ts';

function unknowns({ dependencies }: Unit): number {
  return dependencies.filter(({ kind, resolved }) => kind === 'unknown' && resolved === undefined).length;
}

/** The POM counts, unless it leaves versions open that the Gradle build gives. */
function chosen(maven: Unit, gradle: Unit): Unit {
  const better = gradle.dependencies.length > 0 && unknowns(gradle) === 0 && unknowns(maven) > 0;
  const [unit, other] = better ? [gradle, maven] : [maven, gradle];
  return { ...unit, manifests: [...unit.manifests, ...other.manifests] };
}

/** Maven's and Gradle's builds; profiles of Maven's go by the target. */
export function read(project: Project): Assemble<'jdk'> {
  const gradle = assembleGradle(project);
  return (target) => assemble(project, assembleMaven(project, target), gradle);
}

/** Both together; where both build one directory, one of them counts, and that is told. */
function assemble(project: Project, maven: MavenAssembly, gradle: GradleAssembly): Assembly {
  const byPath = new Map(gradle.units.map((unit) => [unit.path, unit]));
  const poms = new Map(maven.poms);
  const both: Diagnostic[] = [];
  const units = maven.units.map((unit) => {
    const other = byPath.get(unit.path);
    if (other === undefined) return unit;
    byPath.delete(unit.path);
    const one = chosen(unit, other);
    const read = one.manifests[0]?.path ?? 'pom.xml';
    if (read !== poms.get(unit.path)) poms.delete(unit.path);
    both.push({
      code: 'jvm/two-builds',
      severity: 'note',
      message: `Maven and Gradle both build this directory; ${read} counts, what the other says is not compared; remove the one that is not used`,
      file: other.manifests[0]?.path ?? read,
      line: 1,
      column: 1,
    });
    return one;
  });
  const found = [...units, ...byPath.values()];
  const carriers = carriersOf(found, [maven.carried, gradle.carried]);
  const all = withBans(withoutOverruled(found, carriers), ({ path }) => {
    const pom = poms.get(path);
    const model = pom === undefined ? undefined : maven.workspace.model(pom);
    return model === undefined ? [] : classPathRules(model);
  });
  const resolver: Assembly['resolver'] = async (environment) => {
    const { createJvmResolver } = await import('./resolver.ts');
    const { workspace, circles } = maven;
    const built = (fleet: Fleet) => {
      const members = fleet.members.filter((member) => !poms.has(member.project.directory));
      return { fleet, gradle: new Map(members.map((member) => [member.project.directory, member])) };
    };
    return createJvmResolver(environment, {
      ...{ workspace, maven: poms, circles, carriers },
      ...built(gradle.fleet),
      withCatalogs: (published) => built(readFleet(project, published).fleet),
    });
  };
  const nativeQuestion: Assembly['nativeQuestion'] = (paths, context) => {
    const gradle = paths.find((path) => !poms.has(path));
    if (gradle !== undefined) return { unasked: `Gradle builds ${gradle}, and is never run` };
    const wanted = paths.flatMap((path) => poms.get(path) ?? []);
    return mavenQuestion(maven.workspace, project, wanted, context);
  };
  return {
    units: all,
    deployments: [],
    diagnostics: [...maven.diagnostics, ...gradle.diagnostics, ...both],
    ...(all.length === 0 ? {} : { resolver, nativeQuestion }),
  };
}
