import { type ExpertCase, goImage, goMod, lines, pom, sam } from './case.ts';

const CHI = 'github.com/go-chi/chi/v5 v5.2.0';

const PROGRAMS = [
  ['web', 'fargate', 'http-adapter-needed', 'already-serverless'],
  ['function', 'lambda-zip', 'already-serverless', 'http-adapter-needed'],
] as const;

/** What the program makes, and whether it works on the jobs itself. */
const HANDS_OUT = [
  ['github.com/hibiken/asynq v0.25.1', 'asynq.NewClient(broker)', 'client'],
  ['github.com/hibiken/asynq v0.25.1', 'asynq.NewServer(broker, asynq.Config{}), asynq.NewClient(broker)', 'worker'],
  ['github.com/riverqueue/river v0.20.0', 'river.NewClient(riverpgxv5.New(pool), &river.Config{})', 'client'],
  [
    'github.com/riverqueue/river v0.20.0',
    'river.NewClient(riverpgxv5.New(pool), &river.Config{Workers: river.NewWorkers()})',
    'worker',
  ],
  ['go.temporal.io/sdk v1.33.0', 'client.Dial(client.Options{})', 'client'],
] as const;

export const GO: readonly ExpertCase[] = [
  {
    id: 'chi',
    files: { 'go.mod': goMod('api', [CHI]), Dockerfile: goImage('api', 'EXPOSE 8080') },
    target: 'fargate',
    says: ['http-adapter-needed'],
    silent: ['jvm-cold-start', 'package-size'],
  },
  {
    id: 'a handler with an HTTP adapter',
    files: {
      'go.mod': goMod('fn', [CHI, 'github.com/aws/aws-lambda-go v1.47.0', 'github.com/awslabs/aws-lambda-go-api-proxy v0.16.2']),
      'template.yaml': sam('provided.al2023', 'bootstrap'),
    },
    target: 'lambda-zip',
    says: ['already-serverless'],
    silent: ['http-adapter-needed', 'package-size'],
  },
  {
    id: 'a server among the programs of a module that has functions as well',
    files: {
      'go.mod': goMod('shop', ['github.com/aws/aws-lambda-go v1.47.0']),
      'cmd/app/main.go': 'package main\n\nfunc main() {\n\thttp.ListenAndServe(":8080", nil)\n}\n',
      'cmd/fn/main.go': 'package main\n\nfunc main() {\n\tlambda.Start(handle)\n}\n',
      Dockerfile: goImage('app', 'EXPOSE 8080'),
    },
    process: 'web',
    target: 'fargate',
    first: 'http-adapter-needed',
    silent: ['already-serverless'],
  },
  ...PROGRAMS.map(
    ([process, target, theme, other]): ExpertCase => ({
      id: `a module with a server and functions, and nothing that deploys them: ${process}`,
      files: {
        'go.mod': goMod('shop', ['github.com/aws/aws-lambda-go v1.47.0', CHI]),
        'cmd/server/main.go': 'package main\n\nfunc main() {\n\thttp.ListenAndServe(":8080", chi.NewRouter())\n}\n',
        'cmd/mailer/main.go': 'package main\n\nfunc main() {\n\tlambda.Start(handle)\n}\n',
        'cmd/local/main.go': 'package main\n\nfunc main() {\n\thttp.ListenAndServe(":3000", nil)\n}\n',
      },
      process,
      target,
      says: [theme],
      silent: [other],
    }),
  ),
  {
    id: 'functions with a server for those who write them',
    files: {
      'go.mod': goMod('shop', ['github.com/aws/aws-lambda-go v1.47.0']),
      'cmd/local/main.go': 'package main\n\nfunc main() {\n\thttp.ListenAndServe(":3000", nil)\n}\n',
      'cmd/mailer/main.go': 'package main\n\nfunc main() {\n\tlambda.StartWithOptions(handle)\n}\n',
    },
    target: 'lambda-zip',
    says: ['already-serverless'],
  },
  {
    id: "a plugin of protoc is built with a server's library",
    files: {
      'go.mod': goMod('protoc-gen-orders', ['google.golang.org/grpc v1.62.0', 'github.com/go-kratos/kratos/v2 v2.8.0']),
      'main.go': 'package main\n\nfunc main() {}\n',
    },
    target: 'insufficient-evidence',
    silent: ['grpc', 'http-adapter-needed'],
  },
  {
    id: "a database in a file beside a server's drivers",
    files: {
      'go.mod': goMod('shop', [
        'github.com/gin-gonic/gin v1.10.0',
        'gorm.io/driver/postgres v1.5.6',
        'gorm.io/driver/sqlite v1.5.5',
      ]),
      'main.go': 'package main\n\nfunc main() {}\n',
    },
    target: 'fargate',
    silent: ['stateful-store'],
  },
  {
    id: 'go1.x is gone',
    files: { 'go.mod': goMod('fn', ['github.com/aws/aws-lambda-go v1.47.0']), 'template.yaml': sam('go1.x', 'main') },
    target: 'lambda-zip',
    says: ['runtime-deprecated', 'already-serverless'],
    silent: ['runtime-unsupported'],
  },
  {
    id: 'a template for native images beside one for a JVM',
    files: {
      'pom.xml': pom('fn', ['com.amazonaws:aws-lambda-java-core:1.2.3']),
      'template.native.yaml': sam('provided', 'main'),
      'template.yaml': sam('java21', 'main'),
    },
    target: 'lambda-zip',
    says: ['runtime-deprecated', 'already-serverless'],
    silent: ['runtime-unsupported'],
  },
  {
    id: 'provided.al2 is deprecated',
    files: { 'go.mod': goMod('fn', ['github.com/aws/aws-lambda-go v1.47.0']), 'template.yaml': sam('provided.al2', 'bootstrap') },
    target: 'lambda-zip',
    says: ['runtime-deprecated', 'already-serverless'],
  },
  {
    id: 'asynq worker',
    files: { 'go.mod': goMod('mailer', ['github.com/hibiken/asynq v0.25.1']), Dockerfile: goImage('worker') },
    target: 'fargate',
    says: ['long-running-worker'],
  },
  ...HANDS_OUT.map(
    ([library, client, says]): ExpertCase => ({
      id: `a server that hands out jobs: ${client}`,
      files: {
        'go.mod': goMod('api', [CHI, library]),
        'cmd/api/main.go': 'package main\n\nimport (\n\t"example.com/api/internal/app"\n)\n\nfunc main() {\n\tapp.Run()\n}\n',
        'internal/app/jobs.go': `package app\n\nvar handed, err = ${client}\n`,
        Dockerfile: goImage('server', 'EXPOSE 8080'),
      },
      target: 'fargate',
      says: ['http-adapter-needed', ...(says === 'worker' ? ['long-running-worker'] : [])],
      silent: says === 'worker' ? [] : ['long-running-worker', 'workflow-worker'],
    }),
  ),
  {
    id: 'a Kafka consumer',
    files: { 'go.mod': goMod('ledger-consumer', ['github.com/segmentio/kafka-go v0.4.47']), Dockerfile: goImage('consumer') },
    target: 'fargate',
    says: ['long-running-consumer', 'event-source-mapping'],
  },
  {
    id: 'a Kafka producer',
    files: {
      'go.mod': goMod('api', ['github.com/segmentio/kafka-go v0.4.47', CHI]),
      Dockerfile: goImage('server', 'EXPOSE 8080'),
    },
    target: 'fargate',
    says: ['producer-or-consumer'],
    silent: ['long-running-consumer'],
  },
  {
    id: 'a NATS subscriber',
    files: { 'go.mod': goMod('sub', ['github.com/nats-io/nats.go v1.38.0']), Dockerfile: goImage('subscriber') },
    target: 'fargate',
    says: ['long-running-consumer'],
    silent: ['event-source-mapping'],
  },
  {
    id: 'cron',
    files: { 'go.mod': goMod('cron', ['github.com/robfig/cron/v3 v3.0.1']), Dockerfile: goImage('app') },
    target: 'fargate',
    says: ['scheduler'],
  },
  {
    id: 'gorilla websocket',
    files: { 'go.mod': goMod('chat', ['github.com/gorilla/websocket v1.5.3', CHI]), Dockerfile: goImage('chat', 'EXPOSE 8080') },
    target: 'fargate',
    says: ['websocket'],
  },
  {
    id: 'a gateway holds the contracts of those behind it',
    files: {
      'go.mod': goMod('edge', ['google.golang.org/grpc v1.68.0', 'github.com/grpc-ecosystem/grpc-gateway/v2 v2.16.0']),
      'proto/cart.proto': 'syntax = "proto3";\nservice Cart {\n  rpc Get (Id) returns (Items);\n}\n',
      Dockerfile: goImage('edge', 'EXPOSE 8080'),
    },
    target: 'fargate',
    silent: ['grpc'],
  },
  {
    id: 'gRPC client of a web service',
    files: {
      'go.mod': goMod('web', ['google.golang.org/grpc v1.68.0', 'github.com/gin-gonic/gin v1.10.0']),
      Dockerfile: goImage('web', 'EXPOSE 8080'),
    },
    target: 'fargate',
    silent: ['grpc'],
  },
  {
    id: 'DNS server',
    files: { 'go.mod': goMod('dns', ['github.com/miekg/dns v1.1.62']), Dockerfile: goImage('dns', 'EXPOSE 53/udp') },
    target: 'fargate',
    says: ['non-http-port'],
  },
  {
    id: 'eBPF agent',
    files: { 'go.mod': goMod('agent', ['github.com/cilium/ebpf v0.17.1']), Dockerfile: goImage('agent') },
    target: 'container',
    says: ['privileged'],
  },
  {
    id: 'raft members',
    files: { 'go.mod': goMod('raft', ['github.com/hashicorp/raft v1.7.1']), Dockerfile: goImage('raft') },
    target: 'fargate',
    says: ['clustered-state'],
  },
  {
    id: 'bbolt on a claim',
    files: {
      'go.mod': goMod('kv', ['go.etcd.io/bbolt v1.3.11', CHI]),
      Dockerfile: goImage('kv'),
      'k8s/kv.yaml': lines(
        'apiVersion: apps/v1',
        'kind: StatefulSet',
        'metadata: {name: kv}',
        'spec:',
        '  serviceName: kv',
        '  selector: {matchLabels: {app: kv}}',
        '  template:',
        '    metadata: {labels: {app: kv}}',
        '    spec:',
        '      containers:',
        '        - name: kv',
        '          image: kv:1',
        '          volumeMounts: [{name: data, mountPath: /data}]',
        '  volumeClaimTemplates:',
        '    - metadata: {name: data}',
        '      spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}',
      ),
    },
    target: 'container',
    says: ['stateful-store'],
  },
  {
    id: 'a client of the Kubernetes API is no operator',
    files: { 'go.mod': goMod('tool', ['k8s.io/client-go v0.31.3', CHI]), Dockerfile: goImage('tool') },
    target: 'fargate',
    silent: ['watch-loop'],
  },
  {
    id: 'indirect lines say nothing',
    files: {
      'go.mod': goMod('api', [
        CHI,
        'github.com/docker/docker v27.4.1+incompatible // indirect',
        'github.com/gorilla/websocket v1.5.3 // indirect',
        'google.golang.org/grpc v1.68.0 // indirect',
      ]),
      Dockerfile: goImage('api'),
    },
    target: 'fargate',
    silent: ['privileged', 'websocket', 'grpc'],
  },
  {
    id: 'libvips',
    files: {
      'go.mod': goMod('img', ['github.com/davidbyttow/govips/v2 v2.16.0', 'github.com/aws/aws-lambda-go v1.47.0']),
      'template.yaml': sam('provided.al2023', 'bootstrap'),
    },
    target: 'lambda-image',
    says: ['system-libs'],
  },
  {
    id: 'cgo on a shared host is no static binary',
    files: {
      'a/go.mod': goMod('a', ['github.com/confluentinc/confluent-kafka-go/v2 v2.6.1']),
      'b/go.mod': goMod('b', [CHI]),
      'cohost.yaml': lines('hosts:', '  - name: vm', '    share: allow', '    services: [a, b]'),
    },
    service: 'a',
    target: 'shared-host',
    says: ['shared-host-compatible'],
    silent: ['static-binary'],
  },
  {
    id: 'no module but the standard library',
    files: { 'go.mod': lines('module example.com/tool', '', 'go 1.25'), 'main.go': lines('package main', 'func main() {}') },
    target: 'insufficient-evidence',
    says: ['insufficient-evidence'],
  },
];
