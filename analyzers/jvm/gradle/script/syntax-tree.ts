/**
 * The tree of a build script: what Groovy and Kotlin have in common as far as builds use it. What doesn't fit becomes
 * `opaque` and reading goes on at the next line: one odd statement never hides the rest.
 */

import type { Position } from '../../../../src/formats/lines.ts';

export type { Position };

export type Expression = Position &
  (
    | { readonly kind: 'string'; readonly parts: readonly (string | Expression)[] }
    | { readonly kind: 'number'; readonly text: string }
    | { readonly kind: 'constant'; readonly value: boolean | null }
    | {
        readonly kind: 'name';
        readonly name: string;
        /** What stands between angle brackets after it: `the<JavaPluginExtension>()`. */
        readonly type?: string;
      }
    | {
        readonly kind: 'property';
        readonly object: Expression;
        readonly name: string;
        /** `?.`: of nothing it gives nothing. */
        readonly safe?: true;
        readonly type?: string;
      }
    | { readonly kind: 'index'; readonly object: Expression; readonly index: Expression }
    | {
        readonly kind: 'call';
        readonly callee: Expression;
        readonly args: readonly Argument[];
        /** Its parentheses stand after a blank, so that a comma behind them may go on with the arguments. */
        readonly spaced?: boolean;
      }
    | Closing
    | { readonly kind: 'list'; readonly items: readonly Expression[] }
    | { readonly kind: 'map'; readonly entries: readonly { readonly key: Expression; readonly value: Expression }[] }
    | { readonly kind: 'binary'; readonly op: string; readonly left: Expression; readonly right: Expression }
    | { readonly kind: 'not'; readonly operand: Expression }
    | { readonly kind: 'choice'; readonly test: Expression; readonly yes: Expression; readonly no: Expression }
    | { readonly kind: 'opaque' }
  );

/** Stands before the name of a parameter that takes all further arguments. */
export const REST = '...';

interface Closing {
  readonly kind: 'closure';
  readonly params: readonly string[];
  /** What parameters are where the call leaves them out. */
  readonly defaults?: ReadonlyMap<string, Expression>;
  /** Types of parameters, as far as they are named: the last part of the name, without what stands between angle brackets. */
  readonly types?: ReadonlyMap<string, string>;
  readonly body: readonly Statement[];
  /** A function of Kotlin: `return` without a label in blocks inside leaves it, and `this` may be what it is called on. */
  readonly isFunction?: true;
}

export interface Argument {
  readonly name?: string;
  readonly value: Expression;
}

/** The name at the end of `MyTask` and of `com.acme.MyTask`. */
export function lastName(expression: Expression | undefined): string | undefined {
  return expression?.kind === 'name' || expression?.kind === 'property' ? expression.name : undefined;
}

/** What a statement leaves: the block in which it stands where nothing is said. */
export type Leaving = 'function' | 'loop' | 'turn';

export type Statement = Position &
  (
    | { readonly kind: 'expression'; readonly expression: Expression }
    | {
        readonly kind: 'declare';
        readonly names: readonly string[];
        readonly value?: Expression;
        readonly by?: true /** A delegated property of Kotlin that may be none: `val x: String? by project`. */;
        readonly nullable?: boolean;
        /** A function or method: it is there from the beginning of what it stands in, and several may have one name. */
        readonly method?: true;
      }
    | {
        readonly kind: 'assign';
        readonly target: Expression;
        readonly op: '=' | '+=';
        readonly value: Expression;
        /** Groovy: `target = also = value`. */
        readonly also?: readonly Expression[];
      }
    | { readonly kind: 'if'; readonly test: Expression; readonly yes: readonly Statement[]; readonly no: readonly Statement[] }
    | { readonly kind: 'for'; readonly names: readonly string[]; readonly items: Expression; readonly body: readonly Statement[] }
    | { readonly kind: 'object' | 'plugin'; readonly name: string; readonly body: readonly Statement[] }
    | { readonly kind: 'return'; readonly value: Expression; readonly leaves?: Leaving }
    | { readonly kind: 'opaque'; readonly body: readonly Statement[] }
  );

export interface Script {
  readonly statements: readonly Statement[];
  /** Kotlin's `package`, part of a precompiled plugin's id. */
  readonly package: string;
  readonly problems: readonly { readonly message: string; readonly line: number }[];
}
