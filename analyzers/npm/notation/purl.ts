import { percentEncoded } from '../../../src/model/index.ts';

/** Package URLs of npm: the scope is a namespace with its `@` encoded (purl-spec, type npm). */
export function purlOf(name: string, version?: string): string {
  const path = name.startsWith('@') ? `%40${encoded(name.slice(1))}` : encoded(name);
  return version === undefined ? `pkg:npm/${path}` : `pkg:npm/${path}@${percentEncoded(version)}`;
}

const PLAIN = /^[\w./-]+$/;

function encoded(name: string): string {
  return PLAIN.test(name) ? name : name.split('/').map(percentEncoded).join('/');
}
