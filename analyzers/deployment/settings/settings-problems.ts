/** Why settings cannot be what an application reads: what is lost by it is told with its line. */
import { parseYaml, yamlDiagnostic } from '../../../src/formats/yaml/yaml.ts';
import type { Diagnostic, SourceFile } from '../../../src/model/index.ts';

/** What a build fills in before the application reads it: Maven's `@version@`, and templates of whoever deploys it. */
const FILLED = /@[\w.-]+@|\{\{|\{%|<%/;

const EFFECT = 'correct it, what it says of ports and consumers may be missing here';

/** The first of them: the others mostly follow from it. */
export function settingsProblems({ path, text }: SourceFile): readonly Diagnostic[] {
  if (FILLED.test(text)) return [];
  if (path.endsWith('.conf')) return openBraces(path, text);
  if (!/\.ya?ml$/.test(path) || !mayBeBroken(text)) return [];
  const problem = parseYaml(text).problems.find(({ kind }) => kind === 'syntax');
  return problem === undefined ? [] : [yamlDiagnostic(path, problem, 'warning', EFFECT)];
}

/** A value that begins with what none may, or a quote that its line does not end. */
const ODD_VALUE = /^(?:[\w."'-]+:\s+|-\s+)(?:[@`%*]|'[^']*(?:''[^']*)*$|"(?:[^"\\]|\\.)*$)/;

/** A key with its value: nothing lies further in than it. */
const WHOLE = /^[^-\s"'][^\s:]*:\s+[^\s|>&!#]/;

/**
 * Whether a parser has to be asked, which takes a thousand times longer: there are hundreds of such files, and hardly any
 * is broken. A sound one may look broken here.
 */
function mayBeBroken(text: string): boolean {
  const indents: number[] = [];
  let isWhole = false;
  for (const line of text.split('\n')) {
    const indent = line.search(/[^ ]/);
    const body = line.trim();
    if (indent < 0 || body === '' || body.startsWith('#')) continue;
    if (line.charAt(indent) === '\t' || ODD_VALUE.test(body) || isUneven(body)) return true;
    const deepest = indents.at(-1) ?? -1;
    while ((indents.at(-1) ?? -1) > indent) indents.pop();
    if ((indents.at(-1) !== indent && indent < deepest) || (isWhole && indent > deepest)) return true;
    isWhole = WHOLE.test(body);
    if (indents.at(-1) !== indent) indents.push(indent);
  }
  return false;
}

/** More brackets opened than closed in a line, or the other way round. */
function isUneven(line: string): boolean {
  let [square, curly] = [0, 0];
  for (const mark of line) {
    if (mark === '[') square++;
    else if (mark === ']') square--;
    else if (mark === '{') curly++;
    else if (mark === '}') curly--;
  }
  return square !== 0 || curly !== 0;
}

/** Texts, comments and brackets of HOCON (its specification, "Syntax"). A text that nothing closes ends with its line. */
const PIECES = /"""[\s\S]*?"""|"(?:[^"\\\n]|\\.)*"?|(?:#|\/\/)[^\n]*|[{}[\]]/g;
const CLOSING: Readonly<Record<string, string>> = { '}': '{', ']': '[' };

function openBraces(file: string, text: string): readonly Diagnostic[] {
  const open: { readonly mark: string; readonly at: number }[] = [];
  for (const { 0: mark, index: at } of text.matchAll(PIECES)) {
    if (mark === '{' || mark === '[') open.push({ mark, at });
    else if (Object.hasOwn(CLOSING, mark) && open.pop()?.mark !== CLOSING[mark]) return [hocon(file, text, mark, at)];
  }
  const last = open.at(-1);
  return last === undefined ? [] : [hocon(file, text, last.mark, last.at)];
}

function hocon(file: string, text: string, mark: string, at: number): Diagnostic {
  const line = text.slice(0, at).split('\n').length;
  const what = mark === '{' || mark === '[' ? `nothing closes this "${mark}"` : `this "${mark}" closes nothing`;
  return { code: 'settings/syntax', severity: 'warning', message: `${what}; ${EFFECT}`, file, line, incomplete: true };
}
