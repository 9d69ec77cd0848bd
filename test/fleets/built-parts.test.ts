import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { memoryTree } from '../../src/discover/memory-tree.ts';
import { gather } from '../../src/gather.ts';
import type { Files } from './fleet.ts';

/** The services that an image is counted for. */
function ownersOf(dockerfile: string, files: Files): readonly string[] {
  const tree = memoryTree(files);
  const { fleet } = gather({ tree, starts: ['.'], config: loadConfig(tree), today: '2026-11-28' }, (_, work) => work());
  return fleet.services
    .filter(({ deployments }) => deployments.some(({ facts }) => facts.descriptor.path === dockerfile))
    .map(({ path }) => path);
}

const lines = (...text: readonly string[]): string => `${text.join('\n')}\n`;
const START: Files = {
  'go.mod': 'module example.org/shop\n\ngo 1.24\n',
  'build/go.mod': 'module example.org/build\n\ngo 1.24\n',
};
const MAIN = 'package main\n\nfunc main() {}\n';
const pom = (name: string, more = ''): string =>
  `<project><modelVersion>4.0.0</modelVersion><groupId>org.example</groupId><artifactId>${name}</artifactId><version>1</version>${more}</project>`;
const MAVEN: Files = {
  'pom.xml': pom('all', '<packaging>pom</packaging><modules><module>cart</module><module>web</module></modules>'),
  'cart/pom.xml': pom('cart'),
  'web/pom.xml': pom('shop-web'),
};
const NPM: Files = {
  'package.json': '{ "name": "all", "private": true, "workspaces": ["apps/*"] }',
  'apps/web/package.json': '{ "name": "@shop/web", "scripts": { "start": "node ." }, "dependencies": { "express": "^5" } }',
  'apps/api/package.json': '{ "name": "@shop/api", "scripts": { "start": "node ." }, "dependencies": { "express": "^5" } }',
};
const image = (...text: readonly string[]): string => lines('FROM example.org/base:1', 'WORKDIR /src', ...text);

const CASES: Readonly<Record<string, readonly [dockerfile: string, text: string, around: Files, owner: readonly string[]]>> = {
  'a module whose archive somebody brings': [
    'docker/front/Dockerfile',
    lines('FROM eclipse-temurin:21', 'COPY ./jar/shop-web-1.2.0.jar /app.jar', 'CMD ["java", "-jar", "/app.jar"]'),
    {
      ...MAVEN,
      'docker/compose.yaml': 'services:\n  front:\n    build: { context: ./front }\n',
    },
    ['web'],
  ],
  'the service around, with the pages that a directory below makes': [
    'Dockerfile',
    lines(
      'FROM node:24 AS pages',
      'COPY ./ui /ui',
      'RUN cd /ui && npm ci && npm run build',
      'FROM python:3.13-slim',
      'COPY ["pyproject.toml", "/app/"]',
      'COPY ./src /app/src',
      'COPY --from=pages /ui/dist /app/static',
      'CMD ["python", "-m", "shop"]',
    ),
    {
      'pyproject.toml': '[project]\nname = "shop"\nversion = "1"\ndependencies = ["flask"]\n',
      'src/shop/__main__.py': '',
      'ui/package.json': '{ "name": "ui", "scripts": { "build": "vite build" }, "devDependencies": { "vite": "^7" } }',
    },
    ['.'],
  ],
  'the server that hands out a page, though the image is called after the page': [
    'build/page.Dockerfile',
    lines(
      'FROM golang:1.24 AS server',
      'COPY go.mod .',
      'COPY cmd/page-host/ ./service',
      'RUN go build -o server ./service',
      'FROM node:24 AS pages',
      'COPY web/page/package*.json ./',
      'COPY web/page/src ./src',
      'RUN npm ci && npm run build',
      'FROM scratch',
      'COPY --from=pages /dist ./dist',
      'COPY --from=server /server .',
      'CMD ["./server"]',
    ),
    {
      'go.mod': 'module example.org/shop\n\ngo 1.24\n',
      'cmd/page-host/main.go': MAIN,
      'web/page/package.json': '{ "name": "page", "scripts": { "build": "vite build" }, "devDependencies": { "vite": "^7" } }',
      'compose.yaml': 'services:\n  page:\n    build: { context: ., dockerfile: build/page.Dockerfile }\n',
    },
    ['.'],
  ],
  'an archive that a module beside the image makes': [
    'cart/Dockerfile',
    lines('FROM eclipse-temurin:21', 'COPY target/shop-web.jar /app.jar', 'CMD ["java", "-jar", "/app.jar"]'),
    MAVEN,
    ['cart'],
  ],
  'a program of the root that was built before': [
    'build/Dockerfile',
    lines('FROM alpine:3.20', 'ARG BINARY=shop', 'COPY $TARGETPLATFORM/$BINARY /', 'EXPOSE 8080', 'CMD ["/shop", "serve"]'),
    { ...START, 'build/main.go': MAIN, 'cmd/shop/main.go': MAIN },
    ['.'],
  ],
  'a program that was built before, of a name that nobody has': [
    'build/Dockerfile',
    lines('FROM alpine:3.20', 'COPY ci /', 'CMD ["/ci"]'),
    { ...START, 'build/main.go': MAIN, 'main.go': MAIN },
    ['build'],
  ],
  'a file of the folder that has the root’s name': [
    'build/Dockerfile',
    lines('FROM alpine:3.20', 'COPY shop /', 'CMD ["/shop"]'),
    { ...START, 'build/main.go': MAIN, 'build/shop': '#!/bin/sh\n', 'main.go': MAIN },
    ['build'],
  ],
  'a command of the root’s module': [
    'build/Dockerfile',
    image('COPY go.mod ./', 'COPY cmd ./cmd', 'RUN go build -o /bin/x ./cmd/shop', 'CMD ["/bin/x"]'),
    { 'go.mod': START['go.mod'] ?? '', 'cmd/shop/main.go': MAIN, 'build/requirements.txt': 'flask\n' },
    ['.'],
  ],
  'a command of the root’s module, of which the image takes everything, beside other services': [
    'build/api/Dockerfile',
    image('ADD . .', 'RUN go build -o .build/api ./cmd/api', 'CMD ["/src/.build/api"]'),
    {
      'go.mod': START['go.mod'] ?? '',
      'cmd/api/main.go': MAIN,
      'web/page/package.json': '{ "name": "page", "scripts": { "start": "node ." }, "dependencies": { "express": "^5" } }',
    },
    ['.'],
  ],
  'its own module': [
    'build/Dockerfile',
    image('COPY . .', 'RUN go build -o /bin/x .', 'CMD ["/bin/x"]'),
    { ...START, 'build/main.go': MAIN, 'main.go': MAIN },
    ['build'],
  ],
  'what is fetched is no part of the tree': [
    'build/Dockerfile',
    image('COPY . .', 'RUN go install example.org/tools/lint@v1.2.3', 'CMD ["/bin/x"]'),
    { ...START, 'build/main.go': MAIN, 'main.go': MAIN },
    ['build'],
  ],
  'a module of a Maven build by its path': [
    'docker/Dockerfile',
    image('COPY . .', 'RUN ./mvnw -q -pl cart -am package', 'CMD ["java", "-jar", "x.jar"]'),
    MAVEN,
    ['cart'],
  ],
  'a module of a Maven build by its name, from the root': [
    'Dockerfile',
    image('COPY . .', 'RUN mvn package --projects=:shop-web', 'CMD ["java", "-jar", "x.jar"]'),
    MAVEN,
    ['web'],
  ],
  'another module than the one beside it': [
    'cart/Dockerfile',
    image('COPY . .', 'RUN mvn -pl :shop-web package', 'CMD ["java", "-jar", "x.jar"]'),
    MAVEN,
    ['web'],
  ],
  'several modules: place tells': [
    'cart/Dockerfile',
    image('COPY . .', 'RUN mvn -pl :shop-web,:cart package', 'CMD ["java", "-jar", "x.jar"]'),
    MAVEN,
    ['cart'],
  ],
  'a member of npm’s workspaces': [
    'Dockerfile',
    image('COPY . .', 'RUN npm ci && npm run build -w @shop/web', 'CMD ["node", "x.js"]'),
    NPM,
    ['apps/web'],
  ],
  'a member of npm’s workspaces by its path': [
    'docker/Dockerfile',
    image('COPY . .', 'RUN npm run build --workspace=apps/api', 'CMD ["node", "x.js"]'),
    NPM,
    ['apps/api'],
  ],
  'what pnpm and turbo select': [
    'docker/Dockerfile',
    image('COPY . .', 'RUN npx turbo prune @shop/web --docker', 'RUN pnpm --filter "@shop/web..." build', 'CMD ["node", "x.js"]'),
    NPM,
    ['apps/web'],
  ],
  'a name that only the build knows tells nothing': [
    'apps/api/Dockerfile',
    image('ARG APP=@shop/web', 'COPY . .', 'RUN pnpm --filter $APP build', 'CMD ["node", "x.js"]'),
    NPM,
    ['apps/api'],
  ],
  'a module that is built for the service whose code the image takes beside it': [
    'apps/api/Dockerfile',
    image(
      'COPY package.json ./',
      'COPY apps/web ./apps/web',
      'RUN pnpm --filter @shop/web build',
      'COPY apps/api/src ./src',
      'CMD ["deno", "run", "src/index.ts"]',
    ),
    NPM,
    ['apps/api'],
  ],
  'a script that lies beside the Dockerfile is no code of a service': [
    'apps/api/Dockerfile',
    image('COPY . .', 'COPY apps/api/start.sh /', 'RUN pnpm --filter @shop/web build', 'CMD ["/start.sh"]'),
    NPM,
    ['apps/web'],
  ],
  'a client in Python that is called like the binary that is brought': [
    'tilt.dockerfile',
    lines('FROM alpine:3.22', 'COPY bin/shop-registry /shop-registry', 'ENTRYPOINT ["/shop-registry"]'),
    {
      'go.mod': 'module example.org/hub\n\ngo 1.24\n',
      'main.go': MAIN,
      'clients/python/pyproject.toml': '[project]\nname = "shop-registry"\nversion = "1"\ndependencies = ["httpx"]\n',
    },
    ['.'],
  ],
  'a client in Python that is called like the binary of a module that lies further away': [
    'deploy/image/Dockerfile',
    lines('FROM alpine:3.22', 'COPY bin/registry /registry', 'ENTRYPOINT ["/registry"]'),
    {
      'hub/registry/go.mod': 'module example.org/hub/registry\n\ngo 1.24\n',
      'hub/registry/main.go': MAIN,
      'deploy/registry/pyproject.toml': '[project]\nname = "registry"\nversion = "1"\ndependencies = ["httpx"]\n',
    },
    ['hub/registry'],
  ],
  'a module of which the image takes the archive, out of a build of all': [
    'docker/front/Dockerfile',
    lines(
      'FROM eclipse-temurin:21 AS build',
      'COPY . /shop',
      'WORKDIR /shop',
      'RUN mvn package',
      'FROM eclipse-temurin:21-jre',
      'COPY docker/front/run.sh /run.sh',
      'COPY --from=build /shop/web/target/*.jar /app.jar',
      'CMD ["/run.sh"]',
    ),
    { ...MAVEN, 'requirements.txt': 'mkdocs\n', 'main.py': '' },
    ['web'],
  ],
  'a project of a Gradle build': [
    'docker/Dockerfile',
    image('COPY . .', 'RUN ./gradlew :services:cart:bootJar', 'CMD ["java", "-jar", "x.jar"]'),
    {
      'settings.gradle': "include ':services:cart', ':services:web'\n",
      'services/cart/build.gradle':
        "plugins { id 'org.springframework.boot' version '3.3.0' }\ndependencies { implementation 'org.example:x:1.0' }\n",
      'services/web/build.gradle':
        "plugins { id 'org.springframework.boot' version '3.3.0' }\ndependencies { implementation 'org.example:x:1.0' }\n",
    },
    ['services/cart'],
  ],
};

describe('an image is counted for what its commands build', () => {
  it.each(Object.entries(CASES))('%s', (_, [dockerfile, text, around, owner]) => {
    expect(ownersOf(dockerfile, { ...around, [dockerfile]: text })).toEqual(owner);
  });

  it('code in a bucket is counted for the service that its archive is called after, and for nobody by its place', () => {
    const functionOf = (key: string): string =>
      `Resources:\n  F:\n    Type: AWS::Lambda::Function\n    Properties: { Runtime: python3.13, Handler: a.b, Code: { S3Bucket: x, S3Key: ${key} } }\n`;
    const files = {
      'mail/requirements.txt': 'flask\n',
      'cart/requirements.txt': 'flask\n',
      'cart/one.yaml': functionOf('lambda/mail.zip'),
      'cart/other.yaml': functionOf('lambda/helper.zip'),
    };
    expect(['cart/one.yaml', 'cart/other.yaml'].map((path) => ownersOf(path, files))).toEqual([['mail'], []]);
    const one = { 'requirements.txt': 'requests\n', 'deploy/fn.yaml': functionOf('code.zip') };
    expect(ownersOf('deploy/fn.yaml', one)).toEqual(['.']);
    expect(ownersOf('deploy/fn.yaml', { ...one, 'deploy/fn.yaml': functionOf('!Ref Key') })).toEqual(['.']);
    expect(ownersOf('deploy/fn.yaml', { 'package.json': '{ "name": "x" }', 'deploy/fn.yaml': functionOf('code.zip') })).toEqual(
      [],
    );
  });

  it('but where several descriptors build it, each its own way, name and place tell', () => {
    const files = {
      ...NPM,
      Dockerfile: image('COPY . .', 'RUN npm run build -w @shop/web', 'CMD ["node", "x.js"]'),
      'compose.yaml': lines(
        'services:',
        '  web: { build: { context: ., target: web } }',
        '  api: { build: { context: ., target: api } }',
      ),
    };
    expect(ownersOf('compose.yaml', files)).toEqual(['apps/api', 'apps/web']);
  });

  it('whatever else builds it by the same name', () => {
    const files = {
      ...NPM,
      'docker/Dockerfile': image('COPY . .', 'RUN npx turbo prune --scope=@shop/web --docker', 'CMD ["sh", "start.sh"]'),
      'deploy/compose.yaml': lines('services:', '  shop: { build: { context: .., dockerfile: docker/Dockerfile } }'),
      'deploy/compose.small.yaml': lines('services:', '  shop: { build: { context: .., dockerfile: docker/Dockerfile } }'),
      'railway.toml': lines('[build]', 'builder = "DOCKERFILE"', 'dockerfilePath = "docker/Dockerfile"'),
    };
    expect(ownersOf('docker/Dockerfile', files)).toEqual(['apps/web']);
  });

  it.each([
    ['by its name in the image', 'command: shop-rank', ['rank']],
    ['by its path, in a line of shell', 'entrypoint: ["sh", "-c", "while true; do /bin/shop-rank; sleep 60; done"]', ['rank']],
    ['another one', 'command: ["shop-cart", "--verbose"]', ['cart']],
    ['one that is not built', 'command: sleep 60', ['.']],
  ])('one of several programs of an image at a root that has a manifest of its own: %s', (_, started, owners) => {
    const files = {
      'package.json': '{ "name": "tools", "scripts": { "start": "node ." }, "dependencies": { "express": "^5" } }',
      'go.work': 'go 1.24\n\nuse (\n\t./cart\n\t./rank\n)\n',
      'cart/go.mod': 'module example.org/cart\n\ngo 1.24\n',
      'cart/main.go': MAIN,
      'rank/go.mod': 'module example.org/rank\n\ngo 1.24\n',
      'rank/cmd/serve/main.go': MAIN,
      Dockerfile: lines(
        'FROM golang:1.24 AS build',
        'WORKDIR /src',
        'COPY go.work ./',
        'COPY cart/ ./cart/',
        'COPY rank/ ./rank/',
        'RUN go build -o /out/cart ./cart',
        'RUN go build -o /out/ ./rank/cmd/serve/',
        'FROM alpine',
        'COPY --from=build /out/cart /bin/shop-cart',
        'COPY --from=build /out/serve /bin/shop-rank',
        'CMD ["shop-cart"]',
      ),
      'compose.yaml': lines('services:', '  app:', '    build: .', `    ${started}`, '    ports: ["80:80"]'),
    };
    expect(ownersOf('compose.yaml', files)).toEqual(owners);
  });

  it('a Go program of the root, whose go.mod came with the base image, beside a service that the image copies', () => {
    const files = {
      'go.mod': 'module example.org/shop\n\ngo 1.24\n',
      'gateway/cmd/gateway/main.go': MAIN,
      'rank/requirements.txt': 'grpcio\n',
      'docker/gateway.dockerfile': lines(
        'FROM example/base AS build',
        'COPY rank rank',
        'COPY gateway gateway',
        'RUN go build -o /bin/app ./gateway/cmd/gateway',
        'FROM alpine',
        'COPY --from=build /bin/app /bin/app',
        'CMD ["app"]',
      ),
    };
    expect(ownersOf('docker/gateway.dockerfile', files)).toEqual(['.']);
  });
});
