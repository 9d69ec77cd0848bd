import { type DeploymentFacts, directoryOf, type Service } from '../../model/index.ts';

/** What is said of images that are built of the service's own directory, as written ones are: paths in their commands hold there. */
export function ownImages({ path, deployments }: Service): readonly DeploymentFacts[] {
  return deployments.flatMap(({ facts }) => {
    const { tool, join, descriptor } = facts;
    return tool === 'dockerfile' && (join.directory ?? directoryOf(descriptor.path)) === path ? [facts] : [];
  });
}
