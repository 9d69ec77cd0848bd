import { expect, test } from 'vitest';
import { renderJunit } from '../../src/report/formats/junit.ts';
import { fixPhrase } from '../../src/report/phrases.ts';
import { reportOf } from '../fleets/fleet.ts';

/** A dot that stands where a name should. */
const BARE = /(?:^|[\s(])\.(?=[\s,:;)]|$)/;

test('sentences name the service at the root by a word, data by its id', async () => {
  const report = await reportOf({
    'requirements.txt': 'flask==1.1.4\nrequests<2.20\nfoo>2,<1\n',
    '.python-version': '3.9\n',
    Dockerfile: 'FROM python:3.9-slim\nCOPY . .\nEXPOSE 8080\nCMD ["gunicorn", "app"]\n',
    'api/requirements.txt': 'flask>=2.0\nrequests>=2.30\n',
    'api/Dockerfile': 'FROM python:3.12-alpine\nCOPY . .\nEXPOSE 8080\nCMD ["gunicorn", "app"]\n',
  });
  const texts = [
    ...report.conflicts.flatMap(({ message, explanation, fixes }) => [message, ...explanation, ...fixes.map(fixPhrase)]),
    ...(report.leastIsolation?.apart ?? []).map(({ because }) => because),
    ...report.recommendations.flatMap(({ reasons }) => reasons.map(({ text }) => text)),
  ];
  expect(texts.filter((text) => BARE.test(text))).toEqual([]);
  expect(texts.filter((text) => text.includes('the root')).length).toBeGreaterThan(8);
  const sound = renderJunit({ ...report, conflicts: [] }, {});
  expect(sound).toContain('name="the root is in no conflict that fails"');
  expect(new Set(report.conflicts.map(({ severity }) => severity)).size).toBeGreaterThan(1);
  expect(new Set(report.conflicts.flatMap(({ demands }) => demands.map(({ service }) => service)))).toEqual(
    new Set(['.', 'api']),
  );
});
