import type { DeploymentFacts, Fleet, Origin, Service } from '../model/index.ts';
import { isMarked } from './marks.ts';

/** A cloud that is not AWS, and what shows that the fleet is for it. */
export interface Elsewhere {
  readonly cloud: string;
  readonly origin: Origin;
}

/**
 * The cloud that the fleet is for where its own files name one, and nothing names AWS: neither what deploys it nor a client
 * library of AWS. Fargate is no advice there.
 */
export function elsewhere({ services, unjoined }: Pick<Fleet, 'services' | 'unjoined'>): Elsewhere | undefined {
  const said = [...services.flatMap(({ deployments }) => deployments.map(({ facts }) => facts)), ...unjoined].flatMap(cloudsOf);
  const [first] = said;
  if (first === undefined || said.some(({ cloud }) => cloud === AWS) || services.some(usesAws)) return undefined;
  return first;
}

const AWS = 'AWS';

const TOOLS: Readonly<Partial<Record<DeploymentFacts['tool'], string>>> = { sam: AWS, cloudformation: AWS, ecs: AWS };
const KINDS: Readonly<Record<string, string>> = { 'app-engine': 'Google Cloud' };
const PROVIDERS: Readonly<Record<string, string>> = { aws: AWS, azure: 'Azure', gcp: 'Google Cloud' };
/** Files of AWS's own tools for containers and pages. */
const AWS_FILE = /(?:^|\/)(?:copilot\/.+|Dockerrun\.aws\.json|apprunner\.ya?ml|amplify\.yml)$/;

function cloudsOf({ tool, descriptor: { path, kind }, functions, traits }: DeploymentFacts): readonly Elsewhere[] {
  const whole = TOOLS[tool] ?? (AWS_FILE.test(path) ? AWS : Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined);
  const told = (cloud: string | undefined, origin: Origin): readonly Elsewhere[] =>
    cloud === undefined ? [] : [{ cloud, origin }];
  return [
    ...told(whole, { file: path, line: 1 }),
    ...functions.flatMap(({ provider, origin }) => told(PROVIDERS[provider], origin)),
    ...traits.flatMap(({ kind: trait, value, origin }) =>
      trait === 'cloud' ? told(value, origin) : told(OF_LAMBDA.has(trait) ? AWS : undefined, origin),
    ),
  ];
}

const OF_LAMBDA: ReadonlySet<string> = new Set(['lambda-adapter', 'lambda-client', 'lambda-handler', 'snapstart']);

const isClient = isMarked('aws-client');

function usesAws({ units }: Service): boolean {
  return units.some(({ dependencies }) => dependencies.some((one) => one.direct && isClient(one)));
}
