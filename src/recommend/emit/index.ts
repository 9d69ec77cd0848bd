import type { Recommendation, RecommendationTarget, Service } from '../../model/index.ts';
import { compose, hostCompose, swarm } from './compose.ts';
import { dockerfile } from './dockerfile.ts';
import { taskDefinition } from './ecs.ts';
import { hostFiles } from './host.ts';
import { kubernetes } from './kubernetes.ts';
import { bundleScript, samImage, samZip, stepFunctions } from './lambda.ts';
import { lambdaDockerfile } from './lambda-image.ts';
import { nomad } from './nomad.ts';
import { type EmitOptions, type EmittedFile, type Orchestrator, type Subject, subjectOf } from './subject.ts';

export { unifiedDiff } from './diff.ts';
export { type EmitOptions, type EmittedFile, ORCHESTRATORS, type Orchestrator } from './subject.ts';

const RUNNERS: Readonly<Record<Orchestrator, (subject: Subject) => EmittedFile>> = {
  compose,
  swarm,
  kubernetes,
  ecs: (subject) => taskDefinition(subject, 'EC2'),
  nomad,
};

/** The orchestrator that a fleet's descriptors show; compose when none does. */
export function orchestratorOf(services: readonly Service[]): Orchestrator {
  const tools = new Set(services.flatMap((service) => service.deployments.map(({ facts }) => facts.tool)));
  return tools.has('kubernetes') ? 'kubernetes' : tools.has('nomad') ? 'nomad' : tools.has('ecs') ? 'ecs' : 'compose';
}

/** What a recommendation needs, as files below `<service>/`. Pure: nothing is written here. Empty for insufficient evidence, and for ecosystems that no emitter knows. */
export function emit(service: Service, recommendation: Recommendation, options: EmitOptions): readonly EmittedFile[] {
  const subject = subjectOf(service, recommendation, options);
  if (subject === undefined) return [];
  const orchestrator = options.orchestrator ?? orchestratorOf([service]);
  const long = recommendation.reasons.some((reason) => reason.theme === 'timeout-15min');
  return [...BY_TARGET[recommendation.target](subject, orchestrator), ...(long ? [stepFunctions(subject)] : [])];
}

const BY_TARGET: Readonly<
  Record<RecommendationTarget, (subject: Subject, orchestrator: Orchestrator) => readonly EmittedFile[]>
> = {
  container: (subject, orchestrator) => [...dockerfile(subject), RUNNERS[orchestrator](subject)],
  fargate: (subject) => [...dockerfile(subject), taskDefinition(subject, 'FARGATE'), compose(subject)],
  'lambda-zip': (subject) => [samZip(subject), bundleScript(subject)],
  'lambda-image': (subject) => [...lambdaDockerfile(subject), samImage(subject)],
  'shared-host': (subject) => hostFiles(subject),
  'insufficient-evidence': () => [],
};

/** One compose file for the container services of a host of the placement. */
export function emitHost(
  host: string,
  members: readonly { readonly service: Service; readonly recommendation: Recommendation }[],
  options: EmitOptions,
): EmittedFile | undefined {
  const containers = members.filter(
    ({ recommendation }) => recommendation.target === 'container' || recommendation.target === 'fargate',
  );
  if (containers.length < 2) return undefined;
  return hostCompose(
    host,
    containers.flatMap(({ service, recommendation }) => subjectOf(service, recommendation, options) ?? []),
  );
}
