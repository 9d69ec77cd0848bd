import { configJsonSchema } from '../../src/schemas.ts';

type Node = Readonly<Record<string, unknown>>;

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);

/** docs/config.md: every key of cohost.yaml, as `cohost schema config` has it. */
export function configPage(): string {
  return [
    '# cohost.yaml',
    '',
    'Made from the definitions in the code by `npm run docs`.',
    '',
    'The config stands at the root that is analysed, as `cohost.yaml`, `.toml` or `.json`; `--config FILE` names another. Every key is optional but the `name` of a host. A key or value that is wrong is told with its line, and then nothing is judged (exit code 2). Facts may stand in `cohost.facts.yaml` beside it. For completion in an editor: `cohost schema config > cohost.schema.json`.',
    '',
    '| key | takes | says |',
    '| --- | --- | --- |',
    ...rowsOf(configJsonSchema(), ''),
    '',
    'A service is named by its path, its name or the last part of its path; a service of another name than any is told. Ids of findings and rules: `cohost check`, [rules](rules/README.md). Numbers that are versions need quotes: 3.10 is 3.1 in YAML.',
    '',
  ].join('\n');
}

/** A row for each key; below a list `[]`, below names that the user gives `NAME`. */
function rowsOf(schema: unknown, path: string): readonly string[] {
  if (!isNode(schema)) return [];
  if (isNode(schema.items)) return rowsOf(schema.items, `${path}[]`);
  if (isNode(schema.additionalProperties)) return rowsOf(schema.additionalProperties, `${path}.NAME`);
  if (!isNode(schema.properties)) return [];
  return Object.entries(schema.properties).flatMap(([key, value]) => {
    const inner = path === '' ? key : `${path}.${key}`;
    const below = rowsOf(value, inner);
    const words = isNode(value) && typeof value.description === 'string' ? value.description : '';
    if (words === '' && takes(value) === 'keys') return below;
    return [`| \`${inner}\` | ${takes(value)} | ${words} |`, ...below];
  });
}

function takes(schema: unknown): string {
  if (!isNode(schema)) return '';
  if (Array.isArray(schema.enum)) return schema.enum.map((one) => `\`${String(one)}\``).join(', ');
  if (schema.type === 'array')
    return isNode(schema.items) && isNode(schema.items.properties) ? 'a list' : `a list: ${takes(schema.items)}`;
  if (isNode(schema.additionalProperties) && Array.isArray(schema.additionalProperties.enum))
    return `by name: ${takes(schema.additionalProperties)}`;
  if (schema.type === 'object') return 'keys';
  if (Array.isArray(schema.anyOf)) return 'text';
  return { string: 'text', number: 'a number', integer: 'a whole number', boolean: '`true`, `false`' }[String(schema.type)] ?? '';
}
