import { commandsOf } from '../../formats/scripts.ts';
import { browserBuilders, hasServerBeside } from '../browser-builds.ts';
import type { ProcessView } from '../processes.ts';
import { isBuildAlone } from './builds.ts';
import { handsOutFiles } from './handed-out.ts';
import { firm, fromDependencies, NO, type Truth } from './truth.ts';
import { hitsOf, isWeb, type ServiceView } from './view.ts';

/** Commands that only show or hand out what was built. */
const SHOWS =
  /^(?:(?:yarn|pnpm)\s+)?(?:vite|react-scripts|react-app-rewired|craco|ng|vue-cli-service|parcel|rsbuild|ember|webpack\s+serve|webpack-dev-server|gatsby|docusaurus|eleventy|vitepress|vuepress|hexo|astro|serve|http-server|live-server|nginx|caddy)\b/;

/** Commands beside those: they write files, or set a variable. */
const WRITES = /^(?:(?:yarn|pnpm)\s+)?(?:tsc|vue-tsc|tailwindcss|postcss|sass|panda|rimraf|graphql-codegen|echo|export)\b/;

/** A build for browsers: nothing of it runs once it is built. */
export function staticSite(view: ServiceView): Truth {
  const all = view.input.service.units.flatMap(({ ecosystem, dependencies }) =>
    ecosystem === 'npm' ? dependencies.filter(({ direct }) => direct) : [],
  );
  const framed = browserBuilders(all);
  const isHandedOut = handsOutFiles(view.input.service, view.processes);
  const others = all.filter(({ name }) => (name === 'vite' && buildsPages(view)) || (isHandedOut && BUNDLERS.has(name)));
  const made = framed.length > 0 ? framed : others;
  if (made.length === 0 || serves(view) || (!isHandedOut && hasServerBeside(all))) return NO;
  return fromDependencies(made.slice(0, 1));
}

/** Without a framework of pages, Vite's own build makes pages unless it is asked for a server's code or a library. */
function buildsPages({ input: { service } }: ServiceView): boolean {
  return service.units.some(
    ({ role, entryPoints = [] }) =>
      role === 'service' &&
      entryPoints.some(
        ({ name, command }) =>
          name === 'build' && commandsOf(command).some((part) => /^vite\s+build\b(?!.*\s--(?:ssr|lib)\b)/.test(part)),
      ),
  );
}

function serves(view: ServiceView): boolean {
  if (view.input.service.units.some((unit) => unit.ecosystem !== 'npm' && !isBuildAlone(unit)) || isWeb(view)) return true;
  if (['web-server', 'lambda-native', 'lambda-adapter'].some((signal) => hitsOf(view, signal).length > 0)) return true;
  // `ws` is a client as well, and what a bundler's server brings.
  if (firm(hitsOf(view, 'websocket-server')).length > 0) return true;
  return !handsOutFiles(view.input.service, view.processes) && view.processes.some(runsCode);
}

/** What may bundle servers as well: in an image of a web server they did not. */
const BUNDLERS: ReadonlySet<string> = new Set(['webpack', 'rollup', 'esbuild', '@rspack/core', 'vite']);
function runsCode({ role, commands }: ProcessView): boolean {
  if (role === 'worker' || role === 'scheduler' || role === 'job' || role === 'function') return true;
  return commands.some((command) => {
    const parts = commandsOf(command).filter((part) => !WRITES.test(part));
    return parts.length === 0 || !parts.every((part) => SHOWS.test(part));
  });
}
