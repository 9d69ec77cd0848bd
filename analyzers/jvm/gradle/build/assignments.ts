import { recordArguments, recordLevel } from '../blocks/java-level.ts';
import type { ProjectState } from '../blocks/project-state.ts';
import type { Interpreter } from '../evaluation/interpret.ts';
import { type Args, textOf, truth, type Value } from '../evaluation/values.ts';
import type { Position } from '../script/syntax-tree.ts';

/** What scripts set of a project, by assignments and by calls that set as much. */
export class Assignments {
  readonly #interpreter: Interpreter;

  constructor(interpreter: Interpreter) {
    this.#interpreter = interpreter;
  }

  set(project: ProjectState, written: string, value: Value, at: Position): boolean {
    const name = written.replace(/^\*\./, '');
    if (recordLevel(project.model, name, value, this.here(at))) return true;
    if (recordArguments(project.model, name, value, this.here(at))) return true;
    if (written.startsWith('*.')) return this.#main(project, name, value, at);
    switch (name) {
      case 'group':
        project.group = value;
        return true;
      case 'version':
        project.version = value;
        return true;
      default:
        return this.#main(project, name, value, at) || assigned(project, name, value);
    }
  }

  #main(project: ProjectState, name: string, value: Value, { line }: Position): boolean {
    if (name !== 'mainClass' && name !== 'mainClassName') return false;
    const main = textOf(value);
    if (main !== undefined && truth(value) === true)
      project.model.mainClasses.push({ name: main, file: this.#interpreter.file, line, ofJar: false });
    return true;
  }

  /** Only the plug-in `application` has that extension, whatever other plug-in has applied it. */
  isApplication({ model }: ProjectState, at: Position): void {
    const id = 'application';
    if (!model.plugins.some((one) => one.id === id)) model.plugins.push({ id, version: null, applied: true, ...this.here(at) });
  }

  /** `attributes('Main-Class': 'a.B')` of a jar's manifest, in any way in which pairs are given. */
  startsJar({ model }: ProjectState, { named, positional, at: { line } }: Args): void {
    for (const map of [named, ...positional.map(pairsOf)]) {
      const name = textOf(map.get('Main-Class'));
      if (name !== undefined) model.mainClasses.push({ name, file: this.#interpreter.file, line, ofJar: true });
    }
  }

  here({ line, column }: Position): Position & { readonly file: string } {
    return { file: this.#interpreter.file, line, column };
  }
}

/** A map, or Kotlin's `"key" to value`. */
function pairsOf(value: Value): ReadonlyMap<string, Value> {
  if (value.kind === 'map') return value.entries;
  const [key, of] = value.kind === 'list' ? value.items : [];
  const name = textOf(key);
  return name === undefined || of === undefined ? new Map() : new Map([[name, of]]);
}

/** Groovy assigns to an extra property that exists, the parent's too; those of `gradle.properties` are each project's own. */
function assigned(project: ProjectState, name: string, value: Value): boolean {
  for (let owner: ProjectState | undefined = project; owner !== undefined; owner = owner.parent) {
    if (!owner.extra.has(name) && !owner.properties.has(name)) continue;
    owner.extra.set(name, value);
    return true;
  }
  return false;
}
