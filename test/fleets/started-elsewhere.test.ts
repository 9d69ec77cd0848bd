import { describe, expect, it } from 'vitest';
import { type Expected, type Files, observed, reportOf } from './fleet.ts';
import { FREE, inside, outside, two, workload } from './port-files.ts';

const DOCKERFILE = 'FROM python:3.12-slim\nCOPY . .\nCMD ["python", "app.py"]\n';
const built = { 'a/Dockerfile': DOCKERFILE, 'b/Dockerfile': DOCKERFILE };

const task = (name: string, ports: string): string =>
  `    - name: start ${name}\n      community.docker.docker_container:\n        name: ${name}\n        image: "{{ registry }}/${name}:{{ release }}"\n        ${ports}\n`;
const playbook = (a: string, b: string): string => `- hosts: all\n  tasks:\n${task('a', a)}${task('b', b)}`;
const looped = (loop: string, a: string, b: string): string =>
  `- hosts: all\n  vars:\n    apps:\n    - { name: a, port: ${a}, own: 5000 }\n    - { name: b, port: ${b}, own: 5001 }\n  tasks:\n  - docker_container:\n      name: "{{ item.name }}"\n      image: "shop/{{ item['name'] }}:{{ release }}"\n      ports: ["{{ item.port }}:{{ item.own }}"]\n    ${loop}\n`;
const composed = (a: string, b: string): string =>
  `- hosts: all\n  vars: { port: 8080 }\n  tasks:\n  - community.docker.docker_compose_v2:\n      project_name: shop\n      definition:\n        services:\n          a: { image: shop/a, ports: [${a}] }\n          b: { image: shop/b, ports: [${b}] }\n          db: { image: "postgres:16", ports: ["8080:5432"] }\n`;
const run = (directory: string): string => `#!/bin/sh\ncd /srv/${directory}\nexec gunicorn -b :8000 app:app\n`;
const terraform = (a: string, b: string): string =>
  `variable "stage" { default = "prod" }\nlocals {\n  names = ["shop", "a"]\n}\nresource "docker_container" "a" {\n  name  = join("-", local.names)\n  image = format("%s/%s:1", "shop", "a")\n  ports {\n    internal = 5000\n    external = ${a}\n  }\n}\nresource "docker_container" "b" {\n  name  = "b"\n  image = "shop/b:1"\n  ports {\n    internal = 5001\n    external = ${b}\n  }\n}\n`;

const CASES: Readonly<Record<string, readonly [Files, Expected]>> = {
  'Ansible publishes one port twice': [
    two({ ...built, 'deploy/site.yml': playbook('published_ports: ["8080:5000"]', 'ports: ["8080:5001"]') }),
    outside('8080/tcp'),
  ],
  'Ansible publishes two ports': [
    two({ ...built, 'deploy/site.yml': playbook('published_ports: ["8080:5000"]', 'published_ports: ["8081:5001"]') }),
    FREE,
  ],
  'a role of Ansible, in blocks, on the network of the host': [
    two({
      ...built,
      'roles/shop/tasks/main.yml':
        '- block:\n    - docker_container: { name: a, image: shop/a, network_mode: host, exposed_ports: [5000] }\n    - podman_container: { name: b, image: shop/b, network: host, expose: ["5000"] }\n',
    }),
    outside('5000/tcp'),
  ],
  'Ansible starts one container for each item of a loop': [
    two({ ...built, 'deploy/site.yml': looped('loop: "{{ apps }}"', '8080', '8080') }),
    outside('8080/tcp'),
  ],
  'Ansible publishes a port for each item': [
    two({ ...built, 'deploy/site.yml': looped('with_items: "{{ apps }}"', '8080', '8081') }),
    FREE,
  ],
  'Ansible loops over what only a deployment knows': [
    two({ ...built, 'deploy/site.yml': looped('loop: "{{ all_apps }}"', '8080', '8080') }),
    FREE,
  ],
  'Ansible has a compose project in place': [
    two({ ...built, 'deploy/site.yml': composed('"{{ port }}:5000"', '"8080:5001"') }),
    outside('8080/tcp'),
  ],
  'Ansible takes a container away, and tests a role': [
    two({
      ...built,
      'deploy/site.yml': playbook('published_ports: ["8080:5000"]', 'state: absent\n        ports: ["8080:5001"]'),
      'molecule/default/converge.yml': playbook('ports: ["9090:5000"]', 'ports: ["9090:5001"]'),
    }),
    FREE,
  ],
  'images that a Tiltfile builds': [
    two({
      ...built,
      Tiltfile:
        "docker_build('shop/front', './a')\n# docker_build('shop/back', './c')\ndocker_build('shop/back', 'b', dockerfile='b/Dockerfile')\n",
      'k8s/front.yaml': workload('front', '{ containerPort: 5000 }'),
      'k8s/back.yaml': workload('back', '{ containerPort: 5000 }'),
    }),
    inside('5000/tcp'),
  ],
  's6-overlay and runit start two on one port': [
    two({ 'rootfs/etc/s6-overlay/s6-rc.d/front/run': run('a'), 'sv/back/run': run('b'), 'sv/back/log/run': run('b') }),
    inside('8000/tcp'),
  ],
  'a layer for production in a folder of its own': [
    two({
      ...built,
      'compose.yaml': 'services:\n  a:\n    build: a\n  b:\n    build: b\n',
      'deploy/prod/compose.yaml': 'services:\n  a:\n    ports: ["8080:5000"]\n  b:\n    ports: ["8080:5001"]\n',
    }),
    outside('8080/tcp'),
  ],
  'a layer for developers in a folder of its own': [
    two({
      ...built,
      'compose.yaml': 'services:\n  a:\n    build: a\n  b:\n    build: b\n',
      'hack/compose.yaml': 'services:\n  a:\n    ports: ["8080:5000"]\n  b:\n    ports: ["8080:5001"]\n',
    }),
    FREE,
  ],
  'Terraform chooses a port by a value that is known': [
    two({ ...built, 'main.tf': terraform('var.stage == "prod" ? 8080 : 9090', '8080') }),
    outside('8080/tcp'),
  ],
  'Terraform chooses another one': [two({ ...built, 'main.tf': terraform('var.stage != "prod" ? 8080 : 9090', '8080') }), FREE],
};

describe('what starts services elsewhere', () => {
  it.each(Object.entries(CASES))('%s', async (_, [files, expected]) => {
    expect(observed(await reportOf(files), expected)).toEqual(expected);
  });

  it('tasks of a book that has very many of them are read once', async () => {
    const tasks = Array.from({ length: 20_000 }, (_, at) => `    - docker_container: { name: t${at}, image: redis }\n`).join('');
    const report = await reportOf(two({ ...built, 'site.yml': `- hosts: all\n  tasks:\n${tasks}` }));
    expect(report.conflicts.filter(({ severity }) => severity === 'error')).toEqual([]);
  }, 60_000);

  it.each([
    ['Tiltfile', "docker_build('shop/x', './a')\n"],
    ['Tiltfile', 'docker_build('],
    ['sv/a/run', 'export A=1\n'],
    ['sv/a/run', 'cd a && '],
  ])(
    '%s that says %j fifty thousand times is read once',
    async (path, text) => {
      const report = await reportOf(two({ ...built, [path]: text.repeat(50_000) }));
      expect(report.services.map(({ id }) => id)).toEqual(['a', 'b']);
    },
    60_000,
  );

  it('what lies in the folder of commands is one', async () => {
    const report = await reportOf({
      'a/package.json':
        '{ "name": "a", "version": "1.0.0", "directories": { "bin": "./cli" }, "scripts": { "start": "node a" } }',
      'a/cli/serve': '#!/usr/bin/env node\n',
      'b/package.json': '{ "name": "b", "version": "1.0.0", "bin": { "serve": "x.js" }, "scripts": { "start": "node b" } }',
    });
    expect(report.conflicts.map(({ rule, subject }) => [rule, subject])).toEqual([['command/two-providers', 'command:serve']]);
  });
});
