/**
 * Tools of npm that make files for browsers, what makes them do so, and where the files lie then: from the tools' own
 * documentation. Reviewed 2026-11-30.
 */

/** Tools whose build is a directory of files for browsers, and its name as they come. */
export const BUILDERS: ReadonlyMap<string, string> = new Map([
  ['vite', 'dist'],
  // They bring Vite as their peer.
  ['@vitejs/plugin-react', 'dist'],
  ['@vitejs/plugin-react-swc', 'dist'],
  ['@vitejs/plugin-vue', 'dist'],
  ['react-scripts', 'build'],
  ['@angular/cli', 'dist'],
  ['@vue/cli-service', 'dist'],
  ['parcel', 'dist'],
  ['parcel-bundler', 'dist'],
  ['@rsbuild/core', 'dist'],
  ['@quasar/app', 'dist/spa'],
  ['@quasar/app-vite', 'dist/spa'],
  ['@quasar/app-webpack', 'dist/spa'],
  ['ember-cli', 'dist'],
  // webpack bundles servers as well; this one shows pages while they are written.
  ['webpack-dev-server', 'dist'],
]);

/** Tools that leave the pages in folders of the project's name below that directory (Angular, `outputPath`). */
export const NESTING: ReadonlySet<string> = new Set(['@angular/cli', '@angular-devkit/build-angular', '@angular/build', 'nx']);

/** What such a tool builds; without one of these it may bundle a server as well. */
export const FRAMEWORKS: ReadonlySet<string> = new Set([
  'react',
  'react-dom',
  'vue',
  '@angular/core',
  'svelte',
  'preact',
  'solid-js',
  'lit',
  'ember-source',
]);

/** Tools that make nothing but pages. */
export const GENERATORS: ReadonlyMap<string, string> = new Map([
  ['gatsby', 'public'],
  ['@docusaurus/core', 'build'],
  ['@11ty/eleventy', '_site'],
  ['vitepress', '.vitepress/dist'],
  ['vuepress', '.vuepress/dist'],
  ['hexo', 'public'],
  ['astro', 'dist'],
  ['@sveltejs/adapter-static', 'build'],
]);

/** Servers that may be asked for files instead, and where these lie then. */
export const EXPORTERS: ReadonlyMap<string, string> = new Map([
  ['next', 'out'],
  ['@react-router/node', 'build/client'],
  ['@react-router/serve', 'build/client'],
]);

/** Frameworks that render on a server unless one of these adapters has them write files. */
export const ADAPTED: ReadonlyMap<string, string> = new Map([['@sveltejs/kit', '@sveltejs/adapter-static']]);

/** Frameworks that render on a server unless the build asks for files, and where these lie (Nuxt, "Static Hosting"). */
export const GENERATED: ReadonlyMap<string, { readonly build: RegExp; readonly directory: string }> = new Map([
  ['nuxt', { build: /^nux[ti]\s+generate\b/, directory: '.output/public' }],
]);

/** What may bundle servers as well: in an image of a web server they did not. */
export const BUNDLERS: ReadonlySet<string> = new Set(['webpack', 'rollup', 'esbuild', '@rspack/core', 'vite']);

/** Bundlers whose own build makes pages, and how that is asked for: not for a server's code, nor for a library. */
export const PAGE_BUILDS: ReadonlyMap<string, RegExp> = new Map([['vite', /^vite\s+build\b(?!.*\s--(?:ssr|lib)\b)/]]);

/** Builders whose build leaves a server behind where it is asked to (Quasar, "Modes"). */
export const SERVER_BUILDS = /^quasar\s+build\b.*\s(?:-m|--mode)[\s=]ssr\b/;

/** Commands that only show or hand out what was built. */
export const SHOWS =
  /^(?:(?:yarn|pnpm)\s+)?(?:vite|react-scripts|react-app-rewired|craco|ng|vue-cli-service|quasar|parcel|rsbuild|ember|webpack\s+serve|webpack-dev-server|gatsby|docusaurus|eleventy|vitepress|vuepress|hexo|astro|next|react-router-serve|serve|http-server|live-server|nginx|caddy)\b/;

/** Commands beside those: they write files, or set a variable. */
export const WRITES = /^(?:(?:yarn|pnpm)\s+)?(?:tsc|vue-tsc|tailwindcss|postcss|sass|panda|rimraf|graphql-codegen|echo|export)\b/;

/** Images of web servers: they hand out files and run nothing else. */
export const FILE_SERVER = /(?:^|\/)(?:nginx(?:-unprivileged)?|httpd|caddy)$/;

/** A command that runs code of the files' own ecosystem all the same. */
export const RUNS_CODE = /\b(?:node|npm|npx|yarn|pnpm|pm2)\b/;

/** Distributions and runtimes of other languages, as images are called: none brings Node. */
export const WITHOUT_NODE =
  /(?:^|\/)(?:alpine|debian|ubuntu|busybox|golang|rust|python|eclipse-temurin|amazoncorretto|openjdk|(?:static|base)(?:-debian\d+)?)$/;

/** Node, its package managers and what stands in for it, as distributions call their packages. */
export const OWN_PROGRAMS = /(?:^|:)(?:node|nodejs[\d.-]*|npm|yarn|bun|deno)$/;
