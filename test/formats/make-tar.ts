export interface TarFile {
  readonly path: string;
  readonly text: string;
  readonly prefix?: string;
  /** How a path of more than 100 bytes is written. */
  readonly as?: 'pax' | 'gnu';
  readonly flag?: string;
}

/** A tar archive of these files, with the blocks that end it. */
export function tar(files: readonly TarFile[]): Buffer {
  return Buffer.concat([...files.flatMap(entries), Buffer.alloc(1024)]);
}

function entries({ path, text, prefix, as, flag = '0' }: TarFile): readonly Buffer[] {
  if (as === 'gnu') return [...entry('././@LongLink', `${path}\0`, 'L'), ...entry(path.slice(0, 100), text, flag)];
  if (as === 'pax') return [...entry('PaxHeader', paxRecord(path), 'x'), ...entry(path.slice(0, 100), text, flag)];
  return entry(path, text, flag, prefix);
}

function paxRecord(path: string): string {
  const rest = ` path=${path}\n`;
  const digits = String(rest.length + 3).length;
  return `${rest.length + digits}${rest}`;
}

function entry(path: string, text: string, flag: string, prefix = ''): readonly Buffer[] {
  const body = Buffer.from(text);
  const header = Buffer.alloc(512);
  header.write(path, 0, 100);
  header.write('000644 \0', 100);
  header.write(body.length.toString(8).padStart(11, '0'), 124);
  header.write('        ', 148);
  header.write(flag, 156);
  header.write('ustar\0', 257);
  header.write(prefix, 345, 155);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return [header, body, Buffer.alloc((512 - (body.length % 512)) % 512)];
}
