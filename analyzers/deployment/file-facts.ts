import type { DeploymentFacts, Diagnostic, Project, ReadFailure, SourceFile } from '../../src/model/index.ts';

/** What a descriptor that stands for the directory it lies in says. */
export interface FileFacts
  extends Partial<Pick<DeploymentFacts, 'processes' | 'functions' | 'images' | 'demands' | 'traits' | 'profilePorts'>> {
  readonly diagnostics: readonly Diagnostic[];
}

/** A reader that needs nothing but the file. */
export function alone<T extends object>(read: (file: SourceFile) => T): (project: Project, path: string) => T | ReadFailure {
  return (project, path) => project.parse(path, read);
}

const TESTS = /(?:^|\/)(?:tests?|__tests__|specs?)\//;

/** Longer sources are data or generated. */
const MAX_LENGTH = 200_000;

/** For `Project.parse`: a source as one reads it whole. */
export function sourceText({ text }: SourceFile): string {
  return text.length > MAX_LENGTH ? '' : text;
}

/** A source that tests bring: what it would start starts nowhere. */
export function isOfTests(path: string): boolean {
  return TESTS.test(path);
}
