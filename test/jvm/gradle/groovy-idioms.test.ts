import { describe, expect, it } from 'vitest';
import { groovy, projectAt, shown } from './read.ts';
import type { Shape } from './shape.ts';

/** What Gradle 4.4.1 said of scripts of the same shapes. */
const SHAPES: readonly Shape[] = [
  {
    what: 'loops that count',
    script: `dependencies {
        for (int i = 0; i < 2; i++) {
          implementation "a:m$i:1"
        }
        for (n = 7; n <= 8; ++n) api "b:m$n:1"
      }`,
    expected: ['implementation a:m0:1', 'implementation a:m1:1', 'api b:m7:1', 'api b:m8:1'],
  },
  {
    what: 'maps: entries by get, pairs that are put or shifted in',
    script: `ext.v = [kafka: [client: '3.7']]
      def libs = [:]
      libs.put('a', "a:a:\${v.kafka.get('client')}")
      libs << [b: 'b:b:1']
      dependencies { implementation libs.get('a'), libs.b }`,
    expected: ['implementation a:a:3.7', 'implementation b:b:1'],
  },
  {
    what: 'lists: their parts, what holds for some or all, lists of lists',
    script: `def all = ['a:a:1', 'b:b:1']
      dependencies {
        implementation all.get(0)
        api all.find { it.startsWith('b') }
        if (all.any { it.endsWith(':1') } && !all.every { it.startsWith('a') }) compileOnly "c:n:\${all.size()}"
        runtimeOnly all.collectMany { [it, it + '0'] }
      }`,
    expected: [
      'implementation a:a:1',
      'api b:b:1',
      'compileOnly c:n:2',
      'runtimeOnly a:a:1',
      'runtimeOnly a:a:10',
      'runtimeOnly b:b:1',
      'runtimeOnly b:b:10',
    ],
  },
  {
    what: 'texts: parts between separators, which may be an expression; order',
    script: `def v = '2.13.4'
      def major = v.tokenize('.').first()
      def minor = v.split(/\\./)[1]
      dependencies {
        implementation "a:x_\${major}.\${minor}:1"
        if (v > '2.12') api 'a:new:1' else api 'a:old:1'
      }`,
    expected: ['implementation a:x_2.13:1', 'api a:new:1'],
  },
  {
    what: 'methods of one name, told apart by what they are given',
    script: `def v(n) { return v(n, '1') }
      def v(n, x) { "a:$n:$x" }
      def w(String... n) { n.collect { "b:$it:1" } }
      def w(String n) { "b:$n:2" }
      dependencies { implementation v('x'), v('y', '2'); api w('x'); api w('y', 'z') }`,
    expected: ['implementation a:x:1', 'implementation a:y:2', 'api b:x:2', 'api b:y:1', 'api b:z:1'],
  },
  {
    what: 'methods of one name, told apart by the types of what they are given',
    script: `void add(final String name) { add([name]) }
      void add(java.util.List<String> names) { names.each { n -> dependencies { implementation "a:$n:1" } } }
      def add(Map names) { names.each { k, v -> dependencies { api "b:$k:$v" } } }
      def add(Closure<String> given) { add(given()) }
      add('x'); add(['y', 'z']); add([u: '2']); add { 'w' }`,
    expected: ['implementation a:x:1', 'implementation a:y:1', 'implementation a:z:1', 'api b:u:2', 'implementation a:w:1'],
  },
  {
    what: 'methods of one name, of which one calls the other with what only a run would tell',
    script: `String idOf(String name) { "a:$name:1" }
      String idOf(Named one) { idOf(one.givenName()) }
      dependencies { implementation idOf('x'); runtimeOnly idOf(System.console()); api 'a:y:1' }`,
    expected: ['implementation a:x:1', 'runtimeOnly a:\u0000:1', 'api a:y:1'],
  },
  {
    what: 'what is done to dependencies that a configuration has, and to those that follow',
    script: `dependencies { api 'a:a:1'; implementation 'a:b:1'; implementation 'a:c:1'; runtimeOnly 'a:d:1' }
      configurations.api.dependencies.each { it.exclude group: 'x', module: 'm' }
      configurations.implementation.dependencies.withType(ExternalModuleDependency).configureEach { d ->
        if (d.name == 'e') d.exclude(group: 'y')
      }
      configurations.all { dependencies.all { d -> if (d instanceof ProjectDependency) d.transitive = false } }
      configurations.implementation.dependencies.removeIf { it.name == 'b' }
      configurations.runtimeOnly.dependencies.clear()
      dependencies { api 'a:f:1'; implementation 'a:e:1' }`,
    expected: ['api a:a:1 -x:m', 'implementation a:c:1', 'api a:f:1', 'implementation a:e:1 -y:*'],
  },
  {
    what: 'what tasks make, by the ways to them: files',
    script: `tasks.register('shaded', Jar) { }
      dependencies {
        implementation tasks.named('shaded').map { it.outputs.files }
        implementation project(':').tasks.shaded, shaded.outputs.files, tasks.named('shaded')
        implementation 'a:b:1'
      }`,
    expected: ['implementation a:b:1'],
  },
  {
    what: 'a method that is read as a property',
    script: `String getLib() { 'a:b:1' }
      dependencies { implementation lib }`,
    expected: ['implementation a:b:1'],
  },
  {
    what: 'lines of a file',
    script: `dependencies {
        file('list.txt').eachLine { l -> if (l) implementation l }
        file('list.txt').readLines().findAll { it }.each { api it }
      }`,
    files: { 'list.txt': 'a:b:1\n\na:c:2\n' },
    expected: ['implementation a:b:1', 'implementation a:c:2', 'api a:b:1', 'api a:c:2'],
  },
  {
    what: 'the version of Gradle that the wrapper brings',
    script: `if (GradleVersion.current() >= GradleVersion.version('8.9')) { dependencies { api 'a:new:1' } } else { dependencies { api 'a:old:1' } }
      if (gradle.gradleVersion.startsWith('8.')) { dependencies { api 'a:eight:1' } }
      if (GradleVersion.current().baseVersion < GradleVersion.version('9.0')) { dependencies { api 'a:below:1' } }`,
    files: { 'gradle/wrapper/gradle-wrapper.properties': 'distributionUrl=https\\://example.org/gradle-8.11.1-bin.zip\n' },
    expected: ['api a:new:1', 'api a:eight:1', 'api a:below:1'],
  },
  {
    what: 'closures with arguments that may be left out',
    script: `ext.jackson = { module, version = '2.9' -> "j:$module:$version" }
      dependencies { implementation jackson('core'), jackson('xml', '3.0') }`,
    expected: ['implementation j:core:2.9', 'implementation j:xml:3.0'],
  },
  {
    what: 'classes that hold versions',
    script: `class Versions { static final KAFKA = '3.7.0'; static String of(name) { 'k:' + name + ':' + KAFKA } }
      dependencies { implementation "k:clients:\${Versions.KAFKA}", Versions.of('streams') }`,
    expected: ['implementation k:clients:3.7.0', 'implementation k:streams:3.7.0'],
  },
  {
    what: 'what is tried, not what is caught; nothing of what tasks do when they run',
    script: `try { ext.v = '1' } catch (Exception e) { ext.v = '2' } finally { ext.w = '3' }
      dependencies { implementation "a:a:$v", "b:b:$w" }
      task x { doLast { dependencies.add('implementation', 'no:no:1') } }`,
    expected: ['implementation a:a:1', 'implementation b:b:3'],
  },
  {
    what: 'the artifact of a dependency',
    script: `dependencies { implementation('a:a:1') { artifact { name = 'a'; type = 'zip'; classifier = 'dist' } } }`,
    expected: ['implementation a:a:1 classifier=dist @zip'],
  },
  {
    what: 'numbers, which texts are not',
    script: `def major = 2, minor = major + 5
      dependencies {
        implementation "a:a:\${major}.\${minor * 3 - 1}", "a:b:\${6 / 2}", "a:c:" + '2' + 1
        api "a:d:\${'4'.toInteger() + 1}"
      }`,
    expected: ['implementation a:a:2.20', 'implementation a:b:3', 'implementation a:c:21', 'api a:d:5'],
  },
  {
    what: 'functions and closures that take any number of arguments',
    script: `def into(String conf, String... libs) { libs.each { dependencies.add(conf, it) } }
      def api = { Object... libs -> libs.each { dependencies.add('api', it) } }
      into('implementation', 'a:a:1', 'b:b:1')
      into 'runtimeOnly', 'c:c:1'
      api('d:d:1', 'e:e:1')`,
    expected: ['implementation a:a:1', 'implementation b:b:1', 'runtimeOnly c:c:1', 'api d:d:1', 'api e:e:1'],
  },
  {
    what: 'lines of a text, blocks that are given what they are called on',
    script: `def libs = [:].with { it.x = 'x:x:1'; it }
      dependencies {
        implementation libs.x
        'a:a:1\\nb:b:1'.readLines().each { api it }
      }`,
    expected: ['implementation x:x:1', 'api a:a:1', 'api b:b:1'],
  },
  {
    what: 'the same dependency twice, texts that are worked out late, maps with a default',
    script: `def v = [a: '1'].withDefault { '9' }
      dependencies {
        implementation "a:a:\${-> v.a}", 'b:b:2'
        implementation 'a:a:1'
        api 'a:a:1'
      }`,
    expected: ['implementation a:a:1', 'implementation b:b:2', 'api a:a:1'],
  },
  {
    what: 'flags that are texts',
    script: `ext.on = 'true'
      dependencies {
        if (on.toBoolean() && Boolean.parseBoolean(on)) implementation 'a:a:1'
        if (Boolean.valueOf('no')) implementation 'no:no:1'
      }`,
    expected: ['implementation a:a:1'],
  },
  {
    what: 'what blocks make of maps and of every member of a list',
    script: `def m = [a: '1', b: '2']
      dependencies {
        implementation m.collect { k, v -> "m:$k:$v" }
        api m.findAll { it.value == '2' }.collect { "f:$it.key:1" }
        m.eachWithIndex { k, v, i -> compileOnly "i:$k:$v.$i" }
        [[id: 'x'], [id: 'y']]*.id.each { runtimeOnly "l:$it:1" }
      }`,
    expected: [
      'implementation m:a:1',
      'implementation m:b:2',
      'api f:b:1',
      'compileOnly i:a:1.0',
      'compileOnly i:b:2.1',
      'runtimeOnly l:x:1',
      'runtimeOnly l:y:1',
    ],
  },
  {
    what: 'parts and order of lists and texts',
    script: `def all = ['c:c:1', 'a:a:1', 'b:b:1']
      def v = '1.2.3-SNAPSHOT'
      dependencies {
        implementation all[0..1]
        runtimeOnly all.sort().reverse().last()
        api "v:a:\${v - '-SNAPSHOT'}", "v:b:\${v[0..2]}", "v:c:\${v.take(1)}"
      }`,
    expected: ['implementation c:c:1', 'implementation a:a:1', 'runtimeOnly a:a:1', 'api v:a:1.2.3', 'api v:b:1.2', 'api v:c:1'],
  },
  {
    what: 'configurations named by texts, with and without parentheses',
    script: `def conf = 'runtimeOnly'
      dependencies {
        'implementation' 'a:a:1'
        "$conf" 'b:b:1'
        "$conf"('c:c:1') { transitive = false }
      }`,
    expected: ['implementation a:a:1', 'runtimeOnly b:b:1', 'runtimeOnly c:c:1 intransitive'],
  },
  {
    what: 'configurations by their names, the API among them',
    script: `apply plugin: 'java-library'
      configurations.matching { it.name == 'api' || it.name == 'implementation' }.all { c -> project.dependencies.add(c.name, 'a:a:1') }`,
    expected: ['api a:a:1', 'implementation a:a:1'],
  },
];

describe('idioms of Groovy scripts', () => {
  it.each(SHAPES)('$what', ({ script, files, expected }) => {
    expect(groovy(script, files)).toEqual(expected);
  });
});

describe('blocks for plug-ins', () => {
  const ASKED = ["withId('java')", "withId('org.gradle.java')", 'withType(JavaPlugin)', 'withType(JavaPlugin).configureEach'];
  const APPLIED = ["apply plugin: 'war'", "plugins { id 'java-library' }", "pluginManager.apply('org.gradle.application')"];
  const pairs = ASKED.flatMap((asked) => APPLIED.map((applied): [string, string] => [asked, applied]));

  it.each(pairs)('plugins.%s waits for %s', (asked, applied) => {
    const files = {
      'settings.gradle': "include 'web', 'docs'",
      'build.gradle': `subprojects { plugins.${asked} { dependencies { implementation 'a:a:1' } } }`,
      'web/build.gradle': `${applied}\n`,
      'docs/build.gradle': '',
    };
    const lines = (directory: string) => projectAt(files, directory).model.dependencies.map(shown);
    expect(lines('web')).toEqual(['implementation a:a:1']);
    expect(lines('docs')).toEqual([]);
  });
});
