/** What indexes have, read once for all services that see the same of them. */
import type { ResolveEnvironment } from '../../../src/registry/client.ts';
import { withIndexLogins } from '../indexes/index-logins.ts';
import { indexSettings, mergedIndexes, type ProjectIndexes } from '../indexes/indexes.ts';
import type { MarkerTester } from '../indexes/published.ts';
import { jointPolicy, type ReleasePolicy } from '../indexes/release-policy.ts';
import { Universe } from '../indexes/universe.ts';
import { SupportedTags } from '../indexes/wheel-tags.ts';
import { fullPythonVersion } from '../notation/markers.ts';
import type { PythonService } from './lines.ts';
import type { Wheels } from './target-lines.ts';

export class Universes {
  readonly #environment: ResolveEnvironment;
  readonly #markers: MarkerTester;
  readonly #universes = new Map<string, Promise<Universe>>();
  #read = 0;

  constructor(environment: ResolveEnvironment, markers: MarkerTester) {
    this.#environment = environment;
    this.#markers = markers;
  }

  /** Services with the same indexes and wheels share one universe; a set with different indexes asks all of them. */
  of(services: readonly PythonService[], wheels: Wheels): Promise<Universe> {
    const project = mergedIndexes(services.flatMap(({ indexes }) => indexes ?? []));
    const policy = policyOf(services);
    const key = JSON.stringify([project, [...wheels], { ...policy, prerelease: undefined, oldest: undefined }]);
    let known = this.#universes.get(key);
    if (known === undefined) {
      known = this.#open(project, wheels, policy);
      this.#universes.set(key, known);
    }
    return known;
  }

  async #open(project: ProjectIndexes, wheels: Wheels, policy: ReleasePolicy): Promise<Universe> {
    const { client, target, before, progress } = this.#environment;
    const python = fullPythonVersion(target.python);
    const indexes = await indexSettings(this.#environment, project);
    return new Universe({
      client: withIndexLogins(client, indexes.indexes),
      indexes,
      view: {
        python,
        platform: target.platform,
        tags: new SupportedTags(python, target.platform),
        ...(before === undefined ? {} : { before }),
      },
      markers: this.#markers,
      wheels,
      policy,
      progress: () => progress({ phase: 'python packages', done: ++this.#read }),
    });
  }
}

/** Of services that share an environment. */
export function policyOf(services: readonly PythonService[]): ReleasePolicy {
  return jointPolicy(services.map(({ policy }) => policy));
}
