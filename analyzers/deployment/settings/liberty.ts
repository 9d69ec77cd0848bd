/**
 * Where Open Liberty and WebSphere Liberty listen: the endpoint of a module's `server.xml` (Open Liberty, "HTTP Endpoint" and
 * "Variable substitution precedence"). Without one they take their defaults, which their images, templates and build plug-ins
 * change as often.
 */
import { Lines } from '../../../src/formats/lines.ts';
import { decodeXml, parseXml, type XmlElement } from '../../../src/formats/xml.ts';
import type { Diagnostic, SourceFile } from '../../../src/model/index.ts';
import { type PortUse, portDemand } from '../demands.ts';
import type { FileFacts } from '../file-facts.ts';
import { isPort } from '../ports.ts';

export const LIBERTY_FILE = 'server.xml';

const IN_MODULE = /(?:^|\/)src\/main\/liberty\/config\/server\.xml$/;

export function isLibertyFile(path: string): boolean {
  return IN_MODULE.test(path);
}

/** The module whose build puts the file into its server. */
export function homeOfLiberty(path: string): string {
  return path.replace(IN_MODULE, '') || '.';
}

const PORTS = ['httpPort', 'httpsPort'] as const;

export function readLiberty({ path, bytes }: SourceFile): FileFacts {
  const document = parseXml(decodeXml(bytes));
  const lines = new Lines(document.source);
  if (!document.ok) return { diagnostics: [unreadable(path, document.problem, lines.at(document.offset).line)] };
  const { root } = document;
  const variables = variablesIn(root);
  const endpoints = root.children.filter(({ name }) => name === 'httpEndpoint');
  const demands = endpoints.flatMap(({ attributes, offset }) =>
    attributes.get('enabled') === 'false'
      ? []
      : PORTS.flatMap((attribute) => {
          const said = saidBy(attributes.get(attribute), variables);
          return said === undefined
            ? []
            : [portDemand({ ...said, protocol: 'tcp', bind: 'listens', origin: { file: path, ...lines.at(offset) } })];
        }),
  );
  return { demands, diagnostics: [] };
}

function unreadable(file: string, problem: string, line: number): Diagnostic {
  const message = `no server reads this: ${problem}; correct it, what it says of ports may be missing here`;
  return { code: 'settings/syntax', severity: 'warning', message, file, line, incomplete: true };
}

type Variables = ReadonlyMap<string, XmlElement['attributes']>;

function variablesIn({ children }: XmlElement): Variables {
  return new Map(
    children.flatMap(({ name, attributes }) =>
      name === 'variable' ? [[attributes.get('name') ?? '', attributes] as const] : [],
    ),
  );
}

/** Digits, or a variable with the value that the same file gives it; the environment goes before a default. */
function saidBy(text: string | undefined, variables: Variables): Pick<PortUse, 'port' | 'settable'> | undefined {
  const [, name] = /^\$\{(?:env\.)?([\w.-]+)\}$/.exec(text?.trim() ?? '') ?? [];
  if (name === undefined) return portIn(text);
  const variable = variables.get(name);
  const fixed = portIn(variable?.get('value'));
  if (fixed !== undefined) return fixed;
  const byDefault = portIn(variable?.get('defaultValue'));
  return byDefault === undefined ? undefined : { ...byDefault, settable: name.replaceAll(/\W/g, '_') };
}

/** -1 turns the port off. */
function portIn(text: string | undefined): { readonly port: number } | undefined {
  const port = /^\s*\d{1,5}\s*$/.test(text ?? '') ? Number(text) : 0;
  return isPort(port) ? { port } : undefined;
}
