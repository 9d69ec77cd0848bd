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

describe('a project that an image installs beside a list', () => {
  const beside = (line: string, ...lines: readonly string[]): Files => ({
    ...list(line, ...lines),
    'libs/core/pyproject.toml':
      '[project]\nname = "core"\nversion = "1"\ndependencies = ["httpx<1"]\n[project.optional-dependencies]\nfast = ["uvloop"]\n',
  });
  const ITSELF = ['default/runtime flask', ...OF_LIB];
  it.each<[what: string, files: Files, expected: readonly string[]]>([
    ['by its absolute path', beside('flask', 'COPY libs/core /opt/core', 'RUN pip install /opt/core'), ITSELF],
    ['seen from where the image works', beside('flask', 'COPY libs ./libs', 'RUN pip install -e ./libs/core'), ITSELF],
    [
      'where the image works for a while',
      beside('flask', 'WORKDIR /opt/core', 'COPY libs/core .', 'RUN pip install --no-deps .', 'WORKDIR /app'),
      ITSELF,
    ],
    ['through a variable', beside('flask', 'ENV CORE=/opt/core', 'COPY libs/core $CORE/', 'RUN uv pip install $CORE'), ITSELF],
    [
      'with an extra',
      beside('flask', 'COPY libs/core /opt/core', 'RUN pip install "/opt/core[fast]"'),
      ['default/runtime flask', ...OF_LIB, 'default/runtime uvloop via core@1'],
    ],
    ['that the list names too', beside('core>=1', 'COPY libs/core /opt/core', 'RUN pip install /opt/core'), OF_LIB],
    ['that the list takes from there', beside('-e /opt/core', 'COPY libs/core /opt/core', 'RUN pip install /opt/core'), OF_LIB],
    [
      'but no directory for what is installed',
      beside('flask', 'COPY libs/core /opt/core', 'RUN pip install -t /opt/core rich'),
      ['default/runtime flask'],
    ],
    [
      'but no archive',
      beside('flask', 'COPY libs/core /opt/core', 'RUN pip install /opt/core/dist/core.whl'),
      ['default/runtime flask'],
    ],
    [
      'and that its base has installed',
      {
        ...beside('flask', 'COPY svc .'),
        'svc/Dockerfile': 'FROM shop/base\nCOPY svc/requirements.txt .\nRUN pip install -r requirements.txt\n',
        'base/Dockerfile': 'FROM python:3.12\nCOPY libs/core /opt/core\nRUN pip install /opt/core\n',
        'compose.yaml': 'services:\n  base: {build: {context: ., dockerfile: base/Dockerfile}, image: shop/base}\n',
      },
      ITSELF,
    ],
  ])('%s', (_, files, expected) => {
    expect(dependencies(files, 'svc')).toEqual(expected);
    expect(assemble(files).diagnostics).toEqual([]);
  });

  it('is nothing to what is listed for those who develop', () => {
    const files = {
      ...LIB,
      ...image(
        'COPY libs/core core',
        'RUN pip install ./core',
        'COPY svc/requirements-dev.txt .',
        'RUN pip install -r requirements-dev.txt',
      ),
      'svc/requirements-dev.txt': 'pytest\n',
    };
    expect(dependencies(files, 'svc')).toEqual(['dev/dev pytest']);
  });

  it('is nothing to a directory whose other images do without it', () => {
    const files = {
      ...beside('flask'),
      'svc/Dockerfile.all': 'FROM python:3.12\nCOPY . .\nRUN pip install . ./libs/core\n',
      'svc/Dockerfile.jobs': 'FROM python:3.12\nCOPY . .\nRUN pip install ./libs/core && pip install -r svc/requirements.txt\n',
    };
    expect(dependencies(files, 'svc')).toEqual(['default/runtime flask']);
  });
});
