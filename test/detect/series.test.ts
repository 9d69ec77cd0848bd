import { describe, expect, it } from 'vitest';
import { reportOf } from '../fleets/fleet.ts';

/** Conflicts among the chapters of one course say that they are such. */

describe('steps of one series', () => {
  it.each<[title: string, services: readonly string[], steps: string | undefined]>([
    ['numbers before names', ['code/01-new', 'code/03-add-db'], '01-new and 03-add-db'],
    ['numbers with a dot', ['03.microservices/gateway', '04.docker/gateway'], '03.microservices and 04.docker'],
    ['chapters', ['Chapter08/src', 'Chapter09/src/rating', 'Chapter10/src'], 'Chapter08, Chapter09 and Chapter10'],
    ['weeks', ['course/week_1/app', 'course/week_2/app'], 'week_1 and week_2'],
    ['parts with a name', ['part1-api', 'part2-ui'], 'part1-api and part2-ui'],
    ['one step', ['Chapter08/cart', 'Chapter08/web'], undefined],
    ['one of them is no step', ['Chapter08/cart', 'web'], undefined],
    ['steps of two series', ['a/01-new', 'b/02-old'], undefined],
    ['numbers behind a name', ['service1', 'service2'], undefined],
    ['years and other long numbers', ['2023/app', '2024/app'], undefined],
    ['names that begin so', ['parts/a', 'labels/b', 'daylight'], undefined],
  ])('%s', async (_, services, steps) => {
    const files = services.map((path, at) => [`${path}/requirements.txt`, `flask==${at + 1}.0\n`]);
    const [{ explanation } = { explanation: [] }] = (await reportOf(Object.fromEntries(files))).conflicts;
    // Where there is room for one reason only, this is it.
    const [said] = explanation;
    if (steps === undefined) expect(explanation.filter((line) => line.includes('series'))).toEqual([]);
    else expect(said).toBe(`${steps} look like steps of one series: where only one of them runs at a time, this cannot happen.`);
  });
});
