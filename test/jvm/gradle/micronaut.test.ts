import { describe, expect, it } from 'vitest';
import { assembled, type Files, projectAt, shown } from './read.ts';

describe("Micronaut's plug-in imports the BOM of the version that the build says", () => {
  const PLUGINS = "plugins { id 'io.micronaut.application' version '4.4.2' }\n";
  const LIBS = 'gradle/libs.versions.toml';
  it.each<[string, string, Files, string | undefined]>([
    ['the block calls it', "version '4.5.1'", {}, 'io.micronaut.platform:micronaut-platform:4.5.1'],
    ['the block sets it', "version = '4.5.1'", {}, 'io.micronaut.platform:micronaut-platform:4.5.1'],
    ['as a property of the extension', 'version.set("4.5.1")', {}, 'io.micronaut.platform:micronaut-platform:4.5.1'],
    ['before Micronaut 4', "version '3.10.1'", {}, 'io.micronaut:micronaut-bom:3.10.1'],
    ['a property', '', { 'gradle.properties': 'micronautVersion=3.9.4' }, 'io.micronaut:micronaut-bom:3.9.4'],
    [
      'the block before a property',
      "version '4.6.0'",
      { 'gradle.properties': 'micronautVersion=3.9.4' },
      'io.micronaut.platform:micronaut-platform:4.6.0',
    ],
    [
      'a version of the catalog',
      '',
      { [LIBS]: '[versions]\nmicronaut = "4.7.1"\n' },
      'io.micronaut.platform:micronaut-platform:4.7.1',
    ],
    [
      "the platform's own version of the catalog before it",
      '',
      { [LIBS]: '[versions]\nmicronaut = "4.7.1"\nmicronaut-platform = "4.7.6"\n' },
      'io.micronaut.platform:micronaut-platform:4.7.6',
    ],
    [
      'what only a run would tell',
      "version System.getenv('MN')",
      {},
      'io.micronaut.platform:micronaut-platform:(unknown version)',
    ],
    ['none where the build refuses it', "version '4.5.1'; importMicronautPlatform = false", {}, undefined],
    ['none where a property refuses it', "version '4.5.1'; importMicronautPlatform.set(false)", {}, undefined],
  ])('%s', (_, block, files, expected) => {
    const { diagnostics } = assembled({
      'build.gradle': `${PLUGINS}micronaut { ${block} }\ndependencies { implementation 'io.micronaut:micronaut-http-client' }\n`,
      ...files,
    });
    const told = diagnostics.find(({ code }) => code === 'gradle/platform-unknown');
    expect(/imports, (\S+(?: version\))?) is not/.exec(told?.message ?? '')?.[1]).toBe(expected);
  });
});

describe('a catalog that a plug-in of settings brings', () => {
  const BUILD: Files = {
    'settings.gradle': "plugins { id 'io.micronaut.platform.catalog' version '4.4.2' }",
    'build.gradle': "plugins { id 'java' }\ndependencies { implementation mn.micronaut.http.client }",
  };
  it.each<[string, Files, string]>([
    ['by a property', { 'gradle.properties': 'micronautVersion=4.5.1' }, 'io.micronaut.platform:micronaut-platform:4.5.1'],
    [
      'by the default catalog',
      { 'gradle/libs.versions.toml': '[versions]\nmicronaut = "4.7.1"\n' },
      'io.micronaut.platform:micronaut-platform:4.7.1',
    ],
  ])('%s', (_, files, notation) => {
    const { diagnostics } = assembled({ ...BUILD, ...files });
    expect(diagnostics.map(({ code }) => code)).toEqual(['gradle/catalog-outside', 'gradle/dynamic']);
    expect(diagnostics[0]?.message).toContain(`the version catalog ${notation} is not in this repository`);
  });

  it('versions beside it count before its own', () => {
    const files = {
      ...BUILD,
      'gradle.properties': 'micronautVersion=4.5.1',
      'gradle/mn-override.versions.toml': '[versions]\nslf4j = "2.0.9"\n',
      'build.gradle': 'plugins { id \'java\' }\ndependencies { implementation "org.slf4j:slf4j-api:${mn.versions.slf4j.get()}" }',
    };
    expect(projectAt(files).model.dependencies.map(shown)).toEqual(['implementation org.slf4j:slf4j-api:2.0.9']);
  });
});
