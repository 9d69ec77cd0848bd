import { isTable, listAt, type Table, tableAt, textAt, textsAt, valueAt } from '../../../src/formats/foreign-data.ts';
import { normalizeName } from '../../../src/model/index.ts';
import { bothMarkers, type Declared, tablePlace, type UvSource, type UvSources } from '../declared.ts';
import { type Assignment, type ProjectIndexes, strategyOf } from '../indexes/indexes.ts';
import { formatMarker, opposite, parseMarker } from '../notation/markers.ts';

/** Where packages come from in place of the default index: `[tool.uv.sources]`, and the indexes that tools are given. */

export function readUvSources(root: Table, directory: string): UvSources {
  const sources = Object.entries(tableAt(root, 'tool', 'uv', 'sources') ?? {});
  return new Map(
    sources.map(([name, value]) => [
      normalizeName(name),
      (Array.isArray(value) ? value : [value]).filter(isTable).map((table) => sourceAt(table, directory)),
    ]),
  );
}

function sourceAt(table: Table, directory: string): UvSource {
  const [marker, extra, group] = [textAt(table, 'marker'), textAt(table, 'extra'), textAt(table, 'group')];
  const place = placeAt(table, directory);
  return {
    ...(marker === undefined ? {} : { marker }),
    ...(extra === undefined ? {} : { extra: normalizeName(extra) }),
    ...(group === undefined ? {} : { group: normalizeName(group) }),
    ...(place === undefined ? {} : { place }),
  };
}

function placeAt(table: Table, directory: string): UvSource['place'] {
  return tablePlace(table, directory) ?? (valueAt(table, 'workspace') === true ? { kind: 'workspace' } : undefined);
}

/**
 * Declarations at their places. Several sources of one package have markers, extras or groups of their own; where all of
 * them have, the package comes from the index besides.
 */
export function withUvSources(declared: readonly Declared[], sources: UvSources): readonly Declared[] {
  if (sources.size === 0) return declared;
  return declared.flatMap((one) => {
    const all = one.name === undefined || one.from !== undefined ? [] : (sources.get(one.name) ?? []);
    const own = all.filter(({ extra, group }) => (extra ?? group ?? normalizeName(one.group)) === normalizeName(one.group));
    if (own.length === 0) return [one];
    const placed = own.filter(({ place }) => place !== undefined).map((source) => withSource(one, source));
    const isEverywhere = own.some(({ marker, place }) => marker === undefined && place !== undefined);
    return isEverywhere ? placed : [elsewhere(one, own), ...placed];
  });
}

/** The declaration where none of its places holds: there it comes from an index. */
function elsewhere(declared: Declared, sources: readonly UvSource[]): Declared {
  const markers = sources.flatMap(({ marker, place }) => (marker === undefined || place === undefined ? [] : [marker]));
  const marker = markers.map(oppositeText).reduce(bothMarkers, declared.marker);
  return marker === undefined ? declared : { ...declared, marker };
}

function oppositeText(text: string): string | undefined {
  const answer = parseMarker(text);
  const other = answer.ok ? opposite(answer.marker) : undefined;
  return other === undefined ? undefined : formatMarker(other);
}

function withSource(declared: Declared, { marker, place }: UvSource): Declared {
  const both = bothMarkers(declared.marker, marker);
  return { ...declared, ...(both === undefined ? {} : { marker: both }), ...place };
}

/** Indexes by uv's, PDM's and Poetry's settings, and the packages that come from one of them only. */
export function readIndexes(
  root: Table,
  poetry: NonNullable<ProjectIndexes['indexes']>,
  poetryAssigned: ReadonlyMap<string, string>,
): ProjectIndexes | undefined {
  const tables = [...listAt(root, 'tool', 'uv', 'index'), ...listAt(root, 'tool', 'pdm', 'source')];
  const indexes = [
    ...tables.flatMap((table) => {
      const url = textAt(table, 'url');
      const name = textAt(table, 'name');
      if (url === undefined) return [];
      const isDefault = valueAt(table, 'default') === true || (name === 'pypi' && valueAt(table, 'explicit') !== true);
      return [
        {
          url,
          ...(name === undefined ? {} : { name }),
          ...(valueAt(table, 'explicit') === true ? { explicit: true } : {}),
          ...(isDefault ? { isDefault: true } : {}),
        },
      ];
    }),
    ...poetry,
  ];
  const assigned = [
    ...[...poetryAssigned].map(([name, index]) => ({ name, index })),
    ...Object.entries(tableAt(root, 'tool', 'uv', 'sources') ?? {}).flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).flatMap((variant) => assignment(normalizeName(name), variant)),
    ),
  ];
  const strategy = strategyOf(
    textAt(root, 'tool', 'uv', 'index-strategy') ?? textAt(root, 'tool', 'uv', 'pip', 'index-strategy'),
  );
  const indexUrl = textAt(root, 'tool', 'uv', 'index-url') ?? textAt(root, 'tool', 'uv', 'pip', 'index-url');
  const extraIndexUrls = [
    ...textsAt(root, 'tool', 'uv', 'extra-index-url'),
    ...textsAt(root, 'tool', 'uv', 'pip', 'extra-index-url'),
  ];
  const noIndex = valueAt(root, 'tool', 'uv', 'no-index') === true;
  const isSilent = indexes.length === 0 && indexUrl === undefined && extraIndexUrls.length === 0 && !noIndex;
  if (isSilent && strategy === undefined) return undefined;
  return {
    ...(indexes.length === 0 ? {} : { indexes }),
    ...(assigned.length === 0 ? {} : { assigned }),
    ...(indexUrl === undefined ? {} : { indexUrl }),
    ...(extraIndexUrls.length === 0 ? {} : { extraIndexUrls }),
    ...(noIndex ? { noIndex } : {}),
    ...(strategy === undefined ? {} : { strategy }),
  };
}

/** A source that names an index, with its condition. */
function assignment(name: string, variant: unknown): readonly Assignment[] {
  const index = textAt(variant, 'index');
  if (index === undefined) return [];
  const [marker, group] = [textAt(variant, 'marker'), textAt(variant, 'extra') ?? textAt(variant, 'group')];
  return [
    {
      name,
      index,
      isExclusive: true,
      ...(marker === undefined ? {} : { marker }),
      ...(group === undefined ? {} : { group: normalizeName(group) }),
    },
  ];
}
