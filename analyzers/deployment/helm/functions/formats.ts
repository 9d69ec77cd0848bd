/** Functions that write and read other formats, and those whose answer is a secret, a checksum or a time. */
import { createHash } from 'node:crypto';
import { parseYaml } from '../../../../src/formats/yaml/yaml.ts';
import { plainOf, UNKNOWN, type Value, valueFrom, yamlOf } from '../values.ts';
import { int, type Plain, text } from './arguments.ts';
import { bounded } from './refused.ts';

function parsed(source: string): Value {
  const { documents, problems } = parseYaml(source);
  return problems.some(({ kind }) => kind !== 'duplicate-key') ? UNKNOWN : valueFrom(documents[0]);
}

function hash(name: string, value: Value): string {
  return createHash(name).update(text(value)).digest('hex');
}

function random(length: Value): string {
  return 'x'.repeat(Math.min(Math.max(int(length), 0), 1000));
}

function certificate(): Value {
  return new Map([
    ['Cert', ''],
    ['Key', ''],
  ]);
}

export const FORMATS: Readonly<Record<string, Plain>> = {
  toYaml: (value) => bounded(yamlOf(value)),
  toJson: (value) => bounded(JSON.stringify(plainOf(value))),
  toRawJson: (value) => bounded(JSON.stringify(plainOf(value))),
  toPrettyJson: (value) => bounded(JSON.stringify(plainOf(value), null, 2)),
  fromYaml: (value) => parsed(text(value)) ?? new Map(),
  fromYamlArray: (value) => parsed(text(value)) ?? [],
  fromJson: (value) => parsed(text(value)) ?? new Map(),
  fromJsonArray: (value) => parsed(text(value)) ?? [],
  b64enc: (value) => Buffer.from(text(value)).toString('base64'),
  b64dec: (value) => Buffer.from(text(value), 'base64').toString(),
  sha256sum: (value) => hash('sha256', value),
  sha1sum: (value) => hash('sha1', value),
  // Checksums and secrets are never what a service asks of a host.
  adler32sum: (value) => hash('sha1', value).slice(0, 8),
  randAlphaNum: random,
  randAlpha: random,
  randNumeric: (length) => '0'.repeat(random(length).length),
  randAscii: random,
  // Neither are times.
  now: () => '',
  date: () => '',
  dateInZone: () => '',
  htmlDate: () => '',
  unixEpoch: () => '',
  genCA: certificate,
  genSelfSignedCert: certificate,
  genSignedCert: certificate,
  genPrivateKey: () => '',
  htpasswd: () => '',
  uuidv4: () => '00000000-0000-4000-8000-000000000000',
};
