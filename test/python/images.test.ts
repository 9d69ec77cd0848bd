import { describe, expect, it } from 'vitest';
import { readImage } from '../../analyzers/python/manifests/dockerfile.ts';
import { sourceFile } from '../../src/discover/tree.ts';
import { assemble, shown, unitAt } from './assemble.ts';

/** Dockerfiles that install packages by name, where no manifest says what a program needs. */

const file = (text: string) => sourceFile('a/Dockerfile', Buffer.from(text));

const needs = (dockerfile: string, more: Readonly<Record<string, string>> = {}): readonly string[] => {
  const { units } = assemble({ 'a/main.py': '', 'a/Dockerfile': `${dockerfile}COPY . /app\n`, ...more });
  return units.flatMap(({ dependencies }) => dependencies.map((one) => `${shown(one)} @${one.origin.file}:${one.origin.line}`));
};

describe('what an image installs by name', () => {
  it.each<[title: string, dockerfile: string, expected: readonly string[]]>([
    [
      'with its lines',
      'FROM python:3.12\nRUN pip install --no-cache-dir flask==3.0.0 \\\n    requests\nCMD python main.py\n',
      ['default/runtime flask ==3.0.0 @a/Dockerfile:2', 'default/runtime requests @a/Dockerfile:3'],
    ],
    ['python -m pip', 'FROM x\nRUN python3.11 -m pip install -U flask\n', ['default/runtime flask @a/Dockerfile:2']],
    ['uv pip', 'FROM x\nRUN uv pip install --system flask[async]==3.0\n', ['default/runtime flask ==3.0 @a/Dockerfile:2']],
    [
      'behind other commands',
      'FROM x\nRUN apt-get update && pip3 install flask; rm -r x\n',
      ['default/runtime flask @a/Dockerfile:2'],
    ],
    ['a list of words', 'FROM x\nRUN ["pip", "install", "flask<3"]\n', ['default/runtime flask <3 @a/Dockerfile:2']],
    [
      'a here-document with a continued line',
      'FROM x\nRUN <<EOF\npip install \\\n  flask==2 \\\r\n  click\nEOF\n',
      ['default/runtime flask ==2 @a/Dockerfile:4', 'default/runtime click @a/Dockerfile:5'],
    ],
    ['a here-document', 'FROM x\nRUN <<EOF\nset -e\npip install flask\nEOF\n', ['default/runtime flask @a/Dockerfile:4']],
    [
      'quoted ranges',
      `FROM x\nRUN pip install "flask>=2,<3" 'click>8'\n`,
      ['default/runtime flask >=2,<3 @a/Dockerfile:2', 'default/runtime click >8 @a/Dockerfile:2'],
    ],
    ['a range that the shell takes for a file', 'FROM x\nRUN pip install flask>=2\n', ['default/runtime flask @a/Dockerfile:2']],
    ['what goes to a file', 'FROM x\nRUN pip install flask > /dev/null\n', ['default/runtime flask @a/Dockerfile:2']],
    [
      'a version of an argument',
      'ARG V=3.0.0\nFROM x\nARG V\nRUN pip install flask==${V}\n',
      ['default/runtime flask ==3.0.0 @a/Dockerfile:4'],
    ],
    [
      'a version of the environment',
      'FROM x\nENV V=3.0.0\nRUN pip install flask==$V\n',
      ['default/runtime flask ==3.0.0 @a/Dockerfile:3'],
    ],
    [
      'a version that only the build knows',
      'FROM x\nARG V\nRUN pip install flask==$V\n',
      ['default/runtime flask @a/Dockerfile:3'],
    ],
    ['values of options', 'FROM x\nRUN pip install --target lib --timeout 90 flask\n', ['default/runtime flask @a/Dockerfile:2']],
    [
      'a stage that it takes from',
      'FROM x AS made\nRUN pip install flask\nFROM y\nCOPY --from=made /venv /venv\n',
      ['default/runtime flask @a/Dockerfile:2'],
    ],
    [
      'a stage that it is built on',
      'FROM x AS base\nRUN pip install flask\nFROM base\nCMD x\n',
      ['default/runtime flask @a/Dockerfile:2'],
    ],
    [
      'not a stage that it leaves',
      'FROM x AS checks\nRUN pip install ruff\nFROM y\nRUN pip install flask\n',
      ['default/runtime flask @a/Dockerfile:4'],
    ],
    [
      'what uv brings to run something',
      'FROM x\nCOPY . .\nENTRYPOINT ["uv", "run", "--no-project", "--with", "flask[async,dotenv]>=2,<3,click", "--with=rich"]\nCMD ["main.py"]\n',
      [
        'default/runtime flask >=2,<3 @a/Dockerfile:3',
        'default/runtime click @a/Dockerfile:3',
        'default/runtime rich @a/Dockerfile:3',
      ],
    ],
    [
      'what an image installs as it starts',
      'FROM x\nCMD pip install flask<3 && python main.py\n',
      ['default/runtime flask @a/Dockerfile:2'],
    ],
    [
      'not how a stage starts that it leaves',
      'FROM x AS made\nCMD uv run --with flask main.py\nFROM y\nRUN pip install click\n',
      ['default/runtime click @a/Dockerfile:4'],
    ],
    ['not installers', 'FROM x\nRUN pip install -U pip setuptools wheel poetry==1.8\n', []],
    ['not what is commented out', 'FROM x\n# RUN pip install flask\n', []],
    ['not what other files say', 'FROM x\nCOPY . .\nRUN pip install -r requirements.txt gunicorn\n', []],
    ['not a project from elsewhere', 'FROM x\nCOPY . .\nRUN pip install gunicorn && pip install .\n', []],
    [
      'not an address',
      'FROM x\nCOPY ./a .\nRUN pip install flask git+https://example.org/lib.git\n',
      ['default/runtime flask @a/Dockerfile:3'],
    ],
    ['not Poetry’s', 'FROM x\nRUN pip install gunicorn\nRUN poetry install\n', []],
    [
      'beside libraries, where it takes its own directory by name',
      'FROM x\nCOPY ./lib /lib\nRUN pip install flask==3.0 /lib\nCOPY ./a /app\n',
      ['default/runtime flask ==3.0 @a/Dockerfile:3'],
    ],
  ])('%s', (_, dockerfile, expected) => {
    expect(needs(dockerfile)).toEqual(expected);
  });

  it.each<[title: string, files: Readonly<Record<string, string>>, directories: readonly string[]]>([
    ['tools, and nothing of its context', { 'a/Dockerfile': 'FROM x\nRUN pip install flask\n', 'a/main.py': '' }, []],
    ['no code beside it', { 'a/Dockerfile': 'FROM x\nRUN pip install flask\n' }, []],
    [
      'its only image under another name',
      { 'a/api.Dockerfile': 'FROM x\nRUN pip install flask\nADD *.py .\n', 'a/main.py': '' },
      ['a'],
    ],
    [
      'code in a folder that it takes by name, from here or from the root',
      {
        'a/Dockerfile': 'FROM x\nRUN pip install flask\nCOPY app ./app\n',
        'a/app/main.py': '',
        'b/Dockerfile': 'FROM x\nRUN pip install flask\nCOPY b/app/ /app/\n',
        'b/app/main.py': '',
        'c/Dockerfile': 'FROM x\nRUN pip install supervisor\nCOPY web ./web\n',
        'c/web/index.html': '',
        'c/tools/check.py': '',
      },
      ['a', 'b'],
    ],
    [
      'an image of the project around it, and one that takes its own directory beside settings of tools',
      {
        'a/pyproject.toml': '[project]\nname = "shop"\nversion = "1"\ndependencies = ["flask"]\n',
        'a/src/shop/Dockerfile': 'FROM x\nCOPY pyproject.toml .\nRUN pip install flask\nCOPY src/ src/\n',
        'a/src/shop/main.py': '',
        'b/pyproject.toml': '[project]\nname = "mono"\nversion = "1"\ndependencies = ["flask"]\n',
        'b/jobs/Dockerfile': 'FROM x\nCOPY pyproject.toml .\nRUN pip install dask\nCOPY jobs jobs\n',
        'b/jobs/main.py': '',
        'c/pyproject.toml': '[tool.ruff]\n',
        'c/jobs/Dockerfile': 'FROM x\nCOPY pyproject.toml .\nRUN pip install dask\nCOPY . .\n',
        'c/jobs/main.py': '',
      },
      ['a', 'b', 'b/jobs', 'c/jobs'],
    ],
    ['an image for development', { 'a/Dockerfile.dev': 'FROM x\nRUN pip install flask\n', 'a/main.py': '' }, []],
    [
      'several images',
      {
        'a/Dockerfile.api': 'FROM x\nRUN pip install flask\n',
        'a/Dockerfile.job': 'FROM x\nRUN pip install dask\n',
        'a/main.py': '',
      },
      [],
    ],
  ])('%s', (_, files, directories) => {
    expect(assemble(files).units.map(({ path }) => path)).toEqual(directories);
  });

  it('is the manifest of its directory', () => {
    const { units, diagnostics } = assemble({
      'a/main.py': '',
      'a/Dockerfile': 'FROM x\nRUN pip install flask=3 click\nCOPY . .\n',
    });
    expect(unitAt(units, 'a').manifests).toEqual([
      { path: 'a/Dockerfile', kind: 'dockerfile', role: 'manifest', group: 'default' },
    ]);
    expect(diagnostics.map(({ code, line }) => `${code} ${line}`)).toEqual(['python/invalid-requirement 2']);
  });

  it('leaves the verdict open where it names an index, or installs from elsewhere too', () => {
    const unknown = (run: string) => readImage(file(`FROM x\nCOPY a /app\nRUN ${run}\n`)).unknown;
    expect(unknown('pip install torch')).toBeUndefined();
    expect(unknown('pip install torch --index-url https://wheels.example/cpu')).toBe(
      'of its Dockerfile, line 3 names an index of its own',
    );
    expect(unknown('pip install torch ../lib')).toBe('of its Dockerfile, line 3 installs what other files say');
  });

  it('is there beside the lists that pip installs', () => {
    const beside = (dockerfile: string, more: Readonly<Record<string, string>> = {}) => {
      const files = { 'a/main.py': '', 'a/requirements.txt': 'rich==13.0\n', 'a/Dockerfile': dockerfile, ...more };
      const { units, diagnostics } = assemble(files);
      const all = unitAt(units, 'a').dependencies.map((one) => `${shown(one)} @${one.origin.file}:${one.origin.line}`);
      return [...all, ...diagnostics.map(({ code, line }) => `${code} ${line}`)];
    };
    const list = 'default/runtime rich ==13.0 @a/requirements.txt:1';
    const install = 'RUN pip install -r requirements.txt\n';
    expect(beside('FROM x\nRUN pip install -r requirements.txt gunicorn==20.1 flask rich==13.0\n')).toEqual([
      list,
      'default/runtime gunicorn ==20.1 @a/Dockerfile:2',
      'default/runtime flask @a/Dockerfile:2',
    ]);
    expect(beside(`FROM x AS base\nRUN pip install click==8.0\nFROM base\n${install}`)).toEqual([
      list,
      'default/runtime click ==8.0 @a/Dockerfile:2',
    ]);
    // What the list excludes, what another stage has, of an index of its own, beside a tool with an environment of its own.
    expect(beside(`FROM x\nRUN pip install rich==14.0\n${install}`)).toEqual([list, 'python/installed-by-name 2']);
    expect(beside(`FROM x\nRUN pip install -r requirements.txt rich==14.0\n`)).toEqual([list, 'python/installed-by-name 2']);
    expect(beside(`FROM x AS b\nRUN pip install cmake==3.0\nFROM x\nCOPY --from=b /w /w\n${install}`)).toEqual([
      list,
      'python/installed-by-name 2',
    ]);
    expect(beside(`FROM x\n${install}RUN pip install -i https://i.example/s torch==2.0\n`)).toEqual([
      list,
      'python/installed-by-name 3',
    ]);
    expect(beside(`FROM x\n${install}RUN pip install click==8.0 && uv sync\n`)).toEqual([list, 'python/installed-by-name 3']);
    // What something decides about, what another environment has, what the tests have that the file ends with.
    expect(beside(`FROM x\n${install}RUN if [ "$DEV" = 1 ]; then pip install click==8.0; fi\n`)).toEqual([
      list,
      'python/installed-by-name 3',
    ]);
    expect(beside(`FROM x\n${install}RUN bash -c '[ "$DEV" = 1 ] && pip install click==8.0 || true'\n`)).toEqual([
      list,
      'python/installed-by-name 3',
    ]);
    // A list that needs another to fail; and what stands behind a list that something decides about.
    expect(beside(`FROM x\n${install}RUN apk add tiff || pip install click==8.0\n`)).toEqual([
      list,
      'python/installed-by-name 3',
    ]);
    for (const decided of ['[ -n "$X" ] && y', 'if [ -n "$X" ] && [ "$Y" ]; then y; fi', '([ "$X" ] || y)'])
      expect(beside(`FROM x\n${install}RUN ${decided}; pip install click==8.0\n`)).toEqual([
        list,
        'default/runtime click ==8.0 @a/Dockerfile:3',
      ]);
    // Of two versions pip leaves the one that was asked for last.
    const replaced = ['default/runtime rich ==14.0 @a/Dockerfile:3'];
    expect(beside(`FROM x\n${install}RUN pip install rich==14.0\n`)).toEqual(replaced);
    expect(beside(`FROM x\n${install}RUN [ "$X" ] && pip install rich==14.0 || true\n`)).toEqual([
      list,
      'python/installed-by-name 3',
    ]);
    const venv = 'RUN pip install click==8.0\nRUN python -m venv /v';
    for (const intoVenv of [
      `${venv} && /v/bin/pip install -r requirements.txt\n`,
      `${venv} && . /v/bin/activate && pip install -r requirements.txt\n`,
      `${venv}\nENV PATH="/v/bin:$PATH"\n${install}`,
    ])
      expect(beside(`FROM x\n${intoVenv}`)).toEqual([list, 'python/installed-by-name 2']);
    expect(beside(`FROM x\nENV PATH="/v/bin:$PATH"\nRUN pip install click==8.0\n${install}`)).toEqual([
      list,
      'default/runtime click ==8.0 @a/Dockerfile:3',
    ]);
    // One environment under several names: of the system, of the user, of a venv by its path and on the path of the image.
    const click = (dockerfile: string) => beside(`FROM x\n${dockerfile}`).filter((one) => one.includes('click'));
    for (const together of [
      `RUN pip install click==8.0\nENV PATH="/root/.local/bin:$PATH"\n${install}`,
      `RUN pip install click==8.0\nENV PATH="$PATH:/v/bin"\n${install}RUN python -m venv /v\n`,
      `RUN /usr/local/bin/pip install click==8.0\n${install}`,
      `RUN python -m venv /v && /v/bin/pip install click==8.0\nENV PATH=/v/bin:$PATH\n${install}`,
      `WORKDIR /app\nRUN virtualenv own && own/bin/pip install click==8.0\nENV PATH=/app/own/bin:$PATH\n${install}`,
      `RUN uv venv /v && /v/bin/pip install click==8.0 && uv pip install --python /v/bin/python -r requirements.txt\n`,
      `ENV VIRTUAL_ENV=/v\nRUN uv pip install click==8.0 && /v/bin/pip install -r requirements.txt\n`,
      `ENV VIRTUAL_ENV=/v\nRUN uv pip install --system click==8.0 && pip install -r requirements.txt\n`,
    ])
      expect(click(together)).toHaveLength(1);
    expect(click(`RUN pip install click==8.0\nENV PATH=/opt/conda/envs/a/bin:$PATH\n${install}`)).toEqual([]);
    expect(beside(`FROM x AS app\n${install}CMD python main.py\nFROM app AS test\nRUN pip install pytest==8.0\n`)).toEqual([
      list,
    ]);
    // What all of several images have; one may run without it.
    const plain = `FROM x\n${install}RUN pip install click==8.0 six\n`;
    expect(beside(plain, { 'a/worker.Dockerfile': `FROM x\nRUN pip install click==8.0\n${install}` })).toEqual([
      list,
      'default/runtime click ==8.0 @a/Dockerfile:3',
    ]);
    expect(beside(`FROM x\n${install}RUN pip install click==8.0\n`, { 'a/worker.Dockerfile': `FROM x\n${install}` })).toEqual([
      list,
      'python/installed-by-name 3',
    ]);
  });
});

describe('files that only an image tells from others', () => {
  const run = (command: string): string => `FROM x\nCOPY . .\nRUN ${command}\nCMD python main.py\n`;
  it.each<[title: string, files: Readonly<Record<string, string>>, expected: readonly string[]]>([
    [
      'a list of another name, with what it includes',
      { 'a/Dockerfile': run('pip install -r prod.txt'), 'a/prod.txt': 'flask<3\n-r common.txt\n', 'a/common.txt': 'click\n' },
      ['a default flask a/prod.txt:1', 'a default click a/common.txt:1'],
    ],
    [
      'a directory of lists belongs to the one around it',
      { 'a/Dockerfile': run('pip install -r reqs/prod.txt'), 'a/reqs/prod.txt': 'flask\n', 'a/reqs/dev.txt': 'pytest\n' },
      ['a default flask a/reqs/prod.txt:1'],
    ],
    [
      'a directory with other files is one of its own',
      { 'docker/Dockerfile': run('pip install -r /a/deps.txt'), 'a/deps.txt': 'flask\n', 'a/main.py': '' },
      ['a deps flask a/deps.txt:1'],
    ],
    [
      'a path of the image',
      { 'a/Dockerfile': run('pip install -r /srv/deps/base.txt'), 'a/deps/base.txt': 'flask\n' },
      ['a default flask a/deps/base.txt:1'],
    ],
    [
      'below a directory of the image to which its line has changed',
      {
        'a/Dockerfile': 'FROM x\nWORKDIR /srv\nCOPY . app\nRUN cd app/deps && pip install -r base.txt\n',
        'a/deps/base.txt': 'flask\n',
        'b/Dockerfile': 'FROM x\nENV APP=/srv/b\nCOPY . $APP\nRUN cd $APP/deps && pip install -r base.txt\n',
        'b/deps/base.txt': 'click\n',
      },
      ['a default flask a/deps/base.txt:1', 'b default click b/deps/base.txt:1'],
    ],
    [
      'behind a group of commands that has changed to another directory',
      {
        'a/Dockerfile': run('(cd tools && pip install -r base.txt) && pip install -r base.txt'),
        'a/base.txt': 'flask\n',
        'a/tools/base.txt': 'click\n',
      },
      ['a default click a/tools/base.txt:1', 'a default flask a/base.txt:1'],
    ],
    [
      'beside packages by name',
      { 'a/Dockerfile': run('pip install -r prod.txt rich'), 'a/prod.txt': 'flask\n', 'a/main.py': '' },
      ['a default flask a/prod.txt:1', 'a default rich a/Dockerfile:3'],
    ],
    [
      'a file that a step binds under another name, beside other mounts',
      {
        'a/Dockerfile': run(
          '--mount=type=cache,target=/root/.cache --mount=type=bind,source=deps/prod.txt,target=/tmp/reqs.txt --mount=type=secret,id=x pip install -r /tmp/reqs.txt',
        ),
        'a/deps/prod.txt': 'flask<3\n',
        'a/deps/reqs.in': 'attrs\n',
      },
      ['a default flask a/deps/prod.txt:1'],
    ],
    [
      'an environment of conda, in a directory of such',
      {
        'a/Dockerfile': run('conda env update -n base --file=env/prod.yml && conda clean -a'),
        'a/env/prod.yml': 'channels: [conda-forge]\ndependencies:\n  - python=3.11\n  - pip:\n    - flask<3\n',
        'b/Dockerfile': run('micromamba install -y -n base -f /tmp/deploy.yaml'),
        'b/deploy.yaml': 'channels: [conda-forge]\ndependencies:\n  - pip:\n    - flask\n',
      },
      ['a default flask a/env/prod.yml:5', 'b deploy flask b/deploy.yaml:4'],
    ],
    [
      'a script with requirements of its own',
      {
        'a/Dockerfile': run('pip install --requirements-from-script job.py'),
        'a/job.py': '# /// script\n# dependencies = ["flask<3"]\n# ///\n',
        'b/Dockerfile': run('uv pip install --system -r job.py'),
        'b/job.py': '# /// script\n# dependencies = ["flask>3"]\n# ///\n',
        'c/Dockerfile': run('pip install --requirements-from-script=job.py'),
        'c/job.py': 'print()\n',
      },
      ['a default flask a/job.py:2', 'b default flask b/job.py:2'],
    ],
    [
      'that goes into the directory of the image, which is no project',
      {
        Dockerfile: 'FROM x\nCOPY api/requirements.txt .\nCOPY api ./api\nRUN pip install -r requirements.txt -t .\n',
        Pipfile: '[packages]\nclick = "*"\n',
        'api/requirements.txt': 'flask\n',
        'api/main.py': '',
      },
      ['. default click Pipfile:2', 'api default flask api/requirements.txt:1'],
    ],
    ['of development: nobody', { 'a/Dockerfile.dev': run('pip install -r x.txt'), 'a/x.txt': 'flask\n' }, []],
  ])('%s', (_, files, expected) => {
    const found = assemble(files).units.flatMap(({ path, dependencies }) =>
      dependencies.map(({ group, name, origin }) => `${path} ${group} ${name} ${origin.file}:${origin.line}`),
    );
    expect(found).toEqual(expected);
  });
});

describe('constraints that an image gives its installation', () => {
  it('from elsewhere are told, and leave its services open', async () => {
    const url = 'https://example.com/constraints-${V}.txt';
    const { units, diagnostics, resolver } = assemble({
      'a/requirements.txt': 'flask\n',
      'a/Dockerfile': `FROM x\nARG V=2\nRUN pip install -r requirements.txt -c ${url}\n`,
    });
    expect(units.map(({ path }) => path)).toEqual(['a']);
    expect(diagnostics.map(({ code, file, line, incomplete }) => [code, file, line, incomplete])).toEqual([
      ['pip/unreadable-include', 'a/Dockerfile', 3, true],
    ]);
    expect(diagnostics[0]?.message).toContain('https://example.com/constraints-2.txt');
    expect(resolver).toBeDefined();
  });

  const flask = 'flask\n';
  const limits = 'flask<3\n';
  it.each<[title: string, files: Readonly<Record<string, string>>, expected: readonly string[]]>([
    [
      '-c beside -r',
      {
        'a/requirements.txt': flask,
        'a/constraints.txt': limits,
        'a/Dockerfile': 'FROM x\nRUN pip install -r requirements.txt -cconstraints.txt\n',
      },
      ['a flask <3 a/constraints.txt'],
    ],
    [
      'ENV PIP_CONSTRAINT, a copy of the context around',
      {
        'a/requirements.txt': flask,
        'constraints.txt': limits,
        'a/Dockerfile':
          'FROM x\nENV PIP_CONSTRAINT=/tmp/constraints.txt\nCOPY constraints.txt /tmp/\nCOPY a/requirements.txt .\nRUN pip install -r requirements.txt\n',
      },
      ['a flask <3 constraints.txt'],
    ],
    [
      'a variable of the command, a Dockerfile elsewhere, one service of two',
      {
        'a/requirements.txt': flask,
        'b/requirements.txt': flask,
        'limits.txt': limits,
        'docker/a.Dockerfile': 'FROM x\nCOPY . /src\nRUN PIP_CONSTRAINT=limits.txt pip install -r a/requirements.txt\n',
      },
      ['a flask <3 limits.txt'],
    ],
    [
      'below a directory to which its line has changed',
      {
        'a/main.py': '',
        'a/deps/web.txt': flask,
        'a/deps/limits.txt': limits,
        'a/Dockerfile': 'FROM x\nCOPY . /app\nRUN cd deps && pip install -r web.txt -c limits.txt\n',
      },
      ['a flask <3 a/deps/limits.txt'],
    ],
    [
      'packages by name',
      {
        'a/main.py': '',
        'a/constraints.txt': limits,
        'a/Dockerfile': 'FROM x\nCOPY . .\nRUN pip install flask --constraint=constraints.txt\n',
      },
      ['a flask <3 a/constraints.txt'],
    ],
    [
      'of tools alone, of another stage, of uv for pip, for development: none of the service',
      {
        'a/requirements.txt': flask,
        'a/limits.txt': limits,
        'a/Dockerfile':
          'FROM x AS test\nRUN pip install -c limits.txt -r requirements.txt\nFROM x\nENV UV_CONSTRAINT=limits.txt\nRUN pip install -c limits.txt poetry && pip install -r requirements.txt\n',
        'a/Dockerfile.dev': 'FROM x\nRUN pip install -c limits.txt -r requirements.txt\n',
      },
      [],
    ],
  ])('%s', (_, files, expected) => {
    const { units, diagnostics } = assemble(files);
    const found = units.flatMap(({ path, demands }) =>
      demands.flatMap(({ key, constraint, detail, origin }) =>
        detail?.constraint === undefined ? [] : [`${path} ${key} ${constraint} ${origin.file}`],
      ),
    );
    expect(found).toEqual(expected);
    expect(diagnostics.map(({ code }) => code).filter((code) => code === 'python/constraints-not-referenced')).toEqual([]);
  });
});

describe('the interpreter of a Pipfile beside an image', () => {
  it.each<[title: string, run: string, expected: readonly string[]]>([
    ['another tool installs: it is for those who develop', 'pip install -r requirements.txt', []],
    ['packages by name', 'pip install app-server', []],
    ['the lock is only written out', 'pipenv requirements > r.txt && pip install -r r.txt', []],
    ['Pipenv installs', 'pip install pipenv && pipenv install --system --deploy', ['==3.9.*']],
    ['as a module', 'python3 -m pipenv sync', ['==3.9.*']],
    ['nothing of Python is installed', 'apt-get install -y curl', ['==3.9.*']],
  ])('%s', (_, run, expected) => {
    const { units } = assemble({
      'a/Pipfile': '[packages]\nflask = "*"\n\n[requires]\npython_version = "3.9"\n',
      'a/requirements.txt': 'flask\n',
      'a/Dockerfile': `FROM python:3.11\nCOPY . .\nRUN ${run}\n`,
    });
    expect(unitAt(units, 'a').runtimes.map(({ constraint }) => constraint)).toEqual(expected);
  });
});

describe('lists that are only called after a Dockerfile', () => {
  it('are the lists of the image', () => {
    const { units, diagnostics } = assemble({
      'a/pyproject.toml': '[project]\nname = "a"\nversion = "1"\ndependencies = ["flask"]\n',
      'a/Dockerfile': 'FROM python:3.12\nCOPY . /opt/a\nRUN pip install -r /opt/a/Dockerfile.requirements.txt\n',
      'a/Dockerfile.requirements.txt': 'flask==3.0.0\n',
    });
    expect(unitAt(units, 'a').dependencies.map(shown)).toEqual(['default/runtime flask', 'default/runtime flask ==3.0.0']);
    expect(diagnostics).toEqual([]);
  });
});

it('a list whose name is only known while the image is built is no file that lies beside it', () => {
  const { units, diagnostics } = assemble({
    'requirements/base.txt': 'flask\n',
    'package.json': '{ "name": "web" }',
    Dockerfile:
      'FROM python:3.12\nCOPY requirements requirements/\nRUN pip install -r requirements/base.txt && for EXTRA in a b; do pip install -r requirements/$EXTRA; done\nCOPY package.json ./\n',
  });
  expect(units.flatMap(({ dependencies }) => dependencies.map(shown))).toEqual(['default/runtime flask']);
  expect(diagnostics.map(({ code }) => code)).toEqual([]);
});
