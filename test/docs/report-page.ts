import { reportJsonSchema } from '../../src/schemas.ts';
import { keysTable } from './keys-table.ts';

/** docs/report.md: every key of the JSON report, as `cohost schema report` has it. */
export function reportPage(): string {
  return [
    '# The JSON report',
    '',
    'Made from the definitions in the code by `npm run docs`.',
    '',
    '`cohost check --json` and `cohost report -o FILE.json` write it; `cohost schema report` prints its JSON Schema, with these words. The same files give the same bytes. Keys that do not apply are absent. How to pick answers out of it: [ci.md](ci.md#reading-the-json).',
    '',
    ...keysTable(reportJsonSchema()),
    '',
  ].join('\n');
}
