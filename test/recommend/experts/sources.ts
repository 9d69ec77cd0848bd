import { type ExpertCase, goImage, goMod, lines, packageJson, pom, pythonImage, sam } from './case.ts';

const DAEMON = 'package main\n\nfunc main() { queue.Run() }\n';

/** What only a source tells, and libraries that are known by names of their own. */
export const SOURCES: readonly ExpertCase[] = [
  {
    id: 'sources: SQS is asked for messages with the client of all that AWS has',
    files: {
      'requirements.txt': 'boto3==1.35.0\n',
      Dockerfile: pythonImage(['python', 'worker.py']),
      'worker.py': 'import boto3\nwhile True:\n    sqs.receive_message(QueueUrl="orders", WaitTimeSeconds=20)\n',
    },
    target: 'fargate',
    says: ['long-running-consumer', 'event-source-mapping'],
  },
  {
    id: 'sources: a client of all that AWS has is no consumer where nothing asks for messages',
    files: { 'requirements.txt': 'boto3==1.35.0\nflask==3.1.0\n', Dockerfile: pythonImage(['gunicorn', 'app:app']) },
    target: 'fargate',
    silent: ['long-running-consumer', 'producer-or-consumer'],
  },
  {
    id: 'sources: what is called after taking in and only sends is no consumer',
    files: {
      'requirements.txt': 'kafka-python==2.0.2\n',
      Dockerfile: pythonImage(['python', 'ingest_films.py']),
      'ingest_films.py': 'from kafka import KafkaProducer\n\nproducer = KafkaProducer(bootstrap_servers="bus:9092")\n',
    },
    target: 'fargate',
    silent: ['long-running-consumer', 'event-source-mapping'],
  },
  {
    id: 'sources: a gateway for what comes in is no consumer',
    files: {
      'intake-gateway/package.json': packageJson('ingest-gateway', { express: '^4.21.0', kafkajs: '^2.2.4' }),
      'intake-gateway/Dockerfile': 'FROM node:24\nCOPY . .\nRUN npm ci\nCMD ["npm", "start"]\n',
      'compose.yaml': 'services:\n  ingest-gateway:\n    build: ./intake-gateway\n    ports: ["3000:3000"]\n',
    },
    service: 'intake-gateway',
    target: 'fargate',
    says: ['http-adapter-needed'],
    silent: ['long-running-consumer', 'event-source-mapping'],
  },
  {
    id: 'sources: what is called a worker and serves gRPC waits to be called',
    files: {
      'go.mod': goMod('sums', ['google.golang.org/grpc v1.70.0']),
      'main.go': 'package main\n\nfunc main() {\n\ts := grpc.NewServer()\n\ts.Serve(listener)\n}\n',
      Dockerfile: goImage('worker'),
      'compose.yaml': 'services:\n  worker:\n    build: .\n',
    },
    target: 'fargate',
    says: ['grpc'],
    silent: ['long-running-worker'],
  },
  {
    id: 'sources: a bot that polls, in a module beside its program',
    files: {
      'requirements.txt': 'aiogram==3.15.0\n',
      Dockerfile: pythonImage(['python', 'begin.py']),
      'begin.py': 'import asyncio\nfrom dispatch import listen\n\nasyncio.run(listen())\n',
      'dispatch.py': 'async def listen():\n    await dp.start_polling(bot)\n',
    },
    target: 'fargate',
    says: ['long-running-consumer'],
    silent: ['event-source-mapping', 'producer-or-consumer'],
  },
  {
    id: 'sources: a bot that is called by a webhook may be a function',
    files: {
      'requirements.txt': 'python-telegram-bot==21.9\nfastapi==0.115.6\nuvicorn==0.32.1\n',
      Dockerfile: pythonImage(['uvicorn', 'hooks:app', '--host', '0.0.0.0']),
      'hooks.py': 'from fastapi import FastAPI\n\napp = FastAPI()\n',
    },
    target: 'fargate',
    says: ['http-adapter-needed'],
    silent: ['long-running-consumer'],
  },
  {
    id: 'sources: a bot in Node that asks for updates',
    files: {
      'package.json': packageJson('talk', { telegraf: '^4.16.3' }, { scripts: { start: 'node index.js' } }),
      Dockerfile: 'FROM node:24\nCOPY . .\nRUN npm ci\nCMD ["npm", "start"]\n',
      'index.js': 'const bot = new Telegraf(process.env.TOKEN);\nbot.launch();\n',
    },
    target: 'fargate',
    says: ['long-running-consumer'],
  },
  {
    id: 'sources: a bot on the JVM',
    files: {
      'pom.xml': pom('talk', ['org.telegram:telegrambots:6.9.7.1']),
      'src/main/java/a/TalkBot.java': 'package a;\n\npublic class TalkBot extends TelegramLongPollingBot {\n}\n',
    },
    target: 'fargate',
    says: ['long-running-consumer'],
  },
  {
    id: 'sources: a poller of SQS in Go',
    files: {
      'go.mod': goMod('poll', ['github.com/aws/aws-sdk-go-v2/service/sqs v1.37.0']),
      'internal/queue/worker.go':
        'package queue\n\nfunc Run() {\n\tfor {\n\t\tout, _ := c.ReceiveMessage(ctx, &sqs.ReceiveMessageInput{})\n\t}\n}\n',
      'main.go': DAEMON,
      Dockerfile: goImage('poll'),
    },
    target: 'fargate',
    says: ['long-running-consumer', 'event-source-mapping'],
  },
  {
    id: 'sources: events that a controller of Nest takes',
    files: {
      'package.json': packageJson(
        'audit',
        {
          '@nestjs/core': '^10.0.0',
          '@nestjs/platform-express': '^10.0.0',
          '@nestjs/microservices': '^10.0.0',
          kafkajs: '^2.2.4',
        },
        { scripts: { 'start:prod': 'node dist/main' } },
      ),
      'src/audit.controller.ts':
        "@Controller()\nexport class AuditController {\n  @EventPattern('order.created')\n  on() {}\n}\n",
    },
    target: 'fargate',
    says: ['long-running-consumer', 'event-source-mapping'],
  },
  {
    id: 'sources: Nest without HTTP serves what its transport is',
    files: {
      'package.json': packageJson(
        'hero',
        { '@nestjs/core': '^10.0.0', '@nestjs/microservices': '^10.0.0', '@grpc/grpc-js': '^1.12.0' },
        { scripts: { start: 'node dist/main' } },
      ),
      'hero/hero.proto': 'syntax = "proto3";\nservice Heroes {\n  rpc FindOne (Id) returns (Hero);\n}\n',
    },
    target: 'fargate',
    first: 'grpc',
    silent: ['http-adapter-needed'],
  },
  {
    id: 'sources: a program of Nest that takes messages over TCP, with the packages of a server of HTTP',
    files: {
      'package.json': packageJson(
        'tasks',
        { '@nestjs/core': '^11.0.0', '@nestjs/platform-express': '^11.0.0', '@nestjs/microservices': '^11.0.0' },
        { scripts: { 'start:prod': 'node dist/main' } },
      ),
      'src/main.ts':
        'const app = await NestFactory.createMicroservice<MicroserviceOptions>(AppModule, {\n  transport: Transport.TCP,\n  options: { port: 3003 },\n});\nawait app.listen();\n',
    },
    target: 'fargate',
    says: ['long-lived-process'],
    silent: ['http-adapter-needed', 'web-functions', 'producer-or-consumer'],
  },
  {
    id: 'sources: a program of Nest that takes messages beside requests',
    files: {
      'package.json': packageJson(
        'tasks',
        { '@nestjs/core': '^11.0.0', '@nestjs/platform-express': '^11.0.0', '@nestjs/microservices': '^11.0.0' },
        { scripts: { 'start:prod': 'node dist/main' } },
      ),
      'src/main.ts':
        'const app = await NestFactory.create(AppModule);\napp.connectMicroservice({ transport: Transport.TCP, options: { port: 3003 } });\nawait app.startAllMicroservices();\nawait app.listen(3000);\n',
    },
    target: 'fargate',
    says: ['http-adapter-needed'],
  },
  {
    id: 'sources: a listener in a class that handles events',
    files: {
      'pom.xml': pom('orders', ['org.springframework.boot:spring-boot-starter-web', 'org.springframework.kafka:spring-kafka'], {
        boot: true,
      }),
      'src/main/java/shop/OrderEventHandler.java':
        'class OrderEventHandler {\n  @KafkaListener(topics = "orders")\n  void on(String order) {}\n}\n',
    },
    target: 'fargate',
    says: ['long-running-consumer', 'event-source-mapping'],
  },
  {
    id: 'sources: a listener among the methods of a service',
    files: {
      'pom.xml': pom(
        'mails',
        ['org.springframework.boot:spring-boot-starter-amqp', 'org.springframework.boot:spring-boot-starter-web'],
        { boot: true },
      ),
      'src/main/java/com/example/MailServiceImpl.java': lines(
        'package com.example;',
        'class MailServiceImpl implements MailService {',
        '  @RabbitListener(queues = "mails")',
        '  public void send(Mail mail) {}',
        '}',
      ),
    },
    target: 'fargate',
    says: ['long-running-consumer', 'event-source-mapping'],
    silent: ['producer-or-consumer'],
  },
  {
    id: 'sources: Spring’s scheduler fires in the process',
    files: {
      'pom.xml': pom('rates', ['org.springframework.boot:spring-boot-starter'], { boot: true }),
      'src/main/java/rates/RatesApplication.java':
        '@SpringBootApplication\n@EnableScheduling\npublic class RatesApplication {}\n',
    },
    target: 'fargate',
    says: ['scheduler'],
  },
  {
    id: 'sources: a scheduler of Spring beside a handler is Lambda’s to start',
    files: {
      'pom.xml': pom('rates', ['org.springframework.cloud:spring-cloud-function-adapter-aws:4.2.0'], { boot: true }),
      'src/main/java/rates/RatesApplication.java':
        '@SpringBootApplication\n@EnableScheduling\npublic class RatesApplication {}\n',
      'template.yaml': sam('java21', 'org.springframework.cloud.function.adapter.aws.FunctionInvoker::handleRequest'),
    },
    target: 'lambda-zip',
    silent: ['scheduler'],
  },
  {
    id: 'sources: connections that a program takes itself',
    files: {
      'go.mod': goMod('drop', ['github.com/pkg/sftp v1.13.6', 'golang.org/x/crypto v0.28.0']),
      'main.go':
        'package main\n\nfunc main() {\n\tl, _ := net.Listen("tcp", ":2022")\n\tfor {\n\t\tc, _ := l.Accept()\n\t\tgo handle(c)\n\t}\n}\n',
      Dockerfile: goImage('drop', 'EXPOSE 2022'),
    },
    target: 'fargate',
    says: ['non-http-port'],
  },
  {
    id: 'sources: a listener of HTTP is no protocol of its own',
    files: {
      'go.mod': goMod('api', []),
      'main.go':
        'package main\n\nfunc main() {\n\tl, _ := net.Listen("tcp", ":8080")\n\tgo func() { l.Accept() }()\n\thttp.Serve(l, nil)\n}\n',
      Dockerfile: goImage('api', 'EXPOSE 8080'),
    },
    target: 'fargate',
    silent: ['non-http-port'],
  },
  {
    id: 'sources: Flask with a scheduler of its own',
    files: {
      'requirements.txt': 'flask==3.0.3\nflask-apscheduler==1.13.1\n',
      Dockerfile: pythonImage(['gunicorn', 'app:app']),
    },
    target: 'fargate',
    says: ['scheduler'],
  },
  {
    id: 'sources: what hands due jobs to RQ is a scheduler',
    files: { 'requirements.txt': 'rq==1.16.2\nrq-scheduler==0.13.1\n', Dockerfile: pythonImage(['rqscheduler']) },
    target: 'fargate',
    says: ['scheduler'],
  },
  {
    id: 'sources: http4k on Lambda',
    files: {
      'build.gradle.kts': lines(
        'plugins { kotlin("jvm") version "2.0.21" }',
        'dependencies {',
        '  implementation("org.http4k:http4k-core:5.33.0.0")',
        '  implementation("org.http4k:http4k-serverless-lambda:5.33.0.0")',
        '}',
      ),
    },
    target: 'lambda-zip',
    says: ['already-serverless'],
  },
  {
    id: 'sources: a skill for Alexa is a function',
    files: { 'package.json': packageJson('skill', { 'ask-sdk-core': '^2.14.0' }) },
    target: 'lambda-zip',
    says: ['already-serverless'],
  },
  {
    id: 'sources: a directory beside the code in which a store keeps its data',
    files: {
      'package.json': packageJson('kv', { 'better-sqlite3': '^11.0.0' }, { scripts: { start: 'node server.js' } }),
      'compose.yaml': lines('services:', '  kv:', '    image: node:24', '    build: .', '    volumes: ["./data:/app/data"]'),
      Dockerfile: lines('FROM node:24-slim', 'WORKDIR /app', 'COPY . .', 'CMD ["node","server.js"]'),
    },
    target: 'container',
    first: 'stateful-store',
  },
  {
    id: 'sources: a place of the host that nothing names keeps no data',
    files: {
      'requirements.txt': 'flask==3.1.0\n',
      Dockerfile: pythonImage(['gunicorn', 'app:app']),
      'compose.yaml': lines('services:', '  web:', '    build: .', '    volumes: ["${MEDIA}:/media"]'),
    },
    target: 'fargate',
    silent: ['stateful-store'],
  },
  {
    id: 'sources: the code of a checkout over that of the image is no data',
    files: {
      'requirements.txt': 'flask==3.1.0\n',
      Dockerfile: pythonImage(['gunicorn', 'app:app']),
      'compose.yaml': lines('services:', '  web:', '    build: .', '    volumes: ["/srv/checkout/web:/app"]'),
    },
    target: 'fargate',
    silent: ['stateful-store'],
  },
  {
    id: 'sources: a program that deploys pins what its engine is talked to with',
    files: { 'requirements.txt': 'pulumi==3.36.0\npulumi-aws==5.1.0\ngrpcio==1.43.0\n' },
    target: 'insufficient-evidence',
    first: 'deploys-others',
  },
  {
    id: 'sources: a service of Knative that is written for Cloud Run may stay there',
    files: {
      'go.mod': goMod('api', ['github.com/go-chi/chi/v5 v5.1.0']),
      Dockerfile: goImage('api', 'EXPOSE 8080'),
      'service.yaml': lines(
        'apiVersion: serving.knative.dev/v1',
        'kind: Service',
        'metadata:',
        '  name: api',
        '  labels: { cloud.googleapis.com/location: europe-west1 }',
        'spec: { template: { spec: { containers: [{ image: gcr.io/shop/api }] } } }',
      ),
    },
    target: 'fargate',
    says: ['hosted-elsewhere', 'http-adapter-needed'],
  },
  {
    id: 'sources: a crawl runs to its end',
    files: { 'requirements.txt': 'scrapy==2.12.0\n', Dockerfile: pythonImage(['scrapy', 'crawl', 'shop']) },
    target: 'fargate',
    says: ['declare-facts'],
  },
];
