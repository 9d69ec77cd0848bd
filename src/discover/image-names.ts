import { addTo, baseName, type DeploymentFacts, directoryOf, type JoinedDeployment } from '../model/index.ts';
import { looksLikeSample } from './samples.ts';
import { plainName } from './service-names.ts';

/** Folders that hold how something is built, rather than what. */
export const BUILD_FOLDER =
  /^(?:\.?docker(?:files?)?|builds?|\.?ci|deploy(?:ments?)?|containers?|images?|packag(?:e|ing)|infra(?:structure)?|ops|hack|etc|scripts?|src)$/i;

/**
 * Services by what images are called that are made of them: `controller` for the root whose image is `controller/Dockerfile`
 * or `Dockerfile.controller`. A service of several programs has several.
 */
export function servicesByImage(
  joined: ReadonlyMap<string, readonly JoinedDeployment[]>,
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const [path, own] of joined)
    for (const name of new Set(own.flatMap(({ facts }) => imageNameOf(facts) ?? []).map(plainName))) addTo(found, name, path);
  return found;
}

/** Of what somebody else makes and this image only fills (`nginx/Dockerfile` of `nginx`) the name is theirs. */
function imageNameOf({ tool, join: { dockerfile, name }, images }: DeploymentFacts): string | undefined {
  const base = images.find(({ final }) => final);
  if (tool !== 'dockerfile' || dockerfile === undefined || base === undefined) return undefined;
  const home = directoryOf(dockerfile);
  const called = name ?? (home === '.' || BUILD_FOLDER.test(baseName(home)) ? undefined : baseName(home));
  return called === undefined || looksLikeSample(home) || plainName(called) === plainName(base.name) ? undefined : called;
}
