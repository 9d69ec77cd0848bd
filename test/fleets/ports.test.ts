import { describe, expect, it } from 'vitest';
import { type Expected, type Files, observed, reportOf } from './fleet.ts';

/** Two services without any dependency, `a` and `b`, and the files that say how they run. */
function two(files: Files): Files {
  return { 'a/requirements.txt': 'flask\n', 'b/requirements.txt': 'flask\n', ...files };
}

function compose(a: string, b: string): string {
  return `services:\n  a:\n    build: a\n${indented(a)}  b:\n    build: b\n${indented(b)}`;
}

function indented(lines: string): string {
  return lines === '' ? '' : `    ${lines.split('\n').join('\n    ')}\n`;
}

function workload(name: string, port: string, pod = '', kind = 'Deployment'): string {
  return `apiVersion: apps/v1\nkind: ${kind}\nmetadata: { name: ${name} }\nspec:\n  template:\n    spec:\n${pod}      containers:\n        - name: ${name}\n          image: registry.example.org/${name}:1\n          ports: [${port}]\n`;
}

function image(...lines: readonly string[]): string {
  return ['FROM python:3.12-slim', ...lines, ''].join('\n');
}

const FREE: Expected = { errors: [], hosts: [1, 1, 1] };
/** One process gets the port: containers end it. */
const inside = (port: string): Expected => ({ errors: [`port/taken port:${port}: a, b`], hosts: [2, 2, 1] });
/** The host's own port is taken: only another machine, or another number, ends it. */
const outside = (port: string): Expected => ({ errors: [`port/taken port:${port}: a, b`], hosts: [2, 2, 2] });

const CASES: Readonly<Record<string, readonly [Files, Expected]>> = {
  'compose: one port of the host twice': [
    two({ 'compose.yaml': compose('ports: ["8080:80"]', 'ports: ["8080:81"]') }),
    outside('8080/tcp'),
  ],
  'compose: other ports of the host, one port inside': [
    two({ 'compose.yaml': compose('ports: ["8080:80"]', 'ports: ["8081:80"]') }),
    inside('80/tcp'),
  ],
  'compose: other ports on both ends': [two({ 'compose.yaml': compose('ports: ["8080:80"]', 'ports: ["8081:81"]') }), FREE],
  'compose: a port of one inside is a port of the other outside': [
    two({ 'compose.yaml': compose('ports: ["9000:8080"]', 'ports: ["8080:9001"]') }),
    FREE,
  ],
  'compose: udp and tcp are two ports': [
    two({ 'compose.yaml': compose('ports: ["5353:5353/udp"]', 'ports: ["5353:5353/tcp"]') }),
    FREE,
  ],
  'compose: two addresses of the host': [
    two({ 'compose.yaml': compose('ports: ["127.0.0.1:8080:80"]', 'ports: ["192.0.2.7:8080:81"]') }),
    FREE,
  ],
  'compose: one address of the host, and all of them': [
    two({ 'compose.yaml': compose('ports: ["127.0.0.1:8080:80"]', 'ports: ["0.0.0.0:8080:81"]') }),
    outside('8080/tcp'),
  ],
  'compose: loopback twice': [
    two({ 'compose.yaml': compose('ports: ["127.0.0.1:8080:80"]', 'ports: ["127.0.0.1:8080:81"]') }),
    outside('8080/tcp'),
  ],
  'compose: a range that holds the other port': [
    two({ 'compose.yaml': compose('ports: ["8000-8010:9000-9010"]', 'ports: ["8005:80"]') }),
    outside('8005/tcp'),
  ],
  'compose: ranges that meet in several ports are one conflict': [
    two({ 'compose.yaml': compose('ports: ["9000-9005:8000-8005"]', 'ports: ["9003-9010:7000-7007"]') }),
    outside('9003-9005/tcp'),
  ],
  'compose: a range against one port and another range': [
    two({ 'compose.yaml': compose('ports: ["9000-9005:8000-8005"]', 'ports: ["9001:1", "9004-9008:7000-7004"]') }),
    { errors: ['port/taken port:9001/tcp: a, b', 'port/taken port:9004-9005/tcp: a, b'], hosts: [2, 2, 2] },
  ],
  'compose: ranges side by side': [
    two({ 'compose.yaml': compose('ports: ["8000-8004:9000-9004"]', 'ports: ["8005-8009:9005-9009"]') }),
    FREE,
  ],
  'compose: a port that Docker chooses': [two({ 'compose.yaml': compose('ports: ["80"]', 'ports: ["81"]') }), FREE],
  'compose: long notation': [
    two({
      'compose.yaml': compose('ports:\n  - target: 80\n    published: "8080"', 'ports:\n  - target: 81\n    published: 8080'),
    }),
    outside('8080/tcp'),
  ],
  'compose: a default in a variable': [
    two({ 'compose.yaml': compose('ports: ["${A_PORT:-8080}:80"]', 'ports: ["${B_PORT:-8080}:81"]') }),
    outside('8080/tcp'),
  ],
  'compose: a variable from .env': [
    two({
      '.env': 'A_PORT=8080\nB_PORT=8081\n',
      'compose.yaml': compose('ports: ["${A_PORT}:80"]', 'ports: ["${B_PORT}:81"]'),
    }),
    FREE,
  ],
  'compose: profiles that are alternatives': [
    two({
      'compose.yaml': compose('profiles: [blue]\nports: ["8080:80"]', 'profiles: [green]\nports: ["8080:81"]'),
    }),
    FREE,
  ],
  'compose: a profile beside a service without': [
    two({ 'compose.yaml': compose('profiles: [blue]\nports: ["8080:80"]', 'ports: ["8080:81"]') }),
    outside('8080/tcp'),
  ],
  'compose: alternatives listen on one port, which their images expose': [
    two({
      'compose.yaml': compose('profiles: [blue]\nports: ["8080:80"]', 'profiles: [green]\nexpose: ["80"]'),
      'a/Dockerfile': image('EXPOSE 80', 'CMD gunicorn -b :80 app'),
      'b/Dockerfile': image('EXPOSE 80'),
    }),
    FREE,
  ],
  'compose: one profile of several in common': [
    two({ 'compose.yaml': compose('profiles: [blue, all]\nports: ["8080:80"]', 'profiles: [green, all]\nports: ["8081:80"]') }),
    inside('80/tcp'),
  ],
  'compose: alternatives there, side by side elsewhere': [
    two({
      'compose.yaml': compose('profiles: [blue]\nports: ["8080:80"]', 'profiles: [green]\nports: ["8081:80"]'),
      'k8s/a.yaml': workload('a', '{ containerPort: 80 }'),
    }),
    inside('80/tcp'),
  ],
  'compose: expose is inside': [two({ 'compose.yaml': compose('expose: ["8080"]', 'expose: ["8080"]') }), inside('8080/tcp')],
  'compose: the host network takes what the image exposes': [
    two({
      'compose.yaml': compose('network_mode: host', 'network_mode: host'),
      'a/Dockerfile': image('EXPOSE 8080'),
      'b/Dockerfile': image('EXPOSE 8080'),
    }),
    outside('8080/tcp'),
  ],
  'compose: the host network against a published port': [
    two({
      'compose.yaml': compose('network_mode: host', 'ports: ["8080:9090"]'),
      'a/Dockerfile': image('EXPOSE 8080'),
    }),
    outside('8080/tcp'),
  ],
  'compose: alternatives on the host network': [
    two({
      'compose.yaml': compose('network_mode: host\nprofiles: [blue]', 'network_mode: host\nprofiles: [green]'),
      'a/Dockerfile': image('EXPOSE 8080'),
      'b/Dockerfile': image('EXPOSE 8080'),
    }),
    FREE,
  ],
  'compose: alternatives whose ports only their images tell': [
    two({
      'compose.yaml': compose('profiles: [blue]', 'profiles: [green]'),
      'a/Dockerfile': image('EXPOSE 8080'),
      'b/Dockerfile': image('CMD gunicorn -b :8080 app'),
    }),
    FREE,
  ],
  'compose: what starts an image tells it another port': [
    two({
      'compose.yaml': compose('command: gunicorn -b :5000 app', 'environment: { PORT: 6000 }'),
      'a/Dockerfile': image('CMD gunicorn -b :8080 app'),
      'b/Dockerfile': image('EXPOSE 8080'),
    }),
    FREE,
  ],
  'compose: a mapping that is left over leads to a port that nobody opens': [
    two({
      'compose.yaml': compose('environment: { PORT: 3000 }\nports: ["80:8080"]', 'expose: ["8080"]'),
    }),
    FREE,
  ],
  'compose: a mapping of one of several ports, the other one is told': [
    two({
      'compose.yaml': compose('environment: { PORT: 3000, GRPC_PORT: 8080 }\nexpose: ["8080"]', 'expose: ["8080"]'),
      'b/Dockerfile': image('CMD gunicorn -b :8080 app'),
    }),
    { errors: [], warnings: ['port/same-default port:8080/tcp: a, b'], hosts: [1, 1, 1] },
  ],
  'an image that exposes its port, and starts a debugger at another': [
    two({ 'a/Dockerfile': image('EXPOSE 8080', 'CMD node --inspect=0.0.0.0:9230 a.js'), 'b/Dockerfile': image('EXPOSE 8080') }),
    inside('8080/tcp'),
  ],
  'an option that names where a client connects': [
    two({ 'a/Dockerfile': image('CMD ["worker", "--address", "redis:6379"]'), 'b/Dockerfile': image('EXPOSE 6379') }),
    FREE,
  ],
  'Kubernetes: ports that are called after a debugger': [
    two({
      'k8s/a.yaml': workload('a', '{ name: debug, containerPort: 3000 }'),
      'k8s/b.yaml': workload('b', '{ name: debug, containerPort: 3000 }'),
    }),
    FREE,
  ],
  'Kubernetes: arguments tell another port than the list': [
    two({
      'k8s/a.yaml': workload('a', '{ containerPort: 8080 }').replace(/\n$/, '\n          args: ["-port=9090"]\n'),
      'k8s/b.yaml': workload('b', '{ containerPort: 8080 }'),
    }),
    FREE,
  ],
  'compose: an override moves the port': [
    two({
      'compose.yaml': compose('ports: ["8080:80"]', 'ports: ["8081:81"]'),
      'compose.override.yaml': 'services:\n  b:\n    ports: ["8080:81"]\n',
    }),
    outside('8080/tcp'),
  ],
  'images that expose one port': [
    two({ 'a/Dockerfile': image('EXPOSE 8080'), 'b/Dockerfile': image('EXPOSE 8080/tcp') }),
    inside('8080/tcp'),
  ],
  'an image that exposes another port than its command opens': [
    two({
      'a/Dockerfile': image('EXPOSE 8080', 'CMD gunicorn -b :8000 app'),
      'b/Dockerfile': image('EXPOSE 8080', 'CMD gunicorn -b :8080 app'),
    }),
    FREE,
  ],
  'an image that exposes another port than its environment sets': [
    two({ 'a/Dockerfile': image('ENV PORT=9000', 'EXPOSE 8080'), 'b/Dockerfile': image('EXPOSE 8080') }),
    FREE,
  ],
  'an image that exposes the port of its command, and one more': [
    two({
      'a/Dockerfile': image('EXPOSE 8000 9464', 'CMD gunicorn -b :8000 app'),
      'b/Dockerfile': image('EXPOSE 9464'),
    }),
    inside('9464/tcp'),
  ],
  'images that expose one number for udp and for tcp': [
    two({ 'a/Dockerfile': image('EXPOSE 8080/udp'), 'b/Dockerfile': image('EXPOSE 8080') }),
    FREE,
  ],
  'images that expose a range': [
    two({ 'a/Dockerfile': image('EXPOSE 8000-8005'), 'b/Dockerfile': image('EXPOSE 8005-8010') }),
    inside('8005/tcp'),
  ],
  'a port that a variable of the image sets only warns': [
    two({
      'a/Dockerfile': image('ENV PORT=8080', 'EXPOSE 8080', 'CMD ["python", "app.py"]'),
      'b/Dockerfile': image('ENV PORT=8080', 'EXPOSE 8080', 'CMD ["python", "app.py"]'),
    }),
    { errors: [], warnings: ['port/same-default port:8080/tcp: a, b'], hosts: [1, 1, 1] },
  ],
  'a command that names the port': [
    two({
      'a/Dockerfile': image('CMD ["gunicorn", "-b", "0.0.0.0:8000", "app:app"]'),
      'b/Dockerfile': image('CMD uvicorn app:app --host 0.0.0.0 --port 8000'),
    }),
    inside('8000/tcp'),
  ],
  'a port of a stage that is not deployed': [
    two({
      'a/Dockerfile': 'FROM python:3.12 AS build\nEXPOSE 8080\nFROM python:3.12-slim\nEXPOSE 9090\n',
      'b/Dockerfile': image('EXPOSE 8080'),
    }),
    FREE,
  ],
  'a debugger listens only where it is started': [
    two({ 'a/Dockerfile': image('EXPOSE 8080 5005'), 'b/Dockerfile': image('EXPOSE 9090 5005') }),
    FREE,
  ],
  'a debugger that the command starts': [
    two({
      'a/Dockerfile': image(
        'EXPOSE 8080 5005',
        'CMD ["java", "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=*:5005", "-jar", "a.jar"]',
      ),
      'b/Dockerfile': image(
        'EXPOSE 9090 5005',
        'CMD ["java", "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=5005", "-jar", "b.jar"]',
      ),
    }),
    inside('5005/tcp'),
  ],
  'a debugger published twice on the host': [
    two({
      'compose.yaml': compose('ports: ["8080:80", "5005:5005"]', 'ports: ["8081:81", "5005:5005"]'),
    }),
    outside('5005/tcp'),
  ],
  'Kubernetes: container ports are inside': [
    two({
      'k8s/a.yaml': workload('a', '{ containerPort: 8080 }'),
      'k8s/b.yaml': workload('b', '{ containerPort: 8080 }'),
    }),
    inside('8080/tcp'),
  ],
  'Kubernetes: one port of the node': [
    two({
      'k8s/a.yaml': workload('a', '{ containerPort: 8080, hostPort: 80 }'),
      'k8s/b.yaml': workload('b', '{ containerPort: 8081, hostPort: 80 }'),
    }),
    outside('80/tcp'),
  ],
  'Kubernetes: one port of two addresses of the node': [
    two({
      'k8s/a.yaml': workload('a', '{ containerPort: 8080, hostPort: 80, hostIP: 192.0.2.1 }'),
      'k8s/b.yaml': workload('b', '{ containerPort: 8081, hostPort: 80, hostIP: 192.0.2.2 }'),
    }),
    FREE,
  ],
  'Kubernetes: the network of the node': [
    two({
      'k8s/a.yaml': workload('a', '{ containerPort: 8080 }', '      hostNetwork: true\n'),
      'k8s/b.yaml': workload('b', '{ containerPort: 8080 }', '      hostNetwork: true\n', 'DaemonSet'),
    }),
    outside('8080/tcp'),
  ],
  'Kubernetes: ports of Services are addresses of their own': [
    two({
      'k8s/services.yaml': ['a', 'b']
        .map(
          (name) =>
            `apiVersion: v1\nkind: Service\nmetadata: { name: ${name} }\nspec:\n  selector: { app: ${name} }\n  ports: [{ port: 80 }]\n`,
        )
        .join('---\n'),
    }),
    FREE,
  ],
  'Kubernetes: one node port': [
    two({
      'k8s/services.yaml': ['a', 'b']
        .map(
          (name) =>
            `apiVersion: v1\nkind: Service\nmetadata: { name: ${name} }\nspec:\n  type: NodePort\n  selector: { app: ${name} }\n  ports: [{ port: 80, nodePort: 30080 }]\n`,
        )
        .join('---\n'),
    }),
    outside('30080/tcp'),
  ],
  'Kubernetes: a name that is only alike, in the directory of another service': [
    {
      'shop/requirements.txt': 'flask\n',
      'shop/k8s/frontend.yaml': workload('frontend', '{ containerPort: 8080 }').replace('/frontend:1', '/shop-all:1'),
      'shop/Dockerfile': image('EXPOSE 8080'),
      'blog/frontend/requirements.txt': 'flask\n',
    },
    FREE,
  ],
  'Kubernetes: templates of a chart say nothing': [
    two({
      'chart/Chart.yaml': 'name: chart\n',
      'chart/templates/a.yaml': workload('a', '{ containerPort: {{ .Values.port }} }'),
      'chart/templates/b.yaml': workload('b', '{ containerPort: 8080, hostPort: 80 }'),
    }),
    { ...FREE, diagnostics: ['kubernetes/templated'] },
  ],
  'a Procfile that leaves the port to its platform': [
    two({ 'a/Procfile': 'web: gunicorn -b 0.0.0.0:$PORT app\n', 'b/Procfile': 'web: gunicorn -b 0.0.0.0:$PORT app\n' }),
    FREE,
  ],
  'application settings of Spring': [
    {
      'a/pom.xml':
        '<project><modelVersion>4.0.0</modelVersion><groupId>x</groupId><artifactId>a</artifactId><version>1</version></project>',
      'b/pom.xml':
        '<project><modelVersion>4.0.0</modelVersion><groupId>x</groupId><artifactId>b</artifactId><version>1</version></project>',
      'a/src/main/resources/application.properties': 'server.port=8080\n',
      'b/src/main/resources/application.yml': 'server:\n  port: 8080\n',
    },
    inside('8080/tcp'),
  ],
  'three services on one port are one conflict': [
    {
      ...two({ 'a/Dockerfile': image('EXPOSE 80'), 'b/Dockerfile': image('EXPOSE 80') }),
      'c/requirements.txt': 'flask\n',
      'c/Dockerfile': image('EXPOSE 80'),
    },
    { errors: ['port/taken port:80/tcp: a, b, c'], hosts: [3, 3, 1] },
  ],
  'a service with several descriptors is no conflict with itself': [
    {
      'a/requirements.txt': 'flask\n',
      'a/Dockerfile': image('EXPOSE 8080', 'CMD gunicorn -b :8080 app'),
      'compose.yaml': 'services:\n  a:\n    build: a\n    ports: ["8080:8080"]\n',
      'k8s/a.yaml': workload('a', '{ containerPort: 8080 }'),
    },
    FREE,
  ],
};

describe('ports', () => {
  it.each(Object.entries(CASES))('%s', async (_, [files, expected]) => {
    expect(observed(await reportOf(files), expected)).toEqual(expected);
  });

  it('names everybody whom a finding is about', async () => {
    const profile = (name: string): string => `  ${name}:\n    build: ${name}\n    profiles: [${name}]\n    ports: ["8080:80"]\n`;
    const report = await reportOf({
      ...two({ 'compose.yaml': `services:\n${profile('a')}${profile('b')}  c:\n    build: c\n    ports: ["8080:81"]\n` }),
      'c/requirements.txt': 'flask\n',
    });
    expect(report.conflicts.map(({ message }) => message)).toEqual([
      'a, c and 1 more publish port 8080/tcp of the host; only one of them gets it',
    ]);
  });

  it('moves a range as a whole, to where nobody is', async () => {
    const report = await reportOf(
      two({ 'compose.yaml': compose('ports: ["8000-8002:9000-9002", "8004:9004"]', 'ports: ["8002:80"]') }),
    );
    expect(
      report.conflicts
        .flatMap(({ fixes }) => fixes.flatMap(({ service, to }) => (to === undefined ? [] : `${service} ${to}`)))
        .sort(),
    ).toEqual(['a 8005-8007', 'b 8003']);
  });
});
