import { describe, expect, it } from 'vitest';
import { type Files, reportOf } from '../fleets/fleet.ts';

const SHOP: Files = { 'shop/requirements.txt': 'flask==3.0.0\n' };
const SWIFT = 'FROM swift:6\nCOPY . .\nCMD ["serve"]\n';

function running(...images: readonly string[]): string {
  return `services:\n${images.map((image, index) => `  w${index}: { image: "${image}" }\n`).join('')}`;
}

function pod(name: string, image: string): string {
  return `apiVersion: v1\nkind: Pod\nmetadata: { name: ${name} }\nspec:\n  containers:\n    - { name: ${name}, image: "${image}" }\n`;
}

/** The files, and what is said of workloads that are no services: code and names. */
const CASES: Readonly<Record<string, readonly [Files, readonly string[]]>> = {
  'programs that compose builds where no manifest is read, each once': [
    {
      ...SHOP,
      'compose.yaml': 'services:\n  shop: { build: shop }\n  cart: { build: src/cart }\n  till: { build: till }\n',
      'till/compose.yaml': 'services:\n  till: { build: . }\n',
      'shop/Dockerfile': 'FROM python:3.12\n',
      'src/cart/Dockerfile': 'FROM rust:1\nCOPY . .\nCMD ["cart"]\n',
      'src/cart/Cargo.toml': '[package]\nname = "cart"\n',
      'till/Dockerfile': SWIFT,
    },
    ['service/no-manifest: 2 workloads are built here; their ports; src/cart and till'],
  ],
  'a clone of which nothing is read, among others': [
    {
      ...SHOP,
      'till/.git/HEAD': 'ref: refs/heads/main\n',
      'till/compose.yaml': 'services:\n  till: { build: . }\n',
      'till/Dockerfile': SWIFT,
    },
    ['service/no-manifest: 1 workload is built here; its ports; till'],
  ],
  'a database with its schema, a proxy with its settings, what tests build, what lies around a manifest': [
    {
      ...SHOP,
      'compose.yaml':
        'services:\n  store: { build: data }\n  front: { build: front }\n  shop: { build: { context: shop/docker } }\n  old: { build: tests/old }\n',
      'data/Dockerfile': 'FROM acme/tables:5\nCOPY init.sql /init/\n',
      'front/Dockerfile': 'FROM nginx:1\nCOPY . /etc/nginx\nCMD ["nginx"]\n',
      'shop/docker/Dockerfile': SWIFT,
      'tests/old/Dockerfile': SWIFT,
    },
    [],
  ],
  'three images of one publisher that nothing here makes': [
    { ...SHOP, 'deploy/compose.yaml': running('acme/cart:1', 'acme/till:1', 'acme/mail:1', 'acme/cart:2', 'acme/cart-db:1') },
    ['service/other-repository: 3 workloads run images; cart, till and mail'],
  ],
  'images that builds here name by themselves': [
    {
      ...SHOP,
      ...Object.fromEntries(
        Object.entries({ cart: 'basket', till: 'checkout', mail: 'letters' }).flatMap(([path, name]) => [
          [
            `${path}/build.gradle`,
            `plugins { id 'org.springframework.boot' version '3.5.0' }\nbootBuildImage { imageName = 'acme/${name}' }\n`,
          ],
          [`${path}/src/main/java/A.java`, '@SpringBootApplication class A { static void main(String[] args) {} }'],
        ]),
      ),
      'deploy/compose.yaml': running('acme/basket:1', 'acme/checkout', 'acme/letters:1'),
    },
    [],
  ],
  'those of task definitions and of jobs of Nomad as well': [
    {
      ...SHOP,
      'infra/main.tf': ['cart', 'till']
        .map(
          (name) =>
            `resource "aws_ecs_task_definition" "${name}" {\n  family = "${name}"\n  container_definitions = jsonencode([{ name = "${name}", image = "acme/${name}:1" }])\n}\n`,
        )
        .join(''),
      'jobs/mail.nomad':
        'job "mail" {\n  group "mail" {\n    task "mail" {\n      driver = "docker"\n      config { image = "acme/mail:1" }\n    }\n  }\n}\n',
    },
    ['service/other-repository: 3 workloads run images; cart, till and mail'],
  ],
  'two of one publisher, one of a third, official ones, and those that a value names': [
    {
      ...SHOP,
      'compose.yaml': running('acme/cart', 'acme/till', 'other/mail', 'postgres', 'redis', '${REGISTRY}/a', '${REGISTRY}/b'),
    },
    [],
  ],
  'what stands for an image until somebody fills it in, which no engine would take': [
    { ...SHOP, 'compose.yaml': running('POSTGRES_IMAGE', 'CART_IMAGE:1', '<MAIL_IMAGE>', '<image>', 'Image', 'a..b') },
    [],
  ],
  'names whose registry only whoever starts them names': [
    { ...SHOP, 'compose.yaml': running('$R/a_b:${TAG}', '${R}/c', '${R}/d', '${R}/${NAME}') },
    ['service/other-repository: 3 workloads run images; a_b, c and d'],
  ],
  'names with a host, a port, a digest': [
    {
      ...SHOP,
      'compose.yaml': running('R.example.org:5000/a_b:V1', 'R.example.org:5000/c@sha256:0a', 'R.example.org:5000/d--e'),
    },
    ['service/other-repository: 3 workloads run images; a_b, c and d--e'],
  ],
  'a tree of descriptors alone': [
    {
      'k8s/a.yaml': pod('a', 'r.example.org/t/a'),
      'k8s/b.yaml': pod('b', 'r.example.org/t/b'),
      'k8s/c.yaml': pod('c', 'r.example.org/t/c'),
    },
    ['service/other-repository: 3 workloads run images; a, b and c'],
  ],
};

const SAID = /^(\d+ workloads? (?:is|are|run)(?: images| built here)).*?((?:its|their) ports)?(?: included)?: ([^;]*)/;

describe('workloads that are no services', () => {
  it.each(Object.entries(CASES))('%s', async (_, [files, expected]) => {
    const { diagnostics } = await reportOf(files);
    const told = diagnostics.filter(({ code }) => code === 'service/no-manifest' || code === 'service/other-repository');
    const short = told.map(({ code, message }) => {
      const [, what, ports, names] = SAID.exec(message) ?? [];
      return `${code}: ${[what, ports, names].filter((part) => part !== undefined).join('; ')}`;
    });
    expect(short).toEqual(expected);
  });
});

describe('images beside that of the only service', () => {
  const compose =
    'services:\n  shop: { image: "acme/shop:1", ports: ["8080:8080"] }\n  auth: { image: "acme/auth:1", ports: ["8090:8080"] }\n';
  const ports = async (files: Files) =>
    (await reportOf(files)).services.flatMap(({ descriptors = [] }) => descriptors.map(({ joinedBy }) => joinedBy));

  it('are somebody else’s where one is called after it', async () => {
    expect(
      await ports({ 'package.json': '{ "name": "shop", "scripts": { "start": "node shop" } }', 'compose.yaml': compose }),
    ).toEqual(['name']);
  });

  it('are its own where none is', async () => {
    expect(
      await ports({ 'package.json': '{ "name": "till", "scripts": { "start": "node till" } }', 'compose.yaml': compose }),
    ).toEqual(['path', 'path']);
  });
});
