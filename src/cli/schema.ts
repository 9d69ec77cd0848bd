import { Argument, Command } from 'commander';
import { configJsonSchema, reportJsonSchema, snapshotJsonSchema } from '../index.ts';

const SCHEMAS = new Map([
  ['report', reportJsonSchema],
  ['config', configJsonSchema],
  ['snapshot', snapshotJsonSchema],
]);

export function schemaCommand(): Command {
  return new Command('schema')
    .description('JSON Schema of the report, the config or a snapshot')
    .addArgument(new Argument('[which]', 'which one').choices([...SCHEMAS.keys()]).default('report'))
    .action((which: string) => {
      process.stdout.write(`${JSON.stringify(SCHEMAS.get(which)?.(), null, 2)}\n`);
    });
}
