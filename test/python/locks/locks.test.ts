import { describe, expect, it } from 'vitest';
import { assemble, dependencies, shown, unitAt } from '../assemble.ts';

describe('locks', () => {
  const project = '[project]\nname = "a"\ndependencies = ["flask>=2"]\n';

  it('uv.lock: versions, edges that hold for the target, sizes', () => {
    const lock = `version = 1
[[package]]
name = "a"
source = { virtual = "." }
[[package]]
name = "flask"
version = "3.0.3"
source = { registry = "https://index.example.org" }
dependencies = [{ name = "colorama", marker = "sys_platform == 'win32'" }, { name = "werkzeug" }]
wheels = [{ url = "https://files.example.org/flask-3.0.3-py3-none-any.whl", size = 101735 }]
[[package]]
name = "werkzeug"
version = "3.0.6"
[[package]]
name = "colorama"
version = "0.4.6"
`;
    const unit = unitAt(assemble({ 'pyproject.toml': project, 'uv.lock': lock }).units, '.');
    expect(unit.dependencies.map(shown)).toEqual([
      'default/runtime flask >=2 = 3.0.3',
      'default/runtime werkzeug ==3.0.6 = 3.0.6 via flask@3.0.3',
    ]);
    expect(unit.dependencies[0]?.size).toEqual({ bytes: 101735, of: 'wheel' });
    expect(unit.demands.find(({ strength, key }) => strength === 'locked' && key === 'flask')?.origin).toMatchObject({
      file: 'uv.lock',
      line: 6,
    });
  });

  it.each([
    [
      'poetry.lock',
      '[[package]]\nname = "flask"\nversion = "3.0.3"\ncategory = "main"\n[package.dependencies]\nWerkzeug = ">=3"\n[[package]]\nname = "werkzeug"\nversion = "3.0.6"\ncategory = "main"\n',
    ],
    [
      'pdm.lock',
      '[[package]]\nname = "flask"\nversion = "3.0.3"\ngroups = ["default"]\ndependencies = ["Werkzeug>=3"]\n[[package]]\nname = "werkzeug"\nversion = "3.0.6"\n',
    ],
    [
      'pylock.toml',
      'lock-version = "1.0"\n[[packages]]\nname = "flask"\nversion = "3.0.3"\ndependencies = [{name = "werkzeug"}]\n[[packages]]\nname = "werkzeug"\nversion = "3.0.6"\n',
    ],
  ])('%s', (name, lock) => {
    expect(dependencies({ 'pyproject.toml': project, [name]: lock })).toEqual([
      'default/runtime flask >=2 = 3.0.3',
      'default/runtime werkzeug ==3.0.6 = 3.0.6 via flask@3.0.3',
    ]);
  });

  it('that no longer fits its manifest gives no resolved version', () => {
    const lock = '[[package]]\nname = "flask"\nversion = "1.1.4"\n';
    expect(dependencies({ 'pyproject.toml': project, 'poetry.lock': lock })).toEqual(['default/runtime flask >=2']);
  });
});
