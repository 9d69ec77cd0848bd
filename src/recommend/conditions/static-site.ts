import { commandsOf } from '../../formats/scripts.ts';
import type { Dependency } from '../../model/index.ts';
import type { ProcessView } from '../processes.ts';
import { fromDependencies, NO, type Truth } from './truth.ts';
import { hitsOf, isWeb, type ServiceView } from './view.ts';

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
]);

/** What renders on a server, or has files for browsers served by code of its own. */
const SERVERS =
  /^(?:@astrojs\/(?:node|vercel|netlify|cloudflare)|@angular\/ssr|@nguniversal\/.*|@react-router\/(?:node|serve|express)|@remix-run\/.*|@tanstack\/(?:react-)?start|vike|electron|react-native|expo|ink)$/;

/** Commands that only show or hand out what was built. */
const SHOWS =
  /^(?:(?:yarn|pnpm)\s+)?(?:vite|react-scripts|react-app-rewired|craco|ng|vue-cli-service|parcel|rsbuild|ember|gatsby|docusaurus|eleventy|vitepress|vuepress|hexo|astro|serve|http-server|live-server|nginx|caddy)\b/;

/** Commands beside those: they write files. */
const WRITES = /^(?:(?:yarn|pnpm)\s+)?(?:tsc|vue-tsc|tailwindcss|postcss|sass|panda|rimraf|graphql-codegen|echo)\b/;

/** A build for browsers: nothing of it runs once it is built. */
export function staticSite(view: ServiceView): Truth {
  const all = view.input.service.units.flatMap(({ ecosystem, dependencies }) =>
    ecosystem === 'npm' ? dependencies.filter(({ direct }) => direct) : [],
  );
  const made = [...all.filter(({ name }) => GENERATORS.has(name)), ...framed(all, view)];
  if (made.length === 0 || all.some(({ name }) => SERVERS.test(name)) || serves(view)) return NO;
  return fromDependencies(made.slice(0, 1));
}

/** The directory that the build leaves behind. */
export function builtDirectory(dependencies: readonly Pick<Dependency, 'name'>[]): string {
  const known = dependencies.flatMap(({ name }) => GENERATORS.get(name) ?? BUILDERS.get(name) ?? []);
  return known[0] ?? 'dist';
}

function framed(all: readonly Dependency[], view: ServiceView): readonly Dependency[] {
  const builders = all.filter(({ name }) => BUILDERS.has(name));
  return view.direct.some(({ name }) => FRAMEWORKS.has(name)) ? builders : [];
}

function serves(view: ServiceView): boolean {
  if (view.input.service.ecosystems.length > 1 || isWeb(view)) return true;
  if (['web-server', 'websocket-server', 'lambda-native', 'lambda-adapter'].some((signal) => hitsOf(view, signal).length > 0))
    return true;
  return view.processes.some(runsCode);
}

function runsCode({ role, commands }: ProcessView): boolean {
  if (role === 'worker' || role === 'scheduler' || role === 'job' || role === 'function') return true;
  return commands.some((command) => {
    const parts = commandsOf(command).filter((part) => !WRITES.test(part));
    return parts.length === 0 || !parts.every((part) => SHOWS.test(part));
  });
}
