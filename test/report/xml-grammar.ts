import { XMLParser, XMLValidator } from 'fast-xml-parser';

interface ElementRule {
  /** Attributes and what their values have to match; a name that ends in `?` may be absent. */
  readonly attributes?: Readonly<Record<string, RegExp>>;
  readonly children?: readonly string[];
  readonly text?: true;
}

/** Elements by name; the first is the root. */
export type Grammar = Readonly<Record<string, ElementRule>>;

const ANY = /^[\s\S]*$/;
const COUNT = /^\d+$/;
const TIME = /^\d{0,3}(\.\d*)?$/;
const REASON = { attributes: { 'type?': ANY, 'message?': ANY }, text: true } as const;

/** What Jenkins' own schema of JUnit reports (`junit-10.xsd`) admits, as far as we use it. */
export const JUNIT: Grammar = {
  testsuites: {
    attributes: { 'name?': ANY, 'time?': TIME, 'tests?': COUNT, 'failures?': COUNT, 'errors?': COUNT },
    children: ['testsuite'],
  },
  testsuite: {
    attributes: { name: ANY, tests: COUNT, failures: COUNT, errors: COUNT, 'skipped?': COUNT, 'time?': TIME },
    children: ['testcase', 'system-out'],
  },
  testcase: {
    attributes: { name: /./, 'classname?': ANY, 'time?': TIME },
    children: ['failure', 'skipped', 'system-out'],
  },
  failure: REASON,
  skipped: REASON,
  'system-out': { text: true },
};

/** What Checkstyle's XMLLogger writes: files, and in each the findings with a place and one of four severities. */
export const CHECKSTYLE: Grammar = {
  checkstyle: { attributes: { version: /./ }, children: ['file'] },
  file: { attributes: { name: /./ }, children: ['error'] },
  error: {
    attributes: {
      line: /^[1-9]\d*$/,
      'column?': /^[1-9]\d*$/,
      severity: /^(?:ignore|info|warning|error)$/,
      message: /./,
      source: /^cohost(?:\.[a-z-]+)+$/,
    },
  },
};

const ATTRIBUTES = ':@';
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseAttributeValue: false,
});

/** What in a document breaks a grammar. */
export function breaches(grammar: Grammar, text: string): readonly string[] {
  const wellFormed = XMLValidator.validate(text);
  if (wellFormed !== true) return [wellFormed.err.msg];
  const nodes: unknown = parser.parse(text);
  const roots = elements(nodes).filter(({ name }) => !name.startsWith('?'));
  const [root] = Object.keys(grammar);
  if (roots.length !== 1 || roots[0]?.name !== root) return [`the root is not one ${root}`];
  return roots.flatMap((node) => check(grammar, node));
}

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly content: unknown;
}

function elements(nodes: unknown): readonly Element[] {
  if (!Array.isArray(nodes)) return [];
  return nodes.flatMap((node: Readonly<Record<string, unknown>>) =>
    Object.keys(node)
      .filter((name) => name !== ATTRIBUTES)
      .map((name) => ({ name, content: node[name], attributes: Object(node[ATTRIBUTES]) })),
  );
}

function check(grammar: Grammar, { name, attributes, content }: Element): readonly string[] {
  const rule = grammar[name];
  if (rule === undefined) return [`<${name}> is unknown`];
  const rules = new Map(Object.entries(rule.attributes ?? {}).map(([key, value]) => [key.replace('?', ''), { key, value }]));
  const inner = elements(content);
  return [
    ...[...rules].flatMap(([key, { key: written }]) =>
      key === written && !(key in attributes) ? [`<${name}> lacks ${key}`] : [],
    ),
    ...Object.entries(attributes).flatMap(([key, value]) =>
      rules.get(key)?.value.test(String(value)) === true ? [] : [`<${name} ${key}="${String(value)}">`],
    ),
    ...inner.flatMap((child) => {
      if (child.name === '#text') return rule.text === true || String(child.content).trim() === '' ? [] : [`text in <${name}>`];
      return rule.children?.includes(child.name) === true ? check(grammar, child) : [`<${child.name}> in <${name}>`];
    }),
  ];
}
