import type { Dependency } from '../model/index.ts';

/** Tools whose build is a directory of files for browsers, and its name as they come. */
const BUILDERS: ReadonlyMap<string, string> = new Map([
  ['vite', 'dist'],
  ['react-scripts', 'build'],
  ['@angular/cli', 'dist'],
  ['@vue/cli-service', 'dist'],
  ['parcel', 'dist'],
  ['parcel-bundler', 'dist'],
  ['@rsbuild/core', 'dist'],
  ['ember-cli', 'dist'],
  // webpack bundles servers as well; this one shows pages while they are written.
  ['webpack-dev-server', 'dist'],
]);

/** What such a tool builds; without one of these it may bundle a server as well. */
const FRAMEWORKS: ReadonlySet<string> = new Set([
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
const GENERATORS: ReadonlyMap<string, string> = new Map([
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
const EXPORTERS: ReadonlyMap<string, string> = new Map([['next', 'out']]);

/** What renders on a server, or has files for browsers served by code of its own, in whatever language. */
const SERVERS =
  /^(?:@astrojs\/(?:node|vercel|netlify|cloudflare)|@sveltejs\/adapter-(?:node|vercel|netlify|cloudflare)|@angular\/ssr|@nguniversal\/.*|@analogjs\/platform|@react-router\/(?:node|serve|express)|@remix-run\/.*|@tanstack\/(?:react-|solid-)?start|@solidjs\/start|@builder\.io\/qwik-city|@qwik\.dev\/router|vike|vinxi|waku|nuxt|nitro|nitropack|laravel-vite-plugin|vite-plugin-(?:ruby|symfony|rails)|electron|react-native|expo|ink)$/;

/** Whether something beside the tools of pages serves or renders what they build. */
export function hasServerBeside(direct: readonly Dependency[]): boolean {
  const has = (name: string): boolean => direct.some((one) => one.name === name);
  return (has('@sveltejs/kit') && !has('@sveltejs/adapter-static')) || direct.some(({ name }) => SERVERS.test(name));
}

/** The tools that make files for browsers of a service with these dependencies; none where it has a server of its own. */
export function browserBuilders(direct: readonly Dependency[]): readonly Dependency[] {
  if (hasServerBeside(direct)) return [];
  const isFramed = direct.some(({ name, scope }) => FRAMEWORKS.has(name) && (scope === 'runtime' || scope === 'peer'));
  const generators = direct.filter(({ name }) => GENERATORS.has(name));
  return isFramed ? [...generators, ...direct.filter(({ name }) => BUILDERS.has(name))] : generators;
}

/** What renders on a server unless its settings ask for files. */
export function canExport(name: string): boolean {
  return EXPORTERS.has(name);
}

/** The directory that the build leaves behind. */
export function builtDirectory(dependencies: readonly Pick<Dependency, 'name'>[]): string {
  const known = dependencies.flatMap(({ name }) => GENERATORS.get(name) ?? BUILDERS.get(name) ?? EXPORTERS.get(name) ?? []);
  return known[0] ?? 'dist';
}
