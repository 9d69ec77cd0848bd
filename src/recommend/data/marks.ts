import type { EcosystemId } from '../../model/index.ts';
import type { PackageNames } from '../package-patterns.ts';

/** What a package is, where a signal alone says too little: who stands beside it decides how the signal is read. */
export const MARKS = {
  'aws-client': 'a client of AWS, or what its functions are written with',
  'build-is-server': 'a framework whose build is the server: its own templates declare it for developers',
  cgo: 'is linked against C',
  'consumes-only': 'has no other use than to consume',
  cuda: 'machine code for GPUs, which hardly shrinks',
  'deployer-template': "what CDK's and Pulumi's own templates put among a program's dependencies",
  'engine-client': 'a client of a container engine, which suites of tests use as well, and whatever may run elsewhere too',
  'grpc-behind': 'hands HTTP on to servers of gRPC, whose contracts lie beside it',
  'grpc-either-side': 'what a server and a client of gRPC have alike: beside what serves HTTP it tells nothing',
  'grpc-server-only': 'only a server of gRPC has a use for it',
  'http-by-module': 'a framework that answers by HTTP with a module of its own',
  'http-module': 'that module',
  'lambda-chromium': 'the Chromium that is made for Lambda',
  'lambda-polls': 'a client of a broker that Lambda can poll: SQS, and RabbitMQ or ActiveMQ on Amazon MQ',
  'lambda-tool': 'what handlers use and modules that are shared by them, or deploy them, as well',
  'messages-module': 'the module by which that framework answers messages and calls instead',
  'over-aiohttp': 'a client that asks for aiohttp beside it, as what it talks HTTP with',
  'over-twisted': 'what asks for Twisted beside it, as what it talks HTTP with',
  'page-framework': 'a framework of pages, which hands out work; what takes it runs beside it',
  'plain-server': 'a framework with which whoever writes the server opens the sockets as well',
  'provided-engine': 'what a job takes from the cluster that runs it',
  'provided-servlets': 'what a web application takes from the server that it is put into',
  'serves-pages': 'renders on a server, or has files for browsers served by code of its own, in whatever language',
  'server-client-too': 'a framework of servers that is the typed client of its servers as well',
  'served-with': 'what such a framework serves with, or is deployed with',
  'socket-client-too': 'serves websockets and is a client of them as often',
  'sockets-by-module': 'a framework whose websockets are a module of its own',
  'sockets-module': 'that module',
  'sql-file': "a database that is a file of the program's own, and speaks SQL as servers do",
  'sql-server': 'what talks to a database that runs by itself',
  'redis-client': 'a client of Redis, whose streams and lists a program can wait on',
  types: 'types for the compiler alone',
  'whole-sdk': 'a client of all that a cloud has',
} as const;

export type Mark = keyof typeof MARKS;

/** Packages of one ecosystem that are the same thing. */
export interface MarkRow extends PackageNames {
  readonly mark: Mark;
  /** Names and patterns of those that are not, though a pattern above is theirs as well. */
  readonly except?: string;
  /** Where it is said. */
  readonly source: string;
}

/** Collected from the packages' own pages; last reviewed on this date. */
export const MARKS_DATE = '2026-11-30';

export const MARK_ROWS: readonly MarkRow[] = [
  {
    mark: 'aws-client',
    ecosystem: 'go',
    packages: 'github.com/aws/*',
    source: 'AWS SDK for Go, AWS Lambda for Go',
  },
  {
    mark: 'aws-client',
    ecosystem: 'jvm',
    packages: 'com.amazonaws:* io.awspring.* software.amazon.*',
    source: 'AWS SDK for Java 1.x and 2.x, Spring Cloud AWS',
  },
  {
    mark: 'aws-client',
    ecosystem: 'npm',
    packages: '@aws-* @aws/* @types/aws-lambda aws-*',
    source: 'AWS SDK for JavaScript v2 and v3',
  },
  {
    mark: 'aws-client',
    ecosystem: 'python',
    packages: 'aioboto3 aiobotocore aws-* boto boto3 botocore chalice mangum zappa',
    source: 'AWS SDK for Python; pages of chalice, mangum, zappa',
  },
  { mark: 'build-is-server', ecosystem: 'npm', packages: '@sveltejs/kit nitro nitropack nuxt', source: 'their own templates' },
  {
    mark: 'cgo',
    ecosystem: 'go',
    packages:
      'github.com/confluentinc/confluent-kafka-go* github.com/davidbyttow/govips* github.com/h2non/bimg* github.com/linxGnu/grocksdb* github.com/mattn/go-sqlite3* gocv.io* gopkg.in/gographics/imagick*',
    source: 'their READMEs, "Installation"',
  },
  {
    mark: 'consumes-only',
    ecosystem: 'jvm',
    packages: 'com.amazonaws:amazon-kinesis-client software.amazon.kinesis:amazon-kinesis-client',
    source: 'Amazon Kinesis Client Library',
  },
  { mark: 'consumes-only', ecosystem: 'npm', packages: 'aws-kcl sqs-consumer', source: 'their READMEs' },
  { mark: 'consumes-only', ecosystem: 'python', packages: 'amazon-kclpy sqs-listener', source: 'their READMEs' },
  { mark: 'cuda', ecosystem: 'python', packages: 'cuda-* nvidia-* triton', source: 'wheels of PyTorch for CUDA' },
  {
    mark: 'deployer-template',
    ecosystem: 'npm',
    packages: '@aws-cdk/* @pulumi/* aws-cdk aws-cdk-lib cdk-* cdk8s cdktf constructs source-map-support',
    source: '`cdk init`, `pulumi new`, `cdktf init`, `cdk8s init`',
  },
  {
    mark: 'engine-client',
    ecosystem: 'go',
    packages: 'github.com/docker/docker github.com/moby/moby',
    source: 'Docker Engine SDKs',
  },
  { mark: 'engine-client', ecosystem: 'npm', packages: 'dockerode', source: 'its README' },
  {
    mark: 'engine-client',
    ecosystem: 'jvm',
    packages: 'com.github.docker-java:docker-java com.github.docker-java:docker-java-core',
    source: 'its README',
  },
  { mark: 'engine-client', ecosystem: 'python', packages: 'aiodocker docker', source: 'Docker Engine SDKs; README of aiodocker' },
  {
    mark: 'grpc-behind',
    ecosystem: 'go',
    packages: 'github.com/grpc-ecosystem/grpc-gateway',
    source: 'gRPC-Gateway, "About"',
  },
  {
    mark: 'grpc-either-side',
    ecosystem: 'jvm',
    packages: 'io.quarkus:quarkus-grpc',
    source: 'Quarkus, "Getting Started with gRPC"',
  },
  {
    mark: 'grpc-server-only',
    ecosystem: 'jvm',
    packages:
      'io.grpc:grpc-services net.devh:grpc-server-spring-boot-starter org.springframework.boot:spring-boot-starter-grpc-server org.springframework.grpc:spring-grpc-server-spring-boot-starter',
    source: 'gRPC Java, health checking and reflection; Spring gRPC',
  },
  {
    mark: 'grpc-server-only',
    ecosystem: 'npm',
    packages: '@grpc/reflection grpc-health-check',
    source: 'gRPC Node, health checking and reflection',
  },
  {
    mark: 'grpc-server-only',
    ecosystem: 'python',
    packages: 'grpcio-health-checking grpcio-reflection grpclib',
    source: 'gRPC Python, health checking and reflection; grpclib',
  },
  { mark: 'http-by-module', ecosystem: 'npm', packages: '@nestjs/core', source: 'NestJS, "First steps", "Platform"' },
  {
    mark: 'http-module',
    ecosystem: 'npm',
    packages: '@nestjs/platform-express @nestjs/platform-fastify',
    source: 'NestJS, "First steps", "Platform"',
  },
  {
    mark: 'lambda-chromium',
    ecosystem: 'npm',
    packages: '@sparticuz/chromium chrome-aws-lambda',
    source: 'their READMEs',
  },
  {
    mark: 'lambda-polls',
    ecosystem: 'go',
    packages:
      'github.com/Azure/go-amqp github.com/aws/aws-sdk-go github.com/aws/aws-sdk-go-v2/service/sqs github.com/go-stomp/stomp/v3 github.com/rabbitmq/amqp091-go github.com/streadway/amqp github.com/wagslane/go-rabbitmq',
    source: 'AWS Lambda, event source mappings',
  },
  {
    mark: 'lambda-polls',
    ecosystem: 'jvm',
    packages:
      'com.amazonaws:amazon-sqs-java-messaging-lib com.amazonaws:aws-java-sdk com.amazonaws:aws-java-sdk-sqs com.rabbitmq:amqp-client io.awspring.cloud:spring-cloud-aws-messaging io.awspring.cloud:spring-cloud-aws-sqs io.awspring.cloud:spring-cloud-aws-starter-sqs io.micronaut.rabbitmq:micronaut-rabbitmq io.quarkus:quarkus-messaging-amqp io.quarkus:quarkus-messaging-rabbitmq io.quarkus:quarkus-smallrye-reactive-messaging-amqp io.quarkus:quarkus-smallrye-reactive-messaging-rabbitmq io.vertx:vertx-amqp-client io.vertx:vertx-rabbitmq-client org.apache.activemq:activemq-client org.apache.camel.springboot:camel-activemq-starter org.apache.camel.springboot:camel-amqp-starter org.apache.camel.springboot:camel-aws2-sqs-starter org.apache.camel.springboot:camel-spring-rabbitmq-starter org.apache.camel:camel-activemq org.apache.camel:camel-amqp org.apache.camel:camel-aws2-sqs org.apache.camel:camel-spring-rabbitmq org.springframework.amqp:spring-rabbit org.springframework.boot:spring-boot-starter-activemq org.springframework.boot:spring-boot-starter-amqp org.springframework.cloud:spring-cloud-starter-stream-rabbit org.springframework.cloud:spring-cloud-stream-binder-rabbit org.springframework.integration:spring-integration-amqp software.amazon.awssdk:sqs',
    source: 'AWS Lambda, event source mappings',
  },
  {
    mark: 'lambda-polls',
    ecosystem: 'npm',
    packages:
      '@aws-sdk/client-sqs @cloudamqp/amqp-client @golevelup/nestjs-rabbitmq @ssut/nestjs-sqs amqp-connection-manager amqplib aws-sdk rabbitmq-client rhea sqs-consumer stompit',
    source: 'AWS Lambda, event source mappings',
  },
  {
    mark: 'lambda-polls',
    ecosystem: 'python',
    packages: 'aio-pika aioboto3 aiobotocore aiormq amqpstorm boto3 kombu pika python-qpid-proton rabbitpy sqs-listener stomp-py',
    source: 'AWS Lambda, event source mappings',
  },
  {
    mark: 'lambda-tool',
    ecosystem: 'jvm',
    packages:
      'com.amazonaws:aws-lambda-java-events com.amazonaws:aws-lambda-java-serialization software.amazon.lambda:powertools-*',
    source: 'AWS Lambda Java libraries, Powertools',
  },
  {
    mark: 'lambda-tool',
    ecosystem: 'npm',
    packages: '@aws-lambda-powertools/* @types/aws-lambda',
    source: 'Powertools; DefinitelyTyped',
  },
  {
    mark: 'lambda-tool',
    ecosystem: 'python',
    packages: 'aws-lambda-powertools crhelper',
    source: 'Powertools; README of crhelper',
  },
  { mark: 'messages-module', ecosystem: 'npm', packages: '@nestjs/microservices', source: 'NestJS, "Microservices"' },
  {
    mark: 'over-aiohttp',
    ecosystem: 'python',
    packages:
      'aioboto3 aiobotocore aiogram aiohttp-client-cache aiohttp-oauth2-client aiohttp-proxy aiohttp-retry aiohttp-socks async-upnp-client asyncpraw azure-* discord discord-py gcloud-aio-* gidgethub gql kubernetes-asyncio msgraph-* slack-bolt slack-sdk',
    except: 'azure-functions*',
    source: "Azure SDK, asynchronous clients; the others' own requirements",
  },
  {
    mark: 'over-twisted',
    ecosystem: 'python',
    packages: 'daphne klein scrapy scrapy-* scrapyd treq',
    source: "the packages' own requirements",
  },
  {
    mark: 'page-framework',
    ecosystem: 'npm',
    packages: '@remix-run/node @sveltejs/kit next nuxt',
    source: 'their documentation',
  },
  {
    mark: 'plain-server',
    ecosystem: 'npm',
    packages: '@hapi/hapi express fastify h3 hono koa polka restify',
    source: 'their READMEs',
  },
  {
    mark: 'provided-engine',
    ecosystem: 'jvm',
    packages: 'org.apache.flink:* org.apache.spark:* org.apache.storm:*',
    source:
      'Flink, "Project Configuration"; Spark, "Submitting Applications"; Storm, "Running Topologies on a Production Cluster"',
  },
  {
    mark: 'provided-servlets',
    ecosystem: 'jvm',
    packages: 'jakarta.servlet:jakarta.servlet-api javax.servlet:javax.servlet-api',
    source: 'Jakarta Servlet',
  },
  {
    mark: 'serves-pages',
    ecosystem: 'npm',
    packages:
      '@analogjs/platform @angular/ssr @astrojs/cloudflare @astrojs/netlify @astrojs/node @astrojs/vercel @builder.io/qwik-city @nguniversal/* @qwik.dev/router @react-router/express @react-router/node @react-router/serve @remix-run/* @solidjs/start @sveltejs/adapter-cloudflare @sveltejs/adapter-netlify @sveltejs/adapter-node @sveltejs/adapter-vercel @tanstack/react-start @tanstack/solid-start @tanstack/start electron expo ink laravel-vite-plugin nitro nitropack nuxt react-native vike vinxi vite-plugin-rails vite-plugin-ruby vite-plugin-symfony waku',
    source: 'their documentation, "Deployment"',
  },
  {
    mark: 'redis-client',
    ecosystem: 'go',
    packages:
      'github.com/go-redis/redis github.com/gomodule/redigo github.com/redis/go-redis github.com/redis/rueidis github.com/valkey-io/valkey-go',
    source: 'Redis, "Client libraries"',
  },
  {
    mark: 'redis-client',
    ecosystem: 'jvm',
    packages:
      'io.lettuce:lettuce-core io.micronaut.redis:micronaut-redis-lettuce io.quarkus:quarkus-redis-client org.redisson:redisson org.redisson:redisson-spring-boot-starter org.springframework.boot:spring-boot-starter-data-redis org.springframework.boot:spring-boot-starter-data-redis-reactive org.springframework.data:spring-data-redis redis.clients:jedis',
    source: 'Redis, "Client libraries"',
  },
  {
    mark: 'redis-client',
    ecosystem: 'npm',
    packages: '@redis/client ioredis iovalkey redis',
    source: 'Redis, "Client libraries"',
  },
  { mark: 'redis-client', ecosystem: 'python', packages: 'aioredis coredis redis valkey', source: 'Redis, "Client libraries"' },
  { mark: 'server-client-too', ecosystem: 'npm', packages: 'hono', source: 'Hono, "RPC"' },
  {
    mark: 'served-with',
    ecosystem: 'npm',
    packages: '@cloudflare/vite-plugin @cloudflare/workers-types @hono/* honox wrangler',
    source: 'Hono, "Getting Started"',
  },
  { mark: 'socket-client-too', ecosystem: 'npm', packages: 'websocket ws y-websocket', source: 'their READMEs' },
  { mark: 'sockets-by-module', ecosystem: 'npm', packages: '@nestjs/core', source: 'NestJS, "Gateways"' },
  {
    mark: 'sockets-module',
    ecosystem: 'npm',
    packages: '@nestjs/platform-ws @nestjs/websockets',
    source: 'NestJS, "Gateways"',
  },
  {
    mark: 'sql-file',
    ecosystem: 'go',
    packages:
      'crawshaw.io/sqlite github.com/glebarez/sqlite github.com/mattn/go-sqlite3 github.com/ncruces/go-sqlite3 gorm.io/driver/sqlite modernc.org/sqlite zombiezen.com/go/sqlite',
    source: 'their READMEs',
  },
  {
    mark: 'sql-file',
    ecosystem: 'jvm',
    packages: 'com.h2database:h2 org.apache.derby:derby org.hsqldb:hsqldb org.xerial:sqlite-jdbc',
    source: 'their documentation',
  },
  { mark: 'sql-file', ecosystem: 'npm', packages: 'better-sqlite3 sqlite3', source: 'their READMEs' },
  { mark: 'sql-file', ecosystem: 'python', packages: 'aiosqlite', source: 'its README' },
  {
    mark: 'sql-server',
    ecosystem: 'go',
    packages:
      'github.com/denisenkom/go-mssqldb github.com/go-sql-driver/mysql github.com/jackc/pgx github.com/lib/pq github.com/microsoft/go-mssqldb github.com/sijms/go-ora github.com/uptrace/bun/driver/pgdriver gorm.io/driver/mysql gorm.io/driver/postgres gorm.io/driver/sqlserver',
    source: 'Go wiki, "SQL database drivers"; GORM, "Connecting to a Database"',
  },
  {
    mark: 'sql-server',
    ecosystem: 'jvm',
    packages:
      'com.microsoft.sqlserver:mssql-jdbc com.mysql:mysql-connector-j com.oracle.database.jdbc:ojdbc* io.asyncer:r2dbc-mysql io.quarkus:quarkus-jdbc-mariadb io.quarkus:quarkus-jdbc-mysql io.quarkus:quarkus-jdbc-postgresql mysql:mysql-connector-java org.mariadb.jdbc:mariadb-java-client org.postgresql:postgresql org.postgresql:r2dbc-postgresql',
    source: 'Spring Boot and Quarkus, their guides to data sources',
  },
  {
    mark: 'sql-server',
    ecosystem: 'npm',
    packages: 'mariadb mssql mysql mysql2 oracledb pg postgres tedious',
    source: 'Sequelize and Knex, "Getting started"',
  },
  {
    mark: 'sql-server',
    ecosystem: 'python',
    packages:
      'aiomysql asyncmy asyncpg cx-oracle mysql-connector-python mysqlclient oracledb psycopg psycopg-binary psycopg2 psycopg2-binary pymssql pymysql pyodbc',
    source: 'SQLAlchemy, "Dialects"',
  },
  { mark: 'types', ecosystem: 'npm', packages: '@types/*', source: 'DefinitelyTyped' },
  { mark: 'whole-sdk', ecosystem: 'go', packages: 'github.com/aws/aws-sdk-go', source: 'AWS SDK for Go' },
  { mark: 'whole-sdk', ecosystem: 'jvm', packages: 'com.amazonaws:aws-java-sdk', source: 'AWS SDK for Java 1.x' },
  { mark: 'whole-sdk', ecosystem: 'npm', packages: 'aws-sdk', source: 'AWS SDK for JavaScript v2' },
  { mark: 'whole-sdk', ecosystem: 'python', packages: 'aioboto3 aiobotocore boto3', source: 'AWS SDK for Python' },
];

/** Packages that an extra brings: pinned line by line beside its package, they tell of that alone. */
export interface ExtraRow {
  readonly ecosystem: EcosystemId;
  readonly of: string;
  readonly extra: string;
  /** What carries a signal, and is the extra's where another of `with` stands beside it. */
  readonly brings: string;
  readonly with: readonly string[];
  readonly source: string;
}

export const EXTRA_ROWS: readonly ExtraRow[] = [
  {
    ecosystem: 'python',
    of: 'uvicorn',
    extra: 'standard',
    brings: 'websockets',
    with: ['httptools', 'uvloop'],
    source: 'Uvicorn, "Installation"',
  },
];

/** Packages that need a library of the system, and those that bring it in their own wheel or tarball. */
export interface BundleRow {
  readonly ecosystem: EcosystemId;
  readonly needs: string;
  readonly brought: string;
  readonly source: string;
}

export const BUNDLE_ROWS: readonly BundleRow[] = [
  {
    ecosystem: 'npm',
    needs: 'fluent-ffmpeg',
    brought: '@ffmpeg-installer/ffmpeg ffmpeg-static',
    source: 'README of fluent-ffmpeg',
  },
  {
    ecosystem: 'python',
    needs: 'ffmpeg-python pydub',
    brought: 'imageio-ffmpeg static-ffmpeg',
    source: 'their pages on PyPI',
  },
  { ecosystem: 'python', needs: 'python-magic', brought: 'pylibmagic python-magic-bin', source: 'README of python-magic' },
];

/** Packages that need a program or library of the system, and words by which layers of functions that bring it are called. */
export interface LayerRow {
  readonly ecosystem: EcosystemId;
  readonly needs: string;
  readonly called: string;
}

/** After the programs themselves, as the layers that are published for them are (Lambda, "Managing Lambda dependencies with layers"). */
export const LAYER_ROWS: readonly LayerRow[] = [
  { ecosystem: 'npm', needs: 'fluent-ffmpeg', called: 'ffmpeg' },
  { ecosystem: 'npm', needs: 'gm imagemagick pdf2pic', called: 'ghostscript graphicsmagick imagemagick magick' },
  { ecosystem: 'npm', needs: 'canvas', called: 'canvas' },
  { ecosystem: 'npm', needs: 'libreoffice-convert', called: 'libreoffice' },
  { ecosystem: 'npm', needs: 'node-poppler pdf-poppler', called: 'poppler' },
  { ecosystem: 'npm', needs: 'node-tesseract-ocr', called: 'tesseract' },
  { ecosystem: 'npm', needs: 'wkhtmltopdf', called: 'wkhtmltopdf wkhtmltox' },
  {
    ecosystem: 'npm',
    needs: 'playwright playwright-core puppeteer puppeteer-core selenium-webdriver',
    called: 'chrome chromium',
  },
  { ecosystem: 'python', needs: 'ffmpeg-python pydub', called: 'ffmpeg' },
  { ecosystem: 'python', needs: 'graphviz pygraphviz', called: 'graphviz' },
  { ecosystem: 'python', needs: 'imgkit pdfkit', called: 'wkhtmltoimage wkhtmltopdf wkhtmltox' },
  { ecosystem: 'python', needs: 'cairosvg django-weasyprint pycairo weasyprint', called: 'cairo pango weasyprint' },
  { ecosystem: 'python', needs: 'ocrmypdf pytesseract', called: 'tesseract' },
  { ecosystem: 'python', needs: 'pdf2image', called: 'poppler' },
  { ecosystem: 'python', needs: 'psycopg2', called: 'libpq psycopg psycopg2' },
  { ecosystem: 'python', needs: 'mysqlclient', called: 'libmysqlclient mysql mysqlclient' },
  { ecosystem: 'python', needs: 'pyodbc', called: 'odbc pyodbc unixodbc' },
  { ecosystem: 'python', needs: 'pypandoc', called: 'pandoc' },
  { ecosystem: 'python', needs: 'gdal', called: 'gdal' },
  { ecosystem: 'python', needs: 'python-magic', called: 'libmagic magic' },
  { ecosystem: 'python', needs: 'wand', called: 'imagemagick magick' },
  { ecosystem: 'python', needs: 'playwright pyppeteer selenium', called: 'chrome chromedriver chromium' },
];
