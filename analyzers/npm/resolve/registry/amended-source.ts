/** Manifests of the registry as pnpm's and yarn's settings change them. */

import type { Entry } from '../../manifests/manifest.ts';
import { extended, judgedPeer } from '../../overrides/adjusting.ts';
import { REMOVED, type Replacement, replacementOf } from '../../overrides/overrides.ts';
import type { Amendments, Way } from '../root-settings.ts';
import type { Manifest } from './documents.ts';
import type { ManifestSource } from './packuments.ts';

/** Manifests of a registry as `packageExtensions` and the like of a workspace root change them. */
export class AmendedSource implements ManifestSource {
  readonly #source: ManifestSource;
  readonly #amendments: Amendments;
  /** The builder compares manifests by what they are: the same one has to come out the same. */
  readonly #amended = new WeakMap<Manifest, Manifest>();
  #replacements: Promise<readonly Replacement[]> | undefined;

  constructor(source: ManifestSource, amendments: Amendments) {
    this.#source = source;
    this.#amendments = amendments;
  }

  async pick(name: string, wanted: string): Promise<Manifest> {
    const manifest = await this.#source.pick(name, wanted);
    const known = this.#amended.get(manifest);
    if (known !== undefined) return known;
    this.#replacements ??= this.#allReplacements();
    const made = amended(manifest, this.#amendments, await this.#replacements);
    this.#amended.set(manifest, made);
    return made;
  }

  async #allReplacements(): Promise<readonly Replacement[]> {
    const { ways, replacements } = this.#amendments;
    const led = await Promise.all(ways.map((way) => this.#replacedBy(way).catch(() => undefined)));
    return [...led.flatMap((one) => one ?? []), ...replacements];
  }

  /**
   * yarn 1 looks for the way, but what it replaces is the text at its end (`low@^1`), wherever else somebody asks for the
   * same (`PackageResolver.resolveToResolution`).
   */
  async #replacedBy({ first, below, value }: Way): Promise<Replacement | undefined> {
    let { name, spec } = first;
    for (const next of below) {
      const manifest = await this.#source.pick(name, spec);
      const line = linesOf(manifest).find((one) => one.name === next && one.field !== 'peerDependencies');
      if (line === undefined) return undefined;
      name = next;
      spec = line.raw;
    }
    return { tool: 'yarn', name, range: spec, value };
  }
}

const FIELDS = ['dependencies', 'optionalDependencies', 'peerDependencies'] as const;

function amended(manifest: Manifest, { peerRules, ...rest }: Amendments, replacements: readonly Replacement[]): Manifest {
  const own = linesOf(manifest);
  const lines = extended(own, manifest, rest).flatMap((line): readonly Entry[] => {
    const made = replacementOf(line, manifest, replacements);
    if (made?.raw === REMOVED) return [];
    const replaced = made === undefined ? line : { ...line, ...made };
    if (replaced.field !== 'peerDependencies') return [replaced];
    const { name, raw, optional } = replaced;
    const peer = judgedPeer({ name, range: raw, optional }, manifest, peerRules) ?? { range: '*', optional };
    return peer.range === raw && peer.optional === optional
      ? [replaced]
      : [{ ...replaced, raw: peer.range, optional: peer.optional }];
  });
  const isSame = lines.length === own.length && lines.every((line, index) => line === own[index]);
  return isSame ? manifest : withLines(manifest, lines);
}

/** npm: an optional dependency stands among the plain ones as well. */
function linesOf({ name: holder, peerDependenciesMeta = {}, ...manifest }: Manifest): readonly Entry[] {
  const optional = manifest.optionalDependencies ?? {};
  return FIELDS.flatMap((field) =>
    Object.entries(manifest[field] ?? {})
      .filter(([name]) => field !== 'dependencies' || !Object.hasOwn(optional, name))
      .map(([name, raw]) => ({
        name,
        raw,
        field,
        optional:
          field === 'peerDependencies' &&
          Object.hasOwn(peerDependenciesMeta, name) &&
          peerDependenciesMeta[name]?.optional === true,
        origin: { file: holder, line: 1 },
      })),
  );
}

function withLines(manifest: Manifest, lines: readonly Entry[]): Manifest {
  const {
    dependencies: _plain,
    optionalDependencies: _optional,
    peerDependencies: _peers,
    peerDependenciesMeta,
    ...rest
  } = manifest;
  const fields = FIELDS.flatMap((field) => {
    const own = lines.filter((line) => line.field === field).map(({ name, raw }) => [name, raw] as const);
    return own.length === 0 ? [] : [[field, Object.fromEntries(own)] as const];
  });
  const optionalPeers = lines.filter(({ field, optional }) => field === 'peerDependencies' && optional);
  return {
    ...rest,
    ...Object.fromEntries(fields),
    ...(peerDependenciesMeta === undefined && optionalPeers.length === 0
      ? {}
      : { peerDependenciesMeta: Object.fromEntries(optionalPeers.map(({ name }) => [name, { optional: true }])) }),
  };
}
