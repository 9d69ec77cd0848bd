import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type GoMod, parseGoMod, type Replacement } from '../../analyzers/go/modfile.ts';
import { parseGoWork } from '../../analyzers/go/workfile.ts';
import { same } from '../conformance/table.ts';

/**
 * `npx tsx test/go/compare-corpus.ts DIR`: every go.mod and go.work below DIR is read by the installed go command
 * (`go mod edit -json`, `go work edit -json`: they print what they read, change nothing and fetch nothing) and by ours.
 */

type Json = Readonly<Record<string, unknown>>;

function ask(words: readonly string[]): Json | 'refused' {
  try {
    const env = { ...process.env, GOTOOLCHAIN: 'local', GOFLAGS: '' };
    const answer: unknown = JSON.parse(
      execFileSync('go', [...words], { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
    );
    return typeof answer === 'object' && answer !== null ? { ...answer } : 'refused';
  } catch {
    return 'refused';
  }
}

function withoutEmpty(entries: readonly (readonly [string, unknown])[]): Json {
  const isEmpty = (value: unknown): boolean =>
    value === undefined || value === null || value === '' || value === false || (Array.isArray(value) && value.length === 0);
  return Object.fromEntries(entries.filter(([, value]) => !isEmpty(value)));
}

const replaced = ({ old, new: target }: Replacement): Json => ({
  Old: withoutEmpty([
    ['Path', old.path],
    ['Version', old.version],
  ]),
  New: withoutEmpty([
    ['Path', target.path],
    ['Version', target.version],
  ]),
});

function modJson(mod: GoMod): Json {
  return withoutEmpty([
    [
      'Module',
      withoutEmpty([
        ['Path', mod.module?.path],
        ['Deprecated', mod.module?.deprecated],
      ]),
    ],
    ['Go', mod.go?.value],
    ['Toolchain', mod.toolchain?.value],
    ['GoDebug', mod.godebug.map(({ key, value }) => ({ Key: key, Value: value }))],
    [
      'Require',
      mod.require.map(({ path, version, indirect }) =>
        withoutEmpty([
          ['Path', path],
          ['Version', version],
          ['Indirect', indirect],
        ]),
      ),
    ],
    ['Exclude', mod.exclude.map(({ path, version }) => ({ Path: path, Version: version }))],
    ['Replace', mod.replace.map(replaced)],
    [
      'Retract',
      mod.retract.map(({ low, high, rationale }) =>
        withoutEmpty([
          ['Low', low],
          ['High', high],
          ['Rationale', rationale],
        ]),
      ),
    ],
    ['Tool', mod.tool.map(({ value }) => ({ Path: value }))],
    ['Ignore', mod.ignore.map(({ value }) => ({ Path: value }))],
  ]);
}

function ours(path: string, text: string): Json | 'refused' {
  if (path.endsWith('go.mod')) {
    const { file, problems } = parseGoMod(text);
    return problems.length > 0 ? 'refused' : modJson(file);
  }
  const { file, problems } = parseGoWork(text);
  if (problems.length > 0) return 'refused';
  // `go work edit -json` prints no toolchain line.
  return withoutEmpty([
    ['Go', file.go?.value],
    ['GoDebug', file.godebug.map(({ key, value }) => ({ Key: key, Value: value }))],
    ['Use', file.use.map(({ value }) => ({ DiskPath: value }))],
    ['Replace', file.replace.map(replaced)],
  ]);
}

function filesBelow(directory: string): readonly string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return entry.name === 'go.mod' || entry.name === 'go.work' ? [path] : [];
  });
}

/** Fields that the go command prints empty, or that only it knows, are no difference. */
function theirs(path: string): Json | 'refused' {
  const answer = ask([path.endsWith('go.mod') ? 'mod' : 'work', 'edit', '-json', path]);
  if (answer === 'refused') return answer;
  const use = Array.isArray(answer.Use)
    ? answer.Use.map((one: unknown) =>
        typeof one === 'object' && one !== null && 'DiskPath' in one ? { DiskPath: one.DiskPath } : one,
      )
    : undefined;
  return withoutEmpty(Object.entries({ ...answer, ...(use === undefined ? {} : { Use: use }) }));
}

const [root = '../shared/corpus'] = process.argv.slice(2);
let agreed = 0;
let refused = 0;
let failed = 0;
for (const path of filesBelow(root)) {
  const [mine, truth] = [ours(path, readFileSync(path, 'utf8')), theirs(path)];
  if (same(mine, truth)) {
    agreed++;
    if (truth === 'refused') refused++;
    continue;
  }
  failed++;
  process.stdout.write(`${relative(root, path)}: expected ${JSON.stringify(truth)}, got ${JSON.stringify(mine)}\n`);
}
process.stdout.write(`${agreed} agree (${refused} of them refused by both), ${failed} differ\n`);
process.exitCode = failed === 0 ? 0 : 1;
