import type { PackageNames } from '../package-patterns.ts';

/** What a direct production dependency says about how its service behaves. */
export type SignalId =
  | 'app-server'
  | 'batch-framework'
  | 'big-sdk'
  | 'browser'
  | 'cli'
  | 'cluster-operator'
  | 'consumer-queue'
  | 'consumer-stream'
  | 'db-pool'
  | 'deployer'
  | 'distributed-compute'
  | 'embedded-store'
  | 'fork-model'
  | 'gateway-client'
  | 'gpu'
  | 'gpu-libs'
  | 'grpc-server'
  | 'gui-hardware'
  | 'in-memory-grid'
  | 'jvm-fast'
  | 'jvm-startup'
  | 'k8s-client'
  | 'lambda-adapter'
  | 'lambda-native'
  | 'metrics-pull'
  | 'ml-heavy'
  | 'ml-medium'
  | 'native-ext'
  | 'native-syslib'
  | 'notebook-ui'
  | 'number-crunching'
  | 'other-function'
  | 'privileged'
  | 'raw-network-server'
  | 'rpc-framework'
  | 'sandbox'
  | 'scheduler-inprocess'
  | 'serverless-tool'
  | 'stream-processor'
  | 'updates-client'
  | 'web-async'
  | 'web-server'
  | 'web-sync'
  | 'websocket-server'
  | 'worker-framework'
  | 'workflow-worker';

export interface SignalGroup extends PackageNames {
  readonly id: string;
  readonly signal: SignalId;
  readonly confidence: 'high' | 'medium' | 'low';
}

/** Collected from package pages, documentation and test installs; last reviewed on this date. */
export const SIGNALS_SOURCE = 'signal table, reviewed';
export const SIGNALS_DATE = '2026-11-24';

export const SIGNAL_GROUPS: readonly SignalGroup[] = [
  {
    id: 'S001',
    ecosystem: 'go',
    signal: 'browser',
    confidence: 'high',
    packages:
      'github.com/chromedp/chromedp github.com/go-rod/rod github.com/mxschmitt/playwright-go github.com/playwright-community/playwright-go github.com/tebeka/selenium',
  },
  {
    id: 'S200',
    ecosystem: 'go',
    signal: 'cli',
    confidence: 'medium',
    packages:
      'github.com/spf13/cobra github.com/urfave/cli github.com/alecthomas/kong github.com/charmbracelet/bubbletea github.com/AlecAivazis/survey github.com/manifoldco/promptui',
  },
  // What services parse their own options with as well: alone it tells what is there, never what is not.
  {
    id: 'S223',
    ecosystem: 'python',
    signal: 'cli',
    confidence: 'low',
    packages: 'asyncclick cleo click cyclopts docopt docopt-ng fire questionary rich-click textual typer typer-slim',
  },
  {
    id: 'S224',
    ecosystem: 'npm',
    signal: 'cli',
    confidence: 'low',
    packages:
      '@clack/prompts @inquirer/prompts @oclif/core cac citty clipanion commander enquirer gluegun inquirer meow prompts sade yargs',
  },
  {
    id: 'S225',
    ecosystem: 'jvm',
    signal: 'cli',
    confidence: 'low',
    packages:
      'com.beust:jcommander com.github.ajalt.clikt:clikt com.github.ajalt.clikt:clikt-jvm info.picocli:picocli info.picocli:picocli-spring-boot-starter io.micronaut.picocli:micronaut-picocli io.quarkus:quarkus-picocli net.sourceforge.argparse4j:argparse4j org.jcommander:jcommander org.springframework.shell:spring-shell-starter',
  },
  { id: 'S002', ecosystem: 'go', signal: 'cluster-operator', confidence: 'high', packages: 'sigs.k8s.io/controller-runtime' },
  {
    id: 'S003',
    ecosystem: 'go',
    signal: 'consumer-queue',
    confidence: 'medium',
    packages:
      'github.com/Azure/go-amqp github.com/ThreeDotsLabs/watermill github.com/adjust/rmq/v5 github.com/apache/pulsar-client-go github.com/eclipse/paho.golang github.com/eclipse/paho.mqtt.golang github.com/go-stomp/stomp/v3 github.com/nats-io/nats.go github.com/nats-io/stan.go github.com/nsqio/go-nsq github.com/rabbitmq/amqp091-go github.com/streadway/amqp github.com/wagslane/go-rabbitmq',
  },
  {
    id: 'S004',
    ecosystem: 'go',
    signal: 'consumer-stream',
    confidence: 'medium',
    packages:
      'github.com/IBM/sarama github.com/Shopify/sarama github.com/confluentinc/confluent-kafka-go github.com/confluentinc/confluent-kafka-go/v2 github.com/segmentio/kafka-go github.com/twmb/franz-go github.com/vmware/vmware-go-kcl github.com/vmware/vmware-go-kcl-v2',
  },
  {
    id: 'S005',
    ecosystem: 'go',
    signal: 'db-pool',
    confidence: 'low',
    packages: 'github.com/go-sql-driver/mysql github.com/jackc/pgx/v5 github.com/jmoiron/sqlx github.com/lib/pq gorm.io/gorm',
  },
  {
    id: 'S006',
    ecosystem: 'go',
    signal: 'embedded-store',
    confidence: 'high',
    packages: 'github.com/mattn/go-sqlite3 github.com/pocketbase/pocketbase',
  },
  {
    id: 'S007',
    ecosystem: 'go',
    signal: 'embedded-store',
    confidence: 'medium',
    packages:
      'crawshaw.io/sqlite github.com/blevesearch/bleve/v2 github.com/boltdb/bolt github.com/cockroachdb/pebble github.com/dgraph-io/badger/v4 github.com/glebarez/sqlite github.com/marcboeker/go-duckdb github.com/ncruces/go-sqlite3 github.com/nutsdb/nutsdb github.com/syndtr/goleveldb github.com/tidwall/buntdb go.etcd.io/bbolt gorm.io/driver/sqlite modernc.org/sqlite zombiezen.com/go/sqlite',
  },
  { id: 'S008', ecosystem: 'go', signal: 'grpc-server', confidence: 'low', packages: 'google.golang.org/grpc' },
  {
    id: 'S009',
    ecosystem: 'go',
    signal: 'in-memory-grid',
    confidence: 'high',
    packages:
      'github.com/buraksezer/olric github.com/hashicorp/memberlist github.com/hashicorp/raft github.com/hashicorp/serf github.com/lni/dragonboat/v4 go.etcd.io/raft/v3',
  },
  { id: 'S010', ecosystem: 'go', signal: 'k8s-client', confidence: 'medium', packages: 'k8s.io/client-go' },
  {
    id: 'S011',
    ecosystem: 'go',
    signal: 'lambda-adapter',
    confidence: 'high',
    packages:
      'github.com/akrylysov/algnhsa github.com/apex/gateway github.com/awslabs/aws-lambda-go-api-proxy github.com/its-felix/aws-lambda-go-http-adapter',
  },
  { id: 'S012', ecosystem: 'go', signal: 'lambda-native', confidence: 'high', packages: 'github.com/aws/aws-lambda-go' },
  {
    id: 'S013',
    ecosystem: 'go',
    signal: 'metrics-pull',
    confidence: 'medium',
    packages:
      'github.com/VictoriaMetrics/metrics github.com/prometheus/client_golang go.opentelemetry.io/otel/exporters/prometheus',
  },
  {
    id: 'S014',
    ecosystem: 'go',
    signal: 'native-syslib',
    confidence: 'high',
    packages:
      'github.com/SebastiaanKlippert/go-wkhtmltopdf github.com/davidbyttow/govips/v2 github.com/godror/godror github.com/h2non/bimg github.com/linxGnu/grocksdb github.com/otiai10/gosseract github.com/u2takey/ffmpeg-go gocv.io/x/gocv gopkg.in/gographics/imagick.v3',
  },
  {
    id: 'S015',
    ecosystem: 'go',
    signal: 'privileged',
    confidence: 'high',
    packages:
      'github.com/aquasecurity/libbpfgo github.com/cilium/ebpf github.com/coreos/go-iptables github.com/google/gopacket github.com/google/nftables github.com/iovisor/gobpf',
  },
  { id: 'S016', ecosystem: 'go', signal: 'privileged', confidence: 'medium', packages: 'github.com/docker/docker' },
  {
    id: 'S017',
    ecosystem: 'go',
    signal: 'raw-network-server',
    confidence: 'high',
    packages:
      'github.com/charmbracelet/wish github.com/emersion/go-smtp github.com/fclairamb/ftpserverlib github.com/gliderlabs/ssh github.com/mhale/smtpd github.com/mochi-mqtt/server/v2 github.com/pion/turn/v4 github.com/pion/webrtc/v4 github.com/things-go/go-socks5 github.com/tidwall/redcon layeh.com/radius',
  },
  {
    id: 'S018',
    ecosystem: 'go',
    signal: 'scheduler-inprocess',
    confidence: 'high',
    packages:
      'github.com/go-co-op/gocron github.com/go-co-op/gocron/v2 github.com/jasonlvhit/gocron github.com/reugn/go-quartz github.com/robfig/cron github.com/robfig/cron/v3',
  },
  {
    id: 'S019',
    ecosystem: 'go',
    signal: 'web-sync',
    confidence: 'high',
    packages:
      'github.com/99designs/gqlgen github.com/astaxie/beego github.com/danielgtaylor/huma/v2 github.com/emicklei/go-restful/v3 github.com/gin-gonic/gin github.com/go-chi/chi/v5 github.com/gobuffalo/buffalo github.com/gofiber/fiber/v2 github.com/gogf/gf/v2 github.com/gorilla/mux github.com/labstack/echo/v4 github.com/revel/revel github.com/uptrace/bunrouter github.com/urfave/negroni goa.design/goa/v3',
  },
  { id: 'S020', ecosystem: 'go', signal: 'web-sync', confidence: 'medium', packages: 'connectrpc.com/connect' },
  {
    id: 'S021',
    ecosystem: 'go',
    signal: 'websocket-server',
    confidence: 'medium',
    packages:
      'github.com/centrifugal/centrifuge github.com/coder/websocket github.com/gobwas/ws github.com/gofiber/contrib/websocket github.com/gofiber/websocket/v2 github.com/googollee/go-socket.io github.com/gorilla/websocket github.com/lxzan/gws github.com/olahol/melody github.com/zishang520/socket.io nhooyr.io/websocket',
  },
  {
    id: 'S022',
    ecosystem: 'go',
    signal: 'worker-framework',
    confidence: 'high',
    packages:
      'github.com/RichardKnop/machinery github.com/RichardKnop/machinery/v2 github.com/contribsys/faktory_worker_go github.com/gocelery/gocelery github.com/gocraft/work github.com/hibiken/asynq github.com/jrallison/go-workers github.com/riverqueue/river github.com/vgarvardt/gue/v5 github.com/vmihailenco/taskq/v3',
  },
  {
    id: 'S023',
    ecosystem: 'go',
    signal: 'workflow-worker',
    confidence: 'high',
    packages:
      'github.com/camunda/zeebe/clients/go/v8 github.com/conductor-sdk/conductor-go github.com/cschleiden/go-workflows go.temporal.io/sdk go.uber.org/cadence',
  },
  {
    id: 'S024',
    ecosystem: 'jvm',
    signal: 'app-server',
    confidence: 'high',
    packages:
      'com.ibm.websphere:websphere-api jakarta.platform:jakarta.jakartaee-api jakarta.platform:jakarta.jakartaee-web-api javax:javaee-api javax:javaee-web-api org.wildfly:wildfly-ejb-client-bom',
  },
  {
    id: 'S025',
    ecosystem: 'jvm',
    signal: 'browser',
    confidence: 'high',
    packages:
      'com.microsoft.playwright:playwright io.github.bonigarcia:webdrivermanager org.seleniumhq.selenium:selenium-chrome-driver org.seleniumhq.selenium:selenium-java',
  },
  {
    id: 'S026',
    ecosystem: 'jvm',
    signal: 'cluster-operator',
    confidence: 'high',
    packages:
      'io.javaoperatorsdk:operator-framework io.javaoperatorsdk:operator-framework-core io.javaoperatorsdk:operator-framework-spring-boot-starter io.quarkiverse.operatorsdk:quarkus-operator-sdk',
  },
  {
    id: 'S027',
    ecosystem: 'jvm',
    signal: 'consumer-queue',
    confidence: 'medium',
    packages:
      'com.amazonaws:amazon-sqs-java-messaging-lib com.azure.spring:spring-cloud-azure-starter-eventhubs com.azure.spring:spring-cloud-azure-starter-servicebus com.azure.spring:spring-cloud-azure-starter-servicebus-jms com.google.cloud:spring-cloud-gcp-starter-pubsub com.hivemq:hivemq-mqtt-client com.ibm.mq:mq-jms-spring-boot-starter com.rabbitmq:amqp-client com.solacesystems:sol-jcsmp io.awspring.cloud:spring-cloud-aws-messaging io.awspring.cloud:spring-cloud-aws-sqs io.awspring.cloud:spring-cloud-aws-starter-sqs io.micronaut.jms:micronaut-jms-core io.micronaut.mqtt:micronaut-mqttv3 io.micronaut.mqtt:micronaut-mqttv5 io.micronaut.nats:micronaut-nats io.micronaut.pulsar:micronaut-pulsar io.micronaut.rabbitmq:micronaut-rabbitmq io.nats:java-nats-streaming io.nats:jnats io.quarkus:quarkus-messaging-amqp io.quarkus:quarkus-messaging-mqtt io.quarkus:quarkus-messaging-pulsar io.quarkus:quarkus-messaging-rabbitmq io.quarkus:quarkus-smallrye-reactive-messaging-amqp io.quarkus:quarkus-smallrye-reactive-messaging-mqtt io.quarkus:quarkus-smallrye-reactive-messaging-rabbitmq io.vertx:vertx-amqp-client io.vertx:vertx-mqtt io.vertx:vertx-rabbitmq-client org.apache.activemq:activemq-client org.apache.camel.springboot:camel-activemq-starter org.apache.camel.springboot:camel-amqp-starter org.apache.camel.springboot:camel-aws2-sqs-starter org.apache.camel.springboot:camel-jms-starter org.apache.camel.springboot:camel-nats-starter org.apache.camel.springboot:camel-paho-mqtt5-starter org.apache.camel.springboot:camel-paho-starter org.apache.camel.springboot:camel-spring-rabbitmq-starter org.apache.camel:camel-activemq org.apache.camel:camel-amqp org.apache.camel:camel-aws2-sqs org.apache.camel:camel-jms org.apache.camel:camel-nats org.apache.camel:camel-paho org.apache.camel:camel-paho-mqtt5 org.apache.camel:camel-spring-rabbitmq org.apache.pulsar:pulsar-client org.apache.qpid:qpid-jms-client org.apache.rocketmq:rocketmq-client org.apache.rocketmq:rocketmq-spring-boot-starter org.eclipse.paho:org.eclipse.paho.client.mqttv3 org.eclipse.paho:org.eclipse.paho.mqttv5.client org.springframework.amqp:spring-rabbit org.springframework.boot:spring-boot-starter-activemq org.springframework.boot:spring-boot-starter-amqp org.springframework.boot:spring-boot-starter-artemis org.springframework.boot:spring-boot-starter-jms org.springframework.boot:spring-boot-starter-pulsar org.springframework.cloud:spring-cloud-starter-stream-rabbit org.springframework.cloud:spring-cloud-stream org.springframework.cloud:spring-cloud-stream-binder-rabbit org.springframework.integration:spring-integration-amqp org.springframework.integration:spring-integration-jms org.springframework.integration:spring-integration-mqtt org.springframework.pulsar:spring-pulsar org.springframework.pulsar:spring-pulsar-spring-boot-starter org.springframework:spring-jms',
  },
  {
    id: 'S028',
    ecosystem: 'jvm',
    signal: 'consumer-stream',
    confidence: 'medium',
    packages:
      'com.amazonaws:amazon-kinesis-client com.github.fd4s:fs2-kafka_2.13 com.typesafe.akka:akka-stream-kafka_2.13 dev.zio:zio-kafka_2.13 io.micronaut.kafka:micronaut-kafka io.projectreactor.kafka:reactor-kafka io.quarkus:quarkus-kafka-client io.quarkus:quarkus-messaging-kafka io.quarkus:quarkus-smallrye-reactive-messaging-kafka io.smallrye.reactive:smallrye-reactive-messaging-kafka io.vertx:vertx-kafka-client org.apache.camel.quarkus:camel-quarkus-kafka org.apache.camel.springboot:camel-kafka-starter org.apache.camel:camel-kafka org.apache.kafka:kafka-clients org.apache.pekko:pekko-connectors-kafka_2.13 org.springframework.boot:spring-boot-starter-kafka org.springframework.cloud:spring-cloud-starter-stream-kafka org.springframework.cloud:spring-cloud-stream-binder-kafka org.springframework.cloud:spring-cloud-stream-binder-kinesis org.springframework.integration:spring-integration-kafka org.springframework.kafka:spring-kafka software.amazon.kinesis:amazon-kinesis-client',
  },
  {
    id: 'S029',
    ecosystem: 'jvm',
    signal: 'db-pool',
    confidence: 'medium',
    packages:
      'com.zaxxer:HikariCP org.springframework.boot:spring-boot-starter-data-jdbc org.springframework.boot:spring-boot-starter-data-jpa org.springframework.boot:spring-boot-starter-jdbc',
  },
  {
    id: 'S030',
    ecosystem: 'jvm',
    signal: 'distributed-compute',
    confidence: 'high',
    packages:
      'org.apache.beam:beam-runners-direct-java org.apache.beam:beam-sdks-java-core org.apache.spark:spark-core_2.13 org.apache.spark:spark-mllib_2.12 org.apache.spark:spark-sql_2.12 org.apache.spark:spark-sql_2.13 org.apache.spark:spark-streaming_2.12',
  },
  {
    id: 'S032',
    ecosystem: 'jvm',
    signal: 'embedded-store',
    confidence: 'medium',
    packages:
      'com.h2database:h2 com.sleepycat:je net.openhft:chronicle-map org.apache.derby:derby org.apache.lucene:lucene-core org.duckdb:duckdb_jdbc org.ehcache:ehcache org.hsqldb:hsqldb org.iq80.leveldb:leveldb org.lmdbjava:lmdbjava org.mapdb:mapdb org.rocksdb:rocksdbjni org.xerial:sqlite-jdbc',
  },
  {
    id: 'S033',
    ecosystem: 'jvm',
    signal: 'gpu',
    confidence: 'high',
    packages:
      'com.microsoft.onnxruntime:onnxruntime_gpu org.bytedeco:pytorch-platform-gpu org.bytedeco:tensorflow-platform-gpu org.nd4j:nd4j-cuda-* org.tensorflow:tensorflow-core-platform-gpu',
  },
  { id: 'S034', ecosystem: 'jvm', signal: 'grpc-server', confidence: 'low', packages: 'io.grpc:grpc-netty-shaded' },
  {
    id: 'S035',
    ecosystem: 'jvm',
    signal: 'grpc-server',
    confidence: 'medium',
    packages:
      'com.linecorp.armeria:armeria-grpc io.github.lognet:grpc-spring-boot-starter io.grpc:grpc-netty io.micronaut.grpc:micronaut-grpc-runtime io.micronaut.grpc:micronaut-grpc-server-runtime io.quarkus:quarkus-grpc net.devh:grpc-server-spring-boot-starter org.springframework.boot:spring-boot-starter-grpc-server org.springframework.grpc:spring-grpc-server-spring-boot-starter',
  },
  {
    id: 'S036',
    ecosystem: 'jvm',
    signal: 'gui-hardware',
    confidence: 'high',
    packages:
      'com.fazecast:jSerialComm com.pi4j:pi4j-core io.github.java-native:jssc org.openjfx:javafx-controls org.openjfx:javafx-fxml org.openjfx:javafx-graphics org.usb4java:usb4java',
  },
  {
    id: 'S037',
    ecosystem: 'jvm',
    signal: 'in-memory-grid',
    confidence: 'high',
    packages:
      'com.hazelcast:hazelcast com.hazelcast:hazelcast-all com.hazelcast:hazelcast-enterprise com.hazelcast:hazelcast-spring com.oracle.coherence.ce:coherence io.atomix:atomix io.vertx:vertx-hazelcast io.vertx:vertx-ignite io.vertx:vertx-infinispan org.apache.geode:geode-core org.apache.ignite:ignite-core org.apache.ignite:ignite-spring org.apache.ratis:ratis-server org.infinispan:infinispan-core org.infinispan:infinispan-spring-boot3-starter-embedded org.jgroups:jgroups org.springframework.geode:spring-geode-starter',
  },
  {
    id: 'S038',
    ecosystem: 'jvm',
    signal: 'jvm-fast',
    confidence: 'medium',
    packages:
      'io.micronaut.servlet:micronaut-http-server-* io.micronaut:micronaut-http-server-netty io.micronaut:micronaut-inject io.quarkus:quarkus-* io.quarkus:quarkus-arc io.quarkus:quarkus-rest',
  },
  {
    id: 'S039',
    ecosystem: 'jvm',
    signal: 'jvm-startup',
    confidence: 'high',
    packages:
      'org.hibernate.orm:hibernate-core org.springframework.boot:* org.springframework.boot:spring-boot-starter org.springframework.boot:spring-boot-starter-data-jpa',
  },
  {
    id: 'S040',
    ecosystem: 'jvm',
    signal: 'jvm-startup',
    confidence: 'medium',
    packages: 'org.hibernate*:* org.springframework.cloud:*',
  },
  { id: 'S041', ecosystem: 'jvm', signal: 'k8s-client', confidence: 'low', packages: 'io.fabric8:kubernetes-client' },
  {
    id: 'S042',
    ecosystem: 'jvm',
    signal: 'lambda-adapter',
    confidence: 'high',
    packages:
      'com.amazonaws.serverless:aws-serverless-java-container-* com.amazonaws.serverless:aws-serverless-java-container-jersey com.amazonaws.serverless:aws-serverless-java-container-springboot3 io.micronaut.aws:micronaut-function-aws-api-proxy io.quarkus:quarkus-amazon-lambda-http io.quarkus:quarkus-amazon-lambda-rest org.http4k:http4k-serverless-lambda',
  },
  {
    id: 'S043',
    ecosystem: 'jvm',
    signal: 'lambda-native',
    confidence: 'high',
    packages:
      'com.amazon.alexa:ask-sdk com.amazon.alexa:ask-sdk-lambda-support com.amazonaws:aws-lambda-java-core com.amazonaws:aws-lambda-java-events com.amazonaws:aws-lambda-java-log4j2 com.amazonaws:aws-lambda-java-runtime-interface-client io.kotless:kotless-lang io.kotless:ktor-lang io.kotless:spring-boot-lang io.micronaut.aws:micronaut-function-aws io.quarkus:quarkus-amazon-lambda io.quarkus:quarkus-funqy-amazon-lambda org.springframework.cloud:spring-cloud-function-adapter-aws software.amazon.lambda:powertools-logging',
  },
  {
    id: 'S044',
    ecosystem: 'jvm',
    signal: 'metrics-pull',
    confidence: 'medium',
    packages:
      'io.micrometer:micrometer-registry-prometheus io.prometheus:prometheus-metrics-exporter-httpserver io.prometheus:simpleclient_httpserver io.quarkus:quarkus-micrometer-registry-prometheus',
  },
  {
    id: 'S045',
    ecosystem: 'jvm',
    signal: 'ml-heavy',
    confidence: 'high',
    packages:
      'ai.djl.pytorch:pytorch-engine ai.djl.tensorflow:tensorflow-engine com.microsoft.onnxruntime:onnxruntime org.bytedeco:javacv-platform org.bytedeco:pytorch-platform org.deeplearning4j:deeplearning4j-core org.nd4j:nd4j-native-platform org.tensorflow:tensorflow-core-native org.tensorflow:tensorflow-core-platform',
  },
  { id: 'S046', ecosystem: 'jvm', signal: 'native-ext', confidence: 'low', packages: 'net.java.dev.jna:jna' },
  {
    id: 'S047',
    ecosystem: 'jvm',
    signal: 'native-syslib',
    confidence: 'high',
    packages:
      'net.bramp.ffmpeg:ffmpeg net.sourceforge.tess4j:tess4j org.gdal:gdal org.im4java:im4java org.jodconverter:jodconverter-local org.openpnp:opencv',
  },
  {
    id: 'S048',
    ecosystem: 'jvm',
    signal: 'raw-network-server',
    confidence: 'high',
    packages:
      'io.moquette:moquette-broker org.apache.activemq:activemq-broker org.apache.activemq:artemis-server org.apache.ftpserver:ftpserver-core org.littleshoot:littleproxy org.snmp4j:snmp4j-agent org.subethamail:subethasmtp',
  },
  {
    id: 'S049',
    ecosystem: 'jvm',
    signal: 'scheduler-inprocess',
    confidence: 'high',
    packages:
      'io.quarkus:quarkus-quartz io.quarkus:quarkus-scheduler it.sauronsoftware.cron4j:cron4j net.javacrumbs.shedlock:shedlock-spring org.quartz-scheduler:quartz org.springframework.boot:spring-boot-starter-quartz',
  },
  {
    id: 'S050',
    ecosystem: 'jvm',
    signal: 'stream-processor',
    confidence: 'high',
    packages:
      'com.hazelcast.jet:hazelcast-jet io.debezium:debezium-embedded io.micronaut.kafka:micronaut-kafka-streams io.quarkus:quarkus-kafka-streams org.apache.flink:flink-clients org.apache.flink:flink-java org.apache.flink:flink-streaming-java org.apache.flink:flink-streaming-scala_2.12 org.apache.flink:flink-table-api-java org.apache.kafka:kafka-streams org.apache.kafka:kafka-streams-scala_2.13 org.apache.samza:samza-core_2.13 org.apache.storm:storm-client org.apache.storm:storm-core org.springframework.cloud:spring-cloud-stream-binder-kafka-streams',
  },
  {
    id: 'S051',
    ecosystem: 'jvm',
    signal: 'web-async',
    confidence: 'high',
    packages:
      'com.linecorp.armeria:armeria com.typesafe.akka:akka-http_2.13 dev.zio:zio-http_3 io.helidon.webserver:helidon-webserver io.ktor:ktor-server-netty io.ratpack:ratpack-core io.vertx:vertx-web org.apache.pekko:pekko-http_2.13 org.http4s:http4s-blaze-server_2.13 org.http4s:http4s-ember-server_2.13 org.springframework.boot:spring-boot-starter-webflux org.springframework.cloud:spring-cloud-starter-gateway org.springframework.cloud:spring-cloud-starter-gateway-server-webflux',
  },
  {
    id: 'S052',
    ecosystem: 'jvm',
    signal: 'web-server',
    confidence: 'medium',
    packages:
      'io.netty:netty-all org.eclipse.jetty:jetty-server org.springframework.boot:spring-boot-starter-jetty org.springframework.boot:spring-boot-starter-tomcat org.springframework.boot:spring-boot-starter-undertow',
  },
  {
    id: 'S053',
    ecosystem: 'jvm',
    signal: 'web-sync',
    confidence: 'high',
    packages:
      'com.sparkjava:spark-core com.typesafe.play:play_2.13 com.vaadin:vaadin-spring-boot-starter de.codecentric:spring-boot-admin-starter-server io.dropwizard:dropwizard-core io.helidon.microprofile.bundles:helidon-microprofile io.helidon.microprofile.bundles:helidon-microprofile-core io.helidon.microprofile.server:helidon-microprofile-server io.javalin:javalin io.jooby:jooby io.micronaut.servlet:micronaut-http-server-* jakarta.servlet:jakarta.servlet-api javax.servlet:javax.servlet-api org.apache.cxf:cxf-spring-boot-starter-jaxrs org.apache.cxf:cxf-spring-boot-starter-jaxws org.playframework:play_2.13 org.springframework.boot:spring-boot-starter-data-rest org.springframework.boot:spring-boot-starter-graphql org.springframework.boot:spring-boot-starter-hateoas org.springframework.boot:spring-boot-starter-jersey org.springframework.boot:spring-boot-starter-web org.springframework.boot:spring-boot-starter-web-services org.springframework.boot:spring-boot-starter-webmvc org.springframework.cloud:spring-cloud-config-server org.springframework.cloud:spring-cloud-starter-netflix-eureka-server org.springframework:spring-webmvc',
  },
  {
    id: 'S054',
    ecosystem: 'jvm',
    signal: 'websocket-server',
    confidence: 'medium',
    packages:
      'com.corundumstudio.socketio:netty-socketio io.ktor:ktor-server-websockets io.ktor:ktor-server-websockets-jvm io.micronaut:micronaut-websocket io.quarkus:quarkus-websockets io.quarkus:quarkus-websockets-next jakarta.websocket:jakarta.websocket-api javax.websocket:javax.websocket-api org.java-websocket:Java-WebSocket org.springframework.boot:spring-boot-starter-websocket org.springframework:spring-websocket',
  },
  {
    id: 'S055',
    ecosystem: 'jvm',
    signal: 'worker-framework',
    confidence: 'high',
    packages:
      'com.github.kagkarlsson:db-scheduler com.github.kagkarlsson:db-scheduler-spring-boot-starter com.xuxueli:xxl-job-core io.github.sonus21:rqueue-spring-boot-starter org.apache.shardingsphere.elasticjob:elasticjob-bootstrap org.apache.shardingsphere.elasticjob:elasticjob-lite-core org.jobrunr:jobrunr org.jobrunr:jobrunr-spring-boot-2-starter org.jobrunr:jobrunr-spring-boot-3-starter org.jobrunr:micronaut-jobrunr org.jobrunr:quarkus-jobrunr tech.powerjob:powerjob-worker tech.powerjob:powerjob-worker-spring-boot-starter',
  },
  {
    id: 'S056',
    ecosystem: 'jvm',
    signal: 'batch-framework',
    confidence: 'medium',
    packages:
      'org.springframework.batch:spring-batch-core org.springframework.boot:spring-boot-starter-batch org.springframework.boot:spring-boot-starter-batch-jdbc',
  },
  {
    id: 'S057',
    ecosystem: 'jvm',
    signal: 'workflow-worker',
    confidence: 'high',
    packages:
      'com.netflix.conductor:conductor-client com.typesafe.akka:akka-actor-typed_2.13 com.uber.cadence:cadence-client io.camunda.spring:spring-boot-starter-camunda io.camunda:spring-boot-starter-camunda-sdk io.camunda:spring-zeebe-starter io.camunda:zeebe-client-java io.quarkiverse.temporal:quarkus-temporal io.temporal:temporal-sdk io.temporal:temporal-spring-boot-starter org.apache.pekko:pekko-actor-typed_2.13 org.camunda.bpm.springboot:camunda-bpm-spring-boot-starter org.camunda.bpm.springboot:camunda-bpm-spring-boot-starter-rest org.camunda.bpm.springboot:camunda-bpm-spring-boot-starter-webapp org.conductoross:conductor-client org.flowable:flowable-spring-boot-starter',
  },
  { id: 'S058', ecosystem: 'npm', signal: 'big-sdk', confidence: 'high', packages: 'aws-sdk googleapis' },
  {
    id: 'S059',
    ecosystem: 'npm',
    signal: 'big-sdk',
    confidence: 'medium',
    packages: '@ffmpeg-installer/ffmpeg @prisma/client ffmpeg-static firebase-admin',
  },
  {
    id: 'S060',
    ecosystem: 'npm',
    signal: 'browser',
    confidence: 'high',
    packages: '@sparticuz/chromium nightmare playwright playwright-core puppeteer puppeteer-cluster',
  },
  { id: 'S061', ecosystem: 'npm', signal: 'browser', confidence: 'low', packages: 'puppeteer-core' },
  { id: 'S062', ecosystem: 'npm', signal: 'browser', confidence: 'medium', packages: 'chrome-aws-lambda selenium-webdriver' },
  {
    id: 'S063',
    ecosystem: 'npm',
    signal: 'consumer-queue',
    confidence: 'medium',
    packages:
      '@cloudamqp/amqp-client @golevelup/nestjs-google-pubsub @golevelup/nestjs-rabbitmq @nats-io/jetstream @nats-io/transport-node @nestjs/microservices @ssut/nestjs-sqs amqp-connection-manager amqplib async-mqtt mqtt nats node-nats-streaming nsqjs pulsar-client rabbitmq-client rascal rhea rsmq sqs-consumer stompit',
  },
  {
    id: 'S064',
    ecosystem: 'npm',
    signal: 'consumer-stream',
    confidence: 'medium',
    packages: '@confluentinc/kafka-javascript @platformatic/kafka aws-kcl kafka-node kafka-streams kafkajs no-kafka node-rdkafka',
  },
  { id: 'S065', ecosystem: 'npm', signal: 'db-pool', confidence: 'low', packages: 'pg' },
  {
    id: 'S066',
    ecosystem: 'npm',
    signal: 'db-pool',
    confidence: 'medium',
    packages: '@mikro-orm/core knex mongodb mongoose mysql mysql2 pg-pool sequelize typeorm',
  },
  { id: 'S067', ecosystem: 'npm', signal: 'embedded-store', confidence: 'low', packages: 'duckdb' },
  {
    id: 'S068',
    ecosystem: 'npm',
    signal: 'embedded-store',
    confidence: 'medium',
    packages: '@duckdb/node-api better-sqlite3 classic-level level leveldown lmdb lowdb nedb rocksdb sqlite3',
  },
  { id: 'S069', ecosystem: 'npm', signal: 'fork-model', confidence: 'medium', packages: 'forever pm2' },
  { id: 'S070', ecosystem: 'npm', signal: 'gpu', confidence: 'high', packages: '@tensorflow/tfjs-node-gpu' },
  { id: 'S071', ecosystem: 'npm', signal: 'grpc-server', confidence: 'low', packages: '@grpc/grpc-js' },
  { id: 'S072', ecosystem: 'npm', signal: 'grpc-server', confidence: 'medium', packages: 'grpc mali nice-grpc' },
  {
    id: 'S073',
    ecosystem: 'npm',
    signal: 'gui-hardware',
    confidence: 'high',
    packages: '@abandonware/noble electron i2c-bus johnny-five noble node-hid nw onoff pigpio robotjs rpi-gpio serialport usb',
  },
  {
    id: 'S074',
    ecosystem: 'npm',
    signal: 'lambda-adapter',
    confidence: 'high',
    packages:
      '@as-integrations/aws-lambda @codegenie/serverless-express @fastify/aws-lambda @h4ad/serverless-adapter @vendia/serverless-express apollo-server-lambda aws-lambda-fastify aws-serverless-express aws-serverless-koa serverless-http',
  },
  {
    id: 'S075',
    ecosystem: 'npm',
    signal: 'lambda-native',
    confidence: 'high',
    packages:
      '@aws-lambda-powertools/* @aws-lambda-powertools/logger @aws/durable-execution-sdk-js @dazn/lambda-powertools-* @middy/core @types/aws-lambda ask-sdk ask-sdk-core aws-lambda aws-lambda-ric claudia-api-builder claudia-bot-builder datadog-lambda-js lambda-api',
  },
  {
    id: 'S076',
    ecosystem: 'npm',
    signal: 'metrics-pull',
    confidence: 'medium',
    packages: '@willsoto/nestjs-prometheus express-prom-bundle fastify-metrics prom-client',
  },
  {
    id: 'S077',
    ecosystem: 'npm',
    signal: 'ml-heavy',
    confidence: 'high',
    packages: '@huggingface/transformers @tensorflow/tfjs-node @xenova/transformers node-llama-cpp onnxruntime-node',
  },
  { id: 'S078', ecosystem: 'npm', signal: 'native-ext', confidence: 'low', packages: 'tesseract.js' },
  {
    id: 'S079',
    ecosystem: 'npm',
    signal: 'native-ext',
    confidence: 'medium',
    packages: '@napi-rs/canvas argon2 bcrypt hnswlib-node isolated-vm libxmljs2 oracledb sharp sodium-native zeromq',
  },
  {
    id: 'S080',
    ecosystem: 'npm',
    signal: 'native-syslib',
    confidence: 'high',
    packages:
      'canvas fluent-ffmpeg ghostscript4js gm ibm_db imagemagick libreoffice-convert msnodesqlv8 node-poppler node-pty node-tesseract-ocr odbc opencv4nodejs pdf-poppler pdf2pic unoconv wkhtmltopdf',
  },
  { id: 'S081', ecosystem: 'npm', signal: 'privileged', confidence: 'high', packages: 'cap dockerode pcap raw-socket' },
  {
    id: 'S082',
    ecosystem: 'npm',
    signal: 'raw-network-server',
    confidence: 'high',
    packages: 'aedes ftp-srv mediasoup mosca net-snmp node-media-server node-turn smtp-server',
  },
  { id: 'S083', ecosystem: 'npm', signal: 'sandbox', confidence: 'high', packages: 'isolated-vm node-pty' },
  {
    id: 'S084',
    ecosystem: 'npm',
    signal: 'scheduler-inprocess',
    confidence: 'high',
    packages: '@fastify/schedule @nestjs/schedule bree cron croner fastify-cron node-cron node-schedule toad-scheduler',
  },
  {
    id: 'S085',
    ecosystem: 'npm',
    signal: 'serverless-tool',
    confidence: 'medium',
    packages: 'osls serverless serverless-esbuild serverless-offline sst',
  },
  {
    id: 'S086',
    ecosystem: 'npm',
    signal: 'web-async',
    confidence: 'high',
    packages:
      '@astrojs/node @react-router/express @react-router/serve @remix-run/express @remix-run/node @remix-run/serve @solidjs/start @sveltejs/kit @tanstack/react-start @tanstack/solid-start next nitro nitropack nuxt',
  },
  {
    id: 'S087',
    ecosystem: 'npm',
    signal: 'web-sync',
    confidence: 'high',
    packages:
      '@adonisjs/core @apollo/server @feathersjs/express @feathersjs/koa @hapi/hapi @keystone-6/core @loopback/rest @marblejs/http @medusajs/medusa @midwayjs/koa @midwayjs/web @nestjs/core @strapi/strapi @tsed/platform-express apollo-server-express elysia express express-graphql fastify graphql-yoga hono hyper-express json-server koa loopback mercurius micro restana restify routing-controllers sails',
  },
  { id: 'S088', ecosystem: 'npm', signal: 'websocket-server', confidence: 'low', packages: 'websocket ws y-websocket' },
  {
    id: 'S089',
    ecosystem: 'npm',
    signal: 'websocket-server',
    confidence: 'medium',
    packages:
      '@colyseus/core @fastify/websocket @feathersjs/socketio @hocuspocus/server @hono/node-ws @nestjs/platform-socket.io @nestjs/platform-ws @nestjs/websockets @y/websocket-server colyseus engine.io express-ws fastify-websocket faye-websocket koa-websocket peer primus sails-hook-sockets socket.io socketcluster-server sockjs uWebSockets.js y-socket.io',
  },
  {
    id: 'S090',
    ecosystem: 'npm',
    signal: 'worker-framework',
    confidence: 'high',
    packages:
      '@hokify/agenda @nestjs/bull @nestjs/bullmq @pulsecron/pulse @taskforcesh/bullmq-pro agenda bee-queue bull bullmq faktory-worker graphile-worker kue node-resque pg-boss',
  },
  {
    id: 'S091',
    ecosystem: 'npm',
    signal: 'workflow-worker',
    confidence: 'high',
    packages: '@hatchet-dev/typescript-sdk @io-orkes/conductor-javascript @temporalio/nestjs @temporalio/worker zeebe-node',
  },
  {
    id: 'S092',
    ecosystem: 'python',
    signal: 'big-sdk',
    confidence: 'medium',
    packages: 'boto3 google-cloud-bigquery snowflake-connector-python',
  },
  {
    id: 'S093',
    ecosystem: 'python',
    signal: 'browser',
    confidence: 'high',
    packages:
      'botasaurus browser-use camoufox crawl4ai html2image nodriver patchright playwright pyppeteer scrapy-playwright seleniumbase undetected-chromedriver',
  },
  { id: 'S094', ecosystem: 'python', signal: 'browser', confidence: 'medium', packages: 'selenium' },
  { id: 'S095', ecosystem: 'python', signal: 'cluster-operator', confidence: 'high', packages: 'kopf' },
  {
    id: 'S096',
    ecosystem: 'python',
    signal: 'consumer-queue',
    confidence: 'medium',
    packages:
      'aio-pika aiomqtt aiormq amqpstorm asyncio-mqtt asyncio-nats-client asyncio-nats-streaming gmqtt greenstalk kombu nats-py paho-mqtt pika pulsar-client pynsq python-qpid-proton rabbitpy sqs-listener stomp-py',
  },
  {
    id: 'S097',
    ecosystem: 'python',
    signal: 'consumer-stream',
    confidence: 'medium',
    packages: 'aiokafka amazon-kclpy confluent-kafka faststream kafka-python kafka-python-ng pykafka',
  },
  {
    id: 'S098',
    ecosystem: 'python',
    signal: 'db-pool',
    confidence: 'low',
    packages: 'psycopg psycopg-pool psycopg2 psycopg2-binary pymysql sqlalchemy',
  },
  { id: 'S099', ecosystem: 'python', signal: 'db-pool', confidence: 'medium', packages: 'asyncpg' },
  {
    id: 'S100',
    ecosystem: 'python',
    signal: 'distributed-compute',
    confidence: 'high',
    packages: 'apache-beam distributed pyspark ray',
  },
  { id: 'S101', ecosystem: 'python', signal: 'distributed-compute', confidence: 'low', packages: 'dask' },
  { id: 'S102', ecosystem: 'python', signal: 'embedded-store', confidence: 'high', packages: 'chromadb' },
  { id: 'S103', ecosystem: 'python', signal: 'embedded-store', confidence: 'low', packages: 'duckdb' },
  {
    id: 'S104',
    ecosystem: 'python',
    signal: 'embedded-store',
    confidence: 'medium',
    packages: 'aiosqlite diskcache lancedb lmdb milvus-lite plyvel rocksdict sqlite-utils sqlitedict tinydb whoosh zodb',
  },
  { id: 'S105', ecosystem: 'python', signal: 'fork-model', confidence: 'medium', packages: 'circus eventlet gevent supervisor' },
  {
    id: 'S106',
    ecosystem: 'python',
    signal: 'gpu',
    confidence: 'high',
    packages:
      'auto-gptq autoawq bitsandbytes cudf-cu12 cudf-cu13 cuml-cu12 cuml-cu13 cupy cupy-cuda11x cupy-cuda12x cupy-cuda13x deepspeed exllamav2 faiss-gpu faiss-gpu-cu12 flash-attn lmdeploy onnxruntime-gpu paddlepaddle-gpu pycuda sglang tensorflow-gpu tensorrt tensorrt-cu12 tensorrt-cu13 tensorrt-llm unsloth vllm xformers',
  },
  { id: 'S107', ecosystem: 'python', signal: 'gpu-libs', confidence: 'medium', packages: 'nvidia-* triton' },
  { id: 'S108', ecosystem: 'python', signal: 'grpc-server', confidence: 'low', packages: 'grpcio' },
  {
    id: 'S109',
    ecosystem: 'python',
    signal: 'grpc-server',
    confidence: 'medium',
    packages: 'grpcio-health-checking grpcio-reflection grpclib',
  },
  {
    id: 'S110',
    ecosystem: 'python',
    signal: 'gui-hardware',
    confidence: 'high',
    packages:
      'adafruit-blinka bleak customtkinter evdev gpiozero kivy picamera2 pyaudio pyautogui pygame pynput pyqt5 pyqt6 pyserial pyside6 pyusb rpi-gpio sounddevice wxpython',
  },
  { id: 'S111', ecosystem: 'python', signal: 'k8s-client', confidence: 'medium', packages: 'kubernetes' },
  {
    id: 'S112',
    ecosystem: 'python',
    signal: 'lambda-adapter',
    confidence: 'high',
    packages: 'apig-wsgi aws-wsgi awsgi awsgi2 flask-lambda mangum serverless-wsgi',
  },
  {
    id: 'S113',
    ecosystem: 'python',
    signal: 'lambda-native',
    confidence: 'high',
    packages:
      'ask-sdk-core aws-durable-execution-sdk-python aws-lambda-powertools awslambdaric chalice crhelper datadog-lambda zappa',
  },
  {
    id: 'S114',
    ecosystem: 'python',
    signal: 'metrics-pull',
    confidence: 'medium',
    packages:
      'aioprometheus django-prometheus prometheus-client prometheus-fastapi-instrumentator prometheus-flask-exporter starlette-prometheus',
  },
  {
    id: 'S115',
    ecosystem: 'python',
    signal: 'ml-heavy',
    confidence: 'high',
    packages:
      'autogluon catboost chromadb coqui-tts deepface diffusers easyocr faster-whisper jax keras-cv librosa mediapipe mmcv nemo-toolkit open-clip-torch openai-clip openai-whisper paddleocr paddlepaddle pyannote-audio rasa sentence-transformers setfit tensorflow tensorflow-cpu tensorflow-hub tensorflow-text torch torch-geometric torchaudio torchvision tts ultralytics',
  },
  {
    id: 'S116',
    ecosystem: 'python',
    signal: 'ml-medium',
    confidence: 'high',
    packages:
      'faiss-cpu geopandas lightgbm llama-cpp-python numba onnxruntime opencv-python opencv-python-headless polars prophet pyarrow scikit-learn scipy spacy statsmodels streamlit transformers xgboost',
  },
  {
    id: 'S117',
    ecosystem: 'python',
    signal: 'native-ext',
    confidence: 'medium',
    packages:
      'argon2-cffi bcrypt cryptography fiona grpcio-tools lxml moviepy orjson pillow psycopg2-binary pydantic-core rasterio',
  },
  {
    id: 'S118',
    ecosystem: 'python',
    signal: 'native-syslib',
    confidence: 'high',
    packages:
      'cairosvg cx-oracle django-weasyprint ffmpeg-python gdal graphviz imgkit mysqlclient ocrmypdf pdf2image pdfkit psycopg2 pycairo pydub pygobject pygraphviz pyodbc pypandoc pytesseract python-ldap python-magic pyzbar tabula-py textract wand weasyprint',
  },
  {
    id: 'S119',
    ecosystem: 'python',
    signal: 'notebook-ui',
    confidence: 'high',
    packages:
      'chainlit dash flet gradio h2o-wave jupyter-server jupyterhub jupyterlab justpy marimo nicegui notebook panel pywebio reflex shiny solara streamlit taipy voila',
  },
  {
    id: 'S120',
    ecosystem: 'python',
    signal: 'number-crunching',
    confidence: 'low',
    packages: 'cvxpy networkx numpy ortools pandas pulp sympy',
  },
  {
    id: 'S121',
    ecosystem: 'python',
    signal: 'privileged',
    confidence: 'high',
    packages: 'aiodocker bcc docker netfilterqueue pcapy-ng pyroute2 python-iptables scapy',
  },
  {
    id: 'S122',
    ecosystem: 'python',
    signal: 'raw-network-server',
    confidence: 'high',
    packages: 'aiocoap aiosmtpd amqtt hbmqtt pyftpdlib pyrad',
  },
  { id: 'S123', ecosystem: 'python', signal: 'raw-network-server', confidence: 'low', packages: 'asyncssh dnslib twisted' },
  {
    id: 'S124',
    ecosystem: 'python',
    signal: 'scheduler-inprocess',
    confidence: 'high',
    packages:
      'aiocron apscheduler django-apscheduler django-celery-beat django-crontab flask-apscheduler periodiq rocketry schedule timeloop',
  },
  {
    id: 'S125',
    ecosystem: 'python',
    signal: 'stream-processor',
    confidence: 'high',
    packages: 'apache-flink bytewax faust faust-streaming pathway quixstreams',
  },
  {
    id: 'S126',
    ecosystem: 'python',
    signal: 'web-async',
    confidence: 'high',
    packages:
      'blacksheep ellar esmerald fastapi fastapi-slim langserve litestar python-fasthtml quart responder robyn sanic starlette tornado',
  },
  {
    id: 'S127',
    ecosystem: 'python',
    signal: 'web-server',
    confidence: 'medium',
    packages: 'daphne gunicorn hypercorn uvicorn uwsgi waitress',
  },
  {
    id: 'S128',
    ecosystem: 'python',
    signal: 'web-sync',
    confidence: 'high',
    packages:
      'apiflask bentoml bottle cherrypy django django-ninja djangorestframework eve falcon flask flask-appbuilder flask-openapi3 flask-smorest litserve pyramid turbogears2 wagtail web-py',
  },
  { id: 'S129', ecosystem: 'python', signal: 'websocket-server', confidence: 'low', packages: 'websockets' },
  {
    id: 'S130',
    ecosystem: 'python',
    signal: 'websocket-server',
    confidence: 'medium',
    packages:
      'channels fastapi-socketio fastapi-websocket-pubsub fastapi-websocket-rpc flask-sock flask-socketio flask-sockets python-socketio websocket-server',
  },
  {
    id: 'S131',
    ecosystem: 'python',
    signal: 'worker-framework',
    confidence: 'high',
    packages:
      'arq celery django-background-tasks django-dramatiq django-q django-q2 django-rq dramatiq funboost huey nameko pgqueuer procrastinate repid rq rq-scheduler saq streaq taskiq tasktiger',
  },
  {
    id: 'S132',
    ecosystem: 'python',
    signal: 'workflow-worker',
    confidence: 'high',
    packages: 'apache-airflow conductor-python dagster hatchet-sdk luigi pyzeebe temporalio',
  },
  { id: 'S133', ecosystem: 'python', signal: 'workflow-worker', confidence: 'medium', packages: 'prefect' },
  // Clients as often as servers: the rules ask for more than the name.
  { id: 'S134', ecosystem: 'python', signal: 'web-async', confidence: 'low', packages: 'aiohttp' },
  { id: 'S135', ecosystem: 'go', signal: 'raw-network-server', confidence: 'low', packages: 'github.com/miekg/dns' },
  {
    id: 'S136',
    ecosystem: 'jvm',
    signal: 'raw-network-server',
    confidence: 'low',
    packages: 'org.apache.mina:mina-core org.apache.sshd:sshd-core org.apache.zookeeper:zookeeper',
  },
  { id: 'S137', ecosystem: 'npm', signal: 'raw-network-server', confidence: 'low', packages: 'dns2 ssh2' },
  // Frameworks beside the best known ones.
  {
    id: 'S138',
    ecosystem: 'go',
    signal: 'web-sync',
    confidence: 'high',
    packages:
      'github.com/beego/beego github.com/cloudwego/hertz github.com/julienschmidt/httprouter github.com/kataras/iris github.com/valyala/fasthttp',
  },
  {
    id: 'S139',
    ecosystem: 'jvm',
    signal: 'web-sync',
    confidence: 'high',
    packages:
      'io.quarkus:quarkus-reactive-routes io.quarkus:quarkus-rest io.quarkus:quarkus-rest-jackson io.quarkus:quarkus-rest-jsonb io.quarkus:quarkus-resteasy io.quarkus:quarkus-resteasy-jackson io.quarkus:quarkus-resteasy-jsonb io.quarkus:quarkus-resteasy-reactive io.quarkus:quarkus-resteasy-reactive-jackson io.quarkus:quarkus-resteasy-reactive-jsonb io.quarkus:quarkus-spring-web io.quarkus:quarkus-undertow org.glassfish.jersey.core:jersey-server org.http4k:http4k-core',
  },
  {
    id: 'S140',
    ecosystem: 'jvm',
    signal: 'web-async',
    confidence: 'high',
    packages:
      'io.ktor:ktor-server-cio* io.ktor:ktor-server-core* io.ktor:ktor-server-jetty* io.ktor:ktor-server-netty* io.ktor:ktor-server-tomcat* io.micronaut:micronaut-http-server-netty',
  },
  {
    id: 'S141',
    ecosystem: 'npm',
    signal: 'web-sync',
    confidence: 'high',
    packages:
      '@feathersjs/express @feathersjs/koa @hono/node-server @nestjs/platform-express @nestjs/platform-fastify apollo-server polka',
  },
  {
    id: 'S142',
    ecosystem: 'python',
    signal: 'web-sync',
    confidence: 'high',
    packages: 'connexion flask-restful flask-restx',
  },
  { id: 'S143', ecosystem: 'npm', signal: 'lambda-native', confidence: 'high', packages: '@middy/* @architect/functions' },
  { id: 'S211', ecosystem: 'npm', signal: 'lambda-adapter', confidence: 'high', packages: '@remix-run/architect' },
  {
    id: 'S144',
    ecosystem: 'jvm',
    signal: 'lambda-native',
    confidence: 'high',
    packages:
      'com.amazonaws:aws-lambda-java-serialization io.micronaut.aws:micronaut-function-aws-* software.amazon.lambda:powertools-*',
  },
  {
    id: 'S145',
    ecosystem: 'go',
    signal: 'privileged',
    confidence: 'medium',
    packages: 'github.com/gopacket/gopacket github.com/moby/moby github.com/vishvananda/netlink',
  },
  // Their documentation: the client holds a websocket (or XMPP, IRC) connection for as long as it is to be told anything.
  {
    id: 'S146',
    ecosystem: 'python',
    signal: 'gateway-client',
    confidence: 'high',
    packages:
      'discord discord-py disnake hikari kurigram matrix-nio nextcord py-cord pyrofork pyrogram slixmpp telethon twitchio',
  },
  {
    id: 'S147',
    ecosystem: 'npm',
    signal: 'gateway-client',
    confidence: 'high',
    packages:
      '@slack/socket-mode @twurple/chat @whiskeysockets/baileys discord.js eris irc-framework matrix-bot-sdk oceanic.js telegram tmi.js venom-bot whatsapp-web.js',
  },
  {
    id: 'S148',
    ecosystem: 'jvm',
    signal: 'gateway-client',
    confidence: 'high',
    packages:
      'com.discord4j:discord4j-core com.github.twitch4j:twitch4j net.dv8tion:JDA org.javacord:javacord org.quickfixj:quickfixj-core',
  },
  {
    id: 'S149',
    ecosystem: 'go',
    signal: 'gateway-client',
    confidence: 'high',
    packages:
      'github.com/bwmarrin/discordgo github.com/diamondburned/arikawa/v3 github.com/disgoorg/disgo github.com/gempir/go-twitch-irc/v4 github.com/gotd/td go.mau.fi/whatsmeow',
  },
  // Their wheels load libGL from the system; the headless ones do not (opencv-python on PyPI, "Frequently Asked Questions").
  {
    id: 'S150',
    ecosystem: 'python',
    signal: 'native-syslib',
    confidence: 'high',
    packages: 'opencv-contrib-python opencv-python',
  },
  {
    id: 'S151',
    ecosystem: 'jvm',
    signal: 'in-memory-grid',
    confidence: 'high',
    packages: 'com.typesafe.akka:akka-cluster* org.apache.pekko:pekko-cluster*',
  },
  // They require torch, TensorFlow or JAX themselves.
  {
    id: 'S153',
    ecosystem: 'python',
    signal: 'ml-heavy',
    confidence: 'high',
    packages: 'accelerate bertopic docling fastai flair flax lightning peft pytorch-lightning stanza tf-keras timm trl whisperx',
  },
  { id: 'S152', ecosystem: 'npm', signal: 'web-sync', confidence: 'medium', packages: '@slack/bolt probot' },
  // What a program calls to deploy others: nothing of it is left running.
  {
    id: 'S210',
    ecosystem: 'npm',
    signal: 'deployer',
    confidence: 'high',
    packages: 'aws-cdk-lib @aws-cdk/core @pulumi/* cdktf cdk8s',
  },
  {
    id: 'S211',
    ecosystem: 'python',
    signal: 'deployer',
    confidence: 'high',
    packages: 'aws-cdk-lib aws-cdk-core pulumi pulumi-* cdktf cdk8s troposphere',
  },
  {
    id: 'S212',
    ecosystem: 'jvm',
    signal: 'deployer',
    confidence: 'high',
    packages: 'software.amazon.awscdk:* com.pulumi:pulumi com.hashicorp:cdktf',
  },
  {
    id: 'S213',
    ecosystem: 'go',
    signal: 'deployer',
    confidence: 'high',
    packages:
      'github.com/aws/aws-cdk-go/awscdk github.com/pulumi/pulumi/sdk github.com/hashicorp/terraform-cdk-go/cdktf github.com/cdk8s-team/cdk8s-core-go/cdk8s',
  },
  // Whoever provides and whoever consumes both keep connections to a registry and to each other, on ports of their own.
  {
    id: 'S214',
    ecosystem: 'jvm',
    signal: 'rpc-framework',
    confidence: 'high',
    packages:
      'org.apache.dubbo:dubbo org.apache.dubbo:dubbo-spring-boot-starter org.apache.dubbo:dubbo-registry-* com.alibaba:dubbo com.alibaba.boot:dubbo-spring-boot-starter com.alipay.sofa:rpc-sofa-boot-starter com.alipay.sofa:sofa-rpc-all',
  },
  {
    id: 'S215',
    ecosystem: 'go',
    signal: 'rpc-framework',
    confidence: 'high',
    packages:
      'dubbo.apache.org/dubbo-go github.com/asim/go-micro github.com/cloudwego/kitex github.com/micro/go-micro github.com/smallnest/rpcx go-micro.dev/v4',
  },
  { id: 'S222', ecosystem: 'npm', signal: 'rpc-framework', confidence: 'high', packages: 'cote moleculer seneca' },
  // Libraries in which handlers for the functions of other clouds are written.
  {
    id: 'S217',
    ecosystem: 'python',
    signal: 'other-function',
    confidence: 'high',
    packages: 'azure-functions functions-framework',
  },
  {
    id: 'S218',
    ecosystem: 'npm',
    signal: 'other-function',
    confidence: 'high',
    packages: '@azure/functions @google-cloud/functions-framework @netlify/edge-functions @netlify/functions firebase-functions',
  },
  {
    id: 'S219',
    ecosystem: 'jvm',
    signal: 'other-function',
    confidence: 'high',
    packages:
      'com.google.cloud.functions:functions-framework-api com.microsoft.azure.functions:azure-functions-java-library io.quarkus:quarkus-azure-functions io.quarkus:quarkus-google-cloud-functions org.springframework.cloud:spring-cloud-function-adapter-azure org.springframework.cloud:spring-cloud-function-adapter-gcp',
  },
  {
    id: 'S220',
    ecosystem: 'go',
    signal: 'other-function',
    confidence: 'high',
    packages: 'github.com/GoogleCloudPlatform/functions-framework-go',
  },
  {
    id: 'S226',
    ecosystem: 'go',
    signal: 'consumer-queue',
    confidence: 'low',
    packages:
      'cloud.google.com/go/pubsub github.com/Azure/azure-sdk-for-go/sdk/messaging/azeventhubs github.com/Azure/azure-sdk-for-go/sdk/messaging/azservicebus github.com/Azure/azure-sdk-for-go/sdk/storage/azqueue github.com/aws/aws-sdk-go github.com/aws/aws-sdk-go-v2/service/sqs',
  },
  {
    id: 'S227',
    ecosystem: 'go',
    signal: 'gui-hardware',
    confidence: 'high',
    packages:
      'fyne.io/fyne/v2 github.com/google/gousb github.com/hajimehoshi/ebiten/v2 github.com/stianeikeland/go-rpio/v4 github.com/tarm/serial github.com/wailsapp/wails/v2 go.bug.st/serial gobot.io/x/gobot',
  },
  { id: 'S228', ecosystem: 'go', signal: 'gpu', confidence: 'high', packages: 'github.com/NVIDIA/go-nvml' },
  {
    id: 'S229',
    ecosystem: 'go',
    signal: 'stream-processor',
    confidence: 'high',
    packages: 'github.com/benthosdev/benthos/v4 github.com/lovoo/goka github.com/redpanda-data/benthos/v4',
  },
  {
    id: 'S230',
    ecosystem: 'python',
    signal: 'consumer-queue',
    confidence: 'low',
    packages: 'aioboto3 aiobotocore azure-eventhub azure-servicebus azure-storage-queue boto3 google-cloud-pubsub',
  },
  {
    id: 'S231',
    ecosystem: 'npm',
    signal: 'consumer-queue',
    confidence: 'low',
    packages: '@aws-sdk/client-sqs @azure/event-hubs @azure/service-bus @azure/storage-queue @google-cloud/pubsub aws-sdk',
  },
  {
    id: 'S232',
    ecosystem: 'jvm',
    signal: 'consumer-queue',
    confidence: 'low',
    packages:
      'com.amazonaws:aws-java-sdk com.amazonaws:aws-java-sdk-sqs com.azure:azure-messaging-eventhubs com.azure:azure-messaging-servicebus com.azure:azure-storage-queue com.google.cloud:google-cloud-pubsub software.amazon.awssdk:sqs',
  },
  // Their documentation: whoever polls asks for updates in a loop; whoever has a webhook is called by HTTP.
  {
    id: 'S233',
    ecosystem: 'python',
    signal: 'updates-client',
    confidence: 'high',
    packages: 'aiogram pytelegrambotapi python-telegram-bot',
  },
  {
    id: 'S234',
    ecosystem: 'npm',
    signal: 'updates-client',
    confidence: 'high',
    packages: 'grammy node-telegram-bot-api telegraf',
  },
  {
    id: 'S235',
    ecosystem: 'jvm',
    signal: 'updates-client',
    confidence: 'high',
    packages:
      'com.github.pengrad:java-telegram-bot-api io.github.kotlin-telegram-bot.kotlin-telegram-bot:telegram org.telegram:telegrambots org.telegram:telegrambots-longpolling org.telegram:telegrambots-spring-boot-starter org.telegram:telegrambots-springboot-longpolling-starter',
  },
  {
    id: 'S236',
    ecosystem: 'go',
    signal: 'updates-client',
    confidence: 'high',
    packages:
      'github.com/PaulSonOfLars/gotgbot/v2 github.com/go-telegram-bot-api/telegram-bot-api/v5 github.com/go-telegram/bot github.com/mymmrac/telego gopkg.in/telebot.v3 gopkg.in/telebot.v4',
  },
  { id: 'S237', ecosystem: 'python', signal: 'raw-network-server', confidence: 'low', packages: 'asyncua pymodbus' },
  // Bolt serves HTTP by itself, unless it is told to keep a socket open instead.
  { id: 'S243', ecosystem: 'python', signal: 'web-sync', confidence: 'low', packages: 'slack-bolt' },
  {
    id: 'S238',
    ecosystem: 'jvm',
    signal: 'privileged',
    confidence: 'medium',
    packages: 'com.github.docker-java:docker-java com.github.docker-java:docker-java-core org.pcap4j:pcap4j-core',
  },
  // Caches to most: they count where a source waits on a stream or a list (Redis, XREADGROUP, BLPOP).
  {
    id: 'S239',
    ecosystem: 'go',
    signal: 'consumer-queue',
    confidence: 'low',
    packages:
      'github.com/go-redis/redis github.com/gomodule/redigo github.com/redis/go-redis github.com/redis/rueidis github.com/valkey-io/valkey-go',
  },
  {
    id: 'S240',
    ecosystem: 'jvm',
    signal: 'consumer-queue',
    confidence: 'low',
    packages:
      'io.lettuce:lettuce-core io.micronaut.redis:micronaut-redis-lettuce io.quarkus:quarkus-redis-client org.redisson:redisson org.redisson:redisson-spring-boot-starter org.springframework.boot:spring-boot-starter-data-redis org.springframework.boot:spring-boot-starter-data-redis-reactive org.springframework.data:spring-data-redis redis.clients:jedis',
  },
  { id: 'S241', ecosystem: 'npm', signal: 'consumer-queue', confidence: 'low', packages: '@redis/client ioredis iovalkey redis' },
  { id: 'S242', ecosystem: 'python', signal: 'consumer-queue', confidence: 'low', packages: 'aioredis coredis redis valkey' },
];
