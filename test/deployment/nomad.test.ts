import { describe, expect, it } from 'vitest';
import { assembled, type Files, type Told, told } from './project.ts';

const job = (name: string, body: string): string => `job "${name}" {\n${body}}\n`;

const CASES: Readonly<Record<string, readonly [Files, Told]>> = {
  'ports of the node and of the container, variables, environment, memory': [
    {
      'jobs/cart.nomad.hcl': `variable "port" { default = 8080 }\n${job('cart', '  group "web" {\n    count = 2\n    network {\n      port "http" {\n        static = 80\n        to = var.port\n      }\n      port "admin" { to = 9000 }\n      port "free" {}\n    }\n    task "server" {\n      driver = "docker"\n      config {\n        image = "acme/cart:1"\n        command = "serve"\n        args = ["--quiet"]\n        ports = ["http"]\n      }\n      env { PORT = "${var.port}" }\n      resources {\n        cpu = 100\n        memory = 256\n      }\n    }\n    task "db" {\n      driver = "docker"\n      config {\n        image = "postgres:16"\n        ports = ["admin"]\n      }\n    }\n  }\n')}`,
    },
    {
      runs: ['server [serve|--quiet] 8080/tcp x2 @13'],
      demands: ['port:80/tcp published @7', 'port:8080/tcp listens PORT @8'],
      traits: ['memory 256 @24'],
      joins: ['jobs/cart.nomad.hcl → - - -', 'jobs/cart.nomad.hcl → - - server'],
      diagnostics: [],
    },
  ],
  'a program on the node, batch and periodic jobs': [
    {
      'a.nomad': `${job('a', '  group "g" {\n    network { port "http" { static = 8081 } }\n    task "api" {\n      driver = "raw_exec"\n      config {\n        command = "/usr/local/bin/api"\n        args = ["-v"]\n      }\n    }\n  }\n')}${job('b', '  type = "batch"\n  group "g" {\n    task "once" {\n      driver = "docker"\n      config { image = "acme/once" }\n    }\n  }\n')}${job('c', '  type = "batch"\n  periodic { cron = "@daily" }\n  group "g" {\n    task "nightly" {\n      driver = "docker"\n      config { image = "acme/nightly" }\n    }\n  }\n')}`,
    },
    {
      runs: ['api [/usr/local/bin/api|-v] 8081/tcp @7', 'nightly scheduled @daily @26', 'once job @16'],
      demands: ['port:8081/tcp listens @3'],
      diagnostics: [],
    },
  ],
  'what is open, and what is broken, is told': [
    {
      'open.nomad': job(
        'x',
        '  group "g" {\n    task "x" {\n      driver = "docker"\n      config { image = var.image }\n    }\n  }\n',
      ),
      'broken.nomad': 'job "x" {\n  group "g" {\n',
    },
    { diagnostics: ['nomad/dynamic open.nomad:1', 'nomad/syntax broken.nomad:1'] },
  ],
};

describe('jobs of Nomad', () => {
  it.each(Object.entries(CASES))('%s', (_, [files, expected]) => {
    expect(told(assembled(files), expected)).toEqual(expected);
  });

  it('reads as many ports, tasks and words as anybody has', () => {
    const ports = Array.from({ length: 5000 }, (_, at) => `port "p${at}" { static = ${at} }\n`).join('');
    const tasks = Array.from(
      { length: 2000 },
      (_, at) => `task "t${at}" {\n driver = "docker"\n config {\n image = "acme/t"\n ports = ["p${at}"]\n }\n}\n`,
    );
    const files = { 'a.nomad': job('a', `group "g" {\n network {\n${ports}}\n${tasks.join('')}}\n`) };
    expect(assembled(files).deployments).toHaveLength(2000);
  }, 60_000);
});
