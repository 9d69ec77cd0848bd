import { baseName, type Demand, type SourceFile, sourcePortDemand } from '../../../src/model/index.ts';
import { isPort } from '../ports.ts';

/**
 * Ktor programs that name their port themselves (Ktor, "Server configuration in code"): `embeddedServer(Netty, port = 8080)`,
 * its second argument, or a connector's. A port of the environment with a number beside it is a default.
 */
/** Files of Kotlin's top-level `main`, whose names are free: as its style has them, or in small letters. */
export const KTOR_SERVER_FILES: readonly string[] = ['Application', 'Main', 'App', 'Server'].flatMap((name) => [
  `${name}.kt`,
  `${name.toLowerCase()}.kt`,
]);

const NUMBER = String.raw`(?:System\.getenv\(\s*"(\w+)"\s*\)[^,\n]{0,60}?\?:\s*)?"?(\d{2,5})\b`;
const STARTS = new RegExp(String.raw`\bembeddedServer\(\s*(?:factory\s*=\s*)?\w+\s*,\s*(?:[^{)]{0,200}?\bport\s*=\s*)?${NUMBER}`);
const CONNECTOR = new RegExp(String.raw`\bconnector\s*\{[^{}]{0,200}?\bport\s*=\s*${NUMBER}`);

export function ktorPorts({ path, text }: SourceFile): readonly Demand[] {
  if (!KTOR_SERVER_FILES.includes(baseName(path)) || !text.includes('embeddedServer(')) return [];
  const match = STARTS.exec(text) ?? CONNECTOR.exec(text);
  const port = Number(match?.[2] ?? 0);
  if (match === null || !isPort(port)) return [];
  const line = text.slice(0, match.index + match[0].length).split('\n').length;
  return [sourcePortDemand('', port, match[1], { file: path, line })];
}
