import { rootAbove } from '../context.ts';
import { why } from '../notes.ts';
import { systemdText, systemdWords } from '../quoting.ts';
import type { Subject } from '../subject.ts';
import { copyPages, copyWorkspace, making, needsTools, nodeTool, programDirectories, pruned, rushDeploy } from './commands.ts';

/** Services in Node.js on a shared host. */

/** Files for browsers run nowhere: whatever serves HTTP on the host hands them out. */
export function siteScript(subject: Subject<'npm'>, output: string): readonly string[] {
  const { all, build, setting } = nodeTool(subject);
  const above = rootAbove(subject);
  const building = `${all} && ${build}`;
  return [
    '#!/usr/bin/env bash',
    why(subject, '#', ['Point the root of a web server of the host at PREFIX.']),
    'set -euo pipefail',
    '# Usage: install.sh [PREFIX]; run it in the service directory.',
    `prefix="\${1:-/srv/${subject.slug}}"`,
    ...(setting === undefined ? [] : [`export ${setting}`]),
    above === undefined ? building : `(cd ${above} && ${building})`,
    'install -d "$prefix"',
    copyPages(subject, output, '"$prefix"'),
  ];
}

export function nodeInstall(subject: Subject<'npm'>): readonly string[] {
  if (subject.tool === 'rush' && subject.member !== undefined)
    return [
      '# What Rush leaves for production alone: no package is shared with the neighbours.',
      `(cd ${rootAbove(subject) ?? '.'} && ${rushDeploy(subject, '"$prefix/app"')} --overwrite)`,
    ];
  const { production, setting } = nodeTool(subject);
  const above = rootAbove(subject);
  const copied =
    above === undefined
      ? ['cp -R . "$prefix/app"']
      : ['# A member of a workspace is installed at its root, so all of it is copied.', copyWorkspace(subject, '"$prefix/app"')];
  return [
    '# node_modules of its own: no package is shared with the neighbours.',
    'install -d "$prefix/app"',
    ...copied,
    ...(setting === undefined ? [] : [`export ${setting}`]),
    `(cd "$prefix/app" && ${needsTools(subject) ? `${making(subject)} && ${pruned(subject)}` : production})`,
  ];
}

export function nodeStart({ command }: Subject<'npm'>): string {
  const [program = 'node', ...rest] = command.length > 0 ? command : ['node', 'index.js'];
  return systemdWords(program === 'sh' ? ['/bin/sh', ...rest] : ['/usr/bin/env', program, ...rest]);
}

/** A start command of a package's finds its program where npm would have put it before the others. */
export function pathLine(subject: Subject<'npm'>, prefix: string): readonly string[] {
  const programs = programDirectories(`${prefix}/app`, subject);
  if (programs.length === 0) return [];
  return [
    `Environment="PATH=${systemdText([...programs, '/usr/local/bin', '/usr/bin', '/bin'].join(':')).replaceAll(/["\\]/g, '\\$&')}"`,
  ];
}
