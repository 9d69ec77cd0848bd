/**
 * One name of a glob: `*`, `?`, `[a-z]`, and the groups `@(a|b)`, `?(a|b)`, `*(a|b)`, `+(a|b)`, `!(a|b)` (minimatch, picomatch).
 * A pattern leads from every place where the text may have been read to, to every place where it may go on: there is no way
 * back, so no pattern takes time that grows faster than powers of both lengths.
 */

type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'any' }
  | { readonly kind: 'one'; readonly accepts: (character: string) => boolean }
  | { readonly kind: 'group'; readonly sign: string; readonly options: readonly (readonly Part[])[] };

/** For each place in the text, the one behind it as well, whether it can have been read up to there. */
type Places = Uint8Array;

/** A group in a group in a group is nobody's directory. */
const MAX_DEPTH = 2;

/** Wildcards leave a leading dot alone. */
export function matchesName(pattern: string, name: string): boolean {
  if (!/[*?[(]/.test(pattern)) return pattern === name;
  return (
    placesAfter(
      partsOf(pattern, 0),
      name,
      placesOf(name, (at) => at === 0),
    ).at(-1) === 1
  );
}

function placesOf(text: string, has: (at: number) => boolean): Places {
  return Uint8Array.from({ length: text.length + 1 }, (_, at) => (has(at) ? 1 : 0));
}

function placesAfter(parts: readonly Part[], text: string, from: Places): Places {
  let places = from;
  for (const part of parts) {
    if (!places.includes(1)) return places;
    places = placesAfterPart(part, text, places);
  }
  return places;
}

function placesAfterPart(part: Part, text: string, from: Places): Places {
  const to = new Uint8Array(from.length);
  const isOpen = (at: number): boolean => from[at] === 1 && (at > 0 || !text.startsWith('.'));
  switch (part.kind) {
    case 'text':
      for (const [at, has] of from.entries()) if (has === 1 && text.startsWith(part.text, at)) to[at + part.text.length] = 1;
      return to;
    case 'any': {
      const first = from.findIndex((_, at) => isOpen(at));
      return first < 0 ? to : to.fill(1, first);
    }
    case 'one':
      for (const at of from.keys()) if (isOpen(at) && at < text.length && part.accepts(text[at] ?? '')) to[at + 1] = 1;
      return to;
    case 'group':
      return placesAfterGroup(part, text, from, isOpen);
  }
}

function placesAfterGroup(
  { sign, options }: Part & { kind: 'group' },
  text: string,
  from: Places,
  isOpen: (at: number) => boolean,
): Places {
  const once = (places: Places): Places => options.map((option) => placesAfter(option, text, places)).reduce(either);
  switch (sign) {
    case '@':
      return once(from);
    case '?':
      return either(from, once(from));
    case '!':
      return [...from.keys()].filter(isOpen).reduce<Places>((found, at) => {
        const excluded = once(placesOf(text, (place) => place === at));
        return either(
          found,
          excluded.map((has, place) => (place >= at ? 1 - has : 0)),
        );
      }, new Uint8Array(from.length));
    default: {
      let found = sign === '*' ? from : once(from);
      for (let next = either(found, once(found)); next.some((has, at) => has !== found[at]); next = either(found, once(found)))
        found = next;
      return found;
    }
  }
}

function either(some: Places, others: Places): Places {
  return some.map((has, at) => has | (others[at] ?? 0));
}

function partsOf(pattern: string, depth: number): readonly Part[] {
  const parts: Part[] = [];
  for (let at = 0; at < pattern.length; ) {
    const [part, next] = depth < MAX_DEPTH ? partAt(pattern, at, depth) : literalAt(pattern, at);
    parts.push(part);
    at = next;
  }
  return parts;
}

type Read = readonly [Part, next: number];

function partAt(pattern: string, at: number, depth: number): Read {
  const sign = pattern[at] ?? '';
  const end = pattern[at + 1] === '(' && '@?*+!'.includes(sign) ? closing(pattern, at + 1) : undefined;
  if (end !== undefined) {
    const options = optionsIn(pattern.slice(at + 2, end)).map((option) => partsOf(option, depth + 1));
    return [{ kind: 'group', sign, options }, end + 1];
  }
  if (sign === '*') return [{ kind: 'any' }, at + 1];
  if (sign === '?') return [{ kind: 'one', accepts: () => true }, at + 1];
  return (sign === '[' ? classAt(pattern, at) : undefined) ?? literalAt(pattern, at);
}

function literalAt(pattern: string, at: number): Read {
  const [text = ''] = /^[^*?[@+!]+/.exec(pattern.slice(at)) ?? [pattern[at] ?? ''];
  return [{ kind: 'text', text }, at + text.length];
}

/** The bracket that ends the one at `open`. */
function closing(pattern: string, open: number): number | undefined {
  let depth = 0;
  for (let at = open; at < pattern.length; at++) {
    if (pattern[at] === '(') depth++;
    if (pattern[at] === ')' && --depth === 0) return at;
  }
  return undefined;
}

/** Divided by the bars that stand in no group of their own. */
function optionsIn(inside: string): readonly string[] {
  const options = [''];
  let depth = 0;
  for (const character of inside) {
    if (character === '(') depth++;
    if (character === ')') depth--;
    if (character === '|' && depth === 0) options.push('');
    else options.push(`${options.pop() ?? ''}${character}`);
  }
  return options;
}

/** `[a-z]`, `[!a]`, `[^a]`; without an end the bracket is one. */
function classAt(pattern: string, at: number): Read | undefined {
  const end = pattern.indexOf(']', at + 2);
  if (end < 0) return undefined;
  const negated = pattern[at + 1] === '!' || pattern[at + 1] === '^';
  const ranges: (readonly [string, string])[] = [];
  for (let i = at + (negated ? 2 : 1); i < end; i++) {
    const low = pattern[i] ?? '';
    const isRange = pattern[i + 1] === '-' && i + 2 < end;
    ranges.push([low, isRange ? (pattern[i + 2] ?? '') : low]);
    if (isRange) i += 2;
  }
  const accepts = (one: string): boolean => ranges.some(([low, high]) => one >= low && one <= high) !== negated;
  return [{ kind: 'one', accepts }, end + 1];
}
