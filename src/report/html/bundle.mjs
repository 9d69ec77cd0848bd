// Bundles the report page's script and style. Plain JavaScript, because the build itself runs it.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const TARGET = ['chrome109', 'firefox115', 'safari16.4'];

export async function bundlePage() {
  const script = await build({
    entryPoints: [at('client/main.ts')],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target: TARGET,
    charset: 'ascii',
    legalComments: 'none',
  });
  const style = await build({
    entryPoints: [at('style/page.css')],
    bundle: true,
    minify: true,
    write: false,
    target: TARGET,
    legalComments: 'none',
  });
  return { script: script.outputFiles[0].text.trim(), style: style.outputFiles[0].text.trim() };
}
