import { Choices } from '../../random.ts';

export interface MadeUpDockerfile {
  readonly text: string;
  readonly args: Readonly<Record<string, string>>;
}

/** A Dockerfile at random: stages on stages, variables with quotes and patterns, here-documents. */
export function madeUpDockerfile(seed: number): MadeUpDockerfile {
  return new Maker(new Choices(seed)).dockerfile();
}

const NAMES: readonly string[] = ['A', 'B', 'C', 'V'];

const BEFORE: readonly string[] = [
  'ARG V=1.2',
  'ARG V="4 5"',
  "ARG V='6'",
  'ARG V',
  'ARG A=${V:-y}',
  'ARG A=1 B=2',
  'ARG BASE=img',
];

const EXPOSED: readonly string[] = [
  '80',
  '8080/tcp',
  '53/udp 54/UDP',
  '7000-7003',
  '${P:-9090}',
  '"81"',
  "'83'",
  '${V:-82}/tcp',
  '$V',
];

const COMMANDS: readonly string[] = [
  'run me',
  '["run", "me"]',
  '["a b", "c\\"d"]',
  'sh -c "x y"',
  '[]',
  '["run",]',
  '[ "run" , "x" ]',
  '["run", \\\n "me"]',
  'run \\\n  it # not',
  '["$A"]',
];

const OTHERS: readonly string[] = [
  'RUN <<EOF\nCMD nope\nEXPOSE 1\nEOF',
  "RUN <<-'E2' cat\n\tENV X=1\n\tE2",
  'COPY <<A <<B /x/\nFROM nope\nA\nEXPOSE 2\nB',
  'RUN echo "<<EOF"',
  'RUN cat <<<EOF',
  'RUN a \\\n && b',
  'RUN --mount=type=cache,target=/x a',
  'ONBUILD EXPOSE 99',
  'ONBUILD ENV B=onb',
  'ONBUILD CMD ["onb"]',
  'HEALTHCHECK --interval=5s CMD ["x"]',
  'LABEL a=b',
  'USER 1000',
  'WORKDIR /w',
];

class Maker {
  readonly #choices: Choices;

  constructor(choices: Choices) {
    this.#choices = choices;
  }

  dockerfile(): MadeUpDockerfile {
    const choices = this.#choices;
    const lines = [...(choices.chance(0.2) ? ['# comment', ''] : []), ...choices.several(0, 2, () => choices.one(BEFORE))];
    const named: string[] = [];
    for (let stage = 0; stage <= choices.below(3); stage++) {
      const image = choices.one([`img${stage}:1`, `img${stage}:$V`, 'img:${V:-9}', '${BASE:-base}:2', 'scratch', '"q:1"']);
      const from = named.length > 0 && choices.chance(0.5) ? choices.one(named) : image;
      const name = choices.chance(0.7) ? `${choices.one(['s', 'T'])}${stage}` : undefined;
      lines.push(
        `${choices.one(['FROM', 'FROM', 'from'])} ${from}${name === undefined ? '' : ` ${choices.one(['AS', 'as'])} ${name}`}`,
      );
      lines.push(...choices.several(1, 6, () => this.#instruction()));
      if (name !== undefined) named.push(name);
    }
    const args = NAMES.flatMap((name) => (choices.chance(0.15) ? [[name, choices.one(['given', '7', 'x y'])] as const] : []));
    return { text: `${lines.join('\n')}\n`, args: Object.fromEntries(args) };
  }

  #instruction(): string {
    const choices = this.#choices;
    const name = choices.one(NAMES);
    return choices.one([
      `ENV ${name}=${this.#value()}`,
      `ENV ${name}=${this.#value()} ${choices.one(NAMES)}=${this.#value()}`,
      `ENV ${name} ${this.#value()} more words`,
      `ENV ${name}=1 \\\n # comment\n\n    ${choices.one(NAMES)}=${this.#value()}`,
      `ARG ${name}`,
      `ARG ${name}=${this.#value()}`,
      `EXPOSE ${choices.one(EXPOSED)}`,
      `EXPOSE ${choices.one(EXPOSED)}`,
      `CMD ${choices.one(COMMANDS)}`,
      `CMD ${choices.one(COMMANDS)}`,
      `ENTRYPOINT ${choices.one(['start it', '["start"]', '["start", "-x"]', '[]', 'exec start'])}`,
      `VOLUME ${choices.one(['/data', '["/data", "/x y"]', '/a /b', '"/q"'])}`,
      choices.one(OTHERS),
    ]);
  }

  #value(): string {
    const plain = this.#choices.one(['1', 'v1.2', 'a-b', '', '/x/y', 'é']);
    const filled = this.#variable();
    return this.#choices.one([
      plain,
      `"${plain} z"`,
      `'${plain} z'`,
      `${plain}${filled}`,
      `"${filled} w"`,
      `'${filled}'`,
      'a\\ b',
      '"a\\"b"',
      '"a\\\\b"',
      'x"y z"w',
      `'it'"'"'s'`,
      `"\\${plain}"`,
    ]);
  }

  #variable(): string {
    const name = this.#choices.one(NAMES);
    const uses = ['', ':-d', '-e', ':+p', ':-${V}', ':-"q r"', '#v', '%.*', '/1/x', '##*.', '//./-'];
    return this.#choices.one([`$${name}`, `\\$${name}`, ...uses.map((use) => `\${${name}${use}}`)]);
  }
}
