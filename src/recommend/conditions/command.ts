import type { SignalId } from '../data/signals.ts';
import type { SignalHit } from '../signals.ts';
import { evidenceOf, NO, subjectOf, type Truth } from './truth.ts';
import { type FilesView, hitsOf } from './view.ts';

/** Commands that a package installs: `bin`, console scripts. */
export function installedCommands({ input: { service } }: FilesView): Truth {
  const commands = service.units.flatMap(({ demands }) => demands.filter(({ realm }) => realm === 'command'));
  if (commands.length === 0) return NO;
  return {
    holds: true,
    ...subjectOf(
      commands.map(({ key }) => key),
      3,
    ),
    evidence: commands.slice(0, 3).map(({ origin, key }) => evidenceOf(origin, key)),
  };
}

/** A package that installs commands, and has a library with which these read their options or ask people. */
export function isCommandForPeople(view: FilesView): boolean {
  return hitsOf(view, 'cli').length > 0 && installedCommands(view).holds;
}

/** What such a program uses on the way to its end. */
const USED: ReadonlySet<SignalId> = new Set<SignalId>([
  'browser',
  'consumer-queue',
  'consumer-stream',
  'embedded-store',
  'native-syslib',
  'privileged',
]);

/** Whether a library tells of a program that stays, be it installed as a command. */
export function tellsOfCommands({ signal, group }: SignalHit): boolean {
  return group.confidence !== 'low' && !USED.has(signal);
}
