import { addTo, byText, type Diagnostic, SEVERITIES } from '../model/index.ts';

/** How reports list what could not be understood: in order, in short, and of one kind in one file a few. */
export function tidied(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return bounded([...diagnostics].map(inShort).sort(byPlace));
}

/** Messages quote what files say, and files may say anything at any length. */
const MESSAGE_LIMIT = 1000;

function inShort(one: Diagnostic): Diagnostic {
  if (one.message.length <= MESSAGE_LIMIT) return one;
  return { ...one, message: `${one.message.slice(0, MESSAGE_LIMIT - 200)} … ${one.message.slice(-150)}` };
}

/** So many of one kind in one file are told one by one. */
const PER_FILE = 20;

/** The first of each kind in each file; one more stands for all the others, and is as grave as the gravest of them. */
function bounded(sorted: readonly Diagnostic[]): readonly Diagnostic[] {
  const kinds = new Map<string, Diagnostic[]>();
  for (const one of sorted) {
    const key = one.file === undefined ? JSON.stringify(one) : `${one.code}\0${one.file}`;
    addTo(kinds, key, one);
  }
  return [...kinds.values()].flatMap(fewOf).sort(byPlace);
}

function fewOf(all: readonly Diagnostic[]): readonly Diagnostic[] {
  const left = all.slice(PER_FILE - 1);
  const [first, second] = left;
  if (first === undefined || second === undefined) return all;
  const severity = SEVERITIES.find((rank) => left.some((one) => one.severity === rank)) ?? first.severity;
  const message = `and ${left.length} more of this kind from here on, the first: ${first.message}`;
  const incomplete = left.some((one) => one.incomplete === true) ? { incomplete: true } : {};
  return [...all.slice(0, PER_FILE - 1), inShort({ ...first, severity, message, ...incomplete })];
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  return (
    byText(a.file ?? '', b.file ?? '') || (a.line ?? 0) - (b.line ?? 0) || byText(a.code, b.code) || byText(a.message, b.message)
  );
}
