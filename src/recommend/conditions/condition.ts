import { closest } from '../../formats/closest.ts';
import { ECOSYSTEMS } from '../../model/index.ts';
import { SIGNAL_GROUPS } from '../data/signals.ts';
import { activePolicy, FACT_NAMES, type FactName, lacksAws } from '../input.ts';
import { isMarked } from '../marks.ts';
import * as behaviour from './behaviour.ts';
import { buildsApplication, buildsForServer } from './builds.ts';
import { installedCommands } from './command.ts';
import * as facts from './facts.ts';
import * as functions from './functions.ts';
import * as host from './host.ts';
import { isShown } from './known.ts';
import { isLibrary, isTold, TELLING_FACTS } from './library.ts';
import type { Question } from './question.ts';
import * as sharing from './sharing.ts';
import { staticSite } from './static-site.ts';
import { bool, fromHits, NO, type Truth } from './truth.ts';
import { hitsOf, originOf } from './view.ts';

/** What a rule's `when` is made of. It depends on the service and on the facts that it reads, on nothing else. */
export interface Condition {
  readonly name: string;
  readonly reads: readonly FactName[];
  readonly ask: (question: Question) => Truth;
}

type Entry = readonly [ask: Condition['ask'], ...reads: FactName[]];

const COST: readonly FactName[] = ['requestsPerMonth', 'avgDurationMs', 'memoryMiB'];

/** Conditions by their whole name. */
const PLAIN: Readonly<Record<string, Entry>> = {
  'evidence:consumer': [behaviour.consumerEvidence, 'role'],
  'evidence:grpc': [behaviour.grpcEvidence, 'role'],
  'evidence:updates': [behaviour.updatesEvidence],
  'evidence:websocket': [behaviour.websocketEvidence, 'role'],
  'evidence:web': [behaviour.webEvidence, 'role'],
  'evidence:raw-server': [behaviour.rawServerEvidence],
  'evidence:cluster': [behaviour.clusterEvidence],
  'evidence:static-site': [({ view }) => staticSite(view)],
  'evidence:persistent': [({ view, facts: { statefulDisk } }) => host.persistentEvidence(view, statefulDisk), 'statefulDisk'],
  'evidence:system-library': [({ view }) => host.systemLibraries(view)],
  'evidence:none': [
    ({ view, facts: given }) => bool(!isTold(given) && !isShown(view), ''),
    ...TELLING_FACTS,
    'memoryMiB',
    'diskMiB',
  ],
  'evidence:library': [
    ({ view, facts: given }) => bool(!isTold(given) && isLibrary(view.input), ''),
    ...TELLING_FACTS,
    'memoryMiB',
    'diskMiB',
  ],
  'role:worker-possible': [behaviour.mayWork, 'role'],
  'role:scheduler-possible': [behaviour.maySchedule, 'role'],
  'role:client': [behaviour.isClient, 'role'],
  'runs:scheduler': [behaviour.runsScheduler, 'role'],
  'runs:job': [behaviour.runsJob],
  'runs:worker': [behaviour.runsWorker, 'role'],
  'needs:gpu': [({ view, facts: { gpu } }) => host.needsGpu(view, gpu), 'gpu'],
  'needs:privileged': [({ view, process }) => host.needsPrivileged(view, process)],
  'store:files': [({ view, facts: { statefulDisk } }) => (statefulDisk === false ? NO : host.fileStores(view)), 'statefulDisk'],
  'has:lambda': [({ view, process }) => functions.hasLambda(view, process)],
  'has:handler': [({ view, process }) => functions.hasHandler(view, process)],
  'has:mapping': [({ view }) => functions.hasMapping(view)],
  'has:lambda-image': [({ view, process }) => functions.hasLambdaImage(view, process)],
  'has:other-function': [({ view }) => functions.hasOtherFunction(view)],
  'has:snapstart': [({ view }) => functions.setsSnapStart(view)],
  'has:host': [({ view, process }) => functions.isHosted(view, process)],
  'has:image': [
    ({ view }) =>
      bool(
        view.input.service.deployments.some(({ facts: one }) => one.images.length > 0),
        '',
      ),
  ],
  'has:os-packages': [({ view }) => host.hasOsPackages(view)],
  'builds:application': [({ view }) => buildsApplication(view)],
  'builds:for-server': [({ view }) => buildsForServer(view)],
  'installs:command': [({ view }) => installedCommands(view)],
  'has:cgo': [({ view }) => host.hasCgo(view)],
  'mappable-queue': [
    ({ view }) => fromHits(hitsOf(view, 'consumer-queue').filter((hit) => isMarked('lambda-polls')(hit.dependency))),
  ],
  'lambda-chromium': [({ view }) => host.lambdaChromium(view)],
  'remote-browser': [({ view }) => host.hasRemoteBrowser(view)],
  'runtime:unsupported': [({ view }) => facts.runtimeState(view, 'unsupported')],
  'runtime:deprecated': [({ view }) => facts.runtimeState(view, 'deprecated')],
  'libc:newer': [({ view }) => host.needsNewerLibc(view)],
  'size:unknown': [({ view }) => bool(view.size.unzippedBytes === null, '')],
  'fleet:ok': [({ view }) => sharing.sharesWell(view)],
  'fleet:conflict': [({ view }) => sharing.clashes(view)],
  'fleet:lacks-runtime': [
    ({ view: { input } }) => bool(input.sharing.lacks !== undefined, input.sharing.lacks ?? '', input.sharing.origin),
  ],
  'policy:shared-host': [
    ({ view: { input } }) => bool(input.sharing.host !== undefined, input.sharing.host ?? '', input.sharing.origin),
  ],
  'policy:no-zip': [({ view: { input } }) => bool(activePolicy(input)?.forbid === 'lambda-zip', '')],
  'platform:any': [
    ({ view, facts: { platform } }) =>
      bool(
        lacksAws(platform ?? view.input.platform),
        `platform: ${platform ?? view.input.platform}`,
        originOf(view, 'platform') ?? view.input.platformOrigin,
      ),
    'platform',
  ],
  'platform:elsewhere': [
    ({ view: { input }, facts: { platform } }) =>
      bool(platform === undefined && input.elsewhere !== undefined, input.elsewhere?.cloud ?? '', input.elsewhere?.origin),
    'platform',
  ],
  'breakeven:low': [({ view, facts: given }) => facts.breakEvenSide(view, given, 'low'), ...COST],
  'breakeven:high': [({ view, facts: given }) => facts.breakEvenSide(view, given, 'high'), ...COST],
};

/** Conditions by what stands before the colon; what follows is theirs to read, and wrong text is a problem to tell. */
const FAMILIES: Readonly<Record<string, (rest: string) => Omit<Condition, 'name'> | { readonly problem: string }>> = {
  signal: (signal) =>
    SIGNALS.has(signal)
      ? { reads: [], ask: ({ view }) => fromHits(hitsOf(view, signal)) }
      : unknownWord(signal, 'signal', SIGNALS),
  web: (ecosystem) =>
    ECOSYSTEMS.some((one) => one === ecosystem)
      ? {
          reads: ['role'],
          ask: (question) =>
            behaviour.isNoServer(question)
              ? NO
              : fromHits(hitsOf(question.view, 'web-sync').filter(({ dependency }) => dependency.ecosystem === ecosystem)),
        }
      : unknownWord(ecosystem, 'ecosystem', ECOSYSTEMS),
  eco: (ecosystem) =>
    ECOSYSTEMS.some((one) => one === ecosystem)
      ? {
          reads: [],
          ask: ({ view: { input } }) => {
            const [manifest] = input.service.units.flatMap((unit) => (unit.ecosystem === ecosystem ? unit.manifests : []));
            const holds = input.service.ecosystems.some((one) => one === ecosystem);
            return bool(holds, ecosystem, manifest === undefined ? undefined : { file: manifest.path, line: 1 });
          },
        }
      : unknownWord(ecosystem, 'ecosystem', ECOSYSTEMS),
  unknown: (name) => {
    const fact = FACT_NAMES.find((one) => one === name);
    if (fact === undefined) return unknownWord(name, 'fact', FACT_NAMES);
    return { reads: [fact], ask: ({ facts: given }) => bool(given[fact] === undefined, fact) };
  },
  fact: (test) => {
    const [, name = '', operator = '', bound = ''] = /^([\w-]*)(.?)(.*)$/.exec(test) ?? [];
    const fact = FACT_NAMES.find((one) => one === name);
    if (fact === undefined) return unknownWord(name, 'fact', FACT_NAMES);
    if (operator === '=' && /^[a-z]+$/.test(bound))
      return { reads: [fact], ask: ({ view, facts: given }) => facts.equals(view, given, fact, bound) };
    if ((operator === '<' || operator === '>') && /^\d+$/.test(bound))
      return { reads: [fact], ask: ({ view, facts: given }) => facts.compares(view, given, fact, operator, Number(bound)) };
    return { problem: `"fact:${test}" is not a condition; write fact:${fact}>1, fact:${fact}<1 or fact:${fact}=word` };
  },
  'layers>': (bound) =>
    /^\d+$/.test(bound)
      ? { reads: [], ask: ({ view }) => functions.hasMoreLayers(view, Number(bound)) }
      : { problem: `"layers>${bound}" is not a condition; write a number` },
  'size>': (bound) =>
    /^\d+$/.test(bound)
      ? { reads: [], ask: ({ view }) => facts.largerThan(view, Number(bound)) }
      : { problem: `"size>${bound}" is not a condition; write a number of bytes` },
};

const SIGNALS: ReadonlySet<string> = new Set(SIGNAL_GROUPS.map((group) => group.signal));

function unknownWord(word: string, kind: string, known: Iterable<string>): { readonly problem: string } {
  const meant = closest(word, known);
  return { problem: `"${word}" is no ${kind}${meant === undefined ? '' : `; did you mean "${meant}"?`}` };
}

const compiled = new Map<string, Condition>();

/** The condition that a name stands for, or what is wrong with the name. The same name gives the same object. */
export function conditionOf(name: string): Condition | { readonly problem: string } {
  const known = compiled.get(name);
  if (known !== undefined) return known;
  const made = compile(name);
  if (!('problem' in made)) compiled.set(name, made);
  return made;
}

function compile(name: string): Condition | { readonly problem: string } {
  const plain = Object.hasOwn(PLAIN, name) ? PLAIN[name] : undefined;
  if (plain !== undefined) {
    const [ask, ...reads] = plain;
    return { name, reads, ask };
  }
  const [, kind = '', rest = ''] = /^([a-z]+(?=:)|[a-z]+>):?(.*)$/.exec(name) ?? [];
  const family = Object.hasOwn(FAMILIES, kind) ? FAMILIES[kind] : undefined;
  if (family === undefined) return unknownWord(name, 'condition', Object.keys(PLAIN));
  const made = family(rest);
  return 'problem' in made ? made : { name, ...made };
}
