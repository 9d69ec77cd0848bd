import { describe, expect, it } from 'vitest';
import { changedDirectory } from '../../src/formats/paths.ts';
import { assembled } from './project.ts';

describe('the directory that a shell is in', () => {
  it.each([
    ['', 'api', 'api'],
    ['api', 'cmd/./x/', 'api/cmd/x'],
    ['api/cmd', '..', 'api'],
    ['api', '../web', 'web'],
    ['api', '..', ''],
    ['', '../web', '../web'],
    ['../web', '../..', '../..'],
    ['api', '/srv/app', '/srv/app'],
    ['/srv', '../../opt', '/opt'],
    ['/srv', '/', '/'],
    ['$APP', '../web', '$APP/../web'],
    ['api', 'x/'.repeat(200), 'api'],
    ['api', 'x'.repeat(40_000), 'api'],
    ['x/'.repeat(127), 'y/z', 'x/'.repeat(127)],
  ])('%s, cd %s: %s', (from, to, expected) => {
    expect(changedDirectory(from, to)).toBe(expected);
  });

  // Each of these took a power of its length.
  it.each([
    ['goes on into the next', 'cd a && go build ./b && '.repeat(5000)],
    ['goes in and out again', 'cd a && go build ./b && cd .. && '.repeat(2000)],
    ['is asked for in a deep path', `go build ./${'a/'.repeat(50_000)} && `],
    ['is installed from', 'cd a && pip install -r requirements.txt && '.repeat(2000)],
  ])('of a long line is followed once where it %s', (_, line) => {
    const { deployments } = assembled({
      Dockerfile: `FROM golang:1.24\nWORKDIR /src\nCOPY . .\nRUN ${line}true\n`,
      'go.mod': 'module example.com/x\n\ngo 1.24\n',
      'a/b/main.go': 'package main\n',
    });
    expect(deployments).toHaveLength(1);
  });
});
