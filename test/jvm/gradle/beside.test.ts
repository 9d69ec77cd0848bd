import { describe, expect, it } from 'vitest';
import { CATALOG } from './catalog.ts';
import { projectAt, shown } from './read.ts';

describe('what stands beside the dependencies', () => {
  it('forces, exclusions of all configurations and what extends what', () => {
    const { model } = projectAt({
      'build.gradle': `configurations.all {
        resolutionStrategy { force 'a:b:1', "c:d:2"; failOnVersionConflict() }
        exclude group: 'g', module: 'm'
      }
      configurations.configureEach { resolutionStrategy.force('e:f:3') }
      configurations {
        smoke.extendsFrom implementation
        runtimeClasspath { exclude group: 'log4j' }
      }
      configurations.implementation.exclude(module: 'x')`,
    });
    expect(model.forced.map(({ notation }) => notation)).toEqual(['a:b:1', 'c:d:2', 'e:f:3']);
    expect(model.globalExclusions).toEqual([
      ['*', 'g:m'],
      ['runtimeClasspath', 'log4j:*'],
      ['implementation', '*:x'],
    ]);
    expect(model.extends.get('smoke')).toEqual(['implementation']);
  });

  it("Spring's dependency management: BOMs, single versions and sets", () => {
    const { model } = projectAt({
      'build.gradle.kts': `plugins { id("io.spring.dependency-management") version "1.1.5" }
      extra["cloud"] = "2023.0.1"
      dependencyManagement {
        imports {
          mavenBom("org.springframework.cloud:spring-cloud-dependencies:\${property("cloud")}")
          mavenBom("a:bom:1") { bomProperty("x.version", "2") }
        }
        dependencies {
          dependency("b:c:3")
          dependency("d:e:4") { exclude("f:g") }
          dependencySet("h:5") { entry("i"); entry("j") { exclude("k:l") } }
        }
      }
      dependencies { implementation("b:c") }`,
    });
    expect(model.managedBoms.map(shown)).toEqual([
      'mavenBom org.springframework.cloud:spring-cloud-dependencies:2023.0.1',
      'mavenBom a:bom:1',
    ]);
    expect(model.managed.map(shown)).toEqual([
      'dependency b:c:3',
      'dependency d:e:4 -f:g',
      'dependency h:i:5',
      'dependency h:j:5 -k:l',
    ]);
  });

  it('plug-ins with versions, aliases and apply false', () => {
    const { model } = projectAt({
      'build.gradle.kts': `plugins {
        \`java-library\`
        application
        id("a.b") version "1" apply false
        kotlin("jvm") version "2.0.0"
        alias(libs.plugins.boot) apply false
        alias(libs.plugins.short)
      }
      apply(plugin = "c.d")`,
      ...CATALOG,
    });
    expect(model.plugins.map(({ id, version, applied }) => [id, version, applied])).toEqual([
      ['java-library', null, true],
      ['application', null, true],
      ['a.b', '1', false],
      ['org.jetbrains.kotlin.jvm', '2.0.0', true],
      ['org.springframework.boot', '5.10.2', false],
      ['com.example.tool', '1.4', true],
      ['c.d', null, true],
    ]);
  });
});
