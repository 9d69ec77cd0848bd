import { DERIVED, FARGATE_POSTS, fact, MARCH_POST, PRICE_PAGE, PRICE_POSTS, TOOLKIT, VANTAGE } from './fact.ts';

export const PRICES = {
  lambdaRequest: fact('F096', 'Lambda request', 0.000_000_2, 'USD', PRICE_POSTS),
  lambdaSecond: fact('F097', 'Lambda GB-second, x86, first tier', 0.000_016_666_7, 'USD', PRICE_POSTS),
  lambdaSecondArm: fact('F097', 'Lambda GB-second, arm64, first tier', 0.000_013_333_4, 'USD', PRICE_POSTS),
  freeTier: fact('F098', 'Lambda requests a month free of charge, and 400,000 GB-seconds', 1_000_000, '', PRICE_PAGE),
  provisionedSecond: fact('F099', 'provisioned GB-second, x86; arm64 0.0000033334', 0.000_004_166_7, 'USD', MARCH_POST),
  scratchSecond: fact('F100', '/tmp over 512 MB, a GB-second', 0.000_000_030_9, 'USD', MARCH_POST),
  fargateCpu: fact('F101', 'Fargate vCPU-hour, Linux x86, at least a minute', 0.04048, 'USD', FARGATE_POSTS),
  fargateMemory: fact('F101', 'Fargate GB-hour, Linux x86, at least a minute', 0.004445, 'USD', FARGATE_POSTS),
  fargateCpuArm: fact('F102', 'Fargate vCPU-hour, Linux arm64', 0.03238, 'USD', VANTAGE),
  fargateMemoryArm: fact('F102', 'Fargate GB-hour, Linux arm64', 0.00356, 'USD', VANTAGE),
  fargateDisk: fact('F103', 'Fargate storage over 20 GB, a GB-hour', 0.000111, 'USD', VANTAGE),
  m7gLarge: fact('F104', 'EC2 m7g.large (2 vCPU, 8 GB), an hour', 0.0816, 'USD', FARGATE_POSTS),
  t3Micro: fact('F105', 'EC2 t3.micro, an hour', 0.0104, 'USD', MARCH_POST),
  managedRequest: fact('F106', 'Managed Instances: EC2 price + 15 % and this a request', 0.000_000_2, 'USD', TOOLKIT),
} as const;

/** R requests of d seconds at m GB, p a GB-second; N tasks of v vCPU and g GB. */
export const FORMULAS = {
  lambdaMonth: fact('F107', 'Lambda a month', 'R·(pr + d·m·p)', 'USD', DERIVED),
  fargateMonth: fact('F108', 'Fargate a month', 'N·730·(v·pv + g·pg) + LB', 'USD', DERIVED),
  hostMonth: fact('F109', 'share of a host a month, by the larger share of CPU and memory', '730·h·share', 'USD', DERIVED),
  breakEven: fact('F110', 'requests at which both cost the same', '(N·730·(v·pv + g·pg) + LB) / (pr + d·m·p)', '', DERIVED),
  workedOne: fact('F111', '1 task of 0.25 vCPU and 0.5 GB against 0.1 s at 0.5 GB: 9.01 USD', 8_720_000, 'requests', DERIVED),
  workedTwo: fact('F112', '2 tasks of 0.25 vCPU and 0.5 GB against 0.1 s at 0.5 GB: 18.02 USD', 17_440_000, 'requests', DERIVED),
  workedSlower: fact(
    'F113',
    '2 tasks of 0.25 vCPU and 0.5 GB against 0.2 s at 0.5 GB: 18.02 USD',
    9_650_000,
    'requests',
    DERIVED,
  ),
  workedLarger: fact('F114', '2 tasks of 0.5 vCPU and 1 GB against 0.2 s at 1 GB: 36.04 USD', 10_200_000, 'requests', DERIVED),
  workedSecond: fact('F115', '2 tasks of 0.5 vCPU and 1 GB against 1 s at 1 GB: 36.04 USD', 2_140_000, 'requests', DERIVED),
  workedHeavy: fact('F116', '2 tasks of 1 vCPU and 2 GB against 2 s at 2 GB: 72.08 USD', 1_080_000, 'requests', DERIVED),
  fullUse: fact(
    'F117',
    'in full use Lambda costs 0.0600 a GB-hour; a task of 1 vCPU and 2 GB 0.0494 an hour',
    0.06,
    'USD',
    DERIVED,
  ),
} as const;
