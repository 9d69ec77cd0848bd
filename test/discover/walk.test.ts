import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { localTree } from '../../src/discover/local-tree.ts';
import { memoryTree } from '../../src/discover/memory-tree.ts';
import { FileStore, projectFor } from '../../src/discover/project.ts';
import { type Excluded, walk } from '../../src/discover/walk.ts';

const roots: string[] = [];
afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true, force: true });
});

function onDisk(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'cohost-walk-'));
  roots.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

describe('walk', () => {
  it.each<[name: string, files: Record<string, string>, kept: string[]]>([
    ['dependencies of others', { 'a/package.json': '', 'a/node_modules/b/package.json': '' }, ['a/package.json']],
    [
      '.gitignore',
      { '.gitignore': 'out/\n*.tmp\n', 'out/pom.xml': '', 'a.tmp': '', 'a/pom.xml': '' },
      ['.gitignore', 'a/pom.xml'],
    ],
    [
      'an inner .gitignore outweighs an outer one',
      { '.gitignore': '*.txt\n', 'a/.gitignore': '!keep.txt\n', 'a/keep.txt': '', 'b/keep.txt': '' },
      ['.gitignore', 'a/.gitignore', 'a/keep.txt'],
    ],
    [
      'build output beside its manifest',
      { 'pom.xml': '', 'target/pom.xml': '', 'x/target/pom.xml': '' },
      ['pom.xml', 'x/target/pom.xml'],
    ],
    [
      'virtualenvs by their mark',
      { 'my-env/pyvenv.cfg': '', 'my-env/setup.py': '', 'env-docs/setup.py': '' },
      ['env-docs/setup.py'],
    ],
    [
      'what trackers keep of training runs',
      {
        'requirements.txt': '',
        'mlruns/5/models/m-1/artifacts/requirements.txt': '',
        'train/mlartifacts/5/m-1/conda.yaml': '',
        'wandb/run-20240102_101112-k3x9/files/requirements.txt': '',
        'wandb/offline-run-20240102_101112-my-run/files/requirements.txt': '',
        'wandb/run-report/requirements.txt': '',
      },
      ['requirements.txt', 'wandb/run-report/requirements.txt'],
    ],
    [
      'what Amplify last deployed',
      { 'amplify/#current-cloud-backend/function/a/src/package.json': '', 'amplify/backend/function/a/src/package.json': '' },
      ['amplify/backend/function/a/src/package.json'],
    ],
    ['vendored Go', { 'go.mod': '', 'vendor/x/go.mod': '', 'other/vendor/go.mod': '' }, ['go.mod', 'other/vendor/go.mod']],
    [
      'libraries that pages are served with',
      {
        'web/public/vendors/icons/package.json': '',
        'web/wwwroot/lib/chart/package.json': '',
        'services/vendors/package.json': '',
        'web/public/package.json': '',
      },
      ['services/vendors/package.json', 'web/public/package.json'],
    ],
  ])('leaves out: %s', (_, files, kept) => {
    expect(walk(memoryTree(files), ['.']).files).toEqual(kept);
  });

  it('survives loops of symlinks and never leaves the root', () => {
    const root = onDisk({ 'a/requirements.txt': 'flask\n' });
    const outside = onDisk({ 'secret.txt': 'secret' });
    symlinkSync(root, join(root, 'a', 'loop'));
    symlinkSync(join(root, 'a', 'self'), join(root, 'a', 'self'));
    symlinkSync(join(outside, 'secret.txt'), join(root, 'a', 'constraints.txt'));
    symlinkSync(outside, join(root, 'away'));
    const tree = localTree(root);
    const walked = walk(tree, ['.']);
    expect(walked.files).toContain('a/requirements.txt');
    expect(walked.files.some((file) => file.startsWith('away/') || file.includes('loop/'))).toBe(false);
    const project = projectFor(['constraints*.txt', 'requirements*.txt'], walked, new FileStore(tree));
    expect(project.read('a/constraints.txt')).toMatchObject({ reason: 'outside-root' });
    expect(project.read('../x')).toMatchObject({ reason: 'outside-root' });
  });

  it('searches only where it is sent, with the rules from above', () => {
    const tree = memoryTree({ '.gitignore': 'gen/\n', 'a/go.mod': '', 'a/gen/go.mod': '', 'b/go.mod': '' });
    expect(walk(tree, ['a']).files).toEqual(['a/go.mod']);
  });

  it.each<[name: string, excluded: readonly Excluded[], kept: string[]]>([
    ['a directory of any depth', [{ base: '.', patterns: ['old'] }], ['.gitignore', 'a/go.mod', 'b/.gitignore', 'b/go.mod']],
    ['from the root', [{ base: '.', patterns: ['/b/**', '/old'] }], ['.gitignore', 'a/go.mod', 'a/old/go.mod']],
    [
      'in one repository',
      [{ base: 'a', patterns: ['/old/'] }],
      ['.gitignore', 'a/go.mod', 'b/.gitignore', 'b/go.mod', 'old/go.mod'],
    ],
    ['with exceptions', [{ base: '.', patterns: ['*.mod', '!/b/go.mod'] }], ['.gitignore', 'b/.gitignore', 'b/go.mod']],
  ])('leaves out what config excludes: %s', (_, excluded, kept) => {
    const files = {
      '.gitignore': '',
      'a/go.mod': '',
      'a/old/go.mod': '',
      'b/.gitignore': '!old\n',
      'b/go.mod': '',
      'old/go.mod': '',
    };
    expect(walk(memoryTree(files), ['.'], excluded).files).toEqual(kept);
  });

  it.each([
    ['longer than a path', 'x'.repeat(40_000)],
    ['that takes forever to find nowhere', '**/a/'.repeat(9)],
  ])('tells of a pattern %s, and heeds the others of its file', (_, pattern) => {
    const deep = Array.from({ length: 60 }, () => 'a').join('/');
    const walked = walk(
      memoryTree({ '.gitignore': `out\n${pattern}\n*.tmp\n`, [`${deep}/go.mod`]: '', 'out/b': '', 'c.tmp': '' }),
      ['.'],
    );
    expect(walked.files).toEqual(['.gitignore', `${deep}/go.mod`]);
    expect(walked.diagnostics).toMatchObject([{ code: 'gitignore/pattern', file: '.gitignore', line: 2 }]);
  });

  it('tells of directories nested beyond reason', () => {
    const deep = `${Array.from({ length: 80 }, () => 'd').join('/')}/go.mod`;
    const walked = walk(memoryTree({ [deep]: '' }), ['.']);
    expect(walked.files).toEqual([]);
    expect(walked.diagnostics.map((one) => one.code)).toEqual(['directory/too-deep']);
  });
});
