import { Argument, Command } from 'commander';
import { configJsonSchema, reportJsonSchema } from '../index.ts';

export function schemaCommand(): Command {
  return new Command('schema')
    .description('JSON Schema of the report or of the config')
    .addArgument(new Argument('[which]', 'which one').choices(['report', 'config']).default('report'))
    .action((which: string) => {
      process.stdout.write(`${JSON.stringify(which === 'config' ? configJsonSchema() : reportJsonSchema(), null, 2)}\n`);
    });
}
