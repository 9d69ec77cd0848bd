import type { UnreadFormat } from '../../src/model/index.ts';

const unread = (tool: string): string => `read by ${tool} alone: the dependencies are not compared`;

/** Builds of the JVM that are known and not read: most are programs, and nothing of a project is run. */
export const UNREAD: readonly UnreadFormat[] = [
  {
    files: ['build.sbt'],
    why: unread('sbt'),
    instead: 'keep the POM beside it that sbt makePom writes to have them compared',
  },
  {
    files: ['build.mill', 'build.mill.scala', 'build.sc'],
    holds: /\bmill\b|Module/,
    why: unread('Mill'),
    instead: 'keep the POM beside it that mill publishes to have them compared',
  },
  {
    files: ['project.scala'],
    holds: /^\/\/> using (?:dep|lib)/m,
    why: unread('Scala CLI'),
    instead: 'keep a POM beside it to have them compared',
  },
  {
    files: ['project.clj'],
    holds: /:dependencies/,
    why: unread('Leiningen'),
    instead: 'keep the POM beside it that lein pom writes to have them compared',
  },
  {
    files: ['deps.edn'],
    holds: /:mvn\/version/,
    why: unread('the Clojure CLI'),
    instead: 'keep the POM beside it that clojure -Spom writes to have them compared',
  },
  { files: ['build.boot'], why: unread('Boot'), instead: 'keep the POM beside it that boot pom writes to have them compared' },
  {
    files: ['ivy.xml'],
    holds: /<dependency[\s>]/,
    why: unread('Ivy'),
    instead: 'keep the POM beside it that ivy:makepom writes to have them compared',
  },
  {
    files: ['MODULE.bazel', 'WORKSPACE', 'WORKSPACE.bazel', 'maven_install.json', '*_maven_install.json'],
    holds: /\bmaven[._](?:install|artifact)\b|"(?:artifacts|dependency_tree)"/,
    why: 'read by Bazel alone: what it takes from Maven repositories is not compared',
    instead: 'keep a POM or a Gradle build beside a service to have its dependencies compared',
  },
  {
    files: ['jvm/*.lock'],
    holds: /PANTS LOCKFILE METADATA/,
    why: "Pants' lock and not read: what it pins is not compared",
    instead: 'keep a POM beside a service to have its dependencies compared',
  },
  {
    files: ['module.yaml'],
    holds: /^product:/m,
    why: unread('Amper'),
    instead: 'keep a POM or a Gradle build beside it to have them compared',
  },
  {
    files: ['build.gradle.dcl', 'settings.gradle.dcl'],
    why: "in Gradle's declarative language and not read: the dependencies are not compared",
    instead: 'write it as build.gradle.kts',
  },
  {
    files: ['src/Build.kt'],
    holds: /\bkobalt\b/,
    why: unread('Kobalt'),
    instead: 'keep the POM beside it that Kobalt publishes to have them compared',
  },
  {
    files: ['pom.yaml', 'pom.yml', 'pom.kts', 'pom.groovy', 'pom.scala', 'pom.clj'],
    holds: /artifactId|modelVersion|defproject|Model\(|project\b/,
    why: 'in the language of a Maven extension (polyglot) and not read: the dependencies are not compared',
    instead: 'keep it as pom.xml (mvn polyglot:translate)',
  },
];
