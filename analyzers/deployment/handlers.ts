import { baseName, type SourceFile } from '../../src/model/index.ts';
import { type FileFacts, isOfTests } from './file-facts.ts';

/** What Lambda calls takes an event and a context (Lambda Developer Guide, "Define Lambda function handler in Python"). */
const TAKES_TWO = /^def\s+(lambda_handler|handler)\s*\(\s*\w+[^,()]{0,80},\s*\w+/;

/** Others have handlers as well: of a file that is only called so, the parameters have to be called as Lambda's are. */
const TAKES_EVENT = /^def\s+(\w+)\s*\(\s*_?event\b[^,()]{0,80},\s*_{0,2}context\b/;

/** Functions without a template: Lambda's console and its guide call the file `lambda_function.py`. */
const HANDLERS: ReadonlyMap<string, RegExp> = new Map([
  ['lambda_function.py', TAKES_TWO],
  ['lambda_handler.py', TAKES_TWO],
  ['handler.py', TAKES_EVENT],
]);

export const HANDLER_FILES: readonly string[] = [...HANDLERS.keys()];

export function isHandlerFile(path: string): boolean {
  return HANDLERS.has(baseName(path)) && !isOfTests(path);
}

export function readHandlerFile(file: SourceFile): FileFacts {
  const handler = HANDLERS.get(baseName(file.path));
  for (const [index, line] of file.text.split('\n').entries()) {
    const name = line.length < 1000 ? handler?.exec(line)?.[1] : undefined;
    if (name === undefined) continue;
    const value = `${baseName(file.path).replace(/\.py$/, '')}.${name}`;
    return { traits: [{ kind: 'lambda-handler', value, origin: { file: file.path, line: index + 1 } }], diagnostics: [] };
  }
  return { diagnostics: [] };
}
