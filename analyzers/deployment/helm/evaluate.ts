/** Templates filled in (text/template, "Actions", "Arguments" and "Pipelines"; Helm, "Flow Control" and "Named Templates"). */
import { entriesOf, fieldOf } from './functions/fields.ts';
import { called } from './functions/index.ts';
import { Refused } from './functions/refused.ts';
import { type Body, type Operand, type Pipe, type Template, templateOf } from './parser.ts';
import { Elsewhere, isTrue, type List, Method, textOf, UNKNOWN, type Value } from './values.ts';

/** Work that one chart may take, in nodes and calls: `helm create` makes about a thousand. */
const MAX_STEPS = 1_000_000;
const MAX_OUTPUT = 16_000_000;
const MAX_DEPTH = 60;

/** A piece of what a template says, with the line of the file that is rendered. */
interface Written {
  readonly text: string;
  readonly line: number;
  /** Whether it stands in the file as it is, line by line; what an action says has one line. */
  readonly isOwn: boolean;
}

/** What a file becomes. */
export interface Rendered {
  readonly text: string;
  /** By lines of the text, the line of the template that says it. */
  readonly lines: readonly number[];
  /** Lines whose value only a release or a cluster knows. */
  readonly open: readonly number[];
}

type Ending = 'next' | 'break' | 'continue';

interface Scope {
  readonly dot: Value;
  /** What is written, by pieces; a named template writes into its caller's line. */
  readonly out: Written[];
  readonly open: Set<number>;
  /** The line of the caller, where another template is filled in. */
  readonly line?: number;
  readonly variables: [name: string, value: Value][];
  readonly depth: number;
}

/** One chart with all that it brings: named templates are known everywhere. */
export class Engine {
  readonly #defines: ReadonlyMap<string, Body>;
  #steps = 0;
  #written = 0;
  #line = 1;

  constructor(defines: ReadonlyMap<string, Body>) {
    this.#defines = defines;
  }

  /** Throws `Refused` where Helm would not go on, or where it depends on what only a release knows. */
  render({ body }: Template, context: Value): Rendered {
    const out: Written[] = [];
    const open = new Set<number>();
    try {
      this.#run(body, { dot: context, out, open, variables: [['$', context]], depth: 0 });
    } catch (error) {
      // Maps within themselves, numbers and texts beyond what there is.
      if (error instanceof RangeError) throw new Refused('a value has no end', this.#line);
      throw error instanceof Refused ? new Refused(error.message, this.#line) : error;
    }
    return { ...placed(out), open: [...open] };
  }

  /** With the named templates of a text that is filled in (`tpl`); the budget is one. */
  #with(defines: ReadonlyMap<string, Body>): Engine {
    const engine = new Engine(new Map([...this.#defines, ...defines]));
    engine.#steps = this.#steps;
    engine.#written = this.#written;
    return engine;
  }

  #step(): void {
    if (++this.#steps > MAX_STEPS) throw new Refused('it takes longer than any chart');
  }

  #write(text: string, line: number, { out, line: caller }: Scope, isOwn = false): void {
    this.#written += text.length;
    if (this.#written > MAX_OUTPUT) throw new Refused('it becomes longer than any descriptor');
    out.push({ text, line: caller ?? line, isOwn: isOwn && caller === undefined });
  }

  #run(body: Body, scope: Scope): Ending {
    for (const node of body) {
      this.#step();
      if ('line' in node && scope.line === undefined && scope.depth === 0) this.#line = node.line;
      switch (node.kind) {
        case 'text':
          this.#write(node.text, node.line, scope, true);
          break;
        case 'action': {
          const value = this.#pipe(node.pipe, scope);
          if (node.pipe.variables.length > 0) break;
          if (value === UNKNOWN) scope.open.add(scope.line ?? node.line);
          else if (value !== undefined) this.#write(textOf(value), node.line, scope);
          break;
        }
        case 'template': {
          const dot = node.pipe === undefined ? undefined : this.#pipe(node.pipe, scope);
          this.#named(node.name, dot, { ...scope, line: scope.line ?? node.line });
          break;
        }
        case 'if':
        case 'with':
        case 'range': {
          const ending = this.#block(node, scope);
          if (ending !== 'next') return ending;
          break;
        }
        default:
          return node.kind;
      }
    }
    return 'next';
  }

  #block(node: Extract<Body[number], { readonly pipe: Pipe; readonly body: Body }>, scope: Scope): Ending {
    const { variables } = scope;
    const mark = variables.length;
    try {
      const value = this.#pipe(node.pipe, scope);
      if (value === UNKNOWN) throw new Refused('what it says depends on the release');
      if (node.kind === 'range') return this.#range(node.pipe, node, value, scope);
      if (!isTrue(value)) return this.#run(node.otherwise, scope);
      return this.#run(node.body, node.kind === 'with' ? { ...scope, dot: value } : scope);
    } finally {
      variables.length = mark;
    }
  }

  #range(pipe: Pipe, { body, otherwise }: { readonly body: Body; readonly otherwise: Body }, value: Value, scope: Scope): Ending {
    const entries = entriesOf(value);
    if (entries.length === 0) return this.#run(otherwise, scope);
    const [first, second] = pipe.variables;
    const { variables } = scope;
    for (const [index, one] of entries) {
      this.#step();
      const mark = variables.length;
      if (first !== undefined) variables.push([first, second === undefined ? one : index]);
      if (second !== undefined) variables.push([second, one]);
      const ending = this.#run(body, { ...scope, dot: one });
      variables.length = mark;
      if (ending === 'break') break;
    }
    return 'next';
  }

  #named(name: string, dot: Value, scope: Scope): void {
    const body = this.#defines.get(name);
    if (body === undefined) throw new Refused(`no template here is called ${name}`);
    if (scope.depth > MAX_DEPTH) throw new Refused('templates call each other without an end');
    this.#run(body, { ...scope, dot, variables: [['$', dot]], depth: scope.depth + 1 });
  }

  /** What a template says, as a text (`include`, `tpl`). */
  #text(scope: Scope, run: (inner: Scope) => void): string {
    const out: Written[] = [];
    run({ ...scope, out });
    return out.map(({ text }) => text).join('');
  }

  #pipe({ commands, variables, assigns }: Pipe, scope: Scope): Value {
    let value: Value;
    for (const [index, command] of commands.entries()) value = this.#command(command, index === 0 ? [] : [value], scope);
    // `range` sets its own for each entry, over the list that a lone variable holds here.
    const [name] = variables;
    if (name !== undefined && variables.length === 1) setVariable(scope.variables, name, value, assigns);
    return value;
  }

  #command([first, ...rest]: readonly Operand[], piped: List, scope: Scope): Value {
    this.#step();
    if (first === undefined) return undefined;
    const { base, fields } = first;
    if (base.kind === 'function' && (base.name === 'and' || base.name === 'or'))
      return this.#either(base.name, rest, piped, scope);
    const args = (): List => [...rest.map((operand) => this.#operand(operand, scope)), ...piped];
    if (base.kind === 'function') return along(this.#call(base.name, args(), scope), fields, false);
    const value = this.#operand(first, scope, false);
    if (value instanceof Method) return value.call(args());
    if (rest.length > 0 || piped.length > 0) {
      if (value === UNKNOWN) return UNKNOWN;
      throw new Refused('what is no function is given something');
    }
    return value;
  }

  /** What stands behind the one that decides is not looked at. */
  #either(name: 'and' | 'or', rest: readonly Operand[], piped: List, scope: Scope): Value {
    let value: Value;
    for (const operand of [...rest.map((one) => () => this.#operand(one, scope)), ...piped.map((one) => () => one)]) {
      value = operand();
      if (value === UNKNOWN || isTrue(value) === (name === 'or')) return value;
    }
    return value;
  }

  #operand({ base, fields }: Operand, scope: Scope, calls = true): Value {
    this.#step();
    const value = along(this.#base(base, scope), fields, base.kind === 'dot');
    return calls && value instanceof Method ? value.call([]) : value;
  }

  #base(base: Operand['base'], scope: Scope): Value {
    switch (base.kind) {
      case 'literal':
        return base.value;
      case 'dot':
        return scope.dot;
      case 'variable':
        return variableOf(scope.variables, base.name);
      case 'function':
        return this.#call(base.name, [], scope);
      case 'pipe':
        return this.#pipe(base.pipe, scope);
    }
  }

  #call(name: string, args: List, scope: Scope): Value {
    const [first, second] = args;
    if (first === UNKNOWN && (name === 'include' || name === 'tpl')) return UNKNOWN;
    if (name === 'include') return this.#text(scope, (inner) => this.#named(textOf(first), second, inner));
    if (name === 'tpl') return this.#text(scope, (inner) => this.#template(templateOf(textOf(first)), second, inner));
    return called(name, args);
  }

  #template({ body, defines, problem }: Template, dot: Value, scope: Scope): void {
    if (problem !== undefined) throw new Refused(problem.message);
    if (scope.depth > MAX_DEPTH) throw new Refused('templates call each other without an end');
    const engine = defines.size === 0 ? this : this.#with(defines);
    engine.#run(body, { ...scope, line: scope.line ?? 1, dot, variables: [['$', dot]], depth: scope.depth + 1 });
    this.#steps = engine.#steps;
    this.#written = engine.#written;
  }
}

/** A field of nothing is a mistake on the way from the dot; of a result in parentheses and of a variable it is nothing. */
function along(value: Value, fields: readonly string[], isStrict: boolean): Value {
  if (value === undefined && !isStrict) return undefined;
  let at = value;
  let isElsewhere = false;
  for (const field of fields) {
    if (at === undefined && isElsewhere) return UNKNOWN;
    at = fieldOf(at, field);
    isElsewhere ||= at instanceof Elsewhere;
  }
  return at;
}

function variableOf(variables: readonly (readonly [string, Value])[], name: string): Value {
  const found = variables.findLast(([own]) => own === name);
  if (found === undefined) throw new Refused(`no variable here is called ${name}`);
  return found[1];
}

function setVariable(variables: [string, Value][], name: string, value: Value, assigns: boolean): void {
  const known = assigns ? variables.findLast(([own]) => own === name) : undefined;
  if (known === undefined) variables.push([name, value]);
  else known[1] = value;
}

/** The text, and for each of its lines the line of what is written first there; what fills a line up says nothing of it. */
function placed(out: readonly Written[]): Pick<Rendered, 'text' | 'lines'> {
  const lines: number[] = [];
  let text = '';
  let told = false;
  let line = 1;
  for (const piece of out) {
    text += piece.text;
    let source = piece.line;
    for (const [index, part] of piece.text.split('\n').entries()) {
      if (index > 0) {
        lines.push(line);
        told = false;
        if (piece.isOwn) source++;
      }
      if (!told) line = source;
      if (part.trim() !== '') told = true;
    }
  }
  lines.push(line);
  return { text, lines };
}
