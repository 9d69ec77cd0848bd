import { describe, expect, it } from 'vitest';
import { assembled, type Files, type Told, told } from './project.ts';

const BASE: Files = {
  'k8s/base/Kustomization': 'resources: [cart.yaml]\n',
  'k8s/base/cart.yaml':
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: cart }\nspec:\n  template:\n    spec:\n      containers:\n        - { name: proxy, image: envoyproxy/envoy:v1 }\n        - { name: main, image: app, ports: [{ containerPort: 8080 }] }\n',
};

const INSIDE = 'port:8080/tcp listens @9';

function overlay(name: string, more: string, files: Files = {}): Files {
  return {
    [`k8s/${name}/kustomization.yaml`]: `resources: [../base]\n${more}`,
    ...Object.fromEntries(Object.entries(files).map(([path, text]) => [`k8s/${name}/${path}`, text])),
  };
}

const CASES: Readonly<Record<string, readonly [Files, Told]>> = {
  'a base alone': [BASE, { demands: [INSIDE], joins: ['k8s/base/cart.yaml → - - -', 'k8s/base/cart.yaml → - - cart'] }],
  'a strategic merge in a file': [
    {
      ...BASE,
      ...overlay('prod', 'patches:\n  - path: host.yaml\n', {
        'host.yaml':
          'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: cart }\nspec:\n  template:\n    spec:\n      containers:\n        - name: main\n          ports: [{ containerPort: 8080, hostPort: 443 }]\n',
      }),
    },
    { demands: ['port:443/tcp published @9', INSIDE, 'port:8080/tcp listens @9'] },
  ],
  'one within the kustomization, and its line': [
    {
      ...BASE,
      ...overlay(
        'prod',
        'patchesStrategicMerge:\n  - |-\n    apiVersion: apps/v1\n    kind: Deployment\n    metadata: { name: cart }\n    spec: { template: { spec: { hostNetwork: true } } }\n',
      ),
    },
    { demands: [INSIDE], traits: ['host-network @7'] },
  ],
  'operations of JSON Patch': [
    {
      ...BASE,
      ...overlay(
        'prod',
        'patches:\n  - target: { kind: Deployment, name: cart }\n    patch: |\n      - op: add\n        path: /spec/template/spec/containers/1/ports/0/hostPort\n        value: 443\n      - op: add\n        path: /spec/template/spec/containers/0/ports/0/hostPort\n        value: 444\n',
      ),
    },
    { demands: ['port:443/tcp published @7', INSIDE] },
  ],
  'a node port of a Service': [
    {
      ...BASE,
      ...overlay('prod', 'patchesJson6902:\n  - target: { version: v1, kind: Service, name: cart }\n    path: port.yaml\n', {
        'port.yaml': '- { op: add, path: /spec/ports/0/nodePort, value: 30080 }\n',
      }),
    },
    { demands: ['port:30080/tcp published @1', INSIDE] },
  ],
  'a patch of what is not there, or that takes it away': [
    {
      ...BASE,
      ...overlay('prod', 'patches: [{ path: other.yaml }, { path: gone.yaml }]\n', {
        'other.yaml':
          'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: other }\nspec: { template: { spec: { hostNetwork: true } } }\n',
        'gone.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: cart }\n$patch: delete\n',
      }),
    },
    { demands: [INSIDE], traits: [] },
  ],
  'of overlays beside each other the one for production': [
    {
      ...BASE,
      ...overlay('dev', 'patches: [{ path: host.yaml }]\n', {
        'host.yaml':
          'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: cart }\nspec: { template: { spec: { hostNetwork: true } } }\n',
        'more.yaml':
          'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: mock }\nspec: { template: { spec: { containers: [{ name: mock, image: own/mock, ports: [{ containerPort: 1 }] }] } } }\n',
      }),
      ...overlay('prod', ''),
    },
    { demands: [INSIDE], traits: [] },
  ],
  'a component that nobody names': [
    {
      ...BASE,
      'k8s/components/host/kustomization.yaml': 'kind: Component\nresources: [../../base]\npatches: [{ path: host.yaml }]\n',
      'k8s/components/host/host.yaml':
        'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: cart }\nspec: { template: { spec: { hostNetwork: true } } }\n',
    },
    { demands: [INSIDE], traits: [] },
  ],
  'bases in a circle, and what is not there': [
    {
      'a/kustomization.yaml': 'resources: [../b, gone.yaml, https://example.org/base]\n',
      'b/kustomization.yaml': 'resources: [../a]\npatches: [{ path: gone.yaml }, { patch: "[" }]\n',
    },
    { demands: [], diagnostics: [] },
  ],
};

describe('kustomizations', () => {
  it.each(Object.entries(CASES))('%s', (_, [files, expected]) => {
    expect(told(assembled(files), expected)).toEqual(expected);
  });

  it('puts its images in the place of those that files name', () => {
    const images = 'images: [{ name: app, newName: example.org/team/basket, newTag: v2 }]\n';
    const { deployments } = assembled({ ...BASE, ...overlay('prod', images) });
    expect(deployments.flatMap(({ join }) => join.image ?? [])).toEqual(['example.org/team/basket']);
  });
});
