import type { ProfileOf } from '../profile.ts';
import { type JvmProject, jvmProject } from './project.ts';

const RELEASES = ['21', '25', '17', '11', '8'];

export const jvm: ProfileOf<JvmProject> = {
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
  namesGroups: false,
  project: jvmProject,
};
