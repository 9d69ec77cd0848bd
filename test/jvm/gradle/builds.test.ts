import { describe, expect, it } from 'vitest';
import { reportOf } from '../../fleets/fleet.ts';
import { assembled, builds, type Files, projectAt, shown } from './read.ts';

function paths(files: Files): readonly string[] {
  return builds(files).flatMap((build) => build.projects.map(({ path, directory }) => `${path} ${directory}`));
}

describe('settings', () => {
  it.each<{ what: string; files: Files; expected: readonly string[] }>([
    {
      what: 'includes in all their forms, with projects in between',
      files: { 'settings.gradle': "include 'a', 'b:c'\ninclude(':d')\n['e', 'f'].each { include it }\nincludeFlat 'g'\n" },
      expected: [': .', ':a a', ':b b', ':d d', ':e e', ':f f', ':g g', ':b:c b/c'],
    },
    {
      what: 'project directories and names',
      files: {
        'settings.gradle.kts': `rootProject.name = "shop"
include(":web", ":api")
project(":web").projectDir = file("frontend/web")
project(":api").apply { projectDir = File(rootDir, "backend/api") }`,
      },
      expected: [': .', ':api backend/api', ':web frontend/web'],
    },
    {
      what: 'includes that only a run would know: scripts below count',
      files: {
        'settings.gradle': "file('services.txt').eachLine { include it }\n",
        'services/a/build.gradle': '',
        'services/b/build.gradle.kts': '',
        'other/settings.gradle': '',
        'other/build.gradle': '',
      },
      expected: [': .', ':services services', ':services:a services/a', ':services:b services/b', ': other'],
    },
    {
      what: 'directories of the tree',
      files: {
        'settings.gradle': "file('services').eachDir { d -> if (!d.name.startsWith('x')) include \"services:${d.name}\" }\n",
        'services/a/build.gradle': '',
        'services/xtra/build.gradle': '',
      },
      expected: [': .', ':services services', ':services:a services/a', ': services/xtra'],
    },
    {
      what: 'another name is another path',
      files: {
        'settings.gradle': `include 'core', 'web:api'
rootProject.children.each { it.name = "shop-\${it.name}" }
project(':web:api').name = 'web-api'`,
      },
      expected: [': .', ':shop-core core', ':shop-web web', ':web:web-api web/api'],
    },
    {
      what: 'directories that hold a build script and no settings',
      files: {
        'settings.gradle.kts': `rootDir.listFiles()
          ?.filter { File(it, "settings.gradle.kts").exists().not() && it.resolve("build.gradle.kts").exists() }
          ?.forEach { include(it.name) }`,
        'cart/build.gradle.kts': '',
        'checks/build.gradle.kts': '',
        'checks/settings.gradle.kts': '',
        'docs/index.md': '',
      },
      expected: [': .', ':cart cart', ': checks'],
    },
    {
      what: 'scripts named after their directories, under settings that search for them',
      files: {
        'settings.gradle':
          "fileTree(rootDir) { include '**/*.gradle' }.each { add(it) }\ndef add(file) { include(':' + file.name) }",
        'core/shop-core.gradle': '',
        'core/other.gradle': '',
        'gradle/gradle.gradle': '',
      },
      expected: [': .', ':shop-core core'],
    },
    {
      what: 'a build script without settings is a build of its own',
      files: { 'x/build.gradle': '', 'y/build.gradle': '' },
      expected: [': x', ': y'],
    },
    {
      what: 'a build below another one',
      files: { 'settings.gradle': "include 'a'", 'tools/settings.gradle': "include 'a'", 'tools/a/build.gradle': '' },
      expected: [': .', ':a a', ': tools', ':a tools/a'],
    },
  ])('$what', ({ files, expected }) => {
    expect(paths(files)).toEqual(expected);
  });

  it('catalogs in settings: own, imported, overruled versions', () => {
    const files: Files = {
      'settings.gradle.kts': `
dependencyResolutionManagement {
  versionCatalogs {
    create("libs") {
      from(files("deps/libs.versions.toml"))
      version("netty", "4.1.111.Final")
      library("own", "a:own:1")
      library("byParts", "a", "parts").versionRef("netty")
      library("free", "a", "free").withoutVersion()
      bundle("all", listOf("own", "netty"))
    }
    register("tools") { plugin("p", "a.p").version("3"); library("strict", "a", "strict").version { strictly("[1,2["); prefer("1.1") } }
  }
}`,
      'deps/libs.versions.toml':
        '[versions]\nnetty = "4.1.1.Final"\n[libraries]\nnetty = { module = "io.netty:netty-all", version.ref = "netty" }\n',
      'build.gradle.kts': `dependencies {
        implementation(libs.netty)
        implementation(libs.byParts)
        implementation(libs.free)
        api(libs.bundles.all)
        api(tools.strict)
      }`,
    };
    expect(projectAt(files).model.dependencies.map(shown)).toEqual([
      'implementation io.netty:netty-all:4.1.111.Final',
      'implementation a:parts:4.1.111.Final',
      'implementation a:free',
      'api a:own:1',
      'api io.netty:netty-all:4.1.111.Final',
      'api a:strict:[1,2[!! prefer=1.1',
    ]);
  });

  it('a catalog from elsewhere leaves its aliases unknown, which is no error', () => {
    const { diagnostics } = assembled({
      'settings.gradle': 'dependencyResolutionManagement { versionCatalogs { libs { from("a:catalog:1") } } }',
      'build.gradle': 'dependencies { implementation libs.some.thing }',
    });
    expect(diagnostics.map(({ code, severity, line }) => `${severity} ${code} ${line}`)).toEqual([
      'note gradle/catalog-outside 1',
      'warning gradle/dynamic 1',
    ]);
    expect(diagnostics[1]?.message).toContain('what the alias some.thing stands for is not known, as its version catalog');
  });
});

describe('projects of one build', () => {
  const SHARED: Files = {
    'settings.gradle': "rootProject.name = 'shop'\ninclude 'lib', 'app', 'web'\n",
    'gradle.properties': 'group=org.shop\nversion=1.2\n',
    'build.gradle': `
plugins { id 'org.springframework.boot' version '3.3.0' apply false }
allprojects { repositories { mavenCentral() } }
subprojects {
  apply plugin: 'java-library'
  ext.common = '4'
  dependencies { implementation 'a:all:1' }
  afterEvaluate { proj -> if (proj.name == 'web') { dependencies { runtimeOnly 'a:web:1' } } }
}
configure(subprojects.findAll { it.name != 'lib' }) {
  dependencies { testImplementation "a:some:$common" }
}
project(':app') { dependencies { implementation project(':lib') } }
`,
    'lib/build.gradle': "dependencies { api 'a:lib:1'; compileOnly 'a:never:1'; implementation 'a:inner:1' }",
    'lib/src/main/java/A.java': '',
    'app/build.gradle':
      "apply plugin: 'application'\napplication { mainClass = 'org.shop.Main' }\ndependencies { runtimeOnly(project(':web')) { exclude module: 'deep' } }",
    'app/src/main/java/Main.java': '',
    'web/build.gradle': "apply plugin: 'war'\ndependencies { implementation 'a:deep:2' }",
    'web/src/main/webapp/x.html': '',
  };

  it('blocks of the root reach them in order', () => {
    expect(projectAt(SHARED, 'web').model.dependencies.map(shown)).toEqual([
      'implementation a:all:1',
      'testImplementation a:some:4',
      'implementation a:deep:2',
      'runtimeOnly a:web:1',
    ]);
    expect(projectAt(SHARED, 'lib').model.dependencies.map(shown)).toEqual([
      'implementation a:all:1',
      'api a:lib:1',
      'compileOnly a:never:1',
      'implementation a:inner:1',
    ]);
  });

  it.each([
    ['Groovy', 'build.gradle', "jar { manifest { attributes('Title': 'x', 'Main-Class': 'org.shop.Main') } }"],
    ['Groovy, a map', 'build.gradle', "jar { manifest { attributes(['Main-Class': 'org.shop.Main']) } }"],
    ['Kotlin', 'build.gradle.kts', 'tasks.jar { manifest { attributes("Main-Class" to "org.shop.Main") } }'],
    [
      'Kotlin, by its type',
      'build.gradle.kts',
      'tasks.withType<Jar> { manifest { attributes(mapOf("Main-Class" to "org.shop.Main")) } }',
    ],
  ])('what starts by its jar’s manifest is no library: %s', (_, file, script) => {
    const { units } = assembled({
      'settings.gradle': "include 'main', 'release'\n",
      [`main/${file}`]: `plugins { id("java") }\n${script}\n`,
      'main/src/main/java/Main.java': '',
      'release/build.gradle': "plugins { id 'java' }\ndependencies { implementation project(':main') }\n",
    });
    expect(units.find(({ path }) => path === 'main')?.role).toBe('service');
  });

  it.each([
    ['is a part of others', "plugins { id 'application' }", 'AuditFilter', 'library'],
    ['has a program', "plugins { id 'application' }", 'AuditMain', 'service'],
    [
      'a plug-in of somebody’s makes applications',
      "apply plugin: 'x.package'\napplication { mainClass = 'shop.Web' }",
      'AuditFilter',
      'library',
    ],
    ['the same in one line', "apply plugin: 'x.package'\napplication.mainClass = 'shop.Web'", 'AuditFilter', 'library'],
    ['nothing of the build starts', "plugins { id 'java' }", 'AuditFilter', 'service'],
  ])('what no project depends on: %s', (_, web, source, role) => {
    const { units } = assembled({
      'settings.gradle': "include 'web', 'part'\n",
      'web/build.gradle': `${web}\n`,
      'web/src/main/java/Web.java': '',
      'part/build.gradle': "plugins { id 'java' }\n",
      [`part/src/main/java/shop/${source}.java`]: '',
    });
    expect(units.find(({ path }) => path === 'part')?.role).toBe(role);
  });

  it.each([
    ["plugins { id 'java'; id 'maven-publish' }", 'Money', 'library'],
    ["plugins { id 'java-library' }", 'KeyGenerator', 'library'],
    ["plugins { id 'java-library' }", 'GlobalExceptionHandler', 'library'],
    ["plugins { id 'java-library' }", 'OrderHandler', 'library'],
    ["plugins { id 'java-library'; id 'application' }", 'KeyGenerator', 'service'],
    ["plugins { id 'java'; id 'maven-publish' }", 'MoneyServer', 'service'],
    ["plugins { id 'java'; id 'maven-publish'; id 'application' }", 'Money', 'service'],
    ["plugins { id 'java' }", 'Money', 'service'],
  ])('a build of its own that others may take from a repository: %s with %s', (script, source, role) => {
    const { units } = assembled({
      'build.gradle': `${script}\n`,
      [`src/main/java/shop/${source}.java`]: '',
    });
    expect(units.map((unit) => unit.role)).toEqual([role]);
  });

  it.each([
    ['java/shop/GetOrder.java', 'class GetOrder implements RequestHandler<Order, String> {}', 'service'],
    ['kotlin/GetOrder.kt', 'class GetOrder : RequestStreamHandler { }', 'service'],
    ['java/shop/Orders.java', 'public class Orders extends AbstractVerticle { }', 'service'],
    ['java/shop/Orders.java', 'public class Orders implements HttpFunction { }', 'service'],
    ['java/shop/Orders.java', '@FunctionName("orders") public String run() { }', 'service'],
    ['scala/shop/Consume.scala', 'object Consume extends IOApp.Simple { }', 'service'],
    ['scala/shop/Consume.scala', 'object Consume extends ZIOAppDefault { }', 'service'],
    ['scala/shop/consume.scala', '@main def consume(): Unit = ()', 'service'],
    ['java/shop/OrderHandler.java', 'import com.amazonaws.services.lambda.runtime.*; class OrderHandler { }', 'service'],
    ['java/shop/OrderHandler.java', 'class OrderHandler { String handleRequest(Map<String, String> order) { } }', 'service'],
    ['kotlin/TotalsJob.kt', 'import org.apache.flink.api.common.*\nclass TotalsJob', 'service'],
    ['kotlin/OrderHandler.kt', 'class OrderHandler { fun handleRequest(order: Map<String, String>): String = "" }', 'service'],
    ['java/shop/FileHandler.java', 'import com.amazonaws.services.s3.AmazonS3; class FileHandler { }', 'library'],
    ['java/shop/FileHandler.java', 'import software.amazon.awssdk.services.s3.S3Client; class FileHandler { }', 'library'],
    ['java/shop/PageHandler.java', 'class PageHandler { void handleRequest(HttpServerExchange one) { } }', 'library'],
    ['java/shop/PageHandler.java', 'class PageHandler { void go() { next.handleRequest(one); } }', 'library'],
    ['java/shop/CleanupJob.java', 'import org.quartz.Job; class CleanupJob implements Job { }', 'library'],
    ['java/shop/OrderHandler.java', 'interface OrderHandler { void handle(Order order); }', 'library'],
    ['java/shop/PriceFunction.java', 'class PriceFunction implements Function<Order, Price> { }', 'library'],
    ['java/shop/Base.java', 'public abstract class Base<I, O>\n    implements RequestHandler<I, O> { }', 'library'],
    ['java/shop/Base.java', 'import x.RequestStreamHandler;\ninterface Base extends RequestStreamHandler { }', 'library'],
    ['kotlin/Base.kt', 'internal abstract class Base : CoroutineVerticle()\n{ }\nclass Base2', 'library'],
    ['java/shop/Base.java', '/** An abstract class is above. */\nclass Base implements HttpFunction { }', 'service'],
    ['java/shop/Orders.java', 'class Orders extends HttpRequestHandler { Domain domain(String one) { } }', 'library'],
    ['scala/shop/Orders.scala', 'trait Orders extends Apply[Order]', 'library'],
    ['java/shop/Orders.java', '/** Asked for by shop@main.example.org. */ class Orders { }', 'library'],
  ])('a class of a java-library that is started or called by its text: %s, %s', (file, text, role) => {
    const { units } = assembled({ 'build.gradle': "plugins { id 'java-library' }\n", [`src/main/${file}`]: text });
    expect(units.map((unit) => unit.role)).toEqual([role]);
  });

  it.each([
    ['build.gradle', 'bootJar { enabled = false }', 'library'],
    ['build.gradle', 'bootJar { enabled false }', 'library'],
    ['build.gradle', 'bootJar.enabled = false', 'library'],
    ['build.gradle', "tasks.named('bootJar').configure { it.enabled = false }", 'library'],
    ['build.gradle', "tasks.getByPath('bootJar').enabled = false", 'library'],
    ['build.gradle.kts', 'tasks.bootJar { enabled = false }', 'library'],
    ['build.gradle.kts', 'val bootJar: BootJar by tasks\nbootJar.enabled = false', 'library'],
    ['build.gradle.kts', 'val bootJar: BootJar by tasks\nbootJar.apply { enabled = false }', 'library'],
    ['build.gradle.kts', 'tasks.named("bootJar").get().enabled = false', 'library'],
    ['build.gradle.kts', 'tasks.getByName<BootJar>("bootJar") { enabled = false }', 'library'],
    ['build.gradle.kts', 'tasks.named<BootJar>("bootJar") { isEnabled = false }', 'library'],
    ['build.gradle.kts', 'tasks.withType<BootJar> { enabled = false }', 'library'],
    ['build.gradle.kts', 'tasks.matching { it.name == "bootJar" }.configureEach { enabled = false }', 'library'],
    ['build.gradle', "tasks.matching { it.name in ['bootJar', 'bootRun'] }.all { it.enabled = false }", 'library'],
    ['build.gradle', "tasks.matching { it.name == 'bootRun' }.all { enabled = false }", 'service'],
    ['build.gradle', 'bootJar { enabled = false }\nbootJar { enabled = true }', 'service'],
    ['build.gradle', "bootJar { archiveFileName = 'part.jar' }\njar { enabled = false }", 'service'],
  ])('Spring Boot is there for its versions alone where what it packs is switched off: %s %s', (file, script, role) => {
    const { units } = assembled({
      'settings.gradle': "include 'web', 'part'\n",
      'web/build.gradle':
        "plugins { id 'java'; id 'org.springframework.boot' }\ndependencies { implementation project(':part') }\n",
      'web/src/main/java/Web.java': '',
      [`part/${file}`]: `plugins { id("java"); id("org.springframework.boot") }\n${script}\n`,
      'part/src/main/java/shop/Part.java': 'class Part { public static void main(String[] args) {} }',
    });
    expect(units.find(({ path }) => path === 'part')?.role).toBe(role);
  });

  it.each([
    ["id 'org.springframework.boot'", 'class Part {}', 'library'],
    ["id 'application'", 'class Part {}', 'library'],
    ["id 'com.gradleup.shadow'", 'class Part {}', 'library'],
    ["id 'io.quarkus'", 'class Part {}', 'library'],
    ["id 'io.micronaut.application'", 'class Part {}', 'library'],
    ["id 'io.micronaut.minimal.application'", 'class Part {}', 'library'],
    ["id 'io.micronaut.minimal.application'", 'class Part { static void main(String[] args) {} }', 'service'],
    ["id 'war'", 'class Part {}', 'service'],
    ["id 'org.springframework.boot'", '@SpringBootApplication class Part {}', 'service'],
    ["id 'application'", 'class Part { static void main(String[] args) {} }', 'service'],
  ])(
    'what others share and nothing begins in is no program, whatever a script for all projects applies: %s, %s',
    (plugin, source, role) => {
      const { units } = assembled({
        'settings.gradle': "include 'web', 'part'\n",
        'build.gradle': `plugins { ${plugin} apply false }\nsubprojects { apply plugin: 'java'; apply plugin: ${plugin.slice(3)} }\n`,
        'web/build.gradle': "dependencies { implementation project(':part') }\n",
        'web/src/main/java/Web.java': 'class Web { static void main(String[] args) {} }',
        'part/src/main/java/shop/Part.java': source,
      });
      expect(units.filter(({ path }) => path !== '.').map((one) => `${one.path} ${one.role}`)).toEqual([
        `part ${role}`,
        'web service',
      ]);
    },
  );

  it('what others share listens on nothing, and makes no application', async () => {
    const boot = "plugins { id 'java'; id 'org.springframework.boot' }\n";
    const web = "implementation 'org.springframework.boot:spring-boot-starter-web:3.4.0'";
    const report = await reportOf({
      'settings.gradle': "include 'web', 'part'\n",
      'web/build.gradle': `${boot}dependencies { implementation project(':part'); ${web} }\n`,
      'web/src/main/java/Web.java': 'class Web { static void main(String[] args) {} }',
      'web/src/main/resources/application.properties': 'spring.application.name=web\n',
      'part/build.gradle': `${boot}dependencies { ${web} }\n`,
      'part/src/main/java/Part.java': 'class Part {}',
    });
    expect(report.conflicts.filter(({ realm }) => realm === 'port')).toEqual([]);
    const advice = report.recommendations.find(({ service }) => service === 'part');
    expect(advice?.reasons.map(({ theme }) => theme)).not.toContain('application');
  });

  // Gradle asks the project first, and then the script around the block: there the task is the root's own.
  it("a block for a task that a project does not have yet is for the root's own task", () => {
    const { units } = assembled({
      'settings.gradle': "include 'web', 'part'\n",
      'build.gradle':
        "plugins { id 'org.springframework.boot' }\nallprojects { apply plugin: 'java'; bootJar { enabled = false } }\n",
      'web/build.gradle': "plugins { id 'org.springframework.boot' }\n",
      'web/src/main/java/Web.java': '',
      'part/src/main/java/shop/Part.java': '',
    });
    expect(units.map(({ path, role }) => [path, role])).toEqual([
      ['.', 'aggregator'],
      ['part', 'library'],
      ['web', 'service'],
    ]);
  });

  it('are parts of the enterprise archive that packs them, which expects what they expect of a server', () => {
    const { units } = assembled({
      'settings.gradle': "include 'all', 'web', 'beans', 'alone'",
      'all/build.gradle':
        "plugins { id 'ear' }\ndependencies { deploy project(path: ':web', configuration: 'war'); deploy project(':beans'); earlib 'a:common:1' }",
      'web/build.gradle': "plugins { id 'war' }\ndependencies { providedCompile 'javax:javaee-api:8.0' }",
      'web/src/main/java/A.java': '',
      'beans/build.gradle': "plugins { id 'java' }\ndependencies { implementation 'a:deep:1' }",
      'beans/src/main/java/B.java': '',
      'alone/build.gradle': "plugins { id 'war' }",
      'alone/src/main/java/C.java': '',
    });
    expect(units.map(({ path, role, build }) => `${path} ${role} ${build?.makes ?? '-'}`)).toEqual([
      'all service ear',
      'alone service war',
      'beans library jar',
      'web library war',
    ]);
    expect(units.find(({ path }) => path === 'all')?.dependencies.map(({ name, scope }) => `${name} ${scope ?? ''}`)).toEqual([
      'root:web runtime',
      'root:beans runtime',
      'a:common runtime',
      'javax:javaee-api provided',
      'a:deep runtime',
    ]);
  });

  it('become units: roles, names, and what comes through projects', () => {
    const { units } = assembled(SHARED);
    expect(units.map(({ path, name, role }) => [path, name, role])).toEqual([
      ['.', 'org.shop:shop', 'aggregator'],
      ['app', 'org.shop:app', 'service'],
      ['lib', 'org.shop:lib', 'library'],
      ['web', 'org.shop:web', 'service'],
    ]);
    const app = units.find(({ path }) => path === 'app');
    expect(app?.entryPoints).toEqual([{ name: 'main', command: 'org.shop.Main', origin: { file: 'app/build.gradle', line: 2 } }]);
    expect(
      app?.dependencies.map(({ name, kind, constraint, scope, via, origin }) => [
        name,
        kind,
        constraint,
        scope,
        via.join(),
        `${origin.file}:${origin.line}:${origin.column}`,
      ]),
    ).toEqual([
      ['a:all', 'exact', '1', 'runtime', '', 'build.gradle:7:18'],
      ['a:some', 'exact', '4', 'test', '', 'build.gradle:11:18'],
      ['org.shop:lib', 'workspace', '1.2', 'runtime', '', 'build.gradle:13:34'],
      ['org.shop:web', 'workspace', '1.2', 'runtime', '', 'app/build.gradle:3:16'],
      ['a:lib', 'exact', '1', 'runtime', 'pkg:maven/org.shop/lib@1.2', 'lib/build.gradle:1:16'],
      ['a:inner', 'exact', '1', 'runtime', 'pkg:maven/org.shop/lib@1.2', 'lib/build.gradle:1:56'],
      ['a:web', 'exact', '1', 'runtime', 'pkg:maven/org.shop/web@1.2', 'build.gradle:8:68'],
    ]);
    expect(app?.demands.filter(({ realm }) => realm === 'jvm').map(({ key }) => key)).not.toContain('org.shop:lib');
  });

  it('convention plug-ins of buildSrc and included builds are read as text', () => {
    const files: Files = {
      'settings.gradle.kts': 'pluginManagement { includeBuild("build-logic") }\ninclude(":svc")',
      'buildSrc/src/main/groovy/shop.java-conventions.gradle':
        "plugins { id 'java-library' }\ndependencies { implementation 'a:conv:1' }",
      'build-logic/settings.gradle.kts': '',
      'build-logic/build.gradle.kts': 'plugins { `kotlin-dsl` }',
      'build-logic/src/main/kotlin/org/shop/service.gradle.kts':
        'package org.shop\nplugins { id("shop.java-conventions"); application }\ndependencies { runtimeOnly("a:svc:2") }\njava { toolchain { languageVersion = JavaLanguageVersion.of(21) } }',
      'svc/build.gradle.kts': 'plugins { id("org.shop.service") }\ndependencies { api("a:own:3") }',
      'svc/src/main/kotlin/A.kt': '',
    };
    const { units } = assembled(files);
    const svc = units.find(({ path }) => path === 'svc');
    expect(svc?.dependencies.map(({ name, origin }) => `${name} ${origin.file}`)).toEqual([
      'a:conv buildSrc/src/main/groovy/shop.java-conventions.gradle',
      'a:svc build-logic/src/main/kotlin/org/shop/service.gradle.kts',
      'a:own svc/build.gradle.kts',
    ]);
    expect(svc?.role).toBe('service');
    expect(svc?.runtimes.map(({ constraint }) => constraint)).toEqual(['>=21']);
    expect(units.find(({ path }) => path === 'build-logic')?.role).toBe('aggregator');
  });

  it.each<{ what: string; files: Files }>([
    {
      what: 'a script of an included build',
      files: {
        'settings.gradle.kts': 'pluginManagement { includeBuild("logic") }\nplugins { id("acme.layout") }',
        'logic/settings.gradle.kts': '',
        'logic/build.gradle.kts': 'plugins { `kotlin-dsl` }',
        'logic/src/main/kotlin/acme.layout.settings.gradle.kts':
          'include("app")\nproject(":app").projectDir = file("services/app")\ndependencyResolutionManagement { versionCatalogs { create("deps") { library("one", "a:b:1") } } }',
      },
    },
    {
      what: 'a class of an included build',
      files: {
        'settings.gradle': "pluginManagement { includeBuild 'logic' }\nplugins { id 'acme.layout' }",
        'logic/settings.gradle': '',
        'logic/build.gradle':
          "plugins { id 'java-gradle-plugin' }\ngradlePlugin { plugins { layout { id = 'acme.layout'; implementationClass = 'acme.Layout' } } }",
        'logic/src/main/groovy/acme/Layout.groovy':
          "package acme\nclass Layout implements Plugin<Settings> { void apply(Settings settings) { settings.include 'app'\n settings.project(':app').projectDir = new File('services/app')\n settings.dependencyResolutionManagement { versionCatalogs { deps { library('one', 'a:b:1') } } } } }",
      },
    },
    {
      what: 'a class of the settings themselves',
      files: {
        'settings.gradle':
          "class Layout implements Plugin<Settings> { void apply(Settings s) { s.include 'app'\n s.project(':app').projectDir = new File('services/app')\n s.dependencyResolutionManagement { versionCatalogs { deps { library('one', 'a:b:1') } } } } }\napply plugin: Layout",
      },
    },
  ])('plug-ins of settings: $what', ({ files }) => {
    const { units } = assembled({
      ...files,
      'services/app/build.gradle': "plugins { id 'java' }\ndependencies { implementation deps.one }",
    });
    expect(
      units.find(({ path }) => path === 'services/app')?.dependencies.map(({ name, constraint }) => `${name}:${constraint}`),
    ).toEqual(['a:b:1']);
  });

  it('projects stand for modules of their own composite alone, and are libraries there', () => {
    const script = "apply plugin: 'java'\ngroup = 'acme'\ndependencies { implementation 'acme:core:1' }";
    const { units } = assembled({
      'one/settings.gradle': "includeBuild '../lib'",
      'one/build.gradle': script,
      'two/settings.gradle': '',
      'two/build.gradle': script,
      'lib/settings.gradle': "include 'core'",
      'lib/core/build.gradle': "apply plugin: 'java'\ngroup = 'acme'",
      'lib/core/src/main/java/A.java': '',
    });
    expect(units.map(({ path, role, dependencies }) => `${path} ${role} ${dependencies.map(({ kind }) => kind).join()}`)).toEqual(
      ['lib/core library ', 'one service workspace', 'two service exact'],
    );
  });

  it('a project of an included build stands for its module', () => {
    const { units } = assembled({
      'settings.gradle': "includeBuild 'lib'",
      'build.gradle': "plugins { id 'application' }\ndependencies { implementation 'org.lib:lib:9' }",
      'src/main/java/A.java': '',
      'lib/settings.gradle': "rootProject.name = 'lib'",
      'lib/build.gradle': "apply plugin: 'java'\ngroup = 'org.lib'\nversion = '2'\ndependencies { implementation 'a:b:1' }",
      'lib/src/main/java/B.java': '',
    });
    expect(units.find(({ path }) => path === '.')?.dependencies.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
      'org.lib:lib workspace',
      'a:b exact',
    ]);
  });

  it('a platform of an included build stands for its module, and gives its versions (Gradle User Manual, "Structuring Large Projects")', () => {
    const files = {
      'settings.gradle': "includeBuild 'platforms'",
      'build.gradle':
        "plugins { id 'application' }\ndependencies { implementation platform('p.q:product'); implementation 'a:b'; implementation 'c:d' }",
      'src/main/java/A.java': '',
      'platforms/settings.gradle': "include 'product', 'base'",
      'platforms/base/build.gradle':
        "plugins { id 'java-platform' }\ngroup = 'p.q'\ndependencies { constraints { api 'c:d:2' } }",
      'platforms/product/build.gradle':
        "plugins { id 'java-platform' }\ngroup = 'p.q'\njavaPlatform { allowDependencies() }\ndependencies { api platform('p.q:base'); constraints { api 'a:b:1' } }",
    };
    const { units, diagnostics } = assembled(files);
    expect(units.find(({ path }) => path === '.')?.dependencies.map(({ name, constraint }) => `${name} ${constraint}`)).toEqual([
      'p.q:product unspecified',
      'a:b 1',
      'c:d 2',
    ]);
    expect(diagnostics).toEqual([]);
  });

  it.each([
    "task a { group 'build'; version '9' }",
    "tasks.register('a') { group 'build' }",
    "licences { all = [(group('c3p0')): 1] }",
  ])('a group or version of something else is not the project’s: %s', (block) => {
    const { group, version } = projectAt({ 'build.gradle': `apply plugin: 'java'\ngroup = 'g'\nversion = '1'\n${block}` });
    expect([group, version]).toEqual(['g', '1']);
  });

  it('a line that waits for a platform counts once, however many projects it reaches', () => {
    const { diagnostics } = assembled({
      'settings.gradle': "include 'a', 'b'",
      'build.gradle':
        "subprojects { apply plugin: 'java'; dependencies { implementation platform('p:bom:1'); implementation 'c:d' } }",
      'a/build.gradle': '',
      'b/build.gradle': '',
      'a/src/main/java/A.java': '',
      'b/src/main/java/B.java': '',
    });
    expect(diagnostics.map(({ message }) => message)).toEqual([expect.stringContaining('the versions of 1 dependency may')]);
  });

  /** The highest version wins (Gradle User Manual, "Dependency Resolution"); `maven/carried.test.ts` has Maven's rule. */
  it.each<[what: string, app: string, lib: string, expected: readonly string[]]>([
    ['the higher one further away', "implementation 'a:b:1'", "implementation 'a:b:2'", ['a:b 2 lib/build.gradle']],
    ['the nearer one where it is higher', "implementation 'a:b:2'", "implementation 'a:b:1'", ['a:b 2 build.gradle']],
    ['the same', "implementation 'a:b:1'", "implementation 'a:b:1'", ['a:b 1 build.gradle']],
    ['what is strict stays', "implementation 'a:b:1!!'", "implementation 'a:b:2'", ['a:b [1] build.gradle']],
    ['ranges stay', "implementation 'a:b:[1,2]'", "implementation 'a:b:2'", ['a:b [1,2] build.gradle']],
    ['what is excluded brings nothing', "implementation 'a:b:1'\nconfigurations.all { exclude group: 'a' }", "api 'a:b:2'", []],
    [
      'what a project only tests with brings nothing',
      "implementation 'a:b:1'",
      "testImplementation 'a:b:2'",
      ['a:b 1 build.gradle'],
    ],
    [
      'what is forced stays',
      "implementation 'a:b:1'\nconfigurations.all { resolutionStrategy.force 'a:b:1' }",
      "api 'a:b:2'",
      ['a:b 1 build.gradle'],
    ],
  ])('of two lines on the way: %s', (_, app, lib, expected) => {
    const [line = '', more = ''] = app.split('\n');
    const { units } = assembled({
      'settings.gradle': "include 'lib'",
      'build.gradle': `plugins { id 'application' }\n${more}\ndependencies { ${line}\nimplementation project(':lib') }`,
      'src/main/java/A.java': '',
      'lib/build.gradle': `plugins { id 'java-library' }\ndependencies { ${lib} }`,
      'lib/src/main/java/B.java': '',
    });
    const demands = units.find(({ path }) => path === '.')?.demands.filter(({ key }) => key === 'a:b');
    expect(demands?.map(({ key, constraint, origin }) => `${key} ${constraint} ${origin.file}`)).toEqual(expected);
  });

  it('tens of thousands of lines that are asked for twice end', () => {
    const lines = (version: number): string =>
      Array.from({ length: 5_000 }, (_, index) => `implementation 'a:b${index}:${version}'`).join('\n');
    const { units } = assembled({
      'settings.gradle': "include 'lib'",
      'build.gradle': `plugins { id 'application' }\ndependencies { ${lines(1)}\nimplementation project(':lib') }`,
      'src/main/java/A.java': '',
      'lib/build.gradle': `plugins { id 'java-library' }\ndependencies { ${lines(2)} }`,
      'lib/src/main/java/B.java': '',
    });
    const demands = units.find(({ path }) => path === '.')?.demands.filter(({ key }) => key.startsWith('a:b'));
    expect(demands?.filter(({ constraint }) => constraint === '2').length).toBe(5_000);
  });
});

describe('projects in lists', () => {
  const files: Files = {
    'settings.gradle': "include 'web', 'core', 'tool'\n",
    'build.gradle': `apply from: "$rootDir/gradle/kinds.gradle"
apply from: 'gradle/spring.gradle'
`,
    'gradle/kinds.gradle': `ext {
  kinds = [
    servers: [ project(':web') ],
    spring: [ project(':core') ],
  ]
}
kinds.spring.addAll(kinds.servers)
`,
    'gradle/spring.gradle': `subprojects {
  apply plugin: 'java'
  if (!kinds.spring.contains(project)) { return; }
  dependencies { implementation 'a:spring:1' }
  if (project in kinds.servers) { dependencies { implementation 'a:web:1' } }
  if (project != project(':core')) { dependencies { implementation 'a:other:1' } }
}
`,
  };

  it.each<[string, readonly string[]]>([
    ['web', ['implementation a:spring:1', 'implementation a:web:1', 'implementation a:other:1']],
    ['core', ['implementation a:spring:1']],
    ['tool', []],
  ])('%s has what is for its kind', (directory, expected) => {
    expect(projectAt(files, directory).model.dependencies.map(shown)).toEqual(expected);
  });
});

describe("the Boot plug-in's own BOM by its full name", () => {
  const BOOT = "plugins { id 'org.springframework.boot' version '3.2.0'; id 'java' }\n";
  const BOM = 'org.springframework.boot.gradle.plugin.SpringBootPlugin.BOM_COORDINATES';
  it.each<[string, string]>([
    ['on the line', `dependencies { implementation platform(${BOM}) }`],
    ['through a property', `ext.bom = ${BOM}\ndependencies { implementation platform(bom) }`],
  ])('%s', (_, script) => {
    expect(projectAt({ 'build.gradle': BOOT + script }).model.dependencies.map(shown)).toEqual([
      'implementation platform org.springframework.boot:spring-boot-dependencies:3.2.0',
    ]);
  });
});

describe('projects by patterns of their names', () => {
  const files = (test: string): Files => ({
    'settings.gradle': "include 'a-web', 'b-api'\n",
    'build.gradle': `subprojects {\n  apply plugin: 'java'\n  if (${test}) { dependencies { implementation 'g:a:1' } }\n}\n`,
  });
  const kotlin = (test: string): Files => ({
    'settings.gradle.kts': 'include("a-web", "b-api")\n',
    'build.gradle.kts': `subprojects {\n  apply(plugin = "java")\n  if (${test}) { dependencies { "implementation"("g:a:1") } }\n}\n`,
  });
  const A = ['implementation g:a:1'];
  const PERHAPS = ['implementation g:a:1 conditional'];
  it.each<[string, Files, readonly string[], readonly string[]]>([
    ['found somewhere', files('name =~ /we.$/'), A, []],
    ['the whole name', files("it.name ==~ '.*-(api|rpc)'"), [], A],
    ['a part of it alone', files("name ==~ 'web'"), [], []],
    ['by a method', files("project.name.matches('[ab]-w.*')"), A, []],
    ["Kotlin's", kotlin('name.matches(Regex(".*-web"))'), A, []],
    ["Kotlin's of a text", kotlin('name.matches("b.+".toRegex())'), [], A],
    // What may take its time, or means another thing in Java, is left open.
    ['a group that comes again', files("name ==~ '(a+)+x'"), PERHAPS, PERHAPS],
    ['many repetitions', files("name ==~ '.*.*.*.*x'"), PERHAPS, PERHAPS],
    ['an unknown class', files("name ==~ '\\\\p{Alpha}-web'"), PERHAPS, PERHAPS],
    ['a broken one', files("name =~ '['"), PERHAPS, PERHAPS],
  ])('%s', (_, tree, web, api) => {
    const found = ['a-web', 'b-api'].map((one) => projectAt(tree, one).model.dependencies.map(shown));
    expect(found).toEqual([web, api]);
  });
});
