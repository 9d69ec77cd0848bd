/** The Python that an image installs, where its base image has none of a name. */

import type { Step } from '../../../src/formats/dockerfile-stages.ts';
import type { Demand, Origin } from '../../../src/model/index.ts';
import { runtimeDemand } from '../demands.ts';
import { pythonPin } from '../images.ts';
import { shellTexts } from './commands.ts';

/** `python3.11` of Debian, Ubuntu and deadsnakes; `python3.11` and `python39` of Red Hat and Amazon Linux. */
const PACKAGE = /^(?:apk|deb|rpm):python(3)\.?(\d{1,2})$/;

/** uv fetches the Python that it is told: by `uv python install`, or for the environment that it makes. */
const BY_UV =
  /\buv\s+(?:python\s+install|(?:venv|sync|run)\b[^\n;&|]{0,200}?\s(?:--python|-p))[\s=]+(?:cpython[-@]?|python)?(3\.\d{1,2})(?![\d])/g;

/** Each release once; where they are several it is not told which of them runs the service. */
export function installedPython(steps: readonly Step[], packages: readonly Demand[], file: string): readonly Demand[] {
  const found = new Map<string, Origin>();
  for (const { key, origin } of packages) {
    const [, major, minor] = PACKAGE.exec(key) ?? [];
    if (major !== undefined) found.set(`${major}.${minor}`, origin);
  }
  for (const step of steps) {
    if (step.instruction.name !== 'RUN') continue;
    for (const { text, lineAt } of shellTexts(step))
      for (const match of text.matchAll(BY_UV))
        if (match[1] !== undefined) found.set(match[1], { file, line: lineAt(match.index) });
  }
  const [only, ...others] = found;
  const constraint = only === undefined || others.length > 0 ? undefined : pythonPin(only[0]);
  return only === undefined || constraint === undefined ? [] : [runtimeDemand({ name: 'python', constraint }, only[1])];
}
