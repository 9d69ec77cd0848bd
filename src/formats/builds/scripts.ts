/** Images that shell scripts of the tree build (`build-all.sh`): wherever they are started, and however they go there. */
import type { SourceFile } from '../../model/index.ts';
import { type CommandBuild, commandOf, scriptBuilds } from './docker-commands.ts';

export function isScript(path: string): boolean {
  return /\.(?:ba)?sh$/.test(path);
}

/** A script of a megabyte brings its own archive. */
const MAX_SCRIPT = 200_000;

/** Paths count from where the script lies or from above: `cd "$(dirname "$0")/.."`, `"$ROOT/base"` say no more than that. */
export function readScript({ text }: SourceFile): readonly CommandBuild[] {
  if (text.length > MAX_SCRIPT || ![/\b(?:docker|podman)\b/, /\bbuild\b/].every((word) => word.test(text))) return [];
  return scriptBuilds(withValues(text.replaceAll(GOES_AROUND, '')), '.').map((build) => {
    const { image, context, dockerfile, settings } = commandOf(build);
    return {
      image,
      context: fromHere(context),
      dockerfile: dockerfile === undefined ? undefined : fromHere(dockerfile),
      settings,
    };
  });
}

const GOES_AROUND = /^[ \t]*(?:cd|pushd|popd)\b(?:[ \t]+(?:--[ \t]+)?(?:["']?\$.*|["']?\.\.[./]*["']?))?[ \t]*$/gm;

function fromHere(path: string): string {
  return path.replace(/^(?:\$\{[^{}]*\}|\$\([^()]*\)|\$\w+)(?:\/|$)/, '') || '.';
}

/** Variables that are set once, and to a plain text. */
function withValues(text: string): string {
  const all = [
    ...text.matchAll(
      /^[ \t]*(?:export[ \t]+|readonly[ \t]+|local[ \t]+)?([A-Za-z_]\w*)=(["']?)([\w./:@-]{0,200})\2[ \t]*(?:#.*)?$/gm,
    ),
  ];
  const set = [...text.matchAll(/(?:^|[\s;])([A-Za-z_]\w*)=/gm)].map(([, name]) => name);
  const counts = new Map<string | undefined, number>();
  for (const name of set) counts.set(name, (counts.get(name) ?? 0) + 1);
  const values = new Map(all.flatMap(([, name = '', , value = '']) => (counts.get(name) === 1 ? [[name, value] as const] : [])));
  return text.replaceAll(
    /\$(?:(\w+)|\{(\w+)\})/g,
    (whole, bare?: string, braced?: string) => values.get(bare ?? braced ?? '') ?? whole,
  );
}
