import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { emit } from '../../src/recommend/emit/index.ts';
import type { WrittenEcosystem } from '../../src/recommend/emit/profiles.ts';
import { recommend } from '../../src/recommend/engine.ts';
import { estimateSize } from '../../src/recommend/size.ts';
import { service } from '../recommend/build.ts';

/**
 * `npm run bundles`: writes small functions of each ecosystem, runs the bundle script that cohost emits for them with
 * the machine's own pip, npm, go and mvn, and compares the unzipped size with the estimate. Opens the network.
 */

interface Sample {
  readonly name: string;
  readonly ecosystem: WrittenEcosystem;
  readonly deps: readonly string[];
}

const TODAY = '2026-11-24';
const BOOT = 'org.springframework.boot';

const SAMPLES: readonly Sample[] = [
  { name: 'py-api', ecosystem: 'python', deps: ['fastapi', 'mangum', 'boto3'] },
  { name: 'py-data', ecosystem: 'python', deps: ['pandas', 'requests', 'openpyxl'] },
  { name: 'py-site', ecosystem: 'python', deps: ['flask', 'sqlalchemy', 'psycopg2-binary', 'pyjwt'] },
  { name: 'npm-api', ecosystem: 'npm', deps: ['express', 'serverless-http', 'pg', 'jsonwebtoken'] },
  { name: 'npm-aws', ecosystem: 'npm', deps: ['@aws-sdk/client-s3', '@middy/core', 'zod'] },
  {
    name: 'npm-nest',
    ecosystem: 'npm',
    deps: ['@nestjs/core', '@nestjs/common', '@nestjs/platform-express', 'rxjs', 'reflect-metadata'],
  },
  {
    name: 'jvm-fn',
    ecosystem: 'jvm',
    deps: [
      'com.amazonaws:aws-lambda-java-core@1.3.0',
      'com.amazonaws:aws-lambda-java-events@3.16.0',
      'software.amazon.awssdk:s3@2.33.0',
    ],
  },
  {
    name: 'jvm-web',
    ecosystem: 'jvm',
    deps: [`${BOOT}:spring-boot-starter-web@3.4.1`, `${BOOT}:spring-boot-starter-jdbc@3.4.1`],
  },
  { name: 'go-fn', ecosystem: 'go', deps: ['github.com/aws/aws-lambda-go'] },
  { name: 'go-web', ecosystem: 'go', deps: ['github.com/go-chi/chi/v5', 'github.com/jackc/pgx/v5'] },
];

function sources(sample: Sample): Readonly<Record<string, string>> {
  switch (sample.ecosystem) {
    case 'python':
      return { 'requirements.txt': `${sample.deps.join('\n')}\n`, 'app.py': 'def handler(event, context):\n    return {}\n' };
    case 'npm':
      return {
        'package.json': JSON.stringify({
          name: sample.name,
          version: '1.0.0',
          dependencies: Object.fromEntries(sample.deps.map((dep) => [dep, '*'])),
        }),
        'index.js': 'exports.handler = async () => ({});\n',
      };
    case 'jvm':
      return {
        'pom.xml': pom(sample),
        'src/main/java/com/example/Handler.java': 'package com.example;\npublic class Handler {}\n',
      };
    case 'go':
      return {
        'go.mod': `module example.com/${sample.name}\n\ngo 1.24\n`,
        'main.go': `package main\n\nimport (\n\t"net/http"\n${sample.deps.map((dep) => `\t_ "${importOf(dep)}"\n`).join('')})\n\nfunc main() { _ = http.ListenAndServe(":8080", nil) }\n`,
      };
  }
}

function importOf(module: string): string {
  return module.endsWith('aws-lambda-go') ? `${module}/lambda` : module;
}

function pom(sample: Sample): string {
  const dependencies = sample.deps.map((dep) => {
    const [coordinates = '', version = ''] = dep.split('@');
    const [group = '', artifact = ''] = coordinates.split(':');
    return `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`;
  });
  return `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>com.example</groupId><artifactId>${sample.name}</artifactId><version>1</version><properties><maven.compiler.source>17</maven.compiler.source><maven.compiler.target>17</maven.compiler.target><project.build.sourceEncoding>UTF-8</project.build.sourceEncoding></properties><dependencies>${dependencies.join('')}</dependencies></project>\n`;
}

function build(sample: Sample): { readonly estimated: number | null; readonly real: number | null; readonly log: string } {
  const directory = mkdtempSync(join(tmpdir(), `cohost-${sample.name}-`));
  const shape = service({
    id: sample.name,
    ecosystem: sample.ecosystem,
    deps: sample.deps,
    functions: [{ handler: 'app.handler' }],
  });
  const [recommendation] = recommend({
    service: shape,
    facts: {},
    platform: 'aws',
    today: TODAY,
    conflicts: [],
    sharing: { cotenants: [] },
  }).recommendations;
  if (recommendation === undefined) return { estimated: null, real: null, log: 'no advice' };
  const script = emit(shape, { ...recommendation, target: 'lambda-zip' }, { today: TODAY }).find((file) =>
    file.path.endsWith('bundle.sh'),
  );
  for (const [path, text] of Object.entries({ ...sources(sample), 'bundle.sh': script?.content ?? '' })) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  const prepare = sample.ecosystem === 'go' ? 'go mod tidy && ' : '';
  const result = spawnSync('bash', ['-c', `${prepare}bash bundle.sh`], { cwd: directory, encoding: 'utf8' });
  const bytes = /unzipped: (\d+) bytes/.exec(result.stdout)?.[1];
  return {
    estimated: estimateSize(shape).unzippedBytes,
    real: bytes === undefined ? null : Number(bytes),
    log: `${result.stdout}${result.stderr}`,
  };
}

function main(): number {
  const only = process.argv.slice(2);
  const errors: number[] = [];
  let failed = 0;
  for (const sample of SAMPLES.filter((one) => only.length === 0 || only.some((name) => one.name.startsWith(name)))) {
    const { estimated, real, log } = build(sample);
    if (real === null || estimated === null) {
      failed++;
      process.stdout.write(`${sample.name}: not built\n${log.slice(-2000)}\n`);
      continue;
    }
    const error = Math.abs(estimated - real) / real;
    errors.push(error);
    process.stdout.write(
      `${sample.name}: built ${(real / 1e6).toFixed(1)} MB, estimated ${(estimated / 1e6).toFixed(1)} MB, off by ${(error * 100).toFixed(0)} %\n`,
    );
  }
  const median = [...errors].sort((a, b) => a - b)[Math.floor((errors.length - 1) / 2)] ?? 1;
  process.stdout.write(`median error ${(median * 100).toFixed(0)} % over ${errors.length} bundles\n`);
  return failed === 0 && median <= 0.25 ? 0 : 1;
}

process.exitCode = main();
