import { baseName, capitalized, type SourceFile, type Trait } from '../../../src/model/index.ts';
import { type FileFacts, isOfTests } from '../file-facts.ts';
import { GO_SERVER_FILES, servingOf } from './go-servers.ts';
import { KTOR_SERVER_FILES, ktorPorts } from './ktor-servers.ts';
import { scriptPorts } from './script-ports.ts';

/**
 * Sources that take messages, as far as their names say so: a client library of a broker may produce only, and where no
 * command or setting tells, the code does. Only files with such a name, and those that programs begin with, are opened;
 * only lines that start a consumer count.
 */
export const LISTENER_FILES: readonly string[] = [
  ...['consumer', 'listener', 'subscriber'].flatMap((word) => {
    const title = capitalized(word);
    return [
      ...['java', 'kt'].flatMap((ending) => [`*${title}.${ending}`, `*${title}s.${ending}`]),
      ...['py', 'go', 'js', 'mjs', 'ts'].flatMap((ending) => [`*${word}.${ending}`, `*${word}s.${ending}`]),
    ];
  }),
  ...['Application', 'Receiver', 'ConsumerConfig', 'ConsumerConfiguration', 'ListenerConfig', 'ListenerConfiguration'].flatMap(
    (name) => ['java', 'kt'].map((ending) => `*${name}.${ending}`),
  ),
  ...[
    'main.py',
    '__main__.py',
    'app.py',
    'main.go',
    ...GO_SERVER_FILES,
    ...KTOR_SERVER_FILES,
    'entrypoint.sh',
    'docker-entrypoint.sh',
  ],
  ...['js', 'mjs', 'ts'].flatMap((ending) => [`main.${ending}`, `app.${ending}`, `server.${ending}`, `src/index.${ending}`]),
];

const JVM =
  /(?:^|[\s{;])@(?:KafkaListener|RabbitListener|SqsListener|JmsListener|PulsarListener|StreamListener|RetryableTopic|Incoming)\b|\bKafkaConsumer\s*<|\b(?:Simple|Direct|Default|KafkaMessage|ConcurrentMessage)(?:Message)?ListenerContainer(?:\s*<[^>]*>)?\s*\(/;
const SCRIPT =
  /\.consumer\(\s*\{|\b(?:ch|channel)\.consume\(|\bnew\s+(?:\w+\.)?KafkaConsumer\(|\.subscribe\(\s*\{\s*topics?\b|\bConsumer\.create\(|\btransport:\s*Transport\.(?:KAFKA|RMQ|NATS|MQTT)\b/;
/** What many things are subscribed to elsewhere is a topic in a file that is called a consumer; a base class says of which event. */
const NAMED_SCRIPT = /\.consume\(\s*['"`\w]|\.subscribe\(\s*['"`]|\bextends\s+\w*(?:Listener|Consumer|Subscriber)\s*<\w/;

/** What starts a consumer, by a file's ending. */
const STARTS: Readonly<Record<string, RegExp>> = {
  java: JVM,
  kt: JVM,
  py: /\b(?:AIO)?KafkaConsumer\(|\bConsumer\(\s*(?:\{|\w+\s*\))|\.basic_consume\(|\.start_consuming\(|\.loop_forever\(/,
  go: /\bkafka\.NewReader\(|\bsarama\.NewConsumer(?:Group)?(?:FromClient)?\(|\bkafka\.NewConsumer\(|\bkgo\.ConsumeTopics\(|\b(?:ch|channel)\.Consume(?:WithContext)?\(|\.(?:Queue)?Subscribe(?:Sync)?\(\s*["`]/i,
  js: SCRIPT,
  mjs: SCRIPT,
  ts: SCRIPT,
  // What an image's script ends in; `--workers 4` is how a web server is run.
  sh: /^\s*exec\s(?!.*\b(?:gunicorn|uvicorn|hypercorn|uwsgi)\b).*(?<![-\w])(?:consumers?|consume|subscribers?|subscribe|listeners?|workers?)\b/,
};

const COMMENT = /^\s*(?:\/\/|#|\*|\/\*)/;

const NAMED = /(?:consumer|listener|subscriber)s?\.\w+$/i;
const BEGINS =
  /(?:^|\/)(?:(?:main|__main__|app|server|src\/index|(?:docker-)?entrypoint)\.\w+|(?:(?:http_|grpc_)server|grpc|run|config)\.go|(?:Application|Main|App|Server)\.kt)$|(?:Application|Receiver|(?:Consumer|Listener)Config(?:uration)?)\.\w+$/;

export function isListenerFile(path: string): boolean {
  return (NAMED.test(path) || BEGINS.test(path)) && Object.hasOwn(STARTS, endingOf(path)) && !isOfTests(path);
}

/** The first line that starts a consumer, what a Go program serves, and where Ktor's and what a script starts listen. */
export function readListenerFile(file: SourceFile): FileFacts {
  const { traits, demands } = servingOf(file);
  return {
    traits: [...consumersIn(file), ...traits],
    demands: [...demands, ...ktorPorts(file), ...scriptPorts(file)],
    diagnostics: [],
  };
}

function consumersIn(file: SourceFile): readonly Trait[] {
  const starts = STARTS[endingOf(file.path)];
  const isTopic = starts === SCRIPT && NAMED.test(file.path) ? NAMED_SCRIPT : undefined;
  const lines = file.text.split('\n');
  const index =
    starts === undefined
      ? -1
      : lines.findIndex(
          (line) => line.length < 1000 && !COMMENT.test(line) && (starts.test(line) || isTopic?.test(line) === true),
        );
  const written = lines[index]?.trim();
  if (written === undefined) return [];
  const value = written.length > 60 ? `${written.slice(0, 60)}…` : written;
  return [{ kind: 'consumer-group', value, origin: { file: file.path, line: index + 1 } }];
}

function endingOf(path: string): string {
  const name = baseName(path);
  return name.slice(name.lastIndexOf('.') + 1);
}
