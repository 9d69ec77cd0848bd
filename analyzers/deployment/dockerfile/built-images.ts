/** One Dockerfile that is built in several ways: a stage or an argument for each service. */
import { type DeploymentFacts, type Diagnostic, isReadFailure, type Project } from '../../../src/model/index.ts';
import { isAside } from './assemble.ts';
import { type Builds, type ContextBuild, wayOf } from './build.ts';
import { contentsOf, partStarted } from './contents.ts';
import { type DockerfileFacts, dockerfileFacts } from './facts.ts';
import { startsFunction } from './lambda.ts';
import { readDockerfile } from './started.ts';

/**
 * What is built of each Dockerfile. The first way to build it is told with the Dockerfile; what another way makes belongs
 * to the service that builds it so.
 */
export class BuiltImages {
  readonly #project: Project;
  readonly #ways = new Map<string, Map<string, ContextBuild>>();
  readonly #known = new Map<string, DockerfileFacts | undefined>();

  constructor(project: Project) {
    this.#project = project;
  }

  add(build: ContextBuild): void {
    const ways = this.#ways.get(build.dockerfile) ?? new Map<string, ContextBuild>();
    if (!ways.has(wayOf(build))) ways.set(wayOf(build), build);
    this.#ways.set(build.dockerfile, ways);
  }

  /** Dockerfiles with the first way to build each. */
  get first(): Builds {
    return new Map([...this.#ways].map(([dockerfile, ways]) => [dockerfile, [...ways.values()].slice(0, 1)]));
  }

  /** Dockerfiles with the ways to build each that make something of their own. */
  get different(): Builds {
    return new Map([...this.#ways].map(([dockerfile, ways]) => [dockerfile, this.#unlike([...ways.values()])]));
  }

  /**
   * What the image takes and what its commands build, where other services build the same file otherwise: what the file
   * takes when it is built in another way says nothing then. Of several parts that it builds, the one that `words` start.
   */
  taken(build: ContextBuild, words: readonly string[] = []): Pick<DeploymentFacts['join'], 'copies' | 'builds'> {
    const facts = this.#isSeveral(build) ? this.#facts(build) : undefined;
    const part = this.#partOf(build, words);
    const builds = part === undefined ? facts?.builds : { directories: [part], names: [] };
    return { ...(facts === undefined ? {} : { copies: facts.copies }), ...(builds === undefined ? {} : { builds }) };
  }

  #partOf(build: ContextBuild, words: readonly string[]): string | undefined {
    const several = words.length > 0 && (this.#facts(build)?.builds.directories.length ?? 0) > 1;
    const parsed = several ? this.#project.parse(build.dockerfile, readDockerfile) : undefined;
    if (parsed === undefined || isReadFailure(parsed)) return undefined;
    return partStarted(parsed, words, { directory: build.context, has: this.#project.has }, build.settings);
  }

  /** What an image holds that is built in another way than the first. */
  apart(build: ContextBuild, name: string): DockerfileFacts | undefined {
    const [first] = this.#ways.get(build.dockerfile)?.values() ?? [];
    if (first === undefined || !this.#isSeveral(build) || wayOf(first) === wayOf(build)) return undefined;
    if (isAside(build.settings.target ?? '')) return undefined;
    const own = this.#facts(build, name);
    const others = this.#facts(first);
    return own === undefined || (others !== undefined && saidIn(own) === saidIn(others)) ? undefined : own;
  }

  /** Whether Lambda's client is what the image starts. */
  isFunction(build: ContextBuild): boolean {
    const parsed = this.#project.parse(build.dockerfile, readDockerfile);
    return !isReadFailure(parsed) && startsFunction(parsed, build.settings);
  }

  /** What lies where the words start something in the image, as `RunProcess.contentsOf` says it. */
  contents({ context, dockerfile, settings }: ContextBuild, words: readonly string[]): string | undefined {
    const parsed = words.length === 0 ? undefined : this.#project.parse(dockerfile, readDockerfile);
    if (parsed === undefined || isReadFailure(parsed)) return undefined;
    return contentsOf(parsed, words, { directory: context, has: this.#project.has }, settings);
  }

  /** Stages that are asked for and not there; those of the first ways are told with their Dockerfiles. */
  get missingStages(): readonly Diagnostic[] {
    const others = [...this.#ways.values()].flatMap((ways) => [...ways.values()].slice(1));
    return others.flatMap((build) =>
      (this.#facts(build)?.diagnostics ?? []).filter(({ code }) => code === 'dockerfile/no-stage'),
    );
  }

  #unlike(builds: readonly ContextBuild[]): readonly ContextBuild[] {
    const said = new Map<string, ContextBuild>();
    for (const build of builds) {
      const facts = this.#facts(build);
      const key = facts === undefined ? '' : saidIn(facts);
      if (!said.has(key)) said.set(key, build);
    }
    return [...said.values()];
  }

  #isSeveral({ dockerfile }: ContextBuild): boolean {
    return (this.#ways.get(dockerfile)?.size ?? 0) > 1;
  }

  #facts(build: ContextBuild, name = ''): DockerfileFacts | undefined {
    const key = `${wayOf(build)}\0${name}`;
    if (!this.#known.has(key)) {
      const parsed = this.#project.parse(build.dockerfile, readDockerfile);
      const holds = (path: string): boolean => this.#project.list(path).length > 0;
      const context = { directory: build.context, has: this.#project.has, holds };
      this.#known.set(key, isReadFailure(parsed) ? undefined : dockerfileFacts(parsed, name, context, build.settings));
    }
    return this.#known.get(key);
  }
}

/** Arguments that only label an image change nothing of what is told. */
function saidIn({ processes, images, demands, traits, copies, builds }: DockerfileFacts): string {
  const commands = processes.map(({ command }) => command);
  const final = images.filter((one) => one.final);
  return JSON.stringify([commands, final, demands, traits, copies, builds]);
}
