import { describe, expect, it } from 'vitest';
import { assemble, dependencies } from './assemble.ts';

type Files = Readonly<Record<string, string>>;

const LIB: Files = { 'libs/core/pyproject.toml': '[project]\nname = "core"\nversion = "1"\ndependencies = ["httpx<1"]\n' };
const OF_LIB = ['default/runtime core libs/core', 'default/runtime httpx <1 via core@1'];

const image = (...lines: readonly string[]): Files => ({
  'svc/app.py': '',
  'svc/Dockerfile': ['FROM python:3.12', 'WORKDIR /app', ...lines, 'CMD ["python", "app.py"]', ''].join('\n'),
});

const list = (line: string, ...lines: readonly string[]): Files => ({
  ...LIB,
  ...image('COPY svc/requirements.txt .', ...lines, 'RUN pip install -r requirements.txt'),
  'svc/requirements.txt': `${line}\n`,
});

const project = (path: string, ...lines: readonly string[]): Files => ({
  ...LIB,
  ...image(...lines, 'RUN poetry install'),
  'svc/pyproject.toml': `[tool.poetry]\nname = "svc"\nversion = "1"\n[tool.poetry.dependencies]\ncore = {path = "${path}"}\n`,
});

describe('a project that lies elsewhere in the image than here', () => {
  it.each<[what: string, files: Files]>([
    ['by its absolute path', list('-e /opt/core', 'COPY libs/core /opt/core')],
    ['by a URL', list('core @ file:///opt/libs/core', 'COPY libs /opt/libs')],
    ['with a variable in its place', list('-e file:/opt/core', 'ENV LIBS=libs', 'COPY ${LIBS}/core /opt/core')],
    ['below where the image works', list('-e /app/core', 'COPY libs/core core')],
    [
      'where an earlier stage has put it',
      list('-e /opt/core', 'COPY libs/core /opt/core', 'FROM python:3.12-slim', 'WORKDIR /app', 'COPY --from=0 /app .'),
    ],
    ['where something without it was put later', list('-e /app/core', 'COPY libs/core core', 'COPY svc/ .')],
    ['seen from where its manifest lies there', project('./core', 'COPY svc/pyproject.toml ./', 'COPY libs/core core')],
    ['seen from the directory that was put there', project('core', 'COPY svc /app', 'COPY libs /app')],
  ])('%s', (_, files) => {
    expect(dependencies(files, 'svc')).toEqual(OF_LIB);
    expect(assemble(files).diagnostics).toEqual([]);
  });

  it.each<[what: string, files: Files, expected: string]>([
    [
      'what the image takes from another image',
      list('-e /opt/core', 'COPY --from=other /libs/core /opt/core'),
      'path/outside-root',
    ],
    ['what is put elsewhere', list('-e /opt/core', 'COPY libs/core /srv/core'), 'path/outside-root'],
    ['what lies nowhere here', project('core', 'COPY svc /app'), 'python/local-project-unknown'],
  ])('is not %s', (_, files, expected) => {
    expect(assemble(files).diagnostics.map(({ code }) => code)).toEqual([expected]);
  });

  it('gives way to what lies here', () => {
    const files = {
      ...project('../core', 'COPY svc /app', 'COPY libs/core /core'),
      'core/pyproject.toml': '[project]\nname = "core"\nversion = "2"\n',
    };
    expect(dependencies(files, 'svc')).toEqual(['default/runtime core core']);
  });
});
