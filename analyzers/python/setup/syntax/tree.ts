/** Statements and expressions of Python, as far as the lists of a setup.py need them. */
export type Expression = { readonly offset: number } & (
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'format'; readonly pieces: readonly Expression[] }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'list'; readonly items: readonly Expression[]; readonly isTuple: boolean }
  | { readonly kind: 'star'; readonly of: Expression }
  | { readonly kind: 'table'; readonly entries: readonly (readonly [key: Expression | undefined, value: Expression])[] }
  | { readonly kind: 'call'; readonly of: Expression; readonly args: readonly Argument[] }
  | { readonly kind: 'attribute'; readonly of: Expression; readonly name: string }
  /** `of[at]`, or the slice `of[at:to]`. */
  | {
      readonly kind: 'index';
      readonly of: Expression;
      readonly at?: Expression;
      readonly to?: Expression;
      readonly isSlice: boolean;
    }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'not'; readonly of: Expression }
  | { readonly kind: 'choice'; readonly test: Expression; readonly yes: Expression; readonly no: Expression }
  | { readonly kind: 'each'; readonly key?: Expression; readonly item: Expression; readonly loops: readonly Loop[] }
  | { readonly kind: 'unread' }
);

/** `f(a, *b, name=c, **d)`: what stands before the value is its name, `*` or `**`. */
export interface Argument {
  readonly name?: string;
  readonly value: Expression;
}

export interface Loop {
  readonly target: Expression;
  readonly of: Expression;
  readonly tests: readonly Expression[];
}

export type Statement = { readonly offset: number } & (
  | { readonly kind: 'expression'; readonly value: Expression }
  | { readonly kind: 'assign'; readonly targets: readonly Expression[]; readonly value: Expression }
  | { readonly kind: 'grow'; readonly target: Expression; readonly value: Expression; readonly operator: string }
  | { readonly kind: 'if'; readonly test: Expression; readonly body: Block; readonly other: Block }
  | { readonly kind: 'for'; readonly target: Expression; readonly of: Expression; readonly body: Block }
  | { readonly kind: 'while'; readonly body: Block }
  | { readonly kind: 'function'; readonly name: string; readonly parameters: readonly Argument[]; readonly body: Block }
  | { readonly kind: 'class'; readonly name: string; readonly body: Block }
  | { readonly kind: 'return'; readonly value?: Expression }
  /** `raise`, `continue`, `break`. */
  | { readonly kind: 'leave'; readonly how: 'raise' | 'continue' }
  | { readonly kind: 'try'; readonly body: Block; readonly handlers: readonly { readonly of: string; readonly body: Block }[] }
  | { readonly kind: 'with'; readonly of: Expression; readonly as?: Expression; readonly body: Block }
  | { readonly kind: 'import'; readonly names: readonly { readonly from: string; readonly name: string; readonly as: string }[] }
  | { readonly kind: 'delete'; readonly of: Expression }
  | { readonly kind: 'global'; readonly names: readonly string[] }
  | { readonly kind: 'pass' }
);

export type Block = readonly Statement[];
