import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/index.ts';
import { type Files, reportOf } from './fleet.ts';

const HEAD = 'ref: refs/heads/main\n';
/** Another repository beside it, whose programs nobody could mean. */
const OTHER: Files = {
  'other/.git/HEAD': HEAD,
  'other/go.mod': 'module example.org/other\n\ngo 1.22\n',
  'other/main.go': 'package main\n\nfunc main() {}\n',
  'other/Dockerfile': 'FROM golang:1.22\nCOPY . .\nRUN go build -o /other\nCMD ["/other"]\n',
};

function inClone(files: Files): Files {
  return Object.fromEntries([['repo/.git/HEAD', HEAD], ...Object.entries(files).map(([path, text]) => [`repo/${path}`, text])]);
}

/** What is said of one repository, wherever that lies. */
function told({ services, conflicts, recommendations, diagnostics }: Report): readonly string[] {
  const at = (path: string): string => (path === 'repo' ? '.' : path.replace(/^repo\//, ''));
  const isOwn = (path: string): boolean => path !== 'other' && !path.startsWith('other/');
  return [
    ...services.filter(({ id }) => isOwn(id)).map(({ id }) => `service ${at(id)}`),
    ...conflicts
      .filter(({ services: of }) => of.every(isOwn))
      .map(({ rule, severity, subject, services: of }) => `${severity} ${rule} ${subject}: ${of.map(at).sort().join(', ')}`),
    ...recommendations
      .filter(({ service }) => isOwn(service))
      .map(({ service, target, reasons }) => `${at(service)}: ${target}, ${reasons.map(({ rule }) => rule).join(' ')}`),
    ...diagnostics.filter(({ file = '' }) => isOwn(file)).map(({ code, file = '' }) => `${code} ${at(file)}`),
  ].sort();
}

const GO = 'module example.org/shop\n\ngo 1.22\n';
const MAIN = 'package main\n\nimport "net/http"\n\nfunc main() { http.ListenAndServe(":8080", nil) }\n';

const REPOSITORIES: Readonly<Record<string, Files>> = {
  'a pipeline runs in its root, and images of parts are theirs': {
    'go.mod': GO,
    'main.go': MAIN,
    'sdk/package.json': '{ "name": "sdk", "main": "index.js", "engines": { "node": "20.x" } }',
    'page/package.json': '{ "name": "page", "scripts": { "build": "vite build" }, "dependencies": { "vite": "6.0.0" } }',
    'build/sdk.dockerfile': 'FROM node:20\nCOPY sdk/package.json .\nRUN npm install\nCMD ["node", "index.js"]\n',
    'build/page.dockerfile': 'FROM node:24\nCOPY page/package.json .\nRUN npm install\nCMD ["node", "serve.js"]\n',
    '.github/workflows/images.yml':
      'jobs:\n  images:\n    steps:\n      - run: |\n          docker build -f build/sdk.dockerfile -t acme/sdk .\n          docker build -f build/page.dockerfile -t acme/page .\n',
  },
  "a folder's module of Terraform is not the root's": {
    'pyproject.toml':
      '[project]\nname = "shop"\nversion = "1"\ndependencies = ["click"]\n[project.scripts]\nshop = "shop:main"\n',
    'lambdas/requirements.txt': 'boto3\n',
    'lambdas/Dockerfile': 'FROM public.ecr.aws/lambda/python:3.13\nCOPY lambdas/handler.py .\nCMD ["handler.main"]\n',
    'modules/function/main.tf':
      'variable "image" {}\nresource "aws_lambda_function" "this" {\n  function_name = "f"\n  package_type = "Image"\n  image_uri = var.image\n}\n',
  },
  'a build of the root whose Dockerfile is not there is nobody below it': {
    'compose.yaml': 'services:\n  db:\n    build: { context: ., dockerfile: docker/db.Dockerfile }\n    ports: ["5432:5432"]\n',
    'smoke/requirements.txt': 'requests\n',
  },
  'an archive that another build has made is named, whatever the root builds': {
    'settings.gradle': "include 'web', 'mail'\n",
    'build.gradle': 'plugins { id "base" }\n',
    'web/build.gradle': "plugins { id 'org.springframework.boot' version '3.3.0'\n id 'java' }\n",
    'mail/build.gradle': "plugins { id 'org.springframework.boot' version '3.3.0'\n id 'java' }\n",
    'web/src/main/java/Web.java': '@SpringBootApplication\nclass Web { public static void main(String[] args) {} }\n',
    'mail/src/main/java/Mail.java': '@SpringBootApplication\nclass Mail { public static void main(String[] args) {} }\n',
    'images/mail/Dockerfile': 'FROM eclipse-temurin:21\nCOPY copy/mail-1.0.jar /app.jar\nCMD ["java", "-jar", "/app.jar"]\n',
    'images/shop/Dockerfile': 'FROM eclipse-temurin:17\nCOPY copy/web-1.0.jar /app.jar\nCMD ["java", "-jar", "/app.jar"]\n',
  },
  'a program in another language is called after its own folder': {
    'package.json': '{ "name": "shop", "scripts": { "start": "node server.js" }, "dependencies": { "express": "5.0.0" } }',
    'apps/till/Till.csproj': '<Project/>',
    'apps/till/Dockerfile': 'FROM mcr.microsoft.com/dotnet/aspnet:9.0\nCOPY . .\nENTRYPOINT ["dotnet", "Till.dll"]\n',
    'apps/till/compose.yaml': 'services:\n  till:\n    build: { context: ../.., dockerfile: apps/till/Dockerfile }\n',
  },
  'a proxy in a folder of the root': {
    'package.json': '{ "name": "shop", "scripts": { "start": "node server.js" }, "dependencies": { "express": "5.0.0" } }',
    'worker/package.json':
      '{ "name": "worker", "scripts": { "start": "node worker.js" }, "dependencies": { "bullmq": "5.0.0" } }',
    'gateway/Dockerfile': 'FROM acme/gateway:3\nCOPY settings.yaml /etc/\nEXPOSE 9000\nCMD ["gateway"]\n',
    'k8s/gateway.yaml':
      'apiVersion: v1\nkind: Pod\nmetadata: { name: gateway }\nspec:\n  containers:\n    - { name: gateway, image: acme/gateway-of-shop, ports: [{ containerPort: 9000, hostPort: 9000 }] }\n',
  },
};

describe('clones side by side', () => {
  it.each(Object.entries(REPOSITORIES))('%s', async (_, files) => {
    const alone = told(await reportOf(files));
    expect(alone.length).toBeGreaterThan(1);
    expect(told(await reportOf({ ...inClone(files), ...OTHER }))).toEqual(alone);
    expect(told(await reportOf({ ...inClone(files), ...OTHER }, ['repo', 'other']))).toEqual(alone);
  });

  it('a clone is no sample for what it is called, and what a repository keeps as one stays one', async () => {
    const files: Files = {
      ...OTHER,
      'samples/.git/HEAD': HEAD,
      'samples/requirements.txt': 'flask==2.0.0\n',
      'samples/examples/cart/.git': 'gitdir: ../../.git/modules/cart\n',
      'samples/examples/cart/requirements.txt': 'flask==1.0.0\n',
    };
    const { services } = await reportOf(files);
    expect(services.map(({ id }) => id)).toEqual(['other', 'samples']);
  });
});
