/** Names of images, as descriptors and Dockerfiles write them (OCI distribution reference grammar). */

export interface ImageReference {
  /** Registry and repository as written. */
  readonly name: string;
  readonly tag?: string;
  readonly digest?: string;
}

/** `registry:5000/team/app:1.2@sha256:…` in its parts. */
export function imageReference(text: string): ImageReference {
  const [rest = '', digest] = text.trim().split('@', 2);
  const colon = rest.lastIndexOf(':');
  const tagged = colon > rest.lastIndexOf('/');
  const tag = tagged ? rest.slice(colon + 1) : '';
  return {
    // A variable that was empty leaves its slash behind.
    name: (tagged ? rest.slice(0, colon) : rest).replace(/^\/+/, ''),
    ...(tag === '' ? {} : { tag }),
    ...(digest === undefined || digest === '' ? {} : { digest }),
  };
}

/** An image that is made at hand, or asked for, by its name. */
export interface NamedImage {
  /** Without registry; without anything where a variable is a part of the last word. */
  readonly repository: string;
  /** Undefined where a variable without a value is all of it, or a part of what only a build knows. */
  readonly tag: string | undefined;
  /** Whether nothing stands before the repository's name. */
  readonly isPlain: boolean;
  /** Whether a variable stands before it: for a registry, for a part of the repository's name, or for both. */
  readonly isOpen: boolean;
}

/**
 * `registry.example.org:5000/shop/base:1` as `shop/base` and `1`. A variable that is empty leaves its `/` or `:` behind, one
 * that only a build knows its `$`.
 */
export function namedImage(text: string): NamedImage {
  const written = text.replaceAll(VARIABLE, '$');
  const { name, tag = written.endsWith(':') ? undefined : 'latest' } = imageReference(written);
  const words = name.split('/');
  const open = words.findLastIndex((word) => word.includes('$'));
  const [first = '', ...rest] = words;
  const isHost = open < 0 && rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  const repository = words.slice(open < 0 ? (isHost ? 1 : 0) : open + 1).join('/');
  const isOpen = open >= 0 || written.startsWith('/');
  return { repository, tag: tag?.includes('$') === true ? undefined : tag, isPlain: !isHost && !isOpen, isOpen };
}

/** `$TAG`, `${TAG:-1}`, `$(TAG)` */
const VARIABLE = /\$\{[^{}]*\}|\$\([^()]*\)|\$\w*/g;

/** What is pushed to a registry may be built without its name; what is asked for without one is built so. */
export function isMadeAs(asked: NamedImage, made: NamedImage): boolean {
  const isTagged = asked.tag === undefined || made.tag === undefined || asked.tag === made.tag;
  return (
    isTagged && isCalledAs(asked, made) && (!asked.isPlain || made.isPlain || (made.isOpen && asked.repository.includes('/')))
  );
}

function isCalledAs(asked: NamedImage, made: NamedImage): boolean {
  return (
    asked.repository === made.repository ||
    (made.isOpen && asked.repository.endsWith(`/${made.repository}`)) ||
    (asked.isOpen && made.repository.endsWith(`/${asked.repository}`))
  );
}
