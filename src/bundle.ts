/** What is built as one file: the library, and the command line that stands upon it. */
export { run } from './cli/program.ts';
export * from './index.ts';
