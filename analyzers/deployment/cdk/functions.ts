/** Functions that AWS CDK code declares. Code is never run: what stands there literally is read, the rest is told. */

import { localPath } from '../../../src/formats/paths.ts';
import {
  baseName,
  capitalized,
  type Diagnostic,
  directoryOf,
  isReadFailure,
  isWithin,
  type Origin,
  type Project,
  pathBelow,
  type ServerlessFunction,
} from '../../../src/model/index.ts';
import { lambdaRuntime } from '../clouds/cloudformation.ts';
import { type Place, placeOf } from '../code/places.ts';
import type { Fields, Value } from '../code/values.ts';
import { runtimeDemand } from '../demands.ts';
import { deploymentFacts } from '../facts.ts';
import { isOfTests } from '../file-facts.ts';
import { type Part, partsTogether } from '../part.ts';
import { type FunctionCall, type LayerCall, type LocalClass, readSource } from './calls.ts';
import { containersIn } from './containers.ts';
import { eventsGiven } from './events.ts';
import { isOfImage, LOCATE } from './located.ts';
import { architectureIn, CODE_FIELDS, codeOf, known, numberIn, runtimeName, said, secondsIn } from './properties.ts';

/** By the names that `cdk init` and habit give to stacks, constructs and their folders; other sources are not opened. */
export const CDK_SOURCES: readonly string[] = [
  ...['stack', 'construct'].flatMap((word) => {
    const title = capitalized(word);
    const inScript = ['ts', 'js'].flatMap((ending) =>
      [word, title].flatMap((one) => [`*${one}.${ending}`, `*${one}s.${ending}`]),
    );
    return [...inScript, `*${word}.py`, `*${word}s.py`];
  }),
  ...['ts', 'js', 'py'].flatMap((ending) => [
    ...['app', 'index', 'main'].map((name) => `${name}.${ending}`),
    ...['_infra', 'bin', 'cdk', 'constructs', 'deploy', 'deployment', 'infra', 'infrastructure', 'lib', 'stack', 'stacks'].map(
      (folder) => `${folder}/**/*.${ending}`,
    ),
  ]),
];

export const CDK_FILES: readonly string[] = ['cdk.json', ...CDK_SOURCES];

/** Sources of CDK apps: below the directory of a cdk.json. */
export function assembleCdk(project: Project): Part {
  const homes = project.files
    .filter((path) => baseName(path) === 'cdk.json')
    .map(directoryOf)
    .sort((a, b) => b.length - a.length);
  const sources = project.files.flatMap((path) => {
    const home = homes.find((one) => isWithin(path, one));
    if (home === undefined || !/\.(?:ts|js|py)$/.test(path) || /\.(?:d|test|spec)\.[jt]s$/.test(path)) return [];
    // What the compiler made of a source says it again.
    if (path.endsWith('.js') && project.has(path.replace(/js$/, 'ts'))) return [];
    const source = project.parse(path, readSource);
    return isReadFailure(source) ? [] : [{ path, home, source }];
  });
  const wrapped = sources.flatMap(({ path, home, source }) =>
    source.ofLocalClasses.flatMap((call) => {
      const wrapper = wrapperOf(call, path, project);
      return wrapper === undefined ? [] : [{ path, home, call: filledIn(call, wrapper), wrapper }];
    }),
  );
  const wrappers = new Set(wrapped.map(({ wrapper }) => wrapper));
  const own = sources.flatMap(({ path, home, source }) =>
    source.calls.filter((call) => !wrappers.has(call)).map((call) => ({ path, home, call })),
  );
  const layers = new Map(sources.map(({ path, home, source }) => [path, layersIn(source.layers, placedFrom(path, home))]));
  const containers = sources.flatMap(({ path, home }) => containersIn(project, path, placedFrom(path, home)));
  return partsTogether([
    ...[...own, ...wrapped].map(({ call, path, home }) => partOf(project, call, path, home, layers.get(path))),
    { deployments: containers, diagnostics: [] },
  ]);
}

/** A place in the tree that a source names: from where it stands, or from where the app is run. */
function placedFrom(path: string, home: string): (place: Place) => string | undefined {
  return ({ path: given, isBesideCode }) => localPath(isBesideCode ? directoryOf(path) : home, given);
}

/** The directories of layers, by the variables that hold them. */
function layersIn(layers: readonly LayerCall[], from: (place: Place) => string | undefined): ReadonlyMap<string, string> {
  return new Map(
    layers.flatMap(({ variable, props }): readonly (readonly [string, string])[] => {
      const code = known(said(props, 'code', codeOf));
      const place = known(said(props, 'entry', placeOf)) ?? (code === 'elsewhere' ? undefined : code?.place);
      const directory = place === undefined ? undefined : from(place);
      return directory === undefined ? [] : [[variable, directory]];
    }),
  );
}

/** The directories of those that a function names; one that other code makes is named as it stands there. */
function layersNamed(props: Fields | undefined, held: ReadonlyMap<string, string> = new Map()): readonly string[] {
  const given = props?.values.get('layers');
  const items = given?.kind === 'list' ? given.items : [];
  return items.map((item) => (item.kind === 'name' ? item.names.join('.') : '')).map((name) => held.get(name) ?? name);
}

/** The function that a class of another source makes with what it is given (`...props`, `code: props.code`). */
function wrapperOf({ module, name }: LocalClass, path: string, project: Project): FunctionCall | undefined {
  const found = localPath(directoryOf(path), module.replace(/\.[jt]s$/, ''));
  const files =
    found === undefined
      ? []
      : ['.ts', '.js', '/index.ts', '/index.js'].map((end) => `${found}${end}`).filter((file) => project.has(file));
  for (const file of files) {
    const source = project.parse(file, readSource);
    const call = isReadFailure(source) ? undefined : source.calls.find((one) => one.within === name && handsOn(one));
    if (call !== undefined) return call;
  }
  return undefined;
}

/** A stack hands networks and roles on to many functions; code is one function's. */
const HANDED: ReadonlySet<string> = new Set([...CODE_FIELDS, 'projectroot']);

/** Whether properties are those that somebody else gives, all together or one by one. */
function handsOn({ props, isInStack }: FunctionCall): boolean {
  if (props === undefined) return false;
  const isGiven = (value: Value): boolean => value.kind === 'name' && value.names[0] === 'props';
  if (isInStack === true) return [...props.values].some(([name, value]) => HANDED.has(name) && isGiven(value));
  return props.isOpen || [...props.values.values()].some(isGiven);
}

/** What the call says, and what the class sets where it says nothing. */
function filledIn({ called }: LocalClass, { construct, props: set }: FunctionCall): FunctionCall {
  const { props } = called;
  if (props === undefined || set === undefined) return { ...called, construct };
  const all: Fields = { ...props, values: new Map([...set.values, ...props.values]) };
  return { ...called, construct, props: all, events: eventsGiven(all) };
}

/**
 * What a build makes in a folder of the app's own, of which nothing lies in the tree, goes by the name of what it is made
 * of: `infra/build/metrics`. An app at the root is as often the code itself.
 */
function calledAfterOutput(project: Project, directory: string | undefined, home: string): string | undefined {
  const parts = directory === undefined || home === '.' ? [] : (pathBelow(home, directory)?.split('/') ?? []);
  const [folder = ''] = parts;
  if (!OUTPUT.test(folder) || project.list(`${home}/${folder}`).length > 0) return undefined;
  return parts.findLast((part) => !OUTPUT.test(part));
}

const OUTPUT = /^\.?(?:build|dist|out|output|target|artifacts?|bundles?)$/i;

/** One function as a descriptor of what lies where its code does. */
function partOf(
  project: Project,
  call: FunctionCall,
  path: string,
  home: string,
  layers: ReadonlyMap<string, string> | undefined,
): Part {
  const { construct, name, props, at, place, events } = call;
  const origin = place(at);
  const { join: placed, handler, open } = LOCATE[construct](call, placedFrom(path, home));
  const output = calledAfterOutput(project, placed.directory, home);
  const join = output === undefined ? placed : { name: output };
  // What stands in for a function where the app is tested.
  if (join.directory !== undefined && isOfTests(`${join.directory}/handler`)) return { deployments: [], diagnostics: [] };
  const isImage = isOfImage(call);
  const runtime = isImage ? undefined : said(props, 'runtime', runtimeName);
  const [memory, timeout, architecture] = [
    known(said(props, 'memorysize', numberIn)),
    known(said(props, 'timeout', secondsIn)),
    known(said(props, 'architecture', architectureIn)),
  ];
  const chosen = known(runtime) ?? (construct === 'GoFunction' ? 'provided.al2023' : undefined);
  const made: ServerlessFunction = {
    name,
    provider: 'aws',
    packageType: isImage ? 'image' : 'zip',
    ...(construct === 'NodejsFunction' ? { bundled: true as const } : {}),
    events,
    layers: isImage ? [] : layersNamed(props, layers),
    origin,
    ...(handler === undefined ? {} : { handler }),
    ...(chosen === undefined ? {} : { runtime: chosen }),
    ...(memory === undefined ? {} : { memoryMiB: memory }),
    ...(timeout === undefined ? {} : { timeoutSeconds: timeout }),
    ...(architecture === undefined ? {} : { architecture }),
  };
  const needed = lambdaRuntime(chosen);
  const runtimeAt = runtime === undefined || runtime === 'open' ? origin : place(runtime.at);
  const unknown = [...(runtime === 'open' ? ['runtime'] : []), ...open];
  return {
    deployments: [
      deploymentFacts(path, 'cdk', 'cloudformation', join, {
        functions: [made],
        demands: needed === undefined ? [] : [runtimeDemand(needed, runtimeAt)],
      }),
    ],
    diagnostics: unknown.length === 0 ? [] : [notLiteral(name, unknown, origin)],
  };
}

function notLiteral(name: string, properties: readonly string[], origin: Origin): Diagnostic {
  const message = `${properties.join(' and ')} of the function ${name} ${properties.length === 1 ? 'is' : 'are'} made by code, which is not run; write what is meant where the function is declared to have it compared`;
  return { code: 'cdk/not-literal', severity: 'note', message, ...origin };
}
