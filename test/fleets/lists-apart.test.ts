import { describe, expect, it } from 'vitest';
import { type Expected, type Files, observed, reportOf } from './fleet.ts';

const image = (python: string, list: string, as: string): string =>
  `FROM python:${python}\nCOPY ${list} ${as}\nRUN pip install -r ${as}\nCOPY . .\nCMD ["python", "app.py"]\n`;

/** Requirements that lie apart from the programs that they are for: in folders of lists, and under other names in images. */
const CASES: Readonly<Record<string, readonly [Files, Expected]>> = {
  'folders below requirements are of the directory around': [
    {
      'a/app.py': '',
      'a/requirements/python3/requirements.txt': 'flask<2\n',
      'a/requirements/python3/test-requirements.txt': 'pytest<7\n',
      'a/requirements/dev/requirements.txt': 'click<7\n',
      'b/requirements.txt': 'flask>=3\npytest>=8\nclick>=8\n',
    },
    { errors: ['version/unsatisfiable pkg:pypi/flask: a, b'], services: ['a', 'b'] },
  ],
  'of several folders the one that the image installs counts': [
    {
      'a/app.py': '',
      'a/requirements/web/base.txt': 'flask<2\n',
      'a/requirements/batch/base.txt': 'click<7\n',
      'a/Dockerfile': image('3.12', 'requirements/web/base.txt', 'requirements.txt'),
      'b/requirements.txt': 'flask>=3\nclick>=8\n',
    },
    { errors: ['version/unsatisfiable pkg:pypi/flask: a, b'], services: ['a', 'b'] },
  ],
  'lists of one folder that images of other directories install are theirs': [
    {
      'requirements/common.txt': 'attrs\n',
      'requirements/web.txt': '-r common.txt\nflask<2\n',
      'requirements/worker.txt': '-r common.txt\nflask>=3\n',
      'web/app.py': '',
      'web/Dockerfile': image('3.9', 'requirements/web.txt', '/app/requirements.txt'),
      'worker/app.py': '',
      'worker/Dockerfile': image('3.12', 'requirements/worker.txt', './reqs.txt'),
    },
    {
      errors: ['runtime/unsatisfiable runtime:python: web, worker', 'version/unsatisfiable pkg:pypi/flask: web, worker'],
      services: ['web', 'worker'],
    },
  ],
  'a list that all images install is of the directory around it': [
    {
      'requirements/prod.txt': 'flask<2\n',
      'web/app.py': '',
      'web/Dockerfile': image('3.12', 'requirements/prod.txt', 'requirements.txt'),
      'worker/app.py': '',
      'worker/Dockerfile': image('3.12', 'requirements/prod.txt', 'requirements.txt'),
    },
    { errors: [], services: ['.'] },
  ],
  'a folder of lists is of the directory whose image installs them': [
    {
      'a/app.py': '',
      'a/deps/requirements.txt': 'flask<2\n',
      'a/Dockerfile': image('3.8', 'deps/requirements.txt', 'requirements.txt'),
      'b/requirements.txt': 'flask>=3\n',
      'b/app.py': '',
      'b/Dockerfile': image('3.12', 'requirements.txt', '.'),
    },
    {
      errors: ['runtime/unsatisfiable runtime:python: a, b', 'version/unsatisfiable pkg:pypi/flask: a, b'],
      services: ['a', 'b'],
    },
  ],
  'two such folders below one image are two services': [
    {
      'tool.py': '',
      'Dockerfile': 'FROM python:3.12\nRUN pip install -r a/requirements.txt -r b/requirements.txt\n',
      'a/requirements.txt': 'flask<2\n',
      'b/requirements.txt': 'flask>=3\n',
    },
    { errors: ['version/unsatisfiable pkg:pypi/flask: a, b'], services: ['a', 'b'] },
  ],
};

describe('lists that lie apart', () => {
  it.each(Object.entries(CASES))('%s', async (_, [files, expected]) => {
    const report = await reportOf(files);
    expect(observed(report, expected)).toEqual(expected);
  });
});
