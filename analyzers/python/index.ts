import { append, type Diagnostic, type Project } from '../../src/model/index.ts';
import type { Analyzer, Assemble, Assembly } from '../analyzer.ts';
import { type HomeFacts, readHome, unnamedConstraints } from './homes/home-facts.ts';
import { FILES, homesOf, isCharts } from './homes/homes.ts';
import { imagesOf } from './homes/images.ts';
import { includedOnly } from './homes/included.ts';
import { scriptsOf } from './homes/scripts.ts';
import { consumedDirectories, type World, worldOf } from './homes/world.ts';
import { imageInstalls } from './image-installs.ts';
import { pathFacts } from './manifests/pip/manifest.ts';
import { pythonInstallers, pythonQuestion } from './native.ts';
import { interpreterRule, packageRule } from './rule.ts';
import { servicesOf } from './services.ts';
import { type StaleLine, staleNotes } from './stale-locks.ts';
import { type Aside, asideNotes, assembleUnit, type UnitFacts } from './units.ts';
import { UNREAD } from './unread.ts';

/** Python projects: every manifest and lock of pip, Poetry, PDM, uv, Hatch, Pipenv, setuptools and conda's pip section. */
export const python: Analyzer<'python'> = {
  id: 'python',
  files: FILES,
  unread: UNREAD,
  axis: 'python',
  rules: [packageRule, interpreterRule],
  native: pythonInstallers,
  read,
};

/** The manifests are read once; markers and locks go by the target. */
function read(project: Project): Assemble<'python'> {
  const directories = new Set(project.directories);
  const paths = pathFacts(project, directories);
  const scripts = scriptsOf(project);
  const { byHome, placed } = imageInstalls(project);
  const images = imagesOf(project, [...project.files, ...scripts.manifests], placed);
  const own = project.files.filter((path) => !isCharts(project, path));
  const manifests = new Set([...own, ...scripts.manifests, ...placed.keys(), ...images.manifests]);
  const homes = homesOf([...manifests], placed).map((home) =>
    readHome(project, paths, home, byHome.get(home.directory), images.beside.get(home.directory)),
  );
  const diagnostics = [...homes.flatMap((home) => home.diagnostics), ...unnamedConstraints(homes), ...scripts.diagnostics];
  const parts = includedOnly(homes, project);
  const whole = homes.filter(({ directory }) => !parts.has(directory));
  return (target) => assemble(whole, worldOf(project, homes, target), diagnostics);
}

function assemble(homes: readonly HomeFacts[], world: World, read: readonly Diagnostic[]): Assembly {
  const diagnostics: Diagnostic[] = [...read];
  const consumed = consumedDirectories(world);
  const assembled: UnitFacts[] = [];
  const aside: Aside[] = [];
  const stale: StaleLine[] = [];
  for (const home of homes) {
    const answer = assembleUnit(home, world, consumed);
    if (answer === undefined) continue;
    assembled.push(answer.facts);
    append(diagnostics, answer.diagnostics);
    append(stale, answer.stale);
    if (answer.aside !== undefined) aside.push(answer.aside);
  }
  append(diagnostics, asideNotes(aside));
  append(diagnostics, staleNotes(stale));
  const resolver: Assembly['resolver'] = async (environment, isDeployed) => {
    const { createPythonResolver } = await import('./resolve/resolve.ts');
    return createPythonResolver(servicesOf(assembled, isDeployed), environment);
  };
  const nativeQuestion: Assembly['nativeQuestion'] = (paths, context) =>
    pythonQuestion(
      servicesOf(assembled, context.isDeployed).filter(({ service }) => paths.includes(service)),
      context,
    );
  return {
    units: assembled.map(({ unit }) => unit),
    deployments: [],
    diagnostics,
    ...(assembled.length === 0 ? {} : { resolver, nativeQuestion }),
  };
}
