// Bundles the command line and the library, and writes the type declarations.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
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

rmSync('dist', { recursive: true, force: true });
await build({
  entryPoints: { 'cli/main': 'src/cli/main.ts', index: 'src/index.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  // Every run compiles all of it anew. Names and line breaks stay, for the sake of stack traces.
  minifySyntax: true,
  minifyWhitespace: true,
  lineLimit: 500,
  legalComments: 'none',
  mainFields: ['module', 'main'],
  plugins: [reportPage, buildId],
  chunkNames: 'chunks/[hash]',
  // CommonJS packages inside an ES module need a require of their own.
  banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
  external: ['@npmcli/arborist', 'pacote', 'npm-package-arg', 'npm-pick-manifest', 'undici'],
});
if (!process.argv.includes('--no-types')) {
  const types = spawnSync('npx', ['tsc', '-p', 'tsconfig.build.json'], { stdio: 'inherit', shell: process.platform === 'win32' });
  if (types.status !== 0) process.exit(types.status ?? 1);
}
