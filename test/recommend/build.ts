import { libraryDemands } from '../../analyzers/python/system-libraries.ts';
import type {
  Demand,
  Dependency,
  DeploymentFacts,
  JoinedDeployment,
  JvmBuild,
  ManifestKind,
  RunProcess,
  RuntimeName,
  Scope,
  ServerlessFunction,
  Service,
  Trait,
  TraitKind,
  Unit,
} from '../../src/model/index.ts';
import type { WrittenEcosystem } from '../../src/recommend/emit/profiles.ts';

/** Services by hand, for tests of the engine that need no parser. */
const MANIFEST: Readonly<Record<WrittenEcosystem, string>> = {
  python: 'requirements.txt',
  npm: 'package.json',
  jvm: 'pom.xml',
  go: 'go.mod',
};
const KIND: Readonly<Record<WrittenEcosystem, ManifestKind>> = {
  python: 'pip-requirements',
  npm: 'package-json',
  jvm: 'pom',
  go: 'go-mod',
};
const RUNTIME: Readonly<Record<WrittenEcosystem, RuntimeName>> = { python: 'python', npm: 'node', jvm: 'jdk', go: 'go' };
const PURL: Readonly<Record<WrittenEcosystem, string>> = { python: 'pypi', npm: 'npm', jvm: 'maven', go: 'golang' };

export interface ServiceShape {
  readonly id?: string;
  readonly name?: string;
  readonly ecosystem: WrittenEcosystem;
  /** `name` or `name@constraint`; direct, runtime scope. */
  readonly deps?: readonly string[];
  readonly dev?: readonly string[];
  readonly provided?: readonly string[];
  readonly runtime?: string;
  /** Start commands that the manifest gives, by name. */
  readonly scripts?: Readonly<Record<string, string>>;
  readonly run?: readonly Partial<Omit<RunProcess, 'origin'>>[];
  readonly functions?: readonly Partial<Omit<ServerlessFunction, 'origin'>>[];
  readonly images?: readonly string[];
  /** Images of earlier stages. */
  readonly stages?: readonly string[];
  /** Packages that its own image installs, with their manager: `apk:ffmpeg`. */
  readonly packages?: readonly string[];
  readonly traits?: readonly (readonly [kind: TraitKind, value: string])[];
  readonly role?: Unit['role'];
  readonly packaged?: boolean;
  readonly makes?: JvmBuild['makes'];
}

const at = (file: string, line = 1): { file: string; line: number } => ({ file, line });

function dependency(ecosystem: WrittenEcosystem, text: string, scope: Scope, line: number): Dependency {
  const cut = text.lastIndexOf('@');
  const name = cut > 0 ? text.slice(0, cut) : text;
  return {
    ecosystem,
    name,
    purl: `pkg:${PURL[ecosystem]}/${name}`,
    constraint: cut > 0 ? text.slice(cut + 1) : '',
    kind: 'range',
    direct: true,
    group: scope === 'runtime' ? 'default' : scope,
    scope,
    via: [],
    origin: at(MANIFEST[ecosystem], line),
  };
}

export function service(shape: ServiceShape): Service {
  const { ecosystem } = shape;
  const scoped = (texts: readonly string[] = [], scope: Scope): readonly Dependency[] =>
    texts.map((text, index) => dependency(ecosystem, text, scope, index + 2));
  const path = shape.id ?? '.';
  const dependencies = [...scoped(shape.deps, 'runtime'), ...scoped(shape.dev, 'dev'), ...scoped(shape.provided, 'provided')];
  const runs =
    shape.run !== undefined || shape.functions !== undefined || shape.images !== undefined || shape.traits !== undefined;
  return {
    id: path,
    path,
    ecosystems: [ecosystem],
    units: [
      {
        ecosystem,
        path,
        ...(shape.name === undefined ? {} : { name: shape.name }),
        ...(shape.packaged === undefined ? {} : { packaged: shape.packaged }),
        ...(shape.makes === undefined ? {} : { build: { makes: shape.makes } }),
        role: shape.role ?? 'service',
        manifests: [{ path: MANIFEST[ecosystem], kind: KIND[ecosystem], role: 'manifest', group: 'default' }],
        dependencies,
        demands: ecosystem === 'python' ? libraryDemands(dependencies, path) : [],
        runtimes:
          shape.runtime === undefined
            ? []
            : [{ name: RUNTIME[ecosystem], constraint: shape.runtime, origin: at(MANIFEST[ecosystem]) }],
        natives: [],
        entryPoints: Object.entries(shape.scripts ?? {}).map(([name, command]) => ({
          name,
          command,
          origin: at(MANIFEST[ecosystem], 5),
        })),
      },
    ],
    deployments: runs ? [joined(shape)] : [],
  };
}

function joined(shape: ServiceShape): JoinedDeployment {
  const [file, kind] =
    shape.functions === undefined ? (['Dockerfile', 'dockerfile'] as const) : (['template.yaml', 'sam'] as const);
  const facts: DeploymentFacts = {
    descriptor: { path: file, kind, role: 'descriptor', group: 'default' },
    tool: shape.functions === undefined ? 'dockerfile' : 'sam',
    join: { directory: '.' },
    processes: (shape.run ?? []).map((one) => ({
      name: '',
      kind: 'process',
      command: [],
      ports: [],
      origin: at(file, 5),
      ...one,
    })),
    functions: (shape.functions ?? []).map((one) => ({
      name: 'Fn',
      provider: 'aws',
      packageType: 'zip',
      events: [],
      layers: [],
      origin: at(file, 4),
      ...one,
    })),
    images: [...(shape.stages ?? []), ...(shape.images ?? [])].map((image) => {
      const colon = image.lastIndexOf(':');
      return {
        name: colon > 0 ? image.slice(0, colon) : image,
        ...(colon > 0 ? { tag: image.slice(colon + 1) } : {}),
        ...(image.includes('alpine') ? { distribution: 'alpine', libc: 'musl' } : {}),
        final: shape.stages?.includes(image) !== true,
        origin: at(file),
      };
    }),
    demands: (shape.packages ?? []).map(
      (key): Demand => ({
        service: '',
        realm: 'os',
        key,
        subject: `os:${key}`,
        constraint: '',
        kind: 'range',
        strength: 'declared',
        group: 'default',
        scope: 'runtime',
        via: [],
        origin: at(file, 3),
      }),
    ),
    traits: (shape.traits ?? []).map(
      ([kind, value]): Trait => ({ kind, ...(value === '' ? {} : { value }), origin: at(file, 7) }),
    ),
  };
  return { facts, joinedBy: 'directory' };
}
