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
  'a build, and a copy of its file beside which nothing lies': [
    'x/till',
    {
      'docker-compose.yml': 'services:\n  a: { image: x/till, build: src/checkout }\n',
      'src/checkout/main.py': '',
      'cli/embedded/docker-compose.yml': 'services:\n  a: { image: x/till, build: src/checkout }\n',
    },
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
  'a Dockerfile that a variable names, by its default': [
    'x/till',
    {
      'compose.yaml':
        'services:\n  a: { image: "x/till:${TAG:-1}", build: { context: ., dockerfile: "till-${OS:-debian}.Dockerfile" } }\n',
    },
    '. till-debian.Dockerfile shop',
  ],
  'a command of a workflow': [
    'x/till',
    {
      '.github/workflows/ship.yml':
        'jobs:\n  a:\n    steps:\n      - run: |\n          cd src\n          docker build --no-cache -t ghcr.io/x/till:${{ github.sha }} \\\n            -f checkout/build/Dockerfile checkout\n',
      'src/checkout/build/Dockerfile': 'FROM scratch\n',
    },
    'src/checkout src/checkout/build/Dockerfile shop',
  ],
  'an action of a workflow, by its matrix and the step that makes its tags': [
    'x/till',
    {
      '.github/workflows/ship.yml':
        'jobs:\n  a:\n    strategy: { matrix: { app: [{ name: till, at: checkout }, { name: web, at: site }] } }\n    steps:\n      - { id: meta, uses: docker/metadata-action@v5, with: { images: "ghcr.io/${{ github.repository }}/${{ matrix.app.name }}" } }\n      - { uses: docker/build-push-action@v6, with: { context: "src/${{ matrix.app.at }}", tags: "${{ steps.meta.outputs.tags }}" } }\n',
      'src/checkout/Dockerfile': 'FROM scratch\n',
      'src/site/Dockerfile': 'FROM scratch\n',
    },
    'src/checkout src/checkout/Dockerfile shop',
  ],
  'an action that pushes by digest, under the name of the exporter alone': [
    'x/till',
    {
      '.github/workflows/ship.yml':
        'env: { IMAGE: ghcr.io/x/till }\njobs:\n  a:\n    steps:\n      - { uses: docker/build-push-action@v6, with: { context: src, outputs: "type=image,name=${{ env.IMAGE }},push-by-digest=true" } }\n',
      'src/Dockerfile': 'FROM scratch\n',
    },
    'src src/Dockerfile shop',
  ],
  'an action of a host of runners, which quotes the names that it pushes': [
    'x/till',
    {
      '.github/workflows/ship.yml':
        'jobs:\n  a:\n    env: { NAME: till }\n    steps:\n      - uses: depot/build-push-action@v1\n        with:\n          context: src\n          outputs: |\n            type=local,dest=out\n            type=image,"name=x/other,ghcr.io/x/${{ env.NAME }}",push-by-digest=true\n',
      'src/Dockerfile': 'FROM scratch\n',
    },
    'src src/Dockerfile shop',
  ],
  'combinations that a matrix includes': [
    'x/till',
    {
      '.github/workflows/ship.yml':
        'jobs:\n  a:\n    strategy: { matrix: { include: [{ name: till, file: docker/a.Dockerfile }, { name: web, file: docker/b.Dockerfile }] } }\n    steps:\n      - { uses: docker/build-push-action@v6, with: { file: "${{ matrix.file }}", tags: "x/${{ matrix.name }}:1" } }\n',
      'docker/a.Dockerfile': 'FROM scratch\n',
      'docker/b.Dockerfile': 'FROM scratch\n',
    },
    '. docker/a.Dockerfile shop',
  ],
  'a step of Cloud Build in a directory': [
    'till',
    {
      'deploy/ship.yaml':
        "steps:\n- name: gcr.io/cloud-builders/docker\n  dir: src\n  args: ['buildx', 'build', '-t', 'gcr.io/x/till:$COMMIT_SHA', '--target', 'till', '-f', 'till.Dockerfile', '.']\n",
      'src/till.Dockerfile': 'FROM scratch AS till\n',
    },
    'src src/till.Dockerfile shop',
  ],
  'one that Kaniko builds': [
    'till',
    {
      'cloudbuild.yaml':
        'steps:\n- name: gcr.io/kaniko-project/executor:latest\n  args: [--destination=gcr.io/x/till:1, --context=dir://src, --dockerfile=till.Dockerfile]\n',
      'src/till.Dockerfile': 'FROM scratch\n',
    },
    'src src/till.Dockerfile shop',
  ],
  'a job of GitLab, whose lines follow each other': [
    'x/till',
    {
      '.gitlab-ci.yml':
        'build:\n  image: docker:27\n  script:\n    - cd src\n    - docker build --pull -t "$CI_REGISTRY_IMAGE/till:$CI_COMMIT_SHA" checkout\n',
      'src/checkout/Dockerfile': 'FROM scratch\n',
    },
    'src/checkout src/checkout/Dockerfile shop',
  ],
  'a job whose builds change to their directories in groups': [
    'x/till',
    {
      '.gitlab-ci.yml':
        'build:\n  image: docker:27\n  script:\n    - (cd src/cart && docker build -t x/cart .)\n    - (cd src/checkout && docker build -t x/till .)\n',
      'src/cart/Dockerfile': 'FROM scratch\n',
      'src/checkout/Dockerfile': 'FROM scratch\n',
    },
    'src/checkout src/checkout/Dockerfile shop',
  ],
  'a phase of CodeBuild': [
    'x/till',
    {
      'ci/buildspec-till.yml':
        'version: 0.2\nphases:\n  build:\n    commands:\n      - echo building\n      - docker build -t $REPO/till:latest -f src/till.Dockerfile .\n',
      'src/till.Dockerfile': 'FROM scratch\n',
    },
    '. src/till.Dockerfile shop',
  ],
  'a task of Azure Pipelines': [
    'x/till',
    {
      'azure-pipelines.yml':
        "stages:\n- stage: Build\n  jobs:\n  - job: Build\n    steps:\n    - task: Docker@2\n      inputs:\n        command: buildAndPush\n        repository: team/till\n        dockerfile: '$(Build.SourcesDirectory)/src/checkout/Dockerfile'\n",
      'src/checkout/Dockerfile': 'FROM scratch\n',
    },
    'src/checkout src/checkout/Dockerfile shop',
  ],
  'a step of CircleCI': [
    'x/till',
    {
      '.circleci/config.yml':
        'jobs:\n  build:\n    steps:\n      - checkout\n      - run: { name: Build, command: "docker build -t x/till src" }\n',
      'src/Dockerfile': 'FROM scratch\n',
    },
    'src src/Dockerfile shop',
  ],
  'what CI builds elsewhere': [
    'x/till',
    { '.github/workflows/ship.yml': 'jobs: { a: { steps: [{ run: "docker build -t x/till fetched/till" }] } }\n' },
    '- - shop',
  ],
  'a descriptor before what CI builds under its name': [
    'x/till',
    {
      'skaffold.yaml': 'build: { artifacts: [{ image: till, context: b }] }\n',
      'cloudbuild.yaml': "steps:\n- name: gcr.io/cloud-builders/docker\n  args: ['build', '-t', 'till', 'a']\n",
      'a/Dockerfile': 'FROM scratch\n',
    },
    'b b/Dockerfile shop',
  ],
  'a compose file that is started from further up, where its Dockerfile lies': [
    'x/till',
    {
      'packages/api/docker-compose.local.yml':
        'services: { app: { image: "x/till:local", build: { context: ., dockerfile: Dockerfile } } }\n',
      'packages/api/package.json': '{}',
      Dockerfile: 'FROM scratch\n',
    },
    '. Dockerfile shop',
  ],
  'one that writes its Dockerfile itself': [
    'x/till',
    { 'a/compose.yaml': 'services: { app: { image: x/till, build: { context: ., dockerfile_inline: "FROM scratch" } } }\n' },
    'a - shop',
  ],
  'a context that only a build knows': ['x/till', { 'docker-bake.hcl': 'target "till" { context = "${DIR}/a" }\n' }, '- - shop'],
};

describe('images that something else builds', () => {
  it.each(Object.entries(CASES))('%s', (_, [image, files, expected]) => {
    const { joins } = told(assembled({ ...files, 'k8s/shop.yaml': workload(image) }), { joins: [] });
    expect(joins?.filter((one) => one.startsWith('k8s/'))).toEqual([`k8s/shop.yaml → ${expected}`]);
  });

  /** A Dockerfile that takes what an argument names, and what is built of it: who takes what. */
  const APPS = { 'apps/cart/package.json': '{}', 'apps/mail/package.json': '{}' };
  const DOCKERFILE = 'FROM node:22\nARG APP\nCOPY apps/${APP} ./\nCMD ["node", "main.js"]\n';
  const takes = (files: Files): readonly string[] =>
    assembled(files).deployments.map(
      ({ descriptor, join }) => `${descriptor.path} ${join.name ?? join.image ?? '-'} ${(join.copies ?? ['?']).join(',')}`,
    );

  const EACH_ITS_OWN = ['Dockerfile cart apps/cart', 'Dockerfile mail apps/mail', 'k8s/shop.yaml shop apps/mail'];

  it.each<[title: string, files: Files, expected: readonly string[]]>([
    [
      'of one Dockerfile, by the arguments of an action',
      {
        '.github/workflows/ship.yml':
          'jobs:\n  a:\n    strategy: { matrix: { app: [cart, mail] } }\n    steps:\n      - { uses: docker/build-push-action@v6, with: { tags: "x/${{ matrix.app }}:1", build-args: "V=1\\nAPP=${{ matrix.app }}" } }\n',
      },
      EACH_ITS_OWN,
    ],
    [
      'of one Dockerfile, in a loop of a script over what a variable holds',
      {
        '.github/workflows/ship.yml':
          'jobs:\n  a:\n    steps:\n      - run: |\n          APPS="cart mail"\n          for app in $APPS; do docker build --build-arg APP=$app -t x/$app .; done\n',
      },
      EACH_ITS_OWN,
    ],
    [
      'of one Dockerfile, by the arguments of Kaniko',
      {
        'cloudbuild.yaml': ['cart', 'mail']
          .map((app) => `- { name: gcr.io/kaniko-project/executor, args: [--destination=x/${app}, --build-arg=APP=${app}] }\n`)
          .join('')
          .replace(/^/, 'steps:\n'),
      },
      EACH_ITS_OWN,
    ],
    [
      'of one Dockerfile, by the arguments of targets of Bake',
      {
        'docker-bake.hcl':
          'target "cart" { args = { APP = "cart" } }\ntarget "mail" {\n  inherits = ["cart"]\n  args = { APP = "mail" }\n}\n',
      },
      EACH_ITS_OWN,
    ],
    [
      'of one Dockerfile, by the matrix of a target of Bake, whose tags a function makes',
      {
        'docker-bake.hcl':
          'function "tags" {\n  params = [name, version]\n  result = ["${REPO}/${name}:${version}", "${REPO}/${name}:latest"]\n}\ntarget "apps" {\n  matrix = { app = [{ name = "cart", at = "cart" }, { name = "mail", at = "mail" }] }\n  name = "shop-${app.name}"\n  args = { APP = app.at }\n  tags = tags(app.name, VERSION)\n}\n',
      },
      EACH_ITS_OWN,
    ],
    [
      'of one Dockerfile, by the matrix of a target of Bake, by its name',
      {
        'docker-bake.hcl': 'target "apps" {\n  matrix = { app = ["cart", "mail"] }\n  name = app\n  args = { APP = app }\n}\n',
      },
      EACH_ITS_OWN,
    ],
    [
      'of one Dockerfile, by the arguments of artifacts of Skaffold',
      {
        'skaffold.yaml':
          'build:\n  artifacts:\n    - { image: cart, docker: { buildArgs: { APP: cart } } }\n    - { image: mail, docker: { buildArgs: { APP: mail } } }\n',
      },
      EACH_ITS_OWN,
    ],
    [
      'of one Dockerfile, by arguments that a file for builds gives in a list',
      {
        'docker-compose.build.yml':
          'services:\n  a: { image: x/cart, build: { context: ., args: ["APP=cart"] } }\n  b: { image: x/mail, build: { context: ., args: ["APP=${MAIL:-mail}"] } }\n',
      },
      [
        'Dockerfile - apps/cart',
        'docker-compose.build.yml a apps/cart',
        'docker-compose.build.yml b apps/mail',
        'k8s/shop.yaml shop apps/mail',
      ],
    ],
    [
      'for each version of what it is built on: one program',
      {
        '.github/workflows/ship.yml':
          'jobs:\n  a:\n    strategy: { matrix: { v: [20, 22] } }\n    steps:\n      - { uses: docker/build-push-action@v6, with: { tags: "x/mail:${{ matrix.v }}", build-args: "V=${{ matrix.v }}\\nAPP=mail" } }\n',
      },
      ['Dockerfile - apps/mail', 'k8s/shop.yaml shop apps/mail'],
    ],
    [
      'for tests: no program',
      {
        '.github/workflows/ship.yml':
          'jobs:\n  a:\n    steps:\n      - run: docker build -t x/mail-test --build-arg APP=mail .\n      - run: docker build -t x/mail --build-arg APP=mail .\n',
      },
      ['Dockerfile - apps/mail', 'k8s/shop.yaml shop ?'],
    ],
  ])('%s', (_, files, expected) => {
    expect(takes({ ...APPS, Dockerfile: DOCKERFILE, 'k8s/shop.yaml': workload('x/mail:1'), ...files })).toEqual(expected);
  });

  it('targets of Bake that all inherit each other are looked into once', () => {
    const names = Array.from({ length: 200 }, (_, index) => `t${index}`);
    const target = { inherits: names };
    const files = { 'docker-bake.json': JSON.stringify({ target: Object.fromEntries(names.map((name) => [name, target])) }) };
    const { joins } = told(assembled({ ...files, 'k8s/shop.yaml': workload('t7') }), { joins: [] });
    expect(joins).toEqual(['k8s/shop.yaml → . Dockerfile shop']);
  });

  it('that are many in one file', () => {
    const lines = Array.from({ length: 20_000 }, (_, at) => `          docker build -t x/app${at} -f src/Dockerfile src\n`);
    const workflow = `jobs:\n  a:\n    steps:\n      - run: |\n${lines.join('')}`;
    const files = {
      '.github/workflows/ship.yml': workflow,
      'src/Dockerfile': 'FROM scratch\n',
      'k8s/shop.yaml': workload('x/app9'),
    };
    const { joins } = told(assembled(files), { joins: [] });
    expect(joins?.filter((one) => one.startsWith('k8s/'))).toEqual(['k8s/shop.yaml → src src/Dockerfile shop']);
  });

  it('that recipes and scripts name by variables without end', () => {
    const many = (text: string): string => text.repeat(30_000);
    const recipe = `\tdocker build -t x/$(A)/shop -f src/Dockerfile src\n`;
    const files = {
      Makefile: `A = $(B)$(B)$(A)\nB = $(A)$(A)\nC = a${many(' ')}b\n${recipe.repeat(200)}\t${many('$(A)')} build\n`,
      'a.sh': `${'docker '.repeat(25_000)}\nbuild`,
      'b.sh': `A=${'a'.repeat(60_000)}\ndocker build -t x/$A src\n${'$A'.repeat(60_000)}`,
      'c.sh': `cd ${' '.repeat(90_000)}x\ndocker build -t x/till src\n`,
      'src/Dockerfile': 'FROM scratch\n',
      'k8s/shop.yaml': workload('x/shop'),
    };
    const { joins } = told(assembled(files), { joins: [] });
    expect(joins?.filter((one) => one.startsWith('k8s/'))).toEqual(['k8s/shop.yaml → src src/Dockerfile shop']);
  });

  it('that are many in steps, of all combinations of a matrix', () => {
    const steps = Array.from(
      { length: 8000 },
      (_, at) =>
        `      - { id: m${at}, with: { images: "x/\${{ matrix.app }}" } }\n      - { uses: docker/build-push-action@v6, with: { context: src, tags: "\${{ steps.m${at}.outputs.tags }}" } }\n`,
    );
    const apps = Array.from({ length: 100 }, (_, at) => `app${at}`).join(', ');
    const variables = Array.from({ length: 10_000 }, (_, at) => `  V${at}: x`).join('\n');
    const workflow = `env:\n${variables}\njobs:\n  a:\n    strategy: { matrix: { app: [${apps}] } }\n    steps:\n${steps.join('')}`;
    const changing = `steps:\n  - name: gcr.io/cloud-builders/docker\n    script: |\n${'      cd a && docker build -t x/till .\n'.repeat(20_000)}`;
    const files = {
      '.github/workflows/ship.yml': workflow,
      'cloudbuild.yaml': changing,
      'src/Dockerfile': 'FROM scratch\n',
      'k8s/shop.yaml': workload('x/app0'),
    };
    const { joins } = told(assembled(files), { joins: [] });
    expect(joins?.filter((one) => one.startsWith('k8s/'))).toEqual(['k8s/shop.yaml → src src/Dockerfile shop']);
  });
});
