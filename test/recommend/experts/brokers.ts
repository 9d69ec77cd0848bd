import { type ExpertCase, goImage, goMod, lines, nodeImage, packageJson, pom, pythonImage } from './case.ts';

/** Brokers beside the best known ones, how their consumers are told, and what only looks like one. */
export const BROKERS: readonly ExpertCase[] = [
  {
    id: 'brokers: Micronaut listens to NATS, which no mapping polls',
    files: {
      'pom.xml': pom('mail', ['io.micronaut.nats:micronaut-nats:4.5.0']),
      'src/main/java/shop/MailListener.java': lines('@NatsListener', 'class MailListener {}'),
    },
    target: 'fargate',
    says: ['long-running-consumer'],
    silent: ['event-source-mapping'],
  },
  {
    id: 'brokers: a channel adapter of Spring Integration is driven by messages',
    files: {
      'pom.xml': pom('meter', ['org.springframework.integration:spring-integration-mqtt'], { boot: true }),
      'src/main/java/shop/MeterConfig.java': lines(
        'class MeterConfig {',
        '  var in = new MqttPahoMessageDrivenChannelAdapter(url);',
        '}',
      ),
    },
    target: 'fargate',
    says: ['long-running-consumer'],
  },
  {
    id: 'brokers: a route of Camel that begins at a broker',
    files: {
      'pom.xml': pom('ledger', ['org.apache.camel.springboot:camel-kafka-starter:4.9.0'], { boot: true }),
      'src/main/java/shop/LedgerRoute.java': lines(
        'class LedgerRoute extends RouteBuilder {',
        '  void configure() { from("kafka:paid").to("bean:ledger"); }',
        '}',
      ),
    },
    target: 'fargate',
    says: ['long-running-consumer', 'event-source-mapping'],
  },
  {
    id: 'brokers: Pulsar consumes in a loop, and Lambda cannot poll it',
    files: {
      'go.mod': goMod('audit', ['github.com/apache/pulsar-client-go v0.14.0']),
      'main.go': lines('package main', '', 'var in, _ = client.Subscribe(pulsar.ConsumerOptions{Topic: "paid"})'),
      Dockerfile: goImage('audit'),
    },
    target: 'fargate',
    says: ['long-running-consumer'],
    silent: ['event-source-mapping'],
  },
  {
    id: 'brokers: Kafka Streams of Quarkus keeps state',
    files: { 'pom.xml': pom('totals', ['io.quarkus:quarkus-kafka-streams:3.17.5']) },
    target: 'fargate',
    says: ['stateful-stream'],
    silent: ['producer-or-consumer'],
  },
  {
    id: 'brokers: a loop over a stream of Redis, where calls are declared few',
    files: {
      'requirements.txt': 'redis==5.2.1\n',
      Dockerfile: pythonImage(['python', 'main.py']),
      'main.py': lines('while True:', '    handle(store.xreadgroup("g", "c", {"paid": ">"}, block=5000))'),
      'cohost.facts.yaml': 'traffic: spiky\nrequestsPerMonth: 1000\navgDurationMs: 100\nmemoryMiB: 512\n',
    },
    target: 'fargate',
    first: 'long-running-consumer',
    silent: ['event-source-mapping'],
  },
  {
    id: 'brokers: Redis is a cache to a server',
    files: {
      'package.json': packageJson('shop', { express: '^4.21.0', ioredis: '^5.4.0' }, { scripts: { start: 'node server.js' } }),
      Dockerfile: nodeImage('node server.js'),
    },
    target: 'fargate',
    silent: ['long-running-consumer', 'producer-or-consumer'],
  },
  {
    id: 'brokers: Redis is where a worker of Celery is told, and no queue of its own beside it',
    files: {
      'requirements.txt': 'celery==5.4.0\nredis==5.2.1\n',
      Dockerfile: pythonImage(['celery', '-A', 'shop', 'worker']),
    },
    target: 'fargate',
    says: ['long-running-worker'],
    silent: ['long-running-consumer'],
  },
  {
    id: 'brokers: what a package starts by itself consumes',
    files: {
      'package.json': packageJson('mail', { kafkajs: '^2.2.4' }, { scripts: { start: 'node index.js' } }),
      'index.js': "const consumer = kafka.consumer({ groupId: 'mail' });\n",
    },
    target: 'fargate',
    says: ['long-running-consumer'],
  },
  {
    id: 'brokers: a receiver beside the client of a broker takes messages',
    files: { 'package.json': packageJson('mail', { rhea: '^3.0.3' }, { scripts: { start: 'node receiver.js' } }) },
    target: 'fargate',
    says: ['long-running-consumer'],
  },
  {
    id: 'brokers: what receives webhooks sends messages on',
    files: { 'package.json': packageJson('in', { rhea: '^3.0.3' }, { scripts: { start: 'node webhook-receiver.js' } }) },
    target: 'fargate',
    silent: ['long-running-consumer'],
  },
  {
    id: 'brokers: a database that its settings keep in memory is no file',
    files: {
      'pom.xml': pom('pets', ['org.springframework.boot:spring-boot-starter-web', 'com.h2database:h2'], { boot: true }),
      'src/main/resources/application.yml': lines('spring:', '  datasource:', '    url: jdbc:h2:mem:pets'),
    },
    target: 'fargate',
    silent: ['stateful-store'],
  },
  {
    id: 'brokers: one of two data sources is a file',
    files: {
      'pom.xml': pom('pets', ['org.springframework.boot:spring-boot-starter-web', 'com.h2database:h2'], { boot: true }),
      'src/main/resources/application.properties': lines(
        'shop.datasource.url=jdbc:h2:file:/data/shop',
        'spring.datasource.url=jdbc:h2:mem:pets',
      ),
    },
    target: 'fargate',
    says: ['stateful-store'],
  },
  {
    id: 'brokers: an Express server that only knows the types of handlers is no function',
    files: {
      'package.json': packageJson(
        'shop',
        { express: '^4.21.0' },
        { scripts: { start: 'node server.js' }, devDependencies: { '@types/aws-lambda': '^8.10.146' } },
      ),
    },
    target: 'fargate',
    says: ['http-adapter-needed'],
    silent: ['already-serverless'],
  },
  {
    id: 'brokers: Docker of a JVM asks for the host',
    files: { 'pom.xml': pom('runner', ['com.github.docker-java:docker-java-core:3.4.0']) },
    target: 'container',
    says: ['privileged'],
  },
  {
    id: 'brokers: a command says as well that nothing decides',
    files: {
      'pyproject.toml': lines(
        '[project]',
        'name = "csv"',
        'version = "1"',
        'dependencies = ["click"]',
        '[project.scripts]',
        'csv = "csv:main"',
      ),
    },
    target: 'insufficient-evidence',
    first: 'command-line',
    says: ['insufficient-evidence'],
  },
  {
    id: 'brokers: a role that is declared says that a framework serves nothing',
    files: { 'requirements.txt': 'celery==5.4.0\nflask==3.1.0\n', 'cohost.facts.yaml': 'role: worker\n' },
    target: 'fargate',
    says: ['long-running-worker'],
    silent: ['http-adapter-needed'],
  },
  {
    id: 'brokers: one role for several processes makes no worker of the server among them',
    files: {
      'requirements.txt': 'celery==5.4.0\nflask==3.1.0\n',
      Procfile: lines('web: gunicorn shop:app', 'worker: celery -A shop worker'),
      'cohost.facts.yaml': 'role: worker\n',
    },
    process: 'web',
    target: 'fargate',
    says: ['http-adapter-needed'],
  },
  {
    id: 'brokers: a server of names beside nothing else',
    files: { 'package.json': packageJson('names', { dns2: '^2.1.0' }, { scripts: { start: 'node server.js' } }) },
    target: 'fargate',
    says: ['non-http-port'],
  },
  {
    id: 'brokers: who looks names up beside a server',
    files: {
      'package.json': packageJson('shop', { dns2: '^2.1.0', express: '^4.21.0' }, { scripts: { start: 'node server.js' } }),
    },
    target: 'fargate',
    silent: ['non-http-port'],
  },
  {
    id: 'brokers: an app of Slack is called by HTTP',
    files: { 'package.json': packageJson('bot', { '@slack/bolt': '^4.1.0' }, { scripts: { start: 'node app.js' } }) },
    target: 'fargate',
    says: ['http-adapter-needed'],
  },
];
