/** Which groups of the service's own manifests the image that runs was made with. */
import { append, directoryOf, type Installation } from '../../../src/model/index.ts';
import { isForDevelopment } from '../installs/development.ts';
import { type InstallLine, installsInShell } from '../installs/shell.ts';
import { substitute } from '../substitute.ts';
import { shellTexts } from './commands.ts';
import { type Context, Layout } from './layout.ts';
import { type Stage, type Step, targetStage } from './stages.ts';

/** Of the stage that is built, and of the stages that it takes files from: an environment is often made in one of them. */
export function installationsOf(
  target: Stage,
  stages: readonly Stage[],
  file: string,
  context: Context,
): readonly Installation[] {
  if (target.name !== undefined && isForDevelopment(target.name)) return [];
  const layouts = new Map<Stage, Layout>();
  const found: Installation[] = [];
  const visit = (stage: Stage): Layout => {
    const known = layouts.get(stage);
    if (known !== undefined) return known;
    const layout = new Layout(context);
    layouts.set(stage, layout);
    const earlier = stages.slice(0, stages.indexOf(stage));
    const named = (name: string): Layout | undefined => {
      const from = targetStage(earlier, name);
      return from === undefined ? undefined : visit(from);
    };
    for (const step of stage.steps) {
      layout.apply(step, named);
      if (stage === target || step.instruction.name === 'RUN') append(found, installationsIn(step, layout, file));
    }
    return layout;
  };
  visit(target);
  return [...new Map(found.map((one) => [`${one.origin.line} ${one.command}`, one])).values()];
}

function installationsIn(step: Step, layout: Layout, file: string): readonly Installation[] {
  const fill = (word: string): string => substitute(word, step.lookup, '\\$').text;
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
