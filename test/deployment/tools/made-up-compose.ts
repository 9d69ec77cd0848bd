import { Choices } from '../../random.ts';

/** A compose project at random: a base, maybe an override, files that it extends, includes or names in `.env`. */
export function madeUpProject(seed: number): ReadonlyMap<string, string> {
  return new Maker(new Choices(seed)).project();
}

const NAMES: readonly string[] = ['a', 'b', 'c', 'd'];

const ENVIRONMENTS: readonly string[] = [
  'TAG=v1\nHOSTPORT=5000\nCTX=api\nMODE=prod\nEMPTY=\n',
  `TAG="v 2" # c\nexport HOSTPORT=5001\nCTX=svc/one\nMODE='m'\nEMPTY=""\n`,
  'TAG=v3#x\nHOSTPORT=5002 # c\nCTX=${MODE:-web}\nMODE=$TAG\n',
  '# x\nHOSTPORT: 5003\nCTX = api\nTAG=a=b\nMODE="l1\nl2"\n',
  `TAG='v$HOSTPORT'\nHOSTPORT=5005\nCTX=./web\nMODE="x\${TAG}"\n`,
  'A="a\\tb\\$X"\nTAG="${A}" \nHOSTPORT=5009\nMODE=a\'b\nCTX=web\n',
  'TAG=x$$y\nMODE="\\"q\\""\nHOSTPORT=5010\r\nCTX=api\r\n',
  'HOSTPORT\nTAG=${NOPE:-d}${TAG}\nMODE=${TAG}z # c\nCTX=api # d\n',
];

const COMMANDS: readonly string[] = [
  'run --x',
  '["run", "--x", "a b"]',
  `"run 'a b' \\"c d\\""`,
  'sh -c "echo $$HOME ${TAG:-t}"',
  '["sh", "-c", "echo $$HOME ${MODE}"]',
  '[]',
  '""',
  '>\n      run\n      more',
];

const VOLUMES: readonly string[] = [
  './data:/data',
  'vol:/var/lib',
  '/anon',
  './x:/data:ro',
  '{type: bind, source: ./y, target: /y, read_only: true}',
  '{type: tmpfs, target: /tmp}',
  '{type: volume, source: vol, target: /v}',
  '${UNSET:-./d}:/d',
];

const DOCKERFILES: readonly string[] = [
  'Dockerfile.dev',
  'docker/Dockerfile',
  './Dockerfile',
  '../Dockerfile',
  'a/../D.${TAG:-x}',
];

class Maker {
  readonly #choices: Choices;
  readonly #files = new Map<string, string>();

  constructor(choices: Choices) {
    this.#choices = choices;
  }

  project(): ReadonlyMap<string, string> {
    const choices = this.#choices;
    const base = choices.one(['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml']);
    const names = NAMES.slice(0, 1 + choices.below(NAMES.length));
    const services = new Map(names.map((name) => [name, this.#service(false)]));
    const head: string[] = [];
    if (choices.chance(0.35)) {
      this.#put('common/base.yaml', [
        ['base', this.#service(false)],
        ['deep', ['extends: base', ...this.#service(true)]],
      ]);
      const extended = choices.one(['base', 'deep']);
      services.set(choices.one(names), [`extends: {file: common/base.yaml, service: ${extended}}`, ...this.#service(true)]);
    }
    if (choices.chance(0.25) && names.length > 1)
      services.set('b', [choices.one(['extends: a', 'extends: {service: a}']), ...this.#service(true)]);
    if (choices.chance(0.25)) head.push('include:', this.#included());
    this.#put(base, [...services], head);
    const layer = (): readonly (readonly [string, readonly string[]])[] =>
      names.flatMap((name) => (choices.chance(0.6) ? [[name, this.#service(true)] as const] : []));
    if (choices.chance(0.4)) this.#put(base.replace('.y', '.override.y'), [...layer(), ['extra', this.#service(false)]]);
    const environment = choices.chance(0.6) ? choices.one(ENVIRONMENTS) : '';
    const chosen = choices.chance(0.12) ? `COMPOSE_FILE=${base}:./more.yml\n` : '';
    if (chosen !== '') this.#put('more.yml', [...layer(), ['more', this.#service(false)]]);
    if (chosen !== '' || environment !== '') this.#files.set('.env', chosen + environment);
    for (const [directory, port] of [
      ['', 4100],
      ['common/', 4200],
      ['inc/', 4300],
    ] as const) {
      this.#files.set(`${directory}e.env`, `PORT=${port}\nFOO=file\n`);
      this.#files.set(`${directory}e2.env`, 'PORT=4105\n');
    }
    return this.#files;
  }

  #included(): string {
    this.#put('inc/compose.yaml', [['z', this.#service(false)]]);
    this.#put('inc/over.yaml', [['z', this.#service(true)]]);
    this.#files.set('inc/other.env', 'MODE=other\nHOSTPORT=6000\n');
    if (this.#choices.chance(0.5)) this.#files.set('inc/.env', 'TAG=inctag\nCTX=incctx\n');
    return this.#choices.one([
      '  - inc/compose.yaml',
      '  - {path: inc/compose.yaml, env_file: inc/other.env}',
      '  - {path: [inc/compose.yaml, inc/over.yaml]}',
      '  - {path: inc/compose.yaml, project_directory: .}',
    ]);
  }

  #put(path: string, services: readonly (readonly [string, readonly string[]])[], head: readonly string[] = []): void {
    const lines = services.flatMap(([name, own]) =>
      own.length === 0
        ? [`  ${name}: {}`]
        : [`  ${name}:`, ...own.flatMap((one) => one.split('\n').map((line) => `    ${line}`))],
    );
    this.#files.set(path, [...head, 'services:', ...lines, 'volumes: {vol: {}}', ''].join('\n'));
  }

  /** A text, or a variable in its place. */
  #value(plain: string, name: string): string {
    return this.#choices.one([
      plain,
      plain,
      plain,
      `\${${name}:-${plain}}`,
      `\${${name}-${plain}}`,
      `\${UNSET:-${plain}}`,
      `\${EMPTY:-${plain}}`,
      `\${UNSET:-\${${name}:-${plain}}}`,
      `x\${${name}:+${plain}}`,
    ]);
  }

  /** Lines of a service; `isLayer` where another file has the rest of it. */
  #service(isLayer: boolean): readonly string[] {
    const choices = this.#choices;
    const build = choices.chance(isLayer ? 0.35 : 0.75) ? this.#build(isLayer) : [];
    const image = `image: acme/${this.#value('img', 'MODE')}:${this.#value('latest', 'TAG')}`;
    const under = (share: number, key: string, least: number, most: number, item: () => string): readonly string[] =>
      choices.chance(share)
        ? [`${key}:${isLayer && choices.chance(0.1) ? ' !override' : ''}`, ...choices.several(least, most, () => `  - ${item()}`)]
        : [];
    const sometimes = (share: number, ...texts: readonly string[]): readonly string[] =>
      choices.chance(share) ? [choices.one(texts)] : [];
    const words = (share: number, key: string): readonly string[] =>
      sometimes(share, `${key}: ${isLayer && choices.chance(0.15) ? '!reset null' : choices.one(COMMANDS)}`);
    return [
      ...build,
      ...(build.length === 0 && !isLayer ? [image] : sometimes(0.3, image)),
      ...(isLayer && choices.chance(0.08) ? ['ports: !reset []'] : under(0.6, 'ports', 1, 3, () => this.#port())),
      ...under(0.25, 'expose', 1, 2, () => choices.one(['"9000"', '9001', '"9002/udp"', '"9003-9005"'])),
      ...words(0.35, 'command'),
      ...words(0.2, 'entrypoint'),
      ...(choices.chance(0.4) ? this.#environment() : []),
      ...sometimes(0.2, 'env_file: e.env', 'env_file: [e.env, {path: gone.env, required: false}]', 'env_file: [e.env, e2.env]'),
      ...sometimes(0.2, 'profiles: [a]', 'profiles: [a, b]', 'profiles: ["c"]'),
      ...sometimes(0.15, 'deploy: {replicas: 3}', 'scale: 2'),
      ...under(0.35, 'volumes', 1, 2, () => choices.one(VOLUMES)),
    ];
  }

  #build(isLayer: boolean): readonly string[] {
    const choices = this.#choices;
    const context = this.#value(choices.one(['api', 'web', 'svc/one', '.', '../x', './api/']), 'CTX');
    if (choices.chance(0.35)) return [`build: ${context}`];
    const args = choices.chance(0.5)
      ? [`    V: ${this.#value('1.2', 'TAG')}`, ...(choices.chance(0.4) ? ['    W:'] : [])]
      : [`    - V=${this.#value('2', 'TAG')}`, ...(choices.chance(0.4) ? ['    - TAG'] : [])];
    return [
      'build:',
      ...(choices.chance(isLayer ? 0.4 : 0.9) ? [`  context: ${context}`] : []),
      ...(choices.chance(0.4) ? [`  dockerfile: ${choices.one(DOCKERFILES)}`] : []),
      ...(choices.chance(0.3) ? [`  target: ${this.#value('dev', 'MODE')}`] : []),
      '  args:',
      ...args,
    ];
  }

  #environment(): readonly string[] {
    const choices = this.#choices;
    const port = choices.one(['4000', '4001', this.#value('4002', 'HOSTPORT')]);
    const isMap = choices.chance(0.5);
    return [
      'environment:',
      isMap ? `  FOO: ${this.#value('bar', 'TAG')}` : `  - FOO=${this.#value('bar', 'TAG')}`,
      ...(choices.chance(0.5) ? [isMap ? `  PORT: "${port}"` : `  - PORT=${port}`] : []),
      ...(choices.chance(0.2) ? [isMap ? '  TAG:' : '  - TAG'] : []),
    ];
  }

  #port(): string {
    const choices = this.#choices;
    const outside = 3000 + choices.below(50);
    const inside = 8000 + choices.below(20);
    const protocol = choices.one(['', '', '', '/tcp', '/udp']);
    return choices.one([
      `"${inside}${protocol}"`,
      `"${outside}:${inside}${protocol}"`,
      `${outside}:${inside}`,
      `"127.0.0.1:${outside}:${inside}${protocol}"`,
      `"0.0.0.0:${outside}:${inside}"`,
      `"127.0.0.1::${inside}"`,
      `"[::1]:${outside}:${inside}"`,
      `"${outside}-${outside + 2}:${inside}-${inside + 2}${protocol}"`,
      `"${outside}-${outside + 3}:${inside}"`,
      `{target: ${inside}}`,
      `{target: ${inside}, published: ${outside}}`,
      `{target: ${inside}, published: "${outside}", protocol: udp, mode: host}`,
      `{target: ${inside}, host_ip: 127.0.0.1, published: "${outside}"}`,
      `"${this.#value(String(outside), 'HOSTPORT').replace(/^x/, '')}:${inside}"`,
    ]);
  }
}
