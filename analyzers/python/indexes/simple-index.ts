import { isTable } from '../../../src/formats/foreign-data.ts';
import { utf8 } from '../../../src/formats/utf8.ts';
import { baseName, percentDecoded } from '../../../src/model/index.ts';

/** One file of a package on an index. */
export interface IndexFile {
  readonly filename: string;
  /** Absolute. */
  readonly url: string;
  readonly requiresPython?: string;
  /** ISO date-time; absent where the index does not tell. */
  readonly uploadTime?: string;
  readonly yanked: boolean;
  readonly sha256?: string;
  /** sha256 of the metadata file that lies beside the wheel (PEP 658), where the index announces it. */
  readonly metadataSha256?: string;
}

export const SIMPLE_ACCEPT = 'application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.01';

/**
 * Files of a project page of the simple repository API: JSON (PEP 691, 700) or HTML (PEP 503, 592, 658).
 * Undefined when the page is neither.
 */
export function parseProjectPage(body: Uint8Array, contentType: string, pageUrl: string): readonly IndexFile[] | undefined {
  const text = utf8(body);
  if (/json/iu.test(contentType) || /^\s*\{/u.test(text.slice(0, 100))) return parseJsonPage(text, pageUrl);
  return /<(?:!doctype|html|a|body|head)\b/iu.test(text.slice(0, 10_000)) ? parseHtmlPage(text, pageUrl) : undefined;
}

type Fields = Readonly<Record<string, unknown>>;

function parseJsonPage(text: string, pageUrl: string): readonly IndexFile[] | undefined {
  let page: unknown;
  try {
    page = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isTable(page) || !Array.isArray(page.files)) return undefined;
  return page.files.flatMap((file: unknown) => (isTable(file) ? (jsonFile(file, pageUrl) ?? []) : []));
}

function jsonFile(file: Fields, pageUrl: string): IndexFile | undefined {
  const { filename, url } = file;
  if (typeof filename !== 'string' || typeof url !== 'string') return undefined;
  const absolute = url.startsWith('https://') ? url : resolveUrl(url, pageUrl);
  if (absolute === undefined) return undefined;
  const requiresPython = textOf(file['requires-python']);
  const uploadTime = textOf(file['upload-time']);
  const sha256 = isTable(file.hashes) ? textOf(file.hashes.sha256) : undefined;
  const core = file['core-metadata'] ?? file['dist-info-metadata'] ?? file['data-dist-info-metadata'];
  const metadataSha256 = isTable(core) ? textOf(core.sha256) : undefined;
  return {
    filename,
    url: absolute,
    yanked: file.yanked === true || (typeof file.yanked === 'string' && file.yanked !== ''),
    ...(requiresPython === undefined ? {} : { requiresPython }),
    ...(uploadTime === undefined ? {} : { uploadTime }),
    ...(sha256 === undefined ? {} : { sha256 }),
    ...(metadataSha256 === undefined ? {} : { metadataSha256 }),
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function resolveUrl(url: string, base: string): string | undefined {
  try {
    return new URL(url, base).href;
  } catch {
    return undefined;
  }
}

/** No honest link is longer. */
const MAX_TAG = 16_384;

function parseHtmlPage(text: string, pageUrl: string): readonly IndexFile[] {
  const base = /<base\s[^>]{0,2000}?href\s*=\s*["']([^"']{1,2000})["']/iu.exec(text.slice(0, 20_000))?.[1] ?? '';
  const root = resolveUrl(base, pageUrl) ?? pageUrl;
  const files: IndexFile[] = [];
  // split, not a regex over the whole page: pages are large and may be hostile
  for (const piece of text.split(/<a\s/iu).slice(1)) {
    const file = htmlFile(attributesOf(piece.slice(0, Math.min(MAX_TAG, piece.indexOf('>') + 1 || MAX_TAG))), root);
    if (file !== undefined) files.push(file);
  }
  return files;
}

function attributesOf(tag: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [, name = '', quoted, single, bare] of tag.matchAll(/([\w-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/gu)) {
    found.set(name.toLowerCase(), unescapeHtml(quoted ?? single ?? bare ?? ''));
  }
  return found;
}

function htmlFile(attributes: ReadonlyMap<string, string>, root: string): IndexFile | undefined {
  const href = attributes.get('href');
  const url = href === undefined ? undefined : resolveUrl(href, root);
  if (url === undefined) return undefined;
  const at = url.indexOf('#');
  const bare = at < 0 ? url : url.slice(0, at);
  const sha256 = /[#&]sha256=([0-9a-f]{64})/iu.exec(url)?.[1];
  const core = attributes.get('data-core-metadata') ?? attributes.get('data-dist-info-metadata');
  const metadataSha256 = core?.startsWith('sha256=') ? core.slice(7) : undefined;
  const requiresPython = attributes.get('data-requires-python');
  const uploadTime = attributes.get('data-upload-time');
  return {
    filename: percentDecoded(baseName(bare)),
    url: bare,
    yanked: attributes.has('data-yanked'),
    ...(requiresPython ? { requiresPython } : {}),
    ...(uploadTime ? { uploadTime } : {}),
    ...(sha256 === undefined ? {} : { sha256 }),
    ...(metadataSha256 === undefined ? {} : { metadataSha256 }),
  };
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
  '#x27': "'",
  '#62': '>',
  '#60': '<',
};

function unescapeHtml(text: string): string {
  return text.includes('&')
    ? text.replace(/&(amp|lt|gt|quot|#39|#x27|#62|#60);/gu, (_, name: string) => ENTITIES[name] ?? '')
    : text;
}
