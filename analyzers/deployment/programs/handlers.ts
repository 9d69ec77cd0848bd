import { baseName, directoryOf, type SourceFile } from '../../../src/model/index.ts';
import { type FileFacts, isOfTests } from '../file-facts.ts';

/**
 * Functions that no template names: Lambda calls a function of the file that its package begins with (Lambda Developer
 * Guide, "Define Lambda function handler in Python" and "… in Node.js"), and CDK, SST or a pipeline deploy it by a path.
 */

/** What Lambda calls takes an event and a context. */
const TAKES_TWO = /^def\s+(lambda_handler|handler)\s*\(\s*\w+[^,()]{0,80},\s*\w+/;

/** Others have handlers as well: of a file that is only called so, the parameters have to be called as Lambda's are. */
const TAKES_EVENT = /^def\s+(\w+)\s*\(\s*_?event\b[^,()]{0,80},\s*_{0,2}context\b/;

/** A file of that name can be imported by nobody, as `lambda` is a word of Python's: only Lambda loads it. */
const TAKES_BRIEFLY = /^def\s+(\w+)\s*\(\s*_?event\b[^,()]{0,80},\s*_{0,2}(?:context|ctxt|ctx|c)\b/;

/** Of a file that any program begins with, the function too has to be called as Lambda's guides call it. */
const NAMED_TAKES_EVENT = /^def\s+(lambda_handler|handler)\s*\(\s*_?event\b[^,()]{0,80},\s*_{0,2}context\b/;

/** What a module hands out as `handler`; Twilio and Nuclio pass the context first. */
const EXPORTED =
  /^(?:(?:module\.)?exports\.(handler|lambdaHandler)\s*=|export\s+(?:const|let|var)\s+(handler|lambdaHandler)\b[^=]*=|export\s+(?:async\s+)?function\s+(handler|lambdaHandler)\b)(?!\s*\{|\s*(?:async\s+)?(?:function\s*\w*\s*)?\(\s*context\b)/;

/** One of the names that a module hands out together; commands of yargs have handlers beside what they are called. */
const EXPORTED_TOGETHER =
  /^(?:module\.exports\s*=|export)\s*\{(?![^}]*\b(?:command|builder)\b)(?:[^}]*[\s,{])?(handler|lambdaHandler)\s*(?:[,}]|$)/;

/** Somewhere in the file stands what only a function is given or wrapped in, where its name does not say so. */
const OF_LAMBDA = /\b_?event\b|\baws-lambda\b|\bmiddy\b|\bserverless\b|\bawslambda\b|\bAPIGatewayProxy/;

/** Whose modules hand out a `handler` that others than Lambda call. */
const OF_OTHERS = /firebase-functions|@google-cloud\/functions-framework|@netlify\/functions|@azure\/functions/;

/** Functions without a template: Lambda's console and its guide call the file `lambda_function.py`. */
const HANDLERS: ReadonlyMap<string, RegExp> = new Map([
  ['lambda_function.py', TAKES_TWO],
  ['lambda_handler.py', TAKES_TWO],
  ['handler.py', TAKES_EVENT],
  ['lambda.py', TAKES_BRIEFLY],
]);

/** What lies in a folder of functions for Lambda is one. */
const IN_FOLDER = /(?:^|\/)(?:aws-)?lambdas?\//;

/** `lambda.js` beside the `server.js` of the same application. */
function isForLambda(name: string): boolean {
  return name.startsWith('lambda.');
}

const SCRIPTS = ['js', 'mjs', 'cjs', 'ts', 'mts'];
const BEGINNINGS = ['index', 'app', 'main', 'handler', 'lambda'];

/** Files that a package may begin with, and the manifests that make their directory one. */
const MANIFESTS: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(SCRIPTS.map((ending) => [ending, ['package.json']])),
  py: ['requirements.txt', 'pyproject.toml', 'Pipfile', 'setup.py'],
};
const ENTRIES: ReadonlySet<string> = new Set(
  BEGINNINGS.flatMap((name) => [...SCRIPTS, 'py'].map((ending) => `${name}.${ending}`)),
);

/** One file of many, in a folder of handlers: `lambdas/handlers/create_order_handler.py`. */
const ONE_OF_MANY = /(?:^|\/)(?:handlers|lambdas?|functions)\/(?:[\w-]+\/)?\w+_(?:handler|lambda|function)\.py$/;

export const HANDLER_FILES: readonly string[] = [...HANDLERS.keys(), ...ENTRIES, '*_handler.py', '*_lambda.py', '*_function.py'];

/** Whether the file may hold a handler, by its name. */
export function isHandlerFile(path: string): boolean {
  const name = baseName(path);
  return (HANDLERS.has(name) || ENTRIES.has(name) || ONE_OF_MANY.test(path)) && !isOfTests(path) && !NETLIFY.test(path);
}

/** Whether a package begins with the file: its manifest lies beside it, or beside its `src`. Handlers by name need none. */
export function beginsPackage(path: string, list: (directory: string) => readonly string[]): boolean {
  const name = baseName(path);
  if (HANDLERS.has(name) || ONE_OF_MANY.test(path)) return true;
  const manifests = MANIFESTS[endingOf(name)] ?? [];
  const directory = directoryOf(path);
  const isPackage = (home: string): boolean => list(home).some((one) => manifests.includes(one));
  return isPackage(directory) || (baseName(directory) === 'src' && isPackage(directoryOf(directory)));
}

const NETLIFY = /(?:^|\/)netlify\/functions\//;

export function readHandlerFile(file: SourceFile): FileFacts {
  const name = baseName(file.path);
  const isScript = !name.endsWith('.py');
  const isOfLambda = isForLambda(name) || IN_FOLDER.test(file.path) || OF_LAMBDA.test(file.text);
  if (isScript && !isOfLambda) return { diagnostics: [] };
  if (isScript && OF_OTHERS.test(file.text)) return { diagnostics: [] };
  const handler = isScript ? EXPORTED : (HANDLERS.get(name) ?? NAMED_TAKES_EVENT);
  for (const [index, line] of file.text.split('\n').entries()) {
    const match = line.length < 1000 ? (handler.exec(line) ?? (isScript ? EXPORTED_TOGETHER.exec(line) : null)) : null;
    const found = match?.slice(1).find(Boolean);
    if (found === undefined) continue;
    const value = `${name.slice(0, -endingOf(name).length - 1)}.${found}`;
    return { traits: [{ kind: 'lambda-handler', value, origin: { file: file.path, line: index + 1 } }], diagnostics: [] };
  }
  return { diagnostics: [] };
}

function endingOf(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
