import { go } from './go/writer.ts';
import { jvm } from './jvm/writer.ts';
import { npm } from './npm/writer.ts';
import type { WrittenEcosystem } from './profiles.ts';
import { python } from './python/writer.ts';
import type { Subject } from './subject.ts';
import type { Writer } from './writer.ts';

const WRITERS: { readonly [E in WrittenEcosystem]: Writer<E> } = { python, npm, jvm, go };

export function writerOf<E extends WrittenEcosystem>({ ecosystem }: { readonly ecosystem: E }): Writer<E> {
  return WRITERS[ecosystem];
}

/** What a tool of its ecosystem asks of whoever builds a part of a workspace. */
export function memberNotes(subject: Subject): readonly string[] {
  return writerOf(subject).memberNotes?.(subject) ?? [];
}
