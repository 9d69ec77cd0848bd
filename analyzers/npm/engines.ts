import semver from 'semver';

/**
 * npm's engine check (npm-install-checks): `includePrerelease`, so that a nightly counts; the empty text is no
 * constraint; what is no range is never satisfied.
 */
export function engineAdmits(version: string, range: string): boolean {
  return range === '' || semver.satisfies(version, range, { includePrerelease: true });
}

/** The versions that suit every range, in the given order, and the highest of them. */
export function admitted(
  versions: readonly string[],
  ranges: readonly string[],
): { readonly satisfying: readonly string[]; readonly best: string | undefined } {
  const satisfying = versions.filter((version) => ranges.every((range) => engineAdmits(version, range)));
  return { satisfying, best: semver.rsort([...satisfying])[0] };
}
