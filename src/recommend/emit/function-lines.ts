import { FACTS } from '../data/facts.ts';

/** What bundles and images of functions have in common, whatever they are written in. */

/** Shell: refuses what Lambda would. */
export const SIZE_CHECK = [
  `# Lambda takes at most ${FACTS.unzipped.value} bytes unzipped, layers included.`,
  'bytes=$(find "$build" -type f -exec cat {} + | wc -c)',
  'echo "unzipped: $bytes bytes"',
  `if [ "$bytes" -gt ${FACTS.unzipped.value} ]; then`,
  '  echo "over the 250 MiB limit: build an image instead" >&2',
  '  exit 1',
  'fi',
];

/** Where an image brings what AWS's own would. */
export const CLIENT = '# The runtime interface client: Amazon Linux has not what this function loads.';
