import { describe, expect, it } from 'vitest';
import { explain } from '../../src/explain.ts';
import type { Reason, Report } from '../../src/model/index.ts';
import { renderMarkdown } from '../../src/report/formats/markdown.ts';
import { viewOf } from '../../src/report/html/view.ts';
import { chainsOf, type Place, placesOf, speaksFor } from '../../src/report/places.ts';
import { columnsOf, cut, hang, hyperlink, pad, wrap } from '../../src/report/terminal/columns.ts';
import type { TextOptions } from '../../src/report/terminal/conflict-text.ts';
import { renderExplanation } from '../../src/report/terminal/explain-text.ts';
import { renderPlan } from '../../src/report/terminal/plan-text.ts';
import { selectShown } from '../../src/report/terminal/selection.ts';
import { makeStyle } from '../../src/report/terminal/style.ts';
import { renderText } from '../../src/report/terminal/text.ts';
import { expectGolden } from './golden.ts';
import { SAMPLE, SAMPLE_SOURCES } from './sample.ts';
import { syntheticReport } from './synthetic.ts';

const PLAIN: TextOptions = { style: makeStyle(false, 100), verbose: false, limit: 50, sources: SAMPLE_SOURCES };
const ESCAPE = '\u001b';

function explained(subjects: readonly string[], options: TextOptions = PLAIN): string {
  const found = explain(SAMPLE, subjects);
  if (found.kind === 'unknown') throw new Error(`${subjects.join(' ')} is not in the sample`);
  return renderExplanation(found, SAMPLE, options);
}

describe('terminal output', () => {
  it('reads as it did', () => {
    expectGolden('check.txt', renderText(SAMPLE, PLAIN));
    expectGolden('check-verbose.txt', renderText(SAMPLE, { ...PLAIN, verbose: true }));
    expectGolden('check-narrow.txt', renderText(SAMPLE, { ...PLAIN, style: makeStyle(false, 60) }));
    expectGolden('plan.txt', renderPlan(SAMPLE, PLAIN));
    expectGolden('explain-conflict.txt', explained(['c_0b7e4dd1f3a8']));
    expectGolden('explain-service.txt', explained(['services/web']));
    expectGolden('explain-pair.txt', explained(['services/cart', 'apps/admin']));
    expectGolden('report.md', renderMarkdown(SAMPLE));
  });

  it.each([60, 80, 100, 160])('keeps within %i columns, but for words that are longer', (width) => {
    const options = { ...PLAIN, style: makeStyle(true, width), sources: SAMPLE_SOURCES };
    const texts = [renderText(SAMPLE, options), explained(['services/web'], options), explained(['react'], options)];
    const commands = /^ {2}cohost (?:explain c_|plan )/;
    for (const line of texts.join('').split('\n')) {
      if (commands.test(line.replaceAll(/\u001b\[\d+m/g, ''))) continue;
      expect(columnsOf(line), line).toBeLessThanOrEqual(width);
    }
  });

  it('says the same in colour as without', () => {
    const coloured = renderText(SAMPLE, { ...PLAIN, style: makeStyle(true, 100) });
    expect(coloured).toContain(`${ESCAPE}[31m`);
    expect(coloured.replaceAll(/\u001b\[\d+m/g, '')).toBe(renderText(SAMPLE, PLAIN));
    expect(renderText(SAMPLE, PLAIN)).not.toContain(ESCAPE);
  });

  it('links places only when told where they open', () => {
    const linked = renderText(SAMPLE, { ...PLAIN, linkTo: (file, line) => `file:///fleet/${file}#${line}` });
    expect(linked).toContain(`${ESCAPE}]8;;file:///fleet/services/cart/requirements.txt#3${ESCAPE}\\`);
    expect(linked.replaceAll(/\u001b\]8;;[^\u001b]*\u001b\\/g, '')).toBe(renderText(SAMPLE, PLAIN));
  });

  it('says a reason that several findings share once', () => {
    const reason = 'One directory holds one copy.';
    const [first, second] = SAMPLE.conflicts.filter(({ severity }) => severity === 'error');
    const conflicts = [first, second].flatMap((one) => (one === undefined ? [] : [{ ...one, explanation: [reason] }]));
    expect(conflicts).toHaveLength(2);
    const count = (verbose: boolean): number =>
      renderText({ ...SAMPLE, conflicts }, { ...PLAIN, verbose }).split(reason).length - 1;
    expect([count(false), count(true)]).toEqual([1, 2]);
  });

  it('falls back to the demand where no source line is known', () => {
    expect(renderText(SAMPLE, { style: makeStyle(false, 100), verbose: false, limit: 50 })).toContain('flask ==1.1.4');
  });

  it('shows the chain from the own line to what is demanded', () => {
    expect(explained(['c_0b7e4dd1f3a8'])).toMatch(
      /org\.example:events 3\.1\.0\n.*needs com\.fasterxml\.jackson\.core:jackson-databind 2\.17\.0/,
    );
  });

  it('shows of two the lines of these two, whoever else is in the clash', () => {
    const clash = SAMPLE.conflicts.find(({ services }) => services.length > 2 && services.includes('apps/admin'));
    const [one = '', another = ''] = clash?.services ?? [];
    const others = (clash?.services.length ?? 0) - 2;
    const pairwise = { ...clash, anyTwo: true } as const;
    const report: Report = { ...SAMPLE, conflicts: SAMPLE.conflicts.map((it) => (it === clash ? { ...it, ...pairwise } : it)) };
    const found = explain(report, [one, another]);
    if (found.kind !== 'between') throw new Error('two services were named');
    const places = /package\.json:\d+/g;
    const text = renderExplanation(found, report, { ...PLAIN, directories: ['services'] });
    expect(text.match(places)).toHaveLength(2);
    expect(text).toContain(`… and ${others} other service: cohost explain ${clash?.id} --in services`);
    expect(renderExplanation(found, report, { ...PLAIN, verbose: true }).match(places)?.length).toBeGreaterThan(2);
  });

  it('tells of a package without conflicts who asks for it', () => {
    const text = explained(['react-dom']);
    expect(text).toContain('no conflict is known for react-dom');
    expect(text).toContain('apps/admin/package.json:4');
  });

  it('makes control characters of manifests visible', () => {
    const [first, ...rest] = SAMPLE.conflicts;
    if (first === undefined) throw new Error('the sample has conflicts');
    const hostile: Report = { ...SAMPLE, conflicts: [{ ...first, message: `red ${ESCAPE}[31m and bell \u0007` }, ...rest] };
    const text = renderText(hostile, PLAIN);
    expect(text).toContain('\\x1b[31m and bell \\x07');
    expect(text).not.toContain(ESCAPE);
  });

  it('is bounded on thousands of findings and says where the rest is', () => {
    const report = syntheticReport(200, 4000);
    const text = renderText(report, { ...PLAIN, limit: 50 });
    expect(text.split('\n').length).toBeLessThan(900);
    expect(text).toMatch(/… and [\d,]+ errors, [\d,]+ warnings more, over package-/);
    expect(text).toContain('cohost report -o fleet.html');
    const errors = report.conflicts.filter(({ severity }) => severity === 'error').length;
    expect(errors).toBeGreaterThan(50);
    expect(text).toContain(`Cannot share · ${errors} errors`);
  });

  it('keeps the words about what the limit leaves out within the width', () => {
    const text = renderText(SAMPLE, { ...PLAIN, style: makeStyle(false, 60), limit: 1 });
    expect(text).toMatch(/^… and /m);
    expect(text.split('\n').filter((line) => line.length > 60)).toEqual([]);
  });

  it('tells one of the findings about one name in full, a line each of a few more, and counts the others', () => {
    const [first] = SAMPLE.conflicts.filter(({ sides }) => sides.length === 2);
    if (first === undefined) throw new Error('the sample has a conflict of two sides');
    const many = Array.from({ length: 30 }, (_, index) => ({
      ...first,
      id: `c_${String(index).padStart(12, '0')}`,
      services: ['services/cart', `services/web-${index}`],
    }));
    const report: Report = { ...SAMPLE, conflicts: many };
    const text = renderText(report, { ...PLAIN, limit: 5 });
    expect(text.match(/✗/g)).toHaveLength(1);
    expect(text.match(/^ {2}also /gm)).toHaveLength(4);
    expect(text.match(/c_0{11}/g)).toHaveLength(6);
    expect(text).toContain('Cannot share · 30 errors');
    expect(text).toMatch(/… and 25 errors more like it over .*: cohost explain /);
    expect(text).not.toContain('all of them:');
    expect(selectShown(report, { verbose: true, limit: 100 }).shown).toHaveLength(30);
    expect(renderText({ ...report, conflicts: many.slice(0, 3) }, PLAIN)).not.toContain('more like it');
  });

  it('tells one of a family of packages that the same services clash over, and names the others', () => {
    const [first] = SAMPLE.conflicts.filter(({ sides }) => sides.length === 2);
    if (first === undefined) throw new Error('the sample has a conflict of two sides');
    const parts = ['animations', 'common', 'core', 'forms', 'router', 'material'];
    const family = parts.map((part, index) => ({ ...first, id: `c_${index}`, subject: `pkg:npm/%40angular/${part}` }));
    const text = renderText({ ...SAMPLE, conflicts: family }, { ...PLAIN, limit: 5 }).replaceAll(/\s+/g, ' ');
    expect(text).toContain('… and 5 errors more like it between the same services, over @angular/common, @angular/core,');
    expect(text.match(/c_\d/g)).toHaveLength(2);
    expect(renderText({ ...SAMPLE, conflicts: family.slice(0, 2) }, PLAIN)).not.toContain('more like it');
  });

  it('tells one of a family that one service asks for in another version than whoever uses a part of it', () => {
    const [first] = SAMPLE.conflicts.filter(({ sides }) => sides.length === 2);
    const [demand] = first?.demands ?? [];
    if (first === undefined || demand === undefined) throw new Error('the sample has a conflict of two sides');
    const partOf = (part: number, constraint: string) => {
      const services = ['odd', ...Array.from({ length: part + 2 }, (_, index) => `service-${index}`)];
      const demands = services.map((service, index) => ({ ...demand, service, constraint: index === 0 ? constraint : '^2.0.0' }));
      const sides = [demands.slice(1).map((_, index) => index + 1), [0]];
      return { ...first, id: `c_${part}`, subject: `pkg:npm/%40frame/p${part}`, services, demands, sides };
    };
    const said = (constraints: readonly string[]): string =>
      renderText({ ...SAMPLE, conflicts: constraints.map((one, part) => partOf(part, one)) }, PLAIN).replaceAll(/\s+/g, ' ');
    expect(said(['1.0.0', '1.0.0', '1.0.0'])).toMatch(
      /… and 2 errors more like it between odd and others, over @frame\/p1 and @frame\/p2: cohost explain (?:odd service-0|service-0 odd) /,
    );
    expect(said(['1.0.0', '1.0.0', '1.1.0'])).not.toContain('more like it');
  });

  it('names two services to ask about that stand apart in all that was told in short', () => {
    const [first] = SAMPLE.conflicts.filter(({ sides }) => sides.length === 2);
    const [demand] = first?.demands ?? [];
    if (first === undefined || demand === undefined) throw new Error('the sample has a conflict of two sides');
    const services = ['services/a', 'services/b', 'services/c d'];
    const demands = services.map((service) => ({ ...demand, service }));
    const family = (sides: readonly (readonly (readonly number[])[])[]) =>
      sides.map((one, index) => ({ ...first, id: `c_${index}`, subject: `pkg:pypi/p${index}`, services, demands, sides: one }));
    const said = (sides: readonly (readonly (readonly number[])[])[]): string =>
      renderText({ ...SAMPLE, conflicts: family(sides) }, PLAIN).replaceAll(/\s+/g, ' ');
    const apart = [[0, 1], [2]];
    expect(said([apart, apart, [[0], [1, 2]]])).toContain("cohost explain services/a 'services/c d'");
    expect(said([apart, [[0], [1, 2]], [[0, 2], [1]]])).toMatch(
      /between the same services, over p1 and p2: cohost explain services\/a (?!')/,
    );
  });

  it('says the port of a place that has little room', () => {
    const [conflict, first] = [SAMPLE.conflicts[0], SAMPLE.conflicts[0]?.demands[0]];
    if (conflict === undefined || first === undefined) throw new Error('the sample has no conflict');
    const port = { ...first, realm: 'port' as const, key: '8080/tcp', subject: 'port:8080/tcp', constraint: 'listens' };
    const demands = ['manifests/frontend.yaml', 'manifests/recommendations-of-the-shop.yaml'].map((file, at) => ({
      ...port,
      service: `src/frontend-${at}`,
      origin: { file, line: 49 },
    }));
    const text = renderText(
      { ...SAMPLE, conflicts: [{ ...conflict, realm: 'port', demands }] },
      { ...PLAIN, style: makeStyle(false, 60) },
    );
    expect(text.match(/src\/frontend-\d: .*/g)).toEqual([
      'src/frontend-0: listens on port 8080/tcp',
      'src/frontend-1: listens on port 8080/tcp',
    ]);
  });

  it('tells once what speaks for or against a target everywhere, and notes where they are', () => {
    const [advice] = SAMPLE.recommendations;
    if (advice === undefined) throw new Error('the sample has no advice');
    const evidence = [{ file: 'main.tf', line: 1 }];
    const reason = (text: string, effect: 'blocks' | 'note'): Reason => {
      return { rule: 'PK001', theme: 'policy', effect, targets: ['lambda-zip'], text, evidence, source: '' };
    };
    const recommendations = ['a', 'b', 'c'].map((service) => ({
      ...advice,
      service,
      target: 'container' as const,
      reasons: [
        reason('nothing names AWS', 'blocks'),
        reason('a note for all', 'note'),
        reason(`${service} holds connections open`, 'blocks'),
      ],
    }));
    const text = renderPlan({ ...SAMPLE, recommendations }, PLAIN);
    expect(text.split('nothing names AWS')).toHaveLength(2);
    expect(text.split('a note for all')).toHaveLength(4);
    expect(text).toMatch(/For every container:\n.*nothing names AWS {2}main\.tf:1\n/);
  });

  it('says of every finding which part of it is new, and general reasons once', () => {
    const [first] = SAMPLE.conflicts;
    if (first === undefined) throw new Error('the sample has no conflict');
    const [one = '', other = ''] = first.services;
    const history = `Between ${one} and ${other} it was there before; this change adds to it.`;
    const conflicts = ['a', 'b'].map((name) => ({
      ...first,
      id: `c_${name}`,
      subject: `pkg:pypi/${name}`,
      explanation: [history, 'One environment holds one version.'],
    }));
    const text = renderText({ ...SAMPLE, conflicts }, PLAIN).replaceAll(/\s+/g, ' ');
    expect(text.split('it was there before; this change adds to it.')).toHaveLength(3);
    expect(text.split('One environment holds one version.')).toHaveLength(2);
  });

  it('has no step on the page that only says again what the lines above it show', () => {
    const report = syntheticReport(12, 20);
    const placed = (steps: readonly string[]): readonly string[] => steps.filter((step) => / at \S+:\d+$/.test(step));
    expect(placed(report.conflicts.flatMap(({ explanation }) => explanation))).not.toEqual([]);
    expect(placed(viewOf(report, new Map()).conflicts.flatMap(({ steps }) => steps))).toEqual([]);
  });

  it('names each of several packages however little room there is', () => {
    const [conflict] = SAMPLE.conflicts;
    if (conflict === undefined) throw new Error('the sample has no conflict');
    const told = (artifacts: readonly string[]): string => {
      const demands = conflict.demands.slice(0, artifacts.length).map((demand, at) => ({
        ...demand,
        realm: 'jvm' as const,
        subject: `pkg:maven/org.example.platform/${artifacts[at]}`,
      }));
      const report: Report = { ...SAMPLE, conflicts: [{ ...conflict, realm: 'jvm', demands, sides: [[0], [1]] }] };
      return renderText(report, { ...PLAIN, sources: new Map(), style: makeStyle(false, 60) });
    };
    expect(told(['boot-starter', 'boot-starter-web'])).toContain('org.example.platform:boot-starter-web ');
    expect(told(['boot-starter', 'boot-starter'])).not.toContain('org.example.platform:boot-starter ');
  });

  it('names a place of every side, however long one of them is', () => {
    const [first] = SAMPLE.conflicts;
    const [demand] = first?.demands ?? [];
    if (first === undefined || demand === undefined) throw new Error('the sample has demands');
    const demands = Array.from({ length: 40 }, (_, line) => ({
      ...demand,
      constraint: `=${line}`,
      origin: { ...demand.origin, line },
    }));
    const places = placesOf({ demands, sides: [demands.slice(0, 39).map((_, index) => index), [39]] }, 8);
    expect(places.shown).toHaveLength(8);
    expect(places.shown.at(-1)?.demand.constraint).toBe('=39');
    expect(places.more).toHaveLength(32);
  });

  it('tells a line that speaks for several services once', () => {
    const [first] = SAMPLE.conflicts;
    const [demand] = first?.demands ?? [];
    if (first === undefined || demand === undefined) throw new Error('the sample has demands');
    const origin = { file: 'pom.xml', line: 7 };
    const demands = ['a', 'b', 'c', 'd'].map((service) => ({ ...demand, service, origin }));
    const [place, ...others] = placesOf({ demands, sides: [[0, 1, 2, 3]] }, 8).shown;
    expect(others).toEqual([]);
    expect(place?.services).toEqual(['a', 'b', 'c', 'd']);
    expect(place === undefined ? '' : speaksFor(place)).toBe('a, b and 2 more: ');
    expect(speaksFor({ demand: { ...demand, origin: { file: 'a/pom.xml', line: 7 } }, services: ['a'] })).toBe('');
  });

  it('counts the services of a line whose names leave no room for what they ask', () => {
    const [first] = SAMPLE.conflicts;
    const [demand] = first?.demands ?? [];
    if (first === undefined || demand === undefined) throw new Error('the sample has demands');
    const told = (length: number): string => {
      const shared = ['a', 'b', 'c'].map((name) => ({
        ...demand,
        service: name.repeat(length),
        origin: { file: 'pom.xml', line: 7 },
      }));
      const demands = [...shared, demand];
      return renderText(
        { ...SAMPLE, conflicts: [{ ...first, demands, sides: [[0, 1, 2], [3]] }] },
        { ...PLAIN, sources: new Map() },
      );
    };
    expect(told(90)).toContain(`3 services: react ${demand.constraint}`);
    expect(told(20)).toContain(`${'c'.repeat(20)}: react ${demand.constraint}`);
  });

  it('tells a line once that services come to by several ways, and what these have in common', () => {
    const [first] = SAMPLE.conflicts;
    const [demand] = first?.demands ?? [];
    if (first === undefined || demand === undefined) throw new Error('the sample has demands');
    const origin = { file: 'common/pom.xml', line: 7 };
    const chains = [['common'], ['module', 'common'], ['core', 'module', 'common']];
    const demands = chains.map((via, index) => ({ ...demand, service: `s${index}`, via, origin }));
    const sides = [[0, 1, 2]];
    const viaOf = ({ demand: { via } }: Place): readonly string[] => via;
    expect(placesOf({ demands, sides }, 8).shown.map(viaOf)).toEqual([['common']]);
    expect(placesOf({ demands: demands.slice(1), sides: [[0, 1]] }, 8).shown.map(viaOf)).toEqual([['module', 'common']]);
    expect(placesOf({ demands, sides }, 8).shown[0]?.services).toEqual(['s0', 's1', 's2']);
    expect(chainsOf({ demands, sides }, 8).shown.map(viaOf)).toEqual(chains);
  });

  it('says what a service is where none was found', () => {
    const empty: Report = {
      ...SAMPLE,
      services: [],
      conflicts: [],
      recommendations: [],
      summary: { ...SAMPLE.summary, services: 0 },
    };
    expect(renderText(empty, PLAIN)).toContain('No services were found here');
    expect(renderPlan(empty, PLAIN)).toBe(renderText(empty, PLAIN));
  });
});

describe('columns', () => {
  it.each([
    ['abc', 3],
    ['日本', 4],
    ['e\u0301', 1],
    ['🚀', 2],
    [`${ESCAPE}[1mbold${ESCAPE}[22m`, 4],
    [hyperlink('here', 'https://example.org'), 4],
  ])('%j takes %i', (text, columns) => {
    expect(columnsOf(text)).toBe(columns);
  });

  it('pads, cuts and wraps by columns', () => {
    expect(pad('日', 4)).toBe('日  ');
    expect(cut('日本語', 5)).toBe('日本…');
    expect(cut('short', 5)).toBe('short');
    expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrap('incomprehensibilities no', 5)).toEqual(['incomprehensibilities', 'no']);
    expect(wrap('one two   three', 9)).toEqual(['one two', 'three']);
    expect(hang('why ', 'a b', 100)).toEqual(['why a b']);
  });
});

describe('commands to go on with', () => {
  const [first] = SAMPLE.conflicts.filter(({ severity }) => severity !== 'note');

  it('are told where the services lie', () => {
    const text = renderText(SAMPLE, { ...PLAIN, directories: ['services', "'my apps'"] });
    expect(text).toContain(`cohost explain ${first?.id} --in services 'my apps'`);
    expect(text).toContain("cohost plan services 'my apps'");
  });

  it('name no directory but another one', () => {
    expect(renderText(SAMPLE, PLAIN)).toContain(`cohost explain ${first?.id}   the chain`);
  });
});
