/** What keeps a question about npm's services from an answer, or leaves a doubt about it, in words. */
import { closest } from '../../../src/formats/closest.ts';
import { type Diagnostic, inDirectory, listed, type Resolution } from '../../../src/model/index.ts';
import { linesNamed } from './explanation.ts';
import type { ArchiveFailure } from './registry/archives.ts';
import type { NpmLine, NpmService } from './services.ts';
import type { JointAnswer, NpmFailure } from './trees/question.ts';
import type { LeftOut } from './trees/workspace-trees.ts';

/** What could not be asked for, and whose line it is; `known`: those of the fleet, one of which may have been meant. */
export function unanswered(
  services: readonly NpmService[],
  failure: NpmFailure,
  known: Iterable<NpmService>,
): Extract<Resolution, { kind: 'unknown' }> {
  const lines = services.flatMap((service) => service.lines);
  const culprit = failure.package;
  const asking = lines.find(
    ({ source, name }) => culprit !== undefined && (source.kind === 'registry' ? source.target : name) === culprit,
  );
  const who = asking?.service ?? listedIds(services);
  const code = failure.code === 'E404' ? 'npm/package-not-found' : 'npm/package-unavailable';
  const message =
    failure.code === 'E404'
      ? `${asking === undefined ? `something that ${who} needs asks` : `${who} asks`} for ${culprit ?? 'a package'}, which the registry does not have.${asking === undefined ? '' : hint(asking, known)}`
      : `${who}: ${failure.message}`;
  const place = (asking ?? lines[0])?.demand.origin;
  const diagnostic: Diagnostic = { code, severity: 'error', message, incomplete: true, ...place };
  return { kind: 'unknown', because: message, diagnostics: [diagnostic] };
}

function hint({ name }: NpmLine, known: Iterable<NpmService>): string {
  const others = [...known].flatMap(({ lines }) => lines.map((line) => line.name));
  const guess = closest(
    name,
    others.filter((other) => other !== name),
  );
  return guess === undefined ? '' : ` Did you mean ${guess}?`;
}

/** The tree is built all the same: what an archive brings along changes little of what lies beside it. */
export function unopened({ name, version, reason, failure }: ArchiveFailure): Diagnostic {
  const message = `${name} ${version} bundles packages in its archive, which could not be opened (${reason}); they are not counted among duplicates and engines.`;
  const todo = failure?.kind === 'offline' ? ' Run once without --offline to keep what it holds.' : '';
  return { code: 'npm/archive-unavailable', severity: 'warning', message: `${message}${todo}` };
}

/** npm stops at the root before it comes to any member; what members could share is a question all the same. */
export function rootLeftOut({ service, lines, development }: NpmService, why: Parameters<LeftOut>[1]): Diagnostic {
  const failure = why.kind === 'conflict' ? why.error : why.failure;
  const named = linesNamed(failure?.cause);
  const own = [...lines, ...development];
  const line = own.find(({ name }) => named.has(name) || name === failure?.package) ?? own[0];
  return {
    code: 'npm/root-not-installed',
    severity: 'warning',
    message: `what the root of the workspace asks for itself cannot be installed (${failure?.message ?? 'npm refuses it'}), and npm installs no member before it can; they are resolved without it. Correct it.`,
    file: inDirectory(service, 'package.json'),
    ...line?.demand.origin,
  };
}

/** npm would have looked at what these packages say, although it can do without them. */
export function unaskedDoubt(services: readonly NpmService[], unasked: readonly string[]): Resolution | undefined {
  if (unasked.length === 0) return undefined;
  const because = `${listedIds(services)}: the registry could not be asked about ${listed(unasked, 4)}, which npm looks at although it is optional there; what it says may exclude something`;
  const place = services[0]?.lines[0]?.demand.origin;
  return {
    kind: 'unknown',
    because,
    diagnostics: [{ code: 'npm/package-unavailable', severity: 'warning', message: because, incomplete: true, ...place }],
  };
}

/** A line that is taken from somewhere else than a registry: nothing is proved about who has it. */
export function foreignDoubt({ service, lines }: NpmService): Resolution | undefined {
  const line = lines.find(({ source }) => source.kind === 'foreign');
  if (line?.source.kind !== 'foreign') return undefined;
  const { file, line: at } = line.demand.origin;
  return {
    kind: 'unknown',
    because: `${service} takes ${line.name} from ${line.source.text} (${file}:${at}); what it needs is not known without fetching it`,
    diagnostics: [],
  };
}

/** npm might have been content with the copy that a git repository brings. */
export function doubtfulConflict(
  services: readonly NpmService[],
  { clashes, error }: Extract<JointAnswer, { kind: 'conflict' }>,
): Resolution | undefined {
  if (clashes.length > 0 || error === undefined) return undefined;
  const named = linesNamed(error.cause);
  const service = services.find(({ lines }) => lines.some(({ source, name }) => source.kind === 'foreign' && named.has(name)));
  return service === undefined ? undefined : foreignDoubt(service);
}

function listedIds(services: readonly NpmService[]): string {
  return services.map(({ service }) => service).join(' and ');
}
