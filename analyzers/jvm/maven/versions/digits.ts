export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

const DIGIT = /\p{Nd}/u;

/** Java takes every Unicode decimal digit of the basic plane for a digit: `２` is 2. */
export function asciiDigits(text: string): string {
  if (/^[\x00-\x7f]*$/.test(text)) return text;
  return text.replace(/\p{Nd}/gu, (digit) => (digit.length > 1 ? digit : String(digitValue(digit.charCodeAt(0)))));
}

/** Decimal digits come in rows of ten that start at ...0 or ...6 (Unicode 4.6). */
function digitValue(code: number): number {
  const low = code & 0xf;
  if (low > 9) return low - 6;
  return low < 6 || DIGIT.test(String.fromCharCode(code - low)) ? low : low - 6;
}
