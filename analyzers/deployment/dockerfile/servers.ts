/** Images of proxies and databases that lie in a folder below a service and hold nothing of it. */

import { type Stage, stagesOf } from '../../../src/formats/dockerfile/stages.ts';
import { baseName, directoryOf, isListed, isReadFailure, isWithin, joinPath, type Project } from '../../../src/model/index.ts';
import { holdsProgram } from '../other-languages.ts';
import { commandsOf } from '../programs/command-servers.ts';
import { copiedPaths } from './layout.ts';
import { imageOf } from './stages.ts';
import { commandOf, readDockerfile } from './started.ts';

/** The last part of the names of images that bring a program of their own, as the official ones are called. */
const SERVERS =
  /^(?:nginx(?:-unprivileged)?|httpd|caddy|haproxy|traefik|envoy|varnish|squid|postgres(?:ql)?|postgis|pgvector|mysql|mariadb|mongo(?:db)?|redis|valkey|memcached|cassandra|clickhouse(?:-server)?|neo4j|couchdb|influxdb|rabbitmq|nats|eclipse-mosquitto|(?:cp-)?kafka|zookeeper|elasticsearch|opensearch|kibana|logstash|fluentd|prometheus|grafana|keycloak|vault|consul|minio|localstack(?:-pro)?|dynamodb-local|elasticmq|pgbouncer|proxysql|pgadmin4|openldap|wiremock|mockserver|mailhog|mailpit|opentelemetry-collector(?:-contrib)?)$/;

/** Those of them to which nothing is added but what they hold or answer: files that they are given are no programs of theirs. */
const STORES =
  /^(?:postgres(?:ql)?|postgis|pgvector|mysql|mariadb|mongo(?:db)?|redis|valkey|memcached|cassandra|clickhouse(?:-server)?|neo4j|couchdb|influxdb|rabbitmq|nats|eclipse-mosquitto|zookeeper|minio|localstack(?:-pro)?|dynamodb-local|elasticmq|openldap|wiremock|mockserver|mailhog|mailpit)$/;

/**
 * Whether a Dockerfile makes nothing but another's server with settings or pages that lie beside it: one stage on such an
 * image, no manifest in its directory, and nothing taken from elsewhere. `context` is what a compose file builds it in.
 */
export function isServerAlone(project: Project, path: string, context: string | undefined): boolean {
  const directory = directoryOf(path);
  if (directory !== '.' && isStore(project, path)) return true;
  if (directory === '.') return false;
  if (holdsProgram(project, directory)) return false;
  const parsed = project.parse(path, readDockerfile);
  if (isReadFailure(parsed)) return false;
  const [stage, ...others] = stagesOf(parsed.instructions.list).stages;
  if (stage === undefined || others.length > 0 || !SERVERS.test(baseName(imageOf(stage)?.name ?? ''))) return false;
  const taken = copiedPaths(stage, [stage]);
  // Without a path it takes nothing, or all of a context that nobody states.
  if (taken.length === 0)
    return !takesFiles(stage) || context === directory || (context === undefined && hasMore(project, directory, path));
  return taken.every((one) => liesIn(project, directory, context ?? directory, one));
}

/** A store's own program starts, whatever stages before it have built for it to load; none of them starts another. */
function isStore(project: Project, path: string): boolean {
  const parsed = project.parse(path, readDockerfile);
  if (isReadFailure(parsed)) return false;
  const { stages } = stagesOf(parsed.instructions.list);
  const made = stages.at(-1);
  if (made === undefined || !holdsStore(made)) return false;
  return !stages.some(startsAnother) && !made.steps.some(({ instruction }) => ADDS_RUNTIME.test(instruction.text));
}

/** Systems that a store is installed in. */
const DISTRIBUTIONS = /^(?:alpine|debian|ubuntu|fedora|centos|rockylinux|almalinux|amazonlinux)$/;

/** Programs of stores as their images call them. */
const STORE_PROGRAM =
  /^(?:redis-server|valkey-server|postgres|mysqld|mariadbd|mongod|rabbitmq-server|memcached|nats-server|mosquitto|minio|slapd)$/;

/** On an image of a store, or as the program that a system starts. */
function holdsStore(made: Stage): boolean {
  const name = baseName(imageOf(made)?.name ?? '');
  return STORES.test(name) || (DISTRIBUTIONS.test(name) && STORE_PROGRAM.test(baseName(programOf(made))));
}

/** What an image needs to start a program of somebody's own beside the store's. */
const ADDS_RUNTIME = /\b(?:python[\d.]*|pip3?|nodejs|npm|openjdk[\w-]*|jre|jdk)\b/;

/** A script that the image is given prepares its store, and options are the store's. */
function startsAnother(stage: Stage): boolean {
  const program = programOf(stage);
  return !(program === '' || program.startsWith('-') || program.endsWith('.sh') || STORE_PROGRAM.test(baseName(program)));
}

/** The last that its command starts. */
function programOf(stage: Stage): string {
  const [program = ''] =
    commandsOf(commandOf(stage)?.words ?? [])
      .at(-1)
      ?.filter((word) => word !== 'exec') ?? [];
  return program;
}

function takesFiles({ steps }: Stage): boolean {
  return steps.some(({ instruction: { name } }) => name === 'COPY' || name === 'ADD');
}

function hasMore(project: Project, directory: string, path: string): boolean {
  return project.list(directory).some((name) => name !== baseName(path) && name !== '.dockerignore');
}

/** A pattern is judged by the directory that it looks into. */
function liesIn(project: Project, directory: string, context: string, taken: string): boolean {
  const place = joinPath(context, /[*?[]/.test(taken) ? directoryOf(taken) : taken);
  if (place === undefined || !isWithin(place, directory)) return false;
  return project.list(place).length > 0 || isListed(project, place);
}
