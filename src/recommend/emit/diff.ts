/** A unified diff of whole files, for `--dry-run`: what would be new, and how an existing file differs. */

const CONTEXT = 3;

interface Step {
  readonly sign: ' ' | '+' | '-';
  readonly text: string;
}

/** `before` is undefined for a file that does not exist. Equal texts give an empty string. */
export function unifiedDiff(path: string, before: string | undefined, after: string): string {
  if (before === after) return '';
  const left = before === undefined ? [] : linesOf(before);
  const steps = script(left, linesOf(after));
  return [`--- ${before === undefined ? '/dev/null' : `a/${path}`}`, `+++ b/${path}`, ...hunks(steps), ''].join('\n');
}

function linesOf(text: string): readonly string[] {
  const lines = text.split('\n');
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

/** Longest common subsequence over the part that differs; emitted files have some hundred lines at most. */
function script(left: readonly string[], right: readonly string[]): readonly Step[] {
  let head = 0;
  while (head < left.length && head < right.length && left[head] === right[head]) head++;
  let tail = 0;
  while (tail < left.length - head && tail < right.length - head && left.at(-1 - tail) === right.at(-1 - tail)) tail++;
  const a = left.slice(head, left.length - tail);
  const b = right.slice(head, right.length - tail);
  const same = (text: string): Step => ({ sign: ' ', text });
  return [...left.slice(0, head).map(same), ...middle(a, b), ...left.slice(left.length - tail).map(same)];
}

function middle(a: readonly string[], b: readonly string[]): readonly Step[] {
  if (a.length * b.length > 4_000_000)
    return [...a.map((text): Step => ({ sign: '-', text })), ...b.map((text): Step => ({ sign: '+', text }))];
  const width = b.length + 1;
  const table = new Uint32Array((a.length + 1) * width);
  const cell = (i: number, j: number): number => table[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--)
      table[i * width + j] = a[i] === b[j] ? cell(i + 1, j + 1) + 1 : Math.max(cell(i + 1, j), cell(i, j + 1));
  }
  const steps: Step[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const left = a[i];
    const right = b[j];
    if (left !== undefined && left === right) {
      steps.push({ sign: ' ', text: left });
      i++;
      j++;
    } else if (left !== undefined && (right === undefined || cell(i + 1, j) >= cell(i, j + 1))) {
      steps.push({ sign: '-', text: left });
      i++;
    } else if (right !== undefined) {
      steps.push({ sign: '+', text: right });
      j++;
    }
  }
  return steps;
}

function hunks(steps: readonly Step[]): readonly string[] {
  const out: string[] = [];
  let oldLine = 1;
  let newLine = 1;
  for (let start = 0; start < steps.length; ) {
    const change = steps.findIndex((step, index) => index >= start && step.sign !== ' ');
    if (change < 0) break;
    const from = Math.max(start, change - CONTEXT);
    let end = change;
    for (let quiet = 0, index = change; index < steps.length && quiet <= CONTEXT * 2; index++) {
      if (steps[index]?.sign === ' ') quiet++;
      else {
        quiet = 0;
        end = index;
      }
    }
    const to = Math.min(steps.length, end + CONTEXT + 1);
    oldLine += from - start;
    newLine += from - start;
    const part = steps.slice(from, to);
    const removed = part.filter((step) => step.sign !== '+').length;
    const added = part.filter((step) => step.sign !== '-').length;
    out.push(
      `@@ -${removed === 0 ? oldLine - 1 : oldLine},${removed} +${added === 0 ? newLine - 1 : newLine},${added} @@`,
      ...part.map((step) => `${step.sign}${step.text}`),
    );
    oldLine += removed;
    newLine += added;
    start = to;
  }
  return out;
}
