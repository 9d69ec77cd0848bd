import { baseName } from '../../../model/index.ts';
import { memberBelow } from '../context.ts';
import type { Part, Profile } from '../profile.ts';
import type { BuildTool } from '../tool.ts';

const RELEASES = ['21', '25', '17', '11', '8'];

export const jvm: Profile = {
  runtime: 'jdk',
  family: 'jdk',
  functions: /^java/,
  programs: /^java$/,
  releases: RELEASES,
  // It is compiled for the lowest one, which a toolchain asks of the build, too.
  ranged: [...RELEASES].sort((a, b) => Number(a) - Number(b)),
  handler: 'com.example.Handler::handleRequest',
  isHandlerFixed: false,
  isHandlerPath: false,
  architecture: 'x86_64',
  functionMemoryMiB: 1024,
  fetchesByGit: false,
  isStatic: false,
  namesLibraries: false,
  tool,
  isLocked: () => false,
  context: ({ service, unit }) => ({
    workspace: unit?.workspace,
    member: memberBelow(service, unit, unit?.workspace),
    local: [],
  }),
};

function tool({ manifests }: Part): BuildTool {
  const files = manifests.map(({ path }) => baseName(path));
  return files.includes('pom.xml') || !files.some((file) => file.startsWith('build.gradle')) ? 'maven' : 'gradle';
}
