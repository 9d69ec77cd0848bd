import { listed } from '../../model/index.ts';
import { FACTS } from '../data/facts.ts';
import { rootAbove } from './context.ts';
import { fileOf } from './file.ts';
import { placeholderNotes } from './function.ts';
import { why } from './notes.ts';
import { quoted } from './quoting.ts';
import type { EmittedFile, Subject } from './subject.ts';
import { memberNotes, writerOf } from './writers.ts';

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
  const { bundledHandler, template } = writerOf(subject);
  return fileOf(subject, 'template.yaml', [
    why(subject, '#', [...placeholderNotes(subject), ...eventNotes(subject)]),
    "AWSTemplateFormatVersion: '2010-09-09'",
    'Transform: AWS::Serverless-2016-10-31',
    'Resources:',
    '  Function:',
    '    Type: AWS::Serverless::Function',
    '    Properties:',
    `      Handler: ${quoted(bundledHandler?.(subject) ?? subject.handler)}`,
    `      Runtime: ${subject.lambdaRuntime}`,
    `      Architectures: [${subject.architecture}]`,
    '      CodeUri: function.zip',
    ...limitLines(subject),
    ...(template?.(subject) ?? []),
  ]);
}

function limitLines({ lambdaMemoryMiB, timeoutSeconds, scratchMiB }: Subject): readonly string[] {
  return [
    `      MemorySize: ${lambdaMemoryMiB}`,
    `      Timeout: ${timeoutSeconds}`,
    ...(scratchMiB === undefined ? [] : ['      EphemeralStorage:', `        Size: ${scratchMiB}`]),
  ];
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
    ...limitLines(subject),
  ]);
}

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
  const body = writerOf(subject).bundle(subject);
  return fileOf(subject, 'bundle.sh', ['#!/usr/bin/env bash', why(subject, '#', memberNotes(subject)), ...HEAD, ...body], true);
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
