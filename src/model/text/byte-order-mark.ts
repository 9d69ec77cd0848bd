type MarkedEncoding = 'utf-8' | 'utf-16le' | 'utf-16be';

const MARKS: readonly { readonly mark: readonly number[]; readonly encoding: MarkedEncoding }[] = [
  { mark: [0xef, 0xbb, 0xbf], encoding: 'utf-8' },
  { mark: [0xff, 0xfe], encoding: 'utf-16le' },
  { mark: [0xfe, 0xff], encoding: 'utf-16be' },
];

/** What a file's byte order mark says of its text; undefined where it has none. */
export function markedEncoding(bytes: Uint8Array): MarkedEncoding | undefined {
  return MARKS.find(({ mark }) => mark.every((byte, index) => bytes[index] === byte))?.encoding;
}

export function isMarkedUtf16(bytes: Uint8Array): boolean {
  return markedEncoding(bytes)?.startsWith('utf-16') === true;
}
