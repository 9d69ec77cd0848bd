import { parseYaml, type YamlNode } from '../../../src/formats/yaml.ts';
import { type Diagnostic, directoryOf, type Origin, plural, type SourceFile } from '../../../src/model/index.ts';
import { type Declared, declareAll, type ManifestFacts, type NamedFile, NOTHING } from '../declared.ts';
import { resolvePath } from './pip-requirement.ts';

/**
 * For `Project.parse`: a conda environment file. Its `pip:` section is pip's; conda's own packages live in channels of
 * their own and are not compared with PyPI's, but for the interpreter.
 */
export function readConda(file: SourceFile): ManifestFacts {
  const yaml = parseYaml(file.text);
  const directory = directoryOf(file.path);
  const place = (at: { readonly offset: number }): Origin => ({ file: file.path, ...yaml.place(at) });
  const diagnostics: Diagnostic[] = yaml.problems.map(({ message, line, column }) => ({
    code: 'python/invalid-yaml',
    severity: 'error',
    message: `not valid YAML: ${message}`,
    file: file.path,
    line,
    column,
    incomplete: true,
  }));
  const [root] = yaml.documents;
  const list = root?.kind === 'map' ? root.entries.get('dependencies')?.value : undefined;
  const name = root?.kind === 'map' ? textOf(root.entries.get('name')?.value) : undefined;
  const declared: Declared[] = [];
  const files: NamedFile[] = [];
  const pythons: { constraint: string; origin: Origin }[] = [];
  let foreign: Origin | undefined;
  let count = 0;
  for (const item of list?.kind === 'list' ? list.items : []) {
    const text = textOf(item);
    const pip = item.kind === 'map' ? item.entries.get('pip')?.value : undefined;
    if (pip?.kind === 'list') {
      const items = pip.items.flatMap((one) => {
        const requirement = textOf(one)?.trim();
        return requirement === undefined || requirement === '' || requirement.startsWith('-')
          ? []
          : [{ text: requirement, origin: place(one) }];
      });
      const answer = declareAll(items, directory, 'default', 'runtime');
      declared.push(...answer.declared);
      diagnostics.push(...answer.diagnostics, ...optionNotes(pip.items, place));
      files.push(...includes(pip.items, directory, place));
    } else if (text !== undefined) {
      const python = /^(?:[\w-]+::)?python(?:\s*([=<>!~].*)|\s+(\S+))?$/s.exec(text.trim());
      const constraint = python === null ? undefined : condaPython(python[1] ?? python[2] ?? '');
      if (constraint !== undefined && constraint !== '') pythons.push({ constraint, origin: place(item) });
      else if (python === null && !/^(?:[\w-]+::)?pip\b/.test(text)) {
        foreign ??= place(item);
        count++;
      }
    }
  }
  if (foreign !== undefined)
    diagnostics.push({
      code: 'python/conda-packages',
      severity: 'note',
      message: `${plural(count, 'conda package is', 'conda packages are')} not compared: only the pip section and Python itself are`,
      ...foreign,
    });
  return {
    ...NOTHING,
    kind: 'conda',
    isProject: list?.kind === 'list',
    ...(name === undefined ? {} : { name }),
    declared,
    pythons,
    diagnostics,
    ...(files.length === 0 ? {} : { namedFiles: files }),
  };
}

const INCLUDE = /^(?:-r|--requirement)[\s=]*(?<path>[^\s=]\S*)$/;

/** `-r more.txt`, relative to the environment file. */
function includes(
  items: readonly YamlNode[],
  directory: string,
  place: (at: { readonly offset: number }) => Origin,
): readonly NamedFile[] {
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

function optionNotes(items: readonly YamlNode[], place: (at: { readonly offset: number }) => Origin): readonly Diagnostic[] {
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
