/** What the name of a base image says: distribution, libc and runtimes. Tables of public images; no registry is asked. */

import type { BaseImage, RuntimeName } from '../../model/index.ts';
import type { ImageReference } from '../image-name.ts';

type Libc = NonNullable<BaseImage['libc']>;

interface Userland {
  readonly distribution?: string;
  readonly libc?: Libc;
}

interface Row {
  /** Tested against `name:tag` without registry, in lower case. */
  readonly image: RegExp;
  readonly distribution?: string;
  readonly libc: Libc;
}

/** First match counts: a tag that names its userland beats what the image is built on by default. */
const USERLANDS: readonly Row[] = [
  { image: /^scratch$/, libc: 'none' },
  { image: /(?:^|\/)distroless\/static(?:-debian\d+)?(?::|$)|chainguard\/static(?::|$)/, libc: 'none' },
  { image: /alpine/, distribution: 'alpine', libc: 'musl' },
  { image: /chainguard\/|wolfi/, distribution: 'wolfi', libc: 'glibc' },
  { image: /distroless\//, distribution: 'debian', libc: 'glibc' },
  {
    image: /bookworm|bullseye|buster|stretch|jessie|trixie|(?:^|\/)debian(?::|$)|-debian\d*/,
    distribution: 'debian',
    libc: 'glibc',
  },
  {
    image: /noble|jammy|focal|bionic|xenial|(?:^|\/)ubuntu(?::|$)|ubuntu\d*/,
    distribution: 'ubuntu',
    libc: 'glibc',
  },
  { image: /(?:^|\/)ubi\d*(?:-|\/|:|$)|(?:^|\/)rhel\d|\bubi\d?\b/, distribution: 'rhel', libc: 'glibc' },
  { image: /centos/, distribution: 'centos', libc: 'glibc' },
  { image: /rockylinux|rocky/, distribution: 'rocky', libc: 'glibc' },
  { image: /almalinux/, distribution: 'almalinux', libc: 'glibc' },
  { image: /fedora/, distribution: 'fedora', libc: 'glibc' },
  { image: /oraclelinux|(?:^|\/)oracle/, distribution: 'oraclelinux', libc: 'glibc' },
  {
    image: /amazonlinux|amazoncorretto|aws-lambda-|(?:^|\/)lambda\/|-al2|lambci\//,
    distribution: 'amazonlinux',
    libc: 'glibc',
  },
  { image: /photon/, distribution: 'photon', libc: 'glibc' },
  { image: /opensuse|suse\//, distribution: 'suse', libc: 'glibc' },
  { image: /mariner|azurelinux/, distribution: 'azurelinux', libc: 'glibc' },
  { image: /(?:^|\/)busybox(?::|$)/, distribution: 'busybox', libc: 'glibc' },
  { image: /temurin|zulu-openjdk|(?:^|\/)(?:gradle|maven):|ibm-semeru/, distribution: 'ubuntu', libc: 'glibc' },
  { image: /adoptopenjdk/, distribution: 'ubuntu', libc: 'glibc' },
  { image: /paketobuildpacks\/|heroku\//, distribution: 'ubuntu', libc: 'glibc' },
  // The official images of languages and servers are built on Debian unless their tag says otherwise.
  {
    image:
      /(?:^|\/)(?:python|node|golang|ruby|php|rust|perl|nginx|httpd|redis|postgres|mysql|mariadb|mongo|rabbitmq|tomcat|jetty|pypy|buildpack-deps|openjdk:[^:]*slim[^:]*|java)(?::|$)/,
    distribution: 'debian',
    libc: 'glibc',
  },
  { image: /(?:^|\/)openjdk:(?:1[2-9]|[2-9]\d)/, distribution: 'oraclelinux', libc: 'glibc' },
  { image: /(?:^|\/)openjdk(?::|$)|(?:^|\/)bitnami\/|dotnet\/(?:aspnet|runtime|sdk)/, distribution: 'debian', libc: 'glibc' },
];

/** Code names of releases, in tags. */
const RELEASES: readonly (readonly [RegExp, string])[] = [
  [/trixie/, '13'],
  [/bookworm/, '12'],
  [/bullseye/, '11'],
  [/buster/, '10'],
  [/stretch/, '9'],
  [/jessie/, '8'],
  [/noble/, '24.04'],
  [/jammy/, '22.04'],
  [/focal/, '20.04'],
  [/bionic/, '18.04'],
  [/xenial/, '16.04'],
  [/-debian(\d+)/, ''],
  [/alpine:?(\d+\.\d+)/, ''],
  [/ubi(\d+)/, ''],
  [/-al(20\d\d|2)(?!\d)/, ''],
  [/(?:debian|ubuntu|centos|fedora|rockylinux|almalinux|amazonlinux|oraclelinux|opensuse\/leap):?(\d[\d.]*)/, ''],
];

/** Distribution and C library of a well-known image; nothing of any other. */
export function userlandOf(reference: ImageReference): Userland {
  const text = plain(reference);
  const row = USERLANDS.find(({ image }) => image.test(text));
  if (row === undefined) return {};
  if (row.distribution === undefined) return { libc: row.libc };
  const release = releaseOf(text);
  return { distribution: release === undefined ? row.distribution : `${row.distribution} ${release}`, libc: row.libc };
}

/** Versions by distribution and release. */
type Releases = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * The Python 3 that distributions are built with, by their releases: Debian, "python3"; Ubuntu, "python3"; Alpine,
 * "python3"; Red Hat, "Application streams"; Amazon Linux 2023, "Python".
 */
const DISTRIBUTION_PYTHONS: Releases = {
  debian: { 9: '3.5', 10: '3.7', 11: '3.9', 12: '3.11', 13: '3.13' },
  ubuntu: {
    ...{ '18.04': '3.6', '20.04': '3.8', '22.04': '3.10', '23.04': '3.11', '23.10': '3.11', '24.04': '3.12' },
    ...{ '24.10': '3.12', '25.04': '3.13', '25.10': '3.13' },
  },
  fedora: { 38: '3.11', 39: '3.12', 40: '3.12', 41: '3.13', 42: '3.13', 43: '3.14' },
  alpine: {
    ...{ '3.13': '3.8', '3.14': '3.9', '3.15': '3.9', '3.16': '3.10', '3.17': '3.10', '3.18': '3.11', '3.19': '3.11' },
    ...{ '3.20': '3.12', '3.21': '3.12', '3.22': '3.12' },
  },
  rhel: { 8: '3.6', 9: '3.9', 10: '3.12' },
  rocky: { 8: '3.6', 9: '3.9', 10: '3.12' },
  almalinux: { 8: '3.6', 9: '3.9', 10: '3.12' },
  amazonlinux: { 2: '3.7', 2023: '3.9' },
};

/** What `default-jre` of Debian and Ubuntu stands for, by their releases. */
const DISTRIBUTION_JAVAS: Releases = {
  debian: { 9: '8', 10: '11', 11: '11', 12: '17', 13: '21' },
  ubuntu: { '16.04': '8', '18.04': '11', '20.04': '11', '22.04': '11', '24.04': '21' },
};

/** Of `debian 12`, as `userlandOf` writes it. */
export function distributionPython(distribution: string): string | undefined {
  return ofRelease(DISTRIBUTION_PYTHONS, distribution);
}

export function distributionJava(distribution: string): string | undefined {
  return ofRelease(DISTRIBUTION_JAVAS, distribution);
}

function ofRelease(all: Releases, distribution: string): string | undefined {
  const [name = '', release = ''] = distribution.split(' ');
  const releases = Object.hasOwn(all, name) ? all[name] : undefined;
  const known = [release, release.split('.')[0] ?? ''].find((one) => releases !== undefined && Object.hasOwn(releases, one));
  return known === undefined ? undefined : releases?.[known];
}

function releaseOf(text: string): string | undefined {
  for (const [pattern, name] of RELEASES) {
    const match = pattern.exec(text);
    if (match !== null) return name === '' ? match[1] : name;
  }
  return undefined;
}

/** Without the registry's host and Docker Hub's `library/`, in lower case. */
function plain({ name, tag }: ImageReference): string {
  const path = name.toLowerCase().replace(/^(?:[\w-]+(?:\.[\w-]+)+(?::\d+)?|localhost(?::\d+)?)\//, '');
  const short = path.replace(/^(?:docker\/)?library\//, '');
  return tag === undefined ? short : `${short}:${tag.toLowerCase()}`;
}

export interface ImageRuntime {
  readonly name: RuntimeName;
  /** In the notation of the runtime's own ecosystem: `==3.11.*`, `20.x`, `17`. */
  readonly constraint: string;
}

const NODE_CODENAMES: Readonly<Record<string, string>> = {
  argon: '4',
  boron: '6',
  carbon: '8',
  dubnium: '10',
  erbium: '12',
  fermium: '14',
  gallium: '16',
  hydrogen: '18',
  iron: '20',
  jod: '22',
  krypton: '24',
};
const NODE_CODENAME = new RegExp(`(?:^|[:/-])(${Object.keys(NODE_CODENAMES).join('|')})(?:-|$)`);

/** Majors of Node by the code names of its long-term releases. */
export function nodeCodename(name: string): string | undefined {
  const key = name.toLowerCase();
  return Object.hasOwn(NODE_CODENAMES, key) ? NODE_CODENAMES[key] : undefined;
}

/** `3.12.4`, `3.12-slim` → `==3.12.*`; undefined for what begins with no number. */
export function pythonPin(version: string): string | undefined {
  const match = /^(\d+)(?:\.(\d+))?/.exec(version);
  if (match === null) return undefined;
  return match[2] === undefined ? `==${match[1]}.*` : `==${match[1]}.${match[2]}.*`;
}

/** `v22.3.0`, `22-alpine` → `22.x`. */
export function nodePin(version: string): string | undefined {
  const major = /^v?(\d+)/.exec(version)?.[1];
  return major === undefined ? undefined : `${major}.x`;
}

/** `1.8`, `8u292`, `17.0.2` → `8`, `8`, `17`. */
export function jdkPin(version: string): string | undefined {
  return /^(?:1\.)?(\d{1,2})(?!\d)/.exec(version)?.[1];
}

/** GraalVM, Mandrel and their like counted releases of their own, the Java behind them: `graalvm-22.3.1+java17`, `22.3.1.r17-grl`. */
const JAVA_BEHIND = /(?:\bjava|\.r)(\d{1,2})(?!\d)/;
/** The second number of a Java release is 0. */
const OWN_COUNT = /(?:graal|mandrel)\D*\d+\.[1-9]/;

/** The Java of a distribution as version managers name it: `temurin-17.0.9+9`, `17.0.9-tem`, `openjdk64-11.0.2`, `semeru-openj9-17`. */
export function jdkOf(written: string): string | undefined {
  // jenv writes the width of a word between the two.
  const version = written.replace(/^([a-z]+)(?:32|64)-/, '$1-');
  const behind = JAVA_BEHIND.exec(version)?.[1];
  if (behind !== undefined) return jdkPin(behind);
  return OWN_COUNT.test(version) ? undefined : jdkPin(/(?:^|[-@]|^[a-z]+)(\d[\d.]*)/i.exec(version)?.[1] ?? '');
}

/** `1.22.3` as it stands: a toolchain is asked for by its patch too. */
export function goPin(version: string): string | undefined {
  return /^(?:go)?(\d+\.\d+(?:\.\d+|(?:rc|beta)\d+)?)$/.exec(version)?.[1];
}

/** The toolchain of an official image of Go, by its tag; undefined for other images, and for tags that name no release. */
export function officialGo(reference: ImageReference): string | undefined {
  const [, version = ''] = /(?:^|\/)golang:([^-]+)(?:-|$)/.exec(plain(reference)) ?? [];
  return isOfficial(reference) ? goPin(version) : undefined;
}

/** By Docker Hub's own name, or that of a mirror of it. */
function isOfficial({ name }: ImageReference): boolean {
  const path = plain({ name });
  return !path.includes('/') || /(?:^|\/)library\/[^/]+$/.test(path);
}

/**
 * What is called after a runtime says it by its tag: `node:22`, `team/python:3.12`. With a word before it
 * (`alpine-node:14.17`, `subql-node:v6.0.4`, `orders-java:2.3.1`) the tag may as well count that program's own
 * releases: it says the runtime where the word says what the image is built on, or where it is a line and no release.
 */
const PYTHON_IN_TAG = /^[^:]*:.*python-?(\d\.\d{1,2})/;
/** Python is at 2.7 and 3: an image called `python` with another number (`team/python:1.4.2`) counts its own releases. */
const PYTHON_TAGGED = /(?:^|\/)(?:python3?|aws-lambda-python|pypy):(2\.7|3(?:\.\d+)?)(?!\d)/;
const PYTHON_BEHIND = /(?:^|[/-])([\w.]+)-(?:python3?|pypy):((?:2\.7|3(?:\.\d+)?)(?:\.\d+)?)(?!\d)/;
/** `python-39`, and the tags of wheels, which images of frameworks take over: `ray:2.9.0-py310`. */
const PYTHON_NAMED = /python-?(\d)\.?(\d{1,2})(?!\d)|(?:^|[:._-])py(3)\.?(\d{1,2})(?!\d)/;
const NODE_TAGGED = /(?:^|\/)(?:node|nodejs|aws-lambda-nodejs|pm2):(\d+)/;
const NODE_BEHIND = /(?:^|[/-])([\w.]+)-(?:node|nodejs):(\d+(?:\.\d+)?)/;
const NODE_NAMED = /(?:^|[/:-])node(?:js)?-?v?(\d{1,2})(?!\d)/;
const JDK_TAGGED =
  /(?:^|\/)(?:openjdk|java|ibmjava|serverjre|eclipse-temurin|temurin|amazoncorretto|adoptopenjdk|zulu-openjdk(?:-alpine|-debian)?|sapmachine|ibm-semeru-runtimes|liberica-openj[dr][ke](?:-[a-z]+)?|aws-lambda-java|java-corretto|jdk(?:-community)?|jre):(?:open-|jdk-?|jre-?|java-?)?(\d[\w.]*)/;
const JDK_BEHIND = /(?:^|[/-])([\w.]+)-(?:java|openjdk|jdk|jre|temurin):(?:open-|jdk-?|jre-?|java-?)?(\d+(?:\.\d+)?)/;
const JDK_NAMED = /(?:openjdk|jdk|jre|java|temurin|corretto|zulu|liberica)-?(\d{1,2})(?![\d.])/;
/** Red Hat's first images of OpenJDK name 1.8 without its dot. */
const JDK_18 = /(?:^|\/)(?:redhat-openjdk-18\/|openjdk18-openshift)/;

/** Words before the name of a runtime that say what an image is built on, and not whose program it is. */
const BUILT_ON =
  /^(?:alpine|debian|ubuntu|centos|rhel|ubi|amazonlinux|wolfi|distroless|slim|minimal|base|builder|build|docker|runtime|lambda|rpi|raspberrypi|aarch64|armv7hf|amd64|arm64|i386|generic)\d*$/;

/** Other runtimes: `java-node:11-14` counts those first. */
const OTHER_RUNTIME = /^(?:java|openjdk|jdk|python3?|php|ruby|go|golang)$/;

/** A line (`18`, `3.11`), or a release of one that nearly nobody’s own program has reached. */
const PYTHON_TOLD = /^(?:2\.7|3(?:\.\d+)?|3\.(?:[6-9]|1\d)\..*)$/;
const NODE_TOLD = /^(?:\d+|1[2468]\..*|2\d\..*)$/;
const JDK_TOLD = /^(?:\d+|1\.[5-8]|(?:11|17|2[1-9])\.0.*)$/;

/** The version behind `word-node:18`: group 1 is the word, and 2 the version. */
function versionBehind(found: RegExpExecArray | null, told: RegExp): string | undefined {
  if (found === null) return undefined;
  const [, word = '', version = ''] = found;
  return !OTHER_RUNTIME.test(word) && (BUILT_ON.test(word) || told.test(version)) ? version : undefined;
}

/** Lines of Node.js begin with 4 behind 0 (io.js before them), and those of Java that images hold with 5. */
const isLine = (version: string, first: number): boolean => Number.parseInt(version.replace(/^1\.(?=\d)/, ''), 10) >= first;

/** Images of Azure Functions begin their tags with the version of its host: `node:4-node22`, `python:2.0`. */
const AZURE_HOST = /(?:^|\/)azure-functions\/[\w-]+:v?\d+(?:\.\d+)*-?/;
/** Those of development containers with their own, where the runtime's follows: `python:1-3.12`, `java:0.204-17`. */
const CONTAINER_RELEASE = /((?:^|\/)devcontainers\/[\w-]+:)(?:dev-|\d+(?:\.\d+)*-(?=\d))/;

/** Runtimes that the image of a running container brings, by its name and tag. */
export function runtimesOf(reference: ImageReference): readonly ImageRuntime[] {
  const text = plain(reference).replace(AZURE_HOST, 'azure-functions:').replace(CONTAINER_RELEASE, '$1');
  const found: ImageRuntime[] = [];
  const add = (name: RuntimeName, constraint: string | undefined): void => {
    if (constraint !== undefined && !found.some((one) => one.name === name)) found.push({ name, constraint });
  };
  const python = (PYTHON_IN_TAG.exec(text) ?? PYTHON_TAGGED.exec(text))?.[1];
  const named = PYTHON_NAMED.exec(text);
  const pythonBehind = versionBehind(PYTHON_BEHIND.exec(text), PYTHON_TOLD);
  if (python !== undefined) add('python', pythonPin(python));
  else if (named !== null) add('python', pythonPin(`${named[1] ?? named[3]}.${named[2] ?? named[4]}`));
  else if (pythonBehind !== undefined) add('python', pythonPin(pythonBehind));
  else if (/distroless\/python3/.test(text))
    add('python', pythonPin(distributionPython(userlandOf(reference).distribution ?? '') ?? ''));
  const codename = /(?:^|\/)node:/.test(text) ? NODE_CODENAME.exec(text)?.[1] : undefined;
  const node =
    codename === undefined
      ? ((NODE_TAGGED.exec(text) ?? NODE_NAMED.exec(text))?.[1] ?? versionBehind(NODE_BEHIND.exec(text), NODE_TOLD))
      : nodeCodename(codename);
  if (node !== undefined && isLine(node, 4)) add('node', nodePin(node));
  const jdk = JDK_18.test(text)
    ? '8'
    : ((JDK_TAGGED.exec(text) ?? JDK_NAMED.exec(text))?.[1] ?? versionBehind(JDK_BEHIND.exec(text), JDK_TOLD));
  if (jdk !== undefined && isLine(jdk, 5)) add('jdk', jdkPin(jdk));
  return found;
}

/** What the image that runs says of runtimes, distribution and libc. */
export interface ImageFact {
  readonly realm: 'runtime' | 'os';
  readonly key: string;
  readonly constraint: string;
}

export function factsOf(reference: ImageReference): readonly ImageFact[] {
  const { distribution, libc } = userlandOf(reference);
  const os = (key: string, constraint: string | undefined): readonly ImageFact[] =>
    constraint === undefined || constraint === 'none' ? [] : [{ realm: 'os', key, constraint }];
  return [
    ...runtimesOf(reference).map(({ name, constraint }): ImageFact => ({ realm: 'runtime', key: name, constraint })),
    ...os('distribution', distribution),
    ...os('libc', libc),
  ];
}
