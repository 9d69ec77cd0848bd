/**
 * Settings of hosts that build a repository and run what comes out by themselves: Vercel, Netlify, Cloudflare Workers,
 * Firebase, Azure Static Web Apps, Amplify. They say who hosts it today and what is called there; nothing else is read.
 */

import { valueAt } from '../../../src/formats/foreign-data.ts';
import { childOf, type JsonNode, jsonDiagnostic, member, parseJson, textOf } from '../../../src/formats/json.ts';
import { localPath } from '../../../src/formats/paths.ts';
import { parseToml, tomlDiagnostic } from '../../../src/formats/toml.ts';
import { parseYaml, yamlDiagnostic } from '../../../src/formats/yaml/yaml.ts';
import { baseName, type Diagnostic, directoryOf, type SourceFile, type Trait } from '../../../src/model/index.ts';
import { deploymentFacts } from '../facts.ts';
import type { Part } from '../part.ts';

/** Settings as plain values, whatever they are written in, and the line of a key. */
interface Settings {
  readonly text: (...path: readonly string[]) => string | undefined;
  readonly items: (...path: readonly string[]) => readonly string[];
  readonly count: (...path: readonly string[]) => number;
  readonly line: (...path: readonly string[]) => number;
}

interface Host {
  readonly name: string;
  /** The directory that is built, where it is not the settings' own. */
  readonly directory: (settings: Settings) => string | undefined;
  /** What else runs there, in words. */
  readonly runs: (settings: Settings) => readonly string[];
  /** Key whose line is shown. */
  readonly key?: readonly string[];
  /** Whether the settings host anything at all; without it they do. */
  readonly hosts?: (settings: Settings) => boolean;
}

const several = (count: number, one: string): readonly string[] =>
  count === 0 ? [] : [`${count} ${one}${count === 1 ? '' : 's'}`];

const VERCEL: Host = {
  name: 'Vercel',
  directory: (settings) => parentOf(settings.text('outputDirectory')),
  runs: (settings) => several(settings.count('crons'), 'cron job'),
  key: ['crons'],
};

const NETLIFY: Host = {
  name: 'Netlify',
  directory: (settings) => settings.text('build', 'base')?.replace(/^\//, '') || parentOf(settings.text('build', 'publish')),
  runs: (settings) => {
    const functions = settings.text('functions', 'directory') ?? settings.text('build', 'functions');
    return functions === undefined ? [] : [`functions in ${functions}`];
  },
  key: ['build'],
};

const WORKERS: Host = {
  name: 'Cloudflare Workers',
  directory: () => undefined,
  runs: (settings) => [
    ...several(settings.items('triggers', 'crons').length, 'cron trigger'),
    ...several(settings.count('queues', 'consumers'), 'queue consumer'),
  ],
  key: ['main'],
};

/** Its file may hold rules and emulators alone. */
const FIREBASE: Host = {
  name: 'Firebase',
  directory: (settings) => settings.text('functions', 'source') ?? parentOf(settings.text('hosting', 'public')),
  runs: (settings) => {
    const functions = settings.text('functions', 'source');
    return functions === undefined ? [] : [`functions in ${functions}`];
  },
  key: ['hosting'],
  hosts: (settings) =>
    ['functions', 'hosting'].some((key) => settings.count(key) > 0) ||
    [settings.text('hosting', 'public'), settings.text('functions', 'source')].some((path) => path !== undefined),
};

const plainHost = (name: string, key?: readonly string[]): Host => ({
  name,
  directory: () => undefined,
  runs: () => [],
  ...(key === undefined ? {} : { key }),
});

/** By the name of the file. */
const HOSTS: Readonly<Record<string, Host>> = {
  'vercel.json': VERCEL,
  'now.json': VERCEL,
  'netlify.toml': NETLIFY,
  'wrangler.toml': WORKERS,
  'wrangler.json': WORKERS,
  'wrangler.jsonc': WORKERS,
  'staticwebapp.config.json': plainHost('Azure Static Web Apps'),
  'firebase.json': FIREBASE,
  'amplify.yml': plainHost('AWS Amplify'),
};

export const HOSTED_FILES: readonly string[] = Object.keys(HOSTS);

/** `packages/web/dist` is built of `packages/web`; `dist` and `../dist` tell nothing. */
function parentOf(output: string | undefined): string | undefined {
  const parts =
    output
      ?.replace(/^\.?\//, '')
      .replace(/\/$/, '')
      .split('/') ?? [];
  return parts.length < 2 || parts.includes('..') ? undefined : parts.slice(0, -1).join('/');
}

export function readHosted(file: SourceFile): Part {
  const name = baseName(file.path);
  const host = Object.hasOwn(HOSTS, name) ? HOSTS[name] : undefined;
  if (host === undefined) return { deployments: [], diagnostics: [] };
  const { settings, diagnostics } = settingsIn(file);
  if (settings === undefined) return { deployments: [], diagnostics };
  if (host.hosts?.(settings) === false) return { deployments: [], diagnostics };
  const home = directoryOf(file.path);
  const directory = localPath(home, host.directory(settings) ?? '.') ?? home;
  const runs = host.runs(settings);
  const value = runs.length === 0 ? host.name : `${host.name} (${runs.join(', ')})`;
  const trait: Trait = { kind: 'hosted-by', value, origin: { file: file.path, line: settings.line(...(host.key ?? [])) } };
  return { deployments: [deploymentFacts(file.path, 'hosting', 'other', { directory }, { traits: [trait] })], diagnostics };
}

interface Reading {
  readonly settings: Settings | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

function settingsIn(file: SourceFile): Reading {
  if (file.path.endsWith('.toml')) return inToml(file);
  return /\.jsonc?$/.test(file.path) ? inJson(file) : inYaml(file);
}

function inToml({ path: file, text }: SourceFile): Reading {
  const document = parseToml(text);
  if (!document.ok) return { settings: undefined, diagnostics: [tomlDiagnostic(file, document, 'warning')] };
  const at = (path: readonly string[]): unknown => valueAt(document.value, ...path);
  const list = (path: readonly string[]): readonly unknown[] => {
    const found = at(path);
    return Array.isArray(found) ? found : [];
  };
  return {
    settings: {
      text: (...path) => {
        const found = at(path);
        return typeof found === 'string' ? found : undefined;
      },
      items: (...path) => list(path).filter((one): one is string => typeof one === 'string'),
      count: (...path) => list(path).length,
      line: (...path) => document.at(path)?.line ?? 1,
    },
    diagnostics: [],
  };
}

/** Cloudflare's may have comments; Vercel reads JSON alone, and says so itself. */
function inJson({ path: file, text }: SourceFile): Reading {
  const document = parseJson(text);
  const broken = document.problems.filter(({ kind }) => kind === 'syntax');
  const diagnostics = broken.map((one) =>
    jsonDiagnostic(file, one, document.position, 'warning', 'who hosts it is known as far as the file could be read'),
  );
  const at = (path: readonly string[]): JsonNode | undefined =>
    path.reduce<JsonNode | undefined>((node, key) => childOf(node, key), document.root);
  const list = (path: readonly string[]): readonly JsonNode[] => {
    const found = at(path);
    return found?.kind === 'array' ? found.items : [];
  };
  return {
    settings: {
      text: (...path) => textOf(at(path)),
      items: (...path) => list(path).flatMap((one) => textOf(one) ?? []),
      count: (...path) => list(path).length,
      line: (...path) => {
        const [key = ''] = path;
        return document.position(member(document.root, key)?.keyAt ?? document.root?.at ?? 0).line;
      },
    },
    diagnostics,
  };
}

/** Of Amplify's build specification nothing is used but that it is there. */
function inYaml({ path: file, text }: SourceFile): Reading {
  const { documents, problems } = parseYaml(text);
  const diagnostics = problems.map((problem) => yamlDiagnostic(file, problem, 'warning'));
  if (documents.length === 0) return { settings: undefined, diagnostics };
  return { settings: { text: () => undefined, items: () => [], count: () => 0, line: () => 1 }, diagnostics };
}
