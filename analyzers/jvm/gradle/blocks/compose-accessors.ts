/**
 * `compose.runtime`, `compose.desktop.currentOs`: what the Compose Multiplatform plug-in puts in their place. Their versions
 * are the plug-in's own choice. Reference: Compose Multiplatform Gradle plug-in, "Compose artifacts".
 */

import { type Handler, handlerValue, type Value } from '../evaluation/values.ts';
import { draft } from '../versions/notation.ts';

const GROUP = 'org.jetbrains.compose';

/** Accessor → what follows the group's common start, and the name. */
const MODULES: Readonly<Record<string, readonly [group: string, name: string]>> = {
  runtime: ['runtime', 'runtime'],
  runtimeSaveable: ['runtime', 'runtime-saveable'],
  foundation: ['foundation', 'foundation'],
  animation: ['animation', 'animation'],
  animationGraphics: ['animation', 'animation-graphics'],
  material: ['material', 'material'],
  material3: ['material3', 'material3'],
  materialIconsExtended: ['material', 'material-icons-extended'],
  ui: ['ui', 'ui'],
  uiTest: ['ui', 'ui-test'],
  uiTooling: ['ui', 'ui-tooling'],
  uiUtil: ['ui', 'ui-util'],
  preview: ['ui', 'ui-tooling-preview'],
  'components.resources': ['components', 'components-resources'],
  'components.uiToolingPreview': ['components', 'components-ui-tooling-preview'],
  'desktop.common': ['desktop', 'desktop'],
  'desktop.currentOs': ['desktop', 'desktop-jvm'],
  'desktop.uiTestJUnit4': ['ui', 'ui-test-junit4'],
  'html.core': ['html', 'html-core'],
  'html.svg': ['html', 'html-svg'],
};

function at(path: string): Value | undefined {
  const module = Object.hasOwn(MODULES, path) ? MODULES[path] : undefined;
  if (module !== undefined) return { kind: 'dependencies', drafts: [draft(`${GROUP}.${module[0]}`, module[1])] };
  return Object.keys(MODULES).some((one) => one.startsWith(`${path}.`)) ? handlerValue(composeHandler(`${path}.`)) : undefined;
}

export function composeHandler(prefix = ''): Handler {
  return { get: (name) => at(`${prefix}${name}`) };
}
