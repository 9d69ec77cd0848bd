const MARKER = /^(?:<{7}|={7}|>{7})(?: |$)/m;

/** Where the first of git's markers of an unresolved merge stands. */
export function mergeMarker(text: string): number | undefined {
  // The common case is decided without a regex.
  const at = text.includes('<<<<<<<') ? text.search(MARKER) : -1;
  return at < 0 ? undefined : at;
}
