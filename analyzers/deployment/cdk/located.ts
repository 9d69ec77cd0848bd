/** Where the code of a function lies, by what its construct is given. */

import { localPath } from '../../../src/formats/paths.ts';
import { baseName, type DeploymentFacts, directoryOf, isWithin } from '../../../src/model/index.ts';
import { type Place, placeOf, textOf } from '../code/places.ts';
import type { Construct, FunctionCall } from './calls.ts';
import { codeOf, FROM_IMAGE, handlerText, known, runtimeName, said } from './properties.ts';

/** The directory that a function's code lies in, and its handler there. */
interface Located {
  readonly join: DeploymentFacts['join'];
  readonly handler?: string;
  /** What of it only a run would tell. */
  readonly open: readonly string[];
}

type Locate = (call: FunctionCall, from: (place: Place) => string | undefined) => Located;

export function isOfImage({ construct, props }: Pick<FunctionCall, 'construct' | 'props'>): boolean {
  return construct === 'DockerImageFunction' || known(said(props, 'runtime', runtimeName)) === FROM_IMAGE;
}

/** `Function` and `DockerImageFunction`: a directory of code, or the context of an image. */
const fromCode: Locate = ({ construct, props }, from) => {
  const code = said(props, 'code', codeOf);
  const handler = said(props, 'handler', handlerText);
  const open = [...(code === 'open' ? ['code'] : []), ...(handler === 'open' && construct === 'Function' ? ['handler'] : [])];
  const found = known(code);
  const directory = found === undefined || found === 'elsewhere' ? undefined : from(found.place);
  const text = known(handler);
  const named = text === undefined || text === FROM_IMAGE ? {} : { handler: text };
  if (directory === undefined || found === undefined || found === 'elsewhere') return { join: {}, open, ...named };
  const isImage = isOfImage({ construct, props });
  const dockerfile = isImage ? (localPath(directory, found.dockerfile ?? 'Dockerfile') ?? `${directory}/Dockerfile`) : undefined;
  return { join: { directory, ...(dockerfile === undefined ? {} : { dockerfile }) }, open, ...named };
};

/**
 * `NodejsFunction`: `entry`, else the source beside this one that is called after both; `handler` is what it exports. Where
 * code makes the entry, `projectRoot` says of which project.
 */
const fromNodejs: Locate = ({ props, name, place, at, language }, from) => {
  const entry = said(props, 'entry', placeOf);
  const exported = said(props, 'handler', textOf);
  const beside = place(at).file.replace(/\.([jt]s)$/, `.${name}.$1`);
  const file =
    entry === undefined && language === 'typescript'
      ? beside
      : entry === 'open' || entry === undefined
        ? undefined
        : from(entry.value);
  const open = [...(entry === 'open' ? ['entry'] : []), ...(exported === 'open' ? ['handler'] : [])];
  if (file === undefined) {
    // Whatever file of it is chosen: the project that is bundled, unless the app itself lies in that.
    const project = known(said(props, 'projectroot', placeOf));
    const directory = project === undefined ? undefined : from(project);
    const isAround = directory !== undefined && isWithin(place(at).file, directory);
    return { join: directory === undefined || isAround ? {} : { directory }, open };
  }
  const stem = baseName(file).replace(/\.[mc]?[jt]sx?$/, '');
  return { join: { directory: directoryOf(file) }, open, handler: `${stem}.${known(exported) ?? 'handler'}` };
};

/** `PythonFunction` and `GoFunction`: a directory; Python's file is `index.py` unless it is named. */
const fromDirectory: Locate = ({ construct, props }, from) => {
  const entry = said(props, 'entry', placeOf);
  const index = said(props, 'index', textOf);
  const exported = said(props, 'handler', textOf);
  const open = entry === 'open' ? ['entry'] : [];
  const place = known(entry);
  const directory = place === undefined ? undefined : from(place);
  if (directory === undefined) return { join: {}, open };
  if (construct === 'GoFunction') return { join: { directory }, open, handler: 'bootstrap' };
  const stem = (known(index) ?? 'index.py').replace(/\.py$/, '');
  return { join: { directory }, open, handler: `${stem}.${known(exported) ?? 'handler'}` };
};

export const LOCATE: Readonly<Record<Construct, Locate>> = {
  Function: fromCode,
  DockerImageFunction: fromCode,
  NodejsFunction: fromNodejs,
  PythonFunction: fromDirectory,
  GoFunction: fromDirectory,
};
