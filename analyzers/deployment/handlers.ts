import { baseName, type SourceFile } from '../../src/model/index.ts';
import type { FileFacts } from './file-facts.ts';

/** Functions without a template: Lambda's console and its guide call the file `lambda_function.py`. */
export const HANDLER_FILES: readonly string[] = ['lambda_function.py', 'lambda_handler.py'];

const TESTS = /(?:^|\/)(?:tests?|specs?)\//;

export function isHandlerFile(path: string): boolean {
  return HANDLER_FILES.includes(baseName(path)) && !TESTS.test(path);
}

/** What Lambda calls takes an event and a context (Lambda Developer Guide, "Define Lambda function handler in Python"). */
const HANDLER = /^def\s+(lambda_handler|handler)\s*\(\s*\w+[^,()]{0,80},\s*\w+/;

export function readHandlerFile(file: SourceFile): FileFacts {
  for (const [index, line] of file.text.split('\n').entries()) {
    const name = line.length < 1000 ? HANDLER.exec(line)?.[1] : undefined;
    if (name === undefined) continue;
    const value = `${baseName(file.path).replace(/\.py$/, '')}.${name}`;
    return { traits: [{ kind: 'lambda-handler', value, origin: { file: file.path, line: index + 1 } }], diagnostics: [] };
  }
  return { diagnostics: [] };
}
