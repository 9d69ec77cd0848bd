import type { UnreadFormat } from '../../src/model/index.ts';

const REQUIREMENTS = 'list the requirements in a requirements file or a pyproject.toml to have them compared';

/** Python's manifests and locks that are known and not read. */
export const UNREAD: readonly UnreadFormat[] = [
  {
    files: ['buildout.cfg'],
    holds: /^\[buildout\]/m,
    why: "Buildout's, which is not read: its eggs are not compared",
    instead: REQUIREMENTS,
  },
  {
    files: ['flit.ini'],
    why: 'of a Flit before 2.0 and not read: what it requires is not compared',
    instead: 'flit.ini becomes a pyproject.toml by python -m flit.tomlify',
  },
  {
    files: ['cog.yaml'],
    holds: /^[ \t]+python_packages:/m,
    why: "Cog's, which is not read: its python_packages are not compared",
    instead: 'list them in a requirements file and name that (python_requirements)',
    beside: true,
  },
  {
    files: ['bentofile.yaml'],
    holds: /^python:[^\n]*\n(?:(?:[ \t#][^\n]*|\r?)\n)*?[ \t]+packages:/m,
    why: "BentoML's, which is not read: its python packages are not compared",
    instead: 'list them in a requirements file and name that (requirements_txt)',
    beside: true,
  },
  {
    files: ['pants.toml'],
    holds: /\bpants\.backend\.(?:experimental\.)?python\b/,
    why: "Pants': what its BUILD files require, and which of it a target takes, is not compared",
    instead: REQUIREMENTS,
    beside: true,
  },
  {
    files: ['MODULE.bazel', 'WORKSPACE', 'WORKSPACE.bazel'],
    holds: /\bpip\.parse\s*\(|\bpip_(?:parse|install)\s*\(/,
    why: "Bazel's: which of the requirements that it names a target takes is not compared",
    instead: 'list what a service requires in a requirements file of its own to have it compared',
  },
  {
    files: ['python/*.lock', 'python-default.lock'],
    holds: /PANTS LOCKFILE METADATA|"pex_version"/,
    why: "Pants' lock and not read: what it pins is not compared",
    instead: 'export it as a requirements file (pants export, pip freeze) to have it compared',
  },
];
