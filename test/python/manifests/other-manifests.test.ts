import { describe, expect, it } from 'vitest';
import type { ManifestFacts } from '../../../analyzers/python/declared.ts';
import { readPipfile } from '../../../analyzers/python/manifests/pipfile.ts';
import { readPyproject } from '../../../analyzers/python/manifests/pyproject.ts';
import { sourceFile } from '../../../src/discover/tree.ts';
import type { SourceFile } from '../../../src/model/index.ts';
import { assemble, codes, dependencies, shown, unitAt } from '../assemble.ts';

describe('other manifests', () => {
  it('Pipfile with its lock', () => {
    const files = {
      Pipfile: `[[source]]
url = "https://index.example.org/simple"
name = "own"
[packages]
flask = "*"
requests = {version = ">=2", extras = ["socks"], markers = "python_version >= '3'"}
[dev-packages]
pytest = "*"
[requires]
python_version = "3.11"
`,
      'Pipfile.lock': JSON.stringify({
        _meta: {},
        default: { flask: { version: '==3.0.3' }, werkzeug: { version: '==3.0.6' }, requests: { version: '==2.32.0' } },
        develop: { pytest: { version: '==8.0.0' } },
      }),
    };
    expect(dependencies(files)).toEqual([
      'default/runtime flask = 3.0.3',
      "default/runtime requests >=2 = 2.32.0 ; python_version >= '3'",
      'dev/dev pytest = 8.0.0',
      'default/runtime werkzeug ==3.0.6 = 3.0.6',
    ]);
    expect(unitAt(assemble(files).units, '.').runtimes.map(({ constraint }) => constraint)).toEqual(['==3.11.*']);
  });

  it.each<[string, readonly string[]]>([
    ['if os.environ.get("SNAP"):\n    R.append("b")\nelse:\n    R.append("c")', ['a', 'c']],
    ['R += ["b"] if int(os.getenv("CUDA", "0")) else ["c"]', ['a', 'c']],
    ['V = os.getenv("FLASK", default="3")\nR.append("flask==" + V)', ['a', 'flask ==3']],
    ['if os.environ.get("V") is not None or "CI" in os.environ:\n    R.append("b")', ['a']],
    ['if "CI" not in os.environ and os.environ.get("X", "no").lower() not in ("1", "yes"):\n    R.append("b")', ['a', 'b']],
    ['if sys.version_info < (3, 8):\n    R.append("b")', ['a', 'b ; python_version < "3.8"']],
    [
      'if sys.version_info[0] == 2:\n    R.append("b")\nelse:\n    R += ["c"]',
      ['a', 'b ; python_version >= "2" and python_version < "3"', 'c ; python_version < "2" or python_version >= "3"'],
    ],
    ['if sys.version_info[:2] == (3, 9):\n    R += ["b"]', ['a', 'b ; python_version == "3.9"']],
    [
      'if sys.version_info <= (3, 6) or os.name == "nt":\n    R += ["b"]',
      ['a', 'b ; (python_version < "3.6") or (os_name == "nt")'],
    ],
    ['if not sys.platform.startswith("win"):\n    R += ["b"]', ['a', 'b ; sys_platform != "win32"']],
    ['PY2 = sys.version_info.major < 3\nR += ["b"] if PY2 else []', ['a', 'b ; python_version < "3"']],
    [
      'R.append("b" + ("<2" if sys.version_info < (3,) else ">=2"))',
      ['a', 'b <2 ; python_version < "3"', 'b >=2 ; python_version >= "3"'],
    ],
    [
      'if platform.system() == "Windows":\n    R = ["b"]',
      ['b ; platform_system == "Windows"', 'a ; platform_system != "Windows"'],
    ],
    ['try:\n    import dataclasses\nexcept ImportError:\n    R += ["b"]', ['a', 'b ; python_version < "3.7"']],
    [
      'def more():\n    if sys.version_info < (3,):\n        return ["b"]\n    return ["c"]\nR += more()',
      ['a', 'b ; python_version < "3"', 'c ; python_version >= "3"'],
    ],
    ['if sys.version_info < (3,):\n    sys.exit("no")\nR += ["b"]', ['a', 'b']],
  ])('setup.py: tests of the machine are markers: %s', (after, expected) => {
    const text = `import os, platform, sys\nR = ["a"]\n${after}\nsetup(name="app", install_requires=R)\n`;
    expect(dependencies({ 'setup.py': text })).toEqual(expected.map((one) => `default/runtime ${one}`));
    expect(codes({ 'setup.py': text })).toEqual([]);
  });

  it.each<[string, readonly string[]]>([
    ['from setuptools import setup as run\nrun(name="app", install_requires=["a"])', ['default/runtime a']],
    ['args = dict(name="app")\nargs.update(install_requires=["a"])\nsetup(**args)', ['default/runtime a']],
    ['def main():\n    setup(install_requires=["a"])\nif __name__ == "__main__":\n    main()', ['default/runtime a']],
    ['def main(argv):\n    setup(install_requires=["a"])', ['default/runtime a']],
    ['X = {"x": ["a"]}\nX["all"] = sum(X.values(), [])\nsetup(extras_require=X)', ['x/optional a', 'all/optional a']],
    ['X = {}\nX.setdefault("x", []).append("a")\nsetup(extras_require=X)', ['x/optional a']],
    ['X = {"x": ["a"], "y": ["b"]}\ndel X["y"]\nsetup(extras_require=X)', ['x/optional a']],
    ['setup(extras_require={n: ["lib-" + n] for n in ("x", "y")})', ['x/optional lib-x', 'y/optional lib-y']],
    [
      'if sys.version_info < (3,):\n    setup(install_requires=["a"])\nelse:\n    setup(install_requires=["b"])',
      ['default/runtime a ; python_version < "3"', 'default/runtime b ; python_version >= "3"'],
    ],
    [
      'class Needs:\n    base = ["a"]\n    web = base + ["b>1"]\n    def all(self):\n        return []\nsetup(install_requires=Needs.base, extras_require={"web": Needs.web})',
      ['default/runtime a', 'web/optional a', 'web/optional b >1'],
    ],
    ['MAJOR = "2"\nsetup(install_requires=[f"a<{int(MAJOR) + 1}"])', ['default/runtime a <3']],
    [
      'setup(install_requires="""\r\nfoo==1 # pinned\r\nbar==1\r\n""")\r\n',
      ['default/runtime foo ==1', 'default/runtime bar ==1'],
    ],
  ])('setup.py: what setup() is given: %s', (text, expected) => {
    expect(dependencies({ 'setup.py': `import sys\n${text}\n` })).toEqual(expected);
    expect(codes({ 'setup.py': `import sys\n${text}\n` })).toEqual([]);
  });

  it.each<[title: string, files: Readonly<Record<string, string>>, expected: readonly string[]]>([
    [
      'lists by their names',
      {
        'setup.py':
          'from deps import REQUIRES, EXTRAS as e\nsetup(name="app", install_requires=REQUIRES + ["b"], extras_require=e)\n',
        'deps.py': '# what is needed\nREQUIRES = ["a<2"]\nREQUIRES += ["c"]\nEXTRAS = {"x": ["d"]}\n',
      },
      ['default a deps.py:2', 'default c deps.py:3', 'default b setup.py:2', 'x d deps.py:4'],
    ],
    [
      'functions, which see the names of their module',
      {
        'a/setup.py':
          'import lib.deps as deps\nfrom setuptools import setup\nsetup(name="app", install_requires=deps.of("run"))\n',
        'a/lib/deps.py':
          'ALL = {"run": ["a"], "x": ["b"]}\ndef pick(kind):\n    return list(ALL[kind])\ndef of(kind):\n    return pick(kind)\n',
      },
      ['default a a/lib/deps.py:1'],
    ],
    [
      'all names; lines of files by the place of the module',
      {
        'setup.py': 'from pkg.tools import *\nsetup(name="app", install_requires=lines("list.txt"))\n',
        'pkg/tools.py':
          'import os\nHERE = os.path.dirname(os.path.abspath(__file__))\ndef lines(name):\n    return open(os.path.join(HERE, name)).read().splitlines()\n',
        'pkg/list.txt': 'a\nb\n',
      },
      ['default a pkg/list.txt:1', 'default b pkg/list.txt:2'],
    ],
    [
      'one that is there, of a try; what its program alone does',
      {
        'setup.py':
          'try:\n    from reqs import install\nexcept ImportError:\n    install = ["old"]\nsetup(name="app", install_requires=install)\n',
        'reqs/__init__.py': 'install = ["a"]\nif __name__ == "__main__":\n    install = ["no"]\n',
      },
      ['default a reqs/__init__.py:1'],
    ],
    [
      'a module that calls setup()',
      {
        'setup.py': 'from common import run\nrun("app", ["a"])\n',
        'common.py': 'from setuptools import setup\ndef run(name, more):\n    setup(name=name, install_requires=more + ["b"])\n',
      },
      ['default a setup.py:2', 'default b common.py:3'],
    ],
    [
      'modules that import each other',
      {
        'setup.py': 'from one import R\nsetup(name="app", install_requires=["a"], extras_require={"x": R})\n',
        'one.py': 'from two import R\n',
        'two.py': 'from one import R\n',
      },
      ['default a setup.py:2'],
    ],
    [
      'a module that takes too long says nothing, and setup.py all it can',
      {
        'setup.py': 'from slow import R\nsetup(name="app", install_requires=["a"], extras_require={"x": R})\n',
        'slow.py': `R = ["a"]\n${'R = [R + R for x in R for y in R]\n'.repeat(40)}`,
      },
      ['default a setup.py:2'],
    ],
  ])('setup.py takes from modules beside it: %s', (_, files, expected) => {
    const found = assemble(files).units.flatMap(({ dependencies: all }) =>
      all.map(({ group, name, origin }) => `${group} ${name} ${origin.file}:${origin.line}`),
    );
    expect(found).toEqual(expected);
  });

  it('setup.py: files are read for what they are taken for', () => {
    const files = {
      'setup.py': `from pathlib import Path
def load(name):
    return [line for line in (Path(__file__).parent / "needs" / f"{name}.txt").read_text().splitlines() if line]
setup(name="app", install_requires=load("base"), extras_require={"redis": load("redis"), "none": load("none")})
`,
      'needs/base.txt': 'flask>=2\n',
      'needs/redis.txt': 'redis\n',
    };
    expect([...dependencies(files)].sort()).toEqual(['default/runtime flask >=2', 'redis/optional redis']);
    expect(assemble(files).diagnostics.map(({ code, severity, line }) => `${code} ${severity} ${line}`)).toEqual([
      'python/computed-dependencies note 3',
    ]);
  });

  it('setup.py: a marker among the extras conditions what is always required', () => {
    const text = `setup(name="a", extras_require={':python_version < "3.12"': ["tomli"], 'fast:sys_platform == "linux"': ["uvloop"]})`;
    expect(dependencies({ 'setup.py': text })).toEqual([
      'default/runtime tomli ; python_version < "3.12"',
      'fast/optional uvloop ; sys_platform == "linux"',
    ]);
  });

  it('setup.py: a line of a file with more to it is none of the file', () => {
    const text =
      'import json\npins = json.load(open("pins.json"))\nsetup(name="a", install_requires=[n + "==" + v for n, v in pins.items()])';
    expect(codes({ 'setup.py': text, 'pins.json': '{"b": "2"}' })).toEqual(['python/computed-dependencies']);
  });

  it('setup.py: dicts that take in others', () => {
    const text = `BASE = {"a": ["x"]}\nsetup(name="a", extras_require={**BASE, "b": ["y"], **more()} | {"c": ["z"]})`;
    expect(dependencies({ 'setup.py': text })).toEqual(['a/optional x', 'b/optional y', 'c/optional z']);
    expect(codes({ 'setup.py': text })).toEqual(['python/computed-dependencies']);
  });

  it('a requirements file that several extras name has its lines in each of them', () => {
    const files = {
      'pyproject.toml': `[project]
name = "app"
version = "1"
dynamic = ["dependencies", "optional-dependencies"]
[tool.setuptools.dynamic]
dependencies = { file = "a.txt" }
optional-dependencies = { all = { file = ["b.txt", "a.txt"] }, redis = { file = "b.txt" } }
`,
      'a.txt': 'flask\n',
      'b.txt': 'redis\n',
    };
    expect([...dependencies(files)].sort()).toEqual([
      'all/optional flask',
      'all/optional redis',
      'default/runtime flask',
      'redis/optional redis',
    ]);
  });

  it("hatch.toml: environments and the requirements files of Hatch's hook", () => {
    const files = {
      'pyproject.toml': `[build-system]
build-backend = "hatchling.build"
[project]
name = "app"
version = "1"
dynamic = ["dependencies"]
`,
      'hatch.toml': '[metadata.hooks.requirements_txt]\nfiles = ["needs.txt"]\n[envs.docs]\ndependencies = ["mkdocs>=1"]\n',
      'needs.txt': 'flask\n',
    };
    expect([...dependencies(files)].sort()).toEqual(['default/runtime flask', 'hatch-docs/dev mkdocs >=1']);
    const { units, diagnostics } = assemble(files);
    expect(diagnostics).toEqual([]);
    expect(units.flatMap(({ dependencies: all }) => all.map(({ origin }) => `${origin.file}:${origin.line}`)).sort()).toEqual([
      'hatch.toml:4',
      'needs.txt:1',
    ]);
    expect(assemble({ 'hatch.toml': '[envs.docs]\ndependencies = ["mkdocs"]\n' }).units).toEqual([]);
    expect(codes({ ...files, 'hatch.toml': '[envs\n' })).toContain('toml/syntax');
  });

  it('setup.cfg follows file:', () => {
    const files = {
      'setup.cfg': '[metadata]\nname = a\n[options]\ninstall_requires = file: deps/run.txt, more.txt\n',
      'deps/run.txt': 'flask>=2\n',
      'more.txt': 'click\n',
    };
    expect([...dependencies(files)].sort()).toEqual(['default/runtime click', 'default/runtime flask >=2']);
    expect(codes(files)).toEqual([]);
  });

  it('setup.cfg', () => {
    const files = {
      'setup.cfg':
        '[metadata]\nname = app\n[options]\npython_requires = >=3.8\ninstall_requires =\n    flask>=2\n    # comment\n    requests; python_version < "4"\n[options.extras_require]\ntest = pytest\n[options.entry_points]\nconsole_scripts =\n    run = app:main\n',
    };
    expect(dependencies(files)).toEqual([
      'default/runtime flask >=2',
      'default/runtime requests ; python_version < "4"',
      'test/test pytest',
    ]);
    expect(unitAt(assemble(files).units, '.').entryPoints?.map(({ name }) => name)).toEqual(['run']);
  });

  it('setup.py: literals through names and sums, computed parts named', () => {
    const text = `import os
from setuptools import setup, find_packages
BASE = ["flask>=2", 'requests' '>=2']
setup(
    name="app",
    install_requires=BASE + ["click"],  # all known
    extras_require={"redis": ["redis"], "test": TESTS},
    python_requires=">=3.8",
    entry_points={"console_scripts": ["run=app:main"]},
)
`;
    const { units, diagnostics } = assemble({ 'setup.py': text });
    expect(unitAt(units, '.').dependencies.map(shown)).toEqual([
      'default/runtime flask >=2',
      'default/runtime requests >=2',
      'default/runtime click',
      'redis/optional redis',
    ]);
    expect(unitAt(units, '.').dependencies.map(({ origin }) => origin.line)).toEqual([3, 3, 6, 7]);
    expect(diagnostics.map(({ code, severity, line }) => `${code} ${severity} ${line}`)).toEqual([
      'python/computed-dependencies note 7',
    ]);
    expect(codes({ 'setup.py': 'setup(install_requires=open("requirements.txt").read().split())' })).toEqual([
      'python/computed-dependencies',
    ]);
  });

  it.each([
    ['R = ["a"]\nR += ["b"]\nR.append("c")\nR.extend(("d",))', 'R', ['a', 'b', 'c', 'd']],
    ['E = {"x": ["a"]}\nE["y"] = E["x"] + ["b"]', 'E["y"]', ['a', 'b']],
    ['R = {"a"} | {"b",}', 'tuple(R | {"c"}), tests_require=read()', ['a', 'b', 'c']],
    ['R = ["a"]', 'list(R) + sorted(("b",))', ['a', 'b']],
    ['R = ["a"]\nif new:\n    R.append("b")', 'R', undefined],
    ['R = ["a"]\nif new: R += ["b"]', 'R', undefined],
    ['R = ["a"]\nif new: R = ["b"]', 'R', undefined],
    ['def needs():\n    R = ["a"]\nR.append("b")', 'R', undefined],
    ['from needs import R\nR += ["b"]', 'R', undefined],
    ['R = ["a"]\nR.append("b" if new else "c")', 'R', undefined],
    ['R = ["a"]\nR.remove("a")', 'R', []],
    ['R = ["a", "b"]\nfrom needs import R', 'R', undefined],
    ['R = ["a"]\nT = R\nT += ["b"]', 'R', ['a', 'b']],
    ['R = ["a"]\nT = R.copy()\nT += ["b"]', 'R', ['a']],
    ['R: List[Dict[str, str]] = ["a"]', 'R', ['a']],
    ['def needs():\n    """Say."""\n    return ["a"]', 'needs()', ['a']],
    [
      'def add(to, *names):\n    for n in names:\n        to.append("lib-" + n)\nR = []\nadd(R, "a", "b")',
      'R',
      ['lib-a', 'lib-b'],
    ],
    ['V = {"a": ">=1", "b": "<2"}', '[k + v for k, v in V.items() if k != "b"]', ['a']],
    ['E = {"x": ["a"], "y": ["b"]}', 'sum(E.values(), [])', ['a', 'b']],
    ['from itertools import chain\nE = {"x": ["a"], "y": ["b"]}', 'sorted(set(chain(*E.values())))', ['a', 'b']],
    ['v = "1.2"', '["a==%s" % v, "b=={}".format(v), f"c=={v}"]', ['a', 'b', 'c']],
    ['', '"a b".split() + """\nc\nd # why\n""".splitlines()', ['a', 'b', 'c', 'd']],
    ['try:\n    import json\n    R = ["a"]\nexcept ImportError:\n    R = ["simplejson"]', 'R', ['a']],
    ['try:\n    import numpy\n    R = ["a"]\nexcept ImportError:\n    R = ["b"]', 'R', undefined],
    ['if os.getenv("GPU"):\n    R = ["a"]\nelse:\n    R = ["a"]', 'R', ['a']],
    ['def f(n):\n    return f(n)', 'f(1)', undefined],
    ['R = ["a"]\nwhile more():\n    R.append("b")', 'R', undefined],
    ['R = ["a"]\nfor x in more():\n    R.append(x)', 'R', undefined],
    ['R = ["a"]\nR[0] = "b"', 'R', undefined],
  ])('setup.py: after %j, %s is %j', (before, value, expected) => {
    const { units, diagnostics } = assemble({ 'setup.py': `${before}\nsetup(name="app", install_requires=${value})\n` });
    const isComputed = diagnostics.some(({ code }) => code === 'python/computed-dependencies');
    expect(isComputed ? undefined : unitAt(units, '.').dependencies.map(({ name }) => name)).toEqual(expected);
  });

  it.each([
    ['open("requirements.txt").read().splitlines()', ['click', 'flask']],
    ['[line.strip() for line in open(os.path.join(HERE, "./requirements.txt"))]', ['click', 'flask']],
    ['read("requirements.txt"), tests_require=read("requirements-dev.txt")', ['click', 'flask']],
    ['read("lib/requirements.txt")', ['click', 'flask', 'six']],
    ['read(os.path.join(HERE, "lib", "requirements.txt"))', ['click', 'flask', 'six']],
    ['open(os.path.dirname(__file__) + "/lib/requirements.txt").readlines()', ['click', 'flask', 'six']],
    [`open(f"{os.path.dirname(__file__)}/deps/{'requirements'}/_base.txt")`, ['click', 'flask', 'jinja2']],
    ['[r.partition("#")[0].strip() for r in ["attrs # pinned", "six"]]', ['attrs', 'click', 'flask', 'six']],
    ['read(HERE / "deps" / "requirements" / "_base.txt"), extras_require={}', ['click', 'flask', 'jinja2']],
    ['tuple(read(HERE / "deps" / "requirements" / "_base.txt") | {"attrs"})', ['attrs', 'click', 'flask', 'jinja2']],
    ['read("requirements.txt").split("\\n")[1:] + ["attrs"]', ['attrs', 'click', 'flask']],
    // Which of two, what another way computes, and what is not there, nobody knows.
    ['read("requirements.txt") + read("lib/requirements.txt")', undefined],
    ['read("requirements.txt"), extras_require={":os_name == \\"nt\\"": read()}', undefined],
    ['read("needs.txt")', undefined],
    ['read("requirements/prod.txt")', undefined],
  ])('setup.py: install_requires=%s', (value, expected) => {
    const { units, diagnostics } = assemble({
      'setup.py': `setup(name="app", install_requires=${value})\n`,
      'requirements.txt': 'flask\nclick\n',
      'lib/requirements.txt': 'six\nclick\n',
      'deps/requirements/_base.txt': 'jinja2\n',
      'requirements-dev.txt': 'pytest\n',
    });
    const isKnown = diagnostics.every(({ incomplete }) => incomplete !== true);
    const { dependencies } = unitAt(units, '.');
    const runs = new Set(dependencies.flatMap(({ scope, name }) => (scope === 'runtime' ? [name] : [])));
    expect(isKnown ? [...runs].sort() : undefined).toEqual(expected);
  });

  it.each([
    '"lib @ file://" + os.path.dirname(os.path.abspath(__file__)) + "/../lib"',
    'f"lib @ file://localhost/{os.getcwd()}/../lib"',
    '"lib @ file://%s/../lib" % os.getcwd()',
    '"lib @ " + (Path(__file__).parent.parent / "lib").as_uri()',
  ])('setup.py: a project beside it, by %s', (value) => {
    const { units, diagnostics } = assemble({
      'app/setup.py': `setup(name="app", install_requires=[${value}])\n`,
      'lib/setup.py': 'setup(name="lib", install_requires=["six<2"])\n',
    });
    expect(diagnostics).toEqual([]);
    expect(unitAt(units, 'app').dependencies.map(({ name, constraint }) => `${name} ${constraint}`)).toEqual([
      'lib lib',
      'six <2',
    ]);
  });

  it('setup.py: what is always required under a condition and computed leaves the whole unknown', () => {
    const text = `setup(name="a", extras_require={':python_version < "3.12"': read(), 'fast': read()})`;
    const { diagnostics } = assemble({ 'setup.py': text });
    expect(diagnostics.map(({ severity, incomplete }) => `${severity} ${incomplete}`)).toEqual([
      'warning true',
      'note undefined',
    ]);
  });

  it('environment.yml: the pip section and the interpreter', () => {
    const files = {
      'environment.yml': 'name: lab\ndependencies:\n  - python=3.10\n  - numpy=1.26\n  - pip\n  - pip:\n    - flask>=2\n',
    };
    const { units, diagnostics } = assemble(files);
    expect(unitAt(units, '.').dependencies.map(shown)).toEqual(['default/runtime flask >=2']);
    expect(unitAt(units, '.').runtimes.map(({ constraint }) => constraint)).toEqual(['==3.10.*']);
    expect(diagnostics.map(({ code, line }) => `${code} ${line}`)).toEqual(['python/conda-packages 4']);
  });

  it('environment.yml: addresses and directories of the pip section as pip has them', () => {
    const files = {
      'lab/environment.yml':
        "dependencies:\n  - python[version='>=3.10,<3.12']\n  - pip:\n    - git+https://git.example/r.git@v1#egg=r&subdirectory=py\n    - -e ../lib[fast]\n    - git+https://git.example/s.git\n",
      'lib/pyproject.toml':
        '[project]\nname = "lib"\nversion = "1"\ndependencies = ["flask"]\noptional-dependencies = { fast = ["uvloop"] }\n',
    };
    const { units, diagnostics } = assemble(files);
    const lab = unitAt(units, 'lab');
    expect(lab.dependencies.map(shown)).toEqual([
      'default/runtime r git+https://git.example/r.git@v1#subdirectory=py',
      'default/runtime lib lib',
      'default/runtime flask via lib@1',
      'default/runtime uvloop via lib@1',
    ]);
    expect(lab.runtimes.map(({ constraint }) => constraint)).toEqual(['>=3.10,<3.12']);
    expect(diagnostics.map(({ code, line }) => `${code} ${line}`)).toEqual(['python/unnamed-requirement 6']);
  });

  it('environment.yml: the files that its pip section names', () => {
    const files = {
      'lab/environment.yml': 'dependencies:\n  - pip:\n    - -r deps/run.txt\n    - --pre\n',
      'lab/deps/run.txt': 'celery<5\n',
    };
    const { units, diagnostics } = assemble(files);
    expect(unitAt(units, 'lab').dependencies.map(shown)).toEqual(['default/runtime celery <5']);
    expect(diagnostics.map(({ code, line }) => `${code} ${line}`)).toEqual(['python/pip-option 4']);
  });

  it.each<[string, string, readonly string[]]>([
    ['env.yml', 'channels: [conda-forge]\ndependencies: [{ pip: [flask>=2] }]\n', ['default/runtime flask >=2']],
    ['environment-prod.yaml', 'dependencies: [python=3.11, { pip: [flask>=2] }]\n', ['default/runtime flask >=2']],
    ['conda_dev.yml', 'channels: [x]\ndependencies: [{ pip: [pytest] }]\n', ['dev/dev pytest']],
    ['environment-gpu.yml', 'channels: [x]\ndependencies: [{ pip: [torch==2.4] }]\n', ['gpu/runtime torch ==2.4']],
  ])('a conda environment of another name: %s', (name, text, expected) => {
    const { units } = assemble({ [`lab/${name}`]: text });
    expect(unitAt(units, 'lab').dependencies.map(shown)).toEqual(expected);
  });

  it('a conda environment whose name says nothing is what runs, with its interpreter, only where nothing else does', () => {
    const gpu = { 'environment-gpu.yml': 'dependencies: [python=3.10, { pip: [torch==2.4] }]\n' };
    const read = (files: Readonly<Record<string, string>>) => {
      const unit = unitAt(assemble(files).units, '.');
      return [...unit.dependencies.map(shown), ...unit.runtimes.map(({ constraint }) => constraint)];
    };
    expect(read(gpu)).toEqual(['gpu/runtime torch ==2.4', '==3.10.*']);
    expect(read({ ...gpu, 'requirements.txt': 'flask\n' })).toEqual(['gpu/optional torch ==2.4', 'default/runtime flask']);
    expect(read({ ...gpu, 'environment.yml': 'dependencies: [python=3.12]\n' })).toEqual([
      'gpu/optional torch ==2.4',
      '==3.12.*',
    ]);
  });

  it.each([
    ['env.yaml', 'dependencies:\n  - name: redis\n    version: 1.2.3\n'],
    ['environment-prod.yml', 'replicas: 3\n'],
  ])('%s of something else is no environment', (name, text) => {
    expect(assemble({ [`lab/${name}`]: text }).units).toEqual([]);
  });

  it('pixi.toml: what comes from PyPI, features as groups, platforms as markers', () => {
    const text = `[workspace]
name = "lab"
platforms = ["linux-64"]
[dependencies]
python = "3.11.*"
numpy = ">=1.26"
[pypi-dependencies]
Flask = { version = ">=2", extras = ["async"] }
click = "*"
bad = "latest"
lib = { path = "../lib", editable = true }
[target.win-64.pypi-dependencies]
pywin32 = ">=306"
[feature.test.pypi-dependencies]
pytest = ">=8"
[feature.gpu.dependencies]
cuda = "12"
[feature.gpu.pypi-dependencies]
torch = { git = "https://git.example/torch.git", rev = "abc" }
`;
    const { units, diagnostics } = assemble({ 'lab/pixi.toml': text });
    const unit = unitAt(units, 'lab');
    expect([unit.name, unit.manifests.map(({ kind }) => kind)]).toEqual(['lab', ['pixi']]);
    expect(
      unit.dependencies.map(
        ({ name, constraint, kind, group, origin, marker = '' }) =>
          `${group} ${name} ${constraint} ${kind} ${origin.line} ${marker}`,
      ),
    ).toEqual([
      'default flask >=2 range 8 ',
      'default click  range 9 ',
      'default lib lib path 11 ',
      "default pywin32 >=306 range 13 sys_platform == 'win32' and platform_machine == 'AMD64'",
      'test pytest >=8 range 15 ',
      'gpu torch git+https://git.example/torch.git@abc git 19 ',
    ]);
    expect(unit.runtimes.map(({ constraint }) => constraint)).toEqual(['==3.11.*']);
    expect(diagnostics.map(({ code, line }) => `${code} ${line}`)).toEqual([
      'python/invalid-requirement 10',
      'python/conda-packages 6',
      'python/local-project-unknown 11',
    ]);
  });

  it.each([
    ['', ['feat/optional flask']],
    ['prod = ["feat"]\ntest-old = { features = ["feat", "x"] }', ['prod/optional flask', 'test-old/test flask']],
    ['default = ["feat"]\nprod = ["feat"]', ['default/runtime flask']],
  ])('pixi.toml: features belong to the environments that take them: %s', (environments, expected) => {
    const text = `[feature.feat.pypi-dependencies]\nflask = "*"\n[environments]\n${environments}\n`;
    expect(dependencies({ 'pixi.toml': text })).toEqual(expected);
  });

  it('pyproject.toml: the table of Pixi adds to the project', () => {
    const text = `[project]
name = "app"
version = "1"
dependencies = ["flask>=2"]
[tool.pixi.dependencies]
python = ">=3.11"
[tool.pixi.pypi-dependencies]
app = { path = ".", editable = true }
gunicorn = ">=21"
`;
    const { units, diagnostics } = assemble({ 'app/pyproject.toml': text });
    expect(unitAt(units, 'app').dependencies.map(shown)).toEqual(['default/runtime flask >=2', 'default/runtime gunicorn >=21']);
    expect(diagnostics.map(({ code }) => code)).toEqual([]);
  });

  it.each<[string, (file: SourceFile) => ManifestFacts, string, readonly string[] | undefined]>([
    ['PDM', readPyproject, '[tool.pdm.resolution]\nallow-prereleases = true\n', [':all:']],
    [
      'Poetry, by package',
      readPyproject,
      '[tool.poetry.dependencies]\nflask = { version = "*", allow-prereleases = true }\nclick = "*"\n',
      ['flask'],
    ],
    ['Pipenv', readPipfile, '[pipenv]\nallow_prereleases = true\n[packages]\nflask = "*"\n', [':all:']],
  ])('prereleases: %s', (_, read, text, expected) => {
    expect(read(sourceFile('file', Buffer.from(text))).prereleases).toEqual(expected);
  });
});
