import { configJsonSchema } from '../../src/schemas.ts';
import { keysTable } from './keys-table.ts';

/** docs/config.md: every key of cohost.yaml, as `cohost schema config` has it. */
export function configPage(): string {
  return [
    '# cohost.yaml',
    '',
    'Made from the definitions in the code by `npm run docs`.',
    '',
    'The config stands at the root that is analysed, as `cohost.yaml`, `.toml` or `.json`; `--config FILE` names another. Every key is optional but the `name` of a host. A key or value that is wrong is told with its line, and then nothing is judged (exit code 2). Facts may stand in `cohost.facts.yaml` beside it. For completion in an editor: `cohost schema config > cohost.schema.json`.',
    '',
    ...keysTable(configJsonSchema()),
    '',
    'A service is named by its path, its name or the last part of its path; a service of another name than any is told, and the exit code is 2 (where several directories were named: a path below them). Ids of findings and rules: `cohost check`, [rules](rules/README.md). Numbers that are versions need quotes: 3.10 is 3.1 in YAML.',
    '',
  ].join('\n');
}
