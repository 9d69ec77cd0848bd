import { describe, expect, it } from 'vitest';
import { assembled, type Files } from './project.ts';

const CONSUMES = 'import pika\n\n\ndef main(channel):\n    channel.start_consuming()\n';
const SERVES = 'import uvicorn\n\nuvicorn.run(app, port=8105)\n';

/** What sources say that are read because a descriptor starts them. */
function toldBy(files: Files): readonly string[] {
  return assembled(files).deployments.flatMap(({ descriptor: { path, kind }, traits, demands }) =>
    kind === 'source' ? [...traits.map((one) => `${path} ${one.kind}`), ...demands.map((one) => `${path} ${one.key}`)] : [],
  );
}

describe('sources that a descriptor starts by a name that tells nothing', () => {
  it.each<readonly [what: string, files: Files, told: readonly string[]]>([
    [
      'of an image',
      {
        'sum/Dockerfile': 'FROM python:3.13\nCMD ["python", "-u", "totals.py"]\n',
        'sum/totals.py': CONSUMES,
        'sum/other.py': CONSUMES,
      },
      ['sum/totals.py consumer-group'],
    ],
    [
      'a module of a package, by compose',
      {
        'sum/Dockerfile': 'FROM python:3.13\n',
        'compose.yaml': 'services:\n  sum:\n    build: ./sum\n    command: python -m jobs.totals --all\n',
        'sum/jobs/totals.py': CONSUMES,
      },
      ['sum/jobs/totals.py consumer-group'],
    ],
    [
      'by its place in the image, out of a directory that it takes',
      { 'sum/Dockerfile': 'FROM python:3.13\nCOPY src /srv\nCMD ["python", "/srv/totals.py"]\n', 'sum/src/totals.py': CONSUMES },
      ['sum/src/totals.py consumer-group'],
    ],
    [
      'what a compiler makes of TypeScript',
      {
        'sum/Dockerfile': 'FROM node:24\nCMD ["node", "--enable-source-maps", "dist/totals.js"]\n',
        'sum/src/totals.ts': "await channel.consume('totals', onMessage);\n",
      },
      ['sum/src/totals.ts consumer-group'],
    ],
    [
      'that listens',
      {
        'sum/requirements.txt': 'uvicorn\n',
        'sum/Dockerfile': 'FROM python:3.13\nCMD ["python", "totals_api.py"]\n',
        'sum/totals_api.py': SERVES,
      },
      ['sum/totals_api.py 8105/tcp'],
    ],
    ['not there', { 'sum/Dockerfile': 'FROM python:3.13\nCMD ["python", "../totals.py"]\n' }, []],
    [
      'a test',
      { 'sum/Dockerfile': 'FROM python:3.13\nCMD ["python", "tests/test_it.py"]\n', 'sum/tests/test_it.py': CONSUMES },
      [],
    ],
  ])('%s', (_, files, told) => {
    expect(toldBy(files)).toEqual(told);
  });
});
