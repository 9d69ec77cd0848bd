import { type EmittedFile, type Subject, why } from './subject.ts';

/** Files that run an image: one function per orchestrator. Nothing privileged is ever added, only said. */

function file(subject: Subject, name: string, lines: readonly string[]): EmittedFile {
  return { path: `${subject.slug}/${name}`, content: `${lines.join('\n')}\n`, executable: false };
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function warnings(subject: Subject): readonly string[] {
  return subject.privileged
    ? ['The descriptors of this service ask for the host (privileged, socket or devices): add that by hand, knowingly.']
    : [];
}

function composeService(subject: Subject, indent: string, swarm: boolean, hostPort = subject.port): readonly string[] {
  const gpu =
    subject.gpu && !swarm
      ? [
          '        reservations:',
          '          devices:',
          '            - capabilities: [gpu]',
          '              count: 1',
          '              driver: nvidia',
        ]
      : [];
  const lines = [
    `${subject.slug}:`,
    ...(swarm ? [] : ['  build:', '    context: .']),
    // A stack cannot build; compose builds in the directory of the file.
    ...(swarm ? [`  image: ${quoted(`${subject.slug}:1.0.0`)}`] : []),
    ...(subject.stateful ? ['  volumes:', `    - ${subject.slug}-data:/data`] : []),
    ...publish(subject.port, hostPort, swarm),
    ...(swarm ? [] : ['  restart: unless-stopped']),
    '  deploy:',
    ...(swarm ? ['    replicas: 2', '    restart_policy:', '      condition: any'] : []),
    '    resources:',
    '      limits:',
    `        cpus: ${quoted(String(subject.task.vcpu))}`,
    `        memory: ${subject.memoryMiB}M`,
    ...gpu.map((line) => line.slice(2)),
    '  read_only: true',
    '  tmpfs:',
    '    - /tmp',
  ];
  return lines.map((line) => `${indent}${line}`);
}

/** On one host the port is bound to the loopback; a swarm's routing mesh has no interface to name. */
function publish(port: number | undefined, hostPort: number | undefined, swarm: boolean): readonly string[] {
  if (port === undefined) return [];
  if (!swarm) return ['  ports:', `    - ${quoted(`127.0.0.1:${hostPort ?? port}:${port}`)}`];
  return ['  ports:', `    - target: ${port}`, `      published: ${port}`, '      mode: ingress'];
}

function volumes(subjects: readonly Subject[]): readonly string[] {
  const names = subjects.filter((one) => one.stateful).map((one) => `  ${one.slug}-data: {}`);
  return names.length === 0 ? [] : ['volumes:', ...names];
}

export function compose(subject: Subject): EmittedFile {
  return file(subject, 'compose.yaml', [
    why(subject, '#', warnings(subject)),
    `name: ${subject.slug}`,
    'services:',
    ...composeService(subject, '  ', false),
    ...volumes([subject]),
  ]);
}

function bySlug(a: Subject, b: Subject): number {
  return a.slug < b.slug ? -1 : a.slug > b.slug ? 1 : 0;
}

/** Containers may listen on one port; the host has it once, so later services get the next free one. */
function hostPorts(subjects: readonly Subject[]): ReadonlyMap<Subject, number> {
  const taken = new Set<number>();
  const chosen = new Map<Subject, number>();
  for (const subject of [...subjects].sort(bySlug)) {
    if (subject.port === undefined) continue;
    let port = subject.port;
    while (taken.has(port)) port++;
    taken.add(port);
    chosen.set(subject, port);
  }
  return chosen;
}

/** One compose file for all services of a host of the placement; each is built in its own directory beside it. */
export function hostCompose(host: string, subjects: readonly Subject[]): EmittedFile {
  const ports = hostPorts(subjects);
  const services = [...subjects].sort(bySlug).flatMap((subject) => {
    const lines = composeService(subject, '  ', false, ports.get(subject));
    return lines.map((line) => (line === '      context: .' ? `      context: ./${subject.slug}` : line));
  });
  return {
    path: `${host}.compose.yaml`,
    content: `# Written by cohost: the services that share ${host}.\n${[`name: ${host}`, 'services:', ...services, ...volumes(subjects)].join('\n')}\n`,
    executable: false,
  };
}

export function swarm(subject: Subject): EmittedFile {
  return file(subject, 'stack.yaml', [
    why(subject, '#', [...warnings(subject), `Deploy: docker stack deploy -c stack.yaml ${subject.slug}`]),
    'services:',
    ...composeService(subject, '  ', true),
    ...volumes([subject]),
  ]);
}

export function kubernetes(subject: Subject): EmittedFile {
  const { slug, port } = subject;
  const memory = `${subject.memoryMiB}Mi`;
  const limits = [`memory: ${memory}`, ...(subject.gpu ? ['nvidia.com/gpu: 1'] : [])];
  return file(subject, 'kubernetes.yaml', [
    why(subject, '#', warnings(subject)),
    'apiVersion: apps/v1',
    `kind: Deployment`,
    'metadata:',
    `  name: ${slug}`,
    '  labels:',
    `    app: ${slug}`,
    'spec:',
    `  replicas: ${subject.stateful ? 1 : 2}`,
    ...(subject.stateful ? ['  strategy:', '    type: Recreate'] : []),
    '  selector:',
    '    matchLabels:',
    `      app: ${slug}`,
    '  template:',
    '    metadata:',
    '      labels:',
    `        app: ${slug}`,
    '    spec:',
    '      securityContext:',
    '        runAsNonRoot: true',
    '      containers:',
    `        - name: ${slug}`,
    `          image: ${slug}:1.0.0`,
    ...(port === undefined ? [] : ['          ports:', `            - containerPort: ${port}`]),
    '          securityContext:',
    '            allowPrivilegeEscalation: false',
    '            readOnlyRootFilesystem: true',
    '          resources:',
    '            requests:',
    `              cpu: ${Math.round(subject.task.vcpu * 1000)}m`,
    `              memory: ${memory}`,
    '            limits:',
    ...limits.map((line) => `              ${line}`),
    '          volumeMounts:',
    '            - name: tmp',
    '              mountPath: /tmp',
    ...(subject.stateful ? ['            - name: data', '              mountPath: /data'] : []),
    '      volumes:',
    '        - name: tmp',
    '          emptyDir: {}',
    ...(subject.stateful
      ? ['        - name: data', '          persistentVolumeClaim:', `            claimName: ${slug}-data`]
      : []),
    ...(port === undefined
      ? []
      : [
          '---',
          'apiVersion: v1',
          'kind: Service',
          'metadata:',
          `  name: ${slug}`,
          'spec:',
          '  selector:',
          `    app: ${slug}`,
          '  ports:',
          `    - port: ${port}`,
          `      targetPort: ${port}`,
        ]),
    ...(subject.stateful
      ? [
          '---',
          'apiVersion: v1',
          'kind: PersistentVolumeClaim',
          'metadata:',
          `  name: ${slug}-data`,
          'spec:',
          '  accessModes:',
          '    - ReadWriteOnce',
          '  resources:',
          '    requests:',
          '      storage: 10Gi',
        ]
      : []),
  ]);
}

/** A CloudFormation template with the task definition: Fargate, or EC2 capacity where Fargate cannot serve. */
export function taskDefinition(subject: Subject, launch: 'FARGATE' | 'EC2'): EmittedFile {
  const { vcpu, gb } = subject.task;
  const arm = subject.architecture === 'arm64' && launch === 'FARGATE';
  return file(subject, 'task.yaml', [
    why(subject, '#', warnings(subject)),
    "AWSTemplateFormatVersion: '2010-09-09'",
    `Description: ${quoted(`${subject.id} as an ECS task`)}`,
    'Parameters:',
    '  ImageUri:',
    '    Type: String',
    '    Description: Image built from the Dockerfile beside this file',
    '  ExecutionRoleArn:',
    '    Type: String',
    '    Description: Role that pulls the image and writes logs',
    'Resources:',
    '  LogGroup:',
    '    Type: AWS::Logs::LogGroup',
    '    DeletionPolicy: Delete',
    '    UpdateReplacePolicy: Delete',
    '    Properties:',
    '      RetentionInDays: 30',
    '  Task:',
    '    Type: AWS::ECS::TaskDefinition',
    '    Properties:',
    `      Family: ${subject.slug}`,
    `      RequiresCompatibilities: [${launch}]`,
    `      NetworkMode: ${launch === 'FARGATE' ? 'awsvpc' : 'bridge'}`,
    `      Cpu: '${Math.round(vcpu * 1024)}'`,
    `      Memory: '${Math.round(gb * 1024)}'`,
    ...(arm ? ['      RuntimePlatform:', '        CpuArchitecture: ARM64', '        OperatingSystemFamily: LINUX'] : []),
    '      ExecutionRoleArn: !Ref ExecutionRoleArn',
    ...(subject.stateful ? ['      Volumes:', '        - Name: data'] : []),
    '      ContainerDefinitions:',
    `        - Name: ${subject.slug}`,
    '          Image: !Ref ImageUri',
    '          Essential: true',
    ...(subject.port === undefined ? [] : ['          PortMappings:', `            - ContainerPort: ${subject.port}`]),
    ...(subject.gpu ? ['          ResourceRequirements:', '            - Type: GPU', "              Value: '1'"] : []),
    ...(subject.stateful
      ? [
          '          MountPoints:',
          '            - SourceVolume: data',
          '              ContainerPath: /data',
          '              ReadOnly: false',
        ]
      : []),
    '          LogConfiguration:',
    '            LogDriver: awslogs',
    '            Options:',
    '              awslogs-group: !Ref LogGroup',
    '              awslogs-region: !Ref AWS::Region',
    `              awslogs-stream-prefix: ${subject.slug}`,
  ]);
}

export function nomad(subject: Subject): EmittedFile {
  const { slug, port } = subject;
  return file(subject, `${slug}.nomad.hcl`, [
    why(subject, '#', warnings(subject)),
    `job "${slug}" {`,
    '  datacenters = ["*"]',
    '  type        = "service"',
    '',
    `  group "${slug}" {`,
    `    count = ${subject.stateful ? 1 : 2}`,
    ...(port === undefined ? [] : ['', '    network {', '      port "main" {', `        to = ${port}`, '      }', '    }']),
    ...(subject.stateful ? ['', '    volume "data" {', '      type   = "host"', `      source = "${slug}-data"`, '    }'] : []),
    '',
    `    task "${slug}" {`,
    '      driver = "docker"',
    '',
    '      config {',
    `        image = "${slug}:1.0.0"`,
    ...(port === undefined ? [] : ['        ports = ["main"]']),
    '      }',
    ...(subject.stateful
      ? ['', '      volume_mount {', '        volume      = "data"', '        destination = "/data"', '      }']
      : []),
    '',
    '      resources {',
    `        cpu    = ${Math.round(subject.task.vcpu * 2000)}`,
    `        memory = ${subject.memoryMiB}`,
    ...(subject.gpu ? ['', '        device "nvidia/gpu" {', '          count = 1', '        }'] : []),
    '      }',
    '    }',
    '  }',
    '}',
  ]);
}
