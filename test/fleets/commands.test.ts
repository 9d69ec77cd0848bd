import { describe, expect, it } from 'vitest';
import { type Expected, type Files, observed, reportOf } from './fleet.ts';

function scripts(name: string, entries: Readonly<Record<string, string>>): string {
  const lines = Object.entries(entries).map(([command, target]) => `${command} = "${target}"\n`);
  return `[project]\nname = "${name}"\nversion = "1"\n[project.scripts]\n${lines.join('')}`;
}

function bin(name: string, commands: Readonly<Record<string, string>> | string): string {
  return JSON.stringify({ name, version: '1.0.0', bin: commands });
}

const FREE: Expected = { errors: [], warnings: [], hosts: [1, 1, 1] };
const apart = (name: string, services = 'a, b'): Expected => ({
  errors: [`command/two-providers command:${name}: ${services}`],
  hosts: [2, 1, 1],
});

const CASES: Readonly<Record<string, readonly [Files, Expected]>> = {
  'entry points of one name': [
    { 'a/pyproject.toml': scripts('a', { serve: 'a.cli:main' }), 'b/pyproject.toml': scripts('b', { serve: 'b.cli:main' }) },
    apart('serve'),
  ],
  'entry points of two names': [
    {
      'a/pyproject.toml': scripts('a', { 'serve-a': 'a.cli:main' }),
      'b/pyproject.toml': scripts('b', { 'serve-b': 'b.cli:main' }),
    },
    FREE,
  ],
  'the same module in two services is two modules': [
    { 'a/pyproject.toml': scripts('a', { serve: 'app.cli:main' }), 'b/pyproject.toml': scripts('b', { serve: 'app.cli:main' }) },
    apart('serve'),
  ],
  'uv installs none where nothing is said to build the project': [
    {
      'a/pyproject.toml': `${scripts('a', { serve: 'a.cli:main' })}[tool.uv]\n`,
      'a/uv.lock': 'version = 1\n',
      'b/pyproject.toml': `${scripts('b', { serve: 'b.cli:main' })}[tool.uv]\n`,
    },
    FREE,
  ],
  'it does where the project says that it is a package, or what builds it; so does pip': [
    {
      'a/pyproject.toml': `${scripts('a', { serve: 'a.cli:main' })}[tool.uv]\npackage = true\n`,
      'b/pyproject.toml': `${scripts('b', { serve: 'b.cli:main' })}[build-system]\nrequires = ["hatchling"]\n[tool.uv]\n`,
      'c/pyproject.toml': `${scripts('c', { serve: 'c.cli:main' })}[tool.uv]\n`,
      'c/Dockerfile': 'FROM python:3.12\nCOPY . .\nRUN pip install .\n',
    },
    { errors: ['command/two-providers command:serve: a, b, c'] },
  ],
  'projects that are no packages of Poetry and PDM have none': [
    {
      'a/pyproject.toml': `${scripts('a', { serve: 'a.cli:main' })}[tool.poetry]\npackage-mode = false\n`,
      'b/pyproject.toml': `${scripts('b', { serve: 'b.cli:main' })}[tool.pdm]\ndistribution = false\n`,
      'c/pyproject.toml': `${scripts('c', { serve: 'c.cli:main' })}[build-system]\nrequires = ["hatchling"]\n`,
    },
    FREE,
  ],
  'entry points of setup.cfg and pyproject': [
    {
      'a/setup.cfg': '[metadata]\nname = a\n[options.entry_points]\nconsole_scripts =\n    serve = a.cli:main\n',
      'b/pyproject.toml': scripts('b', { serve: 'b.cli:main' }),
    },
    apart('serve'),
  ],
  'graphical programs, whose commands lie beside the others': [
    {
      'a/pyproject.toml': scripts('a', { serve: 'a.cli:main' }).replace('project.scripts', 'project.gui-scripts'),
      'b/setup.cfg': '[metadata]\nname = b\n[options.entry_points]\ngui_scripts =\n    serve = b.cli:main\n',
    },
    apart('serve'),
  ],
  'entry points and scripts of setup.py': [
    {
      'a/setup.py':
        'from setuptools import setup\nsetup(name="a", entry_points="""\n[console_scripts]\nserve = a.cli:main\n[a.plugins]\nother = a.x:y\n""")\n',
      'b/setup.py': 'from setuptools import setup\nsetup(name="b", scripts=["bin/serve", "bin/other"])\n',
    },
    apart('serve'),
  ],
  'scripts of Poetry': [
    {
      'a/pyproject.toml': '[tool.poetry]\nname = "a"\nversion = "1"\n[tool.poetry.scripts]\nserve = "a.cli:main"\n',
      'b/pyproject.toml': scripts('b', { serve: 'b.cli:main' }),
    },
    apart('serve'),
  ],
  'commands of two npm packages: a global prefix refuses the second': [
    { 'a/package.json': bin('a', { serve: './cli.js' }), 'b/package.json': bin('b', { serve: './cli.js' }) },
    apart('serve'),
  ],
  'a command that is called like its package': [
    { 'a/package.json': bin('@x/tool', './cli.js'), 'b/package.json': bin('@y/tool', './cli.js') },
    apart('tool'),
  ],
  'npm scripts are no commands': [
    {
      'a/package.json': '{ "name": "a", "scripts": { "start": "node a.js" } }',
      'b/package.json': '{ "name": "b", "scripts": { "start": "node b.js" } }',
    },
    FREE,
  ],
  'Python and npm have directories of their own': [
    { 'a/pyproject.toml': scripts('a', { serve: 'a.cli:main' }), 'b/package.json': bin('b', { serve: './cli.js' }) },
    FREE,
  ],
  'three are one conflict': [
    {
      'a/pyproject.toml': scripts('a', { serve: 'a:main' }),
      'b/pyproject.toml': scripts('b', { serve: 'b:main' }),
      'c/pyproject.toml': scripts('c', { serve: 'c:main' }),
    },
    { errors: ['command/two-providers command:serve: a, b, c'], hosts: [3, 1, 1] },
  ],
};

it('says three names, whoever else installs it', async () => {
  const five = ['a', 'b', 'c', 'd', 'e'].map((name) => [`${name}/pyproject.toml`, scripts(name, { serve: `${name}:main` })]);
  const [conflict] = (await reportOf(Object.fromEntries(five))).conflicts;
  expect(conflict?.message).toBe(
    'a, b, c and 2 more install a command serve; in one environment the last one installed replaces the others',
  );
});

describe('commands', () => {
  it.each(Object.entries(CASES))('%s', async (_, [files, expected]) => {
    expect(observed(await reportOf(files), expected)).toEqual(expected);
  });
});
