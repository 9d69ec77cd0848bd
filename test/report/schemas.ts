import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';

const require = createRequire(import.meta.url);

export type Validator = (value: unknown) => readonly string[];

/** A JSON Schema as a function to the places that break it. */
export function validator(
  schema: Readonly<Record<string, unknown>>,
  others: readonly Readonly<Record<string, unknown>>[] = [],
): Validator {
  const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false, schemas: [...others] });
  formats.default(ajv);
  for (const name of ['iri-reference', 'idn-email']) ajv.addFormat(name, true);
  const validate = ajv.compile(schema);
  return (value) =>
    validate(value) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

function readSchema(path: string): Record<string, unknown> {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** SARIF's official schema; of draft 4, whose only words that later drafts do not know are its name and its `id`. */
export function sarifSchema(): Validator {
  const {
    $schema: _,
    id: __,
    ...schema
  } = readSchema(require.resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'));
  return validator(schema);
}

/** CycloneDX's official schema with those that it refers to, as its own library carries them, under the names that it uses. */
export function cycloneDxSchema(): Validator {
  const folder = join(dirname(require.resolve('@cyclonedx/cyclonedx-library/package.json')), 'res/schema');
  const read = (name: string): Record<string, unknown> => {
    const file = `${name}.SNAPSHOT.schema.json`;
    return { ...readSchema(join(folder, file)), $id: `http://cyclonedx.org/schema/${file}` };
  };
  return validator(read('bom-1.6'), ['spdx', 'jsf-0.82', 'cryptography-defs'].map(read));
}

/**
 * What GitLab's parser demands of an issue (`json_schemas/codeclimate.json`), with what its documentation of Code Quality
 * adds: the values of `severity`, a path without `./`, a place, `check_name`.
 */
export function codeQualitySchema(): Validator {
  const line = { type: 'integer', minimum: 1 };
  return validator({
    type: 'array',
    items: {
      type: 'object',
      required: ['description', 'check_name', 'fingerprint', 'severity', 'location'],
      properties: {
        description: { type: 'string', minLength: 1 },
        check_name: { type: 'string', minLength: 1 },
        fingerprint: { type: 'string', minLength: 1 },
        severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
        location: {
          type: 'object',
          required: ['path', 'lines'],
          properties: {
            path: { type: 'string', pattern: '^(?!\\./|/)' },
            lines: { type: 'object', required: ['begin'], properties: { begin: line } },
          },
        },
      },
    },
  });
}
