/** `tasks { … }` and tasks by their own names: what some of them are set to is no matter of the service. */
import type { Interpreter } from '../evaluation/interpret.ts';
import { type Args, type Handler, handlerValue, NOTHING, textOf, type Value } from '../evaluation/values.ts';
import { isLevel } from './java-level.ts';

/** Tasks that compile or run tests: what they are set to is not what the service needs. */
const TEST_TASK = /test/i;

/** Tasks that build fat jars: their `dependencies` block says what goes in, and asks for nothing. */
const SHADOW_TASK = /shadow/i;
const SHADOW: Handler = { call: (name) => (name === 'dependencies' ? NOTHING : undefined) };

/** Takes every assignment, so that nothing around hears of it. */
const DEAF: Handler = {
  set: () => true,
  call: (name) => (isLevel(name.replace(/^\*\./, '')) ? NOTHING : undefined),
};

/** How a task's own block is read where that differs from the rest of the script. */
function ownBlock(task: string): Handler | undefined {
  return TEST_TASK.test(task) ? DEAF : SHADOW_TASK.test(task) ? SHADOW : undefined;
}

/** Tasks that scripts configure by name, outside of `tasks`. */
const NAMED = new Set(['compileTestJava', 'compileTestKotlin', 'compileTestGroovy', 'test', 'integrationTest', 'shadowJar']);

export function isTask(name: string): boolean {
  return NAMED.has(name);
}

export function tasksHandler(interpreter: Interpreter): Handler {
  const block = (task: string, { closure }: Args): Value | undefined => {
    const handler = ownBlock(task);
    return handler === undefined || closure === undefined ? undefined : interpreter.invoke(closure, [], handler);
  };
  return {
    call: (name, args) => {
      const task = textOf(args.positional[0]);
      const [type] = args.nodes;
      if (name === 'withType' && type?.value.kind === 'name') return block(type.value.name, args);
      if (['named', 'getByName', 'register', 'create', 'maybeCreate'].includes(name) && task !== undefined)
        return block(task, args);
      return block(name, args);
    },
    get: (name) => {
      const handler = ownBlock(name);
      return handler === undefined ? undefined : handlerValue(handler);
    },
  };
}
