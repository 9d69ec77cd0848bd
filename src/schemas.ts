import { type JsonSchema, toJsonSchema } from '@valibot/to-json-schema';
import { ConfigSchema } from './config/schema.ts';
import { ReportSchema } from './report/schema.ts';

/** JSON Schema (draft-07) of what `--json` writes. */
export function reportJsonSchema(): JsonSchema {
  return { title: 'cohost report, schema version 1', ...toJsonSchema(ReportSchema) };
}

/** JSON Schema (draft-07) of `cohost.yaml`, as users write it. */
export function configJsonSchema(): JsonSchema {
  return { title: 'cohost.yaml', ...toJsonSchema(ConfigSchema, { typeMode: 'input', errorMode: 'ignore' }) };
}
