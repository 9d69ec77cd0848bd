import { withoutTrailing } from '../../../model/index.ts';

/** Where esbuild leaves a handler, by the script that calls it (esbuild, "Build options": Entry points, Outdir, Outfile, Outbase). */

const SOURCE = /\.[cm]?[jt]sx?$/;

/** The handler in what the script makes of its source; undefined where the script is no call of esbuild, or makes something else. */
export function builtHandler(handler: string, script: string): string | undefined {
  const words = (/(?:^|&&)\s*(?:(?:npx|pnpm exec|yarn)\s+)?esbuild\s+([^&|;]+)/.exec(script)?.[1] ?? '').trim().split(/\s+/);
  const dot = handler.lastIndexOf('.');
  const [stem, exported] = [plain(handler.slice(0, dot)), handler.slice(dot + 1)];
  const entries = words
    .filter((word) => !word.startsWith('-') && SOURCE.test(word))
    .map((word) => plain(unquoted(word).replace(SOURCE, '')));
  if (dot < 0 || !entries.some((entry) => matches(entry, stem))) return undefined;
  const file = optionOf(words, 'outfile');
  if (file !== undefined && entries.length === 1) return `${plain(file.replace(SOURCE, ''))}.${exported}`;
  const directory = optionOf(words, 'outdir');
  if (directory === undefined) return undefined;
  const base = plain(optionOf(words, 'outbase') ?? commonDirectory(entries));
  const below = base === '' ? stem : stem.startsWith(`${base}/`) ? stem.slice(base.length + 1) : undefined;
  return below === undefined ? undefined : [plain(directory), `${below}.${exported}`].filter((part) => part !== '').join('/');
}

function optionOf(words: readonly string[], name: string): string | undefined {
  const found = words.find((word) => word.startsWith(`--${name}=`));
  return found === undefined ? undefined : unquoted(found.slice(name.length + 3));
}

function unquoted(word: string): string {
  return word.replace(/^(['"])(.*)\1$/, '$2');
}

/** `./src/` → `src`, `.` → nothing. */
function plain(path: string): string {
  const clean = withoutTrailing(path.replace(/^(?:\.\/)+/, ''), '/');
  return clean === '.' ? '' : clean;
}

/** A shell fills in `*` within a directory. */
function matches(entry: string, stem: string): boolean {
  const pattern = entry.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${pattern.join('[^/]*')}$`).test(stem);
}

/** The lowest directory around all entry points, from which what is written has its path. */
function commonDirectory(entries: readonly string[]): string {
  const [first = [], ...others] = entries.map((entry) => entry.split('/').slice(0, -1));
  const end = first.findIndex((part, at) => others.some((one) => one[at] !== part));
  return (end < 0 ? first : first.slice(0, end)).join('/');
}
