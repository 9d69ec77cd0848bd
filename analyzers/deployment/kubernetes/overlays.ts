import { addTo, append, DEVELOPMENT, isForProduction, SAMPLES, TESTS, wordIn } from '../../../src/model/index.ts';
import { isComponent, type Kustomization } from './kustomization.ts';

/** What is for development and tests alone, by the name of its directory. */
const isAside = wordIn([DEVELOPMENT, TESTS, SAMPLES, 'minikube kind sandbox'], './_-');

export interface Overlays {
  readonly deployed: readonly Kustomization[];
  /** Directories of the others. */
  readonly aside: ReadonlySet<string>;
}

/**
 * Overlays of one base are alternatives: those for production are deployed, else those that are not for development or
 * tests. What another one names is a part of it, and a component that none names is not deployed.
 */
export function overlaysDeployed(all: readonly Kustomization[]): Overlays {
  const named = new Set(all.flatMap(({ bases }) => bases));
  const roots = all.filter((one) => !named.has(one.home) && !isComponent(one));
  const deployed: Kustomization[] = [];
  const aside = new Set<string>();
  for (const rivals of rivalsOf(roots)) {
    const chosen = chosenOf(rivals);
    append(deployed, chosen);
    for (const one of rivals) if (!chosen.includes(one)) aside.add(one.home);
  }
  return { deployed, aside };
}

/** Overlays that share the base that they begin with. */
function rivalsOf(roots: readonly Kustomization[]): readonly (readonly Kustomization[])[] {
  const groups = new Map<string, Kustomization[]>();
  for (const one of roots) addTo(groups, one.bases[0] ?? one.home, one);
  return [...groups.values()];
}

function chosenOf(rivals: readonly Kustomization[]): readonly Kustomization[] {
  const production = rivals.filter(({ home }) => isForProduction(home));
  if (production.length > 0) return production;
  const real = rivals.filter(({ home }) => !isAside(home));
  return real.length > 0 ? real : rivals.slice(0, 1);
}
