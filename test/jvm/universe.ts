/** Invented Maven repositories: POMs that use much of what a POM can say, at random and again the same for the same seed. */
import { random } from '../random.ts';

export interface Universe {
  readonly group: string;
  /** Files of a repository by their paths. */
  readonly repository: ReadonlyMap<string, string>;
  /** POMs of services by their artifactIds. */
  readonly services: ReadonlyMap<string, string>;
}

const VERSIONS = ['1.0', '1.1', '2.0'];
const RANGES = ['[1.0,2.0)', '[1.1,)', '(,1.1]', '[2.0]', '[1.0,1.0],[2.0,)'];
const BOMS = ['bom0', 'bom1', 'bom2'];
/** What Maven asks of the machine, of its command line and of files, and what holds by default. */
const ACTIVATIONS = [
  '<activeByDefault>true</activeByDefault>',
  '<activeByDefault>TRUE</activeByDefault><jdk>1.4</jdk>',
  '<jdk>[11,)</jdk>',
  '<jdk>!1.8</jdk>',
  '<jdk>17</jdk><os><family>unix</family></os>',
  '<os><family>!windows</family></os>',
  '<os><family>windows</family></os>',
  '<property><name>!never</name></property>',
  '<property><name>never</name></property>',
  '<file><missing>nowhere</missing></file>',
  '<file><exists>nowhere</exists></file>',
];
const ARTIFACTS = 9;
const SERVICES = 40;

function element(name: string, ...content: readonly string[]): string {
  return `<${name}>${content.join('')}</${name}>`;
}

class Maker {
  readonly #next: () => number;
  readonly #group: string;

  constructor(seed: number) {
    this.#next = random(seed);
    this.#group = `u${seed}`;
  }

  #chance(share: number): boolean {
    return this.#next() < share;
  }

  #one<T>(items: readonly T[]): T {
    const item = items[Math.floor(this.#next() * items.length)];
    if (item === undefined) throw new Error('nothing to choose from');
    return item;
  }

  #name(): string {
    return `a${Math.floor(this.#next() * ARTIFACTS)}`;
  }

  #exclusion(): string {
    const group = this.#chance(0.8) ? this.#group : '*';
    const artifact = this.#chance(0.8) ? this.#name() : '*';
    return element('exclusion', element('groupId', group), element('artifactId', artifact));
  }

  #rest(): string {
    return [
      this.#chance(0.15) ? element('classifier', 'extra') : '',
      this.#chance(0.1) ? element('type', this.#one(['test-jar', 'war', 'zip', 'ejb'])) : '',
      this.#scope(),
      this.#chance(0.15) ? element('exclusions', this.#exclusion(), this.#chance(0.3) ? this.#exclusion() : '') : '',
    ].join('');
  }

  #scope(): string {
    if (this.#chance(0.01)) return `${element('scope', 'system')}${element('systemPath', '/bin/sh')}`;
    return this.#chance(0.45) ? element('scope', this.#one(['compile', 'runtime', 'runtime', 'provided', 'test'])) : '';
  }

  #dependency(name: string, version: string): string {
    return element(
      'dependency',
      element('groupId', this.#chance(0.1) ? '${project.groupId}' : this.#group),
      element('artifactId', name),
      element('version', version),
      this.#rest(),
      this.#chance(0.1) ? element('optional', this.#one(['true', 'TRUE', 'false'])) : '',
    );
  }

  #version(ranges: number): string {
    if (this.#chance(0.08)) return this.#one(['${v}', '${w}', '1.${z}']);
    return this.#chance(ranges) ? this.#one(RANGES) : this.#one(VERSIONS);
  }

  /** Each name once: what a duplicate means is not the question here. */
  #dependencies(count: number, ranges: number): string {
    const names = new Set(Array.from({ length: count }, () => this.#name()));
    return element('dependencies', ...[...names].map((name) => this.#dependency(name, this.#version(ranges))));
  }

  #management(
    count: number,
    imports: number,
    among: readonly string[] = this.#chance(0.5) ? ['bom0', 'bom2'] : ['bom1', 'bom2'],
  ): string {
    const names = new Set(Array.from({ length: count }, () => this.#name()));
    const own = [...names].map((name) => this.#dependency(name, this.#version(0)));
    const bom = (name: string) =>
      element(
        'dependency',
        element('groupId', this.#group),
        element('artifactId', name),
        element('version', '1.0'),
        element('type', 'pom'),
        element('scope', 'import'),
      );
    const boms = this.#chance(imports) ? among.map(bom) : [];
    return element('dependencyManagement', element('dependencies', ...own, ...boms));
  }

  /** What versions may refer to; a child may say otherwise. */
  #properties(): string {
    const versions = ['v', 'w'].map((name) => element(name, this.#one([...VERSIONS, '1.${z}'])));
    return element('properties', ...versions, element('z', this.#one(['0', '1'])));
  }

  #profiles(): string {
    const profile = (id: string): string =>
      element(
        'profile',
        element('id', id),
        element('activation', this.#one(ACTIVATIONS)),
        this.#chance(0.4) ? this.#properties() : '',
        this.#chance(0.4) ? this.#management(1, 0) : '',
        this.#chance(0.6) ? this.#dependencies(1, 0) : '',
      );
    return element('profiles', profile('one'), this.#chance(0.5) ? profile('two') : '');
  }

  #pom(artifact: string, version: string, packaging: string, ...content: readonly string[]): string {
    return element(
      'project',
      element('modelVersion', '4.0.0'),
      this.#properties(),
      this.#chance(0.15) ? this.#profiles() : '',
      ...content,
      element('groupId', this.#group),
      element('artifactId', artifact),
      element('version', version),
      element('packaging', packaging),
    );
  }

  #parent(): string {
    const coordinates = [element('groupId', this.#group), element('artifactId', this.#one(['parent0', 'parent1']))];
    return element('parent', ...coordinates, element('version', '1.0'), '<relativePath/>');
  }

  universe(url: string, ranges: number): Universe {
    const central = element('repositories', element('repository', element('id', 'central'), element('url', url)));
    const repository = new Map<string, string>();
    const put = (artifact: string, version: string, text: string): void => {
      repository.set(`${this.#group}/${artifact}/${version}/${artifact}-${version}.pom`, text);
    };
    for (const [index, bom] of BOMS.entries())
      put(bom, '1.0', this.#pom(bom, '1.0', 'pom', this.#management(3, 0.5, BOMS.slice(index + 1)), central));
    for (const parent of ['parent0', 'parent1'])
      put(
        parent,
        '1.0',
        this.#pom(parent, '1.0', 'pom', this.#management(2, 0.5), this.#dependencies(this.#chance(0.3) ? 1 : 0, 0)),
      );
    for (let index = 0; index < ARTIFACTS; index++) {
      const artifact = `a${index}`;
      for (const version of VERSIONS) put(artifact, version, this.#artifact(artifact, version, ranges));
      const listed = element('versions', ...VERSIONS.map((version) => element('version', version)));
      repository.set(`${this.#group}/${artifact}/maven-metadata.xml`, element('metadata', element('versioning', listed)));
    }
    const services = Array.from({ length: SERVICES }, (_, index): [string, string] => {
      const content = [
        this.#chance(0.3) ? this.#parent() : '',
        this.#dependencies(4, 2 * ranges),
        this.#chance(0.5) ? this.#management(3, 0.3) : '',
        central,
      ];
      return [`s${index}`, this.#pom(`s${index}`, '1', 'jar', ...content)];
    });
    return { group: this.#group, repository, services: new Map(services) };
  }

  #artifact(artifact: string, version: string, ranges: number): string {
    const moved = element('relocation', element('artifactId', this.#name()), this.#chance(0.5) ? element('version', '1.1') : '');
    return this.#pom(
      artifact,
      version,
      'jar',
      this.#chance(0.2) ? this.#parent() : '',
      this.#dependencies(Math.floor(this.#next() * 4), ranges),
      this.#chance(0.2) ? this.#management(2, 0.2) : '',
      this.#chance(0.04) ? element('distributionManagement', moved) : '',
    );
  }
}

/** `url` is where the services say that the repository is; `ranges` how many of the versions of artifacts are ranges. */
export function universe(seed: number, url: string, ranges = 0.06): Universe {
  return new Maker(seed).universe(url, ranges);
}
