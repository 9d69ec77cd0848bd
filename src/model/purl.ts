/** A part of a package URL or of a link; half a surrogate pair, which no URL can hold, becomes U+FFFD as in any decoder. */
export function percentEncoded(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
