import { describe, expect, it } from 'vitest';
import { assemble } from './assemble.ts';

type Files = Readonly<Record<string, string>>;

/** Each service with what it asks for. */
function services(files: Files): readonly string[] {
  return assemble(files)
    .units.filter(({ role }) => role === 'service')
    .map(({ path, dependencies }) => `${path}: ${dependencies.map(({ name, constraint }) => name + constraint).join(' ')}`);
}

const COMPOSE =
  'services:\n  base: {build: ./base, image: "shop/base:${TAG:-1}"}\n  api: {build: ./api}\n  jobs: {build: ./jobs}\n';
const INSTALL = 'COPY requirements.txt .\nRUN pip install -r requirements.txt\n';
const FLEET: Files = {
  'compose.yaml': COMPOSE,
  'base/Dockerfile': `FROM python:3.12\n${INSTALL}`,
  'base/requirements.txt': 'fastapi==0.115.0\nsqlalchemy==2.0.30\n',
  'api/Dockerfile': 'FROM shop/base:1\nCOPY . .\n',
  'api/main.py': 'import fastapi\n',
  'jobs/Dockerfile': `ARG TAG=1\nFROM shop/base:\${TAG}\n${INSTALL}COPY . .\n`,
  'jobs/requirements.txt': 'celery==5.4.0\n',
  'jobs/jobs.py': 'import celery\n',
};

describe('lists of an image that others of the fleet are built on', () => {
  it.each<[what: string, files: Files, expected: readonly string[]]>([
    [
      'are those of the services whose images these are',
      FLEET,
      ['api: fastapi==0.115.0 sqlalchemy==2.0.30', 'jobs: fastapi==0.115.0 sqlalchemy==2.0.30 celery==5.4.0'],
    ],
    [
      'are its own as well, where a program lies beside it',
      { ...FLEET, 'base/app.py': 'import fastapi\n' },
      [
        'api: fastapi==0.115.0 sqlalchemy==2.0.30',
        'base: fastapi==0.115.0 sqlalchemy==2.0.30',
        'jobs: fastapi==0.115.0 sqlalchemy==2.0.30 celery==5.4.0',
      ],
    ],
    [
      'give way to what is installed later, and hold where that admits them',
      { ...FLEET, 'jobs/requirements.txt': 'sqlalchemy==1.4.0\nfastapi>=0.100\n' },
      ['api: fastapi==0.115.0 sqlalchemy==2.0.30', 'jobs: fastapi==0.115.0 sqlalchemy==1.4.0 fastapi>=0.100'],
    ],
    [
      'reach through another image',
      {
        ...FLEET,
        'compose.yaml': `${COMPOSE}  middle: {build: ./middle, image: middle}\n`,
        'middle/Dockerfile': 'FROM shop/base:1\n',
        'api/Dockerfile': 'FROM middle\nCOPY . .\n',
      },
      ['api: fastapi==0.115.0 sqlalchemy==2.0.30', 'jobs: fastapi==0.115.0 sqlalchemy==2.0.30 celery==5.4.0'],
    ],
    [
      "are no service's whose image is another tag, or holds no program",
      { ...FLEET, 'api/Dockerfile': 'FROM shop/base:2\nCOPY . .\n', 'proxy/Dockerfile': 'FROM shop/base:1\n' },
      ['jobs: fastapi==0.115.0 sqlalchemy==2.0.30 celery==5.4.0'],
    ],
    [
      'stay where they are if nobody is built on them',
      { ...FLEET, 'compose.yaml': 'services:\n  base: {build: ./base}\n' },
      ['base: fastapi==0.115.0 sqlalchemy==2.0.30', 'jobs: celery==5.4.0'],
    ],
    [
      'do not go round in images that are built on each other',
      {
        ...FLEET,
        'compose.yaml': 'services:\n  base: {build: ./base, image: base}\n  jobs: {build: ./jobs, image: jobs}\n',
        'base/Dockerfile': `FROM jobs\n${INSTALL}`,
        'jobs/Dockerfile': `FROM base\n${INSTALL}`,
        'base/app.py': '',
      },
      ['base: fastapi==0.115.0 sqlalchemy==2.0.30 celery==5.4.0', 'jobs: fastapi==0.115.0 sqlalchemy==2.0.30 celery==5.4.0'],
    ],
  ])('%s', (_, files, expected) => {
    expect(services(files)).toEqual(expected);
  });
});

describe('an image of the fleet is known by who builds it', () => {
  const APART: Files = {
    'docker/base/Dockerfile': `FROM python:3.12\nCOPY docker/base/requirements.txt .\nRUN pip install -r requirements.txt\n`,
    'docker/base/requirements.txt': 'fastapi==0.115.0\n',
    'api/Dockerfile': 'ARG TAG=latest\nFROM registry.example.org/shop/base:${TAG}\nCOPY . .\n',
    'api/main.py': 'import fastapi\n',
  };
  const workflow = (steps: string, more = ''): Files => ({
    '.github/workflows/images.yml': `on: push\njobs:\n  images:\n    runs-on: ubuntu-latest\n${more}    steps:\n${steps}`,
  });
  const action = (tags: string, more = ''): string =>
    `      - uses: docker/build-push-action@v6\n        with:\n          context: .\n          file: docker/base/Dockerfile\n          tags: ${tags}\n${more}`;
  const FOUND = ['api: fastapi==0.115.0'];
  const LOST: readonly string[] = ['docker/base: fastapi==0.115.0'];
  const OWN = `FROM other\nCOPY docker/base/requirements.txt .\nRUN pip install -r requirements.txt\n`;
  it.each<[what: string, files: Files, expected: readonly string[]]>([
    ['a workflow', workflow(action('registry.example.org/shop/base:latest')), FOUND],
    ['a workflow that knows the tag when it runs', workflow(action("'registry.example.org/shop/base:${{ github.sha }}'")), FOUND],
    ['a workflow that knows the registry when it runs', workflow(action("'${{ vars.REGISTRY }}/shop/base:latest'")), FOUND],
    [
      'a workflow that knows the owner when it runs',
      workflow(action("'registry.example.org/${{ github.repository_owner }}/base'")),
      FOUND,
    ],
    [
      'a workflow whose tags another step makes',
      workflow(
        `      - id: meta\n        uses: docker/metadata-action@v5\n        with:\n          images: registry.example.org/shop/base\n${action("'${{ steps.meta.outputs.tags }}'")}`,
      ),
      FOUND,
    ],
    [
      'a command of a workflow',
      workflow('      - run: docker build -t registry.example.org/shop/base:$GITHUB_SHA -f docker/base/Dockerfile .\n'),
      FOUND,
    ],
    [
      'a recipe of make',
      {
        Makefile:
          'REGISTRY ?= registry.example.org\nIMAGE := $(REGISTRY)/shop/base\n\nbase: ## the base\n\t@docker build \\\n\t  -t $(IMAGE):$(shell git rev-parse HEAD) \\\n\t  -f docker/base/Dockerfile .\n',
      },
      FOUND,
    ],
    [
      'a target of Bake',
      {
        'docker-bake.hcl':
          'variable "TAG" { default = "latest" }\ntarget "base" {\n  dockerfile = "docker/base/Dockerfile"\n  tags = ["registry.example.org/shop/base:${TAG}"]\n}\n',
      },
      FOUND,
    ],
    [
      'a target of Bake that another takes as a context',
      {
        'docker-bake.hcl':
          'target "base" { dockerfile = "docker/base/Dockerfile" }\ntarget "api" {\n  context = "api"\n  contexts = { below = "target:base" }\n}\n',
        'api/Dockerfile': 'FROM below\nCOPY . .\n',
      },
      FOUND,
    ],
    [
      'an artifact of Skaffold that another requires',
      {
        'skaffold.yaml':
          'build:\n  artifacts:\n    - image: below\n      docker: { dockerfile: docker/base/Dockerfile }\n    - image: api\n      context: api\n      requires: [{ image: below, alias: BASE }]\n',
        'api/Dockerfile': 'ARG BASE\nFROM $BASE\nCOPY . .\n',
      },
      FOUND,
    ],
    [
      'an argument of the build that is built on it',
      {
        ...workflow(
          action('registry.example.org/shop/below:1') +
            '      - run: docker build --build-arg BASE=registry.example.org/shop/below:1 -t shop/api api\n',
        ),
        'api/Dockerfile': 'ARG BASE=python:3.12\nFROM ${BASE}\nCOPY . .\n',
      },
      FOUND,
    ],
    [
      'a script beside it',
      {
        'docker/build.sh':
          'cd "$(dirname "$0")/.."\nNAME=registry.example.org/shop/base\ndocker build -t "$NAME:$1" -f docker/base/Dockerfile .\n',
      },
      FOUND,
    ],
    [
      'a script of another directory, in a loop',
      {
        'scripts/images.sh':
          'for one in base other; do\n  docker build --tag "$REGISTRY/shop/$one" --file "$ROOT/docker/$one/Dockerfile" "$ROOT"\ndone\n',
      },
      FOUND,
    ],
    ['no script of tests', { 'tests/images.sh': 'docker build -t shop/base -f docker/base/Dockerfile .\n' }, LOST],
    [
      'a workflow, where a compose file leaves the argument to whoever builds',
      {
        ...workflow(action("'${{ env.REGISTRY }}/shop/base'")),
        'compose.yaml': 'services:\n  api: {build: {context: api, args: ["BASE=${BASE_IMAGE}"]}}\n',
        'api/Dockerfile': 'ARG BASE=registry.example.org/shop/base:latest\nFROM ${BASE}\nCOPY . .\n',
      },
      FOUND,
    ],
    [
      'a compose file, as the context of another service',
      {
        'compose.yaml':
          'services:\n  base: {build: {context: ., dockerfile: docker/base/Dockerfile}}\n  api: {build: {context: api, additional_contexts: {below: "service:base"}}}\n',
        'api/Dockerfile': 'FROM below\nCOPY . .\n',
      },
      FOUND,
    ],
    [
      'a script, with what it installs by name',
      {
        'build.sh': 'docker build -t registry.example.org/shop/base -f docker/base/Dockerfile .\n',
        'docker/base/Dockerfile': 'FROM python:3.12\nRUN pip install "numpy<2" redis==5.2.1\n',
        'api/Dockerfile': 'FROM registry.example.org/shop/base\nRUN pip install fastapi==0.115.0 redis>=5\nCOPY . .\n',
        'jobs/Dockerfile': 'FROM registry.example.org/shop/base\nRUN pip install -r requirements.txt\nCOPY . .\n',
        'jobs/requirements.txt': 'celery\nredis<5\n',
        'jobs/jobs.py': '',
        'tool/Dockerfile': 'FROM registry.example.org/shop/base\nRUN poetry install\n',
        'tool/pyproject.toml': '[tool.poetry]\nname = "tool"\nversion = "1"\n[tool.poetry.dependencies]\nattrs = "*"\n',
      },
      [
        'api: fastapi==0.115.0 redis numpy<2 redis==5.2.1',
        'docker/base: fastapi==0.115.0 numpy<2 redis==5.2.1',
        'jobs: celery redis<5 numpy<2',
        'tool: attrs',
      ],
    ],
    ['nobody, where its tag is another', workflow(action('registry.example.org/shop/base:1.0')), LOST],
    [
      'nobody, where the name is that of another program',
      workflow(action("'registry.example.org/base-${{ github.ref }}:latest'")),
      LOST,
    ],
    [
      'nobody, where two Dockerfiles make it',
      {
        ...workflow(
          action('registry.example.org/shop/base:latest') +
            action('registry.example.org/shop/base:latest').replace('docker/base/D', 'docker/base/other/D'),
        ),
        'docker/base/other/Dockerfile': OWN,
      },
      LOST,
    ],
    [
      'the compose file rather than a pipeline',
      {
        ...workflow(action('registry.example.org/shop/base:latest').replace('docker/base/D', 'docker/base/other/D')),
        'compose.yaml': 'services:\n  base: {build: {context: ., dockerfile: docker/base/Dockerfile}, image: shop/base}\n',
        'docker/base/other/Dockerfile': 'FROM python:3.12\n',
      },
      FOUND,
    ],
  ])('%s', (_, files, expected) => {
    expect(services({ ...APART, ...files })).toEqual(expected);
  });
});
