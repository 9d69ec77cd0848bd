import { type DeploymentFacts, type Diagnostic, type JoinedDeployment, listed, type Unit } from '../model/index.ts';

/**
 * Whether a directory holds an app for phones, desktops, an editor or a browser alone: it is deployed to its users and shares nobody's host. One that a
 * descriptor builds or runs (an Expo app that is served to browsers) is a service like others.
 */
export function isForDevices(units: readonly Unit[], deployments: readonly JoinedDeployment[]): boolean {
  return (
    units.every(({ role }) => role === 'device') &&
    deployments.every(
      ({ facts }) => facts.processes.length + facts.images.length + facts.functions.length === 0 || isBuiltAlone(facts),
    )
  );
}

/** An image that is built for the app's sake: what it would start is the app as a store takes it. */
function isBuiltAlone({ tool, processes }: DeploymentFacts): boolean {
  return (
    tool === 'dockerfile' && processes.length > 0 && processes.every(({ command }) => /\.(?:apk|aab|ipa)$/.test(command[0] ?? ''))
  );
}

/** Left out in one note, so that a service that was taken for an app is missed by nobody. */
export function deviceNote(paths: readonly string[], units: ReadonlyMap<string, readonly Unit[]>): readonly Diagnostic[] {
  const [first = ''] = paths;
  const [manifest] = (units.get(first) ?? []).flatMap(({ manifests }) => manifests);
  if (manifest === undefined) return [];
  const [run, them] = paths.length === 1 ? ['runs on its users’ own devices', 'it'] : ['run on their users’ own devices', 'them'];
  const message = `${listed(paths, 3)} ${run} (phones, desktops, an editor, a browser) and on nobody's host, so nothing was compared with ${them}; name ${them} under services in config to have ${them} count`;
  return [{ code: 'service/for-devices', severity: 'note', message, file: manifest.path, line: 1 }];
}
