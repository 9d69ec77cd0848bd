/** Invented trees of POMs that lean on each other: parents, BOMs, profiles and properties, again the same for the same seed. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { random } from '../random.ts';

/**
 * `npx tsx test/jvm/compare-trees.ts --to DIR --repository DIR [--seeds 20] [--first 1]` writes them, one directory each, for
 * `compare-models.ts DIR -- --offline -Dmaven.repo.local=…`, and their parents and BOMs as a repository holds them: Maven
 * looks there where a relativePath leads elsewhere.
 */

/** Texts by paths. */
type Tree = ReadonlyMap<string, string>;

const NAMES = Array.from({ length: 8 }, (_, index) => `x${index}`);
const VERSIONS = ['1.0', '1.1', '2.0-rc1', '${v}', '${w}', '1.${z}', '[1.0,2.0)', '${project.version}'];
/** What a version may refer to besides properties of the build. */
const BUILTIN = ['${project.parent.version}', '${pom.version}', '${version}', '${java.specification.version}', '${revision}'];
const PROPERTIES = ['v', 'w', 'z', 'revision', 'version', 'project.version', 'os.name', 'parent.version'];
const ACTIVATIONS = [
  '<activeByDefault>true</activeByDefault>',
  '<activeByDefault>true</activeByDefault><jdk>1.4</jdk>',
  '<jdk>[11,)</jdk>',
  '<jdk>!17</jdk>',
  '<jdk>17</jdk>',
  '<jdk>(,17]</jdk>',
  '<jdk>[17,18)</jdk>',
  '<jdk>[1.8,11),[17,)</jdk>',
  '<os><family>unix</family></os>',
  '<os><family>!windows</family><arch>amd64</arch></os>',
  '<os><name>linux</name></os>',
  '<os><name>!linux</name></os>',
  '<os><family>mac</family></os>',
  '<property><name>asked</name></property>',
  '<property><name>asked</name><value>yes</value></property>',
  '<property><name>asked</name><value>!yes</value></property>',
  '<property><name>!asked</name></property>',
  '<property><name>v</name></property>',
  '<property><name>java.version</name></property>',
  '<file><exists>marker.txt</exists></file>',
  '<file><exists>${basedir}/marker.txt</exists></file>',
  '<file><exists>${project.basedir}/marker.txt</exists></file>',
  '<file><missing>${basedir}/marker.txt</missing></file>',
  '<file><missing>pom.xml</missing></file>',
  '<file><exists>../pom.xml</exists></file>',
  '<jdk>[11,)</jdk><property><name>!asked</name></property>',
  '',
];
const CONFIGS = [
  '',
  '',
  '-Dasked=yes\n',
  '-Dasked\n-Drevision=9.1\n',
  '-Pone,!two\n',
  '-Dv=3.3 -Pthree\n',
  '-P-one\n-Dchangelist=-x\n',
];

/** No `<relativePath>` at all. */
const DEFAULT = 'default';

const element = (name: string, ...content: readonly string[]): string => `<${name}>${content.join('')}</${name}>`;

class Grower {
  readonly #next: () => number;
  readonly #group: string;
  readonly #files = new Map<string, string>();
  /** Whether what is written now has a parent. */
  #inherits = false;

  constructor(seed: number) {
    this.#next = random(seed);
    this.#group = `invented.t${seed}`;
  }

  #chance(share: number): boolean {
    return this.#next() < share;
  }

  #one<T extends string>(items: readonly T[]): T {
    const item = items[Math.floor(this.#next() * items.length)];
    if (item === undefined) throw new Error('nothing to choose from');
    return item;
  }

  #some<T>(items: readonly T[], share: number): readonly T[] {
    return items.filter(() => this.#chance(share));
  }

  #version(): string {
    if (this.#chance(0.005)) return '${undefined.here}';
    return this.#one(this.#inherits && this.#chance(0.15) ? BUILTIN : VERSIONS);
  }

  #exclusions(): string {
    const one = () =>
      element('exclusion', element('groupId', this.#one([this.#group, '*'])), element('artifactId', this.#one([...NAMES, '*'])));
    return this.#chance(0.25) ? element('exclusions', one(), this.#chance(0.3) ? one() : '') : '';
  }

  #dependency(name: string, version: string | undefined): string {
    return element(
      'dependency',
      element('groupId', this.#chance(0.1) ? '${project.groupId}' : this.#group),
      element('artifactId', name),
      version === undefined ? '' : element('version', version),
      this.#chance(0.08) ? element('classifier', this.#one(['tests', '${z}'])) : '',
      this.#chance(0.08) ? element('type', this.#one(['test-jar', 'pom', 'war'])) : '',
      this.#chance(0.3) ? element('scope', this.#one(['compile', 'runtime', 'provided', 'test'])) : '',
      this.#chance(0.12) ? element('optional', this.#one(['true', 'false'])) : '',
      this.#exclusions(),
    );
  }

  #dependencies(share: number, bare: number): string {
    return element(
      'dependencies',
      ...this.#some(NAMES, share).map((name) => this.#dependency(name, this.#chance(bare) ? undefined : this.#version())),
      this.#chance(0.1) ? this.#dependency(this.#one(NAMES), this.#version()) : '',
    );
  }

  #import(bom: string, version: string): string {
    const coordinates = [element('groupId', this.#group), element('artifactId', bom), element('version', version)];
    return element('dependency', ...coordinates, element('type', 'pom'), element('scope', 'import'));
  }

  #management(share: number, boms: readonly string[]): string {
    const own = this.#some(NAMES, share).map((name) => this.#dependency(name, this.#version()));
    const imports = boms.map((bom) => this.#import(bom, this.#one(['1.0', '${bom.version}', '1.${zero}'])));
    const mixed = this.#chance(0.5) ? [...own, ...imports] : [...imports, ...own];
    return element('dependencyManagement', element('dependencies', ...mixed));
  }

  #properties(share: number): string {
    const values = ['1.0', '1.1', '2.0', '0', '1.${z}', '7'];
    return element('properties', ...this.#some(PROPERTIES, share).map((name) => element(name, this.#one(values))));
  }

  #profiles(boms: readonly string[]): string {
    const profile = (id: string): string =>
      element(
        'profile',
        element('id', id),
        element('activation', this.#one(ACTIVATIONS)),
        this.#chance(0.5) ? this.#properties(0.3) : '',
        this.#chance(0.4) ? this.#management(0.3, this.#some(boms, 0.3)) : '',
        this.#chance(0.5) ? this.#dependencies(0.2, 0.1) : '',
      );
    return element('profiles', ...this.#some(['one', 'two', 'three'], 0.5).map(profile));
  }

  #parent(artifact: string, version: string, relativePath: string): string {
    const coordinates = [element('groupId', this.#group), element('artifactId', artifact), element('version', version)];
    return element('parent', ...coordinates, relativePath === DEFAULT ? '' : element('relativePath', relativePath));
  }

  /** As installed, by the path in a repository. */
  readonly published = new Map<string, string>();

  #publish(directory: string, artifact: string, version: string): void {
    const text = this.#files.get(directory === '' ? 'pom.xml' : `${directory}/pom.xml`) ?? '';
    const path = `${this.#group.replaceAll('.', '/')}/${artifact}/${version}`;
    this.published.set(`${path}/${artifact}-${version}.pom`, text);
  }

  #put(directory: string, artifact: string, ...content: readonly string[]): void {
    const text = element('project', element('modelVersion', '4.0.0'), element('artifactId', artifact), ...content);
    this.#files.set(directory === '' ? 'pom.xml' : `${directory}/pom.xml`, text);
    if (this.#chance(0.3)) this.#files.set(`${directory === '' ? '' : `${directory}/`}marker.txt`, '');
  }

  grow(): Tree {
    const boms = ['bom0', 'bom1', 'bom2'];
    const own = [element('groupId', this.#group), element('packaging', 'pom')];
    const base = '<properties><v>1.0</v><w>1.${z}</w><z>1</z><zero>0</zero><bom.version>1.0</bom.version></properties>';
    const revision = this.#chance(0.3);
    const rooted = revision ? element('version', '${revision}${changelist}') : element('version', '1.0');
    const defaults = '<revision>1.0</revision><changelist></changelist>';
    // Most of what stands below without a version has one here.
    const plain = NAMES.map((name) =>
      element('dependency', element('groupId', this.#group), element('artifactId', name), '<version>1.9</version>'),
    );
    const managed = this.#management(0.3, this.#some(boms, 0.4)).replace('</dependencies></dependencyManagement>', '');
    this.#put(
      '',
      'root',
      ...own,
      rooted,
      base.replace('<v>', `${defaults}<v>`),
      `${managed}${plain.join('')}</dependencies></dependencyManagement>`,
      this.#profiles(boms),
    );
    for (const [index, bom] of boms.entries())
      this.#put(
        `boms/${bom}`,
        bom,
        ...own,
        element('version', '1.0'),
        base,
        this.#management(0.5, this.#some(boms.slice(index + 1), 0.5)),
        this.#chance(0.4) ? this.#profiles([]) : '',
      );
    const version = revision ? '${revision}${changelist}' : '1.0';
    this.#publish('', 'root', version);
    for (const bom of boms) this.#publish(`boms/${bom}`, bom, '1.0');
    this.#inherits = true;
    // Where the default would lead, what leads there, what leads elsewhere and to what is no parent.
    const ways = [DEFAULT, '../pom.xml', '..', '../boms/bom0/pom.xml', '../nowhere/pom.xml', '../pom.xml'];
    for (const middle of ['mid0', 'mid1'])
      this.#put(
        middle,
        middle,
        element('packaging', 'pom'),
        this.#parent('root', this.#chance(0.1) && !revision ? '[1.0,2.0)' : version, this.#one(ways)),
        this.#chance(0.2) ? element('version', '2.2') : '',
        this.#properties(0.3),
        this.#chance(0.6) ? this.#management(0.3, this.#some(boms, 0.3)) : '',
        this.#dependencies(0.05, 0.5),
        this.#profiles(boms),
      );
    for (const middle of ['mid0', 'mid1'])
      this.#publish(
        middle,
        middle,
        this.#files.get(`${middle}/pom.xml`)?.includes('</parent><version>2.2<') === true ? '2.2' : version,
      );
    for (let index = 0; index < 9; index++) {
      const middle = this.#one(['mid0', 'mid1', 'root']);
      const direct = middle === 'root';
      this.#put(
        `${direct ? '' : `${middle}/`}s${index}`,
        `s${index}`,
        this.#parent(
          middle,
          !direct && (this.#files.get(`${middle}/pom.xml`)?.includes('<version>2.2</version><properties>') ?? false)
            ? '2.2'
            : version,
          this.#one(direct ? ways.slice(0, 3) : [DEFAULT, DEFAULT, '../pom.xml', '..']),
        ),
        this.#chance(0.3) ? element('version', this.#one(['3.0', '${v}'])) : '',
        this.#chance(0.15) ? element('groupId', 'org.other') : '',
        this.#properties(0.25),
        this.#chance(0.4) ? this.#management(0.3, this.#some(boms, 0.3)) : '',
        this.#dependencies(0.5, 0.6),
        this.#chance(0.5) ? this.#profiles(boms) : '',
      );
    }
    const config = this.#one(CONFIGS);
    if (config !== '') this.#files.set('.mvn/maven.config', config);
    return this.#files;
  }
}

const { values } = parseArgs({
  options: {
    to: { type: 'string' },
    repository: { type: 'string' },
    seeds: { type: 'string', default: '20' },
    first: { type: 'string', default: '1' },
  },
});
const { to, repository } = values;
if (to === undefined || repository === undefined)
  throw new Error('usage: npx tsx test/jvm/compare-trees.ts --to DIR --repository DIR');
for (let seed = Number(values.first); seed < Number(values.first) + Number(values.seeds); seed++) {
  const grower = new Grower(seed);
  const all = [
    ...[...grower.grow()].map(([path, text]) => [join(to, `t${seed}`, path), text] as const),
    ...[...grower.published].map(([path, text]) => [join(repository, path), text] as const),
  ];
  for (const [path, text] of all) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}
