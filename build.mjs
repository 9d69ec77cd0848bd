// Bundles the command line and the library, and writes the type declarations.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { bundlePage } from './src/report/html/bundle.mjs';

// The HTML report's script and style go in as texts: what is installed needs no bundler and looks for no file.
const page = await bundlePage();
const reportPage = {
  name: 'report-page',
  setup(builder) {
    builder.onLoad({ filter: /[\\/]report[\\/]html[\\/]assets\.ts$/ }, () => ({
      contents: `export const pageAssets = async () => (${JSON.stringify(page)});`,
    }));
  },
};

// What a run keeps for later ones holds only for the code that wrote it.
const buildId = {
  name: 'build-id',
  setup(builder) {
    builder.onLoad({ filter: /[\\/]src[\\/]build-id\.ts$/ }, () => ({
      contents: `export const BUILD_ID = ${JSON.stringify(hashOf(['src', 'analyzers', 'package-lock.json', 'build.mjs']))};`,
    }));
  },
};

function hashOf(paths) {
  const files = paths.flatMap((path) =>
    path.includes('.')
      ? [path]
      : readdirSync(path, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath, entry.name)),
  );
  const hash = createHash('sha256');
  for (const file of files.sort()) hash.update(`${file}\n`).update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}

const options = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  // A run compiles what it calls of it, and V8 reads all of it. Names and line breaks stay, for the sake of stack traces.
  minifySyntax: true,
  minifyWhitespace: true,
  lineLimit: 500,
  legalComments: 'none',
  mainFields: ['module', 'main'],
  // For Node, yaml asks the environment at each token whether to print it, and has no ES modules.
  alias: { yaml: resolve('node_modules/yaml/browser/index.js') },
  plugins: [reportPage, buildId],
};

rmSync('dist', { recursive: true, force: true });
// V8 keeps the compiled code of scripts, and Node 20 offers that for CommonJS alone.
await build({
  ...options,
  entryPoints: { cohost: 'src/bundle.ts' },
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
  format: 'cjs',
  // What runs with kept code cannot import, and what is not bundled is CommonJS.
  supported: { 'dynamic-import': false },
  define: { 'import.meta.url': '__fileUrl' },
  banner: { js: "const __fileUrl=require('node:url').pathToFileURL(__filename).href;" },
  external: ['@npmcli/arborist', 'pacote', 'npm-pick-manifest', 'undici'],
});
// The bundler leaves regular expressions and tagged templates as they are. A text of ASCII is read faster, and takes half the memory.
const program = readFileSync('dist/cohost.cjs', 'utf8');
writeFileSync(
  'dist/cohost.cjs',
  program.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
);
await build({ ...options, entryPoints: { 'cli/main': 'src/cli/main.ts' }, outdir: 'dist', format: 'esm' });
await build({ ...options, entryPoints: { 'cli/precompile': 'src/cli/precompile.ts' }, outdir: 'dist', format: 'esm' });
const precompiled = spawnSync(process.execPath, ['dist/cli/precompile.js'], { stdio: ['ignore', 'ignore', 'inherit'] });
rmSync('dist/cli/precompile.js');
if (precompiled.status !== 0) process.exit(precompiled.status ?? 1);
const names = Object.keys(createRequire(import.meta.url)('./dist/cohost.cjs')).filter((name) => name !== 'run');
writeFileSync('dist/index.js', `export { ${names.sort().join(', ')} } from './cohost.cjs';\n`);
if (!process.argv.includes('--no-types')) {
  const types = spawnSync('npx', ['tsc', '-p', 'tsconfig.build.json'], { stdio: 'inherit', shell: process.platform === 'win32' });
  if (types.status !== 0) process.exit(types.status ?? 1);
}
