import { baseName, capitalized, type SourceFile, type Trait, type TraitKind } from '../../../src/model/index.ts';
import { type FileFacts, isOfTests } from '../file-facts.ts';
import { GO_SERVER_FILES, grpcIn, servingOf } from './go-servers.ts';
import { KTOR_SERVER_FILES, ktorPorts } from './ktor-servers.ts';
import { nestTraits } from './nest-servers.ts';
import { scriptPorts } from './script-ports.ts';

/**
 * Sources that take messages, as far as their names or folders say so: a client library of a broker may produce only, and
 * where no command or setting tells, the code does. Only files with such a name, and those that programs begin with, are
 * opened; only lines that start a consumer count. Beside them the line that has Spring's and Micronaut's schedulers fire.
 */
const SCRIPTS = ['js', 'mjs', 'ts'];
const PLAIN = ['py', 'go', ...SCRIPTS];
const JVM_ENDINGS = ['java', 'kt'];

/** Whatever stands before it: `OrderListeners.java`, `order_consumer.py`, `mail.processor.ts`. */
const TITLES = [
  'consumer',
  'listener',
  'subscriber',
  'worker',
  'poller',
  'processor',
  'receiver',
  'kafka',
  'rabbitmq',
  'sqs',
  'queue',
  'bot',
];
const JVM_TITLES = [
  'App',
  'Application',
  'Config',
  'Configuration',
  'Flow',
  'Handler',
  'Main',
  'Route',
  'RouteBuilder',
  'Routes',
  'Runner',
  'Scheduler',
  // Spring's listeners are methods of whatever bean they are written into: `OrderService.java`, `MailServiceImpl.java`.
  'Service',
  'ServiceImpl',
];
/** Whatever a file in it is called. */
const FOLDERS = [
  ...['consumer', 'listener', 'subscriber', 'queue', 'worker'].flatMap((name) => [name, `${name}s`]),
  ...['amqp', 'kafka', 'messaging', 'rabbit', 'rabbitmq', 'sqs'],
];

const named = (titles: readonly string[], endings: readonly string[]): readonly string[] =>
  titles.flatMap((title) => endings.map((ending) => `*${title}.${ending}`));
const withPlurals = (titles: readonly string[]): readonly string[] => titles.flatMap((title) => [title, `${title}s`]);

export const LISTENER_FILES: readonly string[] = [
  ...named(withPlurals(TITLES.map(capitalized)), JVM_ENDINGS),
  ...named(withPlurals(TITLES), PLAIN),
  ...named(JVM_TITLES, JVM_ENDINGS),
  ...named(['.controller'], SCRIPTS),
  ...FOLDERS.flatMap((folder) => [...JVM_ENDINGS, ...PLAIN].map((ending) => `${folder}/*.${ending}`)),
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
  ...SCRIPTS.flatMap((ending) => [`main.${ending}`, `app.${ending}`, `server.${ending}`, `src/index.${ending}`]),
];

const JVM =
  /(?:^|[\s{;])@(?:KafkaListener|KafkaHandler|RabbitListener|RabbitHandler|SqsListener|JmsListener|JMSListener|MqttSubscriber|NatsListener|PulsarConsumer|PulsarListener|RocketMQMessageListener|StreamListener|RetryableTopic|Incoming)\b|\b(?:\w*MessageDrivenChannelAdapter|AmqpInbound(?:ChannelAdapter|Gateway)|messageDrivenChannelAdapter|Amqp\.inbound(?:Adapter|Gateway))\s*(?:<[^>]*>)?\s*\(|\bfrom\(\s*"(?:activemq|amqp|aws2-sqs|jms|kafka|nats|paho|paho-mqtt5|pulsar|rabbitmq|spring-rabbitmq):|\bKafkaConsumer\s*<|\b(?:Simple|Direct|Default|KafkaMessage|ConcurrentMessage)(?:Message)?ListenerContainer(?:\s*<[^>]*>)?\s*\(|\.basicConsume\(|\bKafkaReceiver\.create\(/;
const SCRIPT =
  /\.consumer\(\s*\{|\b(?:ch|chan|\w*[cC]hannel\w*)\.consume\(|\bnew\s+(?:\w+\.)?KafkaConsumer\(|\.subscribe\(\s*\{\s*topics?\b|\bConsumer\.create\(|\.open_receiver\(|\btransport:\s*Transport\.(?:KAFKA|RMQ|NATS|MQTT)\b|\b(?:mqtt\w*|\w*(?:[mM]qtt|[nN]ats|[pP]ulsar|[sS]tomp|[bB]roker)\w*Client|client|nc|nats)\.subscribe\(\s*['"`\w]|(?:^|\s)@(?:EventPattern|RabbitSubscribe|RabbitRPC|SqsMessageHandler)\(/;
/** What many things are subscribed to elsewhere is a topic in a file that is called a consumer; a base class says of which event. */
const NAMED_SCRIPT = /\.consume\(\s*['"`\w]|\.subscribe\(\s*['"`]|\bextends\s+\w*(?:Listener|Consumer|Subscriber)\s*<\w/;

/** What starts a consumer, by a file's ending. */
const STARTS: Readonly<Record<string, RegExp>> = {
  java: JVM,
  kt: JVM,
  py: /\b(?:AIO)?KafkaConsumer\(|\bConsumer\(\s*(?:\{|\w+\s*\))|\.basic_consume\(|\.start_consuming\(|\.loop_forever\(|\bConsumer\([^)]*\bqueues?=|[(,]\s*(?:\w+\.)?Consumer(?:Producer)?Mixin\b|\.create_receiver\(|\bqueue\.(?:consume|iterator)\(|^\s*@\w+\.subscriber\(|\b_?(?:mqtt\w*|\w*(?:mqtt|nats|pulsar|stomp|broker)\w*_client|nc|nats\w*|js)\.(?:pull_)?subscribe\(|\b_?client\.subscribe\((?!\s*(?:TopicArn\b|$))|\basync\s+for\s+\w+\s+in\s+[\w.]*\bmessages\b/,
  go: /\bkafka\.NewReader\(|\bsarama\.NewConsumer(?:Group)?(?:FromClient)?\(|\bkafka\.NewConsumer\(|\bkgo\.ConsumeTopics\(|\b(?:ch|\w*channel)\.Consume(?:WithContext)?\(|\.(?:Queue|Pull|Chan)?Subscribe(?:Sync)?\(\s*(?:["`]|pulsar\.ConsumerOptions\{)|\b(?:nc|js|nats\w*|mqtt\w*)\.(?:Queue|Pull|Chan)?Subscribe(?:Sync)?\(|\b\w*(?:cons|consumer|group)\.Consume\(|\bnsq\.NewConsumer\(|\.SubscribeTopics\(|\.Add(?:NoPublisher|Consumer)Handler\(|\bamqp(?:091)?\.Delivery\b|\bsarama\.ConsumerGroup(?:Session|Claim)\b/i,
  js: SCRIPT,
  mjs: SCRIPT,
  ts: SCRIPT,
  // What an image's script ends in; `--workers 4` is how a web server is run.
  sh: /^\s*exec\s(?!.*\b(?:gunicorn|uvicorn|hypercorn|uwsgi)\b).*(?<![-\w])(?:consumers?|consume|subscribers?|subscribe|listeners?|workers?)\b/,
};

const SCRIPT_SENDS = /\.producer\(|\.sendToQueue\(|\b\w*[cC]hannel\.publish\(/;
/** What sends messages to a topic or an exchange, by a file's ending. */
const SENDS: Readonly<Record<string, RegExp>> = {
  py: /\b(?:AIO)?KafkaProducer\(|\bProducer\(\s*(?:\{|\w+\s*\))|\.basic_publish\(/,
  go: /\bkafka\.(?:NewWriter\(|Writer\{|NewProducer\()|\bsarama\.New(?:Sync|Async)Producer(?:FromClient)?\(|\bamqp(?:091)?\.Publishing\{/,
  js: SCRIPT_SENDS,
  mjs: SCRIPT_SENDS,
  ts: SCRIPT_SENDS,
};

/** A server of gRPC that is given its address (gRPC's references for Python and Node). */
const SERVES_GRPC: Readonly<Record<string, RegExp>> = {
  py: /\.add_(?:in)?secure_port\(/,
  js: /\.bindAsync\(/,
  mjs: /\.bindAsync\(/,
  ts: /\.bindAsync\(/,
};

/** SQS is read by asking (its API, "ReceiveMessage"), with a client that whoever sends has as well; so are Pub/Sub and Azure's queues. */
const POLLS =
  /\.receive_message\(\s*\**\w*(?:QueueUrl|MaxNumber|WaitTime|$)|\.receive_messages\(|\bReceiveMessageCommand\(|\bReceiveMessageRequest\b|\bsqs\.ReceiveMessageInput\b|\bsqs\w*\.receiveMessage\(|\.buildProcessorClient\(|\bsubscription\.on\(\s*['"]message['"]|\.createReceiver\(|\bsubscriber\.subscribe\(|\.get_(?:queue|subscription)_receiver\(|\bsub\w*\.Receive\(\s*\w+,\s*func\(|\bSubscriber\.newBuilder\(/i;

/** Commands of Redis that wait for what comes into a stream or a list (XREADGROUP, BLPOP), as its clients call them. */
const WAITS_ON_REDIS =
  /\.(?:xreadgroup|b[lr]pop(?:lpush)?|blm(?:ove|pop)|bz(?:pop(?:min|max)|mpop))\(|\bxread\w*\(.*\bblock\b|\bStreamMessageListenerContainer\.create\(/i;

/** How bots ask what happened, by a file's ending: their libraries' "long polling". */
const SCRIPT_ASKS = /\bpolling:\s*(?:true|\{)|\bbot\.launch\(\s*(?:\)|\{\s*drop|async|\(\))|\bbot\.start\(|\brun\(\s*bot\s*[,)]/;
const JVM_ASKS =
  /\bextends\s+TelegramLongPolling\w*|\bimplements\b.*\bLongPolling\w*|:\s*TelegramLongPolling\w*|\.setUpdatesListener\(|\.startPolling\(/;
const ASKS: Readonly<Record<string, RegExp>> = {
  py: /\.(?:(?:run|start|infinity|non_stop)_polling|polling)\(/,
  go: /\.GetUpdatesChan\(|\bLongPoller\s*\{|\.UpdatesViaLongPolling\(|\.StartPolling\(|\b(?:b|bot)\.Start\(/,
  js: SCRIPT_ASKS,
  mjs: SCRIPT_ASKS,
  ts: SCRIPT_ASKS,
  java: JVM_ASKS,
  kt: JVM_ASKS,
};

/** A program that can do both polls where it is developed; `delete_webhook` only makes sure that none is left. */
const IS_CALLED = /(?:set|run|start|create)_?webhook|webhook_?callback|\bwebhook:\s*\{|\bSimpleRequestHandler\b/i;

/** Nothing of `@Scheduled` fires without it (Spring, "Task Execution and Scheduling"); Micronaut needs nothing else. */
const SCHEDULES = /(?:^|\s)@EnableScheduling\b|^import\s+io\.micronaut\.scheduling\.annotation\.Scheduled\b/;

/** Connections that a program takes itself: whatever it speaks over them, a framework for HTTP would have taken them. */
const TAKES: Readonly<Record<string, RegExp>> = {
  go: /(?<!\w)\w*(?:[lL]n|[lL]istener|[lL]is|[sS]ock|\bl)\.Accept(?:TCP)?\(\)|\bnet\.ListenUDP\(/,
  py: /\basyncio\.start_server\(|\bsocketserver\.\w*(?:TCP|UDP)Server\(|\b(?:s|sock|server_socket|server)\.accept\(\)|\breactor\.listen(?:TCP|UDP)\(/,
  js: /\bnet\.createServer\(/,
  mjs: /\bnet\.createServer\(/,
  ts: /\bnet\.createServer\(/,
};

/** Twisted's reactor hands connections to a site where it serves HTTP (Twisted, "Configuring and Using the Twisted Web Server"). */
const SERVES_SITE = /\bSite\(/;

/** Workers of Go's libraries for jobs and workflows; asking one too many to be a worker is the lesser evil. */
const GO_TAKES_JOBS =
  /\basynq\.NewServer\(|\briver\.(?:NewWorkers|AddWorker)|\bwork\.NewWorkerPool|\bworker\.New(?:Manager)?\(|\bfaktory_worker\.NewManager\(|NewWorker(?:Pool)?\(|\.NewCustomQueueWorker\(|\.StartWorker/;
/** Who only hands out jobs; a client of River without workers has an empty configuration (River, "Insert-only clients"). */
const GO_HANDS_OUT_JOBS =
  /\basynq\.NewClient(?:FromRedisClient)?\(|\briver\.NewClient\(.*&river\.Config\{\s*\}|\bwork\.NewEnqueuer\(|\bfaktory\.(?:Open|NewPool)\(|\.SendTask(?:WithContext)?\(|\bgue\.NewClient\(|\bclient\.(?:Dial(?:Context)?|NewLazyClient|NewClient)\(.*\bclient\.Options\{/;

const COMMENT = /^\s*(?:\/\/|#|\*|\/\*)/;

const NAMED = /(?:consumer|listener|subscriber)s?\.\w+$/i;
const IN_FOLDER = new RegExp(`(?:^|/)(?:${FOLDERS.join('|')})/[^/]+$`);
const TITLED = new RegExp(`(?:${TITLES.join('|')})s?\\.\\w+$|\\.controller\\.(?:${SCRIPTS.join('|')})$`, 'i');
const BEGINS =
  /(?:^|\/)(?:(?:main|__main__|app|server|src\/index|(?:docker-)?entrypoint)\.\w+|(?:(?:http_|grpc_)server|grpc|run|config)\.go|(?:[aA]pplication|[mM]ain|[aA]pp|[sS]erver)\.kt)$/;
const JVM_TITLED = new RegExp(`(?:${JVM_TITLES.join('|')})\\.(?:${JVM_ENDINGS.join('|')})$`);

export function isListenerFile(path: string): boolean {
  const isNamed = [TITLED, IN_FOLDER, BEGINS, JVM_TITLED].some((names) => names.test(path));
  return isNamed && Object.hasOwn(STARTS, endingOf(path)) && !isOfTests(path);
}

/** The first line that starts a consumer, what a Go program serves, and where Ktor's and what a script starts listen. */
export function readListenerFile(file: SourceFile): FileFacts {
  const { traits, demands } = servingOf(file);
  return {
    traits: [...consumersIn(file), ...traits, ...nestTraits(file)],
    demands: [...demands, ...ktorPorts(file), ...scriptPorts(file)],
    diagnostics: [],
  };
}

/** Of a source that a descriptor starts, whatever it is called. */
export function readStartedFile(file: SourceFile): FileFacts {
  return { traits: consumersIn(file, true), diagnostics: [] };
}

/** Of a module that a program takes in, whatever it is called. */
export function readTakenIn(file: SourceFile): FileFacts {
  return { traits: [...consumersIn(file, false), ...grpcIn(file)], diagnostics: [] };
}

function consumersIn(file: SourceFile, begins = BEGINS.test(file.path)): readonly Trait[] {
  const ending = endingOf(file.path);
  const starts = STARTS[ending];
  if (starts === undefined) return [];
  const isTopic = starts === SCRIPT && NAMED.test(file.path) ? NAMED_SCRIPT : undefined;
  const lines = file.text.split('\n').map((line) => (line.length < 1000 && !COMMENT.test(line) ? line : ''));
  const first = (kind: TraitKind, ...ways: readonly (RegExp | undefined)[]): readonly Trait[] => {
    const index = lines.findIndex((line) => ways.some((way) => way?.test(line) === true));
    const written = lines[index]?.trim();
    if (written === undefined) return [];
    const value = written.length > 60 ? `${written.slice(0, 60)}…` : written;
    return [{ kind, value, origin: { file: file.path, line: index + 1 } }];
  };
  return [
    ...first('consumer-group', starts, isTopic),
    ...first('polls-queue', POLLS),
    ...first('reads-redis', WAITS_ON_REDIS),
    ...(IS_CALLED.test(file.text) ? [] : first('polls-updates', ASKS[ending])),
    ...first('produces-messages', SENDS[ending]),
    ...first('serves-grpc', SERVES_GRPC[ending]),
    ...(begins && !SERVES_SITE.test(file.text) ? first('serves-raw', TAKES[ending]) : []),
    ...(starts === JVM ? first('schedules-jobs', SCHEDULES) : []),
    ...(endingOf(file.path) === 'go'
      ? [...first('takes-jobs', GO_TAKES_JOBS), ...first('hands-out-jobs', GO_HANDS_OUT_JOBS)]
      : []),
  ];
}

function endingOf(path: string): string {
  const name = baseName(path);
  return name.slice(name.lastIndexOf('.') + 1);
}
