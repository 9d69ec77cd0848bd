import { describe, expect, it } from 'vitest';
import { assembled, type Files, told } from './project.ts';

const JMX = '-Dcom.sun.management.jmxremote.port=9010';
const DEBUGGER = '-agentlib:jdwp=transport=dt_socket,server=y,address=*:5005';

const pod = (...lines: readonly string[]): string =>
  [
    'apiVersion: v1',
    'kind: Pod',
    'metadata: { name: a }',
    'spec:',
    '  containers:',
    '    - name: a',
    '      image: a',
    ...lines.map((line) => `      ${line}`),
    '',
  ].join('\n');

const CASES: Readonly<Record<string, readonly [files: Files, demands: readonly string[]]>> = {
  'compose: the line of the variable, in a map and in a list': [
    {
      'a/compose.yaml': `services:\n  a:\n    image: a\n    environment:\n      MODE: x\n      JAVA_TOOL_OPTIONS: "${DEBUGGER}"\n`,
      'b/compose.yaml': `services:\n  b:\n    image: b\n    environment:\n      - MODE=x\n      - JAVA_OPTS=${JMX}\n      - SERVER_PORT=8082\n`,
    },
    ['port:5005/tcp listens yes @6', 'port:8082/tcp listens SERVER_PORT @7', 'port:9010/tcp listens jmx @6'],
  ],
  'Kubernetes: the line of the variable': [
    {
      'a.yaml': pod(
        'env:',
        '  - { name: MODE, value: x }',
        `  - name: JAVA_TOOL_OPTIONS`,
        `    value: "${DEBUGGER} ${JMX}"`,
        '  - { name: MANAGEMENT_SERVER_PORT, value: "8081" }',
      ),
    },
    [
      'port:5005/tcp listens yes @10',
      'port:8081/tcp listens MANAGEMENT_SERVER_PORT management @12',
      'port:9010/tcp listens jmx @10',
    ],
  ],
  'Dockerfile: the instruction of the variable, and the command': [
    {
      Dockerfile: `FROM eclipse-temurin:17\nENV JAVA_TOOL_OPTIONS="${JMX}"\nCMD ["java", "-javaagent:/jmx_prometheus_javaagent.jar=0.0.0.0:9404:/c.yml", "-jar", "a.jar"]\n`,
    },
    ['port:9010/tcp listens jmx @2', 'port:9404/tcp listens jmx @3'],
  ],
};

describe('options of a JVM', () => {
  it.each(Object.entries(CASES))('%s', (_, [files, demands]) => {
    const ports = (told(assembled(files), { demands: [] }).demands ?? []).filter((one) => one.startsWith('port:'));
    expect(ports).toEqual(demands);
  });

  it('ends on a variable that is set many times', () => {
    const lines = Array.from({ length: 20_000 }, () => `  - { name: JAVA_OPTS, value: "${JMX}" }`);
    expect(assembled({ 'a.yaml': pod('env:', ...lines) }).deployments).toHaveLength(1);
  }, 60_000);
});
