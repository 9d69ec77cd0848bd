import { describe, expect, it } from 'vitest';
import { assembled } from './read.ts';

const LINES = `sourceSets {
    commonMain.dependencies { implementation("a:shared:1") }
    jsMain.dependencies { implementation("a:js:1") }
  }`;

/** A multiplatform project for these targets: what it is, what runs on its class path, and the Java that it needs. */
function project(targets: string, plugins = 'kotlin("multiplatform") version "2.0.21"') {
  const script = `plugins { ${plugins} }\nkotlin {\n  jvmToolchain(21)\n  ${targets}\n  ${LINES}\n}`;
  const [unit] = assembled({ 'build.gradle.kts': script }).units;
  return {
    role: unit?.role,
    runs: unit?.dependencies.filter(({ scope }) => scope === 'runtime').map(({ name }) => name),
    java: unit?.runtimes.map(({ constraint }) => constraint),
  };
}

describe("targets of Kotlin's multiplatform plug-in", () => {
  const onJvm = { role: 'service', runs: ['a:shared'], java: ['>=21'] };
  const elsewhere = { role: 'service', runs: [], java: [] };
  it.each([
    ['a JVM beside others', 'jvm()\n js { nodejs() }', onJvm],
    ['a JVM by another name', 'jvm("server") { }', onJvm],
    ['targets that another plug-in may add', '', onJvm],
    [
      'a source set of a JVM that another plug-in adds',
      'js()\n sourceSets { jvmMain.dependencies { runtimeOnly("a:jvm:1") } }',
      { ...onJvm, runs: ['a:jvm', 'a:shared'] },
    ],
    ['JavaScript alone', 'js(IR) { browser() }', elsewhere],
    ['a native program', 'linuxX64 { binaries { executable() } }', elsewhere],
    ['phones alone', 'iosX64()\n iosArm64()', { ...elsewhere, role: 'device' }],
    ['phones and a browser', 'iosArm64()\n wasmJs { browser() }', elsewhere],
    ['Android and iOS', 'androidTarget()\n iosArm64()', { role: 'device', runs: ['a:shared'], java: ['>=21'] }],
  ])('%s', (_, targets, wanted) => {
    expect(project(targets)).toEqual(wanted);
  });

  it('Android is told by its own block where nothing here says what the plug-ins are', () => {
    const script = (block: string): string =>
      `plugins { alias(libs.plugins.app) }\n${block}\ndependencies { implementation("a:b:1") }`;
    const roles = ['android { compileSdk = 34 }', 'application { }'].map(
      (block) => assembled({ 'build.gradle.kts': script(block), 'src/main/kotlin/App.kt': '' }).units[0]?.role,
    );
    expect(roles).toEqual(['device', 'service']);
  });

  it('the older plug-in for JavaScript compiles for nothing else', () => {
    const script =
      'plugins { kotlin("js") version "1.9.25" }\ndependencies { implementation("a:js:1") }\nkotlin { js { browser() } }';
    const [unit] = assembled({ 'build.gradle.kts': script }).units;
    expect(unit?.dependencies.map(({ scope }) => scope)).toEqual(['optional']);
  });
});
