import { baseName, capitalized, type SourceFile } from '../../src/model/index.ts';
import type { FileFacts } from './file-facts.ts';

/**
 * Sources that take messages, as far as their names say so: a client library of a broker may produce only, and where no
 * command or setting tells, the code does. Only files with such a name are opened, and only lines that start a consumer count.
 */
export const LISTENER_FILES: readonly string[] = ['consumer', 'listener', 'subscriber'].flatMap((word) => {
  const title = capitalized(word);
  return [
    ...['java', 'kt'].flatMap((ending) => [`*${title}.${ending}`, `*${title}s.${ending}`]),
    ...['py', 'go', 'js', 'mjs', 'ts'].flatMap((ending) => [`*${word}.${ending}`, `*${word}s.${ending}`]),
  ];
});

const JVM =
  /(?:^|[\s{;])@(?:KafkaListener|RabbitListener|SqsListener|JmsListener|PulsarListener|StreamListener|RetryableTopic|Incoming)\b|\bKafkaConsumer\s*</;
const SCRIPT =
  /\.consumer\(\s*\{|\.consume\(\s*['"`\w]|\bnew\s+(?:\w+\.)?KafkaConsumer\(|\.subscribe\(\s*(?:['"`]|\{\s*topics?\b)|\bConsumer\.create\(/;

/** What starts a consumer, by a file's ending. */
const STARTS: Readonly<Record<string, RegExp>> = {
  java: JVM,
  kt: JVM,
  py: /\b(?:AIO)?KafkaConsumer\(|\bConsumer\(\s*(?:\{|\w+\s*\))|\.basic_consume\(|\.start_consuming\(/,
  go: /\bkafka\.NewReader\(|\bsarama\.NewConsumer(?:Group)?(?:FromClient)?\(|\bkafka\.NewConsumer\(|\bkgo\.ConsumeTopics\(|\b(?:ch|channel)\.Consume(?:WithContext)?\(/i,
  js: SCRIPT,
  mjs: SCRIPT,
  ts: SCRIPT,
};

const COMMENT = /^\s*(?:\/\/|#|\*|\/\*)/;
const TESTS = /(?:^|\/)(?:tests?|__tests__|specs?)\//;

const NAMED = /(?:consumer|listener|subscriber)s?\.\w+$/i;

export function isListenerFile(path: string): boolean {
  return NAMED.test(baseName(path)) && Object.hasOwn(STARTS, endingOf(path)) && !TESTS.test(path);
}

/** The first line that starts a consumer. */
export function readListenerFile(file: SourceFile): FileFacts {
  const starts = STARTS[endingOf(file.path)];
  const lines = file.text.split('\n');
  const index =
    starts === undefined ? -1 : lines.findIndex((line) => line.length < 1000 && !COMMENT.test(line) && starts.test(line));
  const written = lines[index]?.trim();
  if (written === undefined) return { diagnostics: [] };
  const value = written.length > 60 ? `${written.slice(0, 60)}…` : written;
  return { traits: [{ kind: 'consumer-group', value, origin: { file: file.path, line: index + 1 } }], diagnostics: [] };
}

function endingOf(path: string): string {
  const name = baseName(path);
  return name.slice(name.lastIndexOf('.') + 1);
}
