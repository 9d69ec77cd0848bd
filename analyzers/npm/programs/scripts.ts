/** What scripts of a package.json start, by their names and by what they say. */
import { behindScripts, commandsOf, lastStep } from '../../../src/formats/scripts.ts';
import { baseName, directoryOf, joinPath, type Project } from '../../../src/model/index.ts';
import type { PackageJson } from '../manifests/manifest.ts';
import type { Structure } from '../workspaces/workspaces.ts';

/** The script that starts a package where it is deployed. */
export const STARTS_ITSELF = /^start(?::prod(?:uction)?)?$/;

/** Scripts that start something, and the one that has to run before. */
export const STARTS =
  /^(?:start(?::.*)?|.*:start|serve|preview|worker(?::.*)?|consumer|scheduler|cron|web|server|dev|develop|build)$/;

/** What puts the package itself on a platform that runs functions of it (Cloudflare, Serverless Framework, Azure). */
export const DEPLOYS_ITSELF =
  /^(?:wrangler\s+(?:deploy|publish)|(?:serverless|sls)\s+deploy|func\s+azure\s+functionapp\s+publish)\b/;

/** What a script that only starts others begins with: scripts of a shell, Compose, tools of workspaces. */
export const HANDS_ON =
  /^(?:cd|sh|bash|make|docker|docker-compose|podman|concurrently|run-[ps]|npm-run-all2?|npm|yarn|pnpm|bun|lerna|turbo|nx|rush|wireit|foreman|overmind|tilt|skaffold)\s|^\.\/[\w./-]*\.sh\b/;

/** What a script that starts members of its workspace says. */
export const STARTS_MEMBERS =
  /^(?:concurrently|run-[ps]|npm-run-all2?|lerna|turbo|nx|rush)\s|^(?:npm|yarn|pnpm|bun)\s(?:.*\s)?(?:workspaces?|--workspaces?|--filter|-[Frw]|--recursive)(?:[\s=]|$)/;

/** A menu, a setup, a build: what lies among a repository's scripts is its developers'. */
export const RUNS_TOOL = /^(?:node|tsx|ts-node|bun|deno|(?:ba)?sh)\s+(?:-\S+\s+)*(?:\.\/)?(?:scripts|tools|hack)\//;

/** Where a script ends through those that it names: `npm run all`, which is `cross-env A=b nx run-many …`. */
export function stepBehind(script: string, scripts: PackageJson['scripts']): string {
  return behindScripts(
    script,
    (called) => scripts.find(({ name }) => name === called)?.value,
    (one) => commandsOf(lastStep(one)).at(-1) ?? one,
  );
}

/** Frameworks that start a server of their own, whatever the script is called. */
export const SERVES = /^(?:next|nuxt|nest|remix-serve|react-router-serve|strapi|medusa)\s+start\b/;

/** Starts a file, and is no framework that its host starts in its own way. */
export const PLAIN_START = /^(?:node|nodemon|tsx|ts-node(?:-dev)?|bun)\s/;

/** What starts containers, of whatever the repository holds. */
const CONTAINERS = /^(?:docker|docker-compose|podman|podman-compose|nerdctl|skaffold|tilt|kubectl|helm|minikube)\s/;

/** A manifest without code whose scripts start containers: all of them are somebody else's, what it depends on is for them. */
export function startsContainers({ scripts }: PackageJson): boolean {
  const starting = scripts.filter(({ name }) => STARTS_ITSELF.test(name));
  return starting.length > 0 && starting.every(({ value }) => CONTAINERS.test(stepBehind(value, scripts)));
}

const RUNS_SOURCE = /^(?:ts-node(?:-dev|-esm)?|tsx|nodemon|node|bun)\s/;

const SOURCE = /\.[cm]?[jt]sx?$/;

/** `ts-node src/local.ts` of a package that has others but no such source: the line came along with a copied manifest. */
export function startsNothing(script: string, directory: string, project: Project): boolean {
  const step = lastStep(script);
  if (!RUNS_SOURCE.test(step)) return false;
  const source = step.split(/\s+/).find((word) => !word.startsWith('-') && /[^.]\.[cm]?tsx?$/.test(word));
  const path = source === undefined ? undefined : joinPath(directory, source);
  if (path === undefined) return false;
  const beside = project.list(directoryOf(path));
  // A tree of manifests alone shows no sources at all.
  return beside.some((name) => SOURCE.test(name)) && !beside.includes(baseName(path));
}

/** `cd backend && npm start`, `npm --prefix backend start`: what runs is a package below. */
export function startsBelow(script: string, directory: string, structure: Structure): boolean {
  const folder = (/^cd\s+([\w./-]+?)\/?\s*&&/.exec(script) ??
    /^(?:npm|yarn|pnpm)\s(?:.*\s)?(?:--prefix|-C|--cwd|--dir)[\s=]([\w./-]+?)\/?(?:\s|$)/.exec(script))?.[1];
  const path = folder === undefined ? undefined : joinPath(directory, folder);
  return path !== undefined && path !== directory && structure.packages.has(path);
}
