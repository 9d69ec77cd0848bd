import { parseYaml, type YamlNode, yamlDiagnostic } from '../../../src/formats/yaml/yaml.ts';
import {
  baseName,
  type Diagnostic,
  directoryOf,
  normalizeName,
  type Origin,
  plural,
  type Scope,
  type SourceFile,
} from '../../../src/model/index.ts';
import { type Declared, declareAll, type ManifestFacts, type NamedFile, NOTHING, scopeByName, sourceOf } from '../declared.ts';
import { resolvePath } from './pip/requirement.ts';

/** What is left of `environment-dev.yml`, `conda_test.yaml`, `env.yml`: the group that the file makes, empty for what runs. */
function suffixOf(path: string): string {
  return baseName(path)
    .replace(/\.ya?ml$/, '')
    .replace(/^(?:conda)?[-_.]?(?:environment|env)?s?/, '')
    .replace(/^[-_.]+/, '');
}

const RUNS = /^(?:base|main|prod|production|runtime|linux|unix|docker|container|full|all|min|cpu)?$/i;

/** An environment whose name says nothing of what it is for. */
export interface CondaFacts extends ManifestFacts {
  /** What it says of a directory that has no other manifest: that is what runs there. */
  readonly whereAlone?: Pick<ManifestFacts, 'declared' | 'pythons'>;
}

/**
 * For `Project.parse`: a conda environment file. Its `pip:` section is pip's; conda's own packages live in channels of
 * their own and are not compared with PyPI's, but for the interpreter.
 */
export function readConda(file: SourceFile): CondaFacts {
  const yaml = parseYaml(file.text);
  const place: Place = (at) => ({ file: file.path, ...yaml.place(at) });
  const [root] = yaml.documents;
  const list = root?.kind === 'map' ? root.entries.get('dependencies')?.value : undefined;
  const name = root?.kind === 'map' ? textOf(root.entries.get('name')?.value) : undefined;
  const items = list?.kind === 'list' ? list.items : [];
  const suffix = suffixOf(file.path);
  const isMain = RUNS.test(suffix);
  const group = isMain ? 'default' : suffix.toLowerCase();
  const scope = isMain ? 'runtime' : (scopeByName(suffix) ?? 'optional');
  const sections = items.flatMap((item) => {
    const pip = item.kind === 'map' ? item.entries.get('pip')?.value : undefined;
    return pip?.kind === 'list' ? [readPipSection(pip.items, directoryOf(file.path), place, { group, scope })] : [];
  });
  const packages = items.flatMap((item) => {
    const text = textOf(item);
    return text === undefined ? [] : [{ ...condaPackage(text), origin: place(item) }];
  });
  const files = sections.flatMap((section) => section.files);
  const declared = sections.flatMap((section) => section.declared);
  const pythons = packages.flatMap(({ python, origin }) =>
    python === undefined || python === '' ? [] : [{ constraint: python, origin }],
  );
  return {
    ...NOTHING,
    kind: 'conda',
    isProject: isEnvironment(file.path, root, items),
    ...(name === undefined ? {} : { name }),
    declared,
    pythons: scope === 'runtime' ? pythons : [],
    ...(scope === 'optional' ? { whereAlone: { declared: declared.map((one) => ({ ...one, scope: 'runtime' })), pythons } } : {}),
    diagnostics: [
      ...yaml.problems.map((problem) => yamlDiagnostic(file.path, problem, 'error')),
      ...sections.flatMap((section) => section.diagnostics),
      ...condaNote(packages.filter(({ isForeign }) => isForeign).map(({ origin }) => origin)),
    ],
    ...(files.length === 0 ? {} : { namedFiles: files }),
  };
}

/** Other files than the one of the usual name have to look like an environment. */
function isEnvironment(path: string, root: YamlNode | undefined, items: readonly YamlNode[]): boolean {
  if (items.length === 0) return false;
  if (/^environment\.ya?ml$/.test(baseName(path))) return true;
  const channels = root?.kind === 'map' ? root.entries.get('channels') : undefined;
  const isPip = (item: YamlNode): boolean => item.kind === 'map' && item.entries.has('pip');
  return channels !== undefined || items.some((item) => isPip(item) || condaPackage(textOf(item) ?? '').python !== undefined);
}

type Place = (at: { readonly offset: number }) => Origin;

/** The list below `pip:`: requirements, files that hold more of them, and options that nobody follows here. */
function readPipSection(
  items: readonly YamlNode[],
  directory: string,
  place: Place,
  { group, scope }: { readonly group: string; readonly scope: Scope },
) {
  const lines = items.flatMap((item) => {
    const text = textOf(item)?.trim() ?? '';
    return text === '' ? [] : [{ text, origin: place(item) }];
  });
  const requirements = lines.flatMap(({ text, origin }) => {
    const named = asNamed(text);
    return named.startsWith('-') || LOCAL.test(text) || ADDRESS.test(named) ? [] : [{ text: named, origin }];
  });
  const { declared, diagnostics } = declareAll(requirements, directory, group, scope);
  return {
    declared: [
      ...declared,
      ...lines.flatMap(({ text, origin }): readonly Declared[] => {
        const address = ADDRESS.exec(asNamed(text))?.[1];
        if (address !== undefined) return [{ extras: [], constraint: '', ...sourceOf(address, directory), group, scope, origin }];
        const [, path, extras = ''] = LOCAL.exec(text) ?? [];
        if (path === undefined) return [];
        const named = extras
          .split(',')
          .map((one) => normalizeName(one.trim()))
          .filter((one) => one !== '');
        return [
          { extras: named, constraint: '', kind: 'path' as const, from: resolvePath(directory, path), group, scope, origin },
        ];
      }),
    ],
    diagnostics: [...diagnostics, ...optionNotes(items, place)],
    files: includes(items, directory, place, group),
  };
}

/** Directories, as pip has them of a line: `-e .`, `./lib[extra]`. */
const LOCAL = /^(?:(?:-e|--editable)[\s=]+)?(\.{1,2}(?:\/[^\s[\]]*)?)(?:\[([^\]]*)\])?$/;

/** An address whose name only a build would tell. */
const ADDRESS = /^(?:(?:-e|--editable)[\s=]+)?((?:(?:git|hg|svn|bzr)\+|https?:\/\/)\S+)$/i;

/** pip takes the name of an address from its fragment (VCS support: `git+https://…#egg=name`). */
function asNamed(text: string): string {
  const [, url, fragment = ''] =
    /^(?:(?:-e|--editable)[\s=]+)?((?:(?:git|hg|svn|bzr)\+|https?:)[^\s#]+)#(\S+)$/i.exec(text) ?? [];
  const parts = fragment.split('&');
  const name = parts.find((part) => part.startsWith('egg='))?.slice('egg='.length);
  if (url === undefined || name === undefined || name === '') return text;
  const inside = parts.find((part) => part.startsWith('subdirectory='));
  return `${name} @ ${url}${inside === undefined ? '' : `#${inside}`}`;
}

/** A conda package: the interpreter with its constraint, pip itself, or one that PyPI knows nothing of. */
function condaPackage(text: string): { readonly python?: string; readonly isForeign: boolean } {
  const bare = text.trim().replace(/^((?:[\w-]+::)?python)\[.*?version=["']?([^"'\]]+).*$/s, '$1 $2');
  const python = /^(?:[\w-]+::)?python(?:\s*([=<>!~].*)|\s+(\S+))?$/s.exec(bare);
  if (python !== null) return { python: condaPython(python[1] ?? python[2] ?? ''), isForeign: false };
  return { isForeign: !/^(?:[\w-]+::)?pip\b/.test(text) };
}

/** Conda's own packages, told once. */
export function condaNote(origins: readonly Origin[]): readonly Diagnostic[] {
  const [first] = origins;
  if (first === undefined) return [];
  const counted = plural(origins.length, 'conda package is', 'conda packages are');
  const message = `${counted} not compared: only the pip section and Python itself are`;
  return [{ code: 'python/conda-packages', severity: 'note', message, ...first }];
}

const INCLUDE = /^(?:-r|--requirement)[\s=]*(?<path>[^\s=]\S*)$/;

/** `-r more.txt`, relative to the environment file. */
function includes(items: readonly YamlNode[], directory: string, place: Place, group: string): readonly NamedFile[] {
  return items.flatMap((item) => {
    const path = INCLUDE.exec(textOf(item)?.trim() ?? '')?.groups?.path;
    return path === undefined ? [] : [{ path: resolvePath(directory, path), group, origin: place(item) }];
  });
}

function textOf(node: YamlNode | undefined): string | undefined {
  return node?.kind === 'scalar' && node.value !== null ? node.text : undefined;
}

/** Conda's `=3.9` is a prefix, `==3.9.1` exact; a build string may follow. */
export function condaPython(written: string): string {
  const text = written.trim();
  const prefix = /^=\s*(\d+(?:\.\d+)*)(?:\.\*)?(?:=.*)?$/.exec(text)?.[1] ?? /^(\d+(?:\.\d+)*)(?:\.\*)?$/.exec(text)?.[1];
  if (prefix !== undefined) return prefix.split('.').length > 2 ? `==${prefix}` : `==${prefix}.*`;
  return text.replace(/\s+/g, '').replace(/\|/g, '||');
}

function optionNotes(items: readonly YamlNode[], place: Place): readonly Diagnostic[] {
  return items.flatMap((item) => {
    const text = textOf(item)?.trim() ?? '';
    if (!asNamed(text).startsWith('-') || INCLUDE.test(text) || LOCAL.test(text) || ADDRESS.test(text)) return [];
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
