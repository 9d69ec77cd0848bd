import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseGoMod } from '../../analyzers/go/files/modfile.ts';
import { parseGoWork } from '../../analyzers/go/files/workfile.ts';
import { same } from '../conformance/table.ts';
import { type Json, modJson, withoutEmpty, workJson } from './edit-json.ts';

/**
 * `npx tsx test/go/compare-corpus.ts DIR`: every go.mod and go.work below DIR is read by the installed go command
 * (`go mod edit -json`, `go work edit -json`: they print what they read, change nothing and fetch nothing) and by ours.
 */

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

function ours(path: string, text: string): unknown {
  if (path.endsWith('go.mod')) {
    const { file, problems } = parseGoMod(text);
    return problems.length > 0 ? 'refused' : modJson(file);
  }
  const { file, problems } = parseGoWork(text);
  if (problems.length > 0) return 'refused';
  // `go work edit -json` prints no toolchain line.
  const { Toolchain: _, ...shown } = workJson(file);
  return shown;
}

function filesBelow(directory: string): readonly string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return entry.name === 'go.mod' || entry.name === 'go.work' ? [path] : [];
  });
}

/** What only the go command knows of a used directory is no difference. */
function theirs(path: string): unknown {
  const answer = ask([path.endsWith('go.mod') ? 'mod' : 'work', 'edit', '-json', path]);
  if (answer === 'refused') return answer;
  const use = Array.isArray(answer.Use)
    ? answer.Use.map((one: unknown) =>
        typeof one === 'object' && one !== null && 'DiskPath' in one ? { DiskPath: one.DiskPath } : one,
      )
    : undefined;
  return withoutEmpty({ ...answer, ...(use === undefined ? {} : { Use: use }) });
}

const [root] = process.argv.slice(2);
if (root === undefined) throw new Error('usage: npx tsx test/go/compare-corpus.ts DIR');
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
