/**
 * vendor/modules.txt, which the go command writes beside vendored sources (Go Modules Reference, "Vendoring"):
 * `# path version [=> path [version]]` begins a module, `## explicit; go 1.17` marks it, package paths follow.
 * `# path => …` repeats what replaces every version, and `## workspace` begins the list of a go.work.
 * With a vendor directory of the same go.mod this is what is built: a lock.
 */

export interface VendoredModule {
  readonly path: string;
  /** Empty where a directory stands for every version. */
  readonly version: string;
  readonly replacement?: { readonly path: string; readonly version: string };
  /** Required by the main module's own go.mod. */
  readonly explicit: boolean;
  /** Its packages are used; modules of which none is are listed for their go line or replacement only. */
  readonly used: boolean;
  readonly line: number;
}

export interface VendorList {
  readonly modules: ReadonlyMap<string, VendoredModule>;
  /** By path, or path and version, with a space between. */
  readonly replacements: ReadonlyMap<string, VendoredReplacement>;
  readonly ofWorkspace: boolean;
}

interface VendoredReplacement {
  readonly path: string;
  readonly version: string;
  readonly line: number;
}

/** Never fails: the go command skips lines that it doesn't know. */
export function parseVendorList(text: string): VendorList {
  const modules = new Map<string, VendoredModule>();
  const replacements = new Map<string, VendoredReplacement>();
  let current: VendoredModule | undefined;
  for (const [index, source] of text.split('\n').entries()) {
    if (source.startsWith('# ')) current = moduleLine(source, index + 1);
    else if (current !== undefined) current = withLine(current, source);
    if (current === undefined) continue;
    const { path, version, replacement, line } = current;
    if (replacement !== undefined) replacements.set(version === '' ? path : `${path} ${version}`, { ...replacement, line });
    if (version !== '' || !modules.has(path)) modules.set(path, current);
  }
  return { modules, replacements, ofWorkspace: text.startsWith('## workspace') };
}

/** A module with what one of the lines below it says: marks, or a package that is used. */
function withLine(module: VendoredModule, source: string): VendoredModule {
  if (source.startsWith('## ')) {
    const marks = source.slice(3).split(';');
    return marks.some((mark) => mark.trim() === 'explicit') ? { ...module, explicit: true } : module;
  }
  return !module.used && /^\S+$/.test(source.trimEnd()) ? { ...module, used: true } : module;
}

function moduleLine(source: string, line: number): VendoredModule | undefined {
  const [path, ...rest] = source.slice(2).trim().split(/\s+/);
  if (path === undefined || path === '') return undefined;
  const arrow = rest.indexOf('=>');
  const version = arrow === 0 || rest[0] === undefined ? '' : rest[0];
  const marks = { explicit: false, used: false, line };
  if (arrow < 0) return { path, version, ...marks };
  const [target = '', at = ''] = rest.slice(arrow + 1);
  return { path, version, replacement: { path: target, version: at }, ...marks };
}
