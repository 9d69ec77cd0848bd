/** Where servers that frameworks start listen, by the settings of one document. */
import type { SourceFile } from '../../../src/model/index.ts';
import type { PortRole, PortUse } from '../demands.ts';
import { isPort } from '../ports.ts';
import { type Key, type Setting, says, unquoted } from './settings-keys.ts';

/**
 * Servers that frameworks start, by the settings that tell them their ports. References: Spring Boot, "Actuator: Customizing
 * the Management Server Port"; Quarkus, "Management interface reference" and "gRPC" ; Micronaut, "Management & Monitoring";
 * Dropwizard, "Configuration Reference: Servers"; Ktor, "Server configuration in a file"; Play, "Production configuration".
 */
/** Of one program; `own` is the one that serves what it is for. */
export type Server = 'own' | PortRole;

export const SERVERS: readonly { readonly server: Server; readonly key: RegExp }[] = [
  {
    server: 'own',
    key: /^(?:server\.port|(?:quarkus\.http|micronaut\.server|ktor\.deployment|play\.server\.http|server\.applicationConnectors|server\.connector)\.port)$/,
  },
  {
    server: 'management',
    key: /^(?:management(?:\.server)?|quarkus\.management|endpoints\.all|server\.adminConnectors)\.port$/,
  },
  { server: 'grpc', key: /^(?:spring\.|quarkus\.)?grpc\.server\.port$/ },
];

const MANAGED: Required<Setting> = { key: /^quarkus\.management\.enabled$/, value: 'true' };

/** What others of the settings make of no effect, or another server's. */
const UNHEEDED: readonly { readonly port: RegExp; readonly unless?: Setting; readonly where?: Setting }[] = [
  { port: /^quarkus\.management\./, unless: MANAGED },
  { port: /^quarkus\.grpc\./, where: { key: /^quarkus\.grpc\.server\.use-separate-server$/, value: 'false' } },
  { port: /^endpoints\./, where: { key: /^endpoints\.all\.enabled$/, value: 'false' } },
  // Where a client connects, in settings of a program's own making.
  { port: /^grpc\.server\./, where: { key: /^grpc\.server\.host$/ } },
];

function isUnheeded({ key: port }: Key, keys: readonly Key[]): boolean {
  const stands = (setting: Setting): boolean => keys.some((key) => says(key, setting));
  return UNHEEDED.some(
    (one) =>
      one.port.test(port) &&
      ((one.unless !== undefined && !stands(one.unless)) || (one.where !== undefined && stands(one.where))),
  );
}

/** Port 0 is any free one, and -1 no server at all. */
export function serverPorts(
  file: SourceFile,
  own: readonly Key[],
  beneath: readonly Key[],
): ReadonlyMap<Server, PortUse | 'any'> {
  const ports = new Map<Server, PortUse | 'any'>();
  const names = new Set(own.map(({ key }) => key));
  const keys = [...own, ...beneath.filter(({ key }) => !names.has(key))];
  for (const { server, key: name } of SERVERS) {
    const isSwitched = server === 'management' && own.some((key) => says(key, MANAGED));
    const found = (isSwitched ? keys : own).find(({ key }) => name.test(key));
    if (found !== undefined && isUnheeded(found, keys)) continue;
    const said = found ?? (isSwitched ? managementOf(own) : undefined);
    if (said === undefined) continue;
    const { digits, settable } = portIn(said.value, keys);
    const port = Number(digits ?? 0);
    const use: PortUse = {
      port,
      protocol: 'tcp',
      bind: 'listens',
      told: 'image',
      origin: { file: file.path, line: said.line },
      ...(settable === undefined ? {} : { settable }),
      ...(server === 'own' ? {} : { role: server }),
    };
    ports.set(server, isPort(port) ? use : 'any');
  }
  return ports;
}

/** Quarkus, "Management interface reference": the port of a server that is only switched on. */
function managementOf(keys: readonly Key[]): Key | undefined {
  const enabled = keys.find((key) => says(key, MANAGED));
  return enabled === undefined ? undefined : { ...enabled, value: '9000' };
}

/** `${PORT}`, `${PORT:8080}`, Dropwizard's `${PORT:-8080}`; Ktor's `$PORT:8080`. */
const PLACEHOLDER = /^\$\{([\w.-]+)(?::-?(.*))?\}$/;
const BARE_PLACEHOLDER = /^\$(\w+):(.+)$/;
const MAX_PLACEHOLDERS = 8;

/** The number in a setting's value, through what placeholders stand for: other settings of the file, or their own defaults. */
function portIn(value: string, keys: readonly Key[]): { readonly digits?: string; readonly settable?: string } {
  let text = unquoted(value);
  let settable: string | undefined;
  for (let steps = 0; steps < MAX_PLACEHOLDERS; steps++) {
    const [, name, byDefault = ''] = PLACEHOLDER.exec(text) ?? BARE_PLACEHOLDER.exec(text) ?? [];
    if (name === undefined) break;
    const own = keys.find(({ key }) => key === name);
    // A setting of another name is as fixed as the port's own; a variable goes before what the file says of it.
    if (own === undefined || /^[A-Z][A-Z\d_]*$/.test(name)) settable ??= name;
    text = unquoted(own?.value ?? byDefault);
  }
  return /^\d{1,5}$/.test(text) ? { digits: text, ...(settable === undefined ? {} : { settable }) } : {};
}
