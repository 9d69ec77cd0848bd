/** What names of files, directories, stages and processes say of their purpose: words, with a blank between, each a piece of a regular expression. */

/** For the machine of who writes it. */
export const DEVELOPMENT = 'dev devel develop development devcontainer debug local';

export const TESTS = 'tests? testing ci e2e';

/** What shows how something is used. */
export const SAMPLES = 'examples? samples? demos?';

/** What makes, measures or documents the product. */
export const TOOLS = 'hack tools? scripts? docs? benchmarks? third_party';

const PRODUCTION = 'prod production deploy deployment release live stage staging swarm stack';

/**
 * Tells whether one of `words` stands in a name, whatever its case, between two of `separators` or at an end:
 * `test` in `compose.test.yml`, not in `latest`.
 */
export function wordIn(words: readonly string[], separators = '._-'): (name: string) => boolean {
  const pattern = new RegExp(`(?:^|[${separators}])(?:${words.join(' ').replaceAll(' ', '|')})(?:$|[${separators}])`, 'i');
  return (name) => pattern.test(name);
}

/** A name of something for developing and testing: what it installs or starts is not deployed. */
export const isForDevelopment = wordIn([DEVELOPMENT, TESTS, 'conformance lint docs?']);

/** A variant of a descriptor, or a directory of variants, that is deployed. */
export const isForProduction = wordIn([PRODUCTION], './_-');
