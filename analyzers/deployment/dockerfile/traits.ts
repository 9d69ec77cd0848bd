/** What the instructions of an image tell of its service beside ports and packages. */

import { type Stage, type Step, stagesBehind } from '../../../src/formats/dockerfile/stages.ts';
import { append, baseName, printable, type Trait } from '../../../src/model/index.ts';
import { GRPC_PROBE } from '../facts.ts';
import { activeProfiles } from '../settings/profiles.ts';
import { shellTexts } from './commands.ts';
import { imageOf } from './stages.ts';
import { commandOf, fromOf, originOf } from './started.ts';

/** The catalogue of NVIDIA holds plain systems and languages as well: `nvcr.io/nvidia/base/ubuntu`, `…/distroless/node`. */
const GPU_IMAGE = /(?:^|\/)nvidia\/(?!(?:base|distroless)\/)|nvcr\.io\/(?!nvidia\/)|-gpu(?:$|-|:)|cuda/;

export function traitsOf(stage: Stage, file: string): readonly Trait[] {
  const traits: Trait[] = [];
  const image = imageOf(stage);
  const base = image === undefined ? '' : `${image.name}:${image.tag ?? ''}`;
  if (GPU_IMAGE.test(base)) traits.push({ kind: 'gpu', value: base, origin: fromOf(stage, file) });
  const active = activeProfiles(stage.environment, commandOf(stage)?.words);
  if (active !== undefined) traits.push({ kind: 'active-profiles', value: active, origin: { file, line: stage.from.line } });
  append(traits, broughtFiles(stage, file));
  for (const step of stage.steps) {
    const { name, text } = step.instruction;
    const origin = originOf(step, file);
    if (name === 'HEALTHCHECK' && GRPC_PROBE.test(text)) traits.push({ kind: 'grpc-probe', origin });
    if (name === 'RUN' && PACKAGE_SOURCE.test(text)) traits.push({ kind: 'package-source', origin });
    const adapter = name === 'COPY' ? adapterOf(step) : undefined;
    if (adapter !== undefined) traits.push({ kind: 'lambda-adapter', value: adapter, origin });
    if (name === 'VOLUME')
      append(
        traits,
        step.words.map((value): Trait => ({ kind: 'volume', value, origin })),
      );
  }
  return traits;
}

/**
 * `pip install -e .`: what its command names is found by that, wherever it lies. What is only written into a directory
 * (`-t .`) is none.
 */
const INSTALLS_PROJECT =
  /\bpip3?\s+install\s(?:[^;&|]*?\s)?(?<!\s(?:-[tdwf]|--(?:target|prefix|root|dest|wheel-dir|find-links|src))\s)["']?\.\/?(?:\[[^\]\s]*\])?["']?(?=\s|$|[;&|])/;

/** Steps of the image, or of the stages that it takes an environment from, that install the project which lies there. */
export function ownInstalls(target: Stage, stages: readonly Stage[], file: string): readonly Trait[] {
  const step = stagesBehind(target, stages)
    .flatMap(({ own }) => own)
    .find(
      (one) =>
        one.instruction.name === 'RUN' &&
        shellTexts(one).some(({ text }) => text.length < MAX_TEXT && INSTALLS_PROJECT.test(text)),
    );
  return step === undefined ? [] : [{ kind: 'installs-project', origin: originOf(step, file) }];
}

/** Nobody writes longer steps by hand. */
const MAX_TEXT = 10_000;

/** What an image takes from elsewhere beside the one file that it starts: templates, pages, migrations. */
function broughtFiles(stage: Stage, file: string): readonly Trait[] {
  const program = baseName(commandOf(stage)?.words[0] ?? '');
  const copies = stage.own.filter(({ instruction: { name } }) => name === 'COPY' || name === 'ADD');
  const isProgram = ({ words }: Step): boolean => words.some((word) => baseName(word) === program);
  if (program === '' || !copies.some(isProgram)) return [];
  return copies.flatMap((step): readonly Trait[] => {
    const sources = step.words.slice(0, -1);
    const isPlain = isProgram(step) || sources.every((word) => OF_SYSTEM.test(word));
    return isPlain ? [] : [{ kind: 'brings-files', value: sources.map(printable).join(', '), origin: originOf(step, file) }];
  });
}

/** What a static binary's image gets of any system, and what stands beside every program. */
const OF_SYSTEM =
  /^\/(?:etc\/(?:ssl|passwd|group|nsswitch|pki|ca-certificates)|usr\/(?:local\/)?share\/(?:zoneinfo|ca-certificates)|usr\/local\/go\/lib\/time|lib\/ld-|tmp\b)|(?:^|\/)(?:LICENSE|NOTICE|grpc[_-]health[_-]probe|tini|dumb-init|ca-certificates\.crt|dlv|wait-for-it\.sh|wait)[\w.-]*$/;

/** What makes packages known that the distribution has not (sources.list(5), add-apt-repository(1), apk-repositories(5)). */
const PACKAGE_SOURCE =
  /\/etc\/apt\/sources\.list|\badd-apt-repository\s|\/etc\/apk\/repositories|\b(?:deb|rpm)\.nodesource\.com\/setup|\bscript\.deb\.sh\b|\bapk\s+add\b[^;&|]*\s(?:-X|--repository)[\s=]/;

/**
 * Lambda Web Adapter (its README, "Docker Images"): Lambda runs the server of such an image, and so does anything else. The
 * image that it comes from, where that is its own.
 */
function adapterOf({ instruction, words }: Step): string | undefined {
  const from = instruction.flags.get('from') ?? '';
  if (/(?:^|\/)aws-lambda-adapter(?:[:@]|$)/.test(from)) return from;
  return words.some((word) => /^\/opt\/extensions\/lambda-adapter\b/.test(word)) ? 'aws-lambda-adapter' : undefined;
}
