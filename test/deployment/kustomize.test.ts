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
  'a broken one is told, and builds nothing': [
    { ...BASE, 'k8s/prod/kustomization.yaml': 'resources: [../base\n' },
    { demands: [INSIDE], diagnostics: ['yaml/syntax k8s/prod/kustomization.yaml:2'] },
  ],
  'a base alone': [BASE, { demands: [INSIDE], joins: ['k8s/base/cart.yaml → - - -', 'k8s/base/cart.yaml → - - cart'] }],
  'a component changes what those who name it have, after their bases and before their own patches': [
    {
      ...BASE,
      'k8s/base/Kustomization': 'resources: [cart.yaml]\nreplicas: [{ name: cart, count: 2 }]\n',
      'k8s/parts/three/kustomization.yaml':
        'kind: Component\nreplicas: [{ name: cart, count: 3 }]\npatches: [{ path: host.yaml }]\n',
      'k8s/parts/three/host.yaml':
        'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: cart }\nspec: { template: { spec: { hostNetwork: true } } }\n',
      ...overlay('prod', 'components: [../parts/three]\n'),
    },
    { runs: ['cart 8080/tcp x3 @9'], traits: ['host-network @4'] },
  ],
  'numbers of replicas go before those of patches, and jobs have none': [
    {
      ...BASE,
      ...overlay(
        'prod',
        'replicas: [{ name: cart, count: 5 }]\npatches:\n  - patch: |\n      apiVersion: apps/v1\n      kind: Deployment\n      metadata: { name: cart }\n      spec: { replicas: 7 }\n',
      ),
    },
    { runs: ['cart 8080/tcp x5 @9'] },
  ],
  'merges are laid over before other patches': [
    {
      ...BASE,
      ...overlay(
        'prod',
        'patches: [{ path: two.yaml }]\npatchesStrategicMerge: [one.yaml]\n',
        Object.fromEntries(
          ['one', 'two'].map((name, index) => [
            `${name}.yaml`,
            `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: cart }\nspec: { replicas: ${index + 1} }\n`,
          ]),
        ),
      ),
    },
    { runs: ['cart 8080/tcp x2 @9'] },
  ],
  'a strategic merge in a file': [
    {
      ...BASE,
      ...overlay('prod', 'patches:\n  - path: host.yaml\n', {
        'host.yaml':
          'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: cart }\nspec:\n  template:\n    spec:\n      containers:\n        - name: main\n          ports: [{ containerPort: 8080, hostPort: 443 }]\n',
      }),
    },
    { demands: ['port:443/tcp published @9', INSIDE] },
  ],
  'one within the kustomization, and its line': [
    {
      ...BASE,
      ...overlay(
        'prod',
        'patchesStrategicMerge:\n  - |-\n    apiVersion: apps/v1\n    kind: Deployment\n    metadata: { name: cart }\n    spec: { template: { spec: { hostNetwork: true } } }\n',
      ),
    },
    { demands: [INSIDE, 'port:8080/tcp published @9'], traits: ['host-network @7'] },
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
      'k8s/base/Kustomization': 'resources: [cart.yaml, service.yaml]\n',
      'k8s/base/service.yaml':
        'apiVersion: v1\nkind: Service\nmetadata: { name: cart }\nspec:\n  selector: { app: cart }\n  ports: [{ port: 80 }]\n',
      ...overlay('prod', 'patchesJson6902:\n  - target: { version: v1, kind: Service, name: cart }\n    path: port.yaml\n', {
        'port.yaml': '- { op: add, path: /spec/ports/0/nodePort, value: 30080 }\n',
      }),
    },
    { demands: ['port:30080/tcp published @1', INSIDE] },
  ],
  'a patch of what is not there': [
    {
      ...BASE,
      ...overlay('prod', 'patches: [{ path: other.yaml }, { path: gone.yaml }]\n', {
        'other.yaml':
          'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: other }\nspec: { template: { spec: { hostNetwork: true } } }\n',
      }),
    },
    { demands: [INSIDE], traits: [] },
  ],
  'a patch that takes a workload away': [
    {
      ...BASE,
      ...overlay('prod', 'patches: [{ path: gone.yaml }]\n', {
        'gone.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: cart }\n$patch: delete\n',
      }),
    },
    { demands: [], joins: [] },
  ],
  'patches that take parts away': [
    {
      ...BASE,
      ...overlay(
        'prod',
        'patches:\n  - patch: |\n      kind: Deployment\n      metadata: { name: cart }\n      spec: { template: { spec: { hostNetwork: true, containers: [{ name: proxy, $patch: delete }, { name: side, image: own/side, ports: [{ containerPort: 7000 }] }] } } }\n  - target: { kind: Deployment }\n    patch: "[{ op: remove, path: /spec/template/spec/hostNetwork }, { op: remove, path: /spec/template/spec/containers/0/ports }]"\n',
      ),
    },
    {
      demands: ['port:7000/tcp listens @6'],
      traits: [],
      joins: ['k8s/base/cart.yaml → - - cart', 'k8s/base/cart.yaml → - - side'],
    },
  ],
  'lists without keys are replaced, those with keys merge': [
    {
      'kustomization.yaml': 'resources: [a.yaml]\npatches: [{ path: p.yaml }]\n',
      'a.yaml':
        'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: a }\nspec: { template: { spec: { containers: [{ name: a, image: own/a, args: ["--port=8080"], env: [{ name: X, value: y }] }] } } }\n',
      'p.yaml':
        'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: a }\nspec: { template: { spec: { containers: [{ name: a, args: ["--port=$(PORT)"], env: [{ name: PORT, value: "9090" }] }] } } }\n',
    },
    { demands: ['port:9090/tcp listens PORT @4'], runs: ['a [--port=$(PORT)] 9090/tcp @4'] },
  ],
  'custom kinds know no keys': [
    {
      'kustomization.yaml': 'resources: [a.yaml]\npatches: [{ path: p.yaml }]\n',
      'a.yaml':
        'apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata: { name: a }\nspec: { template: { spec: { containers: [{ name: a, image: own/a, ports: [{ containerPort: 80 }] }] } } }\n',
      'p.yaml':
        'apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata: { name: a }\nspec: { template: { spec: { containers: [{ name: b, image: own/b, ports: [{ containerPort: 81 }] }] } } }\n',
    },
    { demands: ['port:81/tcp listens @4'] },
  ],
  'targets by patterns and labels': [
    {
      'kustomization.yaml':
        'resources: [all.yaml]\npatches:\n' +
        '  - { target: { name: "cart|basket-.*" }, patch: "[{ op: add, path: /spec/template/spec/containers/0/ports/0/hostPort, value: 1001 }]" }\n' +
        '  - { target: { kind: Deployment, labelSelector: "tier in (shop, web),new!=yes,old notin (yes,no),!gone,tier" }, patch: "[{ op: replace, path: /spec/template/spec/containers/0/ports/0/containerPort, value: 1002 }]" }\n',
      'all.yaml': ['cart', 'basket-eu', 'web', 'other']
        .map(
          (name) =>
            `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ${name}, labels: { tier: ${name} } }\nspec: { template: { spec: { containers: [{ name: a, image: own/${name}, ports: [{ containerPort: 80 }] }] } } }\n`,
        )
        .join('---\n'),
    },
    {
      demands: [
        'port:1001/tcp published @3',
        'port:1001/tcp published @3',
        'port:1002/tcp listens @4',
        'port:80/tcp listens @19',
        'port:80/tcp listens @4',
        'port:80/tcp listens @9',
      ],
    },
  ],
  'the overlay has the last word over its base': [
    {
      ...BASE,
      'k8s/base/Kustomization':
        'resources: [cart.yaml]\npatches: [{ target: { kind: Deployment }, patch: "[{ op: add, path: /spec/template/spec/containers/1/ports/0/hostPort, value: 81 }]" }]\n',
      ...overlay(
        'prod',
        'patches: [{ target: { kind: Deployment }, patch: "[{ op: move, from: /spec/template/spec/containers/1/ports/0/hostPort, path: /spec/template/spec/containers/1/ports/0/containerPort }]" }]\n',
      ),
    },
    { demands: ['port:81/tcp listens @2'] },
  ],
  'what only a build fills in': [
    { ...BASE, ...overlay('prod', 'replacements:\n  - path: ports.yaml\n') },
    { demands: [INSIDE], diagnostics: ['kubernetes/unbuilt k8s/prod/kustomization.yaml:3'] },
  ],
  'replacements from a map in a file, from one that is generated, from a workload, and a part of a text': [
    {
      'kustomization.yaml':
        'resources: [a.yaml, map.yaml]\nconfigMapGenerator: [{ name: made, literals: ["port=7000"] }]\nreplacements:\n' +
        '  - source: { kind: ConfigMap, name: ports, fieldPath: data.web }\n    targets: [{ select: { kind: Deployment, name: a }, fieldPaths: ["spec.template.spec.containers.[name=a].ports.0.hostPort"], options: { create: true } }]\n' +
        '  - source: { kind: ConfigMap, name: made, fieldPath: data.port }\n    targets: [{ select: { kind: Deployment }, reject: [{ name: b }], fieldPaths: [spec.template.spec.containers.*.env.0.value] }]\n' +
        '  - path: image.yaml\n',
      'image.yaml':
        '- source: { kind: Deployment, name: a, fieldPath: "spec.template.spec.containers.[name=a].image", options: { delimiter: ":", index: 0 } }\n  targets: [{ select: { name: b }, fieldPaths: ["spec.template.spec.containers.0.image"], options: { delimiter: ":", index: 0 } }]\n',
      'map.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ports }\ndata: { web: "8080" }\n',
      'a.yaml': ['a', 'b']
        .map(
          (name) =>
            `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ${name} }\nspec: { template: { spec: { containers: [{ name: ${name}, image: "own/${name}:1", ports: [{ containerPort: 80 }], env: [{ name: PORT, value: "80" }] }] } } }\n`,
        )
        .join('---\n'),
    },
    {
      demands: ['port:7000/tcp listens PORT @4', 'port:80/tcp listens PORT @9', 'port:8080/tcp published @4'],
      joins: ['a.yaml → - - a', 'a.yaml → - - b'],
      diagnostics: [],
    },
  ],
  'a replacement whose source is not here, where it concerns what runs': [
    {
      ...BASE,
      ...overlay(
        'prod',
        'replacements:\n  - source: { kind: ConfigMap, name: gone, fieldPath: data.image }\n    targets: [{ select: { kind: Deployment }, fieldPaths: ["spec.template.spec.containers.1.image"] }]\n  - source: { kind: Certificate, name: gone }\n    targets: [{ select: { kind: Issuer }, fieldPaths: [metadata.name] }]\n',
      ),
    },
    { demands: [INSIDE], diagnostics: ['kubernetes/unbuilt k8s/prod/kustomization.yaml:3'] },
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

  it('unfolds no aliases of patches without end', () => {
    const layers = Array.from({ length: 40 }, (_, at) => `x${at + 1}: &x${at + 1} { a: *x${at}, b: *x${at} }\n`).join('');
    const bomb = (leaf: number): string =>
      `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: a }\nx0: &x0 { z: ${leaf} }\n${layers}spec: { template: { spec: { containers: [{ name: a, image: own/a, ports: [{ containerPort: 80 }] }] } } }\n`;
    const files = {
      'kustomization.yaml': 'resources: [a.yaml]\npatches: [{ path: p.yaml }]\n',
      'a.yaml': bomb(1),
      'p.yaml': bomb(2),
    };
    expect(told(assembled(files), { demands: [] }).demands).toEqual(['port:80/tcp listens @45']);
  });

  it('puts its images in the place of those that files name', () => {
    const images = 'images: [{ name: app, newName: example.org/team/basket, newTag: v2 }]\n';
    const { deployments } = assembled({ ...BASE, ...overlay('prod', images) });
    expect(deployments.flatMap(({ join }) => join.image ?? [])).toEqual(['example.org/team/basket']);
  });

  const IMAGES: Readonly<Record<string, readonly [Files, readonly string[]]>> = {
    'a base renames, and the overlay what the base made of it': [
      {
        ...BASE,
        'k8s/base/Kustomization': 'resources: [cart.yaml]\nimages: [{ name: app, newName: own/app }]\n',
        ...overlay('prod', 'images: [{ name: own/app, newName: example.org/basket }]\n'),
      },
      ['example.org/basket'],
    ],
    'a patch names another, which is renamed': [
      {
        ...BASE,
        ...overlay(
          'prod',
          'images: [{ name: own/basket, newName: example.org/basket }]\npatches:\n  - patch: |\n      kind: Deployment\n      metadata: { name: cart }\n      spec: { template: { spec: { containers: [{ name: main, image: own/basket:3 }] } } }\n',
        ),
      },
      ['example.org/basket:3'],
    ],
    'one that was for somebody else’s program stands for our own': [
      {
        ...BASE,
        ...overlay('prod', 'images: [{ name: envoyproxy/envoy, newName: example.org/team/edge }]\n'),
      },
      ['example.org/team/edge:v1', 'app'],
    ],
    'a replacement fills it in': [
      {
        ...BASE,
        ...overlay(
          'prod',
          'configMapGenerator: [{ name: images, literals: ["cart=example.org/team/basket:9"] }]\nreplacements:\n  - source: { kind: ConfigMap, name: images, fieldPath: data.cart }\n    targets: [{ select: { kind: Deployment, name: cart }, fieldPaths: ["spec.template.spec.containers.[name=main].image"] }]\n',
        ),
      },
      ['example.org/team/basket:9'],
    ],
  };

  it.each(Object.entries(IMAGES))('images: %s', (_, [files, images]) => {
    expect(assembled(files).deployments.flatMap(({ join }) => join.image ?? [])).toEqual(images);
  });
});
