import {
  baseName,
  type Demand,
  defaultPortDemand,
  directoryOf,
  type Origin,
  SAMPLES,
  type SourceFile,
  TESTS,
  TOOLS,
  type Trait,
  wordIn,
} from '../../../src/model/index.ts';
import { isPort } from '../ports.ts';

/**
 * Go programs serve with their standard library as often as with a framework, so no dependency tells: where `main.go` itself
 * starts a server, its line does, and the port that stands there as text, or as what an empty variable is replaced with.
 * Others start it in a file that is called so (`internal/server/server.go`): that shows what is served, not at which port.
 */

export const GO_SERVER_FILES: readonly string[] = [
  'server.go',
  'http_server.go',
  'grpc_server.go',
  'grpc.go',
  'app.go',
  'run.go',
];

const HTTP =
  /\bhttp\.(?:ListenAndServe|Serve)(?:TLS)?\(|\b\w+\.ListenAndServe(?:TLS)?\(|\b\w+\.(?:Run|Listen|Start)\(\s*"(?:0\.0\.0\.0)?:\d+"/;
const GRPC = /\bgrpc\.NewServer\(/;

/** An address of all interfaces where a server is started, or in what it is made of. */
const ADDRESS =
  /(?:ListenAndServe(?:TLS)?|\.Run|\.Listen|\.Start)\(\s*(?:"tcp[46]?",\s*)?"(?:0\.0\.0\.0)?:(\d{2,5})"|\bAddr:\s*"(?:0\.0\.0\.0)?:(\d{2,5})"/;
/** `port := os.Getenv("PORT")`, then what is taken where that is empty. */
const FROM_VARIABLE = /\b(\w+)\s*:?=\s*os\.Getenv\("(\w*PORT)"\)/;
const IF_EMPTY = 4;

/** What watches the program is beside what it is for, and hardly ever stops it. */
const ASIDE = /pprof|profil|metrics|prometheus|debug|health(?!y\b)/i;
const COMMENT = /^\s*(?:\/\/|\*|\/\*)/;
/** Directories of programs that show, test or make something: what those serve is not what the module is for. */
const isTooling = wordIn([TESTS, SAMPLES, TOOLS, 'testdata mocks? fakes? stubs?'], '/');

interface Serving {
  readonly traits: readonly Trait[];
  readonly demands: readonly Demand[];
}

const NOTHING: Serving = { traits: [], demands: [] };

export function servingOf({ path, text }: SourceFile): Serving {
  const name = baseName(path);
  if (!(name === 'main.go' || GO_SERVER_FILES.includes(name)) || isTooling(directoryOf(path))) return NOTHING;
  const lines = text.split('\n').map((line) => (line.length > 1000 || COMMENT.test(line) ? '' : line));
  const traits = [trait('serves-http', HTTP, lines, path), trait('serves-grpc', GRPC, lines, path)].flatMap((one) => one ?? []);
  const tellsPort = traits.length > 0 && name === 'main.go';
  return { traits, demands: tellsPort ? [...writtenPorts(lines, path), ...settablePorts(lines, path)] : [] };
}

function trait(kind: Trait['kind'], starts: RegExp, lines: readonly string[], file: string): Trait | undefined {
  const index = lines.findIndex((line, at) => starts.test(line) && !isAside(lines, at));
  const value = starts.exec(lines[index] ?? '')?.[0].replace(/\(.*$/, '');
  return value === undefined ? undefined : { kind, value, origin: { file, line: index + 1 } };
}

/** By its own line, or by those before it. */
function isAside(lines: readonly string[], at: number): boolean {
  return lines.slice(Math.max(0, at - 2), at + 1).some((line) => ASIDE.test(line));
}

function writtenPorts(lines: readonly string[], file: string): readonly Demand[] {
  return lines.flatMap((line, at) => {
    const [, started, made] = ADDRESS.exec(line) ?? [];
    return isAside(lines, at) ? [] : portAt(started ?? made, undefined, { file, line: at + 1 });
  });
}

function settablePorts(lines: readonly string[], file: string): readonly Demand[] {
  return lines.flatMap((line, at) => {
    const [, name, variable] = FROM_VARIABLE.exec(line) ?? [];
    if (name === undefined) return [];
    const replaced = new RegExp(`^\\s*${name}\\s*=\\s*":?(\\d{2,5})"`);
    const following = lines.slice(at + 1, at + 1 + IF_EMPTY);
    const below = following.findIndex((other) => replaced.test(other));
    return portAt(replaced.exec(following[below] ?? '')?.[1], variable, { file, line: at + 2 + below });
  });
}

function portAt(digits: string | undefined, variable: string | undefined, origin: Origin): readonly Demand[] {
  const port = Number(digits);
  return digits !== undefined && isPort(port) ? [defaultPortDemand('', port, variable, origin)] : [];
}
