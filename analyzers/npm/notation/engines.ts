import semver from 'semver';
import { remember } from '../../../src/formats/remember.ts';

/**
 * npm's engine check (npm-install-checks): `includePrerelease`, so that a nightly counts; the empty text is no
 * constraint; what is no range is never satisfied.
 */
export function engineAdmits(version: string, range: string): boolean {
  return range === '' || engineRange(range)?.test(version) === true;
}

const ENGINE = { includePrerelease: true };

const engineRange = remember((text) => (semver.validRange(text, ENGINE) === null ? undefined : new semver.Range(text, ENGINE)));
