/** The library: everything that the command line uses, and nothing that it does not; the types of all that goes in and out. */
export { type Analysis, analyze } from './analyze.ts';
export { BUILD_ID } from './build-id.ts';
export { type LoadedConfig, loadConfig, realmSettings } from './config/load.ts';
export type { Config, DeclaredFacts, ServiceConfig } from './config/schema.ts';
export { deployedDemands, deployedDependencies } from './detect/deployed/demands.ts';
export { localTree } from './discover/local-tree.ts';
export { memoryTree } from './discover/memory-tree.ts';
export { readNamed } from './discover/named-file.ts';
export { decode, FILE_LIMIT, type FileTree } from './discover/tree.ts';
export { type Explanation, explain } from './explain.ts';
export { closest, meantOr } from './formats/closest.ts';
export { isDay } from './formats/day.ts';
export { analyzeAgainstBase, type BaseRequest } from './gate/base.ts';
export {
  type Accepted,
  applyBaseline,
  BASELINE_LIMIT,
  type LoadedBaseline,
  makeBaseline,
  type OlderBaseline,
  readBaseline,
  renderBaseline,
} from './gate/baseline.ts';
export { inventoryToCycloneDx } from './graph/cyclonedx.ts';
export { buildGraph } from './graph/graph.ts';
export { graphToDot, graphToJson, graphToMermaid } from './graph/render.ts';
export { type Answer, analyzeRemembering, type ReportMemory } from './memo/reports.ts';
export type * from './model/index.ts';
export { groupBy, isLive, isReadFailure, LEVELS, listed, plural, printable, REALMS } from './model/index.ts';
export { loadNamedConfig, type Opened, openDirectories } from './open.ts';
export { shellWord } from './recommend/emit/quoting.ts';
export { type EmittedFile, ORCHESTRATORS, type Orchestrator, packageServices, unifiedDiff } from './recommend/package.ts';
export { createResolveEnvironment, type EnvironmentOptions } from './registry/environment.ts';
export type { FormatOptions } from './report/formats/findings.ts';
export {
  CHECK_FORMAT_NAMES,
  CHECK_FORMATS,
  type CheckFormat,
  MATRIX_FORMAT_NAMES,
  MATRIX_FORMATS,
  type MatrixFormat,
} from './report/formats/formats.ts';
export { jsonChunks, renderJson } from './report/formats/json.ts';
export { renderMarkdown } from './report/formats/markdown.ts';
export { type PageAssets, pageAssets } from './report/html/assets.ts';
export { renderHtml } from './report/html/render.ts';
export { TARGET_WORDS } from './report/phrases.ts';
export { DIAGNOSTICS } from './report/rules/diagnostic-catalog.ts';
export { packagingRulePages } from './report/rules/packaging-rule-page.ts';
export { RULES } from './report/rules/rule-catalog.ts';
export {
  conflictRulePage,
  diagnosticPage,
  type RulePage,
  renderRuleIndexText,
  renderRuleText,
} from './report/rules/rule-page.ts';
export { collectSources, type SourceLines } from './report/sources.ts';
export { onlyNew, renderChange } from './report/terminal/change-text.ts';
export type { TextOptions } from './report/terminal/conflict-text.ts';
export { renderExplanation } from './report/terminal/explain-text.ts';
export { renderOverview } from './report/terminal/overview-text.ts';
export { renderPlan } from './report/terminal/plan-text.ts';
export { selectShown } from './report/terminal/selection.ts';
export { makeStyle, type Style } from './report/terminal/style.ts';
export { renderDiagnostics, renderText } from './report/terminal/text.ts';
export type { AnalyzeRequest, Judged, Stage } from './request.ts';
export { configJsonSchema, reportJsonSchema, snapshotJsonSchema } from './schemas.ts';
export { renderSnapshot, SNAPSHOT_LIMIT } from './snapshot/file.ts';
export { analyzeSnapshots, type Merged, readSnapshots, type SnapshotSource } from './snapshot/merge.ts';
export { repositoryName, type ScanRequest, scan } from './snapshot/scan.ts';
export type { Snapshot } from './snapshot/schema.ts';
export { parseTarget, type TargetOverrides } from './target.ts';
export { defaultCacheDirectory, keepsCache } from './user-directories.ts';
export { planVerification, type VerifyPlan, type VerifyRequest } from './verify/plan.ts';
export { renderVerifyPlan, renderVerifySummary, VerifiedLines } from './verify/text.ts';
export { type Verified, verifyPlan } from './verify/verify.ts';
export { VERSION } from './version.ts';
