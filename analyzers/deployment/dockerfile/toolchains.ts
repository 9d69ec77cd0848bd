/** Which Go toolchain builds which module of the tree, where an image's commands tell. */

import { officialGo } from '../../../src/formats/dockerfile/base-images.ts';
import type { Stage, Step } from '../../../src/formats/dockerfile/stages.ts';
import { ShellDirectories } from '../../../src/formats/shell/directories.ts';
import { programWords, shellCommands } from '../../../src/formats/shell/shell.ts';
import type { Demand } from '../../../src/model/index.ts';
import { buildToolchainDemand } from '../demands.ts';
import { directoryIn } from './builds.ts';
import { shellTexts } from './commands.ts';
import { type Layout, layoutsOf, type Search } from './layout.ts';
import { imageOf } from './stages.ts';

/** The go command as a module's directory runs it; it reads go.mod for each of these, and refuses what is too new for it. */
const READS_MODULE = /^(?:build|generate|get|install|list|mod|run|test|tool|vet)$/;

/**
 * One demand for each module that a stage on an official image of Go builds. These images set GOTOOLCHAIN=local, so a
 * go.mod that asks for more is refused there rather than built with a toolchain that is fetched ("Go Toolchains", "Go
 * toolchain selection"); where a file says otherwise, nothing is known.
 */
export function buildToolchains(target: Stage, stages: readonly Stage[], search: Search, file: string): readonly Demand[] {
  const found = new Map<string, Demand>();
  const bound = new Map(stages.map((stage) => [stage, boundTo(stage)]));
  layoutsOf(target, stages, search, (step, layout, stage) => {
    const { name } = step.instruction;
    const isStart = stage === target && (name === 'CMD' || name === 'ENTRYPOINT');
    const version = name === 'RUN' || isStart ? bound.get(stage) : undefined;
    if (version === undefined || (step.lookup('GOTOOLCHAIN') ?? 'local') !== 'local') return;
    const { from, file: own = file } = stage.layers[0] ?? stage;
    const { line, column } = from;
    for (const directory of modulesAsked(step, layout))
      if (!found.has(`${line} ${directory}`))
        found.set(`${line} ${directory}`, buildToolchainDemand(version, directory, { file: own, line, column }));
  });
  return [...found.values()];
}

/** The release of an official image of Go, unless a command chooses a toolchain for itself. */
function boundTo(stage: Stage): string | undefined {
  const image = imageOf(stage);
  const version = image === undefined ? undefined : officialGo(image);
  if (version === undefined) return undefined;
  const isChosen = stage.steps.some(({ instruction: { name, text } }) => name === 'RUN' && text.includes('GOTOOLCHAIN'));
  return isChosen ? undefined : version;
}

/** Directories of the modules that a RUN asks the go command about: where it runs, or in a workspace where its packages lie. */
function modulesAsked(step: Step, layout: Layout): readonly string[] {
  return shellTexts(step).flatMap(({ text }) => {
    const found: string[] = [];
    const directories = new ShellDirectories();
    for (const { words, subshell } of shellCommands(text)) {
      const [program = '', command = '', ...args] = programWords(words).map((word) => word.text);
      if (program === 'cd') directories.change(subshell, command);
      const home = directories.in(subshell);
      if (!/^(?:.*\/)?go$/.test(program) || !READS_MODULE.test(command) || isFetched(args)) continue;
      const changed = args.indexOf('-C');
      const asked = [changed < 0 ? '.' : (args[changed + 1] ?? '.'), ...args.filter((word) => word.startsWith('./'))].filter(
        (path) => !/[$`]/.test(home + path),
      );
      const directory = asked.map((path) => directoryIn(layout, { path }, home, ['go.mod'])).find((one) => one !== undefined);
      if (directory !== undefined) found.push(directory);
    }
    return found;
  });
}

/** `go install example.com/tool@v1` asks that module alone. */
function isFetched(args: readonly string[]): boolean {
  return args.some((word) => /^[^-=]+@/.test(word));
}
