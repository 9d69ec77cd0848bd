/** Text in the encodings that Python knows by name, of which the Encoding Standard has the most, under names of its own. */

export type Decoded = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly message: string };

const LATIN1: ReadonlySet<string> = new Set(['latin-1', 'latin1', 'iso-8859-1', 'iso8859-1', 'l1', '8859', 'cp819']);
const ASCII: ReadonlySet<string> = new Set(['ascii', 'us-ascii', '646']);
/** Python's names that the Encoding Standard does not know; `_` is read as `-`. */
const PYTHON_NAMES: Readonly<Record<string, string>> = {
  utf8: 'utf-8',
  u8: 'utf-8',
  utf: 'utf-8',
  'utf-8-sig': 'utf-8',
  cp65001: 'utf-8',
  'utf-16-le': 'utf-16le',
  'utf-16-be': 'utf-16be',
  cp874: 'windows-874',
  cp932: 'shift_jis',
  's-jis': 'shift_jis',
  cp936: 'gbk',
  cp949: 'euc-kr',
  cp950: 'big5',
  'mac-roman': 'macintosh',
  macroman: 'macintosh',
  'mac-cyrillic': 'x-mac-cyrillic',
  latin9: 'iso-8859-15',
  'latin-9': 'iso-8859-15',
};

/** Code pages of old consoles: what their bytes from 0x80 mean. */
const CODE_PAGES: Readonly<Record<string, string>> = {
  cp437:
    'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\xa0',
  cp850:
    'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\xad±‗¾¶§÷¸°¨·¹³²■\xa0',
};

/** Bytes that windows-1252 leaves undefined, which the Encoding Standard takes for control characters. */
const UNDEFINED_1252: ReadonlySet<number> = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);

export function decodeAs(bytes: Uint8Array, encoding: string): Decoded {
  if (encoding.startsWith('utf-32')) return decodeUtf32(bytes, encoding === 'utf-32le');
  if (LATIN1.has(encoding)) return { ok: true, text: Buffer.from(bytes).toString('latin1') };
  if (ASCII.has(encoding)) {
    return bytes.every((byte) => byte < 0x80)
      ? { ok: true, text: Buffer.from(bytes).toString('latin1') }
      : { ok: false, message: 'it says that it is ASCII, but is not; save it as UTF-8' };
  }
  const page = CODE_PAGES[encoding.replace(/^ibm/, 'cp')];
  if (page !== undefined) return { ok: true, text: singleBytes(bytes, page) };
  if (/^(?:cp|windows-)1252$/.test(encoding) && bytes.some((byte) => UNDEFINED_1252.has(byte)))
    return { ok: false, message: `it cannot be read as ${encoding}; save it as UTF-8` };
  try {
    const decoder = new TextDecoder(PYTHON_NAMES[encoding] ?? encoding, { fatal: true, ignoreBOM: true });
    return { ok: true, text: decoder.decode(bytes) };
  } catch {
    return { ok: false, message: `it cannot be read as ${encoding}; save it as UTF-8` };
  }
}

function singleBytes(bytes: Uint8Array, upper: string): string {
  return Array.from(bytes, (byte) => (byte < 0x80 ? String.fromCharCode(byte) : (upper[byte - 0x80] ?? '\ufffd'))).join('');
}

function decodeUtf32(bytes: Uint8Array, isLittle: boolean): Decoded {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: string[] = [];
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const point = view.getUint32(at, isLittle);
    if (point > 0x10ffff || (point >= 0xd800 && point < 0xe000))
      return { ok: false, message: 'it is not valid UTF-32; save it as UTF-8' };
    parts.push(String.fromCodePoint(point));
  }
  return bytes.length % 4 === 0 ? { ok: true, text: parts.join('') } : { ok: false, message: 'its UTF-32 is cut off' };
}
