/** Directory names under which code is shown or tested rather than deployed. */
const SAMPLE_SEGMENTS: ReadonlySet<string> = new Set([
  'example',
  'examples',
  'sample',
  'samples',
  'demo',
  'demos',
  'test',
  'tests',
  '__tests__',
  'testdata',
  'test-data',
  'test_data',
  'fixtures',
  'fixture',
  '__fixtures__',
  'e2e',
  'integration-tests',
  'integration_tests',
  'docs',
  'doc',
  'documentation',
  'benchmark',
  'benchmarks',
  'bench',
  'playground',
  'templates',
  'template',
  'cookiecutter',
  'spec',
  'specs',
  'third_party',
  'third-party',
  'snippets',
  'tutorial',
  'tutorials',
  'smoke-test',
  'smoke-tests',
]);

/** Whether a directory looks like sample or test material by one of its segments; dot directories are tooling. */
export function looksLikeSample(path: string): boolean {
  if (path === '.') return false;
  return path.split('/').some((segment) => SAMPLE_SEGMENTS.has(segment.toLowerCase()) || segment.startsWith('.'));
}
