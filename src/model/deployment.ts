import type { Demand } from './demand.ts';
import type { Manifest } from './manifest.ts';
import { directoryOf } from './paths.ts';
import type { EcosystemId } from './realm.ts';
import type { Origin } from './source.ts';

/** How something is started: a container command, a Procfile line, a compose service, a CronJob. */
export interface RunProcess {
  /** Name as the descriptor gives it: `web`, `worker`, the compose or Kubernetes container name. */
  readonly name: string;
  readonly kind: 'process' | 'job' | 'scheduled' | 'function';
  /** Command line as words, where stated. */
  readonly command: readonly string[];
  /** Of an image, its words of ENTRYPOINT, with which `command` begins. */
  readonly entrypoint?: readonly string[];
  /** Of what starts an image: `command` stands in the place of its CMD, behind its ENTRYPOINT. */
  readonly keepsEntrypoint?: true;
  /** Of an image, what it sets of the variables that its command names, and of those that say which program is started. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Variables that hold the address of all interfaces: without them a program may listen on the loopback alone. */
  readonly addresses?: Readonly<Record<string, string>>;
  /** Of an image, the directory (relative to the root) whose contents lie where its command starts, without the directory around them. */
  readonly contentsOf?: string;
  /** Of an image, the directory (relative to the root) from which the files that its command names have their paths. */
  readonly startsIn?: string;
  /** Of an image, directories that it takes whole: `path` relative to the root, `to` as seen from where its command starts. */
  readonly beside?: readonly { readonly path: string; readonly to: string }[];
  /** Container ports and, where published on the host, the host's. Protocol is `tcp`, `udp` or `sctp`. */
  readonly ports: readonly PortBinding[];
  readonly schedule?: string;
  readonly replicas?: number;
  readonly origin: Origin;
}

/** A port of a container and the one of the host that it is published on, if it is. */
export interface PortBinding {
  readonly container: number;
  readonly host?: number;
  readonly protocol: 'tcp' | 'udp' | 'sctp';
  readonly origin: Origin;
}

/** A Lambda (or other provider's) function that a template declares. */
export interface ServerlessFunction {
  readonly name: string;
  readonly provider: 'aws' | 'azure' | 'gcp' | 'other';
  readonly handler?: string;
  readonly runtime?: string;
  readonly packageType: 'zip' | 'image';
  /** A bundler makes one file of what the code imports: its packages' sizes say nothing of the zip's. */
  readonly bundled?: true;
  readonly memoryMiB?: number;
  readonly timeoutSeconds?: number;
  readonly ephemeralMiB?: number;
  readonly architecture?: string;
  /** Event kinds in lower case: `http`, `schedule`, `sqs`, `kafka`, `s3` … */
  readonly events: readonly string[];
  readonly layers: readonly string[];
  readonly origin: Origin;
}

/** An image that a stage of a Dockerfile or a descriptor starts from. */
export interface BaseImage {
  /** `python`, `eclipse-temurin`, `gcr.io/distroless/static` … as written, without tag and digest. */
  readonly name: string;
  readonly tag?: string;
  readonly digest?: string;
  /** The image of the last stage, which is what runs. */
  readonly final: boolean;
  readonly distribution?: string;
  readonly libc?: 'glibc' | 'musl' | 'none';
  readonly origin: Origin;
}

/**
 * What one descriptor (or one entry of it) says about one service: plain data.
 * `join` says how to find the service; src/discover does the joining.
 */
export interface DeploymentFacts {
  readonly descriptor: Manifest;
  readonly tool:
    | 'dockerfile'
    | 'compose'
    | 'kubernetes'
    | 'sam'
    | 'cloudformation'
    | 'serverless'
    | 'procfile'
    | 'version-file'
    | 'ecs'
    | 'terraform'
    | 'nomad'
    | 'other';
  /** Nothing at all for what is somebody else's: a database, a broker, a proxy. */
  readonly join: {
    /** Directory of the build context, code URI or the descriptor itself, relative to the root. */
    readonly directory?: string;
    /** The Dockerfile that is built, relative to the root. */
    readonly dockerfile?: string;
    /** Name to match with a service's directory or name when no directory is known. */
    readonly name?: string;
    /** The image that is run, as written: its last segment is matched where the name tells nothing. */
    readonly image?: string;
    /** Paths that the image takes from its build context, relative to it: they may lie in a service's directory. */
    readonly copies?: readonly string[];
    /** What the image's commands build: directories relative to the root; names of packages, modules or programs. */
    readonly builds?: {
      readonly directories: readonly string[];
      readonly names: readonly string[];
      /** Directories of Go's main packages among them, relative to the root. */
      readonly programs?: readonly string[];
      /** The name of the program that it starts, where that was compiled elsewhere and is only copied in. */
      readonly binary?: string;
    };
  };
  readonly processes: readonly RunProcess[];
  readonly functions: readonly ServerlessFunction[];
  readonly images: readonly BaseImage[];
  /** Demands in the realms runtime, os, port and command; `service` is empty until joined. */
  readonly demands: readonly Demand[];
  /** Things that matter to the choice of host, each with its evidence. */
  readonly traits: readonly Trait[];
  /** Command lines that install groups of the service's own manifests into what runs. */
  readonly installations?: readonly Installation[];
  /** Ports that a file of settings sets, by the profile under which each counts: who starts the service may choose one. */
  readonly profilePorts?: readonly ProfilePort[];
}

/** What is started with one command: a compose file with its override, the directory of workloads, else the file itself. */
export function projectOf({ tool, descriptor: { path } }: Pick<DeploymentFacts, 'tool' | 'descriptor'>): string {
  if (tool === 'kubernetes') return directoryOf(path);
  return tool === 'compose' ? path.replace(/\.override(?=\.ya?ml$)/, '') : path;
}

/** A port that a service takes under a profile (Spring, Quarkus, Micronaut). */
export interface ProfilePort {
  /** Empty for what counts unless a profile says otherwise. */
  readonly profile: string;
  readonly demand: Demand;
}

/** A group of a manifest as a command line means it; any of its kind when it has no name. */
export interface GroupReference {
  /** `extra`: of the package itself; `group`: a dependency group; `file`: a requirements file, by its path. */
  readonly kind: 'extra' | 'group' | 'file';
  readonly name?: string;
}

/** One command line that installs a project or its requirements files: which groups it brings, and which it keeps out. */
export interface Installation {
  readonly ecosystem: EcosystemId;
  /** The program, by its own name: lines of one program are read together. */
  readonly program: string;
  readonly asks: readonly GroupReference[];
  readonly leavesOut: readonly GroupReference[];
  /** The project that it names, where it names one: a directory relative to the root, or a package. */
  readonly project?: { readonly directory: string } | { readonly name: string };
  /** As written. */
  readonly command: string;
  readonly origin: Origin;
}

/** What a descriptor or a source file says that matters to the choice of host. */
export const TRAIT_KINDS = [
  'active-profiles',
  'brings-files',
  'capabilities',
  'cloud',
  'compose-profile',
  'consumer-group',
  'database-in-memory',
  'devices',
  'docker-socket',
  'fargate-task',
  'generates-client',
  'gpu',
  'grpc-probe',
  'grpc-service',
  'hands-out-jobs',
  'host-ipc',
  'host-network',
  'host-pid',
  'hosted-by',
  'installs-project',
  'lambda-adapter',
  'lambda-client',
  'lambda-handler',
  'memory',
  'no-http',
  'no-listener',
  'no-web-server',
  'other-language',
  'package-source',
  'polls-queue',
  'polls-updates',
  'privileged',
  'produces-messages',
  'reads-redis',
  'schedules-jobs',
  'serves-grpc',
  'serves-http',
  'serves-raw',
  'snapstart',
  'static-export',
  'takes-jobs',
  'volume',
  'volume-claim',
] as const;
export type TraitKind = (typeof TRAIT_KINDS)[number];

/** Whoever has one of these takes messages in a loop. */
export const TAKES_MESSAGES: ReadonlySet<TraitKind> = new Set(['consumer-group', 'polls-queue', 'reads-redis']);

/** Something that matters to the choice of a host, as a descriptor says it: a volume, a device, a host network. */
export interface Trait {
  readonly kind: TraitKind;
  readonly value?: string;
  readonly origin: Origin;
}

/** The profiles of compose that it starts under; without any it always starts. */
export function profilesOf({ traits }: DeploymentFacts): readonly string[] {
  return traits.flatMap(({ kind, value }) => (kind === 'compose-profile' && value !== undefined ? [value] : []));
}
