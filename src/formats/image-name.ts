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
  /** Without registry. */
  readonly repository: string;
  /** Undefined where a variable without a value is all of it. */
  readonly tag: string | undefined;
  /** Whether nothing stands before the repository's name. */
  readonly isPlain: boolean;
}

/** `registry.example.org:5000/shop/base:1` as `shop/base` and `1`. A variable that is empty leaves its `/` or `:` behind. */
export function namedImage(text: string): NamedImage {
  const { name, tag = text.endsWith(':') ? undefined : 'latest' } = imageReference(text);
  const [first = '', ...rest] = name.split('/');
  const isHost = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  return { repository: isHost ? rest.join('/') : name, tag, isPlain: !isHost && !text.startsWith('/') };
}

/** What is pushed to a registry may be built without its name; what is asked for without one is built so. */
export function isMadeAs(asked: NamedImage, made: NamedImage): boolean {
  const isTagged = asked.tag === undefined || made.tag === undefined || asked.tag === made.tag;
  return asked.repository === made.repository && isTagged && (!asked.isPlain || made.isPlain);
}
