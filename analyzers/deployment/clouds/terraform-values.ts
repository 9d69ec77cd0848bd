/**
 * What expressions of a Terraform module come to, as far as its files say: variables, locals and what is in them, templates
 * of such values, and the functions that hand on or put together what they are given (Terraform, "References to Named
 * Values", "Built-in Functions"). Everything else stays the expression that it is.
 */
import type { HclBody, HclCall, HclValue } from '../../../src/formats/hcl/hcl.ts';

/** A variable holds a local that holds a variable … */
export const MAX_LOOKUPS = 8;

/** Values that are looked up for one module, and characters that templates are filled with: locals of locals multiply. */
const MAX_STEPS = 1_000_000;

const STEPS = /\["([^"]+)"\]|\[(\d+)\]|([^.[\]"]+)/g;
const REFERENCE = /^[a-z_][\w-]*(?:\.[\w-]+)+(?:\.[\w-]+|\["[^"\\$%]+"\]|\[\d+\])*$/i;

/** Functions that give what they are given, in another type or with a mark. */
const HANDED_ON: ReadonlySet<string> = new Set([
  'jsondecode',
  'jsonencode',
  'nonsensitive',
  'sensitive',
  'tolist',
  'tomap',
  'tonumber',
  'toset',
  'tostring',
  'yamldecode',
  'yamlencode',
]);

/** What a condition compares, and what it chooses between: a text, a number, a name; more is left open. */
const OPERAND = String.raw`"[^"\\$%]{0,200}"|[\w.[\]-]{1,200}`;
const CONDITIONAL = new RegExp(
  String.raw`^\(?(${OPERAND})(?:\s{0,9}(==|!=)\s{0,9}(${OPERAND}))?\)?\s{0,99}\?\s{0,99}(${OPERAND})\s{0,99}:\s{0,99}(${OPERAND})$`,
);
const LITERAL = /^(?:-?\d+(?:\.\d+)?|true|false|null)$/;

/** Values by what they are called (`var.port`, `local.name`, `each.value`), and those around them. */
export class Scope {
  readonly #values: ReadonlyMap<string, HclValue>;
  readonly #around: Scope | undefined;
  readonly #budget: { left: number };

  constructor(values: ReadonlyMap<string, HclValue>, around?: Scope) {
    this.#values = values;
    this.#around = around;
    this.#budget = around === undefined ? { left: MAX_STEPS } : around.#budget;
  }

  #get(name: string): HclValue | undefined {
    return this.#values.get(name) ?? (this.#around === undefined ? undefined : this.#around.#get(name));
  }

  /** What functions are given that hand it on: it stands where they do. */
  unwrapped(value: HclValue): HclValue {
    let at = value;
    for (let depth = 0; depth <= MAX_LOOKUPS && at.kind === 'expression'; depth++) {
      const [first] = at.call !== undefined && HANDED_ON.has(at.call.name) ? at.call.args : [];
      if (first === undefined) return at;
      at = first;
    }
    return at;
  }

  /** A value as it stands, or what stands behind the names and functions that it is written with. */
  value(value: HclValue, depth = 0): HclValue {
    if (depth > MAX_LOOKUPS || !this.#spend(1)) return value;
    if (value.kind === 'template') {
      const text = this.filled(value.text, depth);
      return text === undefined ? value : { ...value, kind: 'text', text };
    }
    if (value.kind !== 'expression') return value;
    const known =
      value.call === undefined
        ? (this.#referred(value.text, depth) ?? this.#chosen(value, depth))
        : this.#called(value.call, depth);
    return known ?? value;
  }

  /** The text that a value stands for. */
  text(value: HclValue | undefined, depth = 0): string | undefined {
    const known = value === undefined ? undefined : this.value(value, depth);
    return known?.kind === 'text' ? known.text : undefined;
  }

  /** A template with its values, or nothing where one of them is open. */
  filled(template: string, depth = 0): string | undefined {
    const text = this.partlyFilled(template, depth);
    return /\$\{|%\{/.test(text) ? undefined : text;
  }

  /** A template with the values that are known; what is open stays as it is written. */
  partlyFilled(template: string, depth = 0): string {
    return template.replaceAll(/\$\{\s*([\w.[\]"-]{1,200})\s*\}/g, (whole, name: string) => {
      const text = this.text({ kind: 'expression', text: name, offset: 0 }, depth + 1);
      return text === undefined || !this.#spend(text.length) ? whole : text;
    });
  }

  #spend(steps: number): boolean {
    this.#budget.left -= steps;
    return this.#budget.left > 0;
  }

  /** What a name means, and the steps into it: `local.ports.api`, `each.value["port"]`. */
  #referred(text: string, depth: number): HclValue | undefined {
    const whole = this.#get(text);
    if (whole !== undefined) return this.value(whole, depth + 1);
    if (!REFERENCE.test(text)) return undefined;
    const [head = '', second = '', ...into] = [...text.matchAll(STEPS)].map(([, key, index, name]) => key ?? index ?? name ?? '');
    let at = this.#get(`${head}.${second}`);
    for (const step of into) {
      const inside = at === undefined ? undefined : this.value(at, depth + 1);
      const isList = inside?.kind === 'list';
      at = inside?.kind === 'object' ? inside.entries.get(step) : isList ? inside.items[Number(step)] : undefined;
    }
    return at === undefined ? undefined : this.value(at, depth + 1);
  }

  /** `var.stage == "prod" ? 80 : 8080`, of operands that are known (Terraform, "Conditional Expressions"). */
  #chosen({ text, offset }: HclValue & { readonly text: string }, depth: number): HclValue | undefined {
    const [, left = '', operator, right = '', then = '', otherwise = ''] = CONDITIONAL.exec(text) ?? [];
    if (then === '') return undefined;
    const [one, other] = [this.#operand(left, depth), operator === undefined ? 'true' : this.#operand(right, depth)];
    if (one === undefined || other === undefined || (operator === undefined && one !== 'true' && one !== 'false'))
      return undefined;
    const known = this.#operand((one === other) === (operator !== '!=') ? then : otherwise, depth);
    return known === undefined ? undefined : { kind: 'text', text: known, offset };
  }

  #operand(text: string, depth: number): string | undefined {
    if (text.startsWith('"')) return text.slice(1, -1);
    return LITERAL.test(text) ? text : this.text({ kind: 'expression', text, offset: 0 }, depth + 1);
  }

  /** `format("%s/%s:%d", …)`; other verbs are left open. */
  #formatted([spec, ...args]: readonly HclValue[], depth: number): string | undefined {
    const pattern = this.text(spec, depth + 1);
    const texts = args.map((one) => this.text(one, depth + 1));
    if (pattern === undefined || /%(?![sdv%])/.test(pattern) || texts.some((one) => one === undefined)) return undefined;
    let next = 0;
    const text = pattern.replaceAll(/%([sdv%])/g, (_, verb: string) => (verb === '%' ? '%' : (texts[next++] ?? '')));
    return next === texts.length ? text : undefined;
  }

  #joined([separator, list]: readonly HclValue[], depth: number): string | undefined {
    const between = this.text(separator, depth + 1);
    const all = list === undefined ? undefined : this.value(list, depth + 1);
    if (between === undefined || all?.kind !== 'list') return undefined;
    const texts = all.items.map((one) => this.text(one, depth + 1));
    return texts.every((one) => one !== undefined) ? texts.join(between) : undefined;
  }

  /** What a function of texts makes of them. */
  #made({ name, args }: HclCall, depth: number): string | undefined {
    switch (name) {
      case 'format':
        return this.#formatted(args, depth);
      case 'join':
        return this.#joined(args, depth);
      case 'lower':
        return this.text(args[0], depth + 1)?.toLowerCase();
      case 'upper':
        return this.text(args[0], depth + 1)?.toUpperCase();
      case 'trimspace':
        return this.text(args[0], depth + 1)?.trim();
      default:
        return undefined;
    }
  }

  #called(call: HclCall, depth: number): HclValue | undefined {
    const { name, args } = call;
    const [first] = args;
    if (first === undefined) return undefined;
    const made = this.#made(call, depth);
    if (made !== undefined) return this.#spend(made.length) ? { kind: 'text', text: made, offset: first.offset } : undefined;
    if (HANDED_ON.has(name)) return this.value(first, depth + 1);
    if (name === 'replace') return this.#replaced(args, depth);
    if (name !== 'concat' && name !== 'merge') return undefined;
    const given = args.map((one) => this.value(one, depth + 1));
    const { offset } = first;
    const lists = given.flatMap((one) => (one.kind === 'list' ? [one.items] : []));
    const objects = given.flatMap((one) => (one.kind === 'object' ? [one.entries] : []));
    const size = [...lists.map(({ length }) => length), ...objects.map((one) => one.size)].reduce((sum, one) => sum + one, 0);
    if (!this.#spend(size)) return undefined;
    if (name === 'concat' && lists.length === args.length) return { kind: 'list', items: lists.flat(), offset };
    if (name !== 'merge' || objects.length !== args.length) return undefined;
    return { kind: 'object', entries: new Map(objects.flatMap((one) => [...one])), offset };
  }

  #replaced([whole, old, by]: readonly HclValue[], depth: number): HclValue | undefined {
    const [text, from, to] = [whole, old, by].map((one) => this.text(one, depth + 1));
    // A pattern between slashes is a regular expression.
    if (whole === undefined || text === undefined || from === undefined || to === undefined) return undefined;
    if (from === '' || from.startsWith('/') || !this.#spend(text.length * (1 + to.length))) return undefined;
    return { kind: 'text', text: text.replaceAll(from, () => to), offset: whole.offset };
  }
}

/** A block whose values are asked for by name; what only a run of Terraform would know is noted. */
export class Body {
  readonly #body: HclBody;
  readonly #scope: Scope;
  readonly #open = new Set<string>();

  constructor(body: HclBody, scope: Scope) {
    this.#body = body;
    this.#scope = scope;
  }

  get open(): readonly string[] {
    return [...this.#open];
  }

  has(name: string): boolean {
    return this.#body.attributes.has(name);
  }

  /** The value as it stands, or as what it names does. */
  value(name: string): HclValue | undefined {
    const value = this.#body.attributes.get(name);
    return value?.kind === 'expression' ? this.#scope.value(value) : value;
  }

  text(name: string): string | undefined {
    const value = this.value(name);
    if (value === undefined || (value.kind === 'text' && value.text !== 'null')) return value?.text;
    const text = value.kind === 'text' ? undefined : this.#scope.text(value);
    if (text === undefined && value.kind !== 'text') this.#open.add(name);
    return text;
  }

  list(name: string): readonly { readonly text: string }[] {
    const value = this.value(name);
    if (value === undefined) return [];
    if (value.kind !== 'list') this.#open.add(name);
    return value.kind === 'list' ? value.items.map((item) => ({ text: textIn(item) })) : [];
  }

  block(type: string): Body | undefined {
    const block = this.#body.blocks.find((one) => one.type === type);
    return block === undefined ? undefined : new Body(block, this.#scope);
  }
}

/** A value's own text, whatever it would come to. */
export function textIn(value: HclValue): string {
  return value.kind === 'list' || value.kind === 'object' ? '' : value.text;
}
