import { meantOr } from '../formats/closest.ts';
import { byText, type Diagnostic, listed, normalizeName, type Service, serviceLabel, serviceNames } from '../model/index.ts';
import type { LoadedConfig } from './load.ts';

/** Groups that a message names at most. */
const MANY = 10;

/** What is deployed by itself. */
const DEFAULT = 'default';

/** Groups that were asked for and that nothing has: what was meant to count would be left out without a word. */
export function unknownGroups(
  loaded: LoadedConfig,
  services: readonly Service[],
  { groups = [], only }: { readonly groups?: readonly string[]; readonly only?: readonly string[] } = {},
): readonly Diagnostic[] {
  let all: ReadonlySet<string> | undefined;
  const known = (): ReadonlySet<string> => (all ??= new Set(services.flatMap(groupsOf)));
  // Of a few services nothing follows for the others.
  const isJudged = only === undefined && services.length > 0;
  const isUnknown = (group: string): boolean => isJudged && !known().has(normalizeName(group));
  const nowhere = (group: string): Diagnostic => ({
    code: 'config/unknown-group',
    severity: 'warning',
    message: `no service has a group "${group}", so nothing of it counts; ${meantOr(group, known(), `groups are: ${listed([...known()].sort(byText), MANY)}`)}`,
    incomplete: true,
  });
  const { config, originOf } = loaded;
  return [
    ...groups.filter(isUnknown).map(nowhere),
    ...(config.groups ?? []).flatMap((group, index) =>
      isUnknown(group) ? [{ ...nowhere(group), ...originOf(['groups', index]) }] : [],
    ),
    ...unknownOfServices(loaded, services),
  ];
}

function unknownOfServices({ config, originOf }: LoadedConfig, services: readonly Service[]): readonly Diagnostic[] {
  const named = serviceNames(services);
  const byId = new Map(services.map((service) => [service.id, service]));
  return Object.entries(config.services ?? {}).flatMap(([key, { groups = [] }]): readonly Diagnostic[] => {
    const meant = groups.length === 0 ? [] : named(key).flatMap((id) => byId.get(id) ?? []);
    if (meant.length === 0) return [];
    const known = new Set(meant.flatMap(groupsOf));
    return groups.flatMap((group, index): readonly Diagnostic[] => {
      if (known.has(normalizeName(group))) return [];
      const hint = meantOr(group, known, `its groups are: ${listed([...known], MANY)}`);
      const [first] = meant;
      const message = `${serviceLabel(first?.id ?? key)} has no group "${group}", so nothing of it counts; ${hint}`;
      const at = originOf(['services', key, 'groups', index]);
      return [{ code: 'config/unknown-group', severity: 'warning', message, incomplete: true, ...at }];
    });
  });
}

function groupsOf({ units }: Service): readonly string[] {
  const stated = units.flatMap(({ manifests, dependencies, extras = [] }) => [
    ...manifests.map(({ group }) => group),
    ...dependencies.map(({ group }) => group),
    ...extras,
  ]);
  return [DEFAULT, ...stated.map(normalizeName)];
}
