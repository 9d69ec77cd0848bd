/** What a program of Nest serves, by the file that it begins with (NestJS, "First steps", "Microservices", "Hybrid application"). */
import type { SourceFile, Trait, TraitKind } from '../../../src/model/index.ts';

/** Where Nest's command line and its starter begin a program. */
const BEGINS = /(?:^|\/)src\/main\.[cm]?[jt]s$/;

/** A server of HTTP, or of what the program makes itself. */
const SERVES_HTTP = /\bNestFactory\.create\s*[<(]|\bcreateServer\s*\(|\.listen\(\s*[^\s)]/;
/** Takes messages alone. */
const TAKES_MESSAGES = /\bNestFactory\.createMicroservice\s*[<(]/;
/** Transports that connect to a broker; without one, Nest listens over TCP. */
const BROKERS = /\bTransport\.(?:RMQ|KAFKA|NATS|MQTT|REDIS)\b/;
const LISTENING: readonly (readonly [kind: TraitKind, way: RegExp])[] = [
  ['serves-raw', /\btransport:\s*Transport\.TCP\b/],
  ['serves-grpc', /\btransport:\s*Transport\.GRPC\b/],
];

/** The lines that say over what the program takes its work. */
export function nestTraits({ path, text }: SourceFile): readonly Trait[] {
  if (!BEGINS.test(path) || !text.includes('NestFactory')) return [];
  const lines = text.split('\n');
  const at = (kind: TraitKind, way: RegExp): readonly Trait[] => {
    const index = lines.findIndex((one) => way.test(one));
    const [value] = way.exec(lines[index] ?? '') ?? [];
    return value === undefined ? [] : [{ kind, value: value.replace(/\s*[<(]$/, ''), origin: { file: path, line: index + 1 } }];
  };
  const listens = LISTENING.flatMap(([kind, way]) => at(kind, way));
  if (SERVES_HTTP.test(text)) return [...at('serves-http', /\bNestFactory\.create\s*[<(]/), ...listens];
  const isSilent = listens.length === 0 && BROKERS.test(text);
  return [...at('no-http', TAKES_MESSAGES), ...(isSilent ? at('no-listener', TAKES_MESSAGES) : listens)];
}
