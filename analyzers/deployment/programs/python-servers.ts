/**
 * Where Python programs listen by their own text: `uvicorn.run(app, port=8000)`, Flask's `app.run`, aiohttp's
 * `web.run_app`, Waitress, Tornado, the standard library's servers, gRPC's `add_insecure_port`. What the number is called
 * (a constant, a variable with a default, an option, a field of settings) is followed within the file and into the module
 * that it is imported from. Whether that file is what is started, `src/discover/started-sources.ts` knows.
 */
import { codeLetters } from '../../../src/formats/code-letters.ts';
import {
  baseName,
  type Demand,
  directoryOf,
  isReadFailure,
  joinPath,
  type Project,
  type ReadFailure,
  sourcePortDemand,
} from '../../../src/model/index.ts';
import { type FileFacts, isOfTests, sourceText } from '../file-facts.ts';
import { isPort } from '../ports.ts';

/** What programs begin with. */
export const PYTHON_PROGRAM_FILES: readonly string[] = [
  '__main__.py',
  'api.py',
  'app.py',
  'main.py',
  'run.py',
  'serve.py',
  'server.py',
  'start.py',
  'wsgi.py',
];

export function isPythonProgram(path: string): boolean {
  return PYTHON_PROGRAM_FILES.includes(baseName(path)) && !isOfTests(path);
}

const MANIFESTS = /^(?:requirements[\w.-]*\.(?:txt|in)|pyproject\.toml|Pipfile|setup\.(?:py|cfg)|environment\.ya?ml|Dockerfile)$/;

/** Whether a manifest lies beside it, or at most two directories above. */
export function isOfPackage(path: string, list: (directory: string) => readonly string[]): boolean {
  const own = directoryOf(path);
  return [own, directoryOf(own), directoryOf(directoryOf(own))].some((home) => list(home).some((name) => MANIFESTS.test(name)));
}

export function readPythonProgram(project: Project, path: string): FileFacts | ReadFailure {
  const file = project.parse(path, sourceText);
  return isReadFailure(file) ? file : { demands: pythonPorts(project, { path, text: file }), diagnostics: [] };
}

interface Way {
  readonly call: RegExp;
  readonly kind: 'http' | 'grpc';
  /** Which argument says the port, where no keyword does. */
  readonly position?: number;
  /** What the keyword that says it is called, where that is not `port`. */
  readonly keyword?: string;
  /** What the source has to import, where others call such a method as well. */
  readonly of?: RegExp;
  /** What it takes where nothing is said, by the library's own documentation. */
  readonly usual?: number;
}

const WAYS: readonly Way[] = [
  { call: /\buvicorn\.run\(/g, kind: 'http', usual: 8000 },
  { call: /\bweb\.run_app\(/g, kind: 'http', usual: 8080 },
  { call: /\b(?:app|application|flask_app|socketio|sio|api)\.run\(/g, kind: 'http', position: 1 },
  { call: /(?:\bwaitress\.|^[ \t]*)serve\(/gm, kind: 'http', usual: 8080 },
  { call: /\brun_simple\(|\bmake_server\(/g, kind: 'http', position: 1 },
  // Gradio, "Blocks.launch": told no port it takes the first from 7860 on that is free.
  { call: /\.launch\(/g, kind: 'http', keyword: 'server_port', of: /^[ \t]*(?:import|from)[ \t]+gradio\b/m },
  { call: /\b(?:app|application|server|http_server)\.listen\(/g, kind: 'http', position: 0 },
  { call: /\b(?:WSGIServer|(?:Threading)?HTTPServer)\(\s*\(/g, kind: 'http', position: 1 },
  { call: /\.add_(?:in)?secure_port\(/g, kind: 'grpc', position: 0 },
];

interface Found {
  readonly port: number;
  readonly variable?: string;
  /** Whether an option of the program's own sets it. */
  readonly isOption?: boolean;
}

const MAX_STEPS = 4;

/** Ports of one program; several of one kind are ways to start it, of which nothing here tells one. */
function pythonPorts(project: Project, { path, text }: Source): readonly Demand[] {
  const source = { path, text: withoutComments(text) };
  const scope = new Scope(project, source);
  const found = WAYS.filter(({ of }) => of === undefined || of.test(source.text)).flatMap((way) =>
    [...source.text.matchAll(way.call)].flatMap(({ 0: called, index }) => {
      const begin = index + called.length;
      const told = scope.portOf(argumentsAt(source.text, begin), way) ?? scope.usual(way);
      const line = source.text.slice(0, begin).split('\n').length;
      return told === undefined ? [] : [{ way, told, line }];
    }),
  );
  return (['http', 'grpc'] as const).flatMap((kind) => {
    const own = found.filter(({ way }) => way.kind === kind);
    const [first] = own;
    if (first === undefined || new Set(own.map(({ told }) => told.port)).size > 1) return [];
    const { port, variable, isOption = false } = first.told;
    const demand = sourcePortDemand('', port, variable, { file: path, line: first.line });
    // Nobody can tell the program another one.
    const isFixed = variable === undefined && !isOption;
    return [isFixed ? { ...demand, detail: { ...demand.detail, fixed: 'yes' } } : demand];
  });
}

/** Lines keep their numbers. */
function withoutComments(text: string): string {
  return text.replaceAll(/^[ \t]*#.*$/gm, '');
}

const MAX_ARGUMENTS = 1500;

/** The arguments of a call, by commas outside of brackets and quotes. */
function argumentsAt(text: string, begin: number): readonly string[] {
  const found: string[] = [];
  let from = begin;
  for (const { letter, at, depth } of codeLetters(text, begin, begin + MAX_ARGUMENTS, '"\'')) {
    if (depth < 0) return [...found, text.slice(from, at).trim()];
    if (letter !== ',' || depth > 0) continue;
    found.push(text.slice(from, at).trim());
    from = at + 1;
  }
  return [];
}

interface Source {
  readonly path: string;
  readonly text: string;
}

const VARIABLE = String.raw`(?:os\.)?(?:environ\.get|getenv)\(\s*['"](\w+)['"]`;
const WITH_DEFAULT = new RegExp(
  String.raw`^(?:${VARIABLE}|(?:decouple\.)?config\(\s*['"](\w+)['"])\s*,\s*(?:default\s*=\s*)?([^,]+?)\s*(?:,\s*cast\s*=\s*int\s*)?\)$`,
);
const OR_DEFAULT = new RegExp(String.raw`^${VARIABLE}(?:\s*,\s*None)?\s*\)\s*or\s+(.+)$`);

/** What names mean in one source. */
class Scope {
  readonly #project: Project;
  readonly #source: Source;

  constructor(project: Project, source: Source) {
    this.#project = project;
    this.#source = source;
  }

  portOf(list: readonly string[], { kind, position, keyword: name = 'port' }: Way): Found | undefined {
    const keyword = list.flatMap((one) => {
      const [, written, value] = /^(\w+)\s*=(?!=)\s*([\s\S]+)$/.exec(one) ?? [];
      return written === name && value !== undefined ? [value] : [];
    })[0];
    const placed = position === undefined ? undefined : list[position];
    const written = keyword ?? (placed !== undefined && !/^\w+\s*=(?!=)/.test(placed) ? placed : undefined);
    return written === undefined ? undefined : this.#value(kind === 'grpc' ? afterColon(written) : written, MAX_STEPS);
  }

  /** What a library takes by itself, where the call names no port and no list of arguments hides one. */
  usual({ call, usual }: Way): Found | undefined {
    if (usual === undefined || /\bport\s*=|\*\*/.test(this.#source.text)) return undefined;
    return call.source.includes('serve') && !/\bimport\s+waitress|from\s+waitress/.test(this.#source.text)
      ? undefined
      : { port: usual };
  }

  #value(written: string, steps: number): Found | undefined {
    const text = written.trim();
    if (steps === 0 || text.length > 200) return undefined;
    const digits = /^['"]?(\d{2,5})['"]?$/.exec(text)?.[1];
    if (digits !== undefined) return isPort(Number(digits)) ? { port: Number(digits) } : undefined;
    const [, inner] = /^(?:int|str)\(([\s\S]+)\)$/.exec(text) ?? [];
    if (inner !== undefined) return this.#value(inner, steps);
    const [, variable, configured, otherwise] = WITH_DEFAULT.exec(text) ?? [];
    const [, tried, instead] = OR_DEFAULT.exec(text) ?? [];
    const named = variable ?? configured ?? tried;
    if (named !== undefined) {
      const usual = this.#value(otherwise ?? instead ?? '', steps - 1);
      return usual === undefined ? undefined : { port: usual.port, variable: named };
    }
    if (/^[A-Za-z_]\w*$/.test(text)) return this.#constant(text, steps - 1);
    const [, object, field] = /^([A-Za-z_]\w*)\.([A-Za-z_]\w*)$/.exec(text) ?? [];
    return object === undefined || field === undefined ? undefined : this.#field(object, field, steps - 1);
  }

  #constant(name: string, steps: number): Found | undefined {
    const set = [
      ...this.#source.text.matchAll(
        new RegExp(String.raw`^[ \t]*${name}[ \t]*(?::[^=\n]+)?=(?!=)[ \t]*(.+?)[ \t]*(?:#.*)?$`, 'gm'),
      ),
    ];
    if (set.length > 0) return set.length === 1 ? this.#value(set[0]?.[1] ?? '', steps) : undefined;
    const origin = this.#importOf(name);
    return origin === undefined ? undefined : new Scope(this.#project, origin).#constant(name, steps - 1);
  }

  /** An option of argparse, or a field of settings that another module holds. */
  #field(object: string, field: string, steps: number): Found | undefined {
    const option = new RegExp(
      String.raw`add_argument\([^()]*['"]--${field.replaceAll('_', '[-_]')}['"](?:[^()]|\([^()]*\))*?\bdefault\s*=\s*((?:[^(),]|\([^()]*\))+)`,
    ).exec(this.#source.text);
    if (option?.[1] !== undefined) {
      const usual = this.#value(option[1], steps);
      return usual === undefined ? undefined : { ...usual, isOption: true };
    }
    const origin = this.#importOf(object) ?? this.#source;
    const declared = [
      ...origin.text.matchAll(
        new RegExp(String.raw`^[ \t]+${field}[ \t]*(?::[ \t]*([^=\n]+?))?[ \t]*=(?!=)[ \t]*(.+?)[ \t]*(?:#.*)?$`, 'gm'),
      ),
    ];
    const [only, ...others] = declared;
    if (only === undefined || others.length > 0) return undefined;
    const written = /^Field\(\s*(?:default\s*=\s*)?([^,)]+)/.exec(only[2] ?? '')?.[1] ?? only[2] ?? '';
    const told = new Scope(this.#project, origin).#value(written, steps);
    // pydantic reads a field from the variable of its name (Settings Management, "Environment variable names").
    const isSettable = /\bBaseSettings\b/.test(origin.text) && !/env_prefix/.test(origin.text);
    return told === undefined ? undefined : { variable: isSettable ? field.toUpperCase() : undefined, ...told };
  }

  /** The module of the tree that a name is imported from. */
  #importOf(name: string): Source | undefined {
    const module = new RegExp(
      String.raw`^[ \t]*from[ \t]+([.\w]+)[ \t]+import[ \t]+(?:\([^)]*\b${name}\b|[^(\n]*\b${name}\b)`,
      'm',
    ).exec(this.#source.text)?.[1];
    const whole =
      module ?? new RegExp(String.raw`^[ \t]*import[ \t]+(?:[\w.]+[ \t]+as[ \t]+)?(${name})\b`, 'm').exec(this.#source.text)?.[1];
    if (whole === undefined) return undefined;
    const [, dots = '', rest = ''] = /^(\.*)(.*)$/.exec(whole) ?? [];
    const below = rest.replaceAll('.', '/');
    const own = directoryOf(this.#source.path);
    const homes = dots === '' ? [own, directoryOf(own)] : [joinPath(own, '../'.repeat(dots.length - 1) || '.') ?? own];
    for (const home of homes)
      for (const end of below === ''
        ? [`${name}.py`, '__init__.py']
        : [`${below}.py`, `${below}/__init__.py`, `${below}/${name}.py`]) {
        const path = joinPath(home, end);
        if (path === undefined || !this.#project.has(path)) continue;
        const text = this.#project.parse(path, sourceText);
        if (!isReadFailure(text)) return { path, text: withoutComments(text) };
      }
    return undefined;
  }
}

/** `'[::]:50051'`, `f"[::]:{PORT}"`, `"0.0.0.0:" + port`, `"[::]:%s" % port`, `"[::]:{}".format(port)`. */
function afterColon(written: string): string {
  const [, digits, name, added, filled] =
    /^f?['"][^'"{]*:(?:(\d{2,5})|\{([\w.]+)\})['"]$|^['"][^'"]*:['"]\s*\+\s*(.+)$|^['"][^'"]*:(?:%[sd]|\{\})['"](?:\s*%\s*|\.format\()\(?([\w.]+)\)?$/.exec(
      written,
    ) ?? [];
  return digits ?? name ?? added ?? filled ?? '';
}
