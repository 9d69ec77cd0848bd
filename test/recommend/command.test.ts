import { describe, expect, it } from 'vitest';
import { startWords } from '../../src/recommend/emit/command.ts';

describe('start commands of images', () => {
  it.each([
    [
      ['gunicorn', '-b', ':8080', 'app:app'],
      ['gunicorn', '-b', ':8080', 'app:app'],
    ],
    [
      ['gunicorn', '-b', ':$PORT', '--name', 'a b', 'app:create_app()'],
      ['sh', '-c', 'exec gunicorn -b ":$PORT" --name "a b" "app:create_app()"'],
    ],
    [
      ['serve', '-l', '${PORT:-80}', '"$(x)`'],
      ['sh', '-c', 'exec serve -l "${PORT:-80}" "\\"\\$(x)\\`"'],
    ],
    [
      ['/opt/shop/.venv/bin/uvicorn', 'app:app'],
      ['uvicorn', 'app:app'],
    ],
    [
      ['/app/.local/bin/gunicorn', 'app:app'],
      ['gunicorn', 'app:app'],
    ],
    [
      ['/usr/bin/python3', 'main.py'],
      ['python3', 'main.py'],
    ],
    [['./venv/bin/shop'], ['shop']],
    [
      ['node_modules/.bin/next', 'start'],
      ['next', 'start'],
    ],
    [
      ['/usr/local/bin/entry', 'bin/node'],
      ['/usr/local/bin/entry', 'bin/node'],
    ],
    [['/opt/env/shop'], ['/opt/env/shop']],
    [
      ['uv', 'run', 'uvicorn', 'app:app'],
      ['uvicorn', 'app:app'],
    ],
    [
      ['uv', 'run', '--no-dev', '--frozen', 'main.py'],
      ['python', 'main.py'],
    ],
    [
      ['poetry', 'run', 'celery', '-A', 'app', 'worker'],
      ['celery', '-A', 'app', 'worker'],
    ],
    [
      ['uv', 'run'],
      ['uv', 'run'],
    ],
    [
      ['uv', 'pip', 'list'],
      ['uv', 'pip', 'list'],
    ],
    [
      ['sh', '-c', 'uv run alembic upgrade head && exec poetry run gunicorn -b :$PORT app'],
      ['sh', '-c', 'alembic upgrade head && exec gunicorn -b :$PORT app'],
    ],
    [[], []],
  ])('%j', (words, expected) => {
    expect(startWords(words)).toEqual(expected);
  });

  it.each([
    [
      ['yarn', 'workspace', 'worker', 'node', './dist/start.js'],
      ['node', './dist/start.js'],
    ],
    [
      ['yarn', 'workspace', 'worker', 'start'],
      ['npm', 'run', 'start'],
    ],
    [
      ['pnpm', '--filter', 'worker', 'run', 'start', '--port', '1'],
      ['npm', 'run', 'start', '--', '--port', '1'],
    ],
    [
      ['pnpm', '--filter=worker', 'exec', 'tsx', 'main.ts'],
      ['tsx', 'main.ts'],
    ],
    [
      ['npm', 'run', 'start', '-w', 'worker', '--', '--port', '1'],
      ['npm', 'run', 'start', '--', '--port', '1'],
    ],
    [
      ['npm', 'start', '--workspace=worker'],
      ['npm', 'start'],
    ],
    [
      ['pnpm', 'start', '--filter', 'worker'],
      ['npm', 'run', 'start'],
    ],
    [
      ['npm', 'start', '-w', './worker/'],
      ['npm', 'start'],
    ],
    [
      ['pnpm', '--filter', './worker', 'start'],
      ['npm', 'run', 'start'],
    ],
    [
      ['npm', 'start', '-w', 'other'],
      ['npm', 'start', '-w', 'other'],
    ],
    [
      ['npm', 'start', '--', '-w', 'worker'],
      ['npm', 'start', '--', '-w', 'worker'],
    ],
    [
      ['npm', '-w', 'worker', 'start'],
      ['npm', 'start'],
    ],
    [
      ['bun', 'run', 'start'],
      ['npm', 'run', 'start'],
    ],
    [
      ['bun', 'run', 'apps/worker/src/index.ts', '--all'],
      ['bun', 'run', 'apps/worker/src/index.ts', '--all'],
    ],
    [
      ['yarn', 'workspace', 'other', 'node', 'main.js'],
      ['yarn', 'workspace', 'other', 'node', 'main.js'],
    ],
    [
      ['yarn', 'workspace', 'worker'],
      ['yarn', 'workspace', 'worker'],
    ],
  ])('of a member of a workspace: %j', (words, expected) => {
    expect(startWords(words, new Map([['start', 'node .']]), new Set(['worker']))).toEqual(expected);
  });
});
