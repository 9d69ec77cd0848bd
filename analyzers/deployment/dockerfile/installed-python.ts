/** Python in images of a plain system, and whether they start something of it. */

import { distributionPython, pythonPin } from '../../../src/formats/dockerfile/base-images.ts';
import { programWords } from '../../../src/formats/shell/shell.ts';
import { baseName } from '../../../src/model/index.ts';
import type { Installable } from './installed.ts';

/** `python3.11` of Debian, Ubuntu and deadsnakes; `python3.11`, `python39` and its module of Red Hat and Amazon Linux; what needs them. */
const PACKAGE = /^(?:apk|deb|rpm):@?python(3)\.?(\d{1,2})(?:-(?:dev|devel|full|minimal|pip|venv))?$/;
const INTERPRETER = /^(?:apk|deb|rpm):python3$/;
/** The release that its version says: `python3=3.11.12-r0`, `python3~3.11`. */
const OWN_RELEASE = /^[=~]+(3)\.(\d{1,2})(?!\d)/;

/** `3.12`, `python3.12`, `cpython-3.12.4`, in quotes or not. */
const RELEASE = /^["']?(?:cpython[-@]?|python)?(3\.\d{1,2})(?!\d)/;
/** A range that holds one release: `>=3.9,<3.10`. */
const WITHIN_ONE = /^>=\s*3\.(\d{1,2})(?:\.\d+)?\s*,\s*<\s*3\.(\d{1,2})(?:\.0(?:a0)?)?$/;

function releaseOf(written: string): string | undefined {
  const [, low, high] = WITHIN_ONE.exec(written) ?? [];
  return low !== undefined && Number(high) === Number(low) + 1 ? `3.${low}` : RELEASE.exec(written)?.[1];
}

export const PYTHON: Installable = {
  name: 'python',
  releaseOf,
  ofPackage: (key, constraint) => {
    const [, major, minor] = PACKAGE.exec(key) ?? (INTERPRETER.test(key) ? OWN_RELEASE.exec(constraint) : null) ?? [];
    return major === undefined ? undefined : `${major}.${minor}`;
  },
  fetches: [
    /\buv\s+python\s+install\s+(?:--?[\w-]+\s+)*([^\s;&|]+)/g,
    /\bpyenv\s+install\s+(?:-\w+\s+|--[\w-]+\s+)*([^\s;&|]+)/g,
    /\b(?:conda|mamba|micromamba)\s+(?:-\S+\s+)*(?:install|create)\b[^\n;&|]{0,400}?\s["']?(?:[\w-]+::)?python==?([^\s=;&|]+)/g,
    /\b(?:conda|mamba|micromamba)\s+(?:-\S+\s+)*(?:install|create)\b[^\n;&|]{0,400}?\s["'](?:[\w-]+::)?python\s?(>=[^"'\n]{1,40})["']/g,
  ],
  choices: [
    /\buv\s+python\s+pin\s+([^\s;&|]+)/g,
    /\buv\s+(?:venv|sync|run)\b[^\n;&|]{0,200}?\s(?:--python|-p)[\s=]+([^\s;&|]+)/g,
    /\bpyenv\s+(?:global|local)\s+([^\s;&|]+)/g,
  ],
  // It is `--python` for every command of uv (uv, "Environment variables").
  variable: 'UV_PYTHON',
  places:
    /^\/(?:usr(?:\/local)?(?:\/(?:bin|lib)(?:\/python3[\d.]*)?)?|opt\/(?:conda|python|venv)|python|(?:root|home\/\w+)\/\.(?:pyenv|local\/share\/uv)(?:\/.*)?)?$/,
  elsewhere: [],
  // Packages that bring the distribution's own along to be used (headers are for builds).
  ownPackage: /^(?:apk|deb|rpm):(?:python3?(?:-(?:full|minimal|pip|venv))?|py3-pip)$/,
  ofDistribution: distributionPython,
  pin: pythonPin,
};

const STARTERS =
  /^(?:python[\d.]*|gunicorn|uvicorn|hypercorn|daphne|granian|celery|flask|fastapi|streamlit|waitress-serve|uwsgi|ddtrace-run|opentelemetry-instrument)$/;

/** Whether a command starts something of Python. */
export function startsPython(command: readonly string[]): boolean {
  const [program = '', ...rest] = programWords(command.map((text) => ({ text, offset: 0 }))).map(({ text }) => text);
  return STARTERS.test(baseName(program)) || /\.py$/.test(program) || (baseName(program) === 'uv' && rest[0] === 'run');
}
