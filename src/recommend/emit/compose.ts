import { byText } from '../../model/index.ts';
import { rootAbove } from './context.ts';
import { fileOf, warnings } from './file.ts';
import { healthOf } from './health.ts';
import { why } from './notes.ts';
import { composeWords, quoted, quotedForCompose } from './quoting.ts';
import type { EmittedFile, Subject } from './subject.ts';
import { writerOf } from './writers.ts';

/** Compose files and stacks: services on one host, or on a swarm of them. */

/** Where compose builds from: the service's directory, or the root of the build whose member it is. `base` is where the file lies. */
function buildLines(subject: Subject, base: 'service' | 'fleet'): readonly string[] {
  const member = subject.member?.path;
  const above = rootAbove(subject) ?? '.';
  const root = member === undefined ? subject.path : (subject.workspace ?? '.');
  const context = base === 'service' ? above : root === '.' ? '.' : quotedForCompose(`./${root}`);
  return [
    '  build:',
    `    context: ${context}`,
    ...(member === undefined ? [] : [`    dockerfile: ${quotedForCompose(`${member}/Dockerfile`)}`]),
  ];
}

function composeService(subject: Subject, build: readonly string[] | 'swarm', hostPort = subject.port): readonly string[] {
  const swarm = build === 'swarm';
  const isJob = subject.role === 'job';
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
    ...(swarm ? [] : build),
    // A stack cannot build; compose builds in the directory of the file.
    ...(swarm ? [`  image: ${quoted(`${subject.slug}:1.0.0`)}`] : []),
    ...(subject.stateful ? ['  volumes:', `    - ${subject.slug}-data:/data`] : []),
    ...publish(subject.port, hostPort, swarm),
    ...healthLines(subject),
    ...(swarm ? [] : [`  restart: ${isJob ? quoted('no') : 'unless-stopped'}`]),
    '  deploy:',
    ...(swarm ? deployment(subject) : []),
    '    resources:',
    '      limits:',
    `        cpus: ${quoted(String(subject.task.vcpu))}`,
    `        memory: ${subject.memoryMiB}M`,
    ...gpu.map((line) => line.slice(2)),
    ...confined(subject, swarm),
    '  read_only: true',
    '  tmpfs:',
    '    - /tmp',
  ];
  return lines.map((line) => `  ${line}`);
}

/** Themes of services that need more of the kernel than a plain process: a browser sandboxes its pages by itself. */
const UNCONFINED = ['privileged', 'browser', 'hardware'];

/** No capability and no way to another user, as a numeric user needs neither; a stack has no options of security. */
function confined({ privileged, recommendation }: Subject, swarm: boolean): readonly string[] {
  if (privileged || recommendation.reasons.some(({ theme }) => UNCONFINED.includes(theme))) return [];
  return ['  cap_drop: [ALL]', ...(swarm ? [] : ["  security_opt: ['no-new-privileges:true']"])];
}

function healthLines(subject: Subject): readonly string[] {
  const health = healthOf(subject);
  if (health === undefined) return [];
  return [
    '  healthcheck:',
    `    test: ${composeWords(['CMD', ...health.command])}`,
    '    interval: 30s',
    '    timeout: 5s',
    '    retries: 3',
    `    start_period: ${health.start}s`,
  ];
}

/** Neither compose nor a swarm keeps a clock. */
function started({ role, schedule }: Subject): readonly string[] {
  if (role !== 'job') return [];
  return [schedule === undefined ? 'A job: start it when it is due.' : `A job: start it when it is due (cron: ${schedule}).`];
}

function deployment({ role, copies }: Subject): readonly string[] {
  return role === 'job'
    ? ['    mode: replicated-job', '    replicas: 1', '    restart_policy:', '      condition: on-failure']
    : [`    replicas: ${copies}`, '    restart_policy:', '      condition: any'];
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
  return fileOf(subject, 'compose.yaml', [
    why(subject, '#', [...warnings(subject), ...started(subject)]),
    `name: ${subject.slug}`,
    'services:',
    ...composeService(subject, buildLines(subject, 'service')),
    ...volumes([subject]),
  ]);
}

function bySlug(a: Subject, b: Subject): number {
  return byText(a.slug, b.slug);
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

/** One compose file for all services of a host of the placement, to lie at the fleet's root. */
export function hostCompose(host: string, subjects: readonly Subject[]): EmittedFile {
  const ports = hostPorts(subjects);
  const twins = (one: Subject): boolean =>
    writerOf(one).isScripted && subjects.filter(({ path }) => path === one.path).length > 1;
  const services = [...subjects].sort(bySlug).flatMap((subject) => {
    const built = composeService(subject, buildLines(subject, 'fleet'), ports.get(subject));
    // Processes of one service run one image.
    return twins(subject) && subject.command.length > 0 ? [...built, `    command: ${composeWords(subject.command)}`] : built;
  });
  return {
    path: `${host}.compose.yaml`,
    content: `# Written by cohost: the services that share ${host}.\n# It belongs at the root of the fleet; each service's Dockerfile lies in its directory.\n${[`name: ${host}`, 'services:', ...services, ...volumes(subjects)].join('\n')}\n`,
    executable: false,
  };
}

export function swarm(subject: Subject): EmittedFile {
  return fileOf(subject, 'stack.yaml', [
    why(subject, '#', [...warnings(subject), ...started(subject), `Deploy: docker stack deploy -c stack.yaml ${subject.slug}`]),
    'services:',
    ...composeService(subject, 'swarm'),
    ...volumes([subject]),
  ]);
}
