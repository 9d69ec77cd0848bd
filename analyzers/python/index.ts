import { append, type Diagnostic, type Project, type Target } from '../../src/model/index.ts';
import type { Analyzer, Assembly } from '../analyzer.ts';
import { readHome, unnamedConstraints } from './home-facts.ts';
import { FILES, homesOf } from './homes.ts';
import { imagesOf } from './images.ts';
import { includedOnly } from './included.ts';
import { pathFacts } from './manifests/pip-manifest.ts';
import { pythonInstallers, pythonQuestion } from './native.ts';
import { interpreterRule, packageRule } from './rule.ts';
import { scriptsOf } from './scripts.ts';
import { servicesOf } from './services.ts';
import { assembleUnit, type UnitFacts } from './units.ts';
import { UNREAD } from './unread.ts';
import { consumedDirectories, worldOf } from './world.ts';

/** Python projects: every manifest and lock of pip, Poetry, PDM, uv, Hatch, Pipenv, setuptools and conda's pip section. */
export const python: Analyzer = {
  id: 'python',
  files: FILES,
  unread: UNREAD,
  targets: ['python', 'platform'],
  rules: [packageRule, interpreterRule],
  native: pythonInstallers,
  assemble,
};

function assemble(project: Project, target: Target): Assembly {
  const directories = new Set(project.directories);
  const paths = pathFacts(project, directories);
  const scripts = scriptsOf(project);
  const images = imagesOf(project, [...project.files, ...scripts.manifests]);
  const homes = homesOf([...project.files, ...scripts.manifests, ...images.manifests]).map((home) =>
    readHome(project, paths, home),
  );
  const world = worldOf(project, homes, target);
  const consumed = consumedDirectories(world);
  const diagnostics: Diagnostic[] = [
    ...homes.flatMap((home) => home.diagnostics),
    ...unnamedConstraints(homes),
    ...scripts.diagnostics,
    ...images.diagnostics,
  ];
  const assembled: UnitFacts[] = [];
  const parts = includedOnly(homes, project);
  for (const home of homes) {
    if (parts.has(home.directory)) continue;
    const answer = assembleUnit(home, world, consumed);
    if (answer === undefined) continue;
    assembled.push(answer.facts);
    append(diagnostics, answer.diagnostics);
  }
  const resolver: Assembly['resolver'] = async (environment, isDeployed) => {
    const { createPythonResolver } = await import('./resolve.ts');
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
