import type { NodeBuildTool } from './npm/tool.ts';
import type { PythonBuildTool } from './python/tool.ts';

/** The tool that builds or installs a service. */
export type BuildTool = PythonBuildTool | NodeBuildTool | 'maven' | 'gradle' | 'go';
