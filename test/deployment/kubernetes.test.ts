import { describe, expect, it } from 'vitest';
import { assembled, type Files, type Told, told } from './project.ts';

const k8s = (text: string): Files => ({ 'k8s/all.yaml': text });

const workload = (kind: string, pod: string): string =>
  `apiVersion: apps/v1\nkind: ${kind}\nmetadata:\n  name: cart\nspec:\n  replicas: 2\n  template:\n    spec:\n${pod
    .split('\n')
    .map((line) => `      ${line}`)
    .join('\n')}\n`;

const POD = 'containers:\n  - name: main\n    image: example.org/team/cart:1\n    ports:\n      - containerPort: 8080';

const CASES: Readonly<Record<string, readonly [Files, Told]>> = {
  ...Object.fromEntries(
    ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'].map((kind): [string, [Files, Told]] => [
      `a ${kind}`,
      [
        k8s(workload(kind, POD)),
        {
          demands: ['port:8080/tcp listens @13'],
          runs: ['cart 8080/tcp x2 @10'],
          joins: ['k8s/all.yaml → - - cart'],
        },
      ],
    ]),
  ),
  'a CronJob and a Job': [
    k8s(
      'apiVersion: batch/v1\nkind: CronJob\nmetadata: { name: nightly }\nspec:\n  schedule: "0 3 * * *"\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          containers:\n            - { name: x, image: own/x, command: [python, run.py], args: ["--all"] }\n---\napiVersion: batch/v1\nkind: Job\nmetadata: { name: once }\nspec:\n  template:\n    spec:\n      containers:\n        - { name: y, image: own/y }\n',
    ),
    { runs: ['nightly scheduled [python|run.py|--all] 0 3 * * * @11', 'once job @20'] },
  ],
  'ports on the host, its network, a protocol': [
    k8s(
      workload(
        'DaemonSet',
        'hostNetwork: true\ncontainers:\n  - name: main\n    image: own/cart\n    ports:\n      - { containerPort: 53, protocol: UDP }\n      - { containerPort: 80, hostPort: 8080, hostIP: 10.0.0.1 }',
      ),
    ),
    {
      demands: [
        'port:53/udp listens @14',
        'port:53/udp published @14',
        'port:80/tcp listens @15',
        'port:8080/tcp published 10.0.0.1 @15',
      ],
      traits: ['host-network @9'],
    },
  ],
  'a list in JSON, on one line': [
    {
      'k8s/all.json': JSON.stringify({
        apiVersion: 'v1',
        kind: 'List',
        items: [
          {
            apiVersion: 'apps/v1',
            kind: 'Deployment',
            metadata: { name: 'cart' },
            spec: { template: { spec: { containers: [{ name: 'x', image: 'own/cart', ports: [{ containerPort: 8080 }] }] } } },
          },
        ],
      }),
    },
    { demands: ['port:8080/tcp listens @1'], joins: ['k8s/all.json → - - cart'] },
  ],
  'node ports of Services, by their selectors': [
    k8s(
      'apiVersion: v1\nkind: Service\nmetadata: { name: front }\nspec:\n  type: NodePort\n  selector: { app: cart }\n  ports:\n    - { port: 80, targetPort: 8080, nodePort: 30080 }\n---\napiVersion: v1\nkind: Service\nmetadata: { name: inside }\nspec:\n  ports: [{ port: 80 }]\n',
    ),
    { demands: ['port:30080/tcp published @8'], joins: ['k8s/all.yaml → - - cart'] },
  ],
  'sidecars and databases of others': [
    k8s(
      workload(
        'Deployment',
        'containers:\n  - { name: main, image: own/cart, ports: [{ containerPort: 1 }] }\n  - { name: proxy, image: "envoyproxy/envoy:v1", ports: [{ containerPort: 2 }] }\n  - { name: helper, image: own/helper, ports: [{ containerPort: 3 }] }',
      ),
    ),
    {
      demands: ['port:1/tcp listens @10', 'port:3/tcp listens @12'],
      joins: ['k8s/all.yaml → - - -', 'k8s/all.yaml → - - cart', 'k8s/all.yaml → - - helper'],
    },
  ],
  'ports that the environment or the command sets': [
    k8s(
      workload(
        'Deployment',
        'containers:\n  - name: main\n    image: own/cart\n    args: ["--port=9000"]\n    env: [{ name: PORT, value: "8080" }]\n    ports: [{ containerPort: 8080 }]',
      ),
    ),
    { demands: ['port:8080/tcp listens PORT @14', 'port:9000/tcp listens @12'] },
  ],
  'a port that only probes name': [
    k8s(
      workload(
        'Deployment',
        'containers:\n  - name: main\n    image: own/cart\n    env: [{ name: PORT, value: "8080" }]\n    readinessProbe: { httpGet: { path: /ready, port: 8080 } }\n    livenessProbe: { tcpSocket: { port: 9000 } }\n    startupProbe: { httpGet: { path: /, port: web } }',
      ),
    ),
    { demands: ['port:8080/tcp listens PORT @13', 'port:9000/tcp listens @14'] },
  ],
  'many documents and lists': [
    k8s(
      `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: x }\n---\n${workload('Deployment', POD)}---\napiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: Pod\n    metadata: { name: single }\n    spec: { containers: [{ name: s, image: own/s, ports: [{ containerPort: 7 }] }] }\n`,
    ),
    { demands: ['port:7/tcp listens @25', 'port:8080/tcp listens @17'] },
  ],
  'claims, paths of the host, graphics cards, memory': [
    k8s(
      workload(
        'StatefulSet',
        'volumes:\n  - { name: d, hostPath: { path: /data } }\n  - { name: s, hostPath: { path: /var/run/docker.sock } }\n  - { name: c, persistentVolumeClaim: { claimName: store } }\ncontainers:\n  - name: main\n    image: own/cart\n    resources: { limits: { nvidia.com/gpu: 1, memory: 512Mi } }\n    securityContext: { privileged: true }\n    volumeMounts: [{ name: d }, { name: s }, { name: c }]',
      ),
    ),
    {
      traits: [
        'docker-socket /var/run/docker.sock @11',
        'gpu nvidia.com/gpu @16',
        'memory 512 @16',
        'privileged @17',
        'volume /data @10',
        'volume-claim store @12',
      ],
    },
  ],
  'volumes that no container mounts': [
    k8s(
      workload(
        'Deployment',
        'volumes:\n  - { name: d, hostPath: { path: /data } }\n  - { name: c, persistentVolumeClaim: { claimName: store } }\n  - { name: b, persistentVolumeClaim: { claimName: disk } }\ncontainers:\n  - name: main\n    image: own/cart\n    volumeDevices: [{ name: b, devicePath: /dev/xvda }]',
      ),
    ),
    { traits: ['volume-claim disk @12'] },
  ],
  'a patch without an image is no workload': [
    k8s(
      'apiVersion: apps/v1\nkind: Deployment\nspec:\n  template:\n    spec:\n      containers:\n        - { name: cart, ports: [{ containerPort: 5005 }] }\n',
    ),
    { demands: [], joins: ['k8s/all.yaml → - - -'] },
  ],
  'template code outside of a chart': [
    k8s(workload('Deployment', POD).replace('8080', '{{ port }}')),
    { demands: [], diagnostics: ['kubernetes/templated k8s/all.yaml:1'] },
  ],
  'lines of a template engine': [
    k8s(workload('Deployment', POD).replace('spec:\n', 'spec:\n{% if spot %}\n').concat('{% endif %}\n')),
    { demands: [], diagnostics: ['kubernetes/templated k8s/all.yaml:1'] },
  ],
  'braces in quotes are text': [
    k8s(workload('Deployment', POD.replace('name: main', 'name: main\n    args: ["{{ x }}"]'))),
    { demands: ['port:8080/tcp listens @14'], diagnostics: [] },
  ],
  'lines of a template engine round documents': [
    k8s(`{{- if .spot }}\n---\n${workload('Deployment', POD)}---\n{{- end }}\n`),
    { demands: [], diagnostics: ['kubernetes/templated k8s/all.yaml:1'] },
  ],
  'braces in a block are text': [
    k8s(
      workload(
        'Deployment',
        POD.replace(
          'name: main',
          'name: main\n    args:\n      - >- # Vault\n        {{ with secret "x" }}\n\n        {{ end }}',
        ),
      ),
    ),
    { demands: ['port:8080/tcp listens @18'], diagnostics: [] },
  ],
  'braces in a block with an anchor or a tag, and far behind its dash': [
    k8s(
      workload(
        'Deployment',
        POD.replace(
          'name: main',
          'name: main\n    args:\n      -   |\n        {{ a }}\n      - &b !!str |-\n        {{ b }}\n    env:\n      - name: C\n        value: &c |\n          {{ c }}',
        ),
      ),
    ),
    { demands: ['port:8080/tcp listens @22'], diagnostics: [] },
  ],
  'code behind a block counts': [
    k8s(workload('Deployment', POD.replace('name: main', 'name: main\n    args:\n      - |\n        x\n      - {{ y }}'))),
    { demands: [], diagnostics: ['kubernetes/templated k8s/all.yaml:1'] },
  ],
  'code behind a block in an element counts': [
    k8s(
      workload(
        'Deployment',
        POD.replace('name: main', 'name: main\n    env:\n      - value: |\n          x\n        name: {{ y }}'),
      ),
    ),
    { demands: [], diagnostics: ['kubernetes/templated k8s/all.yaml:1'] },
  ],
  'braces in documents that run nothing are text': [
    k8s(`${workload('Deployment', POD)}---\napiVersion: serving.example.dev/v1\nkind: Runtime\nargs: [--name={{.Name}}]\n`),
    { demands: ['port:8080/tcp listens @13'], diagnostics: [] },
  ],
  'kustomize files are no workloads': [
    {
      'k8s/kustomization.yaml':
        'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [all.yaml]\nimages: [{ name: x, newTag: "2" }]\n',
    },
    { demands: [], joins: [], diagnostics: [] },
  ],
  'nonsense where a workload should stand': [
    k8s(
      'apiVersion: apps/v1\nkind: Deployment\nspec: [1, 2]\n---\napiVersion: apps/v1\nkind: Deployment\nspec: { template: { spec: { containers: x } } }\n',
    ),
    { demands: [], joins: [] },
  ],
  'ports that are none': [
    k8s(workload('Deployment', POD.replace('8080', '0')).concat('---\n', workload('Deployment', POD.replace('8080', 'http')))),
    { demands: [] },
  ],
  'a document that does not parse hides no other': [
    k8s(`apiVersion: apps/v1\nkind: Deployment\nspec: { x: [\n---\n${workload('Deployment', POD)}`),
    { demands: ['port:8080/tcp listens @17'], diagnostics: ['yaml/syntax k8s/all.yaml:4'] },
  ],
};

describe('Kubernetes', () => {
  it.each(Object.entries(CASES))('%s', (_, [files, expected]) => {
    expect(told(assembled(files), expected)).toEqual(expected);
  });
});
