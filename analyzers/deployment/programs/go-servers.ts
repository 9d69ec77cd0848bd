import { Lines } from '../../../src/formats/lines.ts';
import {
  baseName,
  type Demand,
  directoryOf,
  type Origin,
  SAMPLES,
  type SourceFile,
  sourcePortDemand,
  TESTS,
  TOOLS,
  type Trait,
  wordIn,
} from '../../../src/model/index.ts';
import { isOwnPortVariable, isPort } from '../ports.ts';
import { expressionAt, type GoPort, GoValues, tagDefault } from './go-values.ts';

/**
 * Go programs serve with their standard library as often as with a framework, so no dependency tells: where `main.go` itself
 * starts a server, its line does, and the port that its address comes to within that file (`go-values.ts`). Others start it
 * in a file that is called so (`internal/server/server.go`): that shows what is served, not at which port. Variables that
 * are called after the program's own port have their default in `config.go` as well.
 */

export const GO_SERVER_FILES: readonly string[] = [
  'server.go',
  'http_server.go',
  'grpc_server.go',
  'grpc.go',
  'app.go',
  'run.go',
  'config.go',
];

const HTTP =
  /\bhttp\.(?:ListenAndServe|Serve)(?:TLS)?\(|\b\w+\.ListenAndServe(?:TLS)?\(|\b\w+\.(?:Run|Listen|Start)\(\s*(?:"(?:0\.0\.0\.0|\[::\])?:(?:\d+)?"|fmt\.Sprintf\(\s*"[\w.%]*:)|\bgin\.(?:Default|New)\(|\bserver\.WithHostPorts\(|\bhttp\.NewServer\(|\brest\.(?:Must)?NewServer\(|\bweb\.NewService\(/;
/** Made here, or what protoc-gen-go-grpc hands an implementation to; its like for HTTP are called after that. */
const GRPC = /\bgrpc\.NewServer\(|\bzrpc\.(?:Must)?NewServer\(|\b\w+\.Register[A-Z]\w*(?<!HTTP|Handler)Server\(/;
/** What hands the program to Lambda (aws-lambda-go, package lambda). */
const FUNCTION = /\blambda\.Start(?:WithOptions|WithContext|Handler|HandlerFunc|HandlerWithContext)?\(/;

/** Where a server is started or made, up to its address; elsewhere `Addr` is as often where another one is (`redis.Options`). */
const STARTS =
  /(?:ListenAndServe(?:TLS)?|\.(?:Run|Listen|Start)(?:TLS)?|\b(?:web|micro|http|grpc)\.Address|\.WithHostPorts)\(\s*(?:"tcp[46]?",\s*)?|\bServer\s*\{[^{}]*?\bAddr:\s*|\bAddr:\s*(?="(?:0\.0\.0\.0)?:\d)/g;
/** Prometheus' exporter-toolkit: the default of its flag `--web.listen-address` (kingpinflag and flag of its package web). */
const TOOLKIT = /\b(?:webflag|kingpinflag|toolkitflag|webFlag)\.AddFlags\(\s*[\w.]+\s*,\s*/g;
const TOOLKIT_FLAG = '--web.listen-address';
/** Gin's engine takes PORT, else 8080 (`resolveAddress` in its utils.go), where it is told nothing. */
const GIN = /\bgin\.(?:Default|New)\(/;
const GIN_RUN = /\.Run\(\s*\)/;
const GIN_PORT = 8080;
/** `port := os.Getenv("PORT")`, then what is taken where that is empty. */
const FROM_VARIABLE = /\b(\w+)\s*:?=\s*os\.Getenv\("(\w*PORT)"\)/;
const IF_EMPTY = 4;
/** `getEnv("PORT", "8080")`, as such helpers are called everywhere, and `cmp.Or(os.Getenv("PORT"), "8080")`. */
const OR_DEFAULT =
  /\b(?:\w*[gG]et_?[eE]nv\w*|[eE]nv(?:Or|String|Int|Default)\w*|\w*EnvOr\w*|cmp\.Or\(os\.Getenv)\(\s*"(\w+)"\)?,\s*(?:"(?:0\.0\.0\.0)?:?(\d{2,5})"|(\d{2,5}))\)/;
/** Where a program finds another one. */
const OTHERS_PORT =
  /^(?:\w+_)?(?:DB|DATABASE|SQL|PG|POSTGRES(?:QL)?|MYSQL|MARIADB|REDIS|CACHE|MONGO(?:DB)?|KAFKA|RABBIT(?:MQ)?|AMQP|NATS|MQTT|SMTP|MAIL|EMAIL|ELASTIC(?:SEARCH)?|CONSUL|VAULT|ETCD|MEMCACHED|INFLUX(?:DB)?|CASSANDRA|CLICKHOUSE)_/;

/**
 * Flags of the standard library, of pflag and of cobra: `flag.Int("port", 8080, "…")`, `cmd.Flags().IntP("port", "p", 8080, "…")`,
 * `fs.StringVar(&addr, "listen", ":8080", "…")`.
 */
const FLAG =
  /\.(?:Int|Uint|String)(?:16|32)?(?:Var)?(P)?\(\s*(?:&?[\w.]+,\s*)?"([\w.-]+)",\s*(?:"\w?",\s*)?(?:(\d{2,5})|"([\w.]*):(\d{2,5})"|"(\d{2,5})")\s*,\s*"([^"]*)/;
/** `&cli.IntFlag{Name: "port", Value: 8080, …}` of urfave/cli, whose fields may stand in lines of their own. */
const CLI_FLAG = /\bcli\.(?:Int|Uint|String)Flag\{/;
const CLI_NAME = /\bName:\s*"([\w.-]+)"/;
const CLI_VALUE = /\bValue:\s*(?:(\d{2,5})|"([\w.]*):(\d{2,5})"|"(\d{2,5})")/;
const CLI_USAGE = /\bUsage:\s*"([^"]*)/;
const CLI_LINES = 10;
/** Names of flags by which a program is told where it listens itself. */
const LISTENS =
  /^(?:(?:http|https|grpc|server|api|web|rpc|bind|listen|serve)[._-]?)?(?:port|addr(?:ess)?|listen(?:[._-]?(?:addr(?:ess)?|on))?|bind)$/i;
/** What a flag is for, where only its own words tell that it is not for whom the program calls. */
const TO_LISTEN = /\b(?:listen|listens|listening|serve|serves|serving|bind|binds|expose|exposes)\b/i;
const OF_OTHERS = /\b(?:connect|dial|client|upstream|remote|target|database|db|redis|postgres|mysql|kafka|nats)/i;
const EVERYWHERE = /^(?:0\.0\.0\.0)?$/;

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
  const lines = withoutComments(text);
  if (name === 'config.go')
    return { traits: [], demands: onePerPort([...taggedPorts(lines, path), ...defaultPorts(lines, path)]) };
  const traits = [trait('serves-http', HTTP, lines, path), trait('serves-grpc', GRPC, lines, path)].flatMap((one) => one ?? []);
  const serves = traits.length > 0;
  // A program that does both is a server that Lambda may run as well.
  const called = !serves && name === 'main.go' ? trait('lambda-handler', FUNCTION, lines, path) : undefined;
  const all = called === undefined ? traits : [{ ...called, value: programIn(directoryOf(path)) }];
  const written =
    serves && name === 'main.go'
      ? [
          ...settablePorts(lines, path),
          ...taggedPorts(lines, path),
          ...startedPorts(lines, path),
          ...toolkitPorts(lines, path),
          ...ginPorts(lines, path),
        ]
      : [];
  return { traits: all, demands: onePerPort([...flagPorts(lines, serves, path), ...written]) };
}

/** Whether a package that a program takes in serves gRPC: that it serves HTTP tells as often of health and metrics. */
export function grpcIn({ path, text }: SourceFile): readonly Trait[] {
  if (!path.endsWith('.go') || isTooling(directoryOf(path))) return [];
  const found = trait('serves-grpc', GRPC, withoutComments(text), path);
  return found === undefined ? [] : [found];
}

function withoutComments(text: string): readonly string[] {
  return text.split('\n').map((line) => (line.length > 1000 || COMMENT.test(line) ? '' : line));
}

/** What a program is called after: the directory that it begins in. */
function programIn(directory: string): string {
  return directory === '.' ? 'main' : baseName(directory);
}

/** A setting and the line that takes it are one port. */
function onePerPort(demands: readonly Demand[]): readonly Demand[] {
  const byPort = new Map<string, Demand>();
  for (const one of demands) if (byPort.get(one.key)?.detail?.settable === undefined) byPort.set(one.key, one);
  return [...byPort.values()].sort((a, b) => a.origin.line - b.origin.line);
}

interface Flag {
  readonly name: string;
  readonly host?: string | undefined;
  readonly digits: string | undefined;
  readonly usage: string;
}

/** Ports that flags have by default; where another file starts the server, what a flag is for has to say so. */
function flagPorts(lines: readonly string[], serves: boolean, file: string): readonly Demand[] {
  return lines.flatMap((line, at) => {
    const flag = flagIn(line) ?? cliFlagAt(lines, at);
    if (flag === undefined || !LISTENS.test(flag.name) || OF_OTHERS.test(flag.usage)) return [];
    const { name, host = '', digits, usage } = flag;
    const isOwn = TO_LISTEN.test(usage) || (serves && EVERYWHERE.test(host));
    return isOwn ? portAt(digits, `--${name}`, { file, line: at + 1 }) : [];
  });
}

function flagIn(line: string): Flag | undefined {
  const [, , name, number, host, ofHost, text, usage = ''] = FLAG.exec(line) ?? [];
  return name === undefined ? undefined : { name, host, digits: number ?? ofHost ?? text, usage };
}

function cliFlagAt(lines: readonly string[], at: number): Flag | undefined {
  if (!CLI_FLAG.test(lines[at] ?? '')) return undefined;
  const rest = lines.slice(at, at + CLI_LINES);
  const end = rest.findIndex((line) => /\}\s*,?\s*$/.test(line));
  const fields = rest.slice(0, end < 0 ? rest.length : end + 1).join(' ');
  const [, number, host, ofHost, text] = CLI_VALUE.exec(fields) ?? [];
  const name = CLI_NAME.exec(fields)?.[1];
  return name === undefined
    ? undefined
    : { name, host, digits: number ?? ofHost ?? text, usage: CLI_USAGE.exec(fields)?.[1] ?? '' };
}

function trait(kind: Trait['kind'], starts: RegExp, lines: readonly string[], file: string): Trait | undefined {
  const index = lines.findIndex((line, at) => starts.test(line) && !isAside(lines, at));
  const value = starts.exec(lines[index] ?? '')?.[0].replace(/\(.*$/, '');
  return value === undefined ? undefined : { kind, value, origin: { file, line: index + 1 } };
}

/** By its own line, or by those before it that start nothing themselves. */
function isAside(lines: readonly string[], at: number): boolean {
  const before = lines.slice(Math.max(0, at - 2), at);
  const last = before.findLastIndex((line) => line.search(STARTS) >= 0);
  return [...before.slice(last + 1), lines[at] ?? ''].some((line) => ASIDE.test(line));
}

interface Addressed {
  readonly found: GoPort;
  /** Counted from 1. */
  readonly line: number;
}

/** What the expressions behind each match come to in this file, where they are addresses. */
function addressesBehind(pattern: RegExp, lines: readonly string[]): readonly Addressed[] {
  const text = lines.join('\n');
  const values = new GoValues(text);
  const places = new Lines(text);
  return [...text.matchAll(pattern)].flatMap(({ 0: matched, index }) => {
    const begin = index + matched.length;
    const found = values.address(expressionAt(text, begin));
    return found === undefined ? [] : [{ found, line: places.at(begin).line }];
  });
}

/** Where servers are started. */
function startedPorts(lines: readonly string[], file: string): readonly Demand[] {
  return addressesBehind(STARTS, lines).flatMap(({ found, line }) =>
    isAside(lines, line - 1) ? [] : [sourcePortDemand('', found.port, found.settable, { file, line })],
  );
}

function toolkitPorts(lines: readonly string[], file: string): readonly Demand[] {
  return addressesBehind(TOOLKIT, lines).map(({ found, line }) => sourcePortDemand('', found.port, TOOLKIT_FLAG, { file, line }));
}

function ginPorts(lines: readonly string[], file: string): readonly Demand[] {
  const at = lines.some((line) => GIN.test(line)) ? lines.findIndex((line) => GIN_RUN.test(line)) : -1;
  return at < 0 ? [] : [sourcePortDemand('', GIN_PORT, 'PORT', { file, line: at + 1 })];
}

/** Structs that tell where other programs are, or what watches this one. */
const OF_OTHERS_STRUCT =
  /db|database|sql|postgres|^pg|mysql|maria|redis|cache|mongo|kafka|rabbit|amqp|nats|mqtt|smtp|mail|elastic|consul|vault|etcd|memcache|influx|cassandra|clickhouse|client|jaeger|otel|otlp|trac|metric|prom|pprof|debug|upstream|ftp|ldap|minio|s3|queue|broker/i;

/** Defaults of variables that are called after the program's own port, in tags of fields and as Viper's. */
function taggedPorts(lines: readonly string[], file: string): readonly Demand[] {
  const around: boolean[] = [];
  let ofOthers = 0;
  return lines.flatMap((line, at) => {
    const [, opened] = /\b(\w+)\s+(?:\*|\[\])*struct\s*\{\s*$/.exec(line) ?? [];
    if (opened !== undefined) {
      const isOthers = OF_OTHERS_STRUCT.test(opened);
      around.push(isOthers);
      if (isOthers) ofOthers++;
    } else if (/^\s*\}/.test(line) && around.pop() === true) ofOthers--;
    const [, key = '', viper] = /\bSetDefault\(\s*"([\w.-]+)",\s*"?(?:[\w.]*:)?(\d{2,5})"?\s*\)/.exec(line) ?? [];
    const isOwn = /^(?:(?:app|server|http|grpc|api|web|service)[._-])?(?:(?:http|grpc)[._-]?)?(?:port|addr(?:ess)?)$/i.test(key);
    if (isOwn) return portAt(viper, key, { file, line: at + 1 });
    const tag = /^\s*\w+\s+[\w.*]+\s+`([^`]*)`/.exec(line)?.[1];
    const told = tag === undefined ? undefined : tagDefault(tag);
    if (told?.variable === undefined || !isOwnPortVariable(told.variable, undefined)) return [];
    if (ofOthers > 0) return [];
    return portAt(/^(?:[\w.]*:)?(\d{2,5})$/.exec(told.value)?.[1], told.variable, { file, line: at + 1 });
  });
}

/** `Port: getEnv("PORT", "8080")`. */
function defaultPorts(lines: readonly string[], file: string): readonly Demand[] {
  return lines.flatMap((line, at) => {
    const [, told = '', text, number] = OR_DEFAULT.exec(line) ?? [];
    return isOwnPortVariable(told, undefined) ? portAt(text ?? number, told, { file, line: at + 1 }) : [];
  });
}

function settablePorts(lines: readonly string[], file: string): readonly Demand[] {
  const otherwise = lines.flatMap((line, at) => {
    if (OR_DEFAULT.test(line)) return [];
    const [, name, variable = ''] = FROM_VARIABLE.exec(line) ?? [];
    if (name === undefined || OTHERS_PORT.test(variable)) return [];
    const replaced = new RegExp(`^\\s*${name}\\s*=\\s*(?:":?(\\d{2,5})"|([A-Za-z_]\\w*)\\s*$)`);
    const following = lines.slice(at + 1, at + 1 + IF_EMPTY);
    const below = following.findIndex((other) => replaced.test(other));
    const [, digits, constant] = replaced.exec(following[below] ?? '') ?? [];
    const port = digits ?? (constant === undefined ? undefined : constantIn(lines, constant));
    return portAt(port, variable, { file, line: at + 2 + below });
  });
  return [...defaultPorts(lines, file), ...otherwise];
}

/** `const defaultPort = "8080"`, alone or in a block. */
function constantIn(lines: readonly string[], name: string): string | undefined {
  const declared = new RegExp(`^\\s*(?:const\\s+|var\\s+)?${name}\\s*(?:string\\s*)?=\\s*":?(\\d{2,5})"`);
  return lines.flatMap((line) => declared.exec(line)?.[1] ?? [])[0];
}

function portAt(digits: string | undefined, variable: string | undefined, origin: Origin): readonly Demand[] {
  const port = Number(digits);
  return digits !== undefined && isPort(port) ? [sourcePortDemand('', port, variable, origin)] : [];
}
