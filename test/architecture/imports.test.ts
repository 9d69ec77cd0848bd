import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { alg, Graph } from '@dagrejs/graphlib';
import { describe, expect, it } from 'vitest';

/**
 * One way through the house: a room may import from the rooms that stand before it, and from itself.
 * Rooms are folders below src, single files of src by their names, and one folder per ecosystem.
 */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  'src/model': [],
  'src/version': [],
  'src/build-id': [],
  'src/user-directories': [],
  'src/make-directories': [],
  'src/disk-cache': ['src/model', 'src/make-directories'],
  'src/formats': ['src/model'],
  'src/resolve': ['src/model'],
  'src/registry': ['src/model', 'src/user-directories', 'src/disk-cache'],
  'analyzers/analyzer': ['src/model', 'src/registry'],
  'src/analyzers': ['analyzers/analyzer', 'analyzers/*'],
  'src/discover': ['src/model'],
  'src/config': ['src/model', 'src/discover', 'src/formats'],
  'src/detect': ['src/model', 'src/config'],
  'src/graph': ['src/model'],
  'src/place': ['src/model', 'src/formats', 'src/config', 'src/detect'],
  'src/recommend': ['src/model', 'src/formats', 'src/config'],
  'src/target': ['src/model', 'src/config', 'src/detect'],
  'src/request': ['src/model', 'src/config', 'src/detect', 'src/discover', 'src/registry', 'src/target'],
  'src/gather': [
    'src/model',
    'src/config',
    'src/detect',
    'src/discover',
    'src/target',
    'src/request',
    'src/analyzers',
    'analyzers/analyzer',
  ],
  'src/settle': ['src/model', 'src/config', 'src/detect', 'src/place', 'src/registry', 'src/target', 'src/request', 'src/gather'],
  'src/explain': ['src/model'],
  'src/report': ['src/model', 'src/formats', 'src/version', 'src/explain', 'src/recommend'],
};
const ANALYZER = ['src/model', 'src/resolve', 'src/registry', 'src/formats', 'analyzers/analyzer'];
/** What the command line needs before it loads the library. */
const AT_START = ['src/version', 'src/build-id', 'src/user-directories', 'src/make-directories', 'src/disk-cache'];
/** The whole behind the public entry; everything but the command line. */
const INSIDE = ['src/analyze', 'src/open', 'src/schemas', 'src/index', 'src/gate', 'src/memo', 'src/snapshot', 'src/verify'];

function sourceFiles(directory: string): readonly string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return sourceFiles(path);
    return entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts') ? [path] : [];
  });
}

function roomOf(file: string): string {
  const [top = '', second = ''] = file.split('/');
  return `${top}/${second.replace(/\.tsx?$/, '')}`;
}

/** Static, dynamic, re-exporting and type-only imports of own files. */
function importsOf(file: string): readonly string[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']*)'/g)].map(([, path = '']) => normalize(join(dirname(file), path)));
}

function mayImport(from: string, to: string): boolean {
  if (from === to) return true;
  if (from === 'src/bundle') return ['src/cli', 'src/index'].includes(to);
  if (from === 'src/cli') return ['src/index', ...AT_START].includes(to);
  if (to === 'src/cli') return false;
  if (from.startsWith('analyzers/') && from !== 'analyzers/analyzer') return ANALYZER.includes(to);
  if (to.startsWith('analyzers/') && to !== 'analyzers/analyzer') return from === 'src/analyzers';
  if (INSIDE.includes(from)) return to !== 'src/index';
  return ROOMS[from]?.includes(to) ?? false;
}

const FILES = [...sourceFiles('src'), ...sourceFiles('analyzers')];

describe('direction of imports', () => {
  it('sees files and their imports', () => {
    expect(FILES.length).toBeGreaterThan(100);
    expect(importsOf('src/analyze.ts')).toContain('src/detect/detect.ts');
    expect(importsOf('src/cli/program.ts')).toContain('src/cli/check.ts');
  });

  it('no room reaches into a later one', () => {
    const wrong = FILES.flatMap((file) =>
      importsOf(file)
        .filter((target) => !mayImport(roomOf(file), roomOf(target)))
        .map((target) => `${file} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it('files do not import each other in circles, not even for a type', () => {
    const graph = new Graph();
    for (const file of FILES) for (const target of importsOf(file)) graph.setEdge(file, target);
    expect(alg.findCycles(graph)).toEqual([]);
  });

  it('the library exports what the command line uses, and nothing that it does not', () => {
    const values = (names: string): readonly string[] =>
      names.split(',').flatMap((name) => /^\s*(?!type\b)(\w+)/.exec(name)?.[1] ?? []);
    const exported = [...readFileSync('src/index.ts', 'utf8').matchAll(/^export \{([^}]*)\} from/gm)].flatMap(([, names = '']) =>
      values(names),
    );
    const used = sourceFiles('src/cli').flatMap((file) =>
      [
        ...readFileSync(file, 'utf8').matchAll(/(?:import|const) \{([^}]*)\} (?:from|= await import\() ?'\.\.\/index\.ts'/g),
      ].flatMap(([, names = '']) => values(names)),
    );
    expect(exported.length).toBeGreaterThan(50);
    expect(exported.filter((name) => !used.includes(name))).toEqual([]);
  });

  it('no list grows by more arguments than a stack holds', () => {
    const spreading = FILES.filter(
      (file) => file !== 'src/model/collections/append.ts' && /\.push\(\s*\.\.\./.test(readFileSync(file, 'utf8')),
    );
    expect(spreading).toEqual([]);
  });

  it('what is written asks for no ecosystem outside of its folder', () => {
    const asking = FILES.filter((file) => /^src\/recommend\/emit\/[^/]+$/.test(file)).filter((file) =>
      /ecosystem (?:[!=]==) '|case '(?:python|npm|jvm|go)'/.test(readFileSync(file, 'utf8')),
    );
    expect(asking).toEqual([]);
  });

  it('advice asks for no ecosystem by its name, nor for a package outside of its tables', () => {
    const asking = FILES.filter((file) =>
      /^src\/recommend\/(?:conditions\/|[^/]*(?:signals|marks|browser-builds)\.ts)/.test(file),
    )
      .map((file) => [file, readFileSync(file, 'utf8').replaceAll(/\/\*\*[\s\S]*?\*\/|\/\/.*/g, '')] as const)
      .filter(([, text]) => /ecosystems?(?:\[0\])? (?:[!=]==) '|'@[\w-]+\/|\bname\.startsWith\('/.test(text))
      .map(([file]) => file);
    expect(asking).toEqual([]);
  });

  it('only the command line prints or ends the process', () => {
    const printing = FILES.filter((file) => !file.startsWith('src/cli/')).filter((file) =>
      /\bconsole\.|process\.(stdout|stderr|exit)/.test(readFileSync(file, 'utf8')),
    );
    expect(printing).toEqual([]);
  });
});
