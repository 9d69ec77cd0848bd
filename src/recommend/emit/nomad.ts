import { fileOf, warnings } from './file.ts';
import { why } from './notes.ts';
import { quotedForHcl } from './quoting.ts';
import type { EmittedFile, Subject } from './subject.ts';

export function nomad(subject: Subject): EmittedFile {
  const { slug, port, role, schedule, copies } = subject;
  return fileOf(subject, `${slug}.nomad.hcl`, [
    why(subject, '#', warnings(subject)),
    `job "${slug}" {`,
    '  datacenters = ["*"]',
    `  type        = "${role === 'job' ? 'batch' : 'service'}"`,
    ...(role === 'job' && schedule !== undefined
      ? ['', '  periodic {', `    crons            = [${quotedForHcl(schedule)}]`, '    prohibit_overlap = true', '  }']
      : []),
    '',
    `  group "${slug}" {`,
    `    count = ${copies}`,
    ...(port === undefined ? [] : ['', '    network {', '      port "main" {', `        to = ${port}`, '      }', '    }']),
    ...(subject.stateful ? ['', '    volume "data" {', '      type   = "host"', `      source = "${slug}-data"`, '    }'] : []),
    ...(port === undefined || role === 'job' ? [] : ['', ...check(slug)]),
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

/** Nomad asks by itself whether the port is open. */
function check(slug: string): readonly string[] {
  return [
    '    service {',
    `      name     = "${slug}"`,
    '      port     = "main"',
    '      provider = "nomad"',
    '',
    '      check {',
    '        type     = "tcp"',
    '        interval = "10s"',
    '        timeout  = "2s"',
    '      }',
    '    }',
  ];
}
