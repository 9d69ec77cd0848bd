/** What CDK code says of one property of a function: literal values, and what stands for them. */
import { directoryOf } from '../../../src/model/index.ts';
import { type Place, placeOf, textOf } from '../code/places.ts';
import type { Fields, Value } from '../code/values.ts';

/** Properties that say which code a function has: what tells one function from another. */
export const CODE_FIELDS: readonly string[] = ['entry', 'code', 'index', 'handler'];

/** What the code says of one property: a value, nothing, or something that only a run knows. */
type Said<T> = { readonly value: T; readonly at: number } | 'open' | undefined;

export function said<T>(props: Fields | undefined, name: string, read: (value: Value) => T | undefined): Said<T> {
  if (props === undefined) return 'open';
  const written = props.values.get(name);
  if (written === undefined) return props.isOpen ? 'open' : undefined;
  const value = read(written);
  return value === undefined ? 'open' : { value, at: written.at };
}

export function known<T>(one: Said<T>): T | undefined {
  return one === undefined || one === 'open' ? undefined : one.value;
}

/** What stands for runtime and handler where the code is an image. */
export const FROM_IMAGE = 'FROM_IMAGE';

/** `Runtime.NODEJS_22_X`, `new Runtime('nodejs22.x')` → the name that Lambda has for it. */
export function runtimeName(value: Value): string | undefined {
  if (value.kind === 'call' && value.names.at(-1) === 'Runtime') return textOf(value.args[0]);
  if (value.kind !== 'name' || value.names.at(-2) !== 'Runtime') return undefined;
  if (value.names.at(-1) === FROM_IMAGE) return FROM_IMAGE;
  const [, family, version = ''] = /^(NODEJS|PYTHON|JAVA|RUBY|DOTNET|PROVIDED|GO)_(\w+)$/.exec(value.names.at(-1) ?? '') ?? [];
  if (family === undefined || version === 'LATEST') return undefined;
  const text = version.toLowerCase();
  switch (family) {
    case 'NODEJS':
      return `nodejs${text.replace(/_x$/, '.x').replace('_', '.')}`;
    case 'JAVA':
      return text === '8_corretto' ? 'java8.al2' : `java${text}`;
    case 'PROVIDED':
      return `provided.${text}`;
    case 'GO':
      return 'go1.x';
    default:
      return `${family.toLowerCase()}${text.replace(/^core_/, 'core').replace('_', '.')}`;
  }
}

/** Where the code comes from; `elsewhere`: a bucket, a registry, a text in the template. */
type Code = { readonly place: Place; readonly dockerfile?: string } | 'elsewhere';

/** Methods of `Code` and `DockerImageCode`, and the classes that they make. */
const ASSETS: ReadonlySet<string> = new Set([
  'fromasset',
  'asset',
  'assetcode',
  'fromimageasset',
  'fromassetimage',
  'assetimagecode',
  'fromdockerbuild',
]);
const ELSEWHERE: ReadonlySet<string> = new Set([
  'frominline',
  'inline',
  'inlinecode',
  'frombucket',
  'frombucketv2',
  's3code',
  'fromecr',
  'fromecrimage',
  'ecrimagecode',
]);

export function codeOf(value: Value): Code | undefined {
  if (value.kind !== 'call') return undefined;
  const method = (value.names.at(-1) ?? '').replaceAll('_', '').toLowerCase();
  if (ELSEWHERE.has(method)) return 'elsewhere';
  const [directory, options] = value.args;
  const written = directory ?? value.named.values.get('path') ?? value.named.values.get('directory');
  const place = ASSETS.has(method) && written !== undefined ? placeOf(written) : undefined;
  const fields = options?.kind === 'object' ? options.fields : value.named;
  const file = textOf(fields.values.get('file'));
  if (method === 'fromdockerbuild' && file?.includes('/') === true) return { place: builtBy(file, place) };
  if (place === undefined) return undefined;
  return { place, ...(file === undefined ? {} : { dockerfile: file }) };
}

/** What an image builds lies beside its Dockerfile, whatever context it takes; one that code makes is the app's as a rule. */
function builtBy(file: string, context: Place = { path: '.', isBesideCode: false }): Place {
  return { ...context, path: `${context.path}/${directoryOf(file)}` };
}

export const numberIn = (value: Value): number | undefined => (value.kind === 'number' ? Number(value.text) : undefined);
const SECONDS: Readonly<Record<string, number>> = { seconds: 1, minutes: 60 };

/** `Duration.seconds(30)` */
export function secondsIn(value: Value): number | undefined {
  const [amount] = value.kind === 'call' ? value.args : [];
  const unit = value.kind === 'call' && value.names.at(-2) === 'Duration' ? SECONDS[value.names.at(-1) ?? ''] : undefined;
  const count = amount === undefined ? undefined : numberIn(amount);
  return unit === undefined || count === undefined ? undefined : unit * count;
}

/** `Architecture.ARM_64` */
export function architectureIn(value: Value): string | undefined {
  return value.kind === 'name' && value.names.at(-2) === 'Architecture'
    ? value.names.at(-1)?.toLowerCase().replace('arm_64', 'arm64')
    : undefined;
}

/** `'app.handler'`, `Handler.FROM_IMAGE` */
export function handlerText(value: Value): string | undefined {
  return value.kind === 'name' && value.names.at(-1) === FROM_IMAGE ? FROM_IMAGE : textOf(value);
}
