import { describe, expect, it } from 'vitest';
import { type Files, reportOf } from '../fleets/fleet.ts';

const LOCKED = '# --- BEGIN PANTS LOCKFILE METADATA: DO NOT EDIT OR REMOVE ---\n';

/** The files, and where the one note of each form points. */
const CASES: Readonly<Record<string, readonly [Files, readonly string[]]>> = {
  sbt: [{ 'a/build.sbt': 'name := "a"\n', 'b/build.sbt': '' }, ['a/build.sbt']],
  'another build of the same directory counts': [{ 'build.sbt': 'name := "a"\n', 'build.gradle': "apply plugin: 'java'\n" }, []],
  'Mill, Leiningen, the Clojure CLI, Boot, Ivy, Amper, Scala CLI': [
    {
      'a/build.mill': 'object a extends JavaModule\n',
      'b/project.clj': '(defproject b "1" :dependencies [[x/y "1"]])\n',
      'c/deps.edn': '{:deps {x/y {:mvn/version "1"}}}\n',
      'd/build.boot': '(set-env! :dependencies [])\n',
      'e/ivy.xml': '<ivy-module><dependencies><dependency org="x" name="y" rev="1"/></dependencies></ivy-module>',
      'f/module.yaml': 'product: jvm/app\n',
      'g/project.scala': '//> using dep x:y:1\n',
      'h/pom.yaml': 'artifactId: h\n',
    },
    [
      'a/build.mill',
      'b/project.clj',
      'c/deps.edn',
      'd/build.boot',
      'e/ivy.xml',
      'f/module.yaml',
      'g/project.scala',
      'h/pom.yaml',
    ],
  ],
  'Bazel, where it takes anything from Maven': [
    { 'MODULE.bazel': 'maven.install(artifacts = ["x:y:1"])\n', 'native/WORKSPACE': 'cc_library()\n' },
    ['MODULE.bazel'],
  ],
  'locks of Pants': [
    { '3rdparty/jvm/default.lock': LOCKED, '3rdparty/python/default.lock': LOCKED },
    ['3rdparty/jvm/default.lock', '3rdparty/python/default.lock'],
  ],
  'Python of Pants and Bazel': [
    {
      'pants.toml': '[GLOBAL]\nbackend_packages = ["pants.backend.python"]\n',
      'pyproject.toml': '[project]\nname = "a"\nversion = "1"\n',
      'x/b/WORKSPACE': 'pip_parse(name = "pip", requirements_lock = "//:lock.txt")\n',
      'c/pants.toml': '[GLOBAL]\nbackend_packages = ["pants.backend.shell"]\n',
    },
    ['pants.toml', 'x/b/WORKSPACE'],
  ],
  'a module without dependencies, a YAML of another tool': [
    { 'a/deps.edn': '{:paths ["src"]}\n', 'b/module.yaml': 'name: b\n' },
    [],
  ],
  'Go from before modules; a module beside it is what go reads': [
    {
      'a/Gopkg.toml': '[[constraint]]\n',
      'b/glide.yaml': 'import: []\n',
      'c/Gopkg.toml': '[[constraint]]\n',
      'c/go.mod': 'module c\n\ngo 1.24\n',
    },
    ['a/Gopkg.toml'],
  ],
  'Deno, beside a package.json as well': [
    {
      'a/package.json': '{ "name": "a" }',
      'a/deno.json': '{ "imports": { "x": "npm:x@^1" } }',
      'b/deno.json': '{ "imports": { "x": "jsr:@x/y" } }',
    },
    ['a/deno.json'],
  ],
  'manifests that pnpm alone reads, and not Haskell’s of that name': [
    {
      'a/package.yaml': 'name: a\nscripts:\n  start: node .\ndependencies:\n  x: ^1\n',
      'b/package.yaml': 'name: b\nversion: 0.1.0\ndependencies:\n  - base >= 4.7\n',
    },
    ['a/package.yaml'],
  ],
  'locks beside manifests that are read': [
    {
      'a/package.json': '{ "name": "a" }',
      'a/vlt-lock.json': '{}',
    },
    ['a/vlt-lock.json'],
  ],
  'packages that tools for models name': [
    {
      'a/cog.yaml': 'build:\n  python_packages: ["flask==2"]\n',
      'b/cog.yaml': 'build:\n  python_requirements: requirements.txt\n',
      'c/bentofile.yaml': 'python:\n  packages: [flask]\n',
    },
    ['a/cog.yaml', 'c/bentofile.yaml'],
  ],
  'Buildout and old Flit': [
    { 'a/buildout.cfg': '[buildout]\nparts = a\n', 'b/flit.ini': '[metadata]\n' },
    ['a/buildout.cfg', 'b/flit.ini'],
  ],
  'how a service runs: a note': [
    {
      'a/Earthfile': 'VERSION 0.8\napi:\n  FROM python:3.12\n  EXPOSE 8000\n',
      'c/sst.config.ts': 'new sst.aws.Function("f", {});\n',
      'd/Earthfile': 'VERSION 0.8\nlint:\n  RUN make\n',
    },
    ['a/Earthfile', 'c/sst.config.ts'],
  ],
  'samples are told only with nothing else': [
    { 'examples/a/build.sbt': '', 'docs/project.clj': ':dependencies []', 'shop/build.sbt': '' },
    ['shop/build.sbt', 'docs/project.clj'],
  ],
};

describe('formats that are known and not read', () => {
  it.each(Object.entries(CASES))('%s', async (what, [files, expected]) => {
    const { diagnostics } = await reportOf({ 'other/requirements.txt': 'flask\n', ...files });
    const told = diagnostics.filter(({ code }) => code === 'file/format-not-read');
    expect(told.map(({ file }) => file).sort()).toEqual([...expected].sort());
    for (const { message, severity, incomplete } of told) {
      expect(message).toMatch(/ (?:is|are) .+; .+/);
      expect([severity, incomplete]).toEqual(what.startsWith('how') ? ['note', undefined] : ['warning', true]);
    }
  });
});
