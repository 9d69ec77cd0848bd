import type { Expected, Files } from './fleet.ts';

/** Two services without any dependency, `a` and `b`, and the files that say how they run. */
export function two(files: Files): Files {
  return { 'a/requirements.txt': 'flask\n', 'b/requirements.txt': 'flask\n', ...files };
}

export function compose(a: string, b: string): string {
  return `services:\n  a:\n    build: a\n${indented(a)}  b:\n    build: b\n${indented(b)}`;
}

function indented(lines: string): string {
  return lines === '' ? '' : `    ${lines.split('\n').join('\n    ')}\n`;
}

export function workload(name: string, port: string, pod = '', kind = 'Deployment'): string {
  return `apiVersion: apps/v1\nkind: ${kind}\nmetadata: { name: ${name} }\nspec:\n  template:\n    spec:\n${pod}      containers:\n        - name: ${name}\n          image: registry.example.org/${name}:1\n          ports: [${port}]\n`;
}

export function image(...lines: readonly string[]): string {
  return ['FROM python:3.12-slim', ...lines, ''].join('\n');
}

export const FREE: Expected = { errors: [], hosts: [1, 1, 1] };
/** One process gets the port: containers end it. */
export const inside = (port: string): Expected => ({ errors: [`port/taken port:${port}: a, b`], hosts: [2, 2, 1] });
/** The host's own port is taken: only another machine, or another number, ends it. */
export const outside = (port: string): Expected => ({ errors: [`port/taken port:${port}: a, b`], hosts: [2, 2, 2] });

/** What a clock starts. */
export function cron(name: string): string {
  return `apiVersion: batch/v1\nkind: CronJob\nmetadata: { name: ${name} }\nspec: { schedule: "0 3 * * *", jobTemplate: { spec: { template: { spec: { containers: [{ name: ${name}, image: shop/${name} }] } } } } }\n`;
}
