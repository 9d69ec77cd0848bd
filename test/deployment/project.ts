import type { Assembly } from '../../analyzers/analyzer.ts';
import { deployment } from '../../analyzers/deployment/index.ts';
import { memoryTree } from '../../src/discover/memory-tree.ts';
import { FileStore, projectFor } from '../../src/discover/project.ts';
import { walk } from '../../src/discover/walk.ts';
import type { DeploymentFacts } from '../../src/model/index.ts';
import { targetOf } from '../target.ts';

const TARGET = targetOf({ python: '3.13', go: '1.25' });

export type Files = Readonly<Record<string, string>>;

export function assembled(files: Files): Assembly {
  const tree = memoryTree(files);
  const walked = walk(tree, ['.']);
  return deployment.read(projectFor(deployment.files, walked, new FileStore(tree)))(TARGET);
}

/** Facts as short texts, sorted, to be compared with a table. */
export interface Told {
  readonly demands?: readonly string[];
  readonly runs?: readonly string[];
  readonly functions?: readonly string[];
  readonly traits?: readonly string[];
  readonly joins?: readonly string[];
  readonly diagnostics?: readonly string[];
  readonly final?: readonly string[];
}

export function told(assembly: Assembly, like: Told): Told {
  const { deployments, diagnostics } = assembly;
  const all = <T>(pick: (facts: DeploymentFacts) => readonly T[], text: (one: T) => string): readonly string[] =>
    deployments.flatMap((facts) => pick(facts).map(text)).sort();
  const lists: Required<Told> = {
    demands: all(
      (facts) => facts.demands,
      ({ subject, constraint, strength, origin, detail }) =>
        [
          subject,
          constraint,
          strength === 'declared' ? '' : strength,
          ...Object.entries(detail ?? {}).flatMap(([name, value]) => (['listed', 'told', 'range'].includes(name) ? [] : [value])),
          `@${origin.line}`,
        ]
          .filter((part) => part !== '')
          .join(' '),
    ),
    runs: all(
      (facts) => facts.processes,
      (one) =>
        [
          one.name,
          one.kind === 'process' ? '' : one.kind,
          one.command.length === 0 ? '' : `[${one.command.join('|')}]`,
          one.ports
            .map(({ host, container, protocol }) => `${host === undefined ? '' : `${host}:`}${container}/${protocol}`)
            .join(','),
          one.replicas === undefined ? '' : `x${one.replicas}`,
          one.schedule ?? '',
          `@${one.origin.line}`,
        ]
          .filter((part) => part !== '')
          .join(' '),
    ),
    functions: all(
      (facts) => facts.functions,
      (one) =>
        [
          one.name,
          one.handler ?? '',
          one.runtime ?? '',
          one.packageType,
          one.bundled === true ? 'bundled' : '',
          one.memoryMiB === undefined ? '' : `${one.memoryMiB}MiB`,
          one.timeoutSeconds === undefined ? '' : `${one.timeoutSeconds}s`,
          one.architecture ?? '',
          one.events.join(','),
          one.layers.length === 0 ? '' : `layers:${one.layers.length}`,
          `@${one.origin.line}`,
        ]
          .filter((part) => part !== '')
          .join(' '),
    ),
    traits: all(
      (facts) => facts.traits,
      ({ kind, value, origin }) => `${kind}${value === undefined ? '' : ` ${value}`} @${origin.line}`,
    ),
    joins: deployments
      // Whose cloud it is joins nothing.
      .filter(({ traits }) => !traits.some(({ kind }) => kind === 'cloud'))
      .map(
        ({ join, descriptor }) => `${descriptor.path} → ${join.directory ?? '-'} ${join.dockerfile ?? '-'} ${join.name ?? '-'}`,
      )
      .sort(),
    diagnostics: diagnostics.map(({ code, file, line }) => `${code} ${file ?? ''}:${line ?? ''}`).sort(),
    final: all(
      (facts) => facts.images.filter((image) => image.final),
      ({ name, tag, digest, distribution, libc }) =>
        [name, tag, digest, distribution, libc].filter((part) => part !== undefined).join(' '),
    ),
  };
  const asked = new Set(Object.keys(like));
  return Object.fromEntries(Object.entries(lists).filter(([key]) => asked.has(key)));
}
