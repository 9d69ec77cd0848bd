import { readTar } from '../../src/formats/archives/tar.ts';
import { textAt } from '../../src/formats/foreign-data.ts';
import { parseToml } from '../../src/formats/toml.ts';
import { normalizeName, type SourceFile } from '../../src/model/index.ts';
import type { RegistryClient } from '../../src/registry/client.ts';
import type { ManifestFacts } from './declared.ts';
import { SETUPTOOLS } from './homes/precedence.ts';
import { type DistributionFacts, FOREVER, type MetadataAnswer, parseMetadata, parseStaticMetadata } from './indexes/metadata.ts';
import { readSetupCfg } from './manifests/setup-cfg.ts';
import { readSetupPy } from './manifests/setup-py.ts';
import { parseRequirement } from './notation/requirement.ts';

/**
 * What a source archive needs, as far as it can be told without a build. An archive of setuptools holds what its author's
 * own run of setup.py came to (`*.egg-info`): that is what every run comes to where setup.py writes the same out, or
 * computes it without a look at the machine.
 */

/** Files of an archive that tell, wherever its one directory is called. */
const TELLING =
  /^[^/]+\/(?:PKG-INFO|setup\.py|setup\.cfg|pyproject\.toml|(?:[^/]+\/)?[^/]+\.egg-info\/(?:requires\.txt|SOURCES\.txt))$/u;

/** What a source archive needs, where it can be told; what only a build would tell is refused. `.tar.gz` archives only. */
export async function fetchSourceMetadata(client: RegistryClient, url: string): Promise<MetadataAnswer> {
  const dynamic = 'it exists as source only, and only a build would tell what it needs';
  if (!url.endsWith('.tar.gz')) return { ok: false, reason: dynamic };
  let reason = dynamic;
  const facts = await client.remember<DistributionFacts | 'dynamic'>(`python-source-2 ${url}`, FOREVER, async () => {
    const answer = await client.get({ url, ttlSeconds: FOREVER, maxBytes: 16 << 20 });
    if (!answer.ok) {
      reason = `it exists as source only, which could not be read: ${answer.failure.message}`;
      return undefined;
    }
    const archive = await readTar(answer.body, (path) => TELLING.test(path), SOURCE_LIMITS);
    return archive.ok ? (sourceFacts(archive.files) ?? 'dynamic') : 'dynamic';
  });
  return facts === undefined || facts === 'dynamic' ? { ok: false, reason } : { ok: true, facts };
}

const SOURCE_LIMITS = { maxBytes: 64 << 20, maxFileBytes: 4 << 20, maxKeptBytes: 4 << 20 } as const;

/** Back ends that compute nothing, and write all of their metadata into the archive. */
const COMPLETE = /^(?:poetry(?:\.core)?\.masonry\.api|flit(?:_core)?\.buildapi)$/;

/** What a setup.py asks of the machine, or hands to who computes for it. */
const ASKS =
  /\bsys\.(?:version|platform|argv|maxsize|hexversion|implementation)|\bplatform\.|\bos\.(?:environ|getenv|name|uname)|\bpbr\b|\bcuda\b|\bsubprocess\b|\bsysconfig\b/i;

/** By paths of the archive; undefined where only a build would tell. */
export function sourceFacts(files: ReadonlyMap<string, string>): DistributionFacts | undefined {
  const named = (name: string): string | undefined =>
    [...files].find(([path]) => /^[^/]+\/(.*)$/su.exec(path)?.[1] === name)?.[1];
  const info = named('PKG-INFO');
  if (info === undefined) return undefined;
  const stated = parseStaticMetadata(info);
  if (stated !== undefined) return stated;
  const backend = backendOf(named('pyproject.toml'));
  if (backend === undefined) return undefined;
  const known = parseMetadata(info);
  if (COMPLETE.test(backend)) return known;
  if (!SETUPTOOLS.test(backend)) return undefined;
  const [program, settings] = [named('setup.py') ?? '', named('setup.cfg') ?? ''];
  const written = [readSetupPy(asFile('setup.py', program)), readSetupCfg(asFile('setup.cfg', settings))];
  const isWritten = written.every(isWhole) && areWritten(program) && !/\bpbr\b/.test(program);
  const computed = written.some(({ namedFiles = [] }) => namedFiles.length > 0) || ASKS.test(program);
  const egg = eggOf(files);
  if (egg === undefined) return undefined;
  if (egg === 'none') return isWritten && namesIn(written).size === 0 ? { ...known, requires: [], extras: [] } : undefined;
  // An author's run holds what a test of the machine came to there: a line under such a test has to be under a marker.
  const isSame = isWritten && sameNames(namesIn(written), egg.always) && sameNames(namesIn(written, true), egg.conditional);
  return isSame || !computed ? { ...known, requires: egg.requires, extras: egg.extras } : undefined;
}

/** `setuptools` where nothing is said (PEP 517); undefined where a table of the project's own says what is needed, or it is no TOML. */
function backendOf(text: string | undefined): string | undefined {
  const document = parseToml(text ?? '');
  if (!document.ok || document.value.project !== undefined) return undefined;
  return textAt(document.value, 'build-system', 'build-backend') ?? 'setuptools';
}

/** Whether what `**` hands to a call is a dict that is written out, and never changed in what counts. */
function areWritten(program: string): boolean {
  return [...program.matchAll(/\*\*\s*([A-Za-z_]\w*)(\s*[.([])?/gu)].every(([, name = '', more]) => {
    const changed = new RegExp(
      `\\b${name}(?:\\.(?:update|setdefault)\\b|\\s*\\[(?!\\s*["'](?!install_requires|extras_require|requires)))`,
      'u',
    );
    return more === undefined && new RegExp(`^${name}\\s*=\\s*(?:dict\\(|\\{)`, 'mu').test(program) && !changed.test(program);
  });
}

function asFile(path: string, text: string): SourceFile {
  return { path, text, bytes: Buffer.from(text) };
}

function isWhole({ unknown, computedFrom = [], readFrom = [], diagnostics }: ManifestFacts): boolean {
  return unknown === undefined && computedFrom.length === 0 && readFrom.length === 0 && diagnostics.length === 0;
}

/** Names of what is always required, or of that under markers. */
function namesIn(manifests: readonly ManifestFacts[], isConditional = false): ReadonlySet<string> {
  const known = manifests.flatMap(({ declared }) =>
    declared.filter(({ group, marker }) => group === 'default' && (!isConditional || marker !== undefined)),
  );
  return new Set(known.flatMap(({ name }) => name ?? []));
}

function sameNames(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && [...one].every((name) => other.has(name));
}

interface Egg {
  readonly requires: readonly string[];
  readonly extras: readonly string[];
  readonly always: ReadonlySet<string>;
  /** Those of them that have a marker. */
  readonly conditional: ReadonlySet<string>;
}

/** `requires.txt`: undefined where it cannot be read. What is always required, then sections `[extra]`, `[extra:marker]` and `[:marker]` (setuptools, "egg-info"). */
function eggOf(files: ReadonlyMap<string, string>): Egg | 'none' | undefined {
  const paths = [...files.keys()].filter((path) => path.includes('.egg-info/'));
  const directories = new Set(paths.map((path) => path.slice(0, path.lastIndexOf('/'))));
  const [directory] = directories;
  if (directory === undefined) return 'none';
  if (directories.size > 1) return undefined;
  const requires: string[] = [];
  const extras = new Set<string>();
  const always = new Set<string>();
  const conditional = new Set<string>();
  let [extra, condition] = ['', ''];
  for (const line of (files.get(`${directory}/requires.txt`) ?? '').split(/\r?\n/u).map((one) => one.trim())) {
    const section = /^\[([^:\]]*)(?::(.*))?\]$/u.exec(line);
    if (section !== null) {
      [extra, condition] = [section[1] ?? '', section[2] ?? ''];
      if (extra !== '') extras.add(extra);
      continue;
    }
    if (line === '') continue;
    const answer = parseRequirement(line);
    if (!answer.ok) return undefined;
    if (extra === '') always.add(normalizeName(answer.requirement.name));
    const [text = '', own = ''] = line.split(/;(.*)/su).map((part) => part.trim());
    if (extra === '' && `${condition}${own}` !== '') conditional.add(normalizeName(answer.requirement.name));
    const markers = [condition, own, extra === '' ? '' : `extra == "${extra}"`].filter((one) => one !== '');
    requires.push(markers.length === 0 ? text : `${text} ; ${markers.map((one) => `(${one})`).join(' and ')}`);
  }
  return { requires, extras: [...extras], always, conditional };
}
