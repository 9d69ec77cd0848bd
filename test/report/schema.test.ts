import { Ajv } from 'ajv';
import type * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../src/analyze.ts';
import { loadConfig } from '../../src/config/load.ts';
import type { Frozen } from '../../src/config/schema.ts';
import { memoryTree } from '../../src/discover/memory-tree.ts';
import type { Report } from '../../src/model/index.ts';
import { renderJson } from '../../src/report/formats/json.ts';
import type { ReportSchema } from '../../src/report/schema.ts';
import { reportJsonSchema, snapshotJsonSchema } from '../../src/schemas.ts';
import { hostileReport, marketReport, quietReport } from './reports.ts';
import { SAMPLE } from './sample.ts';

/** Equal in every member, be it optional or not: the compiler's own notion of the same type. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** A member that the report has and its schema has not (or the other way round) does not compile. */
const tied: Same<Frozen<Report>, Frozen<v.InferOutput<typeof ReportSchema>>> = true;

async function overriddenReport(): Promise<Report> {
  const tree = memoryTree({
    'app/package.json': '{ "name": "app", "dependencies": { "react": "^18.0.0" } }',
    'cohost.yaml': 'services: { app: { packaging: { recommend: container, reason: compliance } } }\n',
  });
  return (await analyze({ tree, starts: ['.'], config: loadConfig(tree), today: '2026-11-25' })).report;
}

const REPORTS: Readonly<Record<string, () => Promise<Report> | Report>> = {
  'the example fleet': marketReport,
  'hostile names, statuses and a comparison': hostileReport,
  'nothing found': quietReport,
  'a recommendation that config decides': overriddenReport,
  'every member': () => SAMPLE,
};

describe('what --json writes is what its schema says', () => {
  const validate = new Ajv({ strict: false }).compile(reportJsonSchema());

  test.each(Object.entries(REPORTS))('%s', async (_, make) => {
    expect(tied).toBe(true);
    validate(JSON.parse(renderJson(await make())));
    expect(validate.errors).toBeNull();
  });

  test.each(Object.entries({ reportJsonSchema, snapshotJsonSchema }))('%s says of every member what it is', (_, make) => {
    const silent = (node: unknown, path: string): readonly string[] =>
      Object.entries(typeof node === 'object' && node !== null ? node : {}).flatMap(([key, value]) => [
        ...(key !== 'properties'
          ? []
          : Object.entries(value).filter(([, one]) => !JSON.stringify(one).includes('"description"'))
        ).map(([name]) => `${path}.${name}`),
        ...silent(value, key === 'properties' ? path : `${path}.${key}`),
      ]);
    expect(silent(make(), '')).toEqual([]);
  });

  test('a member that the schema does not know is refused', async () => {
    expect(validate({ ...(await quietReport()), more: 1 })).toBe(false);
  });
});
