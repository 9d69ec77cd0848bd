import { type JsonSchema, toJsonSchema } from '@valibot/to-json-schema';
import { ConfigSchema } from './config/schema.ts';
import { ReportSchema } from './report/schema.ts';
import { SnapshotFileSchema } from './snapshot/file.ts';
import { SnapshotSchema } from './snapshot/schema.ts';

/** JSON Schema (draft-07) of what `--json` writes. */
export function reportJsonSchema(): JsonSchema {
  return { title: 'cohost report, schema version 1', ...toJsonSchema(ReportSchema) };
}

/** JSON Schema (draft-07) of `cohost.yaml`, as users write it. */
export function configJsonSchema(): JsonSchema {
  return { title: 'cohost.yaml', ...toJsonSchema(ConfigSchema, { typeMode: 'input', errorMode: 'ignore' }) };
}

/** JSON Schema (draft-07) of what `cohost scan` writes; what its `data` means once expanded stands in the definitions. */
export function snapshotJsonSchema(): JsonSchema {
  const facts = toJsonSchema(SnapshotSchema, { typeMode: 'input', errorMode: 'ignore' });
  return { title: 'cohost snapshot, version 1', ...toJsonSchema(SnapshotFileSchema), definitions: { facts } };
}
