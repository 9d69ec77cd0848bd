import { baseName } from '../model/index.ts';

/** What descriptors call services: names of workloads, images and directories, and when they mean one another. */

/** `@scope/Cart-Service`, `group:cart_service` and `cartservice` are one name to a human; a root's dot and an empty one are none. */
export function plainName(name: string): string {
  return (name.split(/[/:]/).at(-1) ?? name)
    .toLowerCase()
    .replaceAll(/[-_.]/g, '')
    .replace(/(?<=.)(?:service|svc|app)$/, '');
}

/** `registry.example.org/team/cart:1.2` → `cart`. */
export function imageName(image: string): string {
  return baseName(image).split(/[:@]/, 1)[0] ?? '';
}

/** `shop/cart:1.2` → `shop-cart`: who leads an image's name often leads the directory's, too. */
export function ownedName(image: string): string | undefined {
  const [owner, ...rest] = image.split('/').slice(-2);
  return owner === undefined || rest.length === 0 || /[.:]/.test(owner) ? undefined : `${owner}-${imageName(image)}`;
}

/**
 * Whether a name or an image ends with the name of a service's directory, or begins with it and tells what it does:
 * `shop-cart`, `team/shop-web-cart-service:1` for `web-cart`, `cart-consumer`, not `cart-db`.
 */
export function mentions(name: string | undefined, path: string): boolean {
  if (name === undefined) return false;
  const own = plainName(baseName(path));
  const words = imageName(name)
    .replace(/[-_.](?:service|svc|app)$/, '')
    .split(/[-_.]/);
  const last = words.at(-1) ?? '';
  return (
    words.some((_, at) => at > 0 && plainName(words.slice(at).join('')) === own) ||
    (PART.test(last) && plainName(words.slice(0, -1).join('')) === own)
  );
}

/** What a program of a service is called beside the service's own name. */
const PART = /^(?:api|backend|consumer|cron|frontend|job|producer|scheduler|server|web|worker)$/;

/** The words that a name ends with, the most of them first: `cart-web`, `web` of `shop-cart-web`. */
export function endsOf(name: string | undefined): readonly string[] {
  const words = name === undefined ? [] : name.split(/[-_.]/).slice(-MAX_ENDS);
  return words.slice(1).map((_, at) => words.slice(at + 1).join('-'));
}

const MAX_ENDS = 6;

/** Whether the name of a service's directory begins with a name or an image: `web-api` for `web-api-secure`. */
export function abbreviates(name: string | undefined, path: string): boolean {
  const words = wordsOf(name === undefined ? '' : imageName(name));
  const own = wordsOf(baseName(path));
  return words.length > 0 && words.length < own.length && words.every((word, index) => word === own[index]);
}

function wordsOf(name: string): readonly string[] {
  return name
    .toLowerCase()
    .split(/[-_.]/)
    .flatMap((word) => word || []);
}

/** Whether a service's directory has one of the names, rather than its manifest alone. */
export function isCalled(path: string, names: readonly (string | undefined)[]): boolean {
  return names.some((name) => name !== undefined && plainName(imageName(name)) === plainName(baseName(path)));
}
