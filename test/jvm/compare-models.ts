import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { jvm } from '../../analyzers/jvm/index.ts';
import { activationFor } from '../../analyzers/jvm/maven/model/activation.ts';
import type { EffectiveModel } from '../../analyzers/jvm/maven/model/effective-model.ts';
import { ownCoordinates } from '../../analyzers/jvm/maven/model/lineage.ts';
import { validate } from '../../analyzers/jvm/maven/model/validate.ts';
import { Descriptors } from '../../analyzers/jvm/maven/resolve/descriptor.ts';
import { MavenRepositories } from '../../analyzers/jvm/maven/resolve/repository.ts';
import { Workspace } from '../../analyzers/jvm/maven/workspace.ts';
import { FileStore, projectFor } from '../../src/discover/project.ts';
import { walk } from '../../src/discover/walk.ts';
import { parseXml, type XmlElement } from '../../src/formats/xml.ts';
import { openDirectories } from '../../src/index.ts';
import { directoryOf, type Target } from '../../src/model/index.ts';
import { createResolveEnvironment } from '../../src/registry/environment.ts';
import { targetOf } from '../target.ts';

/**
 * `npx tsx test/jvm/compare-models.ts [--jdk 17] [--only NAME]… DIR [-- MVN-OPTION…]`: the direct dependencies of every
 * pom.xml of every repository in DIR, from us and from Maven's effective model. Maven is asked once per repository
 * (`help:effective-pom` over a made-up reactor of copies: it reads POMs and builds nothing), and again without the POMs
 * that it refuses. `--jdk` is that of the `java` that mvn runs with.
 */

const run = promisify(execFile);
const GOAL = 'org.apache.maven.plugins:maven-help-plugin:3.4.0:effective-pom';
/** Directory of the POM that is made up. */
const OWN = 'cohost-compare';

/** `group:artifact:version[:type[:classifier]]:scope` in the model's order. */
type Lines = readonly string[];

interface Line {
  readonly groupId?: string | undefined;
  readonly artifactId?: string | undefined;
  readonly version?: string | undefined;
  readonly type?: string | undefined;
  readonly classifier?: string | undefined;
  readonly scope?: string | undefined;
}

function lineOf({ groupId, artifactId, version, type = 'jar', classifier = '', scope = 'compile' }: Line): string {
  const kind = classifier === '' ? (type === 'jar' ? [] : [type]) : [type, classifier];
  return [groupId, artifactId, version, ...kind, scope].join(':');
}

/** A repository of the corpus, as the product reads it. */
function openWorkspace(directory: string, target: Target): Workspace {
  const opened = openDirectories([directory]);
  if (!opened.ok) throw new Error(opened.message);
  const { tree } = opened.opened;
  return new Workspace(projectFor(jvm.files, walk(tree, ['.']), new FileStore(tree)), target);
}

const child = (element: XmlElement, name: string): XmlElement | undefined => element.children.find((one) => one.name === name);
const textOf = (element: XmlElement, name: string): string | undefined => child(element, name)?.text.trim();

/** Direct dependencies by `group:artifact:version` of the project. */
function modelsIn(text: string): ReadonlyMap<string, Lines> {
  const document = parseXml(text);
  if (!document.ok) throw new Error(document.problem);
  const { root } = document;
  const projects = root.name === 'project' ? [root] : root.children.filter(({ name }) => name === 'project');
  return new Map(
    projects.map((project) => [
      ['groupId', 'artifactId', 'version'].map((name) => textOf(project, name)).join(':'),
      (child(project, 'dependencies')?.children ?? []).map((one) =>
        lineOf({
          groupId: textOf(one, 'groupId'),
          artifactId: textOf(one, 'artifactId'),
          version: textOf(one, 'version'),
          type: textOf(one, 'type'),
          classifier: textOf(one, 'classifier'),
          scope: textOf(one, 'scope'),
        }),
      ),
    ]),
  );
}

const PACKAGINGS = new Set(['pom', 'jar', 'war', 'ear', 'ejb', 'rar', 'maven-plugin']);

/**
 * A POM for the made-up reactor, which names every module itself, without extensions, which Maven would load and run, and
 * without the packagings that only they know.
 */
function plain(pom: string): string {
  return pom
    .replaceAll(/<(modules|extensions)>[\s\S]*?<\/\1>/g, '')
    .replaceAll(/<packaging>\s*([\w-]+)\s*<\/packaging>/g, (all, name: string) => (PACKAGINGS.has(name) ? all : ''));
}

/** The POMs and, for profiles that ask for files, the names of everything else; nothing that Maven would load and run. */
function copyNames(from: string, to: string): void {
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) {
      mkdirSync(target);
      copyNames(source, target);
    } else if (entry.name === 'pom.xml') {
      writeFileSync(target, plain(readFileSync(source, 'latin1')), 'latin1');
    } else if (entry.name === 'maven.config') cpSync(source, target);
    else if (!['extensions.xml', 'jvm.config', 'settings.xml'].includes(entry.name)) writeFileSync(target, '');
  }
}

function reactorPom(paths: readonly string[]): string {
  const modules = paths.map((path) => `<module>../${directoryOf(path)}</module>`).join('');
  return `<project><modelVersion>4.0.0</modelVersion><groupId>cohost.compare</groupId><artifactId>reactor</artifactId><version>1</version><packaging>pom</packaging><modules>${modules}</modules></project>`;
}

interface Theirs {
  readonly models: ReadonlyMap<string, Lines>;
  /** Path of a POM that Maven refuses → its first words on it. */
  readonly refused: ReadonlyMap<string, string>;
}

/** What Maven says of single POMs when it refuses the whole, by their paths. */
function refusals(output: string, directory: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const lines = output.split('\n');
  for (const [index, line] of lines.entries()) {
    const at = line.indexOf(`${directory}/`);
    if (at < 0 || !/ERROR|FATAL/.test(line)) continue;
    const path = /^[^\s:)]*?pom\.xml/.exec(line.slice(at + directory.length + 1))?.[0];
    if (path !== undefined && !found.has(path)) found.set(path, `${line} ${lines[index + 1] ?? ''}`.replaceAll(directory, ''));
  }
  return found;
}

async function theirs(root: string, paths: readonly string[], options: readonly string[]): Promise<Theirs> {
  const directory = mkdtempSync(join(tmpdir(), 'cohost-maven-'));
  const refused = new Map<string, string>();
  try {
    copyNames(root, directory);
    mkdirSync(join(directory, OWN));
    for (;;) {
      const left = paths.filter((path) => !refused.has(path));
      if (left.length === 0) return { models: new Map(), refused };
      writeFileSync(join(directory, OWN, 'pom.xml'), reactorPom(left));
      const output = join(directory, 'effective.xml');
      const words = ['--batch-mode', '--no-transfer-progress', ...options, GOAL, `-Doutput=${output}`];
      try {
        await run('mvn', words, { cwd: join(directory, OWN), maxBuffer: 1 << 28 });
        return { models: modelsIn(readFileSync(output, 'utf8')), refused };
      } catch (error) {
        const said = typeof error === 'object' && error !== null && 'stdout' in error ? String(error.stdout) : String(error);
        const found = [...refusals(said, directory)].filter(([path]) => !refused.has(path));
        if (found.length === 0) throw new Error(`mvn: ${said.slice(0, 2000)}`);
        for (const [path, words_] of found) refused.set(path, words_);
      }
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

type Ours = { readonly name: string; readonly lines: Lines } | { readonly refused: string };

function ours(model: EffectiveModel): Ours {
  const [missing] = model.missing;
  const [problem] = [...model.problems, ...validate(model)].filter(({ severity }) => severity === 'error');
  if (missing !== undefined) return { refused: `no ${missing.kind} ${missing.groupId}:${missing.artifactId}:${missing.version}` };
  if (problem !== undefined) return { refused: problem.message };
  return { name: `${model.groupId}:${model.artifactId}:${model.version}`, lines: model.dependencies.map(lineOf) };
}

interface Count {
  agreed: number;
  refusedByBoth: number;
  differ: number;
  /** Repositories about which Maven said nothing that can be read. */
  unanswered: number;
}

function tell(path: string, what: string): void {
  process.stdout.write(`${path}: ${what}\n`);
}

async function compare(root: string, descriptors: Descriptors, target: Target, options: readonly string[], count: Count) {
  const workspace = openWorkspace(root, target);
  const first = new Map<string, string>();
  for (const path of workspace.paths) {
    const model = workspace.pom(path)?.model;
    const own = model === undefined ? path : JSON.stringify(ownCoordinates(model));
    // A reactor holds a module once.
    if (!first.has(own)) first.set(own, path);
  }
  const paths = [...first.values()];
  if (paths.length === 0) return;
  const truth = await theirs(root, paths, options);
  for (const path of paths) {
    const shown = `${basename(root)}/${path}`;
    const pom = workspace.pom(path);
    if (pom === undefined) continue;
    const context = workspace.resolvedContext(path);
    const mine = ours(await descriptors.effective(pom, context, (request) => workspace.answer(request)));
    const refusal = truth.refused.get(path);
    if (refusal !== undefined && 'refused' in mine) count.refusedByBoth++;
    else if (refusal !== undefined || 'refused' in mine) {
      count.differ++;
      tell(shown, refusal === undefined ? `Maven reads it, we say ${JSON.stringify(mine)}` : `Maven refuses it: ${refusal}`);
    } else {
      const wanted = truth.models.get(mine.name);
      if (JSON.stringify(wanted) === JSON.stringify(mine.lines)) count.agreed++;
      else {
        count.differ++;
        const missing = wanted?.filter((line) => !mine.lines.includes(line));
        const added = mine.lines.filter((line) => wanted?.includes(line) !== true);
        tell(shown, wanted === undefined ? `${mine.name} is no name that Maven gives` : `Maven ${missing}, we ${added}`);
      }
    }
  }
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { jdk: { type: 'string', default: '17' }, only: { type: 'string', multiple: true, default: [] } },
});
const [corpus, ...mvnOptions] = positionals;
if (corpus === undefined) throw new Error('usage: npx tsx test/jvm/compare-models.ts DIR [options of mvn]');
const target = targetOf({ jdk: values.jdk });
const environment = createResolveEnvironment({ target, offline: mvnOptions.includes('--offline'), env: process.env });
const descriptors = new Descriptors(await MavenRepositories.create(environment), {
  activation: activationFor(target),
  exists: () => false,
  imports: new Map(),
});
const count: Count = { agreed: 0, refusedByBoth: 0, differ: 0, unanswered: 0 };
for (const { name } of readdirSync(corpus, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
  if (values.only.length > 0 && !values.only.includes(name)) continue;
  try {
    await compare(resolve(corpus, name), descriptors, target, mvnOptions, count);
  } catch (error) {
    count.unanswered++;
    tell(name, error instanceof Error ? error.message : String(error));
  }
}
const { agreed, refusedByBoth, differ, unanswered } = count;
process.stdout.write(
  `${agreed} agree, ${refusedByBoth} are refused by both, ${differ} differ; ${unanswered} repositories without an answer\n`,
);
process.exitCode = differ + unanswered === 0 ? 0 : 1;
