/** Where an image listens: EXPOSE, its command, its environment. */
import type { Stage, Step } from '../../../src/formats/dockerfile/stages.ts';
import { expanded } from '../../../src/formats/dockerfile/words.ts';
import { baseName, directoryOf, isInJobFolder, type Origin } from '../../../src/model/index.ts';
import { type PortUse, rangeOf } from '../demands.ts';
import { commandPorts, fixedPorts, optionPorts, portRange, protocolOf, settablePorts, toldPorts } from '../ports.ts';
import { commandOf, originOf } from './started.ts';

/** EXPOSE, and what the command line says; a port that an ENV of the image sets can be set otherwise. */
export function imagePorts(stage: Stage, file: string, owner: string | undefined): readonly PortUse[] {
  const found = new Map<string, PortUse>();
  const { steps, environment } = stage;
  const started = commandOf(stage);
  const commanded = commandPorts(started?.words ?? [], environment);
  // A job waits for nobody: it was made from a service's Dockerfile, whose EXPOSE and PORT were left in it.
  if (commanded.length === 0 && isJob(file, started?.words ?? [])) return [];
  const set = settablePorts(environment, owner, commanded);
  const fixed = fixedPorts(commanded);
  const add = (use: PortUse): void => {
    const key = `${use.port}/${use.protocol}`;
    const known = found.get(key);
    const settable = fixed.has(use.port) ? undefined : (use.settable ?? known?.settable ?? set.get(use.port));
    const listed = use.listed ?? known?.listed;
    const { settable: _, ...rest } = use;
    found.set(key, { ...rest, ...(listed === undefined ? {} : { listed }), ...(settable === undefined ? {} : { settable }) });
  };
  const origin = started === undefined ? { file, line: stage.from.line } : originOf(started.step, file);
  const setAt = (variable: string): Origin => {
    const step = steps.findLast(({ instruction: { name, text } }) => name === 'ENV' && text.includes(variable));
    return step === undefined ? origin : originOf(step, file);
  };
  const told = { protocol: 'tcp', bind: 'listens', told: 'image' } as const;
  for (const use of steps.flatMap((step) => exposedBy(step, file))) add(use);
  for (const one of commanded) add({ ...one, ...told, origin });
  for (const { variable, told: one } of optionPorts(environment)) add({ ...one, ...told, origin: setAt(variable) });
  // A number on the command line goes before what the environment says.
  for (const [port, settable] of fixed.size > 0 ? [] : toldPorts(environment)) {
    const listed = found.get(`${port}/tcp`);
    add({ port, settable, origin: setAt(settable), ...listed, ...told });
  }
  return [...found.values()];
}

function exposedBy(step: Step, file: string): readonly PortUse[] {
  if (step.instruction.name !== 'EXPOSE') return [];
  return step.instruction.text.split(/\s+/).flatMap((word) => {
    const { text, used } = expanded(word, step.lookup);
    const variable = used.find((one) => step.inEnvironment(one));
    return text.split(/\s+/).flatMap((written) => {
      const [range = '', protocol] = written.split('/', 2);
      const ports = portRange(range) ?? [];
      return ports.map(
        (port): PortUse => ({
          port,
          protocol: protocolOf(protocol),
          bind: 'listens',
          listed: 'image',
          origin: originOf(step, file),
          ...(variable === undefined ? {} : { settable: variable }),
          ...rangeOf(ports),
        }),
      );
    });
  });
}

const SCRIPT_RUNNER = /^(?:python[\d.]*|(?:ba|da|a)?sh|.*\.sh|.*\.py)$/;
const SERVER = /\b(?:gunicorn|uvicorn|hypercorn|daphne|uwsgi|waitress|runserver|flask|streamlit|serve|server)\b/;

/** Whether an image in a folder of jobs starts a script, and no server that anybody knows by its name. */
function isJob(file: string, [program = '', ...rest]: readonly string[]): boolean {
  return isInJobFolder(directoryOf(file)) && SCRIPT_RUNNER.test(baseName(program)) && !SERVER.test([program, ...rest].join(' '));
}
