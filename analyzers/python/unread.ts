import type { UnreadFormat } from '../../src/model/index.ts';

const NO_PINS = 'not read: what it pins is not known, and versions are compared as the manifest beside it states them';
const REQUIREMENTS = 'list the requirements in a requirements file or a pyproject.toml to have them compared';

/** Python's manifests and locks that are known and not read. */
export const UNREAD: readonly UnreadFormat[] = [
  {
    files: ['conda-lock.yml', '*.conda-lock.yml'],
    holds: /manager:\s*["']?pip/,
    why: NO_PINS,
    instead: 'put the pins of its pip packages into a requirements file to have them compared',
    beside: true,
  },
  {
    files: ['pixi.lock'],
    holds: /pypi:/,
    why: NO_PINS,
    instead: 'put the pins of its PyPI packages into a requirements file to have them compared',
    beside: true,
  },
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
    files: ['python/*.lock', 'python-default.lock'],
    holds: /PANTS LOCKFILE METADATA|"pex_version"/,
    why: "Pants' lock and not read: what it pins is not compared",
    instead: 'export it as a requirements file (pants export, pip freeze) to have it compared',
  },
];
