/** What settings tell of a program beside its ports: that it takes messages, starts no web server, keeps its database in memory. */
import type { SourceFile, Trait } from '../../../src/model/index.ts';
import { ON_PROFILE } from './profiles.ts';
import { type Key, type Setting, unplaced } from './settings-keys.ts';

/** `named` is the profile that the file's own name says. */
export function settingsTraits(file: SourceFile, keys: readonly Key[], named: string | undefined): readonly Trait[] {
  return [...consumerTraits(file, keys), ...webServerTraits(file, keys, named), ...databaseTraits(file, keys, named)];
}

/**
 * Keys that only a consumer sets: Spring Kafka and Spring Cloud Stream groups, Rabbit and JMS listeners, reactive messaging.
 * Quarkus puts its profiles before a key (`%prod.`, `"%dev,prod"`); what tests set says nothing.
 */
const CONSUMER_KEY =
  /^(?:["']?%(?!test["'.])[\w,-]+["']?\.)?(?:spring\.kafka\.(?:consumer|listener|streams)\b|spring\.rabbitmq\.listener\b|spring\.jms\.listener\b|mp\.messaging\.incoming\.|spring\.cloud\.stream\.bindings\.[^.]+-in-\d+|kafka\.consumer\b|micronaut\.kafka\.consumer|.*\.group-?id$)/i;

/** Spring Boot, "SpringApplication: Web Environment" and the key that 1.x has for it: the program serves nothing by HTTP. */
const WITHOUT_SERVER: readonly Required<Setting>[] = [
  { key: /^spring\.main\.web-?application-?type$/i, value: 'none' },
  { key: /^spring\.main\.web-?environment$/i, value: 'false' },
];

/** Where no profile has to be active for it. */
function webServerTraits({ path }: SourceFile, keys: readonly Key[], named: string | undefined): readonly Trait[] {
  if (named !== undefined) return [];
  const told = keys.find(({ key, value }) =>
    WITHOUT_SERVER.some((one) => one.key.test(key) && unplaced(value).toLowerCase() === one.value),
  );
  if (told === undefined || keys.some(({ key, document }) => document === told.document && ON_PROFILE.test(key))) return [];
  return [{ kind: 'no-web-server', origin: { file: path, line: told.line } }];
}

/** URLs of a data source: Spring's, Quarkus' (`quarkus.datasource.jdbc.url`), Micronaut's (`datasources.default.url`). */
const DATABASE_KEY = /(?:^|\.)(?:data-?sources?|r2dbc)\.(?:.*\.)?(?:jdbc-?)?url$/i;
/** H2, HSQLDB, Derby and SQLite, each in its documentation of URLs. */
const IN_MEMORY = /^(?:jdbc|r2dbc):(?:h2:mem|hsqldb:mem|derby:memory|sqlite::memory):/i;

/** Where every data source of the settings that always hold is one. */
function databaseTraits({ path }: SourceFile, keys: readonly Key[], named: string | undefined): readonly Trait[] {
  if (named !== undefined) return [];
  const urls = keys.filter(({ key }) => DATABASE_KEY.test(key));
  const [first] = urls;
  if (first === undefined || !urls.every(({ value }) => IN_MEMORY.test(unplaced(value)))) return [];
  return [{ kind: 'database-in-memory', value: unplaced(first.value), origin: { file: path, line: first.line } }];
}

function consumerTraits(file: SourceFile, keys: readonly Key[]): readonly Trait[] {
  const found = keys.find(({ key, value }) => CONSUMER_KEY.test(key) && (value !== '' || !/\.group-?id$/i.test(key)));
  return found === undefined
    ? []
    : [
        {
          kind: 'consumer-group',
          value: found.value === '' ? found.key : found.value,
          origin: { file: file.path, line: found.line },
        },
      ];
}
