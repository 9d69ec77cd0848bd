/** What calls a function: the sources among its properties, and those that code adds to its variable (aws-lambda-event-sources). */
import type { Token } from '../code/tokens.ts';
import { type Fields, fieldName, type Value, ValueReader } from '../code/values.ts';

export interface EventAdded {
  /** `this.cart`: as the code writes it. */
  readonly owner: string;
  readonly event: string;
  readonly at: number;
}

/** Classes of sources, without `EventSource`. */
const KINDS: Readonly<Record<string, string>> = {
  Api: 'http',
  Dynamo: 'dynamodb',
  Kinesis: 'kinesis',
  KinesisConsumer: 'kinesis',
  ManagedKafka: 'kafka',
  S3: 's3',
  SelfManagedKafka: 'kafka',
  Sns: 'sns',
  Sqs: 'sqs',
};

/** No source is added in more. */
const MAX_TOKENS = 200;

/** `cart.addEventSource(new SqsEventSource(queue))`, `addEventSourceMapping`, of which only a run knows the source. */
export function eventsAdded(tokens: readonly Token[]): readonly EventAdded[] {
  return tokens.flatMap((token, index): readonly EventAdded[] => {
    const method = token.kind === 'name' ? fieldName(token.text) : '';
    const isAdding = method === 'addeventsource' || method === 'addeventsourcemapping';
    if (!isAdding || tokens[index - 1]?.text !== '.' || tokens[index + 1]?.text !== '(') return [];
    const { name: owner } = dottedBefore(tokens, index - 1);
    const call = new ValueReader(tokens.slice(index, index + MAX_TOKENS)).call();
    const event = method === 'addeventsourcemapping' ? 'stream' : eventOf(call?.args[0]);
    return owner === '' || event === undefined ? [] : [{ owner, event, at: token.at }];
  });
}

/** `events: [new SqsEventSource(queue)]` among the properties of a function. */
export function eventsGiven(props: Fields | undefined): readonly string[] {
  const given = props?.values.get('events');
  return given?.kind === 'list' ? given.items.flatMap((source) => eventOf(source) ?? []) : [];
}

function eventOf(source: Value | undefined): string | undefined {
  const [, kind] = source?.kind === 'call' ? (/^(\w+)EventSource(?:V2)?$/.exec(source.names.at(-1) ?? '') ?? []) : [];
  return kind !== undefined && Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
}

/** The variable that a construct is given to: `const cart = new …`, `this.cart: Function = new …`, `self.cart = …`. */
export function assignedTo(tokens: readonly Token[], start: number): string | undefined {
  if (tokens[start - 1]?.text !== '=') return undefined;
  const written = dottedBefore(tokens, start - 1);
  const isTyped = tokens[written.from - 1]?.text === ':';
  const { name } = isTyped ? dottedBefore(tokens, written.from - 1) : written;
  return name === '' ? undefined : name;
}

/** `a.b.c` up to this token. */
export function dottedBefore(tokens: readonly Token[], end: number): { readonly name: string; readonly from: number } {
  let from = end;
  while (tokens[from - 1]?.kind === 'name') {
    from--;
    if (tokens[from - 1]?.text !== '.') break;
    from--;
  }
  const name = tokens
    .slice(from, end)
    .map(({ text }) => text)
    .join('');
  return { name, from };
}
