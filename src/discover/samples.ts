import { directoryOf } from '../model/index.ts';

/** Directories of what tests read or run: wrong on purpose, or not as it is deployed. */
const TESTS: ReadonlySet<string> = new Set([
  'test',
  'tests',
  '__tests__',
  'testdata',
  'test-data',
  'test_data',
  'fixture',
  'fixtures',
  '__fixtures__',
  'e2e',
]);

/** Directory names under which code is shown or tested rather than deployed. */
const SAMPLE_SEGMENTS: ReadonlySet<string> = new Set([
  ...TESTS,
  'example',
  'examples',
  'sample',
  'samples',
  'demo',
  'demos',
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
  'codelab',
  'codelabs',
  'testing',
  'cypress',
  'playwright',
]);

/** Suites of tests that drive a deployed whole, and what tests are written with: `test-utils`, `end-to-end-tests`, `_integration-test`, `web-e2e`, `ui_smoke_test`, `black-box-tests`, `systemtest`, `core-tck` (a technology compatibility kit). */
const TEST_SUITE =
  /(?:^|[-_])(?:integrat(?:ion|ed)|end[-_]to[-_]end|e2e|smoke|acceptance|functional|contract|load|performance|perf|stress|regression)[-_]?tests?$|[-_](?:e2e|tests)$|^(?:system|ui|api)[-_]?tests?$|[-_]tck$|^e2e[-_]|^tests?[-_](?:util(?:s|ities)?|harness|support|helpers?|common|kit)$/;

/** Modules that gather what is shown: `shop-examples/cart`, `gateway-samples/bff`, `sample-apps/okhttp`. One of them (`shop-sample`) may be the product. */
const COLLECTION = /[-_](?:examples|samples|demos)$|^(?:examples?|samples?|demos?)[-_](?:app(?:lication)?|project|service)s$/;

/** Folders for what no longer runs; a service may be called so itself. */
const RETIRED: ReadonlySet<string> = new Set(['archive', 'archived', 'deprecated', 'attic', 'obsolete']);

/** Directories of copies: `backups`, `BACKUP-14MAY2025`, `old`, and the `bin` into which an editor builds a project with all its files. */
const COPIES = /^(?:backups?(?:[-_.]?\w*\d[\w.-]*)?|bak|old|orig|original|copy|copies|bin)$/i;

/** A copy beside its original: `shop-old`, `web.bak`, `cart_copy2`, `copy-of-cart`, and as file managers call them: `web (copy)`, `web - Copy (2)`, `web copy 2`. */
const COPY =
  /[-_.](?:backup|bak|old|orig|original|copy)\d*$|\s(?:-\s)?(?:\((?:(?:another|\d+\w{2})\s)?copy(?:\s\d+)?\)|copy(?:\s\(?\d+\)?)?)$|^(?:copy[-_.]of|old|backup)[-_.]/i;

/** A folder of what stood here on a day: `backup-old-services-20251120`, `old_2024-05-01`. */
const DATED = /^(?:backups?|bak|old|archived?)[-_.](?:[\w.-]*[-_.])?20\d{2}[-_.]?[01]\d[-_.]?[0-3]\d(?:$|[-_.t])/;

/** Where that stands of which a path is a copy by its name; the path itself where it looks like none. */
export function originalPlace(path: string): string {
  const kept = path.split('/').flatMap((name) => (COPIES.test(name) ? [] : [name.replace(COPY, '')]));
  return kept.join('/') || '.';
}

/** What Maven and Gradle pack into an archive as it is: an archetype's project, a theme's sources. */
const RESOURCES = /(?:^|\/)src\/main\/resources\//;

/** Below these stand packages, whose names say nothing: `com.example` is what generators call the first one. */
const PACKAGE_ROOT = /(?<=(?:^|\/)src\/main)\/(?:java|kotlin|scala|groovy)(?:\/.*)?$/;

/** Names of the directories of a path, without those of packages. */
export function directoryNames(path: string): readonly string[] {
  return path === '.' ? [] : path.replace(PACKAGE_ROOT, '').split('/');
}

/** Whether a directory looks like sample or test material by one of its segments; dot directories are tooling. */
export function looksLikeSample(path: string): boolean {
  return RESOURCES.test(path) || directoryNames(path).some((name) => isSampleName(name.toLowerCase()));
}

/** Whether a directory lies in a module that gathers samples, in a folder of what no longer runs, or in what becomes another project (`{{cookiecutter.name}}`). */
export function isInCollection(path: string): boolean {
  return (
    path.includes('{{') ||
    directoryNames(directoryOf(path))
      .map((name) => name.toLowerCase())
      .some((name) => COLLECTION.test(name) || RETIRED.has(name))
  );
}

function isSampleName(segment: string): boolean {
  return SAMPLE_SEGMENTS.has(segment) || TEST_SUITE.test(segment) || DATED.test(segment) || segment.startsWith('.');
}

/** The outermost directory of a path that holds tests or what they read. */
export function testsAround(path: string): string | undefined {
  const names = directoryNames(path);
  const at = names.findIndex((name) => TESTS.has(name.toLowerCase()) || TEST_SUITE.test(name.toLowerCase()));
  return at < 0 ? undefined : names.slice(0, at + 1).join('/');
}

/** Folders of what developers run by hand; what a descriptor runs may lie there as well. */
const SCRIPTS: ReadonlySet<string> = new Set(['hack', 'scripts']);

/** Such a directory is a service only where a descriptor runs it. */
export function looksLikeScript(path: string): boolean {
  return path.split('/').some((segment) => SCRIPTS.has(segment.toLowerCase()));
}
