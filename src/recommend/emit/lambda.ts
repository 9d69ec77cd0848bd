import { listed } from '../../model/index.ts';
import { FACTS } from '../data/facts.ts';
import { GLIBC } from '../data/runtimes.ts';
import { fileOf } from './file.ts';
import { handlerBelowRoot } from './function.ts';
import { goCommand, goSettings } from './go.ts';
import { COPY_DEPENDENCIES, gradleRun, mavenHere, RUNTIME_LIBS, runsScript } from './java.ts';
import { copyWorkspace, foreignOptions, nodeTool, rushDeploy } from './node.ts';
import { memberNotes, why } from './notes.ts';
import { pythonPackages } from './python.ts';
import { quoted, shellWord } from './quoting.ts';
import { type EmittedFile, rootAbove, type Subject } from './subject.ts';

/** SAM templates and the scripts that build a function's zip, and the outline of a state machine for long jobs. */

/** A template that declares no event is called by nothing but its name; of several functions it holds the first. */
function eventNotes({ events, others }: Subject): readonly string[] {
  const called = events.length === 0 ? [] : [`Called today by: ${events.join(', ')}. Write that under Events, with its source.`];
  const more =
    others.length === 0
      ? []
      : [
          `Declared beside it: ${listed(others, NAMED)}. Each becomes a resource like this one, with the handler that it has today.`,
        ];
  return [...called, ...more];
}

/** Other functions that a note names. */
const NAMED = 5;

export function samZip(subject: Subject): EmittedFile {
  const java = subject.ecosystem === 'jvm';
  const unknown =
    subject.handlerKnown || subject.ecosystem === 'go' ? [] : [`No handler was found: ${subject.handler} is a placeholder.`];
  return fileOf(subject, 'template.yaml', [
    why(subject, '#', [...unknown, ...eventNotes(subject)]),
    "AWSTemplateFormatVersion: '2010-09-09'",
    'Transform: AWS::Serverless-2016-10-31',
    'Resources:',
    '  Function:',
    '    Type: AWS::Serverless::Function',
    '    Properties:',
    `      Handler: ${quoted(hasOwnTree(subject) ? subject.handler : handlerBelowRoot(subject))}`,
    `      Runtime: ${subject.lambdaRuntime}`,
    `      Architectures: [${subject.architecture}]`,
    '      CodeUri: function.zip',
    `      MemorySize: ${subject.lambdaMemoryMiB}`,
    `      Timeout: ${subject.timeoutSeconds}`,
    ...(java
      ? [
          '      # SnapStart restores a started JVM; it acts on published versions, hence the alias.',
          '      SnapStart:',
          '        ApplyOn: PublishedVersions',
          '      AutoPublishAlias: live',
        ]
      : []),
  ]);
}

/** `pnpm deploy` installs past the lock before this version. */
const PNPM_DEPLOYS = 10;

/** Whether what is zipped begins in the service's own directory, and not at the root of its workspace. */
function hasOwnTree({ member, tool, toolMajor = PNPM_DEPLOYS }: Subject): boolean {
  return member === undefined || (tool === 'pnpm' && toolMajor >= PNPM_DEPLOYS);
}

export function samImage(subject: Subject): EmittedFile {
  return fileOf(subject, 'template.yaml', [
    why(subject, '#', [
      'Handler, Runtime and Layers do not go with images: the entry point is CMD in the Dockerfile.',
      ...eventNotes(subject),
    ]),
    "AWSTemplateFormatVersion: '2010-09-09'",
    'Transform: AWS::Serverless-2016-10-31',
    'Resources:',
    '  Function:',
    '    Type: AWS::Serverless::Function',
    '    Metadata:',
    `      Dockerfile: ${subject.member === undefined ? 'Dockerfile' : quoted(`${subject.member.path}/Dockerfile`)}`,
    `      DockerContext: ${rootAbove(subject) ?? '.'}`,
    `      DockerTag: ${subject.slug}`,
    '    Properties:',
    '      PackageType: Image',
    `      Architectures: [${subject.architecture}]`,
    `      MemorySize: ${subject.lambdaMemoryMiB}`,
    `      Timeout: ${subject.timeoutSeconds}`,
  ]);
}

const SIZE_CHECK = [
  `# Lambda takes at most ${FACTS.unzipped.value} bytes unzipped, layers included.`,
  'bytes=$(find "$build" -type f -exec cat {} + | wc -c)',
  'echo "unzipped: $bytes bytes"',
  `if [ "$bytes" -gt ${FACTS.unzipped.value} ]; then`,
  '  echo "over the 250 MiB limit: build an image instead" >&2',
  '  exit 1',
  'fi',
];

const HEAD = [
  'set -euo pipefail',
  '# Run it in the service directory; function.zip appears beside the sources.',
  'scratch=$(mktemp -d)',
  'trap \'rm -rf "$scratch"\' EXIT',
  'build="$scratch"',
  'out="$PWD/function.zip"',
];

/** The script that turns sources into function.zip. */
export function bundleScript(subject: Subject): EmittedFile {
  const body = { python: pythonBundle, npm: nodeBundle, jvm: javaBundle, go: goBundle }[subject.ecosystem](subject);
  return fileOf(subject, 'bundle.sh', ['#!/usr/bin/env bash', why(subject, '#', memberNotes(subject)), ...HEAD, ...body], true);
}

/** Packages for the machine of the function, and the service's own modules beside them. */
function pythonBundle(subject: Subject): readonly string[] {
  return [
    ...pythonPackages(subject),
    'find . -name "*.py" -not -path "./.venv/*" -not -path "./venv/*" -not -path "./tests/*" -exec cp --parents {} "$build/package" \\;',
    'build="$build/package"',
    ...SIZE_CHECK,
    '(cd "$build" && zip -qr "$out" .)',
  ];
}

/** A member is installed at the root of its workspace, in a copy: an installation would undo the developer's own. */
function memberBundle(subject: Subject, path: string): readonly string[] {
  if (subject.tool === 'rush')
    return [
      `(cd ${rootAbove(subject) ?? '.'} && ${rushDeploy(subject, '"$build/package"')})`,
      'build="$build/package"',
      ...SIZE_CHECK,
      '# Links to packages stay links.',
      '(cd "$build" && zip -qry "$out" .)',
    ];
  const { all, build, prune, setting } = nodeTool(subject);
  const own = shellWord(path);
  const finish = hasOwnTree(subject)
    ? [
        ...(subject.toolMajor === undefined
          ? [`# Before pnpm ${PNPM_DEPLOYS} this installs past the lock: name your version in packageManager.`]
          : []),
        `(cd "$build/workspace" && pnpm --filter ${shellWord(`{${path}}`)} --config.inject-workspace-packages=true --config.deploy-all-files=true${foreignOptions(subject)} deploy --prod "$build/package")`,
      ]
    : [
        `(cd "$build/workspace" && ${prune}${foreignOptions(subject)})`,
        '# A link to a sister becomes its files; the handler keeps its path below the root.',
        `mkdir -p "$build/workspace/node_modules" "$build/package/"${own}`,
        'find "$build/workspace" -name .bin -prune -exec rm -rf {} +',
        'cp -RL "$build/workspace/node_modules" "$build/package/"',
        `cp -RL "$build/workspace/"${own}/. "$build/package/"${own}`,
      ];
  return [
    ...bundledToday(subject),
    'mkdir "$build/workspace"',
    copyWorkspace(subject, '"$build/workspace"'),
    ...(setting === undefined ? [] : [`export ${setting}`]),
    ...(subject.builds ? [`(cd "$build/workspace" && ${all} && ${build})`] : []),
    ...finish,
    'build="$build/package"',
    ...SIZE_CHECK,
    '(cd "$build" && zip -qr "$out" .)',
  ];
}

/** Lambda loads no TypeScript. */
function bundledToday({ bundled, builds, handler }: Subject): readonly string[] {
  if (!bundled || builds) return [];
  const entry = handler.replace(/\.[^.]+$/, '');
  return [
    `# What deploys it today bundles it (esbuild). Where ${entry} is TypeScript, it has to become ${entry}.js, .mjs or .cjs before this`,
    '# runs, or Lambda does not find the handler.',
  ];
}

function nodeBundle(subject: Subject): readonly string[] {
  if (subject.member !== undefined) return memberBundle(subject, subject.member.path);
  const { all, build, production, setting } = nodeTool(subject);
  const entry = subject.handler.replace(/\.[^.]+$/, '');
  return [
    ...bundledToday(subject),
    `# One file where it works: npx esbuild ${entry}.js --bundle --platform=node --minify --external:@aws-sdk/* --outfile=dist/index.js`,
    '# (native addons have to stay external and be copied). Otherwise the whole production tree:',
    'cp -R . "$build/package"',
    'rm -rf "$build/package/node_modules" "$build/package/.git" "$build/package/test" "$build/package/tests"',
    'build="$build/package"',
    ...(setting === undefined ? [] : [`export ${setting}`]),
    ...(subject.builds ? [`(cd "$build" && ${all} && ${build})`, 'rm -rf "$build/node_modules"'] : []),
    `(cd "$build" && ${production}${foreignOptions(subject)})`,
    ...SIZE_CHECK,
    '(cd "$build" && zip -qr "$out" .)',
  ];
}

function goBundle(subject: Subject): readonly string[] {
  const { system, architecture } = subject;
  const target = architecture === 'arm64' ? 'arm64' : 'amd64';
  return [
    ...goSettings(subject),
    system.linked
      ? `# Linked against C: run this on Amazon Linux 2023 of ${architecture}, whose glibc (${GLIBC.AL2023}) the function finds.`
      : '# The OS-only runtime starts an executable named bootstrap; static, so no library has to be there.',
    '# The last word is the directory of the main package.',
    `GOOS=linux GOARCH=${target} ${goCommand(subject, '"$build/bootstrap"', '-tags lambda.norpc ')}`,
    ...SIZE_CHECK,
    '(cd "$build" && zip -q "$out" bootstrap)',
  ];
}

function javaBundle(subject: Subject): readonly string[] {
  // One run for both: a sister's jar is where the same run has built it.
  const maven = [
    'rm -rf target/dependency',
    mavenHere(subject, COPY_DEPENDENCIES),
    'mkdir -p target/dependency "$build/lib"',
    'cp -R target/dependency/. "$build/lib/"',
    'cp -R target/classes/. "$build/"',
  ];
  const isDistribution = runsScript(subject) && subject.build.makes !== 'jar';
  // The distribution has its own jar among those that it needs.
  const distribution = [
    gradleRun(subject, ['installDist'], 'service', ' -q'),
    'mkdir -p "$build/lib"',
    'cp build/install/*/lib/*.jar "$build/lib/"',
  ];
  const gradle = [
    `# ${RUNTIME_LIBS}`,
    gradleRun(subject, ['classes', 'runtimeLibs'], 'service', ' -q'),
    'mkdir -p "$build/lib"',
    'cp build/lib/*.jar "$build/lib/"',
    'for classes in build/classes/*/main; do cp -R "$classes/." "$build/"; done',
    'if [ -d build/resources/main ]; then cp -R build/resources/main/. "$build/"; fi',
  ];
  if (subject.isQuarkus)
    return [
      '# Quarkus packs the function itself, with the code that it generates.',
      subject.tool === 'gradle' ? gradleRun(subject, ['quarkusBuild'], 'service', ' -q') : mavenHere(subject),
      `unzip -q ${subject.tool === 'gradle' ? 'build' : 'target'}/function.zip -d "$build"`,
      ...SIZE_CHECK,
      '(cd "$build" && zip -qr "$out" .)',
    ];
  return [
    '# Jars stay jars under lib/: an exploded or shaded jar is two to three times as large.',
    ...(subject.tool === 'maven' ? maven : isDistribution ? distribution : gradle),
    ...SIZE_CHECK,
    '(cd "$build" && zip -qr "$out" .)',
  ];
}

/** A job that is too long for one invocation, if it can be cut: an outline to fill in, not a finished machine. */
export function stepFunctions(subject: Subject): EmittedFile {
  const machine = {
    Comment: `OUTLINE by cohost for ${subject.id}, to be filled in: cut the job into parts of less than 15 minutes. Replace the resource names.`,
    StartAt: 'List parts',
    States: {
      'List parts': {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke',
        Parameters: { FunctionName: `${subject.slug}-list`, 'Payload.$': '$' },
        OutputPath: '$.Payload',
        Next: 'Each part',
      },
      'Each part': {
        Type: 'Map',
        ItemsPath: '$.parts',
        MaxConcurrency: 10,
        ItemProcessor: {
          ProcessorConfig: { Mode: 'INLINE' },
          StartAt: 'Do part',
          States: {
            'Do part': {
              Type: 'Task',
              Resource: 'arn:aws:states:::lambda:invoke',
              Parameters: { FunctionName: `${subject.slug}-part`, 'Payload.$': '$' },
              TimeoutSeconds: FACTS.timeout.value,
              Retry: [{ ErrorEquals: ['States.TaskFailed'], IntervalSeconds: 5, MaxAttempts: 3, BackoffRate: 2 }],
              End: true,
            },
          },
        },
        Next: 'Finish',
      },
      Finish: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke',
        Parameters: { FunctionName: `${subject.slug}-finish`, 'Payload.$': '$' },
        End: true,
      },
    },
  };
  return fileOf(subject, 'outline.asl.json', [JSON.stringify(machine, null, 2)]);
}
