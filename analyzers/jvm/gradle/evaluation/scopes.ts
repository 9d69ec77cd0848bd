/** What the scopes around a statement have: variables, and the blocks of the DSL with what each offers. */
import type { Position } from '../script/syntax-tree.ts';
import { type Args, type Closure, type Handler, NOTHING, type Scope, type Value } from './values.ts';

/** Names that nearly every block has as its own: an assignment to them is no matter of the project. */
const OWN_NAMES = new Set(['name', 'group', 'version', 'description', 'url', 'id', 'enabled']);

/** A block whose own names mean nothing here, assigned or called (`task x { group 'build' }`); what stands around it is still reached. */
export const OPAQUE: Handler = {
  set: (name) => OWN_NAMES.has(name),
  call: (name, { positional: [first], closure }) =>
    OWN_NAMES.has(name) && first !== undefined && closure === undefined ? NOTHING : undefined,
};

/** The nearest variable or property of that name. */
export function knownIn(scope: Scope, name: string, at: Position): Value | undefined {
  for (let outer: Scope | undefined = scope; outer !== undefined; outer = outer.parent) {
    const value = outer.variables.get(name) ?? outer.handler?.get?.(name, at);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** What the nearest container around holds under the name. */
export function containedIn(scope: Scope, name: string): Value | undefined {
  for (let outer: Scope | undefined = scope; outer !== undefined; outer = outer.parent)
    if (outer.handler?.any !== undefined) return outer.handler.any(name);
  return undefined;
}

/** The nearest closure of that name which is one of those wanted. */
export function closureIn(scope: Scope, name: string, isWanted: (closure: Closure) => boolean): Closure | undefined {
  for (let outer: Scope | undefined = scope; outer !== undefined; outer = outer.parent) {
    const own = outer.variables.get(name);
    if (own?.kind === 'closure' && isWanted(own)) return own;
  }
  return undefined;
}

/** What the nearest block makes of a call that it knows. */
export function calledIn(scope: Scope, name: string, args: Args): Value | undefined {
  for (let outer: Scope | undefined = scope; outer !== undefined; outer = outer.parent) {
    const value = outer.handler?.call?.(name, args);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** Lets the blocks around see an assignment to something unknown (`options.release = 17`). */
export function offerAround(scope: Scope, name: string, value: Value, at: Position): void {
  for (let outer: Scope | undefined = scope; outer !== undefined; outer = outer.parent)
    if (outer.handler?.set?.(`*.${name}`, value, at) === true) return;
}

/** An extension function's own calls mean the block from which it is called; blocks that nobody knows are passed by. */
export function handlerAround(scope: Scope): Handler | undefined {
  for (let outer: Scope | undefined = scope; outer !== undefined; outer = outer.parent)
    if (outer.handler !== undefined && outer.handler !== OPAQUE) return outer.handler;
  return undefined;
}
