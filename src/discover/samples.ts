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
]);

/** Suites of tests that drive a deployed whole: `end-to-end-tests`, `_integration-test`, `web-e2e`, `ui_smoke_test`. */
const TEST_SUITE =
  /(?:^|[-_])(?:integration|end[-_]to[-_]end|e2e|smoke|acceptance|functional|contract|load|performance|perf|stress|regression)[-_]?tests?$|[-_]e2e$|^(?:system|ui|api)[-_]tests?$/;

/** Whether a directory looks like sample or test material by one of its segments; dot directories are tooling. */
export function looksLikeSample(path: string): boolean {
  if (path === '.') return false;
  return path.split('/').some((segment) => isSampleName(segment.toLowerCase()));
}

function isSampleName(segment: string): boolean {
  return SAMPLE_SEGMENTS.has(segment) || TEST_SUITE.test(segment) || segment.startsWith('.');
}
