/** Values of CloudFormation templates as far as the template itself tells (CloudFormation reference, "Intrinsic functions"). */
import { type YamlNode, yamlAt, yamlEntries, yamlItems, yamlText } from '../../../src/formats/yaml/yaml.ts';

/** A function with what it is given: `!Sub …` or `Fn::Sub: …`. */
interface Call {
  readonly name: string;
  readonly given: YamlNode;
}

/** Functions and conditions that ask for each other end here. */
const MAX_DEPTH = 20;
/** Functions that one template may have worked out: aliases may unfold to billions. */
const MAX_STEPS = 100_000;
/** Longer texts are nobody's name or number. */
const MAX_LENGTH = 10_000;

function callOf(node: YamlNode): Call | undefined {
  if (node.tag?.startsWith('!') === true) return { name: node.tag.slice(1), given: node };
  const [only, ...others] = node.kind === 'map' ? node.entries : [];
  if (only === undefined || others.length > 0) return undefined;
  const [key, { value }] = only;
  return key === 'Ref' || key === 'Condition' || key.startsWith('Fn::')
    ? { name: key.replace('Fn::', ''), given: value }
    : undefined;
}

/** What references to parameters with defaults, mappings and conditions come to; undefined for what only a stack knows. */
export class Intrinsics {
  readonly #parameters: ReadonlyMap<string, string>;
  readonly #mappings: YamlNode | undefined;
  readonly #conditions: YamlNode | undefined;
  #steps = 0;

  constructor(root: YamlNode | undefined) {
    this.#parameters = new Map(
      yamlEntries(yamlAt(root, 'Parameters')).flatMap(([name, { value }]) => {
        const text = yamlText(yamlAt(value, 'Default'));
        return text === undefined ? [] : [[name, text] as const];
      }),
    );
    this.#mappings = yamlAt(root, 'Mappings');
    this.#conditions = yamlAt(root, 'Conditions');
  }

  text(node: YamlNode | undefined, depth = 0): string | undefined {
    const call = node === undefined ? undefined : callOf(node);
    if (call === undefined) return yamlText(node);
    if (depth > MAX_DEPTH || ++this.#steps > MAX_STEPS) return undefined;
    const made = this.#made(call, depth);
    return made !== undefined && made.length <= MAX_LENGTH ? made : undefined;
  }

  #made(call: Call, depth: number): string | undefined {
    const items = yamlItems(call.given);
    const [first, second, third] = items;
    const word = (one: YamlNode | undefined): string | undefined => this.text(one, depth + 1);
    switch (call.name) {
      case 'Ref':
        return this.#parameters.get(yamlText(call.given) ?? '');
      case 'Sub':
        return this.#substituted(yamlText(call.given) ?? yamlText(first), second, depth);
      case 'FindInMap':
        return items.length < 3
          ? undefined
          : yamlText(yamlAt(this.#mappings, ...items.slice(0, 3).map((one) => word(one) ?? '')));
      case 'Join': {
        const parts = yamlItems(second).map(word);
        return parts.length === 0 || parts.includes(undefined) ? undefined : parts.join(yamlText(first) ?? '');
      }
      case 'Select':
        return word(yamlItems(second)[Number(word(first) ?? Number.NaN)]);
      case 'If': {
        const holds = this.#holds(yamlText(first) ?? '', depth);
        return holds === undefined ? undefined : word(holds ? second : third);
      }
      default:
        return undefined;
    }
  }

  /** `${Name}` of the template's parameters, or of the names given beside the text; `${!Name}` is `${Name}` itself. */
  #substituted(text: string | undefined, names: YamlNode | undefined, depth: number): string | undefined {
    let isKnown = text !== undefined;
    const filled = text?.replaceAll(/\$\{(!?)([^${}]+)\}/g, (_, literal: string, name: string) => {
      if (literal === '!') return `\${${name}}`;
      const own = yamlAt(names, name);
      const value = own === undefined ? this.#parameters.get(name.trim()) : this.text(own, depth + 1);
      isKnown &&= value !== undefined;
      return value ?? '';
    });
    return isKnown ? filled : undefined;
  }

  #holds(name: string, depth: number): boolean | undefined {
    const condition = yamlAt(this.#conditions, name);
    return condition === undefined ? undefined : this.#isTrue(condition, depth + 1);
  }

  #isTrue(node: YamlNode, depth: number): boolean | undefined {
    const call = callOf(node);
    if (call === undefined || depth > MAX_DEPTH || ++this.#steps > MAX_STEPS) return undefined;
    const items = yamlItems(call.given);
    const inner = (): readonly (boolean | undefined)[] => items.map((one) => this.#isTrue(one, depth + 1));
    switch (call.name) {
      case 'Equals': {
        const [left, right] = items.map((one) => this.text(one, depth + 1));
        return left === undefined || right === undefined ? undefined : left === right;
      }
      case 'Not': {
        const [value] = inner();
        return value === undefined ? undefined : !value;
      }
      case 'And':
        return decided(inner(), false);
      case 'Or':
        return decided(inner(), true);
      case 'Condition':
        return this.#holds(yamlText(call.given) ?? '', depth);
      default:
        return undefined;
    }
  }
}

/** One value is enough for the whole; without it all have to be known. */
function decided(values: readonly (boolean | undefined)[], enough: boolean): boolean | undefined {
  if (values.includes(enough)) return enough;
  return values.includes(undefined) ? undefined : !enough;
}
