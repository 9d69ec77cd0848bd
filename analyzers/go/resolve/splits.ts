import { compareVersions } from '../versions.ts';

/**
 * Modules out of which others were carved: below `carvedAt` the parent still holds the child's packages, and a build
 * that imports one of them from a list with both stops ("ambiguous import"). Boundaries are read off the modules' own zips.
 */
interface Split {
  readonly parent: string;
  readonly carvedAt: string;
  /** Paths below the parent's. */
  readonly children: readonly string[];
}

const SPLITS: readonly Split[] = [
  {
    parent: 'google.golang.org/genproto',
    carvedAt: 'v0.0.0-20230525234025-438c736192d0',
    children: ['googleapis/rpc', 'googleapis/api', 'googleapis/bytestream'],
  },
  { parent: 'cloud.google.com/go', carvedAt: 'v0.100.2', children: ['compute', 'compute/metadata'] },
  {
    parent: 'github.com/Azure/go-autorest',
    carvedAt: 'v12.1.0+incompatible',
    children: ['autorest', 'autorest/adal', 'autorest/date', 'autorest/to', 'logger', 'tracing'],
  },
  { parent: 'github.com/ugorji/go', carvedAt: 'v1.1.5-pre', children: ['codec'] },
  { parent: 'github.com/btcsuite/btcd', carvedAt: 'v0.22.1', children: ['chaincfg/chainhash'] },
  { parent: 'github.com/envoyproxy/go-control-plane', carvedAt: 'v0.13.2', children: ['envoy'] },
  {
    parent: 'github.com/aws/aws-sdk-go-v2',
    carvedAt: 'v0.25.0',
    children: ['config', 'credentials', 'service/s3', 'service/sts'],
  },
  { parent: 'github.com/hashicorp/consul', carvedAt: 'v1.5.0', children: ['api', 'sdk'] },
];

export interface Ambiguity {
  readonly parent: string;
  readonly version: string;
  readonly carvedAt: string;
  readonly child: string;
  readonly childVersion: string;
}

/** Packages that a build list holds twice. Whether one of them is imported is not known here. */
export function ambiguousImports(versions: ReadonlyMap<string, string>): readonly Ambiguity[] {
  return SPLITS.flatMap(({ parent, carvedAt, children }) => {
    const version = versions.get(parent);
    if (version === undefined || compareVersions(version, carvedAt) >= 0) return [];
    return children.flatMap((name): Ambiguity[] => {
      const child = `${parent}/${name}`;
      const childVersion = versions.get(child);
      return childVersion === undefined ? [] : [{ parent, version, carvedAt, child, childVersion }];
    });
  });
}
