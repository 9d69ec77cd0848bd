import { describe, expect, it } from 'vitest';
import { assembled, type Files, told } from './project.ts';

const workload = (image: string): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: shop }\nspec: { template: { spec: { containers: [{ name: main, image: "${image}" }] } } }\n`;

/** Files, and to whom the workload that names an image belongs then: directory, Dockerfile, name. */
const CASES: Readonly<Record<string, readonly [image: string, Files, expected: string]>> = {
  'an artifact of Skaffold': [
    'gcr.io/x/till:1',
    {
      'skaffold.yaml':
        'apiVersion: skaffold/v4beta1\nkind: Config\nbuild:\n  artifacts:\n    - image: till\n      context: src/checkout\n',
    },
    'src/checkout src/checkout/Dockerfile shop',
  ],
  'one of a profile, with a file of its own': [
    'till',
    {
      'deploy/skaffold.yaml':
        'profiles:\n  - name: dev\n    build:\n      artifacts:\n        - image: till\n          context: ..\n          docker: { dockerfile: docker/till.Dockerfile }\n',
    },
    '. docker/till.Dockerfile shop',
  ],
  'one that Jib makes of a module': [
    'till',
    { 'skaffold.yaml': 'build:\n  artifacts:\n    - image: till\n      jib: { project: src/checkout, type: maven }\n' },
    'src/checkout - shop',
  ],
  'a target of Bake, by its tag, with what it inherits': [
    'ghcr.io/x/till:latest',
    {
      'docker-bake.hcl':
        'variable "REPO" { default = "x" }\ntarget "base" { dockerfile = "build/Dockerfile" }\ntarget "checkout" {\n  inherits = ["base"]\n  context = "src"\n  tags = ["${REPO}/till:${TAG}"]\n}\n',
    },
    'src src/build/Dockerfile shop',
  ],
  'a target of Bake that inherits of several: the last that says it, before what it inherits itself': [
    'till',
    {
      'docker-bake.hcl':
        'target "a" { context = "a" }\ntarget "b" {\n  context = "b"\n  dockerfile = "B"\n}\ntarget "c" { inherits = ["a"] }\ntarget "till" { inherits = ["b", "c", "c"] }\n',
    },
    'a a/B shop',
  ],
  'a target of Bake in JSON, by its name': [
    'x/till',
    { 'docker-bake.json': '{ "target": { "till": { "context": "src/checkout" } } }' },
    'src/checkout src/checkout/Dockerfile shop',
  ],
  'an image that a compose file builds': [
    'x/till',
    { 'docker-compose.build.yml': 'services:\n  a: { image: "${REPO:-x}/till:${TAG:-1}", build: { context: src/checkout } }\n' },
    'src/checkout src/checkout/Dockerfile shop',
  ],
  'two builds of one name': [
    'x/till',
    {
      'docker-bake.json': '{ "target": { "till": { "context": "a" } } }',
      'skaffold.yaml': 'build: { artifacts: [{ image: till, context: b }] }\n',
    },
    '- - shop',
  ],
  'a build of a sample': [
    'x/till',
    { 'examples/skaffold.yaml': 'build: { artifacts: [{ image: till, context: b }] }\n' },
    '- - shop',
  ],
  'a context that only a build knows': ['x/till', { 'docker-bake.hcl': 'target "till" { context = "${DIR}/a" }\n' }, '- - shop'],
};

describe('images that something else builds', () => {
  it.each(Object.entries(CASES))('%s', (_, [image, files, expected]) => {
    const { joins } = told(assembled({ ...files, 'k8s/shop.yaml': workload(image) }), { joins: [] });
    expect(joins?.filter((one) => one.startsWith('k8s/'))).toEqual([`k8s/shop.yaml → ${expected}`]);
  });

  it('targets of Bake that all inherit each other are looked into once', () => {
    const names = Array.from({ length: 200 }, (_, index) => `t${index}`);
    const target = { inherits: names };
    const files = { 'docker-bake.json': JSON.stringify({ target: Object.fromEntries(names.map((name) => [name, target])) }) };
    const { joins } = told(assembled({ ...files, 'k8s/shop.yaml': workload('t7') }), { joins: [] });
    expect(joins).toEqual(['k8s/shop.yaml → . Dockerfile shop']);
  });
});
