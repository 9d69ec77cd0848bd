import { describe, expect, it } from 'vitest';
import { assemble, unitAt } from './assemble.ts';

/** Demands of the realm `python`, as `key constraint (file:line)`; constraints behind a question mark. */
function demands(files: Readonly<Record<string, string>>, path: string): readonly string[] {
  return unitAt(assemble(files).units, path).demands.flatMap(({ realm, key, constraint, detail, origin }) =>
    realm === 'python' ? [`${detail?.constraint === 'true' ? '?' : ''}${key} ${constraint} (${origin.file}:${origin.line})`] : [],
  );
}

const MEMBER = '[project]\nname = "api"\ndependencies = ["flask<2", "click"]\n[tool.uv]\nconstraint-dependencies = ["idna<3"]\n';
const ROOT =
  '[tool.uv.workspace]\nmembers = ["api"]\n[tool.uv]\nconstraint-dependencies = ["urllib3<2"]\noverride-dependencies = ["flask>=2"]\n';

describe('overrides and constraints', () => {
  it('replace the own lines of a project, with their own marker and place', () => {
    const text = (override: string) =>
      `[project]\nname = "a"\ndependencies = ["flask[async]<2 ; os_name == 'posix'", "click"]\n[tool.uv]\noverride-dependencies = [${override}]\n`;
    expect(demands({ 'pyproject.toml': text('"flask>=2"') }, '.')).toEqual([
      'flask >=2 (pyproject.toml:5)',
      'click  (pyproject.toml:3)',
    ]);
    expect(demands({ 'pyproject.toml': text(`"flask>=2 ; os_name == 'nt'"`) }, '.')).toEqual(['click  (pyproject.toml:3)']);
    expect(demands({ 'pyproject.toml': text('"werkzeug<2"') }, '.')).toEqual([
      'flask <2 (pyproject.toml:3)',
      'click  (pyproject.toml:3)',
    ]);
  });

  it('of PDM as well', () => {
    const text = '[project]\nname = "a"\ndependencies = ["jinja2>=3"]\n[tool.pdm.resolution.overrides]\njinja2 = "2.11.3"\n';
    expect(demands({ 'pyproject.toml': text }, '.')).toEqual(['jinja2 ==2.11.3 (pyproject.toml:5)']);
    const lib = '[project]\nname = "lib"\ndependencies = ["click<8", "rich"]\n';
    const without =
      '[project]\nname = "a"\ndependencies = ["lib @ file:///${PROJECT_ROOT}/../lib"]\n[tool.pdm.resolution]\nexcludes = ["Click"]\n';
    expect(demands({ 'a/pyproject.toml': without, 'lib/pyproject.toml': lib }, 'a')).toEqual([
      'lib lib (a/pyproject.toml:3)',
      'rich  (lib/pyproject.toml:3)',
    ]);
  });

  it('come from the root of a workspace, for all its members', () => {
    expect(demands({ 'pyproject.toml': ROOT, 'api/pyproject.toml': MEMBER }, 'api')).toEqual([
      'flask >=2 (pyproject.toml:5)',
      'click  (api/pyproject.toml:3)',
      '?urllib3 <2 (pyproject.toml:4)',
    ]);
    expect(demands({ 'api/pyproject.toml': MEMBER }, 'api')).toEqual([
      'flask <2 (api/pyproject.toml:3)',
      'click  (api/pyproject.toml:3)',
      '?idna <3 (api/pyproject.toml:5)',
    ]);
  });
});
