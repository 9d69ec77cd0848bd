import { fileOf, warnings } from './file.ts';
import { why } from './notes.ts';
import { quoted } from './quoting.ts';
import { type EmittedFile, isRootsPort, type Subject } from './subject.ts';

/** What runs without end is a Deployment, what ends a Job, and what a clock starts a CronJob. */
export function kubernetes(subject: Subject): EmittedFile {
  return fileOf(subject, 'kubernetes.yaml', [
    why(subject, '#', warnings(subject)),
    ...(subject.role === 'job' ? job(subject) : deployment(subject)),
    ...service(subject),
    ...claim(subject),
  ]);
}

function indented(lines: readonly string[], by: number): readonly string[] {
  return lines.map((line) => `${' '.repeat(by)}${line}`);
}

function metadata({ slug }: Subject): readonly string[] {
  return ['metadata:', `  name: ${slug}`, '  labels:', `    app: ${slug}`];
}

function deployment(subject: Subject): readonly string[] {
  const { slug, copies } = subject;
  return [
    'apiVersion: apps/v1',
    'kind: Deployment',
    ...metadata(subject),
    'spec:',
    `  replicas: ${copies}`,
    // Two of what has to be alone must not overlap while one replaces the other.
    ...(copies === 1 ? ['  strategy:', '    type: Recreate'] : []),
    '  selector:',
    '    matchLabels:',
    `      app: ${slug}`,
    '  template:',
    ...indented(template(subject), 4),
  ];
}

function job(subject: Subject): readonly string[] {
  const { schedule } = subject;
  const spec = ['backoffLimit: 2', 'template:', ...indented(template(subject, 'Never'), 2)];
  if (schedule === undefined) return ['apiVersion: batch/v1', 'kind: Job', ...metadata(subject), 'spec:', ...indented(spec, 2)];
  return [
    'apiVersion: batch/v1',
    'kind: CronJob',
    ...metadata(subject),
    'spec:',
    `  schedule: ${quoted(schedule)}`,
    '  concurrencyPolicy: Forbid',
    '  jobTemplate:',
    '    spec:',
    ...indented(spec, 6),
  ];
}

function template(subject: Subject, restart?: 'Never'): readonly string[] {
  const { slug, port, memoryMiB, gpu, stateful, task } = subject;
  const memory = `${memoryMiB}Mi`;
  return [
    'metadata:',
    '  labels:',
    `    app: ${slug}`,
    'spec:',
    ...(restart === undefined ? [] : [`  restartPolicy: ${restart}`]),
    '  securityContext:',
    '    runAsNonRoot: true',
    // A fresh volume is root's.
    ...(stateful ? ['    fsGroup: 10001'] : []),
    ...(isRootsPort(port) ? ['    sysctls:', '      - name: net.ipv4.ip_unprivileged_port_start', "        value: '0'"] : []),
    '    seccompProfile:',
    '      type: RuntimeDefault',
    '  containers:',
    `    - name: ${slug}`,
    `      image: ${slug}:1.0.0`,
    ...(port === undefined ? [] : ['      ports:', `        - containerPort: ${port}`]),
    '      securityContext:',
    '        allowPrivilegeEscalation: false',
    '        readOnlyRootFilesystem: true',
    '        capabilities:',
    "          drop: ['ALL']",
    // Whether it answers is known of every server; what it answers to is not.
    ...(port === undefined || restart !== undefined
      ? []
      : ['      readinessProbe:', '        tcpSocket:', `          port: ${port}`]),
    '      resources:',
    '        requests:',
    `          cpu: ${Math.round(task.vcpu * 1000)}m`,
    `          memory: ${memory}`,
    '        limits:',
    `          memory: ${memory}`,
    ...(gpu ? ['          nvidia.com/gpu: 1'] : []),
    '      volumeMounts:',
    '        - name: tmp',
    '          mountPath: /tmp',
    ...(stateful ? ['        - name: data', '          mountPath: /data'] : []),
    '  volumes:',
    '    - name: tmp',
    '      emptyDir: {}',
    ...(stateful ? ['    - name: data', '      persistentVolumeClaim:', `        claimName: ${slug}-data`] : []),
  ];
}

function service({ slug, port, role }: Subject): readonly string[] {
  if (port === undefined || role === 'job') return [];
  return [
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
  ];
}

function claim({ slug, stateful }: Subject): readonly string[] {
  if (!stateful) return [];
  return [
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
  ];
}
