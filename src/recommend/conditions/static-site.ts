import { behindScripts, commandsOf, lastStep } from '../../formats/scripts.ts';
import { shellScript } from '../../formats/shell/shell.ts';
import { type Dependency, isForBrowsers, type Service } from '../../model/index.ts';
import { browserBuilders, canExport, hasServerBeside } from '../browser-builds.ts';
import { ADAPTED, BUNDLERS, GENERATED, PAGE_BUILDS, SERVER_BUILDS, SHOWS, WRITES } from '../data/pages.ts';
import { hasMarked, isMarked } from '../marks.ts';
import type { ProcessView } from '../processes.ts';
import type { SignalHit } from '../signals.ts';
import { isBuildAlone } from './builds.ts';
import { isCommandForPeople } from './command.ts';
import { handsOutFiles, holdsNoNode } from './handed-out.ts';
import { bool, firm, fromDependencies, NO, type Truth } from './truth.ts';
import { hitsOf, type ServiceView, WEB } from './view.ts';

/** Beside a builder of pages it is the client of a server elsewhere, unless something here serves with it. */
const isClientToo = isMarked('server-client-too');

/** A build for browsers: nothing of it runs once it is built. */
export function staticSite(view: ServiceView): Truth {
  // A command that is handed out builds pages for those who start it.
  if (isCommandForPeople(view)) return NO;
  const all = view.input.service.units.flatMap(({ ecosystem, dependencies }) =>
    isForBrowsers(ecosystem) ? dependencies.filter(({ direct }) => direct) : [],
  );
  const exported = exportedBy(view, all);
  const framed = exported.length > 0 ? exported : browserBuilders(all);
  const isHandedOut = handsOutFiles(view.input.service, view.processes);
  const others = all.filter(({ name }) => buildsPages(view, name) || (isHandedOut && BUNDLERS.has(name)));
  const made = framed.length > 0 ? framed : others;
  const found = made.length > 0 ? fromDependencies(made.slice(0, 1)) : isHandedOut ? filledByStage(view) : NO;
  return !found.holds ||
    serves(view, exported, all) ||
    (!isHandedOut && hasServerBeside(all.filter((one) => !exported.includes(one))))
    ? NO
    : found;
}

/** A web server's image that another stage fills: whatever makes the files, and wherever it is declared (a root's Nx). */
function filledByStage({ input: { service } }: ServiceView): Truth {
  for (const { facts } of service.deployments) {
    const [image] = facts.images.filter(({ final }) => final);
    if (facts.tool === 'dockerfile' && image !== undefined && facts.images.some(({ final }) => !final))
      return bool(true, `the build for ${image.name}`, image.origin);
  }
  return NO;
}

/** Without a framework of pages, a bundler whose own build makes pages unless it is asked for something else. */
function buildsPages({ input: { service } }: ServiceView, bundler: string): boolean {
  return builds(service, PAGE_BUILDS.get(bundler));
}

/** Whether the service's own build script is such a command. */
function builds({ units }: Service, build: RegExp | undefined): boolean {
  if (build === undefined) return false;
  return units.some(
    ({ role, entryPoints = [] }) =>
      role === 'service' &&
      entryPoints.some(({ name, command }) => name === 'build' && commandsOf(command).some((part) => build.test(part))),
  );
}

/** A server of pages that its settings, an adapter or its build ask for files. */
function exportedBy({ input: { service } }: ServiceView, all: readonly Dependency[]): readonly Dependency[] {
  const asks = service.deployments.some(({ facts }) => facts.traits.some(({ kind }) => kind === 'static-export'));
  const isAdapted = (name: string): boolean => all.some((one) => one.name === ADAPTED.get(name));
  return all.filter(({ name }) => (asks && canExport(name)) || isAdapted(name) || builds(service, GENERATED.get(name)?.build));
}

function serves(view: ServiceView, exported: readonly Dependency[], all: readonly Dependency[]): boolean {
  const isServed = hasMarked(all, 'served-with');
  const isServer = ({ dependency }: SignalHit): boolean =>
    !exported.some(({ name }) => name === dependency.name) && (isServed || !isClientToo(dependency));
  if (
    view.input.service.units.some((unit) => !isForBrowsers(unit.ecosystem) && !isBuildAlone(unit)) ||
    WEB.some((signal) => hitsOf(view, signal).some(isServer))
  )
    return true;
  if (['web-server', 'lambda-native', 'lambda-adapter'].some((signal) => hitsOf(view, signal).length > 0)) return true;
  // `ws` is a client as well, and what a bundler's server brings.
  if (firm(hitsOf(view, 'websocket-server')).length > 0) return true;
  const scripts = new Map(
    view.input.service.units.flatMap(({ entryPoints = [] }) => entryPoints.map((one) => [one.name, one.command])),
  );
  if ([...scripts.values()].some((script) => commandsOf(script).some((part) => SERVER_BUILDS.test(part)))) return true;
  const isHanded = [handsOutFiles, holdsNoNode].some((isSuch) => isSuch(view.input.service, view.processes));
  const names = namesOf(view.input.service);
  return !isHanded && view.processes.some((process) => runsCode(process, scripts, names));
}

/** What tools of workspaces call a package by. */
function namesOf({ path, units }: Service): ReadonlySet<string> {
  return new Set([path, ...units.flatMap(({ name }) => name ?? [])]);
}

/** What stays of a command: the script that it names, behind a shell, once all before its last `&&` has ended. */
function stays(command: string, scripts: ReadonlyMap<string, string>, names: ReadonlySet<string>): string {
  const line = shellScript(command.split(' ')) ?? command;
  return behindScripts(line, (name) => scripts.get(name), lastStep, names);
}

function runsCode({ role, commands }: ProcessView, scripts: ReadonlyMap<string, string>, names: ReadonlySet<string>): boolean {
  if (role === 'worker' || role === 'scheduler' || role === 'function') return true;
  return commands.some((command) => {
    const last = commandsOf(stays(command, scripts, names)).filter((part) => !WRITES.test(part));
    const parts = last.length > 0 ? last : commandsOf(command).filter((part) => !WRITES.test(part));
    return parts.length === 0 || !parts.every((part) => SHOWS.test(part));
  });
}
