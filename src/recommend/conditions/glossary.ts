import { type EcosystemId, thousands } from '../../model/index.ts';
import { SIGNAL_GROUPS } from '../data/signals.ts';

/** What a condition of a rule means, for people who read a rule's page. */
export interface Gloss {
  readonly words: string;
  /** For signals: the packages that speak, by ecosystem. */
  readonly packages: readonly { readonly ecosystem: EcosystemId; readonly names: readonly string[] }[];
}

const PLAIN: Readonly<Record<string, string>> = {
  'evidence:consumer': 'something shows a consumer: a worker command, a consumer group, a descriptor, or the role declared',
  'evidence:grpc': 'something shows a gRPC server: generated services beside a server library, a port, or a descriptor',
  'evidence:updates': 'its source asks for updates by long polling, and has no webhook called instead',
  'evidence:websocket': 'something shows a websocket server',
  'evidence:web': 'it serves HTTP: a web framework, a server command, or the role declared',
  'evidence:static-site':
    'a tool builds files for browsers, and no library, command or handler says that a server of its own runs',
  'evidence:persistent': 'it writes data that has to survive: a volume, a stateful set, or statefulDisk declared',
  'evidence:system-library':
    'a dependency needs a library of the operating system that neither its packages nor a layer of its function bring',
  'evidence:none': 'neither manifests nor descriptors nor declared facts say how it behaves',
  'evidence:library':
    'other modules of its build depend on it, and neither a script nor a descriptor nor a declared fact runs it',
  'role:worker-possible': 'nothing says that it only hands out work (no role: producer, no handler alone)',
  'role:scheduler-possible': 'nothing says that the scheduler library is used for something else',
  'role:client': 'it is declared a client',
  'evidence:raw-server': 'it serves a protocol other than HTTP: a server library, or a library of both sides beside nothing else',
  'evidence:cluster': 'it belongs to a cluster runtime: a library that has no other use, or one that has beside nothing else',
  'runs:scheduler': 'a descriptor runs a process that fires jobs when they fall due',
  'runs:job': 'a descriptor runs it to its end, by a schedule or once',
  'runs:worker': 'a descriptor starts a process that is called a worker, and that goes on until it is ended',
  'needs:gpu': 'a dependency, a base image, a descriptor or a declared fact asks for a GPU',
  'needs:privileged': 'it asks for the host: privileged mode, the Docker socket, host networking or devices',
  'store:files': 'a dependency keeps a database in local files',
  'has:lambda': 'a handler, a template or an adapter library says that it is written for Lambda',
  'has:handler': 'a handler or a template says that it is written for Lambda; an adapter library alone does not',
  'has:mapping': 'Lambda polls a stream or a queue for its function',
  'has:lambda-image': 'a Dockerfile or a template says that it is a Lambda image',
  'has:other-function': 'it is written for the functions of another provider',
  'has:snapstart': 'a descriptor of its function sets SnapStart',
  'has:host': 'settings of a host that builds and runs it are there (Vercel, Netlify, Cloudflare Workers …)',
  'has:image': 'a Dockerfile or a descriptor says which image it runs from',
  'has:os-packages': 'its image installs packages of the distribution in the stage that runs',
  'builds:application': 'its build makes an application of Spring Boot or Quarkus, and no library tells more of it',
  'builds:for-server': 'its build makes a web archive or an enterprise archive, without a server of its own',
  'installs:command': 'it installs commands: `bin` of a package.json, console scripts of a Python project',
  'has:cgo': 'a Go module that needs cgo is linked',
  'mappable-queue': 'the broker is one that Lambda can poll',
  'lambda-chromium': 'it brings the Chromium that is made for Lambda, or its function names a layer that does',
  'remote-browser': 'the browser runs elsewhere',
  'runtime:unsupported': 'no managed Lambda runtime lies within its runtime constraint',
  'runtime:deprecated': 'the managed runtimes within its constraint are deprecated, or will be soon',
  'libc:newer': 'a locked wheel needs a newer glibc than the managed runtime has',
  'size:unknown': 'its unzipped size is not known',
  'fleet:ok': 'nothing parts it from its co-tenants',
  'fleet:conflict': 'it clashes with another service at the level of this run',
  'fleet:lacks-runtime': 'the host that it is declared for lacks a runtime that it needs',
  'policy:shared-host': 'the config declares a host that it may share',
  'policy:no-zip': 'its packaging policy forbids a zip',
  'platform:any': 'the platform is not AWS',
  'platform:elsewhere': 'the files of the fleet name another cloud, nothing names AWS, and no config says otherwise',
  'breakeven:low': 'the declared traffic is under half of the break-even of Lambda and Fargate',
  'breakeven:high': 'the declared traffic is over twice the break-even of Lambda and Fargate',
};

/** The meaning of a condition by its name; undefined for a name that is none. */
export function glossOf(name: string): Gloss | undefined {
  const plain = Object.hasOwn(PLAIN, name) ? PLAIN[name] : undefined;
  if (plain !== undefined) return { words: plain, packages: [] };
  const signal = /^signal:(.+)$/.exec(name)?.[1];
  if (signal !== undefined) return signalGloss(signal);
  const [, fact = '', operator = '', bound = ''] = /^fact:(\w+)([<>=])(.+)$/.exec(name) ?? [];
  if (fact !== '') return { words: `the declared ${fact} is ${COMPARED[operator] ?? operator} ${bound}`, packages: [] };
  const [, kind = '', rest = ''] = /^(eco:|web:|unknown:|layers>|size>)(.+)$/.exec(name) ?? [];
  const words = Object.hasOwn(FAMILIES, kind) ? FAMILIES[kind]?.(rest) : undefined;
  return words === undefined ? undefined : { words, packages: [] };
}

const COMPARED: Readonly<Record<string, string>> = { '<': 'below', '>': 'above', '=': 'declared as' };

const FAMILIES: Readonly<Record<string, (rest: string) => string>> = {
  'eco:': (ecosystem) => `it has manifests of ${ecosystem}`,
  'web:': (ecosystem) => `it serves HTTP with a framework of ${ecosystem}`,
  'unknown:': (fact) => `${fact} is not declared`,
  'layers>': (count) => `its function has more than ${count} layers`,
  'size>': (bytes) => `its dependencies unzip to more than ${thousands(Number(bytes) / 2 ** 20)} MiB`,
};

function signalGloss(signal: string): Gloss {
  const groups = SIGNAL_GROUPS.filter((group) => group.signal === signal);
  const ecosystems = [...new Set(groups.map(({ ecosystem }) => ecosystem))];
  return {
    words: 'a direct production dependency is one of the packages below',
    packages: ecosystems.map((ecosystem) => ({
      ecosystem,
      names: groups.filter((group) => group.ecosystem === ecosystem).flatMap(({ packages }) => packages.split(' ')),
    })),
  };
}
