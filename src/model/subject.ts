import { percentDecoded } from './purl.ts';

/** `pkg:npm/%40scope/name` → `@scope/name`, `pkg:maven/g/a` → `g:a`, `runtime:python` → `python`, `os:libc` → `libc`. */
export function shortPurl(subject: string): string {
  const match = /^pkg:([a-z]+)\/(.*)$/s.exec(subject);
  if (match === null) return subject.replace(/^(?:runtime|os|command):/, '').replace(/^port:/, 'port ');
  const [, type, path = ''] = match;
  const name = percentDecoded(path);
  return type === 'maven' ? name.replace('/', ':') : name;
}
