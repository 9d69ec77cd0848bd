import { describe, expect, it } from 'vitest';
import { assemble, codes, dependencies, shown, unitAt } from '../assemble.ts';

describe('requirements files', () => {
  it('name the variable that a line would need', () => {
    const { diagnostics } = assemble({ 'requirements.txt': 'flask==${VER}\nclick\n' });
    expect(diagnostics.map(({ code, message, line }) => `${code} ${line} ${message}`)).toEqual([
      'pip/invalid-line 1 ${VER} has no value here (write it out); pip refuses this line, so it is left out here',
    ]);
  });

  it.each(['torch=={{cookiecutter.torch}}', '{{ name }}', '{% if gpu %}'])('say of a template that it is one: %s', (line) => {
    const { diagnostics } = assemble({ 'requirements.txt': `${line}\nclick\n` });
    expect(diagnostics.map(({ code, message }) => `${code} ${message}`)).toEqual([
      `pip/invalid-line "${line}" is to be filled in by a template engine; pip refuses this line, so it is left out here`,
    ]);
  });

  it('name the constraints that nobody includes, from whatever directory', () => {
    const files = { 'svc/requirements.txt': 'flask\n-c limits/constraints.txt\n', 'svc/limits/constraints.txt': 'urllib3<2\n' };
    expect(codes(files)).toEqual([]);
    expect(codes({ ...files, 'svc/limits/more-constraints.txt': 'click<8\n' })).toEqual(['python/constraints-not-referenced']);
  });

  it('follow -r and -c, and keep the place of every line', () => {
    const files = {
      'svc/requirements.txt': '-r base.txt\nflask[async]>=2,<4 ; python_version >= "3.8"  # web\n-c limits.txt\n',
      'svc/base.txt': '\nRequests_Toolbelt==1.0\n',
      'svc/limits.txt': 'urllib3<2\n',
    };
    const { units, diagnostics } = assemble(files);
    const unit = unitAt(units, 'svc');
    expect(diagnostics).toEqual([]);
    expect(unit.dependencies.map(shown)).toEqual([
      'default/runtime requests-toolbelt ==1.0',
      'default/runtime flask >=2,<4 ; python_version >= "3.8"',
    ]);
    expect(unit.dependencies.map(({ origin }) => origin)).toEqual([
      { file: 'svc/base.txt', line: 2, column: 1 },
      { file: 'svc/requirements.txt', line: 2, column: 1 },
    ]);
    const constraint = unit.demands.find(({ key }) => key === 'urllib3');
    expect(constraint).toMatchObject({
      constraint: '<2',
      detail: { constraint: 'true' },
      origin: { file: 'svc/limits.txt', line: 1 },
    });
  });

  it('of the dev and test family are groups of one service', () => {
    const files = {
      'svc/requirements.txt': 'flask\n',
      'svc/requirements-dev.txt': '-r requirements.txt\nblack\n',
      'svc/test-requirements.txt': 'pytest\n',
      'svc/requirements/docs.txt': 'sphinx\n',
      'svc/requirements-gpu.txt': 'torch\n',
    };
    const { units } = assemble(files);
    expect(units.map(({ path }) => path)).toEqual(['svc']);
    expect([...dependencies(files, 'svc')].sort()).toEqual([
      'default/runtime flask',
      'dev/dev black',
      'docs/dev sphinx',
      'gpu/optional torch',
      'test/test pytest',
    ]);
  });

  it('of what only installs the rest belong to the build', () => {
    const files = { 'pyproject.toml': '[project]\nname = "a"\nversion = "1"\n', 'uv-requirements.txt': 'uv==0.11.7\n' };
    expect(dependencies(files)).toEqual(['uv/build uv ==0.11.7']);
    expect(unitAt(assemble(files).units, '.').demands).toEqual([]);
    expect(dependencies({ ...files, 'uv-requirements.txt': 'uv==0.11.7\nflask\n' })).toContain('uv/runtime uv ==0.11.7');
  });

  it('that a compiled one is included by install by its lock', () => {
    const lock = 'flask==3.0.3\n    # via -r base.in\nwerkzeug==3.0.6\n    # via flask\n';
    const files = {
      'svc/requirements/base.in': 'flask>=2\n',
      'svc/requirements/base.txt': lock,
      'svc/requirements/prod.txt': '-r base.txt\ngunicorn==22.0\n',
      'web/requirements.txt': '-r ../svc/requirements/base.txt\nclick\n',
    };
    const asked = ['default/runtime flask >=2 = 3.0.3', 'default/runtime werkzeug ==3.0.6 = 3.0.6 via flask@3.0.3'];
    expect(dependencies(files, 'svc')).toEqual([asked[0], 'default/runtime gunicorn ==22.0', asked[1]]);
    expect(dependencies(files, 'web')).toEqual([asked[0], 'default/runtime click', asked[1]]);
    // A setup.py that reads the compiled file asks for its very pins, and so does -c.
    const pinned = { ...files, 'svc/setup.py': 'setup(name="svc", install_requires=read(HERE / "requirements" / "base.txt"))' };
    expect(dependencies(pinned, 'svc')).toContain('default/runtime werkzeug ==3.0.6 = 3.0.6');
  });

  it('name directories without a scheme, as uv takes them', () => {
    const files = {
      'libs/core/pyproject.toml': '[project]\nname = "core"\nversion = "1"\ndependencies = ["attrs<25"]\n',
      'svc/requirements/prod.txt': 'core @ ../libs/core/\n',
      'web/requirements.txt': 'core[x] @ ./../libs/core\n',
    };
    const asked = ['default/runtime core libs/core', 'default/runtime attrs <25 via core@1'];
    expect(dependencies(files, 'svc')).toEqual(asked);
    expect(dependencies(files, 'web')).toEqual(asked);
  });

  it('take the wheel that an address without slashes names, as pip does', () => {
    const files = { 'svc/requirements.txt': 'file:ii-1.0-py3-none-any.whl\n' };
    expect(codes(files)).toEqual([]);
    expect(unitAt(assemble(files).units, 'svc').dependencies.map(({ name }) => name)).toEqual(['ii']);
  });

  it('of a name that says nothing hold what runs where no other file does', () => {
    expect(dependencies({ 'fn/requirements-lambda.txt': 'boto3\n' }, 'fn')).toEqual(['lambda/runtime boto3']);
  });

  it('drop what the target rules out from the demands, not from the list', () => {
    const unit = unitAt(assemble({ 'requirements.txt': 'pywin32==306 ; sys_platform == "win32"\n' }).units, '.');
    expect(unit.dependencies).toHaveLength(1);
    expect(unit.demands).toEqual([]);
  });

  it('compiled from an input beside them are its lock, with the way through `# via`', () => {
    const files = {
      'requirements.in': 'flask>=2\n',
      'requirements.txt': [
        '# This file is autogenerated by pip-compile with Python 3.11',
        '#    pip-compile requirements.in',
        'flask==3.0.3',
        '    # via -r requirements.in',
        'werkzeug==3.0.6',
        '    # via flask',
        '',
      ].join('\n'),
    };
    const unit = unitAt(assemble(files).units, '.');
    expect(unit.manifests.map(({ path, role }) => `${path} ${role}`).sort()).toEqual([
      'requirements.in manifest',
      'requirements.txt lock',
    ]);
    expect(unit.dependencies.map(shown)).toEqual([
      'default/runtime flask >=2 = 3.0.3',
      'default/runtime werkzeug ==3.0.6 = 3.0.6 via flask@3.0.3',
    ]);
    expect(unit.demands.map(({ key, strength }) => `${key} ${strength}`)).toEqual([
      'flask declared',
      'flask locked',
      'werkzeug locked',
    ]);
  });

  describe('that say what the lock beside them says', () => {
    const pin = (name: string, version: string) => `[[package]]\nname = "${name}"\nversion = "${version}"\n`;
    const project = {
      'pyproject.toml': '[tool.poetry]\nname = "app"\n[tool.poetry.dependencies]\npython = "^3.9"\nflask = "^3.0"\n',
      'poetry.lock': `${pin('flask', '3.0.3')}\n${pin('werkzeug', '3.0.6')}\n[metadata]\nlock-version = "2.0"\n`,
    };
    const asked = (list: string) =>
      unitAt(assemble({ ...project, 'requirements.txt': list }).units, '.')
        .demands.flatMap(({ realm, key, strength }) => (realm === 'python' && strength === 'declared' ? [key] : []))
        .sort();

    it.each<[what: string, list: string, expected: readonly string[]]>([
      ['are exported of it', 'flask==3.0.3 ; python_version >= "3.9"\nwerkzeug==3.0.6 ; python_version >= "3.9"\n', ['flask']],
      ['with hashes', '-i https://own.example/simple\nflask==3.0.3 \\\n  --hash=sha256:00\nwerkzeug==3.0.6\n', ['flask']],
      ['some time ago', 'flask==3.0.2\nwerkzeug==3.0.1\n', ['flask']],
      ['are lines of their own where they pin what is asked for alone', 'flask==3.0.3\n', ['flask', 'flask']],
      ['or bring what it lacks', 'flask==3.0.3\nwerkzeug==3.0.6\nrq==1.0\n', ['flask', 'flask', 'rq', 'werkzeug']],
      ['or a range', 'flask==3.0.3\nwerkzeug>=3\n', ['flask', 'flask', 'werkzeug']],
    ])('%s', (_, list, expected) => {
      expect(asked(list)).toEqual(expected);
    });
  });

  it.each<[run: string, expected: readonly string[]]>([
    ['poetry export -o requirements.txt', ['2.2']],
    ['poetry export > requirements.txt', ['2.2']],
    ['[ -f requirements.txt ] || poetry export -o requirements.txt', ['2.2', '==1.0']],
    ['poetry export -o other.txt', ['2.2', '==1.0']],
  ])('are written anew in the image: %s', (run, expected) => {
    const { units } = assemble({
      'pyproject.toml': '[tool.poetry]\nname = "app"\n[tool.poetry.dependencies]\npython = "^3.9"\nflask = "2.2"\n',
      'requirements.txt': 'flask==1.0\n',
      Dockerfile: `FROM python:3.12\nCOPY . .\nRUN ${run} && pip install -r requirements.txt\n`,
    });
    const asked = unitAt(units, '.').demands.flatMap(({ key, constraint }) => (key === 'flask' ? [constraint] : []));
    expect(asked).toEqual(expected);
  });

  describe('that a project elsewhere was exported to', () => {
    const root = [
      '[project]\nname = "all"\nrequires-python = ">=3.9"\ndependencies = ["flask>=2", "rq"]',
      '[project.optional-dependencies]\nml = ["numpy>=1.26"]',
      '[dependency-groups]\nweb = ["gunicorn>=22"]',
      '[tool.uv]\noverride-dependencies = ["werkzeug==3.0.6"]\n',
    ].join('\n');
    const exported = (words: string, comment = '') =>
      `# This file was autogenerated by uv via the following command:\n#    uv export ${words}\nflask==3.0.3${comment}\nnumpy==1.26.4\ngunicorn==22.0.0\n`;
    const asked = (list: string, more: Readonly<Record<string, string>> = {}) =>
      unitAt(assemble({ 'pyproject.toml': root, 'app/main.py': '', 'app/requirements/default.txt': list, ...more }).units, 'app')
        .demands.flatMap(({ realm, key, strength, constraint, origin }) =>
          realm === 'python' && strength === 'declared' ? [`${key} ${constraint} ${origin.file}`] : [],
        )
        .sort();
    const flask = 'flask >=2 pyproject.toml';
    const pins = ['flask ==3.0.3', 'gunicorn ==22.0.0', 'numpy ==1.26.4'].map((one) => `${one} app/requirements/default.txt`);

    it.each<[what: string, list: string, expected: readonly string[]]>([
      ['ask for its lines that they pin', exported('-o app/requirements/default.txt'), [flask]],
      ['with comments, too', exported('--no-hashes', '\n    # via all'), [flask]],
      ['with a group', exported('--group web -o requirements/default.txt'), [flask, 'gunicorn >=22 pyproject.toml']],
      ['with an extra', exported('--extra=ml'), [flask, 'numpy >=1.26 pyproject.toml']],
      [
        'with all of them',
        exported('--all-extras --all-groups'),
        [flask, 'gunicorn >=22 pyproject.toml', 'numpy >=1.26 pyproject.toml'],
      ],
      ['or for each pin where it is of another member', exported('--package other'), pins],
    ])('%s', (_, list, expected) => {
      expect(asked(list)).toEqual(expected);
    });

    it('a source of the same name at the root is another list’s', () => {
      const { units } = assemble({
        'requirements.in': 'pypdf==6.4.0\n',
        'requirements.txt': '# autogenerated by uv\n#    uv pip compile requirements.in -o requirements.txt\npypdf==6.4.0\n',
        'app/main.py': '',
        'app/requirements.in': 'flask\n',
        'app/requirements.txt':
          '# autogenerated by uv\n#    uv pip compile ./app/requirements.in -o ./app/requirements.txt\nflask==3.0.3\n',
      });
      const { demands } = unitAt(units, 'app');
      expect(demands.flatMap(({ key, strength }) => (strength === 'declared' ? [key] : []))).toEqual(['flask']);
    });

    it('ask for nothing where nothing starts: they are for who develops the project', () => {
      const { units } = assemble({ 'pyproject.toml': root, 'sdk/requirements/py3.12.txt': exported('--no-hashes') });
      const declared = units.filter(({ path }) => path === 'sdk').flatMap(({ demands }) => demands);
      expect(declared.filter(({ strength }) => strength === 'declared')).toEqual([]);
    });

    it('are compiled from the nearest project, where nothing says where the command was run', () => {
      const near = { 'app/pyproject.toml': '[project]\nname = "app"\ndependencies = ["flask>=3"]\n' };
      expect(asked(exported('--no-hashes'), near)).toEqual(['flask >=3 app/pyproject.toml']);
      expect(asked(exported('-o app/requirements/default.txt'), near)).toEqual(['flask >=3 app/pyproject.toml']);
    });
  });

  it("as Rye locks them are the lock of the pyproject.toml, with Rye's development dependencies", () => {
    const pins = 'flask==3.0.3\n    # via app\nwerkzeug==3.0.6\n    # via flask\n';
    const files = {
      'pyproject.toml': '[project]\nname = "app"\ndependencies = ["flask>=2"]\n[tool.rye]\ndev-dependencies = ["pytest>=8"]\n',
      'requirements.lock': `# generated by rye\n# use \`rye lock\` to update this lockfile\n-e file:.\n${pins}`,
      'requirements-dev.lock': `# generated by rye\n-e file:.\n${pins}pytest==8.3.2\n`,
    };
    expect(dependencies(files)).toEqual([
      'default/runtime flask >=2 = 3.0.3',
      'dev/dev pytest >=8 = 8.3.2',
      'default/runtime werkzeug ==3.0.6 = 3.0.6 via flask@3.0.3',
    ]);
  });

  it('are none where a chart of Helm 2 is locked', () => {
    const lock = 'dependencies:\n- name: redis\n  repository: https://charts.example.org/\n  version: 3.1.4\n';
    const chart = { 'chart/Chart.yaml': 'name: shop\nversion: 1.0.0\n', 'chart/requirements.lock': lock };
    const { units, diagnostics } = assemble(chart);
    expect([units, diagnostics]).toEqual([[], []]);
    expect(codes({ 'app/requirements.lock': lock })).toContain('pip/invalid-line');
  });

  it('with pins but without a source beside them are declarations', () => {
    const unit = unitAt(
      assemble({ 'requirements.txt': '# autogenerated by pip-compile\nflask==3.0.3\n    # via -r requirements.in\n' }).units,
      '.',
    );
    expect(unit.demands.map(({ key, strength }) => `${key} ${strength}`)).toEqual(['flask declared']);
  });

  it('name what nobody could name without a build, and hide logins', () => {
    const { units, diagnostics } = assemble({
      'requirements.txt':
        'git+https://user:secret@git.example.org/o/r.git@v1\nlib @ git+https://t0k3n@git.example.org/o/lib.git@v2\n',
    });
    expect(diagnostics.map(({ code }) => code)).toEqual(['python/unnamed-requirement']);
    expect(unitAt(units, '.').dependencies.map(shown)).toEqual(['default/runtime lib git+https://git.example.org/o/lib.git@v2']);
    expect(JSON.stringify(diagnostics)).not.toContain('secret');
  });

  it('count in capitals too, where they are requirements', () => {
    expect(dependencies({ 'Requirements.txt': 'flask==1.1.4\n' })).toEqual(['default/runtime flask ==1.1.4']);
    expect(dependencies({ 'REQUIREMENTS-dev.txt': 'pytest\n', 'pyproject.toml': '[project]\nname = "a"\n' })).toEqual([
      'dev/dev pytest',
    ]);
    expect(codes({ 'REQUIREMENTS.txt': 'You need a computer.\nIt has to be large.\n' })).toEqual(['python/not-requirements']);
  });
});
