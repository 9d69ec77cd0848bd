import { commandsOf } from '../../formats/scripts.ts';
import { shellScript } from '../../formats/shell.ts';
import type { Dependency } from '../../model/index.ts';
import { browserBuilders, canExport, hasServerBeside } from '../browser-builds.ts';
import type { ProcessView } from '../processes.ts';
import type { SignalHit } from '../signals.ts';
import { isBuildAlone } from './builds.ts';
import { handsOutFiles } from './handed-out.ts';
import { firm, fromDependencies, NO, type Truth } from './truth.ts';
import { hitsOf, type ServiceView, WEB } from './view.ts';

/** Commands that only show or hand out what was built. */
const SHOWS =
  /^(?:(?:yarn|pnpm)\s+)?(?:vite|react-scripts|react-app-rewired|craco|ng|vue-cli-service|parcel|rsbuild|ember|webpack\s+serve|webpack-dev-server|gatsby|docusaurus|eleventy|vitepress|vuepress|hexo|astro|next|serve|http-server|live-server|nginx|caddy)\b/;

/** Commands beside those: they write files, or set a variable. */
const WRITES = /^(?:(?:yarn|pnpm)\s+)?(?:tsc|vue-tsc|tailwindcss|postcss|sass|panda|rimraf|graphql-codegen|echo|export)\b/;

/** A build for browsers: nothing of it runs once it is built. */
export function staticSite(view: ServiceView): Truth {
  const all = view.input.service.units.flatMap(({ ecosystem, dependencies }) =>
    ecosystem === 'npm' ? dependencies.filter(({ direct }) => direct) : [],
  );
  const exported = exportedBy(view, all);
  const framed = exported.length > 0 ? exported : browserBuilders(all);
  const isHandedOut = handsOutFiles(view.input.service, view.processes);
  const others = all.filter(({ name }) => (name === 'vite' && buildsPages(view)) || (isHandedOut && BUNDLERS.has(name)));
  const made = framed.length > 0 ? framed : others;
  if (made.length === 0 || serves(view, exported) || (!isHandedOut && hasServerBeside(all))) return NO;
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

/** A server of pages that its settings ask for files. */
function exportedBy({ input: { service } }: ServiceView, all: readonly Dependency[]): readonly Dependency[] {
  const asks = service.deployments.some(({ facts }) => facts.traits.some(({ kind }) => kind === 'static-export'));
  return asks ? all.filter(({ name }) => canExport(name)) : [];
}

function serves(view: ServiceView, exported: readonly Dependency[]): boolean {
  const isServer = ({ dependency }: SignalHit): boolean => !exported.some(({ name }) => name === dependency.name);
  if (
    view.input.service.units.some((unit) => unit.ecosystem !== 'npm' && !isBuildAlone(unit)) ||
    WEB.some((signal) => hitsOf(view, signal).some(isServer))
  )
    return true;
  if (['web-server', 'lambda-native', 'lambda-adapter'].some((signal) => hitsOf(view, signal).length > 0)) return true;
  // `ws` is a client as well, and what a bundler's server brings.
  if (firm(hitsOf(view, 'websocket-server')).length > 0) return true;
  const scripts = new Map(
    view.input.service.units.flatMap(({ entryPoints = [] }) => entryPoints.map((one) => [one.name, one.command])),
  );
  return !handsOutFiles(view.input.service, view.processes) && view.processes.some((process) => runsCode(process, scripts));
}

/** `npm run dev -- --host` of an image stands for the script of that name. */
const OF_SCRIPT = /^(?:npm|yarn|pnpm|bun)\s+(?:run(?:-script)?\s+)?([\w:.-]+)/;

/** Nobody hands on more often. */
const MAX_HOPS = 8;

/** What stays of a command: the script that it names, behind a shell, once all before its last `&&` has ended. */
function stays(command: string, scripts: ReadonlyMap<string, string>): string {
  let rest = shellScript(command.split(' ')) ?? command;
  for (let hop = 0; hop < MAX_HOPS; hop++) {
    rest = rest.slice(rest.lastIndexOf('&&') + 1).replace(/^[&\s]+/, '');
    const script = scripts.get(OF_SCRIPT.exec(rest)?.[1] ?? '');
    if (script === undefined) return rest;
    rest = script;
  }
  return rest;
}

/** What may bundle servers as well: in an image of a web server they did not. */
const BUNDLERS: ReadonlySet<string> = new Set(['webpack', 'rollup', 'esbuild', '@rspack/core', 'vite']);

function runsCode({ role, commands }: ProcessView, scripts: ReadonlyMap<string, string>): boolean {
  if (role === 'worker' || role === 'scheduler' || role === 'job' || role === 'function') return true;
  return commands.some((command) => {
    const last = commandsOf(stays(command, scripts)).filter((part) => !WRITES.test(part));
    const parts = last.length > 0 ? last : commandsOf(command).filter((part) => !WRITES.test(part));
    return parts.length === 0 || !parts.every((part) => SHOWS.test(part));
  });
}
