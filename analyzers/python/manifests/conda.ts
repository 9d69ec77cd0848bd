import { parseYaml, type YamlNode, yamlDiagnostic } from '../../../src/formats/yaml.ts';
import { type Diagnostic, directoryOf, type Origin, plural, type SourceFile } from '../../../src/model/index.ts';
import { declareAll, type ManifestFacts, type NamedFile, NOTHING } from '../declared.ts';
import { resolvePath } from './pip-requirement.ts';

/**
 * For `Project.parse`: a conda environment file. Its `pip:` section is pip's; conda's own packages live in channels of
 * their own and are not compared with PyPI's, but for the interpreter.
 */
export function readConda(file: SourceFile): ManifestFacts {
  const yaml = parseYaml(file.text);
  const place: Place = (at) => ({ file: file.path, ...yaml.place(at) });
  const [root] = yaml.documents;
  const list = root?.kind === 'map' ? root.entries.get('dependencies')?.value : undefined;
  const name = root?.kind === 'map' ? textOf(root.entries.get('name')?.value) : undefined;
  const items = list?.kind === 'list' ? list.items : [];
  const sections = items.flatMap((item) => {
    const pip = item.kind === 'map' ? item.entries.get('pip')?.value : undefined;
    return pip?.kind === 'list' ? [readPipSection(pip.items, directoryOf(file.path), place)] : [];
  });
  const packages = items.flatMap((item) => {
    const text = textOf(item);
    return text === undefined ? [] : [{ ...condaPackage(text), origin: place(item) }];
  });
  const files = sections.flatMap((section) => section.files);
  return {
    ...NOTHING,
    kind: 'conda',
    isProject: list?.kind === 'list',
    ...(name === undefined ? {} : { name }),
    declared: sections.flatMap((section) => section.declared),
    pythons: packages.flatMap(({ python, origin }) =>
      python === undefined || python === '' ? [] : [{ constraint: python, origin }],
    ),
    diagnostics: [
      ...yaml.problems.map((problem) => yamlDiagnostic(file.path, problem, 'error')),
      ...sections.flatMap((section) => section.diagnostics),
      ...notCompared(packages.filter(({ isForeign }) => isForeign).map(({ origin }) => origin)),
    ],
    ...(files.length === 0 ? {} : { namedFiles: files }),
  };
}

type Place = (at: { readonly offset: number }) => Origin;

/** The list below `pip:`: requirements, files that hold more of them, and options that nobody follows here. */
function readPipSection(items: readonly YamlNode[], directory: string, place: Place) {
  const requirements = items.flatMap((item) => {
    const text = textOf(item)?.trim() ?? '';
    return text === '' || text.startsWith('-') ? [] : [{ text, origin: place(item) }];
  });
  const { declared, diagnostics } = declareAll(requirements, directory, 'default', 'runtime');
  return {
    declared,
    diagnostics: [...diagnostics, ...optionNotes(items, place)],
    files: includes(items, directory, place),
  };
}

/** A conda package: the interpreter with its constraint, pip itself, or one that PyPI knows nothing of. */
function condaPackage(text: string): { readonly python?: string; readonly isForeign: boolean } {
  const python = /^(?:[\w-]+::)?python(?:\s*([=<>!~].*)|\s+(\S+))?$/s.exec(text.trim());
  if (python !== null) return { python: condaPython(python[1] ?? python[2] ?? ''), isForeign: false };
  return { isForeign: !/^(?:[\w-]+::)?pip\b/.test(text) };
}

function notCompared(origins: readonly Origin[]): readonly Diagnostic[] {
  const [first] = origins;
  if (first === undefined) return [];
  const counted = plural(origins.length, 'conda package is', 'conda packages are');
  const message = `${counted} not compared: only the pip section and Python itself are`;
  return [{ code: 'python/conda-packages', severity: 'note', message, ...first }];
}

const INCLUDE = /^(?:-r|--requirement)[\s=]*(?<path>[^\s=]\S*)$/;

/** `-r more.txt`, relative to the environment file. */
function includes(items: readonly YamlNode[], directory: string, place: Place): readonly NamedFile[] {
  return items.flatMap((item) => {
    const path = INCLUDE.exec(textOf(item)?.trim() ?? '')?.groups?.path;
    return path === undefined ? [] : [{ path: resolvePath(directory, path), group: 'default', origin: place(item) }];
  });
}

function textOf(node: YamlNode | undefined): string | undefined {
  return node?.kind === 'scalar' && node.value !== null ? node.text : undefined;
}

/** Conda's `=3.9` is a prefix, `==3.9.1` exact; a build string may follow. */
function condaPython(written: string): string {
  const text = written.trim();
  const prefix = /^=\s*(\d+(?:\.\d+)*)(?:\.\*)?(?:=.*)?$/.exec(text)?.[1] ?? /^(\d+(?:\.\d+)*)(?:\.\*)?$/.exec(text)?.[1];
  if (prefix !== undefined) return prefix.split('.').length > 2 ? `==${prefix}` : `==${prefix}.*`;
  return text.replace(/\s+/g, '').replace(/\|/g, '||');
}

function optionNotes(items: readonly YamlNode[], place: Place): readonly Diagnostic[] {
  return items.flatMap((item) => {
    const text = textOf(item)?.trim() ?? '';
    if (!text.startsWith('-') || INCLUDE.test(text)) return [];
    return [
      {
        code: 'python/pip-option',
        severity: 'warning' as const,
        message: `the pip section's "${text.slice(0, 60)}" is not followed; list the requirements here to have them compared`,
        incomplete: /^(?:-e|--editable)/.test(text),
        ...place(item),
      },
    ];
  });
}
