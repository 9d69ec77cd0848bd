import { type ExpertCase, lines, pom, sam } from './case.ts';

const BOOT = 'org.springframework.boot';
const temurin = (...extra: readonly string[]): string =>
  lines('FROM eclipse-temurin:21-jre', ...extra, 'COPY target/app.jar /app.jar', 'ENTRYPOINT ["java", "-jar", "/app.jar"]');

export const JVM: readonly ExpertCase[] = [
  {
    id: 'Spring Boot web',
    files: { 'pom.xml': pom('pets', [`${BOOT}:spring-boot-starter-web`], { boot: true }), Dockerfile: temurin('EXPOSE 8080') },
    target: 'fargate',
    says: ['jvm-cold-start', 'http-adapter-needed'],
    silent: ['already-serverless', 'snapstart'],
  },
  {
    id: 'a client of gRPC that is called so',
    service: 'grpc-client',
    files: {
      'grpc-client/pom.xml': pom('grpc-client', [`${BOOT}:spring-boot-starter`, 'io.grpc:grpc-netty-shaded:1.68.1'], {
        boot: true,
      }),
      'grpc-client/Dockerfile': temurin(),
    },
    target: 'fargate',
    silent: ['grpc', 'long-lived-process'],
  },
  {
    id: 'a server that is called after the jobs that it keeps',
    service: 'job-service',
    files: {
      'job-service/pom.xml': pom('job-service', [`${BOOT}:spring-boot-starter-webflux`], { boot: true }),
      'job-service/Dockerfile': temurin('EXPOSE 8080'),
    },
    target: 'fargate',
    says: ['http-adapter-needed'],
    silent: ['declare-facts'],
  },
  {
    id: 'Spring Batch',
    files: { 'pom.xml': pom('billing', [`${BOOT}:spring-boot-starter-batch`], { boot: true }), Dockerfile: temurin() },
    target: 'fargate',
    says: ['long-running-worker'],
    silent: ['long-lived-process'],
  },
  {
    id: 'Spring Batch whose jobs are short',
    files: {
      'pom.xml': pom('billing', [`${BOOT}:spring-boot-starter-batch`], { boot: true }),
      Dockerfile: temurin(),
      'cohost.facts.yaml': 'jobSeconds: 120\n',
    },
    target: 'fargate',
    silent: ['long-running-worker', 'timeout-15min'],
  },
  {
    id: 'Spring Boot with the servlet adapter, tight cold start',
    files: {
      'pom.xml': pom(
        'pets',
        [`${BOOT}:spring-boot-starter-web`, 'com.amazonaws.serverless:aws-serverless-java-container-springboot3:2.1.0'],
        { boot: true },
      ),
      'template.yaml': sam('java21', 'com.example.Handler::handleRequest'),
      'cohost.facts.yaml': 'coldStartBudgetMs: 200\n',
    },
    target: 'lambda-zip',
    says: ['cold-start', 'snapstart', 'already-serverless'],
    silent: ['jvm-cold-start'],
  },
  {
    id: 'Spring Boot without adapter, tight cold start',
    files: {
      'pom.xml': pom('pets', [`${BOOT}:spring-boot-starter-web`], { boot: true }),
      Dockerfile: temurin(),
      'cohost.facts.yaml': lines('coldStartBudgetMs: 100', 'traffic: spiky'),
    },
    target: 'fargate',
    says: ['cold-start', 'jvm-cold-start', 'spiky-traffic'],
  },
  {
    id: 'Quarkus function',
    files: {
      'pom.xml': pom('fn', ['io.quarkus:quarkus-amazon-lambda:3.17.5']),
      'template.yaml': sam('java21', 'io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler::handleRequest'),
    },
    target: 'lambda-zip',
    says: ['already-serverless', 'jvm-fast'],
    silent: ['jvm-cold-start'],
  },
  {
    id: 'Quarkus service',
    files: { 'pom.xml': pom('api', ['io.quarkus:quarkus-rest:3.17.5']), Dockerfile: temurin('EXPOSE 8080') },
    target: 'fargate',
    says: ['jvm-fast'],
    silent: ['jvm-cold-start', 'already-serverless'],
  },
  {
    id: 'plain Java handler',
    files: {
      'pom.xml': pom('fn', ['com.amazonaws:aws-lambda-java-core:1.2.3', 'com.amazonaws:aws-lambda-java-events:3.14.0']),
      'template.yaml': sam('java21', 'com.example.Handler'),
    },
    target: 'lambda-zip',
    says: ['already-serverless'],
    silent: ['jvm-cold-start', 'package-size'],
  },
  {
    id: 'Java 8 level runs on a newer JVM',
    files: {
      'pom.xml': pom('fn', ['com.amazonaws:aws-lambda-java-core:1.2.3'], { java: '8' }),
      'template.yaml': sam('java21', 'com.example.Handler'),
    },
    target: 'lambda-zip',
    silent: ['runtime-unsupported'],
  },
  {
    id: 'Java 26 has no runtime',
    files: { 'pom.xml': pom('fn', ['com.amazonaws:aws-lambda-java-core:1.2.3'], { java: '26' }) },
    target: 'lambda-image',
    says: ['runtime-unsupported'],
  },
  {
    id: 'Java Lambda image',
    files: {
      'pom.xml': pom('fn', ['com.amazonaws:aws-lambda-java-core:1.2.3']),
      Dockerfile: lines(
        'FROM public.ecr.aws/lambda/java:21',
        'COPY target/classes ${LAMBDA_TASK_ROOT}',
        'CMD ["com.example.Handler::handleRequest"]',
      ),
    },
    target: 'lambda-image',
    says: ['already-serverless'],
  },
  {
    id: 'Kafka Streams',
    files: { 'pom.xml': pom('totals', ['org.apache.kafka:kafka-streams:4.1.0']), Dockerfile: temurin() },
    target: 'fargate',
    says: ['stateful-stream'],
  },
  {
    id: 'Kafka producer in a web service',
    files: {
      'pom.xml': pom('orders', [`${BOOT}:spring-boot-starter-web`, 'org.springframework.kafka:spring-kafka'], { boot: true }),
      Dockerfile: temurin('EXPOSE 8080'),
    },
    target: 'fargate',
    says: ['producer-or-consumer', 'jvm-cold-start'],
    silent: ['long-running-consumer'],
  },
  {
    id: 'Rabbit listener by its settings',
    files: {
      'pom.xml': pom('mails', [`${BOOT}:spring-boot-starter-amqp`], { boot: true }),
      'src/main/resources/application.properties': lines('spring.rabbitmq.listener.simple.concurrency=4'),
      Dockerfile: temurin(),
    },
    target: 'fargate',
    says: ['long-running-consumer', 'event-source-mapping'],
  },
  {
    id: 'Kinesis client library',
    files: { 'pom.xml': pom('clicks', ['software.amazon.kinesis:amazon-kinesis-client:3.0.1']), Dockerfile: temurin() },
    target: 'fargate',
    says: ['long-running-consumer', 'event-source-mapping'],
  },
  {
    id: 'Quartz',
    files: { 'pom.xml': pom('dunning', ['org.quartz-scheduler:quartz:2.5.0']), Dockerfile: temurin() },
    target: 'fargate',
    says: ['scheduler'],
  },
  {
    id: 'batch of three hours',
    files: {
      'pom.xml': pom('eod', [`${BOOT}:spring-boot-starter-batch`], { boot: true }),
      Dockerfile: temurin(),
      'cohost.facts.yaml': 'jobSeconds: 10800\n',
    },
    target: 'fargate',
    says: ['timeout-15min'],
    silent: ['managed-instances'],
  },
  {
    id: 'Jakarta EE from the server',
    files: {
      'pom.xml': pom('legacy', ['jakarta.platform:jakarta.jakartaee-api:10.0.0:provided']),
      Dockerfile: lines(
        'FROM quay.io/wildfly/wildfly:34.0.0.Final',
        'COPY target/legacy.war /opt/jboss/wildfly/standalone/deployments/',
      ),
    },
    target: 'fargate',
    says: ['app-server'],
  },
  {
    id: 'Hazelcast members',
    files: { 'pom.xml': pom('grid', ['com.hazelcast:hazelcast:5.5.0']), Dockerfile: temurin() },
    target: 'fargate',
    says: ['clustered-state'],
  },
  {
    id: 'Spark job',
    files: {
      'pom.xml': pom('spark', ['org.apache.spark:spark-sql_2.13:3.5.3:provided', 'org.apache.spark:spark-core_2.13:3.5.3']),
      Dockerfile: temurin(),
    },
    target: 'fargate',
    says: ['distributed-compute'],
  },
  {
    id: 'Helidon MP',
    files: { 'pom.xml': pom('carts', ['io.helidon.microprofile.bundles:helidon-microprofile:4.2.1']) },
    target: 'fargate',
    says: [],
  },
  {
    id: 'gRPC server on Spring',
    files: {
      'pom.xml': pom('quotes', ['net.devh:grpc-server-spring-boot-starter:3.1.0.RELEASE', `${BOOT}:spring-boot-starter`], {
        boot: true,
      }),
      Dockerfile: temurin('EXPOSE 9090'),
    },
    target: 'fargate',
    says: ['grpc'],
  },
  {
    id: 'STOMP over websockets',
    files: {
      'pom.xml': pom('chat', [`${BOOT}:spring-boot-starter-websocket`, `${BOOT}:spring-boot-starter-web`], { boot: true }),
      Dockerfile: temurin(),
    },
    target: 'fargate',
    says: ['websocket'],
  },
  {
    id: 'test starters do not count',
    files: {
      'pom.xml': pom('fn', [
        'com.amazonaws:aws-lambda-java-core:1.2.3',
        `${BOOT}:spring-boot-starter-test:3.4.1:test`,
        'org.seleniumhq.selenium:selenium-java:4.27.0:test',
      ]),
      'template.yaml': sam('java21', 'com.example.Handler'),
    },
    target: 'lambda-zip',
    silent: ['browser', 'snapstart', 'jvm-cold-start'],
  },
  {
    id: 'operator',
    files: {
      'pom.xml': pom('operator', ['io.javaoperatorsdk:operator-framework-spring-boot-starter:5.6.0']),
      Dockerfile: temurin(),
    },
    target: 'container',
    says: ['watch-loop'],
  },
  {
    id: 'Gradle handler',
    files: {
      'settings.gradle.kts': 'rootProject.name = "fn"\n',
      'build.gradle.kts': lines(
        'plugins { java }',
        'java { toolchain { languageVersion = JavaLanguageVersion.of(21) } }',
        'dependencies {',
        '  implementation("com.amazonaws:aws-lambda-java-core:1.2.3")',
        '}',
      ),
      'template.yaml': sam('java21', 'com.example.Handler'),
    },
    target: 'lambda-zip',
    says: ['already-serverless'],
  },
  {
    id: 'DJL fetches its natives when it starts',
    files: {
      'pom.xml': pom('infer', ['ai.djl.pytorch:pytorch-engine:0.31.0', 'com.amazonaws:aws-lambda-java-core:1.2.3']),
      'template.yaml': sam('java21', 'com.example.Handler'),
    },
    target: 'lambda-zip',
    says: ['already-serverless', 'resource-blast-radius'],
  },
  {
    id: 'Quarkus with reactive messaging under its older name',
    files: {
      'pom.xml': pom('stock', ['io.quarkus:quarkus-smallrye-reactive-messaging-kafka:3.8.6']),
      'src/main/resources/application.properties': 'mp.messaging.incoming.orders.connector=smallrye-kafka\n',
      Dockerfile: temurin(),
    },
    target: 'fargate',
    says: ['long-running-consumer'],
    silent: ['websocket'],
  },
  {
    id: 'Quarkus names a profile before the channel that it takes',
    files: {
      'pom.xml': pom('stock', ['io.quarkus:quarkus-messaging-kafka:3.17.5']),
      'src/main/resources/application.properties': '%prod.mp.messaging.incoming.orders.connector=smallrye-kafka\n',
      Dockerfile: temurin(),
    },
    target: 'fargate',
    says: ['long-running-consumer'],
  },
  {
    id: 'what a test of Quarkus takes says nothing',
    files: {
      'pom.xml': pom('stock', ['io.quarkus:quarkus-messaging-kafka:3.17.5']),
      'src/main/resources/application.properties': '%test.mp.messaging.incoming.orders.connector=smallrye-kafka\n',
      Dockerfile: temurin(),
    },
    target: 'fargate',
    silent: ['long-running-consumer'],
  },
  {
    id: 'Spring Boot 4 consumes under the name of its own starter',
    files: {
      'pom.xml': pom('stock', [`${BOOT}:spring-boot-starter-kafka:4.0.2`, `${BOOT}:spring-boot-starter-webmvc:4.0.2`]),
      'src/main/resources/application.properties': 'spring.kafka.consumer.group-id=stock\n',
      Dockerfile: temurin(),
    },
    target: 'fargate',
    says: ['long-running-consumer', 'http-adapter-needed'],
  },
  {
    id: 'Micronaut in a servlet container',
    files: {
      'pom.xml': pom('api', ['io.micronaut.servlet:micronaut-http-server-tomcat:5.1.0']),
      Dockerfile: temurin(),
    },
    target: 'fargate',
    says: ['jvm-fast'],
  },
  {
    id: 'the runtime that Micronaut’s plug-in is told',
    files: {
      'settings.gradle': "rootProject.name = 'api'\n",
      'build.gradle': lines(
        "plugins { id('io.micronaut.application') version '4.4.4' }",
        'micronaut {',
        "  version('4.7.1')",
        "  runtime('netty')",
        "  testRuntime('junit5')",
        '}',
      ),
      'src/main/java/Application.java': 'class Application {}\n',
      Dockerfile: temurin(),
    },
    target: 'fargate',
    says: ['jvm-fast'],
  },
  {
    id: 'a function by Micronaut’s plug-in',
    files: {
      'settings.gradle.kts': 'rootProject.name = "fn"\n',
      'build.gradle.kts': lines(
        'plugins { id("io.micronaut.application") version "4.4.4" }',
        'micronaut { runtime.set("lambda_java") }',
      ),
      'src/main/java/Application.java': 'class Application {}\n',
    },
    target: 'lambda-zip',
    says: ['already-serverless'],
  },
  {
    id: 'the library of a sister module, the listener of its own',
    service: 'orders',
    files: {
      'pom.xml': lines(
        '<project xmlns="http://maven.apache.org/POM/4.0.0">',
        '  <modelVersion>4.0.0</modelVersion>',
        '  <groupId>com.example</groupId><artifactId>shop</artifactId><version>1.0.0</version><packaging>pom</packaging>',
        '  <modules><module>kafka</module><module>orders</module></modules>',
        '</project>',
      ),
      'kafka/pom.xml': pom('kafka', ['org.springframework.kafka:spring-kafka:3.3.1']),
      'kafka/src/main/java/Topics.java': 'class Topics {}\n',
      'orders/pom.xml': pom('orders', ['com.example:kafka:1.0.0', `${BOOT}:spring-boot-starter-web`], { boot: true }),
      'orders/src/main/java/OrderListener.java': lines(
        'class OrderListener {',
        '  @KafkaListener(topics = "orders")',
        '  void take(String order) {}',
        '}',
      ),
      'orders/Dockerfile': temurin(),
    },
    target: 'fargate',
    says: ['long-running-consumer', 'http-adapter-needed'],
  },
  {
    id: 'an image that installs the runtime that it is for',
    files: {
      'pom.xml': pom('api', ['io.quarkus:quarkus-rest:3.17.5']),
      Dockerfile: lines(
        'FROM registry.access.redhat.com/ubi8/ubi-minimal',
        'RUN microdnf install java-11-openjdk-headless && microdnf clean all',
        'COPY target/app.jar /app.jar',
        'ENTRYPOINT ["java", "-jar", "/app.jar"]',
      ),
    },
    target: 'fargate',
    silent: ['system-libs'],
  },
];
