/** In which ways npm is asked about services before it counts as refusing them, and what it refuses one of them for by itself. */
import { unmetPeers } from './explanation.ts';
import { rewritten } from './fixes.ts';
import type { NpmService } from './services.ts';
import type { JointTrees } from './trees/joint.ts';
import type { JointAnswer, Model, NpmFailure, Question } from './trees/question.ts';

/**
 * Locks first, as they stand; then what npm installs anew; then with what each service overrides for itself, which whoever
 * merges their files can keep. Any of them is a solution; a conflict is told as npm's own installation has it.
 */
export async function settle(trees: JointTrees, services: readonly NpmService[], model: Model): Promise<JointAnswer> {
  const attempts: Question[] = [
    ...lockedAttempts(services, model),
    { services, model },
    ...(services.length > 1 && services.some(({ settings }) => Object.keys(settings).length > 0)
      ? [{ services, model, withSettings: true }]
      : []),
  ];
  let told: JointAnswer | undefined;
  const unknown: Unknown[] = [];
  for (const attempt of attempts) {
    const answer = await trees.answer(attempt);
    if (answer.kind === 'ok') return answer;
    if (attempt.locks === undefined) told ??= answer;
    if (answer.kind === 'unknown') unknown.push({ attempt, answer });
  }
  if (told?.kind !== 'conflict') return told ?? trees.answer({ services, model });
  for (const one of unknown) if (!(await isRefusedBesides(trees, one))) return one.answer;
  return told;
}

/** What is put aside of a service was found without its lock. */
function lockedAttempts(services: readonly NpmService[], model: Model): readonly Question[] {
  if (!services.some(({ locked }) => locked.all.size > 0)) return [];
  const isWhole = model === 'flat' && services.every(({ letBe }) => letBe === undefined);
  const preferred = { services, model, locks: 'preferred' } as const;
  return isWhole ? [{ ...preferred, locks: 'kept' }, preferred] : [preferred];
}

interface Unknown {
  readonly attempt: Question;
  readonly answer: Extract<JointAnswer, { kind: 'unknown' }>;
}

/** Packages that are put aside, one after the other, because the registry could not tell of them. */
const MAX_UNKNOWN = 12;

/**
 * What npm installs anew it may refuse for what locks or overrides keep out, and a package that the registry does not tell of
 * hides that they do: whether they are refused without any such package as well.
 */
async function isRefusedBesides(trees: JointTrees, { attempt, answer }: Unknown): Promise<boolean> {
  let services = attempt.services;
  let after: JointAnswer = answer;
  for (let round = 0; round < MAX_UNKNOWN && after.kind === 'unknown'; round++) {
    const missing: string | undefined = after.failure.package;
    const left = rewritten(services, (line) => (line.name === missing ? undefined : line));
    if (left.every((service, index) => service === services[index])) return false;
    services = left;
    after = await trees.answer({ ...attempt, services });
  }
  return after.kind === 'conflict';
}

/** Refusals of one service that are put aside, one after the other: each costs a tree. */
const MAX_EASED = 12;

/** The service without that for which npm refuses it by itself: peers let be, and lines left out that lead to no published version. */
export async function withoutOwnRefusals(trees: JointTrees, service: NpmService): Promise<NpmService | undefined> {
  let left: NpmService | undefined = service;
  for (let round = 0; round < MAX_EASED && left !== undefined; round++) {
    const own = await settle(trees, [left], 'flat');
    if (own.kind === 'ok') return left;
    if (own.kind === 'unknown' || own.error === undefined) return undefined;
    left = own.code === 'ERESOLVE' ? withoutUnmet(left, own.error) : await withoutMissing(trees, left, own.error);
  }
  return undefined;
}

/** With the peers let be over which npm fails; undefined where they are so already. */
function withoutUnmet(service: NpmService, { cause }: NpmFailure): NpmService | undefined {
  const { letBe = [] } = service;
  const isNew = (peer: { readonly holder: string; readonly name: string }): boolean =>
    !letBe.some(({ parent, name }) => parent?.name === peer.holder && name === peer.name);
  const unmet = unmetPeers(cause).filter(isNew);
  if (unmet.length === 0) return undefined;
  return { ...service, letBe: [...letBe, ...unmet.map(({ holder, name }) => ({ parent: { name: holder }, name, range: '*' }))] };
}

/** Without the one line because of which npm looks for a version that the registry does not have. */
async function withoutMissing(trees: JointTrees, service: NpmService, error: NpmFailure): Promise<NpmService | undefined> {
  const [line, ...others] = await trees.refusals.core({ services: [service], model: 'flat' }, error);
  if (line === undefined || others.length > 0) return undefined;
  return { ...service, lines: service.lines.filter((one) => one !== line) };
}
