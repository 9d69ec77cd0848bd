import type { GoMod, ModuleVersion } from './files/modfile.ts';
import type { Position } from './files/syntax.ts';
import { familyOf } from './paths.ts';

/** Modules that are one thing under several paths: majors side by side, forks that register the same protobuf files, splits. */

/** One module's place in a family; `key` is a realm key that no module path can have. */
export interface FamilyMember {
  readonly key: string;
  readonly member: ModuleVersion;
  readonly at: Position;
}

export const MAJORS = 'majors:';
export const REGISTRATION = 'registration:';

/**
 * Modules that hold generated code for the same .proto files. google.golang.org/protobuf keeps one registry for a
 * binary and panics at start-up when two of them are linked (protobuf.dev, "Go FAQ: namespace conflicts").
 */
export const REGISTRATIONS: readonly {
  readonly name: string;
  readonly registers: string;
  readonly modules: readonly string[];
}[] = [
  {
    name: 'etcd API',
    registers: 'rpc.proto, kv.proto and auth.proto',
    modules: ['github.com/coreos/etcd', 'go.etcd.io/etcd', 'go.etcd.io/etcd/v3', 'go.etcd.io/etcd/api/v3'],
  },
  {
    name: 'OpenAPI models',
    registers: 'openapiv2/OpenAPIv2.proto and extensions/extension.proto',
    modules: ['github.com/googleapis/gnostic', 'github.com/google/gnostic', 'github.com/google/gnostic-models'],
  },
  {
    name: 'Milvus API',
    registers: 'milvus.proto and schema.proto',
    modules: ['github.com/milvus-io/milvus-proto/go-api', 'github.com/milvus-io/milvus-proto/go-api/v2'],
  },
];

const REGISTRATION_OF: ReadonlyMap<string, string> = new Map(
  REGISTRATIONS.flatMap(({ name, modules }) => modules.map((path) => [path, name] as const)),
);

/** Family demands of direct requirements: indirect ones are not the service's own choice. */
export function moduleFamilies(mod: GoMod): readonly FamilyMember[] {
  return mod.require.flatMap(({ path, version, indirect, at }): FamilyMember[] => {
    const member = { path, version };
    const registration = REGISTRATION_OF.get(path);
    return [
      ...(indirect ? [] : [{ key: `${MAJORS}${familyOf(path)}`, member, at }]),
      ...(registration === undefined ? [] : [{ key: `${REGISTRATION}${registration}`, member, at }]),
    ];
  });
}
