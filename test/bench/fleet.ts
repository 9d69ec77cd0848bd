/**
 * An invented fleet of `count` services, the four ecosystems in turn, four manifests each in the mean:
 * files by path. The same count gives the same fleet.
 */
export function benchFleet(count: number): Readonly<Record<string, string>> {
  const random = generator(20_261_125);
  const files: Record<string, string> = { 'go/go.work': goWork(count) };
  for (let index = 0; index < count; index++) {
    const kind = KINDS[index % KINDS.length];
    if (kind !== undefined) Object.assign(files, kind(index, random));
  }
  return files;
}

type Random = (below: number) => number;
type Kind = (index: number, random: Random) => Readonly<Record<string, string>>;

/** Park and Miller's minimal standard generator: small, and the same everywhere. */
function generator(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

function times<T>(count: number, make: (index: number) => T): readonly T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

const PYTHON_NAMES = times(150, (index) => `lib-${index}`);

function python(index: number, random: Random): Readonly<Record<string, string>> {
  const home = `python/svc-${index}`;
  const line = (name: string): string => `${name}>=${1 + random(3)}.${random(9)},<${5 + random(3)}`;
  const chosen = times(12, () => PYTHON_NAMES[random(PYTHON_NAMES.length)] ?? 'lib-0');
  const pins = chosen.map((name) => `${name}==${4}.${random(3)}.${random(9)}`);
  return {
    [`${home}/pyproject.toml`]: `[project]\nname = "svc-${index}"\nversion = "1.0"\nrequires-python = ">=3.${8 + random(4)}"\ndependencies = [\n${chosen
      .slice(0, 8)
      .map((name) => `  "${line(name)}",`)
      .join('\n')}\n]\n`,
    [`${home}/requirements.in`]: `${chosen.slice(8).map(line).join('\n')}\n`,
    [`${home}/requirements-dev.txt`]: 'pytest>=8\nruff\n',
    [`${home}/requirements.lock.txt`]: `${pins.join('\n')}\n`,
    [`${home}/Dockerfile`]: `FROM python:3.${11 + random(2)}-slim\nEXPOSE ${8000 + random(400)}\nCMD ["python", "-m", "svc"]\n`,
  };
}

function npm(index: number, random: Random): Readonly<Record<string, string>> {
  const home = `npm/svc-${index}`;
  const range = (): string => `^${1 + random(2)}.${random(9)}.${random(20)}`;
  const deps = Object.fromEntries(times(13, () => [`pkg-${random(160)}`, range()]));
  const packages = Object.fromEntries(
    Object.keys(deps).map((name) => [`node_modules/${name}`, { version: `1.9.${random(9)}`, integrity: `sha512-${name}` }]),
  );
  return {
    [`${home}/package.json`]: JSON.stringify(
      { name: `svc-${index}`, version: '1.0.0', private: true, engines: { node: `>=${16 + 2 * random(3)}` }, dependencies: deps },
      null,
      2,
    ),
    [`${home}/package-lock.json`]: JSON.stringify(
      { name: `svc-${index}`, lockfileVersion: 3, packages: { '': { dependencies: deps }, ...packages } },
      null,
      2,
    ),
    [`${home}/.nvmrc`]: '20\n',
    [`${home}/compose.yaml`]: `services:\n  svc-${index}:\n    build: .\n    ports: ["${9000 + random(400)}:3000"]\n`,
  };
}

function maven(index: number, random: Random): Readonly<Record<string, string>> {
  const home = `jvm/svc-${index}`;
  const dependency = (): string =>
    `    <dependency>\n      <groupId>org.example.g${random(30)}</groupId>\n      <artifactId>lib-${random(9)}</artifactId>\n      <version>${1 + random(3)}.${random(9)}</version>\n    </dependency>\n`;
  const pom = (name: string, packaging: string, body: string): string =>
    `<project xmlns="http://maven.apache.org/POM/4.0.0">\n  <modelVersion>4.0.0</modelVersion>\n  <groupId>org.example</groupId>\n  <artifactId>${name}</artifactId>\n  <version>1.0</version>\n  <packaging>${packaging}</packaging>\n  <properties>\n    <maven.compiler.release>${17 + 4 * random(2)}</maven.compiler.release>\n  </properties>\n${body}</project>\n`;
  return {
    [`${home}/pom.xml`]: pom(
      `svc-${index}`,
      'pom',
      '  <modules>\n    <module>app</module>\n    <module>core</module>\n  </modules>\n',
    ),
    [`${home}/app/pom.xml`]: pom(`app-${index}`, 'jar', `  <dependencies>\n${times(10, dependency).join('')}  </dependencies>\n`),
    [`${home}/core/pom.xml`]: pom(
      `core-${index}`,
      'jar',
      `  <dependencies>\n${times(5, dependency).join('')}  </dependencies>\n`,
    ),
    [`${home}/app/Dockerfile`]: `FROM eclipse-temurin:21-jre\nEXPOSE ${7000 + random(400)}\nCMD ["java", "-jar", "app.jar"]\n`,
  };
}

function go(index: number, random: Random): Readonly<Record<string, string>> {
  const home = `go/svc-${index}`;
  const modules = times(15, () => `example.org/mod${random(120)} v1.${random(20)}.${random(9)}`);
  const unique = [...new Map(modules.map((line) => [line.split(' ')[0], line])).values()];
  return {
    [`${home}/go.mod`]: `module example.org/svc-${index}\n\ngo 1.2${1 + random(4)}\n\nrequire (\n${unique.map((line) => `\t${line}`).join('\n')}\n)\n`,
    [`${home}/go.sum`]: unique.map((line) => `${line} h1:${'a'.repeat(43)}=\n${line}/go.mod h1:${'b'.repeat(43)}=\n`).join(''),
    [`${home}/main.go`]: 'package main\n\nfunc main() {}\n',
    [`${home}/deployment.yaml`]: `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: svc-${index}\nspec:\n  template:\n    spec:\n      containers:\n        - name: svc-${index}\n          image: svc-${index}:1\n          ports:\n            - containerPort: ${6000 + random(400)}\n`,
  };
}

function goWork(count: number): string {
  const members = times(count, (index) => index).filter((index) => index % KINDS.length === KINDS.indexOf(go));
  return `go 1.25\n\nuse (\n${members.map((index) => `\t./svc-${index}`).join('\n')}\n)\n`;
}

const KINDS: readonly Kind[] = [python, npm, maven, go];
