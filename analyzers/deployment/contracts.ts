/** Contracts that a service serves: gRPC, by its .proto files or by what is generated from them. */
import type { SourceFile, Trait } from '../../src/model/index.ts';
import type { FileFacts } from './file-facts.ts';

/** Contracts of gRPC services, and what is generated from them where only that is kept, by how the file is called. */
const CONTRACTS: readonly (readonly [name: RegExp, service: RegExp])[] = [
  [/\.proto$/, /^service\s+([A-Za-z_]\w*)/],
  [/_pb2_grpc\.py$/, /^class\s+([A-Za-z_]\w*)Servicer\b/],
  [/_grpc\.pb\.go$/, /^func\s+Register([A-Z]\w*)Server\(/],
];

export function isContractFile(path: string): boolean {
  return CONTRACTS.some(([name]) => name.test(path));
}

export const CONTRACT_FILES: readonly string[] = ['*.proto', '*_pb2_grpc.py', '*_grpc.pb.go'];

export function readContractFile(file: SourceFile): FileFacts {
  return { traits: readContract(file), diagnostics: [] };
}

/** Copies of other people's contracts lie in such directories. */
const FOREIGN = /(?:^|\/)(?:third_party|vendor|googleapis|google|node_modules)\//;

/** `service NAME {` declarations of a proto file, comments left out. */
function readContract(file: SourceFile): readonly Trait[] {
  const service = CONTRACTS.find(([called]) => called.test(file.path))?.[1];
  if (service === undefined || FOREIGN.test(file.path)) return [];
  const traits: Trait[] = [];
  let inComment = false;
  for (const [index, raw] of file.text.split('\n').entries()) {
    const line = raw.trim();
    if (inComment) {
      inComment = !line.includes('*/');
      continue;
    }
    if (line.startsWith('/*')) {
      inComment = !line.includes('*/');
      continue;
    }
    const name = service.exec(line)?.[1];
    if (name !== undefined) traits.push({ kind: 'grpc-service', value: name, origin: { file: file.path, line: index + 1 } });
  }
  return traits;
}
