/** Settings of Python's web servers, read as data: the configuration of Gunicorn is a program, and none is run. */
import {
  baseName,
  type Demand,
  type Diagnostic,
  type Origin,
  type RunProcess,
  type SourceFile,
} from '../../../src/model/index.ts';
import { parseEnvironmentFile } from '../compose/dotenv.ts';
import { bindingsOf, type PortUse, portDemand } from '../demands.ts';
import { type FileFacts, isOfTests } from '../file-facts.ts';
import { commandPorts, isPort } from '../ports.ts';
import { settingsOf } from './settings.ts';

/** What Gunicorn reads by itself (Gunicorn, "Configuration Overview"), and what people call it who name it. */
export const PYTHON_SERVER_FILES: readonly string[] = [
  'gunicorn.conf.py',
  'gunicorn_conf.py',
  'gunicorn_config.py',
  'gunicorn.config.py',
  'uwsgi.ini',
];

export function isPythonServerFile(path: string): boolean {
  return PYTHON_SERVER_FILES.includes(baseName(path)) && !isOfTests(path);
}

export function readPythonServerFile(file: SourceFile): FileFacts {
  return file.path.endsWith('.py') ? readGunicorn(file) : readUwsgi(file);
}

/** A server that these settings are for; who starts its image may still tell it another port. */
function serving(
  words: readonly string[],
  binds: readonly { readonly value: string; readonly origin: Origin }[],
  origin: Origin,
  listed: Pick<PortUse, 'listed'> = {},
): Required<Pick<FileFacts, 'processes' | 'demands'>> {
  const uses = binds.flatMap(({ value, origin: at }) =>
    commandPorts(['--bind', value]).map(
      (told): PortUse => ({ ...told, ...listed, protocol: 'tcp', bind: 'listens', told: 'image', origin: at }),
    ),
  );
  const unique = uses.filter(({ port }, index) => uses.findIndex((one) => one.port === port) === index);
  const process: RunProcess = { name: 'web', kind: 'process', command: words, ports: bindingsOf(unique), origin };
  return { processes: [process], demands: unique.map(portDemand) };
}

/** `name = …` at the begin of a line; a value that goes on in the next lines is taken as far as its first. */
const ASSIGNMENT = /^(bind|wsgi_app)\s*=(?!=)\s*(\S.{0,400})$/;

/** A variable of the environment, with what stands for it where it is not set. */
const VARIABLE =
  /(?:os\.)?(?:environ\.get|getenv)\(\s*["'](\w+)["'](?:\s*,\s*["']?([\w.:-]*)["']?)?\s*\)|os\.environ\[["'](\w+)["']\]/g;

function readGunicorn(file: SourceFile): FileFacts {
  const said = file.text.split('\n').flatMap((line, index) => {
    const [, name = '', value = ''] = (line.length < 1000 ? ASSIGNMENT.exec(line) : null) ?? [];
    return name === '' ? [] : [{ name, value, origin: { file: file.path, line: index + 1 } }];
  });
  const binds = said
    .filter(({ name }) => name === 'bind')
    .map(({ value, origin }) => ({ addresses: addressesOf(value), origin }));
  const app = said.find(({ name }) => name === 'wsgi_app')?.value;
  const module = app === undefined ? undefined : /^["']([\w.:]+)["']/.exec(app)?.[1];
  const words = module === undefined ? [] : ['gunicorn', module];
  const listed = binds.flatMap(({ addresses, origin }) => (addresses ?? []).map((value) => ({ value, origin })));
  const computed = binds.find(({ addresses }) => addresses === undefined);
  return {
    ...serving(words, listed, said[0]?.origin ?? { file: file.path, line: 1 }, { listed: 'settings' }),
    diagnostics: computed === undefined ? [] : [computedPort(computed.origin)],
  };
}

function computedPort({ file, line }: Origin): Diagnostic {
  return {
    code: 'gunicorn/computed',
    severity: 'note',
    message:
      'the address that Gunicorn binds is computed here, and nothing is run: its port is not known from this file; write it as text or as a default of a variable, or say it in cohost.yaml (facts: ports)',
    file,
    line,
  };
}

/** What an expression of plain text and variables names; undefined where more than these makes it. */
function addressesOf(value: string): readonly string[] | undefined {
  const named = value.replaceAll(VARIABLE, (_, asked?: string, byDefault = '', taken?: string) => {
    const port = /(?:^|:)(\d{2,5})$/.exec(byDefault)?.[1];
    return `\${${asked ?? taken ?? ''}${port === undefined ? '' : `:-${port}`}}`;
  });
  const formatted = /^f?(["'])([^"']*)\{\d?\}([^"']*)\1\.format\((.*)\)/.exec(named);
  const plain = formatted === null ? named : `"${formatted[2]}${formatted[4]}${formatted[3]}"`;
  const text = plain
    .replace(/\s+#.*$/, '')
    .replaceAll(/\{(\$\{[^{}]*\})\}/g, '$1')
    .replaceAll(/\b(?:str|int)\((\$\{[^{}]*\})\)/g, '$1')
    .replaceAll(/["']\s*\+\s*["']?|["']?\s*\+\s*["']/g, '')
    .replaceAll(/^[[(]|[\])]$|\bf(?=["'])|["']/g, '');
  const parts = text.split(',').map((part) => part.trim());
  const isAddress = (part: string): boolean => /^(?:unix:.*|(?:[\w.*[\]:-]|\$\{\w+(?::-[\w.:-]*)?\})*)$/.test(part);
  if (!parts.every(isAddress) || parts.some((part) => /^[a-z_]\w*$/i.test(part))) return undefined;
  return parts.filter((part) => part !== '' && !part.startsWith('unix:'));
}

/** Options of uWSGI that open a port of TCP; a path is a socket of Unix (uWSGI options reference). */
const SOCKETS: ReadonlySet<string> = new Set(['http', 'http-socket', 'https', 'socket', 'uwsgi-socket', 'fastcgi-socket']);

/** What is served: a module, a file, a program of another language. */
const SERVED: ReadonlySet<string> = new Set(['module', 'wsgi', 'wsgi-file', 'mount', 'http', 'http-socket', 'socket']);

function readUwsgi(file: SourceFile): FileFacts {
  const settings = settingsOf(file.text, 'indentation').filter(({ section }) => section === 'uwsgi');
  const [first] = settings.filter(({ key }) => SERVED.has(key));
  if (first === undefined) return { diagnostics: [] };
  const binds = settings
    .filter(({ key, value }) => SOCKETS.has(key) && !value.includes('/'))
    .map(({ value, line }) => ({ value: value.split(',')[0] ?? '', origin: { file: file.path, line } }));
  const words = ['uwsgi', '--ini', baseName(file.path)];
  return { ...serving(words, binds, { file: file.path, line: first.line }), diagnostics: [] };
}

/** Where Streamlit looks (Streamlit, "Working with configuration options"). */
export const STREAMLIT_FILE = '.streamlit/config.toml';

export function isStreamlitFile(path: string): boolean {
  return `/${path}`.endsWith(`/${STREAMLIT_FILE}`);
}

export function readStreamlit({ path, text }: SourceFile): FileFacts {
  const told = settingsOf(text, 'backslash').find(({ section, key }) => `${section}.${key}` === 'server.port');
  return { demands: settablePort(told?.value, 'STREAMLIT_SERVER_PORT', { file: path, line: told?.line ?? 1 }), diagnostics: [] };
}

/** What `flask run` reads before the environment of a project (Flask, "Environment Variables From dotenv"). */
export const FLASK_FILE = '.flaskenv';

export function readFlask({ path, text }: SourceFile): FileFacts {
  const variable = 'FLASK_RUN_PORT';
  const value = parseEnvironmentFile(text, () => undefined).get(variable);
  const line = text.split('\n').findIndex((one) => one.includes(variable)) + 1;
  return { demands: settablePort(value, variable, { file: path, line }), diagnostics: [] };
}

function settablePort(value: string | undefined, settable: string, origin: Origin): readonly Demand[] {
  const port = Number(/^\d{1,5}/.exec(value ?? '')?.[0] ?? 0);
  return isPort(port)
    ? [portDemand({ port, protocol: 'tcp', bind: 'listens', told: 'image', listed: 'settings', settable, origin })]
    : [];
}
