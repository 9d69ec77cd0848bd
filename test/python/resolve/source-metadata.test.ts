import { describe, expect, it } from 'vitest';
import { sourceFacts } from '../../../analyzers/python/source-metadata.ts';

/** Files of source archives without static metadata, and what they need: undefined where only a build would tell. */

const INFO = 'Metadata-Version: 2.1\nName: a\nVersion: 1\nRequires-Python: >=3.8\n\n';
const archive = (files: Readonly<Record<string, string>>): ReadonlyMap<string, string> =>
  new Map(Object.entries({ 'PKG-INFO': INFO, ...files }).map(([path, text]) => [`a-1/${path}`, text]));
const egg = (requires: string) => ({ 'a.egg-info/SOURCES.txt': '', 'a.egg-info/requires.txt': requires });

describe('what a source archive needs', () => {
  it.each<[title: string, files: Readonly<Record<string, string>>, requires: readonly string[] | undefined]>([
    ['setup.py writes it out', { 'setup.py': 'setup(install_requires=["b>=1"])', ...egg('b>=1\n') }, ['b>=1']],
    [
      'sections are extras and markers',
      {
        'setup.py': 'setup(install_requires=["b", "c; os_name == \'nt\'"], extras_require={"x": ["d"]})',
        ...egg('b\n\n[:os_name == "nt"]\nc\n\n[x]\nd\n\n[x:python_version < "3"]\ne\n'),
      },
      ['b', 'c ; (os_name == "nt")', 'd ; (extra == "x")', 'e ; (python_version < "3") and (extra == "x")'],
    ],
    [
      'computed of the files alone',
      { 'setup.py': 'setup(install_requires=open("r.txt").read().split())', 'src/a.egg-info/requires.txt': 'b\n' },
      ['b'],
    ],
    [
      'computed by a look at the machine',
      { 'setup.py': 'import sys\nsetup(install_requires=needs(sys.version_info))', ...egg('b\n') },
      undefined,
    ],
    [
      'written out beside a look at the machine',
      { 'setup.py': 'import sys\nassert sys.version_info > (3,)\nsetup(install_requires=["b"])', ...egg('b\n') },
      ['b'],
    ],
    ['the author’s run came to more', { 'setup.py': 'import os, sys\nos.getenv("X")\nsetup()', ...egg('b\n') }, undefined],
    ['pbr computes', { 'setup.py': 'setup(setup_requires=["pbr"], pbr=True)', ...egg('b\n') }, undefined],
    ['nothing is needed', { 'setup.py': 'from distutils.core import setup\nsetup(name="a")' }, []],
    [
      'a dict that is written out',
      { 'setup.py': 'import sys\nsys.argv\nall = dict(name="a")\nall["ext_modules"] = f()\nsetup(**all)' },
      [],
    ],
    ['a dict that is not', { 'setup.py': 'setup(**more())' }, undefined],
    ['a dict that is changed', { 'setup.py': 'all = dict(name="a")\nall["install_requires"] = f()\nsetup(**all)' }, undefined],
    ['setup.cfg', { 'setup.py': 'setup()', 'setup.cfg': '[options]\ninstall_requires =\n  b\n', ...egg('b\n') }, ['b']],
    ['no archive of setuptools', { 'pyproject.toml': '[build-system]\nbuild-backend = "own"\n', ...egg('b\n') }, undefined],
    ['a project’s own table', { 'pyproject.toml': '[project]\nname = "a"\n', ...egg('b\n') }, undefined],
    [
      'Poetry writes all that it knows',
      {
        'PKG-INFO': `${INFO.trimEnd()}\nRequires-Dist: b (>=1)\n\n`,
        'pyproject.toml': '[build-system]\nbuild-backend = "poetry.core.masonry.api"\n',
      },
      ['b (>=1)'],
    ],
    [
      'two that could be meant',
      { 'setup.py': 'setup()', 'a.egg-info/requires.txt': 'b', 'b.egg-info/requires.txt': 'c' },
      undefined,
    ],
    ['what is no requirement', { 'setup.py': 'setup()', ...egg('b >=\n') }, undefined],
  ])('%s', (_, files, requires) => {
    const facts = sourceFacts(archive(files));
    expect(facts?.requires).toEqual(requires);
    if (facts !== undefined) expect(facts.requiresPython).toBe('>=3.8');
  });
});
