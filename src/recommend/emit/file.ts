import type { EmittedFile, Subject } from './subject.ts';

/** A file of a service, from its lines. */
export function fileOf(subject: Pick<Subject, 'slug'>, name: string, lines: readonly string[], executable = false): EmittedFile {
  return { path: `${subject.slug}/${name}`, content: `${lines.join('\n')}\n`, executable };
}

/** Nothing privileged is ever added, only said. */
export function warnings(subject: Subject): readonly string[] {
  return subject.privileged
    ? ['The descriptors of this service ask for the host (privileged, socket or devices): add that by hand, knowingly.']
    : [];
}
