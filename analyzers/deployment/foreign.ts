import { imageReference } from '../../src/formats/image-name.ts';

/** Publishers whose images are infrastructure: nobody's own service is called so. */
const PUBLISHERS =
  /^(?:bitnami(?:legacy)?|confluentinc|wurstmeister|jaegertracing|openzipkin|grafana|prom|otel|elastic|localstack|minio|hashicorp|traefik|dpage|mailhog|axllent|provectuslabs|obsidiandynamics|apache|apicurio|debezium|quay\.io|docker\.elastic\.co|mcr\.microsoft\.com|registry\.k8s\.io|k8s\.gcr\.io|public\.ecr\.aws|amazon|gcr\.io\/google[-_.]containers|gcr\.io\/cadvisor|ghcr\.io\/open-telemetry|ghcr\.io\/open-feature|cockroachdb|datastax|scylladb|timescale|postgis|pgvector|opensearchproject|valkey|keycloak|oryd|envoyproxy|istio|nginxinc|kong|selenium|weaveworks|netflixoss|portainer|containrrr|sonatype|gitlab|jenkins|redislabs|redis|eventstore|temporalio|daprio|openpolicyagent|vault|consul|influxdb|telegraf|fluent|fluentd|chainguard|cgr\.dev|distroless|paketobuildpacks|mysql|rediscommander|phpmyadmin|nacos|memgraph|infinispan|victoriametrics|trinodb|yugabytedb|fsouza|atmoz|stripe|mongodb|clickhouse|apachepulsar|redpandadata|qdrant|milvusdb|chromadb|semitechnologies|ollama|wiremock|mockserver|maildev|swaggerapi|hasura|questdb|dragonflydb|eqalpha|hazelcast|ravendb|surrealdb|risingwavelabs|langfuse|unleashorg|dexidp|authelia|linuxserver|cloudflare|newrelic|datadog|gliderlabs|jwilder|nginxproxy|emqx|hivemq|vernemq|rancher|docker\.redpanda\.com|tailscale|sequenceiq)\//;

/**
 * Whether an image that nothing here builds is somebody else's: official images of Docker Hub have no publisher in their
 * name, and some publishers pack databases, brokers and proxies only.
 */
export function isForeignImage(image: string): boolean {
  const name = imageReference(image)
    .name.toLowerCase()
    // Registries that mirror others keep the name of the other in the path, `mirror.example.org/cache/docker.io/bitnami/…`,
    // or that of Docker Hub's own publisher: `mirror.example.org/library/redis`.
    .replace(/^(?:.*\/)?(?:docker\.io|index\.docker\.io|registry-1\.docker\.io)\//, '')
    .replace(/^(?:.*\/)?library\//, '');
  if (name === '' || /^\$|\{\{/.test(image)) return false;
  return (!name.includes('/') && OFFICIAL.has(name)) || PUBLISHERS.test(name);
}

const OFFICIAL: ReadonlySet<string> = new Set(
  (
    'adminer aerospike alpine amazonlinux arangodb backdrop bash buildpack-deps busybox caddy cassandra chronograf clickhouse clojure consul couchbase couchdb ' +
    'crate dart debian docker drupal eclipse-mosquitto elasticsearch emqx erlang etcd fedora flink fluentd gcc ghost golang gradle groovy ' +
    'haproxy haskell hello-world httpd hylang ibmjava influxdb jetty joomla jruby julia kapacitor kibana kong liquibase logstash mariadb maven memcached ' +
    'mongo mongo-express mongodb mssql mysql nats nats-streaming neo4j nextcloud nginx node openjdk oraclelinux orientdb percona perl php postgres postgresql ' +
    'python pulsar rabbitmq redis redmine registry rethinkdb rockylinux ruby rust scratch solr sonarqube spark spiped storm swift telegraf tomcat ' +
    'traefik ubuntu unit valkey varnish vault wordpress zookeeper kafka zipkin jaeger prometheus grafana minio localstack mailhog keycloak eclipse-temurin amazoncorretto'
  ).split(' '),
);
