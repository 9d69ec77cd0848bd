import { append } from '../../../../src/model/index.ts';
import { Literals } from './literals.ts';
import type { Expression, Position, Statement } from './syntax-tree.ts';

/** Statements that one case may take over from those after it. */
const MOST_RUN_ON = 100;

interface Case {
  /** Undefined for `else` and `default`. */
  readonly test: Expression | undefined;
  readonly body: readonly Statement[];
}

/** Reads what chooses by a value: Kotlin's `when`, Groovy's `switch`. Both become the `if`s that they stand for. */
export abstract class Choices extends Literals {
  /** A block, or the one statement that stands in its place. */
  protected abstract block(): Statement[];
  protected abstract closing(inner: Expression, mark: string): Expression;

  /** From the keyword on; undefined where no block follows, with nothing taken. */
  protected choices(position: Position): readonly Statement[] | undefined {
    const from = this.at;
    const word = this.peek().text;
    this.at++;
    let subject: Expression | undefined;
    const declares = this.is('(') && this.is('val', 1) && this.is('=', 3);
    const name = declares ? this.peek(2).text : undefined;
    if (this.take('(')) {
      if (declares) this.at += 3;
      subject = this.closing(this.expression(), ')');
    }
    this.skipNewlines();
    if (!this.take('{')) {
      this.at = from;
      return undefined;
    }
    const cases =
      word === 'switch' ? this.#groovyCases(subject) : this.#kotlinCases(name === undefined ? subject : nameOf(name, position));
    const chain = chainOf(cases, position);
    return name === undefined || subject === undefined
      ? chain
      : [{ kind: 'declare', names: [name], value: subject, ...position }, ...chain];
  }

  #kotlinCases(subject: Expression | undefined): readonly Case[] {
    const cases: Case[] = [];
    while (this.#anotherCase()) {
      const before = this.at;
      const isElse = this.take('else');
      const tests: Expression[] = [];
      while (!isElse && !this.is('->') && !this.is('}') && this.peek().kind !== 'end') {
        const at = this.at;
        tests.push(this.#kotlinTest(subject));
        this.skipNewlines();
        if (this.take(',')) this.skipNewlines();
        if (this.at === at) this.at++;
      }
      this.take('->');
      const body = this.block();
      if (this.at === before) this.at++;
      cases.push({ test: isElse ? undefined : anyOf(tests), body });
    }
    return cases;
  }

  #kotlinTest(subject: Expression | undefined): Expression {
    const position = this.place();
    if (subject === undefined) return this.expression();
    const negated = this.is('!') && this.is('in', 1);
    if (negated) this.at++;
    if (this.take('in'))
      return { kind: 'binary', op: negated ? '!in' : 'in', left: subject, right: this.expression(), ...position };
    if (this.take('is')) return { kind: 'binary', op: 'is', left: subject, right: this.expression(), ...position };
    return { kind: 'binary', op: '==', left: subject, right: this.expression(), ...position };
  }

  #groovyCases(subject: Expression | undefined): readonly Case[] {
    const read: { readonly tests: readonly Expression[]; readonly isDefault: boolean; readonly body: readonly Statement[] }[] =
      [];
    while (this.#anotherCase()) {
      const before = this.at;
      const tests: Expression[] = [];
      let isDefault = false;
      for (; this.#startsCase(); this.skipNewlines()) {
        if (this.take('default')) isDefault = true;
        else {
          this.at++;
          tests.push(groovyTest(this.expression(), subject));
        }
        if (!this.take(':')) this.take('->');
      }
      const body: Statement[] = [];
      for (this.#skipSeparators(); !this.#startsCase() && !this.is('}') && this.peek().kind !== 'end'; this.#skipSeparators()) {
        const at = this.at;
        append(body, this.block());
        if (this.at === at) this.at++;
      }
      if (this.at === before) this.at++;
      read.push({ tests, isDefault, body });
    }
    // A body that doesn't end runs on into the next; of a hostile one not for ever.
    const bodies: (readonly Statement[])[] = [];
    for (const { body } of [...read].reverse())
      bodies.unshift(ends(body) ? withoutBreak(body) : [...body, ...(bodies[0] ?? []).slice(0, MOST_RUN_ON)]);
    const cases = read.map(
      ({ tests, isDefault }, index): Case => ({
        test: isDefault ? undefined : anyOf(tests),
        body: bodies[index] ?? [],
      }),
    );
    return [...cases.filter(({ test }) => test !== undefined), ...cases.filter(({ test }) => test === undefined)];
  }

  #startsCase(): boolean {
    return this.is('case') || (this.is('default') && (this.is(':', 1) || this.is('->', 1)));
  }

  #skipSeparators(): void {
    while (this.peek().kind === 'newline' || this.is(';')) this.at++;
  }

  /** Whether another one stands here; the brace that ends them all is taken. */
  #anotherCase(): boolean {
    this.#skipSeparators();
    return this.peek().kind !== 'end' && !this.take('}');
  }
}

function nameOf(name: string, position: Position): Expression {
  return { kind: 'name', name, ...position };
}

/** Groovy asks a list whether it contains the value, and most others whether they are equal to it. */
function groovyTest(test: Expression, subject: Expression | undefined): Expression {
  const { line, column } = test;
  if (subject === undefined) return { kind: 'opaque', line, column };
  return { kind: 'binary', op: test.kind === 'list' ? 'in' : '==', left: subject, right: test, line, column };
}

function anyOf(tests: readonly Expression[]): Expression | undefined {
  const [first, ...rest] = tests;
  return rest.reduce<Expression | undefined>(
    (left, right) =>
      left === undefined ? right : { kind: 'binary', op: '||', left, right, line: right.line, column: right.column },
    first,
  );
}

function ends(body: readonly Statement[]): boolean {
  const last = body.at(-1);
  return last?.kind === 'return';
}

/** A `break` at the end of a case ends the choice, and no loop around it. */
function withoutBreak(body: readonly Statement[]): readonly Statement[] {
  const last = body.at(-1);
  return last?.kind === 'return' && last.leaves === 'loop' ? body.slice(0, -1) : body;
}

function chainOf(cases: readonly Case[], position: Position): readonly Statement[] {
  return [...cases]
    .reverse()
    .reduce<readonly Statement[]>(
      (no, { test, body }) =>
        test === undefined ? body : [{ kind: 'if', test, yes: body, no, ...position, line: test.line, column: test.column }],
      [],
    );
}
