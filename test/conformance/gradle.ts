import { readBuilds } from '../../analyzers/jvm/gradle/build/build.ts';
import { locksOf } from '../../analyzers/jvm/gradle/locks/locks.ts';
import type { GradleDependency, GradleProject } from '../../analyzers/jvm/gradle/model.ts';
import {
  type Declared,
  parseVersionNotation,
  requiredVersion,
  selectVersion,
} from '../../analyzers/jvm/gradle/versions/rich-version.ts';
import { accepts, compareGradleVersions, isDynamic, parseSelector } from '../../analyzers/jvm/gradle/versions/version.ts';
import { jvm } from '../../analyzers/jvm/index.ts';
import { memoryTree } from '../../src/discover/memory-tree.ts';
import { FileStore, projectFor } from '../../src/discover/project.ts';
import { walk } from '../../src/discover/walk.ts';
import { addTo, type Project } from '../../src/model/index.ts';
import { type Check, check, type Row, type Tables } from './table.ts';

const KINDS = { exact: 'Exact', prefix: 'Sub', latest: 'Latest', range: 'VersionRangeSelector' } as const;

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function optional(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Members of a platform are constraints; an enforced platform forces them. */
function declaredOf(value: unknown): Declared {
  const row = record(value);
  const shorthand = typeof row.notation === 'string' ? parseVersionNotation(row.notation) : {};
  const constraint = optional(row.constraint) ?? optional(row.platform);
  const enforced = optional(row.enforcedPlatform);
  const {
    require = constraint ?? optional(row.require),
    strictly = optional(row.strictly),
    prefer = optional(row.prefer),
  } = shorthand;
  const force = enforced ?? optional(row.force);
  return {
    ...(require === undefined ? {} : { require }),
    ...(strictly === undefined ? {} : { strictly }),
    ...(prefer === undefined ? {} : { prefer }),
    ...(row.reject === undefined ? {} : { reject: strings(row.reject) }),
    ...(force === undefined ? {} : { force }),
    ...(constraint === undefined && enforced === undefined ? {} : { constraint: true }),
    ...(row.direct === true ? { direct: true } : {}),
  };
}

function versions(row: Row): readonly Check[] {
  switch (row.op) {
    case 'compare':
      return [check(`${row.a} <=> ${row.b}`, row.expect, compareGradleVersions(String(row.a), String(row.b)))];
    case 'accepts': {
      const selector = parseSelector(String(row.selector));
      const asked = `${row.selector} accepts ${row.version}`;
      return [
        check(asked, row.expect, accepts(selector, String(row.version)) ?? 'metadata'),
        ...(row.kind === undefined ? [] : [check(`${row.selector} kind`, row.kind, KINDS[selector.kind])]),
        ...(row.dynamic === undefined ? [] : [check(`${row.selector} dynamic`, row.dynamic, isDynamic(selector))]),
      ];
    }
    case 'rich': {
      const declared = Array.isArray(row.declared) ? row.declared.map(declaredOf) : [];
      const selection = selectVersion(declared, strings(row.available));
      return [check(`rich: ${row.note}`, row.expect, selection.kind === 'selected' ? selection.version : selection.kind)];
    }
    default:
      return [check('an op of jvm/gradle_versions', row.op, 'unknown')];
  }
}

function treeOf(files: Readonly<Record<string, unknown>>): Project {
  const tree = memoryTree(Object.fromEntries(Object.entries(files).map(([path, content]) => [path, String(content)])));
  return projectFor(jvm.files, walk(tree, ['.']), new FileStore(tree));
}

function dependencyOf(one: GradleDependency): Readonly<Record<string, unknown>> {
  const { strictly, prefer, reject } = one.version;
  return {
    config: one.configuration,
    g: one.group ?? null,
    a: one.name ?? null,
    v: requiredVersion(one.version),
    ...(one.kind === 'module' ? {} : { kind: one.kind }),
    ...(one.path === undefined ? {} : { path: one.path }),
    ...(one.classifier === undefined ? {} : { classifier: one.classifier }),
    ...(one.ext === undefined ? {} : { ext: one.ext }),
    ...(one.transitive === false ? { transitive: false } : {}),
    ...(one.changing === undefined ? {} : { changing: one.changing }),
    ...(one.exclusions.length === 0 ? {} : { exclusions: one.exclusions }),
    ...(strictly === undefined ? {} : { strictly }),
    ...(prefer === undefined ? {} : { prefer }),
    ...(reject === undefined ? {} : { reject }),
  };
}

function notationOf({ group, name, version }: GradleDependency): string {
  return [group, name, requiredVersion(version)].filter((part) => part !== null && part !== undefined).join(':');
}

function lockedOf(project: Project, directory: string): Readonly<Record<string, readonly string[]>> {
  const locked = new Map<string, string[]>();
  for (const { lock } of locksOf(project, directory, directory)) {
    for (const name of lock.empty) locked.set(name, locked.get(name) ?? []);
    for (const { group, name, version, configurations } of lock.modules)
      for (const configuration of configurations) addTo(locked, configuration, `${group}:${name}:${version}`);
  }
  return Object.fromEntries(locked);
}

function aspect(key: string, project: Project, read: GradleProject, paths: readonly string[]): unknown {
  const { model } = read;
  switch (key) {
    case 'dependencies': {
      const unreadable = model.problems.some(({ severity }) => severity === 'error');
      return unreadable ? 'error' : model.dependencies.map(dependencyOf);
    }
    case 'plugins':
      return model.plugins.map(({ id, version }) => [id, version]);
    case 'buildscript':
      return model.buildscript.map(notationOf);
    case 'forced':
      return model.forced.map(({ notation }) => notation);
    case 'global_exclusions':
      return model.globalExclusions;
    case 'managed_boms':
      return model.managedBoms.map(notationOf);
    case 'managed':
      return model.managed.map(notationOf);
    case 'locked':
      return lockedOf(project, read.directory);
    case 'projects':
      return paths.filter((path) => path !== ':');
    default:
      return `no aspect ${key}`;
  }
}

function parse(row: Row): readonly Check[] {
  const project = treeOf(record(row.files));
  const entry = String(row.entry);
  const directory = entry.includes('/') ? entry.slice(0, entry.lastIndexOf('/')) : '.';
  const builds = readBuilds(project);
  for (const { projects } of builds) {
    const read = projects.find((one) => one.directory === directory);
    if (read === undefined) continue;
    const paths = projects.map(({ path }) => path).sort();
    return Object.entries(record(row.expect)).map(([key, expected]) =>
      check(`${key} of ${row.id}`, expected, aspect(key, project, read, paths)),
    );
  }
  return [check(`a project at ${entry} of ${row.id}`, true, false)];
}

export const tables: Tables = { 'jvm/gradle_versions': versions, 'jvm/gradle_parse': parse };
