import { describe, expect, it } from 'vitest';
import { assembled, type Files, type Told, told } from './project.ts';

const one = (text: string): Files => ({ 'svc/Dockerfile': text });

const DEBIAN = ['os:distribution debian 12 preferred @1', 'os:libc glibc preferred @1'];

const CASES: Readonly<Record<string, readonly [Files, Told]>> = {
  'defaults within defaults; braces that never close': [
    { 'a/Dockerfile': 'ARG X\nFROM node:${X:-${Y:-18}}-alpine\n', 'b/Dockerfile': 'FROM debian:12\nEXPOSE ${A:-${B:-81} 82\n' },
    { final: ['debian 12 debian 12 glibc', 'node 18-alpine alpine musl'] },
  ],
  'quotes keep variables as they are, and patterns cut values': [
    one('ARG V=3.11.4\nFROM "python:${V%.*}"\nENV A=\'$V\' B="8080 8081"\nEXPOSE $B ${A:+82}\nVOLUME "/data"\nCMD ["x"]\n'),
    {
      demands: [
        'os:distribution debian preferred @2',
        'os:libc glibc preferred @2',
        'port:8080/tcp listens B @4',
        'port:8081/tcp listens B @4',
        'port:82/tcp listens A @4',
        'runtime:python ==3.11.* preferred @2',
      ],
      traits: ['volume /data @5'],
    },
  ],
  'build arguments reach the stages that are built on theirs': [
    one('FROM debian:12 AS base\nARG P=81\nFROM base\nEXPOSE $P\n'),
    { demands: [...DEBIAN.map((one) => one.replace('@1', '@3')), 'port:81/tcp listens @4'].sort() },
  ],
  'what only looks like a here-document opens nothing': [
    one('FROM debian:12\nRUN echo "<<EOF" && cat a << b\nEXPOSE 81\nRUN cat 3<<EOF\nEXPOSE 82\nEOF\nEXPOSE 83\n'),
    { demands: [...DEBIAN, 'port:81/tcp listens @3', 'port:83/tcp listens @7'].sort() },
  ],
  'a command that ONBUILD brings outlives an ENTRYPOINT': [
    one('FROM scratch AS base\nCMD ["run"]\nONBUILD CMD ["onbuild"]\nFROM base\nENTRYPOINT ["start"]\nEXPOSE 81\n'),
    { runs: ['svc [start|onbuild] 81/tcp @5'] },
  ],
  'options before the verb, and their values': [
    one('FROM debian:12\nRUN apt-get -y -qq -o Dpkg::Options::=--force-confold install tini\n'),
    { demands: [...DEBIAN, 'os:deb:tini @2'].sort() },
  ],
  'package lists in variables of the file and of the line': [
    one('FROM debian:12\nARG PKGS="curl jq"\nRUN more="git $PKGS"; apt-get install -y $more ${UNKNOWN}\n'),
    { demands: [...DEBIAN, 'os:deb:curl @3', 'os:deb:git @3', 'os:deb:jq @3'].sort() },
  ],
  'exec form, and shells within': [
    one(
      'FROM debian:12\nRUN ["apt-get", "install", "-y", "curl"]\nRUN ["bash", "-c", "apt-get install -y jq"]\nRUN /bin/sh -ec "apt-get update && apt-get install -y git"\n',
    ),
    { demands: [...DEBIAN, 'os:deb:curl @2', 'os:deb:git @4', 'os:deb:jq @3'].sort() },
  ],
  'a number on the command line goes before what the environment says, and before EXPOSE of a variable': [
    one('FROM scratch\nENV FLASK_RUN_PORT=4001\nEXPOSE $FLASK_RUN_PORT\nCMD ["gunicorn", "--bind=0.0.0.0:4001", "app:app"]\n'),
    { demands: ['port:4001/tcp listens @4'] },
  ],
  'a port that only the command takes from the environment; EXPOSE in quotes': [
    one('FROM scratch\nENV APP_PORT 9000\nEXPOSE "8080"\nCMD gunicorn app -b 0.0.0.0:$APP_PORT\n'),
    { demands: ['port:8080/tcp listens @3', 'port:9000/tcp listens APP_PORT @4'] },
  ],
  'nobody connects to a function, whatever EXPOSE says': [
    {
      'base/Dockerfile': 'FROM public.ecr.aws/lambda/python:3.12\nEXPOSE 8080\nCMD ["app.handler"]\n',
      'client/Dockerfile':
        'FROM scratch\nENV PORT=3000\nEXPOSE 3000\nENTRYPOINT ["python", "-m", "awslambdaric"]\nCMD ["app.handler"]\n',
      'binary/Dockerfile': 'FROM amazon/aws-lambda-provided:al2023\nEXPOSE 8080\nENTRYPOINT ["/main"]\n',
      'server/Dockerfile': 'FROM amazon/aws-lambda-nodejs:22\nEXPOSE 8081\nENTRYPOINT ["node", "server.js"]\n',
    },
    {
      runs: [
        'base [app.handler] @3',
        'binary [/main] @3',
        'client [python|-m|awslambdaric|app.handler] @4',
        'server [node|server.js] 8081/tcp @3',
      ],
    },
  ],
  'a job listens to nobody, whatever EXPOSE and PORT say': [
    {
      'gcp-jobs/nightly/Dockerfile': 'FROM scratch\nENV PORT=8080\nEXPOSE 8080\nCMD [ "/bin/sh", "/code/run.sh" ]\n',
      'cron-jobs/mail/weekly/Dockerfile': 'FROM scratch\nEXPOSE 8080\nCMD python -m weekly\n',
      'jobs/told/Dockerfile': 'FROM scratch\nEXPOSE 8081\nCMD python told.py --port 8081\n',
      'jobs/api/Dockerfile': 'FROM scratch\nEXPOSE 8082\nCMD gunicorn api:app\n',
      'jobs/Dockerfile': 'FROM scratch\nEXPOSE 8083\nCMD python jobs.py\n',
      'src/nightly/Dockerfile': 'FROM scratch\nEXPOSE 8084\nCMD python nightly.py\n',
    },
    {
      runs: [
        'api [gunicorn|api:app] 8082/tcp @3',
        'jobs [python|jobs.py] 8083/tcp @3',
        'nightly [/bin/sh|/code/run.sh] @4',
        'nightly [python|nightly.py] 8084/tcp @3',
        'told [python|told.py|--port|8081] 8081/tcp @3',
        'weekly [python|-m|weekly] @3',
      ],
    },
  ],
  'the last stage runs': [
    one(
      'FROM golang:1.23 AS build\nRUN go build -o /app\nFROM alpine:3.20\nCOPY --from=build /app /app\nEXPOSE 8080\nENTRYPOINT ["/app"]\n',
    ),
    {
      demands: ['os:distribution alpine 3.20 preferred @3', 'os:libc musl preferred @3', 'port:8080/tcp listens @5'],
      runs: ['svc [/app] 8080/tcp @6'],
      final: ['alpine 3.20 alpine 3.20 musl'],
      joins: ['svc/Dockerfile → svc svc/Dockerfile -'],
    },
  ],
  'a stage built on a stage keeps what that one set': [
    one('FROM python:3.11-slim AS base\nENV PORT=8000\nEXPOSE $PORT\nCMD ["x"]\nFROM base\nENTRYPOINT ["gunicorn", "app"]\n'),
    {
      demands: [
        'os:distribution debian preferred @1',
        'os:libc glibc preferred @1',
        'port:8000/tcp listens PORT @3',
        'runtime:python ==3.11.* preferred @1',
      ].map((text) => text.replace('@1', '@5')),
      runs: ['svc [gunicorn|app] 8000/tcp @6'],
    },
  ],
  'arguments before FROM, with defaults': [
    one('ARG VERSION=3.12\nARG REGISTRY\nFROM ${REGISTRY}/python:${VERSION}-slim\n'),
    { final: ['python 3.12-slim debian glibc'], diagnostics: [] },
  ],
  'an image without a value stays open': [
    one('ARG BASE\nFROM $BASE\nEXPOSE 80\n'),
    { final: [], demands: ['port:80/tcp listens @3'], diagnostics: ['dockerfile/open-image svc/Dockerfile:2'] },
  ],
  'lines of a template engine are told once': [
    {
      'svc/Dockerfile.j2':
        'FROM node:22\n{% if dev %}\nRUN npm i\n{% endif %}\nRUN a && \\\n{% if dev %}\n  b\n{% endif %}\n  && c\n',
    },
    { final: ['node 22 debian glibc'], diagnostics: ['dockerfile/templated svc/Dockerfile.j2:2'] },
  ],
  'digests, registries and platforms': [
    one('FROM --platform=$BUILDPLATFORM registry.example.org:5000/team/node:20.11@sha256:abc\n'),
    {
      final: ['registry.example.org:5000/team/node 20.11 sha256:abc debian glibc'],
      demands: ['os:distribution debian preferred @1', 'os:libc glibc preferred @1', 'runtime:node 20.x preferred @1'],
    },
  ],
  'continuation lines, comments between them, positions of packages': [
    one(
      'FROM debian:bookworm-slim\nRUN apt-get update && \\\n    # why\n    apt-get install -y --no-install-recommends \\\n      libpq5=15.4-0 \\\n\n      ffmpeg && rm -rf /var/lib/apt/lists/*\n',
    ),
    {
      demands: [
        'os:deb:ffmpeg @7',
        'os:deb:libpq5 =15.4-0 @5',
        'os:distribution debian 12 preferred @1',
        'os:libc glibc preferred @1',
      ],
    },
  ],
  'packages that a build bundle brings and removes again': [
    one('FROM alpine\nRUN apk add --no-cache --virtual .deps gcc musl-dev && apk add libpq~=16 && make && apk del .deps\n'),
    { demands: ['os:apk:libpq ~=16 @2', 'os:distribution alpine preferred @1', 'os:libc musl preferred @1'] },
  ],
  'here-documents': [
    one('FROM fedora:40\nRUN <<EOF\ndnf install -y nginx\nEOF\nCOPY <<-"X" /a\n\tFROM nothing\n\tX\nEXPOSE 53/udp 9000-9001\n'),
    {
      demands: [
        'os:distribution fedora 40 preferred @1',
        'os:libc glibc preferred @1',
        'os:rpm:nginx @3',
        'port:53/udp listens @8',
        'port:9000/tcp listens @8',
        'port:9001/tcp listens @8',
      ],
      diagnostics: [],
    },
  ],
  'another escape character': [
    one('# escape=`\nFROM node:22-alpine\nENV A=C:\\\nEXPOSE `\n 3000\n'),
    {
      demands: [
        'os:distribution alpine preferred @2',
        'os:libc musl preferred @2',
        'port:3000/tcp listens @5',
        'runtime:node 22.x preferred @2',
      ],
    },
  ],
  'triggers run in the stage built on theirs': [
    one('FROM scratch AS base\nONBUILD EXPOSE 70\nONBUILD RUN x\nFROM base\n'),
    { demands: ['port:70/tcp listens @2'] },
  ],
  'scratch has no libc': [one('FROM scratch\nCMD ["/x"]\n'), { demands: [], final: ['scratch none'], runs: ['svc [/x] @2'] }],
  'shell form': [
    one('FROM eclipse-temurin:17-jre\nCMD exec java -jar app.jar --server.port=9090\n'),
    {
      demands: [
        'os:distribution ubuntu preferred @1',
        'os:libc glibc preferred @1',
        'port:9090/tcp listens @2',
        'runtime:jdk 17 preferred @1',
      ],
      runs: ['svc [java|-jar|app.jar|--server.port=9090] 9090/tcp @2'],
    },
  ],
  'a shell line of several commands keeps its shell': [
    one('FROM python:3.12\nCMD ./migrate && gunicorn -b :${PORT:-8080} app\n'),
    { runs: ['svc [sh|-c|./migrate && gunicorn -b :${PORT:-8080} app] 8080/tcp @2'] },
  ],
  'a port on the command line goes before one of the environment': [
    one('FROM python:3.12\nENV PORT=8000\nEXPOSE $PORT\nCMD ["uvicorn", "app:app", "--port", "8001"]\n'),
    {
      runs: ['svc [uvicorn|app:app|--port|8001] 8000/tcp,8001/tcp @4'],
      demands: [
        'os:distribution debian preferred @1',
        'os:libc glibc preferred @1',
        'port:8000/tcp listens PORT @3',
        'port:8001/tcp listens @4',
        'runtime:python ==3.12.* preferred @1',
      ],
    },
  ],
  'other spellings of the name': [
    {
      'a/Dockerfile_api': 'FROM node:22\n',
      'b/dev_Dockerfile': 'FROM node:23\n',
      'e/Dockerfile.dockerignore': 'x\n',
      'e/Dockerfile.md': '# Our images\n',
      'e/Dockerfile.java': '/*\n * Ours\n */\npackage e;\n\npublic class Dockerfile {\n}\n',
      'e/Dockerfile.prod.license': 'SPDX-License-Identifier: MIT\n',
      'e/Dockerfile.requirements.txt': 'flask==3.0.0\n',
      'f/Dockerfile.go': 'FROM golang:1.23\n',
      'g/Containerfile.worker': 'FROM node:24\n',
    },
    {
      final: ['golang 1.23 debian glibc', 'node 22 debian glibc', 'node 23 debian glibc', 'node 24 debian glibc'],
      diagnostics: [],
    },
  ],
  "systems and languages of NVIDIA's catalogue": [
    {
      'a/Dockerfile': 'FROM nvcr.io/nvidia/distroless/node:24-v4\n',
      'b/Dockerfile': 'FROM nvcr.io/nvidia/base/ubuntu:jammy\n',
      'c/Dockerfile': 'FROM nvcr.io/nvidia/pytorch:24.01-py3\n',
      'd/Dockerfile': 'FROM nvcr.io/nim/meta/llama3:1.0\n',
    },
    { traits: ['gpu nvcr.io/nim/meta/llama3:1.0 @1', 'gpu nvcr.io/nvidia/pytorch:24.01-py3 @1'] },
  ],
  'graphics cards and volumes': [
    one('FROM nvidia/cuda:12.4.0-runtime-ubuntu22.04\nVOLUME ["/data"]\nHEALTHCHECK CMD grpc_health_probe -addr=:1\n'),
    {
      traits: ['gpu nvidia/cuda:12.4.0-runtime-ubuntu22.04 @1', 'grpc-probe @3', 'volume /data @2'],
      demands: ['os:distribution ubuntu 22.04 preferred @1', 'os:libc glibc preferred @1'],
    },
  ],
  'Lambda Web Adapter, by the image that it is copied from or by its place': [
    {
      'a/Dockerfile':
        'FROM python:3.12\nCOPY --from=public.ecr.aws/awsguru/aws-lambda-adapter:0.8.4 /lambda-adapter /opt/extensions/lambda-adapter\nEXPOSE 8080\n',
      'b/Dockerfile': 'FROM python:3.12\nCOPY adapter /opt/extensions/lambda-adapter\n',
      'c/Dockerfile': 'FROM python:3.12\nCOPY aws-lambda-adapter /srv/\n',
    },
    { traits: ['lambda-adapter aws-lambda-adapter @2', 'lambda-adapter public.ecr.aws/awsguru/aws-lambda-adapter:0.8.4 @2'] },
  ],
  'Lambda runs what hands a handler to a script, where a stage installs its client; a port is none': [
    {
      'a/Dockerfile':
        'FROM python:3.12 AS builder\nRUN mkdir /m \\\n && pip install awslambdaric --target /m\nFROM python:3.12\nCOPY --from=builder /m /m\nEXPOSE 8080\nENTRYPOINT ["/entry.sh"]\nCMD ["main.handler"]\n',
      'b/Dockerfile': 'FROM python:3.12\nRUN pip install awslambdaric\nENTRYPOINT ["/entry.sh", "main.py"]\n',
      'c/Dockerfile': 'FROM python:3.12\nRUN pip install gunicorn\nENTRYPOINT ["/entry.sh", "main.app"]\n',
    },
    { traits: ['lambda-client /entry.sh main.handler @2'] },
  ],
  'one for development beside the main one does not count': [
    { 'a/Dockerfile': 'FROM node:22\nEXPOSE 80\n', 'a/Dockerfile.dev': 'FROM node:16\nEXPOSE 81\n' },
    {
      demands: [
        'os:distribution debian preferred @1',
        'os:libc glibc preferred @1',
        'port:80/tcp listens @2',
        'runtime:node 22.x preferred @1',
      ],
    },
  ],
  'nor does the one beside it that is called after production': [
    { 'a/Dockerfile': 'FROM node:16\nCMD ["npm", "run", "dev"]\n', 'a/Dockerfile.prod': 'FROM nginx:1.27-alpine\nEXPOSE 8081\n' },
    {
      demands: ['os:distribution alpine preferred @1', 'os:libc musl preferred @1', 'port:8081/tcp listens @2'],
    },
  ],
  'nor do those of a folder for development beside one for production, unless compose builds them': [
    {
      'compose/local/web/Dockerfile': 'FROM node:16\nRUN apt-get install -y nano\nEXPOSE 81\n',
      'compose/local/docs/Dockerfile': 'FROM node:18\n',
      'compose/local/mail/Dockerfile': 'FROM node:20\nEXPOSE 82\n',
      'compose/production/web/Dockerfile': 'FROM node:22\nEXPOSE 80\n',
      'apps/dev-portal/Dockerfile': 'FROM node:23\nEXPOSE 83\n',
      'apps/release/Dockerfile': 'FROM node:24\nEXPOSE 84\n',
      'compose.yaml': 'services:\n  mail:\n    build: { context: ., dockerfile: compose/local/mail/Dockerfile }\n',
    },
    { final: ['node 20 debian glibc', 'node 22 debian glibc', 'node 23 debian glibc', 'node 24 debian glibc'] },
  ],
  'a stage for production before one for development, and before another image': [
    {
      'a/Dockerfile':
        'FROM node:22 AS base\nFROM base AS production\nCMD ["node", "a.js"]\nFROM production AS dev\nCMD ["nodemon", "a.js"]\n',
      'b/Dockerfile':
        'FROM python:3.13 AS production\nCMD ["uvicorn", "b:app"]\nFROM public.ecr.aws/lambda/python:3.12 AS lambda\nCMD ["b.handler"]\n',
      'c/Dockerfile': 'FROM node:22 AS production\nCMD ["node", "c.js"]\nFROM production AS final\nCMD ["node", "d.js"]\n',
    },
    { runs: ['a [node|a.js] @3', 'b [uvicorn|b:app] @2', 'c [node|d.js] @4'] },
  ],
  'a stage for tests at the end, behind one that starts something or none that does': [
    {
      'a/Dockerfile': 'FROM node:22 AS run\nCMD ["node", "a.js"]\nFROM run AS test\nCMD ["npm", "test"]\n',
      'b/Dockerfile': 'FROM node:22 AS base\nFROM base AS dev\nCMD ["nodemon", "b.js"]\n',
    },
    { runs: ['a [node|a.js] @2', 'b [nodemon|b.js] @3'] },
  ],
  'what tells how an image is made is no name of it': [
    {
      'mgmt/Dockerfile.multistage': 'FROM alpine:3\nCMD ["/mgmt"]\n',
      'agent/Dockerfile-rootless': 'FROM alpine:3\nCMD ["/agent"]\n',
      'jobs/Dockerfile.worker': 'FROM alpine:3\nCMD ["/jobs"]\n',
    },
    { runs: ['agent [/agent] @2', 'mgmt [/mgmt] @2', 'worker [/jobs] @2'] },
  ],
  'one for development alone says nothing of what the service is deployed on': [
    { 'a/Dockerfile.dev': 'FROM node:16\nEXPOSE 81\nCMD ["node", "server.js"]\n' },
    { demands: [], runs: ['dev [node|server.js] 81/tcp @3'] },
  ],
  'an image of a tool below a service counts for nothing; one that starts, serves, is built or has a manifest does': [
    {
      'web/Dockerfile': 'FROM node:24\nCMD ["node", "server.js"]\n',
      'web/proto/Dockerfile': 'FROM node:25-alpine\nRUN apk add protoc\n',
      'web/job/Dockerfile': 'FROM node:18\nCMD ["node", "job.js"]\n',
      'web/cache/Dockerfile': 'FROM redis:7\n',
      'web/open/Dockerfile': 'FROM node:20\nEXPOSE 80\n',
      'web/api/Dockerfile': 'FROM python:3.12\n',
      'web/api/requirements.txt': 'flask\n',
      'web/built/Dockerfile': 'FROM golang:1.23\n',
      'compose.yaml': 'services:\n  built:\n    build: web/built\n    command: go run .\n',
      'tool/Dockerfile': 'FROM node:22\n',
    },
    {
      final: [
        'golang 1.23 debian glibc',
        'node 18 debian glibc',
        'node 20 debian glibc',
        'node 22 debian glibc',
        'node 24 debian glibc',
        'python 3.12 debian glibc',
        'redis 7 debian glibc',
      ],
    },
  ],
  'an image below a program that takes nothing of it and starts nothing packs something': [
    {
      'shop/package.json': '{ "name": "shop" }',
      'shop/pack/Dockerfile': 'FROM debian:12-slim\nWORKDIR /shop\nRUN apt-get install -y ruby && gem install fpm\n',
      'shop/image/Dockerfile': 'FROM debian:11-slim\nCOPY . .\n',
      'shop/mounted/Dockerfile': 'FROM debian:10\nRUN --mount=type=bind,target=/src make -C /src install\n',
    },
    { final: ['debian 10 debian 10 glibc', 'debian 11-slim debian 11 glibc'] },
  ],
  'an image that waits in a shell is a tool’s where compose builds what starts': [
    {
      'shop/go.mod': 'module example.com/shop\n\ngo 1.25\n',
      'shop/docker/Dockerfile': 'FROM alpine:3.22\nCMD ["/shop"]\n',
      'shop/deployment/setup/Dockerfile': 'FROM alpine:3.20\nRUN apk add docker\nCMD "sh"\n',
      'shop/compose.yaml': 'services:\n  shop:\n    build: { context: ., dockerfile: docker/Dockerfile }\n',
      // Nothing here says what runs of this one.
      'lone/go.mod': 'module example.com/lone\n\ngo 1.25\n',
      'lone/deployment/setup/Dockerfile': 'FROM alpine:3.18\nCMD ["bash"]\n',
    },
    { final: ['alpine 3.18 alpine 3.18 musl', 'alpine 3.22 alpine 3.22 musl'] },
  ],
  'what is no Dockerfile is said so': [
    one('FROM alpine\nFETCH x\nRUN <<EOF\nnever ends\n'),
    {
      diagnostics: [
        'dockerfile/syntax svc/Dockerfile:2',
        'dockerfile/syntax svc/Dockerfile:3',
        'dockerfile/syntax svc/Dockerfile:4',
      ],
    },
  ],
  'nothing to build': [one('# empty\n'), { diagnostics: ['dockerfile/no-from svc/Dockerfile:1'], demands: [] }],
};

describe('Dockerfiles', () => {
  it.each(Object.entries(CASES))('%s', (_, [files, expected]) => {
    expect(told(assembled(files), expected)).toEqual(expected);
  });
});

const IMAGES: readonly (readonly [string, readonly string[]])[] = [
  ['python:3', ['runtime:python ==3.*']],
  ['python:latest', []],
  ['python:3.9.18-alpine3.18', ['runtime:python ==3.9.*', 'os:distribution alpine 3.18']],
  ['public.ecr.aws/docker/library/python:3.11', ['runtime:python ==3.11.*']],
  ['public.ecr.aws/lambda/python:3.12', ['runtime:python ==3.12.*', 'os:distribution amazonlinux']],
  ['amazon/aws-lambda-nodejs:20', ['runtime:node 20.x']],
  ['tiangolo/uvicorn-gunicorn-fastapi:python3.8', ['runtime:python ==3.8.*']],
  ['mcr.microsoft.com/azure-functions/python:4-python3.11', ['runtime:python ==3.11.*']],
  ['mcr.microsoft.com/azure-functions/python:2.0', []],
  ['mcr.microsoft.com/devcontainers/python:1-3.12-bookworm', ['runtime:python ==3.12.*', 'os:distribution debian 12']],
  ['mcr.microsoft.com/vscode/devcontainers/python:0-3.10', ['runtime:python ==3.10.*']],
  ['mcr.microsoft.com/devcontainers/python:dev-3', ['runtime:python ==3.*']],
  ['mcr.microsoft.com/devcontainers/java:0.204-17', ['runtime:jdk 17']],
  ['mcr.microsoft.com/devcontainers/javascript-node:1-20', ['runtime:node 20.x']],
  ['registry.example.com/team/python:1.4.2', []],
  ['registry.example.com/team/python:21', []],
  ['demisto/python3:3.10.12.68714', ['runtime:python ==3.10.*']],
  ['rayproject/ray:2.9.0-py310-cu118', ['runtime:python ==3.10.*']],
  ['registry.example.com/tf2-cpu.2-11.py39', ['runtime:python ==3.9.*']],
  ['nvcr.io/nvidia/pytorch:23.10-py3', []],
  ['mcr.microsoft.com/azure-functions/node:4-node22', ['runtime:node 22.x']],
  ['mcr.microsoft.com/azure-functions/node:2.0', []],
  ['registry.access.redhat.com/ubi8/python-39:1', ['runtime:python ==3.9.*', 'os:distribution rhel 8']],
  ['ghcr.io/astral-sh/uv:python3.12-bookworm-slim', ['runtime:python ==3.12.*', 'os:distribution debian 12']],
  ['gcr.io/distroless/python3-debian12', ['runtime:python ==3.11.*', 'os:distribution debian 12']],
  ['gcr.io/distroless/static', []],
  ['gcr.io/distroless/java17-debian12', ['runtime:jdk 17', 'os:distribution debian 12']],
  ['gcr.io/distroless/nodejs20-debian12', ['runtime:node 20.x']],
  ['node:lts-alpine', ['os:libc musl']],
  ['node:iron-bookworm', ['runtime:node 20.x']],
  ['openjdk:8-jre-alpine', ['runtime:jdk 8', 'os:libc musl']],
  ['adoptopenjdk/openjdk11:alpine-jre', ['runtime:jdk 11']],
  ['amazoncorretto:21', ['runtime:jdk 21', 'os:distribution amazonlinux']],
  ['tomcat:9-jdk17-temurin', ['runtime:jdk 17']],
  ['maven:3.9-eclipse-temurin-17', ['runtime:jdk 17']],
  ['nginx:1.27-alpine', ['os:distribution alpine']],
  ['redis:7', []],
  // What is called after a runtime counts its own releases, unless its name or tag says that it holds one.
  ['example/chain-node:v6.0.4', []],
  ['example/chain-node:8.9.0', []],
  ['calico/node:v3.26.1', []],
  ['kindest/node:v1.27.3', []],
  ['example/alpine-node:8.17.0', ['runtime:node 8.x']],
  ['example/team-node:20', ['runtime:node 20.x']],
  ['example/team-node:18.17.1-alpine', ['runtime:node 18.x']],
  ['example/java-node:11-14', []],
  ['keymetrics/pm2:18-alpine', ['runtime:node 18.x']],
  ['example/orders-java:2.3.1', []],
  ['example/service-jdk:3.2.1', []],
  ['example/team-jre:17', ['runtime:jdk 17']],
  ['example/team-java:17.0.9', ['runtime:jdk 17']],
  ['fabric8/java-alpine-openjdk8-jre:1.6.3', ['runtime:jdk 8']],
  ['fabric8/java-centos-openjdk11-jdk:1.5.2', ['runtime:jdk 11']],
  ['registry.access.redhat.com/redhat-openjdk-18/openjdk18-openshift:1.8', ['runtime:jdk 8']],
  ['ghcr.io/graalvm/graalvm-ce:ol8-java17-22.3.1', ['runtime:jdk 17']],
  ['ghcr.io/graalvm/graalvm-ce:22.3.1', []],
  ['ibmjava:8-jre', ['runtime:jdk 8']],
  ['example/shop-python:3.1.4', []],
  ['example/shop-python:3.11.4-slim', ['runtime:python ==3.11.*']],
];

describe('what an image says by its name', () => {
  it.each(IMAGES)('%s', (image, expected) => {
    const { deployments } = assembled(one(`FROM ${image}\n`));
    const demands = deployments.flatMap((facts) => facts.demands.map(({ subject, constraint }) => `${subject} ${constraint}`));
    const runtimes = (texts: readonly string[]): readonly string[] => texts.filter((text) => text.startsWith('runtime'));
    expect(runtimes(demands)).toEqual(runtimes(expected));
    for (const text of expected) expect(demands).toContain(text);
  });
});

const PYTHONS: readonly (readonly [string, string | undefined])[] = [
  ['FROM debian:12\nENV UV_PYTHON=python3.11 A=b\nRUN uv sync', '==3.11.* @2'],
  ['FROM debian:12\nENV UV_PYTHON=/usr/bin/python3\nRUN uv sync', undefined],
  ['FROM debian:12\nENV UV_PYTHON=3.12\nRUN uv python install 3.12 3.13 && uv sync', '==3.12.* @2'],
  ['FROM debian:12\nARG PY=3.12\nRUN uv python install --default ${PY}\nCMD ["python", "a.py"]', '==3.12.* @3'],
  ['FROM debian:12\nRUN uv python install 3.11 3.12\nRUN uv venv -p 3.12 /v\nCMD ["/v/bin/python", "a.py"]', '==3.12.* @3'],
  ['FROM debian:12\nARG V=3.10.4\nRUN pyenv install -s "$V" \\\n  && pyenv global $V\nRUN pip install -r r.txt', '==3.10.* @4'],
  ['FROM continuumio/miniconda3\nRUN conda install -y -c conda-forge "python=3.11"\nRUN pip install -r r.txt', '==3.11.* @2'],
  [
    'FROM condaforge/mambaforge\nRUN mamba create -y -n a numpy python==3.10.4\nCMD ["conda", "run", "-n", "a", "--live-stream", "python", "a.py"]',
    '==3.10.* @2',
  ],
  [
    "FROM condaforge/mambaforge\nRUN mamba create -n a 'python >=3.9,<3.10' pip && mamba run -n a pip install -r r.txt",
    '==3.9.* @2',
  ],
  ["FROM condaforge/mambaforge\nRUN mamba create -n a 'python>=3.9,<3.11' pip && mamba run -n a pip install -r r.txt", undefined],
  ['FROM mambaorg/micromamba\nRUN micromamba install -y python>=3.10 pip\nRUN pip install -r r.txt', undefined],
  ['FROM debian:12\nCOPY --from=python:3.10-slim /usr/local /usr/local\nRUN pip install -r r.txt', '==3.10.* @2'],
  ['FROM python:3.9 AS py\nFROM debian:12\nCOPY --from=py /usr/local/ /usr/local/\nCMD ["gunicorn", "a:app"]', '==3.9.* @3'],
  [
    'FROM ghcr.io/astral-sh/uv:bookworm AS b\nRUN uv python install 3.12 && uv sync\nFROM debian:12\nCOPY --from=b /python /python\nCOPY --from=b /app /app\nCMD ["/app/.venv/bin/python", "a.py"]',
    '==3.12.* @4',
  ],
  // What is taken of a stage with a Python is no interpreter.
  ['FROM python:3.9 AS docs\nRUN pip install mkdocs\nFROM nginx\nCOPY --from=docs /site /usr/share/nginx/html', undefined],
  ['FROM ubuntu:22.04\nRUN apt-get install -y python3 python3-pip\nRUN pip install -r r.txt', '==3.10.* @2'],
  ['FROM alpine:3.19.1\nRUN apk add python3\nENTRYPOINT ["python3", "a.py"]', '==3.11.* @2'],
  ['FROM debian:bookworm-slim\nRUN apt-get install -y python3-pip python3-venv\nRUN pip3 install -r r.txt', '==3.11.* @2'],
  ['FROM debian:bookworm-slim\nRUN apt-get install -y python3-dev\nENTRYPOINT ["python3", "a.py"]', undefined],
  ['FROM alpine:3.20\nRUN apk add py3-pip\nRUN pip3 install -r r.txt', '==3.12.* @2'],
  ['FROM team/tool:3\nRUN apk add python3=3.11.12-r0 py3-pip\nENTRYPOINT ["python3", "a.py"]', '==3.11.* @2'],
  ['FROM team/tool:3\nRUN apk add python3~3.10\nENTRYPOINT ["python3", "a.py"]', '==3.10.* @2'],
  ['FROM team/tool:3\nRUN apt-get install -y python3=3.13.5-1\nENTRYPOINT ["python3", "a.py"]', '==3.13.* @2'],
  ['FROM team/tool:3\nRUN apt-get install -y python3-pip=23.0.1\nENTRYPOINT ["python3", "a.py"]', undefined],
  ['FROM debian\nRUN apt-get install -y python3.11-venv\nENTRYPOINT ["python3.11", "a.py"]', '==3.11.* @2'],
  ['FROM alpine\nRUN apk add python3\nENTRYPOINT ["python3", "a.py"]', undefined],
  ['FROM amazonlinux:2023\nRUN dnf install -y python3 python3-pip\nRUN pip3 install -r r.txt', '==3.9.* @2'],
  ['FROM rockylinux:8\nRUN dnf module install -y python39\nRUN pip3.9 install -r r.txt', '==3.9.* @2'],
  ['FROM rockylinux:8\nRUN dnf -y module install python38:3.8/common python3-pip\nRUN pip3 install -r r.txt', '==3.8.* @2'],
  ['FROM rockylinux:8\nRUN dnf install -y @python39\nRUN pip3 install -r r.txt', '==3.9.* @2'],
  ['FROM rockylinux:8\nRUN dnf module enable -y python39 && dnf install -y python3\nRUN pip3 install -r r.txt', '==3.6.* @2'],
  ['FROM ubuntu:22.04\nRUN apt-get install -y python3 nodejs npm\nCMD ["node", "a.js"]', undefined],
];

describe('the Python that an image of a plain system has', () => {
  it.each(PYTHONS)('%s', (text, expected) => {
    const found = assembled(one(`${text}\n`)).deployments.flatMap(({ demands }) => demands.filter(({ key }) => key === 'python'));
    expect(found.map(({ constraint, origin }) => `${constraint} @${origin.line}`)).toEqual(
      expected === undefined ? [] : [expected],
    );
  });
});

const JAVAS: readonly (readonly [string, string | undefined])[] = [
  ['FROM debian:12\nRUN apt-get install -y openjdk-17-jre-headless\nCMD ["java", "-jar", "/a.jar"]', '17 @2'],
  ['FROM debian:12\nARG V=21\nRUN apt-get install -y temurin-${V}-jre\nCMD java $OPTS -jar /a.jar', '21 @3'],
  [
    'FROM alpine:3.19\nRUN apk add --no-cache openjdk8-jre-base\nENTRYPOINT ["sh", "-c", "cd /a && exec java -jar a.jar"]',
    '8 @2',
  ],
  ['FROM amazonlinux:2023\nRUN yum install -y java-21-amazon-corretto-headless\nCMD ["java", "-jar", "/a.jar"]', '21 @2'],
  [
    'FROM registry.access.redhat.com/ubi8/ubi-minimal\nARG P=java-1.8.0-openjdk-headless\nRUN microdnf install curl ${P}\nCOPY target/a.jar /a.jar\nCMD ["/run-java.sh"]',
    '8 @3',
  ],
  ['FROM ubuntu:22.04\nRUN apt-get install -y default-jre\nCMD ["java", "-jar", "/a.jar"]', '11 @2'],
  ['FROM ubuntu\nRUN apt-get install -y default-jre\nCMD ["java", "-jar", "/a.jar"]', undefined],
  ['FROM ubuntu:22.04\nRUN bash -c "source x && sdk install java 17.0.9-tem"\nCMD ["java", "-jar", "/a.jar"]', '17 @2'],
  ['FROM amazonlinux:2\nRUN amazon-linux-extras install -y java-openjdk11\nCMD ["java", "-jar", "/a.jar"]', '11 @2'],
  [
    'FROM debian:12\nCOPY --from=eclipse-temurin:21-jre /opt/java/openjdk /opt/java/openjdk\nCMD ["/opt/java/openjdk/bin/java", "A"]',
    '21 @2',
  ],
  [
    'FROM eclipse-temurin:17 AS j\nRUN $JAVA_HOME/bin/jlink --add-modules ALL-MODULE-PATH \\\n  --output /slim\nFROM debian:12\nCOPY --from=j /slim /opt/jre\nCMD ["/opt/jre/bin/java", "A"]',
    '17 @5',
  ],
  // The build's JDK stays where it builds.
  [
    'FROM eclipse-temurin:21 AS j\nRUN mvn package\nFROM debian:12\nCOPY --from=j /w/target/a.jar /\nCMD ["java", "-jar", "/a.jar"]',
    undefined,
  ],
  ['FROM debian:12\nRUN apt-get install -y openjdk-11-jre openjdk-17-jre\nCMD ["java", "-jar", "/a.jar"]', undefined],
  ['FROM debian:12\nRUN apt-get install -y openjdk-17-doc\nCMD ["java", "-jar", "/a.jar"]', undefined],
  // A tool of what is no program of the JVM.
  ['FROM node:22\nRUN apt-get install -y openjdk-17-jre\nCMD ["node", "a.js"]', undefined],
];

describe('the Java that an image of a plain system has', () => {
  it.each(JAVAS)('%s', (text, expected) => {
    const found = assembled(one(`${text}\n`)).deployments.flatMap(({ demands }) => demands.filter(({ key }) => key === 'jdk'));
    expect(found.map(({ constraint, origin }) => `${constraint} @${origin.line}`)).toEqual(
      expected === undefined ? [] : [expected],
    );
  });
});
