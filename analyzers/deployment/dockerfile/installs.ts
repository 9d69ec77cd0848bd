/** Which groups of the service's own manifests the image that runs was made with. */

import type { Stage, Step } from '../../../src/formats/dockerfile/stages.ts';
import { expanded } from '../../../src/formats/dockerfile/words.ts';
import { append, directoryOf, type Installation, isForDevelopment } from '../../../src/model/index.ts';
import { type InstallLine, installsInShell } from '../installs/shell.ts';
import { shellTexts } from './commands.ts';
import { type Layout, layoutsOf, type Search } from './layout.ts';

/** Of the stage that is built, and of the stages that it takes files from: an environment is often made in one of them. */
export function installationsOf(target: Stage, stages: readonly Stage[], file: string, search: Search): readonly Installation[] {
  if (target.name !== undefined && isForDevelopment(target.name)) return [];
  const found: Installation[] = [];
  const layers = new Set(target.layers);
  layoutsOf(target, stages, search, (step, layout, stage) => {
    if (layers.has(stage) || step.instruction.name === 'RUN') append(found, installationsIn(step, layout, file));
  });
  return [...new Map(found.map((one) => [`${one.origin.line} ${one.command}`, one])).values()];
}

function installationsIn(step: Step, layout: Layout, file: string): readonly Installation[] {
  const fill = (word: string): string => expanded(word, step.lookup).text;
  return shellTexts(step).flatMap(({ text, lineAt }) =>
    installsInShell(text, fill).map((line) => placed(line, layout, { file, line: lineAt(line.offset) })),
  );
}

const PROJECT_FILES: readonly string[] = ['pyproject.toml', 'setup.py', 'setup.cfg', 'Pipfile'];

/** Paths of the image as paths of the repository, where COPY tells. */
function placed(line: InstallLine, layout: Layout, origin: Installation['origin']): Installation {
  const { program, asks, leavesOut, command, name, directory = '.', workingDirectory } = line;
  const home = layout.absolute(directory, workingDirectory);
  const manifest = PROJECT_FILES.map((one) => layout.find(layout.absolute(`${home}/${one}`))).find((one) => one !== undefined);
  const project = name !== undefined ? { name } : manifest === undefined ? undefined : { directory: directoryOf(manifest) };
  return {
    ecosystem: 'python',
    program,
    asks: asks.map((one) =>
      one.kind !== 'file' || one.name === undefined
        ? one
        : { ...one, name: layout.find(layout.absolute(one.name, workingDirectory)) ?? one.name },
    ),
    leavesOut,
    ...(project === undefined ? {} : { project }),
    command,
    origin,
  };
}
