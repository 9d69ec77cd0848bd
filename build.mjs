// Bundles the command line and the library, and writes the type declarations.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
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
  plugins: [reportPage],
  chunkNames: 'chunks/[hash]',
  // CommonJS packages inside an ES module need a require of their own.
  banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
  external: ['@npmcli/arborist', 'pacote', 'npm-package-arg', 'npm-pick-manifest', 'undici'],
});
if (!process.argv.includes('--no-types')) {
  const types = spawnSync('npx', ['tsc', '-p', 'tsconfig.build.json'], { stdio: 'inherit', shell: process.platform === 'win32' });
  if (types.status !== 0) process.exit(types.status ?? 1);
}
