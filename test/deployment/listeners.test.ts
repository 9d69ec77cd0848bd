import { describe, expect, it } from 'vitest';
import { isListenerFile, LISTENER_FILES, readListenerFile } from '../../analyzers/deployment/programs/listeners.ts';
import { compilePatterns } from '../../src/discover/patterns.ts';
import { sourceFile } from '../../src/discover/tree.ts';

const read = (path: string, text: string) => readListenerFile(sourceFile(path, Buffer.from(text))).traits ?? [];

describe('sources that take messages', () => {
  it.each([
    ['OrderListener.java', 'class OrderListener {\n  @KafkaListener(topics = "orders")\n  void on(Order order) {}\n}\n', 2],
    ['RefundConsumer.kt', 'class RefundConsumer {\n    @RabbitListener(queues = ["refunds"])\n    fun on(it: Refund) {}\n}\n', 2],
    ['PlainConsumers.java', 'var consumer = new KafkaConsumer<String, Order>(settings);\n', 1],
    ['consumer.py', 'from kafka import KafkaConsumer\n\nfor message in KafkaConsumer("orders"):\n    handle(message)\n', 3],
    ['order_consumer.py', 'consumer = Consumer({"group.id": "orders"})\n', 1],
    [
      'rabbit_listener.py',
      '# channel.start_consuming() waits for ever\nchannel.basic_consume(queue="q", on_message_callback=on)\n',
      2,
    ],
    ['consumer.go', 'package orders\n\nvar reader = kafka.NewReader(kafka.ReaderConfig{GroupID: "orders"})\n', 3],
    ['group_consumer.go', 'group, err := sarama.NewConsumerGroup(brokers, "orders", config)\n', 1],
    ['orders.consumer.ts', "const consumer = kafka.consumer({ groupId: 'orders' });\n", 1],
    ['paid-listener.ts', "import { Listener } from './base';\n\nexport class PaidListener extends Listener<PaidEvent> {\n", 3],
    ['subscriber.js', "client.subscribe('orders/+');\n", 1],
    ['main.py', 'await self._client.subscribe("orders.>", cb=handler)\n', 1],
    ['app.py', 'async with Client() as client:\n    async for message in client.messages:\n        take(message)\n', 2],
    ['main.ts', 'store.subscribe(render);\nmqttClient.subscribe(TOPIC, { qos: 1 });\n', 2],
    ['ShopApplication.java', '  @KafkaListener(topics = "orders")\n  void on(String order) {}\n', 1],
    ['QueueConsumerConfiguration.java', 'var container = new SimpleMessageListenerContainer();\n', 1],
    ['entrypoint.sh', '#!/bin/sh\nset -e\nexec python -m orders.consumer\n', 3],
    ['main.go', 'func main() {\n\tr := kafka.NewReader(kafka.ReaderConfig{GroupID: "orders"})\n}\n', 2],
    ['main.py', 'client.connect("broker")\nclient.loop_forever()\n', 2],
    ['main.ts', 'NestFactory.createMicroservice(AppModule, {\n  transport: Transport.KAFKA,\n});\n', 2],
    ['index.ts', "const consumer = kafka.consumer({ groupId: 'orders' });\n", 1],
    ['kafka/reader.go', 'r := kafka.NewReader(kafka.ReaderConfig{GroupID: "orders"})\n', 1],
    ['messaging/Orders.java', '  @RabbitListener(queues = "orders")\n', 1],
    ['mail.processor.ts', "  @RabbitSubscribe({ queue: 'mail' })\n", 1],
    ['workers/mail.py', 'queue.consume(on_mail)\n', 1],
    ['main.kt', 'val consumer = KafkaConsumer<String, ByteArray>(props).apply {\n', 1],
    ['Main.java', 'try (var consumer = new KafkaConsumer<String, String>(props)) {\n', 1],
    ['BasicConsumerApp.java', 'var consumer = new KafkaConsumer<>(props);\n', 1],
    ['OrderListener.kt', '@NatsListener\nclass OrderListener\n', 1],
    ['MeterListener.java', '@MqttSubscriber\nclass MeterListener {}\n', 1],
    ['PaidConsumer.java', '@Service\n@RocketMQMessageListener(topic = "paid")\n', 2],
    ['MeterConfig.java', 'return new MqttPahoMessageDrivenChannelAdapter(url, id, topic);\n', 1],
    ['PaidFlow.java', 'return from(Kafka.messageDrivenChannelAdapter(factory, "paid"));\n', 1],
    ['PaidRoute.java', '    from("spring-rabbitmq:paid?queues=paid")\n', 1],
    ['main.py', 'class Mail(ConsumerMixin):\n', 1],
    ['main.py', 'with Consumer(connection, queues=[paid], callbacks=[on]):\n', 1],
    ['main.go', 'in, err := client.Subscribe(pulsar.ConsumerOptions{Topic: topic})\n', 1],
    ['main.go', 'cc, err := cons.Consume(func(m jetstream.Msg) { m.Ack() })\n', 1],
    ['main.go', 'sub, err := nc.QueueSubscribe(subject, queue, handle)\n', 1],
    ['main.ts', "connection.open_receiver('paid');\n", 1],
    ['OrderEventHandler.kt', '@KafkaListener(topics = ["orders"])\n', 1],
  ])('%s: line %#', (path, text, line) => {
    const consumers = read(`services/orders/src/${path}`, text).filter(({ kind }) => kind === 'consumer-group');
    expect(consumers).toMatchObject([{ origin: { line } }]);
  });

  it.each([
    ['an HTTP listener', 'ShutdownListener.java', '@EventListener\nvoid on(ContextClosedEvent event) {}\n'],
    ['a listener of the page', 'key-listener.ts', 'export class KeyListener extends EventTarget {}\n'],
    ['a comment', 'consumer.py', '# KafkaConsumer("orders") was here\n'],
    ['an observable', 'user.subscriber.ts', 'stream$.subscribe((user) => log(user));\n'],
    ['an import', 'consumer.py', 'from kafka import KafkaConsumer\n'],
    ['an empty file', 'consumer.go', ''],
    ['whom a letter goes to', 'app.ts', 'mailClient.subscribe(request.body.address);\n'],
    ['whom a letter goes to, in Python', 'main.py', 'mail_client.subscribe(address)\n'],
    ['who gets what SNS hands on', 'main.py', 'client.subscribe(TopicArn=TOPIC, Protocol="email", Endpoint=address)\n'],
    ['the same in several lines', 'main.py', 'client.subscribe(\n    TopicArn=TOPIC,\n)\n'],
    ['a store where nothing is called a consumer', 'app.ts', "store.subscribe('cart');\n"],
    ['a service over TCP', 'main.ts', 'NestFactory.createMicroservice(AppModule, { transport: Transport.TCP });\n'],
    ['a web server with workers', 'entrypoint.sh', 'exec gunicorn --workers 4 shop.workers:app\n'],
    ['a command that is handed over', 'docker-entrypoint.sh', 'exec "$@"\n'],
    ['a handler of requests', 'order.controller.ts', '@Controller()\nexport class OrderController {}\n'],
    ['a bot that polls only where it has no webhook', 'bot.ts', 'if (url) await bot.api.setWebhook(url);\nelse bot.start();\n'],
    ['a batch that is used up', 'worker.ts', 'batch.consume(1);\n'],
    ['a queue in memory', 'queue.go', 'func (q *Queue) Pop() Item { return q.items[0] }\n'],
  ])('%s starts none', (_, path, text) => {
    expect(read(path, text)).toEqual([]);
  });

  it.each([
    ['main.py', 'producer = KafkaProducer(bootstrap_servers=brokers)\n', 'produces-messages'],
    ['queue.go', 'w := &kafka.Writer{Topic: topic}\n', 'produces-messages'],
    ['server.ts', 'const out = kafka.producer();\n', 'produces-messages'],
    ['main.py', 'channel.basic_publish(exchange="", routing_key=QUEUE, body=body)\n', 'produces-messages'],
    ['queue.go', 'err := ch.PublishWithContext(ctx, "", q, false, false, amqp.Publishing{Body: b})\n', 'produces-messages'],
    ['server.ts', 'ch.sendToQueue(QUEUE, Buffer.from(text));\n', 'produces-messages'],
    ['app.py', 'server.add_insecure_port("[::]:50051")\n', 'serves-grpc'],
    ['src/index.ts', "server.bindAsync('0.0.0.0:50051', creds, ready);\n", 'serves-grpc'],
    ['main.py', 'store.xreadgroup("g", "c", {"paid": ">"}, block=5000)\n', 'reads-redis'],
    ['main.go', 'rdb.XReadGroup(ctx, &redis.XReadGroupArgs{Group: "g"})\n', 'reads-redis'],
    ['src/index.ts', "await client.brPop('jobs', 0);\n", 'reads-redis'],
    ['RedisConfig.java', 'return StreamMessageListenerContainer.create(factory);\n', 'reads-redis'],
    ['bot.py', 'await bot.delete_webhook()\nawait dp.start_polling(bot)\n', 'polls-updates'],
    ['main.go', 'updates := bot.GetUpdatesChan(u)\n', 'polls-updates'],
    ['worker.py', 'while True:\n    batch = sqs.receive_message(QueueUrl=url)\n', 'polls-queue'],
    ['poller.ts', 'await sqs.send(new ReceiveMessageCommand({ QueueUrl: url }));\n', 'polls-queue'],
    ['queue/worker.go', 'out, err := c.ReceiveMessage(ctx, &sqs.ReceiveMessageInput{QueueUrl: &url})\n', 'polls-queue'],
    ['SqsPoller.java', 'var request = ReceiveMessageRequest.builder().build();\n', 'polls-queue'],
    ['ShopApplication.java', '@EnableScheduling\npublic class ShopApplication {}\n', 'schedules-jobs'],
    ['RatesScheduler.kt', 'import io.micronaut.scheduling.annotation.Scheduled\n', 'schedules-jobs'],
    ['main.go', 'conn, err := ln.Accept()\n', 'serves-raw'],
    ['server.js', 'net.createServer((socket) => socket.end()).listen(9000);\n', 'serves-raw'],
    ['main.py', 'server = await asyncio.start_server(talk, "0.0.0.0", 9000)\n', 'serves-raw'],
  ])('%s tells what its program does', (path, text, kind) => {
    expect(read(`services/orders/src/${path}`, text)).toMatchObject([{ kind }]);
  });

  const serving = (text: string, path = 'cmd/api/main.go') =>
    readListenerFile(sourceFile(path, Buffer.from(`package main\n${text}\n`)));

  it.each([
    ['log.Fatal(http.ListenAndServe(":8080", mux))', 'serves-http', ['8080/tcp']],
    ['err := srv.ListenAndServe()', 'serves-http', []],
    [
      'server := &http.Server{Addr: ":9000", Handler: mux}\ngo func() {\n\tserver.ListenAndServe()\n}()',
      'serves-http',
      ['9000/tcp'],
    ],
    ['app.Listen(":3000")', 'serves-http', ['3000/tcp']],
    ['atomic.StoreInt32(&healthy, 1)\nhttp.ListenAndServe(":8080", mux)', 'serves-http', ['8080/tcp']],
    ['lis, err := net.Listen("tcp", ":50051")\ns := grpc.NewServer()', 'serves-grpc', ['50051/tcp']],
    [
      'port := os.Getenv("PORT")\nif port == "" {\n\tport = "8081"\n}\nhttp.ListenAndServe(":"+port, nil)',
      'serves-http',
      ['8081/tcp PORT'],
    ],
    [
      'const defaultPort = "8082"\nport := os.Getenv("PORT")\nif port == "" {\n\tport = defaultPort\n}\nhttp.ListenAndServe(":"+port, nil)',
      'serves-http',
      ['8082/tcp PORT'],
    ],
    ['addr := ":" + getEnv("PORT", "8087")\nhttp.ListenAndServe(addr, nil)', 'serves-http', ['8087/tcp PORT']],
    [
      'addr := cmp.Or(os.Getenv("LISTEN_ADDR"), ":8088")\nhttp.ListenAndServe(addr, nil)',
      'serves-http',
      ['8088/tcp LISTEN_ADDR'],
    ],
    ['db := getEnvInt("DB_PORT", 5432)\nhttp.ListenAndServe(addr, nil)', 'serves-http', []],
    ['port := os.Getenv("SHOP_DB_PORT")\nif port == "" {\n\tport = "5432"\n}\nhttp.ListenAndServe(addr, nil)', 'serves-http', []],
    ['var port = flag.Int("port", 50052, "The server port")\ns := grpc.NewServer()', 'serves-grpc', ['50052/tcp --port']],
    [
      'flag.StringVar(&addr, "listen-addr", ":8083", "")\nhttp.ListenAndServe(addr, nil)',
      'serves-http',
      ['8083/tcp --listen-addr'],
    ],
    [
      'cmd.Flags().StringVarP(&addr, "http-addr", "a", "0.0.0.0:8084", "address")\nhttp.ListenAndServe(addr, nil)',
      'serves-http',
      ['8084/tcp --http-addr'],
    ],
    ['&cli.IntFlag{\n\tName:  "port",\n\tValue: 8085,\n},\nhttp.ListenAndServe(addr, nil)', 'serves-http', ['8085/tcp --port']],
    ['addr := flag.String("addr", "localhost:9000", "address of the catalog")\nhttp.ListenAndServe(x, nil)', 'serves-http', []],
    [
      'port := flag.Int("port", 5432, "port of the database")\nmetrics := flag.Int("metrics-port", 9100, "")\n\n\nhttp.ListenAndServe(x, nil)',
      'serves-http',
      [],
    ],
  ])('%j serves', (text, kind, ports) => {
    const { traits = [], demands = [] } = serving(text);
    expect(traits.map((one) => one.kind)).toEqual([kind]);
    expect(demands.map(({ key, detail }) => [key, detail?.settable].filter(Boolean).join(' '))).toEqual(ports);
  });

  it.each([
    ['const port = 8080\nfunc main() { http.ListenAndServe(fmt.Sprintf(":%d", port), nil) }', ['8080/tcp']],
    ['const addr = ":8081"\nhttp.ListenAndServe(addr, nil)', ['8081/tcp']],
    [
      'port := "8082"\nif p := os.Getenv("PORT"); p != "" {\n\tport = p\n}\nhttp.ListenAndServe(":"+port, nil)',
      ['8082/tcp PORT'],
    ],
    ['port, ok := os.LookupEnv("PORT")\nif !ok {\n\tport = "8083"\n}\nhttp.ListenAndServe(":"+port, nil)', ['8083/tcp PORT']],
    [
      'port, err := strconv.Atoi(os.Getenv("PORT"))\nif err != nil {\n\tport = 8084\n}\nhttp.ListenAndServe(fmt.Sprintf(":%d", port), nil)',
      ['8084/tcp PORT'],
    ],
    ['const (\n\tport = ":50051"\n)\nlis, err := net.Listen("tcp", port)\ns := grpc.NewServer()', ['50051/tcp']],
    ['http.ListenAndServe(net.JoinHostPort("", "8085"), nil)', ['8085/tcp']],
    ['http.ListenAndServe("[::]:8086", nil)', ['8086/tcp']],
    ['var addr = flag.String("a", "localhost:8087", "")\nfunc main() { http.ListenAndServe(*addr, nil) }', ['8087/tcp --a']],
    ['flag.IntVar(&port, "p", 8088, "")\nhttp.ListenAndServe(":"+strconv.Itoa(port), nil)', ['8088/tcp --p']],
    [
      'listen = kingpin.Flag(\n\t"web.listen-address",\n\t"Where to listen.",\n).Default(":9100").String()\nhttp.ListenAndServe(*listen, nil)',
      ['9100/tcp --web.listen-address'],
    ],
    [
      'flags = webflag.AddFlags(kingpin.CommandLine, ":9104")\nweb.ListenAndServe(&http.Server{}, flags, logger)',
      ['9104/tcp --web.listen-address'],
    ],
    ['type c struct {\n\tPort int `env:"PORT" envDefault:"8089"`\n}\nhttp.ListenAndServe(cfg.Addr(), nil)', ['8089/tcp PORT']],
    [
      'type c struct {\n\tPort int `envconfig:"HTTP_PORT" default:"8090"`\n}\nhttp.ListenAndServe(x, nil)',
      ['8090/tcp HTTP_PORT'],
    ],
    ['type c struct {\n\tPort string `env:"PORT, default=8091"`\n}\nhttp.ListenAndServe(":"+c.Port, nil)', ['8091/tcp PORT']],
    ['viper.SetDefault("server.port", 8092)\nhttp.ListenAndServe(addr, nil)', ['8092/tcp server.port']],
    ['cfg := Config{Port: 8093}\nhttp.ListenAndServe(fmt.Sprintf("%s:%d", cfg.Host, cfg.Port), nil)', ['8093/tcp']],
    ['r := gin.Default()\nr.Run()', ['8080/tcp PORT']],
    ['go http.ListenAndServe(":9090", metrics)\nhttp.ListenAndServe(":8094", nil)', ['8094/tcp']],
    // What two branches set, a broker's field and another program's address are no port of its own.
    ['addr := ":8080"\nif tls {\n\taddr = ":8443"\n}\nhttp.ListenAndServe(addr, nil)', []],
    [
      'type c struct {\n\tRedis struct {\n\t\tPort int `env:"PORT" envDefault:"6379"`\n\t} `envPrefix:"REDIS_"`\n}\nhttp.ListenAndServe(x, nil)',
      [],
    ],
    ['redis.NewClient(&redis.Options{Addr: "localhost:6379"})\nhttp.ListenAndServe(os.Args[1], nil)', []],
  ])('%j: what the address comes to', (text, ports) => {
    const { demands = [] } = serving(text);
    expect(demands.map(({ key, detail }) => [key, detail?.settable].filter(Boolean).join(' '))).toEqual(ports);
  });

  it('the default of a variable that is called after the own port counts in config.go, too', () => {
    const text =
      'type Config struct {\n\tPort int `env:"HTTP_PORT" env-default:"8080"`\n\tDBPort int `env:"DB_PORT" env-default:"5432"`\n}';
    const { traits, demands = [] } = serving(text, 'internal/config/config.go');
    expect([traits, demands.map(({ key }) => key)]).toEqual([[], ['8080/tcp']]);
  });

  it('so does what config.go takes where the variable is not set', () => {
    const text = [
      'return &Config{',
      '\tPort:   getEnv("PORT", "8080"),',
      '\tDBPort: getEnv("DB_PORT", "5432"),',
      '\tGRPC:   envOrInt("GRPC_PORT", 9090),',
      '}',
    ].join('\n');
    const { demands = [] } = serving(text, 'internal/config/config.go');
    expect(demands.map(({ key, detail }) => `${key} ${detail?.settable}`)).toEqual(['8080/tcp PORT', '9090/tcp GRPC_PORT']);
  });

  it.each([
    ['rootCmd.Flags().IntP("port", "", 8080, "the port to serve on")', ['8080/tcp --port']],
    ['flag.String("listen-address", "127.0.0.1:8081", "where to listen")', ['8081/tcp --listen-address']],
    ['flag.Int("port", 8080, "the port of the server")', []],
    ['flag.String("addr", ":8080", "the address to connect to")', []],
    ['flag.Int("el-port", 8080, "the port for the listener to listen on")', []],
  ])('%s: where another file starts the server, the flag’s own words tell', (text, ports) => {
    const { demands = [] } = serving(text);
    expect(demands.map(({ key, detail }) => `${key} ${detail?.settable}`)).toEqual(ports);
  });

  // The suite's limit ends what would take a power of their length.
  it.each([
    ['spaces in a call that nothing closes', `http.ListenAndServe(fmt.Sprintf(":%d",${' '.repeat(550)}a`],
    [
      'names that are looked for',
      `http.ListenAndServe(x, nil)\n${Array.from({ length: 50_000 }, (_, n) => `x := a${n}\n`).join('')}`,
    ],
    [
      'structs in one another',
      'a struct {\n'.repeat(50_000) + 'P int `env:"PORT" envDefault:"8080"`\n'.repeat(50_000),
      'internal/config/config.go',
    ],
  ])('many %s take their time once', (_, text, path = 'cmd/api/main.go') => {
    expect(serving(text, path).demands?.length).toBeLessThanOrEqual(50_000);
  });

  it.each([
    ['fmt.Sprintf(":%d", 8085)', ['8085/tcp']],
    ['fmt.Sprintf("%s:%d", host, 8085,)', ['8085/tcp']],
    ['fmt.Sprintf("%s:%d",\n\thost,\n\tport(8085),\n)', []],
    ['fmt.Sprintf(":%d", )', []],
  ])('http.ListenAndServe(%s, nil): the last of what is put together', (address, ports) => {
    const { demands = [] } = serving(`http.ListenAndServe(${address}, nil)`);
    expect(demands.map(({ key }) => key)).toEqual(ports);
  });

  it('a struct of another program ends where it closes', () => {
    const field = (name: string): string => `\tPort int \`env:"${name}" env-default:"${name === 'PORT' ? 8080 : 8081}"\`\n`;
    const text = `type Redis struct {\n${field('PORT')}}\ntype Config struct {\n${field('HTTP_PORT')}}\n`;
    expect(serving(text, 'internal/config/config.go').demands?.map(({ key }) => key)).toEqual(['8081/tcp']);
  });

  it('shows what a file that is called a server serves, not where', () => {
    const { traits = [], demands } = serving('s := grpc.NewServer()\nnet.Listen("tcp", ":50051")', 'internal/server/grpc.go');
    expect([traits.map(({ kind }) => kind), demands]).toEqual([['serves-grpc'], []]);
  });

  it.each([
    ['runtime.Serve(ctx, func(s *grpc.Server) { cartv1.RegisterCartServiceServer(s, carts) })', ['serves-grpc']],
    ['s := zrpc.MustNewServer(c.RpcServerConf, register)', ['serves-grpc']],
    ['v1.RegisterGreeterHTTPServer(srv, greeter)', []],
    ['server := rest.MustNewServer(c.RestConf)', ['serves-http']],
    ['gw.RegisterEchoHandlerServer(ctx, mux, echo)', []],
    ['healthpb.RegisterHealthServer(s, health.NewServer())', []],
  ])('tells what is served by whom an implementation is handed to: %s', (line, expected) => {
    expect((serving(line).traits ?? []).map(({ kind }) => kind)).toEqual(expected);
  });

  it.each([
    ['what watches it', 'http.ListenAndServe(":6060", nil) // pprof'],
    ['what watches it, told above', '// metrics of this worker\nstartMetrics()\nhttp.ListenAndServe(":2112", nil)'],
    ['a comment', '// http.ListenAndServe(":8080", nil)'],
    ['a runner', 'app.Run()'],
    ['a plug-in of another program', 'err := pluginserver.Serve(ctx, provider.New)'],
    ['a port alone', 'port := os.Getenv("PORT")\nif port == "" {\n\tport = "8081"\n}'],
    ['a tool', 'http.ListenAndServe(":8080", nil)', 'tools/preview/main.go'],
    ['another file', 'http.ListenAndServe(":8080", nil)', 'cmd/api/consumer.go'],
    ['health beside it', 'go serveHealthz()\nhttp.ListenAndServe(":8081", nil)'],
    ['a server for tests', 'http.ListenAndServe(":8080", nil)', 'internal/testing/server.go'],
  ])('%s serves nothing', (_, text, path = 'cmd/api/main.go') => {
    const { traits, demands } = serving(text, path);
    expect([traits, demands]).toEqual([[], []]);
  });

  it.each([
    [
      'src/main/kotlin/Application.kt',
      'fun main() {\n    embeddedServer(Netty, port = 8090, host = "0.0.0.0") { }.start()\n}\n',
      ['8090/tcp 2'],
    ],
    ['Main.kt', 'embeddedServer(\n    CIO,\n    port = System.getenv("PORT")?.toInt() ?: 8091,\n) {}\n', ['8091/tcp PORT 3']],
    ['App.kt', 'embeddedServer(factory = Netty, 8092) {}\n', ['8092/tcp 1']],
    ['Server.kt', 'embeddedServer(Netty, environment, {\n  connector {\n    port = 8093\n  }\n})\n', ['8093/tcp 3']],
    ['main.kt', 'embeddedServer(Netty, port = 8096) {}\n', ['8096/tcp 1']],
    ['Server.kt', 'val port = 8094\nembeddedServer(Netty, port = config.port) {}\n', []],
    ['Routes.kt', 'embeddedServer(Netty, port = 8095) {}\n', []],
    ['docker-entrypoint.sh', '#!/bin/sh\nset -e\nexec uvicorn app.api:app --host 0.0.0.0 --port 8150\n', ['8150/tcp 3']],
    ['entrypoint.sh', 'exec gunicorn -b ":${PORT:-8000}" app\n', ['8000/tcp PORT 1']],
    ['entrypoint.sh', 'if a; then\n  exec gunicorn -b :8000 a\nfi\nexec gunicorn -b :8001 b\n', []],
    ['entrypoint.sh', 'curl --port 8000\nexec "$@"\n', []],
    ['docker-entrypoint.sh', "echo 'starting'\ngunicorn --bind 0.0.0.0:8080 --workers 3  wsgi:application\n\n", ['8080/tcp 2']],
    ['entrypoint.sh', 'poetry run uvicorn app:app --port 8081\n# done\n', ['8081/tcp 1']],
    ['entrypoint.sh', 'gunicorn -b :8080 a:a\necho ended\n', []],
    ['entrypoint.sh', 'if a; then\n  gunicorn -b :8080 a:a\nfi\n', []],
    ['entrypoint.sh', 'curl --port 8000 health\n', []],
  ])('%s: where it listens, %#', (path, text, ports) => {
    const file = sourceFile(path, Buffer.from(text));
    const demands = isListenerFile(path) ? (readListenerFile(file).demands ?? []) : [];
    expect(demands.map(({ key, detail, origin }) => [key, detail?.settable, origin.line].filter(Boolean).join(' '))).toEqual(
      ports,
    );
  });

  it('opens files with such names only, and none of tests', () => {
    const matches = compilePatterns(LISTENER_FILES);
    const opened = (path: string): boolean => matches(path) && isListenerFile(path);
    expect(['a/OrderListener.java', 'a/consumer.py', 'a/order-subscriber.mjs', 'a/consumers.go'].filter(opened)).toHaveLength(4);
    expect(['a/main.go', 'a/app.py', 'a/src/index.ts', 'a/ShopApplication.kt'].filter(opened)).toHaveLength(4);
    expect(['a/server.go', 'a/grpc.go', 'a/grpc.py', 'a/run.py', 'a/run.go'].filter(opened)).toEqual([
      'a/server.go',
      'a/grpc.go',
      'a/run.go',
    ]);
    expect(
      [
        'a/Order.java',
        'a/models.py',
        'a/view/index.ts',
        'src/test/OrderListener.java',
        'tests/main.py',
        'tests/consumer.py',
        'a/consumer.md',
      ].filter(opened),
    ).toEqual([]);
  });
});
