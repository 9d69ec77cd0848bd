/** `engines.node` of package.json, which a test holds this against: whatever an older Node lacks ends in a stack trace otherwise. */
export function unsuitedNode(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if ((major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22) return undefined;
  return `cohost needs Node 20.19, 22.12 or newer; this is ${version}`;
}
