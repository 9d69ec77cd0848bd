import { describe, expect, it } from 'vitest';
import { SWEEPS } from '../../src/recommend/counterfactuals.ts';
import { THEMES } from '../../src/recommend/data/themes.ts';
import { recommend } from '../../src/recommend/engine.ts';
import type { Facts } from '../../src/recommend/input.ts';
import { builtInRules, type RuleSet, ruleSet } from '../../src/recommend/rules.ts';
import { type ServiceShape, service } from './build.ts';

/** What would change a decision is computed without deciding anew; deciding anew has to agree. */

const SHAPES: Readonly<Record<string, readonly [shape: ServiceShape, facts?: Facts]>> = {
  'a function': [{ ecosystem: 'python', deps: ['aws-lambda-powertools'], functions: [{ runtime: 'python3.13' }] }],
  'a web server': [{ ecosystem: 'npm', deps: ['express', 'prom-client'], scripts: { start: 'node server.js' } }],
  'a quiet web server': [
    { ecosystem: 'npm', deps: ['express'] },
    { requestsPerMonth: 1000, avgDurationMs: 50 },
  ],
  'a producer or a consumer': [{ ecosystem: 'python', deps: ['aiokafka', 'fastapi'] }],
  'a worker and its web process': [
    {
      ecosystem: 'python',
      deps: ['celery', 'flask'],
      run: [
        { name: 'web', command: ['gunicorn', 'a:b'] },
        { name: 'worker', command: ['celery', 'worker'] },
      ],
    },
  ],
  'a store': [{ ecosystem: 'go', deps: ['go.etcd.io/bbolt'] }, { memoryMiB: 4096 }],
  'Spring for Lambda': [
    {
      ecosystem: 'jvm',
      deps: ['org.springframework.boot:spring-boot-starter-web', 'com.amazonaws:aws-lambda-java-core'],
      runtime: '21',
    },
  ],
  'a GPU': [{ ecosystem: 'python', deps: ['vllm'] }],
  nothing: [{ ecosystem: 'go', deps: ['github.com/spf13/cobra'] }],
};

function targets(shape: ServiceShape, facts: Facts, rules?: RuleSet): readonly string[] {
  const input = {
    service: service(shape),
    facts,
    platform: 'aws',
    today: '2026-11-24',
    conflicts: [],
    sharing: { cotenants: [] },
  } as const;
  return recommend(input, rules).recommendations.map(({ target }) => target);
}

describe.each(Object.entries(SHAPES))('%s', (_, [shape, facts = {}]) => {
  const advice = recommend({
    service: service(shape),
    facts,
    platform: 'aws',
    today: '2026-11-24',
    conflicts: [],
    sharing: { cotenants: [] },
  }).recommendations;

  it('leads where it says when a fact is declared', () => {
    const elsewhere = SWEEPS.flatMap(({ text, facts: varied }) => {
      const isOpen = Object.keys(varied).some((key) => !Object.hasOwn(facts, key));
      const anew = targets(shape, { ...varied, ...facts });
      return advice.flatMap(({ target, changes }, index) => {
        const told = changes.find(({ when }) => when === text)?.target ?? target;
        const wanted = isOpen ? anew[index] : target;
        return target === 'insufficient-evidence' || told === wanted ? [] : [{ text, told, wanted }];
      });
    });
    expect(advice.length).toBeGreaterThan(0);
    expect(elsewhere).toEqual([]);
  });

  it('leads where it says without a rule', () => {
    const all = builtInRules();
    const elsewhere = advice.flatMap(({ target, reasons, changes }, index) =>
      reasons.flatMap(({ rule }) => {
        const anew = targets(shape, facts, ruleSet(all.filter((one) => one.id !== rule)))[index];
        const told = changes.filter((one) => one.rule === rule).map((one) => one.target);
        return anew === target || told.some((one) => one === anew) ? [] : [{ rule, told, anew }];
      }),
    );
    expect(advice.length).toBeGreaterThan(0);
    expect(elsewhere).toEqual([]);
  });
});

describe('what would change advice', () => {
  const [advice] = recommend({
    service: service({ ecosystem: 'python', deps: ['vllm'] }),
    facts: { memoryMiB: 256 },
    platform: 'aws',
    today: '2026-11-24',
    conflicts: [],
    sharing: { cotenants: [] },
  }).recommendations;

  it('is a sentence, and the same as data: the rule that would have to go, or the fact to declare', () => {
    expect(advice?.wouldChangeIf).toEqual(advice?.changes.map(({ when, target }) => `${when}: ${target}`));
    expect(advice?.changes).toContainEqual({ when: 'without a GPU (vllm)', target: 'fargate', rule: 'PK015' });
  });
});

it('has words for every theme of our rules, and a rule for all words', () => {
  expect(Object.keys(THEMES).sort()).toEqual([...new Set(builtInRules().map(({ theme }) => theme))].sort());
});

describe('what a function declares', () => {
  const advised = (limits: { readonly timeoutSeconds?: number; readonly memoryMiB?: number }) =>
    recommend({
      service: service({
        ecosystem: 'python',
        deps: ['aws-lambda-powertools'],
        functions: [{ name: 'thumbs', runtime: 'python3.13', events: ['s3', 's3'], ...limits }],
      }),
      facts: {},
      platform: 'aws',
      today: '2026-11-24',
      conflicts: [],
      sharing: { cotenants: [] },
    }).recommendations[0];

  it('is not asked again', () => {
    const asked = (limits: Parameters<typeof advised>[0]): readonly string[] =>
      (advised(limits)?.unknowns ?? []).filter((one) => /jobSeconds|memoryMiB/.test(one));
    expect(asked({})).toHaveLength(2);
    expect(asked({ timeoutSeconds: 30 })).toEqual(['memory (facts.memoryMiB)']);
    expect(asked({ timeoutSeconds: 30, memoryMiB: 512 })).toEqual([]);
  });

  it('says what calls it', () => {
    expect(advised({})?.reasons.map(({ text }) => text)).toContainEqual(expect.stringContaining('thumbs (s3)'));
  });
});
