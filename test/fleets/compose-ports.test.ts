import { describe, expect, it } from 'vitest';
import { type Expected, type Files, observed, reportOf } from './fleet.ts';
import { compose, cron, FREE, image, inside, outside, two, workload } from './port-files.ts';

const CASES: Readonly<Record<string, readonly [Files, Expected]>> = {
  'one port of the host twice': [
    two({ 'compose.yaml': compose('ports: ["8080:80"]', 'ports: ["8080:81"]') }),
    outside('8080/tcp'),
  ],
  'other ports of the host, one port inside': [
    two({ 'compose.yaml': compose('ports: ["8080:80"]', 'ports: ["8081:80"]') }),
    inside('80/tcp'),
  ],
  'other ports on both ends': [two({ 'compose.yaml': compose('ports: ["8080:80"]', 'ports: ["8081:81"]') }), FREE],
  'a port of one inside is a port of the other outside': [
    two({ 'compose.yaml': compose('ports: ["9000:8080"]', 'ports: ["8080:9001"]') }),
    FREE,
  ],
  'udp and tcp are two ports': [two({ 'compose.yaml': compose('ports: ["5353:5353/udp"]', 'ports: ["5353:5353/tcp"]') }), FREE],
  'two addresses of the host': [
    two({ 'compose.yaml': compose('ports: ["127.0.0.1:8080:80"]', 'ports: ["192.0.2.7:8080:81"]') }),
    FREE,
  ],
  'one address of the host, and all of them': [
    two({ 'compose.yaml': compose('ports: ["127.0.0.1:8080:80"]', 'ports: ["0.0.0.0:8080:81"]') }),
    outside('8080/tcp'),
  ],
  'loopback twice': [
    two({ 'compose.yaml': compose('ports: ["127.0.0.1:8080:80"]', 'ports: ["127.0.0.1:8080:81"]') }),
    outside('8080/tcp'),
  ],
  'all of IPv4 beside all of IPv6, which are opened by themselves': [
    two({ 'compose.yaml': compose('ports: ["0.0.0.0:8080:80"]', 'ports: ["[::]:8080:81"]') }),
    FREE,
  ],
  'one address of IPv6 beside all of IPv4': [
    two({ 'compose.yaml': compose('ports: ["0.0.0.0:8080:80"]', 'ports: ["[::1]:8080:81"]') }),
    FREE,
  ],
  'all addresses beside all of IPv6': [
    two({ 'compose.yaml': compose('ports: ["8080:80"]', 'ports: ["[::]:8080:81"]') }),
    outside('8080/tcp'),
  ],
  'one address of IPv6 beside all of them, and written in three ways': [
    two({
      'compose.yaml': compose('ports: ["[::1]:8080:80", "::1:8081:82"]', 'ports: ["[0:0:0:0:0:0:0:1]:8081:81", "[::]:8080:83"]'),
    }),
    { errors: ['port/taken port:8080/tcp: a, b', 'port/taken port:8081/tcp: a, b'], hosts: [2, 2, 2] },
  ],
  'a file that another includes, with an environment of its own': [
    two({
      'compose.yaml':
        'include:\n  - path: sub/compose.yaml\n    env_file: sub/of.env\nservices:\n  a:\n    build: a\n    ports: ["8080:80"]\n',
      'sub/compose.yaml': 'include: [../compose.yaml]\nservices:\n  b:\n    build: ../b\n    ports: ["${PUBLISHED}:81"]\n',
      'sub/of.env': 'PUBLISHED=8080\n',
    }),
    { errors: ['port/taken port:8080/tcp: a, b'], hosts: [2, 2, 2] },
  ],
  'a range that holds the other port': [
    two({ 'compose.yaml': compose('ports: ["8000-8010:9000-9010"]', 'ports: ["8005:80"]') }),
    outside('8005/tcp'),
  ],
  'ranges that meet in several ports are one conflict': [
    two({ 'compose.yaml': compose('ports: ["9000-9005:8000-8005"]', 'ports: ["9003-9010:7000-7007"]') }),
    outside('9003-9005/tcp'),
  ],
  'a range against one port and another range': [
    two({ 'compose.yaml': compose('ports: ["9000-9005:8000-8005"]', 'ports: ["9001:1", "9004-9008:7000-7004"]') }),
    { errors: ['port/taken port:9001/tcp: a, b', 'port/taken port:9004-9005/tcp: a, b'], hosts: [2, 2, 2] },
  ],
  'ranges side by side': [
    two({ 'compose.yaml': compose('ports: ["8000-8004:9000-9004"]', 'ports: ["8005-8009:9005-9009"]') }),
    FREE,
  ],
  'a range for one port of the container, of which Docker takes a free one': [
    two({ 'compose.yaml': compose('ports: ["8000-8010:80"]', 'ports: ["8005:81"]') }),
    FREE,
  ],
  'a service of which none is started': [
    two({ 'compose.yaml': compose('ports: ["8080:80"]\ndeploy: { replicas: 0 }', 'ports: ["8080:81"]') }),
    FREE,
  ],
  'options by which a program with several servers is told its own port': [
    two({
      'compose.yaml': compose('command: ["/a", "--web.listen-address=:6000"]', 'command: ["/b", "-http.addr", "0.0.0.0:6000"]'),
    }),
    { errors: ['port/taken port:6000/tcp: a, b'], hosts: [2, 2, 1] },
  ],
  'the same options with the address of another program': [
    two({
      'compose.yaml': compose('command: ["/a", "--grpc-addr=10.0.0.7:6000"]', 'command: ["/b", "--server-address", "shop:6000"]'),
    }),
    FREE,
  ],
  'a port that Docker chooses': [two({ 'compose.yaml': compose('ports: ["80"]', 'ports: ["81"]') }), FREE],
  'long notation': [
    two({
      'compose.yaml': compose('ports:\n  - target: 80\n    published: "8080"', 'ports:\n  - target: 81\n    published: 8080'),
    }),
    outside('8080/tcp'),
  ],
  'a default in a variable': [
    two({ 'compose.yaml': compose('ports: ["${A_PORT:-8080}:80"]', 'ports: ["${B_PORT:-8080}:81"]') }),
    outside('8080/tcp'),
  ],
  'a variable from .env': [
    two({
      '.env': 'A_PORT=8080\nB_PORT=8081\n',
      'compose.yaml': compose('ports: ["${A_PORT}:80"]', 'ports: ["${B_PORT}:81"]'),
    }),
    FREE,
  ],
  'profiles that are alternatives': [
    two({
      'compose.yaml': compose('profiles: [blue]\nports: ["8080:80"]', 'profiles: [green]\nports: ["8080:81"]'),
    }),
    FREE,
  ],
  'a profile beside a service without': [
    two({ 'compose.yaml': compose('profiles: [blue]\nports: ["8080:80"]', 'ports: ["8080:81"]') }),
    outside('8080/tcp'),
  ],
  'alternatives listen on one port, which their images expose': [
    two({
      'compose.yaml': compose('profiles: [blue]\nports: ["8080:80"]', 'profiles: [green]\nexpose: ["80"]'),
      'a/Dockerfile': image('EXPOSE 80', 'CMD gunicorn -b :80 app'),
      'b/Dockerfile': image('EXPOSE 80'),
    }),
    FREE,
  ],
  'one profile of several in common': [
    two({ 'compose.yaml': compose('profiles: [blue, all]\nports: ["8080:80"]', 'profiles: [green, all]\nports: ["8081:80"]') }),
    inside('80/tcp'),
  ],
  'alternatives there, side by side elsewhere': [
    two({
      'compose.yaml': compose('profiles: [blue]\nports: ["8080:80"]', 'profiles: [green]\nports: ["8081:80"]'),
      'k8s/a.yaml': workload('a', '{ containerPort: 80 }'),
    }),
    inside('80/tcp'),
  ],
  'files of which each is the whole stack, started one in the place of the other': [
    two({
      'deploy/docker-compose-broken.yml':
        'services:\n  shop:\n    build: ../a\n    ports: ["8080:80"]\n  cache:\n    image: redis:7\n',
      'deploy/docker-compose-fixed.yml':
        'services:\n  shop:\n    build: ../b\n    ports: ["8080:81"]\n  cache:\n    image: redis:7\n',
    }),
    FREE,
  ],
  'a stack of a swarm': [
    two({
      'docker-stack.yml':
        'services:\n  a:\n    image: shop/a\n    ports: ["8080:80"]\n  b:\n    image: shop/b\n    ports: ["8080:81"]\n',
    }),
    outside('8080/tcp'),
  ],
  'a stack of a swarm beside the base that developers start': [
    two({
      'compose.yaml': compose('ports: ["8080:80"]', 'ports: ["8081:81"]'),
      'docker-stack.yml':
        'services:\n  a:\n    image: shop/a\n    ports: ["9090:80"]\n  b:\n    image: shop/b\n    ports: ["9090:81"]\n',
    }),
    FREE,
  ],
  'files of two stacks, which may run beside each other': [
    two({
      'deploy/docker-compose-shop.yml': 'services:\n  shop:\n    build: ../a\n    ports: ["8080:80"]\n',
      'deploy/docker-compose-blog.yml': 'services:\n  blog:\n    build: ../b\n    ports: ["8080:81"]\n',
    }),
    outside('8080/tcp'),
  ],
  'services of one of several whole stacks': [
    two({
      'deploy/docker-compose-one.yml':
        'services:\n  a:\n    build: ../a\n    ports: ["8080:80"]\n  b:\n    build: ../b\n    ports: ["8080:81"]\n',
      'deploy/docker-compose-two.yml': 'services:\n  a:\n    build: ../a\n    ports: ["8081:80"]\n',
    }),
    outside('8080/tcp'),
  ],
  'expose is inside': [two({ 'compose.yaml': compose('expose: ["8080"]', 'expose: ["8080"]') }), inside('8080/tcp')],
  'the host network takes what the image exposes': [
    two({
      'compose.yaml': compose('network_mode: host', 'network_mode: host'),
      'a/Dockerfile': image('EXPOSE 8080'),
      'b/Dockerfile': image('EXPOSE 8080'),
    }),
    outside('8080/tcp'),
  ],
  'what jobs run exposes a port and listens on none': [
    two({
      'compose.yaml': compose('deploy: { mode: replicated-job }', ''),
      'a/Dockerfile': image('EXPOSE 8080', 'CMD ["python", "a.py"]'),
      'b/Dockerfile': image('EXPOSE 8080', 'CMD ["python", "b.py"]'),
    }),
    FREE,
  ],
  'a job with an option more': [
    two({
      'compose.yaml': compose('command: ["python", "a.py", "--once"]\ndeploy: { mode: replicated-job }', ''),
      'a/Dockerfile': image('EXPOSE 8080', 'CMD ["python", "a.py"]'),
      'b/Dockerfile': image('EXPOSE 8080'),
    }),
    FREE,
  ],
  'a job beside what the image serves': [
    two({
      'compose.yaml': compose('command: ["python", "migrate.py"]\ndeploy: { mode: replicated-job }', ''),
      'a/Dockerfile': image('EXPOSE 8080', 'CMD ["python", "serve.py"]'),
      'b/Dockerfile': image('EXPOSE 8080'),
    }),
    inside('8080/tcp'),
  ],
  'of two jobs one that runs another program': [
    two({
      'compose.yaml': `${compose('deploy: { mode: replicated-job }', '')}  a-import:\n    build: a\n    command: ["python", "import.py"]\n    deploy: { mode: replicated-job }\n`,
      'a/Dockerfile': image('EXPOSE 8080', 'CMD ["python", "a.py"]'),
      'b/Dockerfile': image('EXPOSE 8080'),
    }),
    inside('8080/tcp'),
  ],
  'a job that publishes what it exposes': [
    two({
      'compose.yaml': compose('ports: ["8080:8080"]\ndeploy: { mode: replicated-job }', 'ports: ["8081:8080"]'),
      'a/Dockerfile': image('EXPOSE 8080'),
      'b/Dockerfile': image('EXPOSE 8080'),
    }),
    inside('8080/tcp'),
  ],
  'a job whose image is told to listen': [
    two({
      'compose.yaml': compose('deploy: { mode: replicated-job }', ''),
      'a/Dockerfile': image('EXPOSE 8080', 'CMD gunicorn -b :8080 app'),
      'b/Dockerfile': image('EXPOSE 8080'),
    }),
    inside('8080/tcp'),
  ],
  'a CronJob beside a Deployment of one image': [
    two({
      'k8s/a.yaml': `${workload('a', '{ containerPort: 80 }')}---\n${cron('a')}`,
      'k8s/b.yaml': cron('b'),
      'a/Dockerfile': image('EXPOSE 8080'),
      'b/Dockerfile': image('EXPOSE 80'),
    }),
    FREE,
  ],
  'the host network against a published port': [
    two({
      'compose.yaml': compose('network_mode: host', 'ports: ["8080:9090"]'),
      'a/Dockerfile': image('EXPOSE 8080'),
    }),
    outside('8080/tcp'),
  ],
  'the host network of Compose is not that of a cluster, where the port is the container’s own': [
    two({
      'compose.yaml': compose('network_mode: host\nexpose: ["7000"]', 'ports: ["8080:9090"]'),
      'k8s/a.yaml': workload('a', '{ containerPort: 8080 }'),
    }),
    FREE,
  ],
  'alternatives on the host network': [
    two({
      'compose.yaml': compose('network_mode: host\nprofiles: [blue]', 'network_mode: host\nprofiles: [green]'),
      'a/Dockerfile': image('EXPOSE 8080'),
      'b/Dockerfile': image('EXPOSE 8080'),
    }),
    FREE,
  ],
  'an image that is built under one of the profiles alone': [
    two({
      'compose.yaml':
        'services:\n  a:\n    build: { context: ., dockerfile: all.Dockerfile }\n    profiles: [blue]\n  a-old:\n    build: a\n    profiles: [green]\n  b:\n    build: b\n    profiles: [blue]\n    expose: ["8080"]\n',
      'a/Dockerfile': image('EXPOSE 8080'),
      'all.Dockerfile': image('EXPOSE 9090'),
    }),
    FREE,
  ],
  'alternatives whose ports only their images tell': [
    two({
      'compose.yaml': compose('profiles: [blue]', 'profiles: [green]'),
      'a/Dockerfile': image('EXPOSE 8080'),
      'b/Dockerfile': image('CMD gunicorn -b :8080 app'),
    }),
    FREE,
  ],
  'what starts an image tells it another port': [
    two({
      'compose.yaml': compose('command: gunicorn -b :5000 app', 'environment: { PORT: 6000 }'),
      'a/Dockerfile': image('CMD gunicorn -b :8080 app'),
      'b/Dockerfile': image('EXPOSE 8080'),
    }),
    FREE,
  ],
  'an image lists another port than what starts it maps': [
    two({
      'compose.yaml': compose('ports: ["7001:7000"]', 'ports: ["7003:7002"]'),
      'a/Dockerfile': image('EXPOSE 6402'),
      'b/Dockerfile': image('EXPOSE 6402'),
    }),
    FREE,
  ],
  'an image lists the port that what starts it maps, and one more': [
    two({
      'compose.yaml': compose('ports: ["7001:7000"]', 'ports: ["7003:7002"]'),
      'a/Dockerfile': image('EXPOSE 7000 6402'),
      'b/Dockerfile': image('EXPOSE 7002 6402'),
    }),
    inside('6402/tcp'),
  ],
  'a mapping that is left over leads to a port that nobody opens': [
    two({
      'compose.yaml': compose('environment: { PORT: 3000 }\nports: ["80:8080"]', 'expose: ["8080"]'),
    }),
    FREE,
  ],
  'a mapping of one of several ports, the other one is told': [
    two({
      'compose.yaml': compose('environment: { PORT: 3000, GRPC_PORT: 8080 }\nexpose: ["8080"]', 'expose: ["8080"]'),
      'b/Dockerfile': image('CMD gunicorn -b :8080 app'),
    }),
    { errors: [], warnings: ['port/same-default port:8080/tcp: a, b'], hosts: [1, 1, 1] },
  ],
  'an override moves the port': [
    two({
      'compose.yaml': compose('ports: ["8080:80"]', 'ports: ["8081:81"]'),
      'compose.override.yaml': 'services:\n  b:\n    ports: ["8080:81"]\n',
    }),
    outside('8080/tcp'),
  ],
};

describe('ports of compose files', () => {
  it.each(Object.entries(CASES))('%s', async (_, [files, expected]) => {
    expect(observed(await reportOf(files), expected)).toEqual(expected);
  });
});
