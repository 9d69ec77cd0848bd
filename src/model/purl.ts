/** A part of a package URL or of a link; half a surrogate pair, which no URL can hold, becomes U+FFFD as in any decoder. */
export function percentEncoded(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

/** The text behind percent encoding; what is not encoded that way stays as it is. */
export function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** PEP 503: names of Python packages that differ only in case, `-`, `_` and `.` are one; so are extras (PEP 685) and groups (PEP 735). */
export function normalizeName(name: string): string {
  return name.replace(/[-_.]+/g, '-').toLowerCase();
}
