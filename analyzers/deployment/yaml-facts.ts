/** What the readers of YAML descriptors share. */
import type { Position } from '../../src/formats/lines.ts';
import { parseYaml, type YamlFile, type YamlNode, yamlDiagnostic, yamlText } from '../../src/formats/yaml/yaml.ts';
import type { Diagnostic, Origin, SourceFile } from '../../src/model/index.ts';

/** A parsed descriptor, or a part of one that begins after so many lines. */
export interface Descriptor {
  readonly path: string;
  readonly yaml: YamlFile;
  readonly skipped: number;
  /** Where it is made of a template: by lines of what is parsed, those of the file that say it. */
  readonly lines?: readonly number[];
  /** Parts that stand elsewhere: what patches have brought. */
  readonly owners?: ReadonlyMap<object, Descriptor>;
}

export function readDescriptor(file: SourceFile): Descriptor {
  return { path: file.path, yaml: parseYaml(file.text), skipped: 0 };
}

/** The documents of a file that pass a test on their text, each parsed by itself: anchors never reach over `---`. */
export function readDocuments(
  { path, text }: Pick<SourceFile, 'path' | 'text'>,
  test: (text: string) => boolean,
): readonly Descriptor[] {
  const found: Descriptor[] = [];
  let skipped = 0;
  for (const part of documentsOf(text)) {
    if (test(part)) found.push({ path, yaml: parseYaml(part), skipped });
    for (let at = part.indexOf('\n'); at >= 0; at = part.indexOf('\n', at + 1)) skipped++;
  }
  return found;
}

/** The documents of a YAML stream, each with the `---` that opens it. */
export function documentsOf(text: string): readonly string[] {
  return text.split(/^(?=---(?:\s|$))/m);
}

export function originIn(descriptor: Descriptor, at: { readonly offset: number }): Origin {
  const owner = descriptor.owners?.get(at) ?? descriptor;
  const { line, column }: Position = owner.yaml.place(at);
  return {
    file: owner.path,
    ...(owner.lines === undefined ? { line: line + owner.skipped, column } : { line: lineIn(owner, line) }),
  };
}

/** The line of the file that a line of what is parsed comes from. */
function lineIn({ skipped, lines }: Descriptor, line: number): number {
  return lines?.[line + skipped - 1] ?? line + skipped;
}

export function yamlDiagnostics(descriptor: Descriptor): readonly Diagnostic[] {
  const { path, yaml } = descriptor;
  return yaml.problems.map((problem) => yamlDiagnostic(path, { ...problem, line: lineIn(descriptor, problem.line) }, 'warning'));
}

export function numberOf(node: YamlNode | undefined): number | undefined {
  const text = yamlText(node);
  return text !== undefined && /^\d+(?:\.\d+)?$/.test(text.trim()) ? Number(text) : undefined;
}

export function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

export function isTrue(node: YamlNode | undefined): boolean {
  return node?.kind === 'scalar' && (node.value === true || /^(?:true|yes|on)$/i.test(node.text));
}

/** `512m`, `1.5g`, `512Mi`, `1GiB`, `536870912` → MiB; undefined for what is no size. */
export function mebibytes(text: string | undefined): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*([kmgt]?)(i?b?)$/i.exec(text?.trim() ?? '');
  if (match === null) return undefined;
  const powers: Readonly<Record<string, number>> = { '': 1 / 1_048_576, k: 1 / 1024, m: 1, g: 1024, t: 1_048_576 };
  return Math.round(Number(match[1]) * (powers[(match[2] ?? '').toLowerCase()] ?? 1));
}
