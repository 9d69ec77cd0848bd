type Node = Readonly<Record<string, unknown>>;

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every key of a JSON Schema with its words. Keys of an object that stood before, word by word, are not told again. */
export function keysTable(schema: unknown): readonly string[] {
  return ['| key | takes | says |', '| --- | --- | --- |', ...rowsOf(schema, '', new Map())];
}

/** A row for each key; below a list `[]`, below names that the user gives `NAME`. */
function rowsOf(schema: unknown, path: string, before: Map<string, string>): readonly string[] {
  if (!isNode(schema)) return [];
  if (isNode(schema.items)) return rowsOf(schema.items, `${path}[]`, before);
  if (isNode(schema.additionalProperties)) return rowsOf(schema.additionalProperties, `${path}.NAME`, before);
  if (!isNode(schema.properties)) return [];
  const all = JSON.stringify(schema.properties);
  if (all !== '{}' && !before.has(all)) before.set(all, path);
  else return [];
  return Object.entries(schema.properties).flatMap(([key, value]) => {
    const inner = path === '' ? key : `${path}.${key}`;
    const first = before.get(JSON.stringify(objectOf(value)?.properties));
    const below = rowsOf(value, inner, before);
    const words = isNode(value) && typeof value.description === 'string' ? value.description : '';
    if (words === '' && takes(value) === 'keys') return below;
    const as = first === undefined ? '' : `, as \`${first}\``;
    return [`| \`${inner}\` | ${takes(value)}${as} | ${words} |`, ...below];
  });
}

/** The object that a key holds, or each entry of its list. */
function objectOf(schema: unknown): Node | undefined {
  if (!isNode(schema)) return undefined;
  return isNode(schema.items) ? objectOf(schema.items) : schema;
}

function takes(schema: unknown): string {
  if (!isNode(schema)) return '';
  if ('const' in schema) return `\`${String(schema.const)}\``;
  if (Array.isArray(schema.enum)) return schema.enum.map((one) => `\`${String(one)}\``).join(', ');
  if (schema.type === 'array')
    return isNode(schema.items) && isNode(schema.items.properties) ? 'a list' : `a list: ${takes(schema.items)}`;
  if (isNode(schema.additionalProperties) && Array.isArray(schema.additionalProperties.enum))
    return `by name: ${takes(schema.additionalProperties)}`;
  if (schema.type === 'object')
    return isNode(schema.additionalProperties) ? `by name: ${takes(schema.additionalProperties)}` : 'keys';
  if (Array.isArray(schema.anyOf)) return eitherOf(schema.anyOf);
  return (
    { string: 'text', number: 'a number', integer: 'a whole number', boolean: '`true`, `false`', null: '`null`' }[
      String(schema.type)
    ] ?? ''
  );
}

/** A number that text may stand for is text; nothing at all is told. */
function eitherOf(choices: readonly unknown[]): string {
  const isNull = (one: unknown): boolean => isNode(one) && one.type === 'null';
  const [first] = choices.filter((one) => !isNull(one));
  return choices.some(isNull) ? `${takes(first)} or \`null\`` : 'text';
}
