import { Choices } from '../../random.ts';

/** A base, an overlay for production in `overlays/production` and maybe a component, at random. */
export function madeUpKustomization(seed: number): ReadonlyMap<string, string> {
  return new Maker(new Choices(seed)).tree();
}

interface Workload {
  readonly name: string;
  readonly kind: string;
  readonly api: string;
  /** Of its pods' specification, as JSON Patch writes it. */
  readonly pod: string;
}

class Maker {
  readonly #choices: Choices;
  readonly #files = new Map<string, string>();

  constructor(choices: Choices) {
    this.#choices = choices;
  }

  tree(): ReadonlyMap<string, string> {
    const choices = this.#choices;
    const workloads = ['api', 'web', 'job'].slice(0, 1 + choices.below(3)).map((name): Workload => {
      const kind = choices.one(['Deployment', 'Deployment', 'StatefulSet', 'DaemonSet', 'CronJob']);
      const isJob = kind === 'CronJob';
      const pod = isJob ? '/spec/jobTemplate/spec/template/spec' : '/spec/template/spec';
      return { name, kind, api: isJob ? 'batch/v1' : 'apps/v1', pod };
    });
    for (const workload of workloads) this.#files.set(`base/${workload.name}.yaml`, this.#object(workload));
    const resources = workloads.map(({ name }) => `- ${name}.yaml`);
    this.#put('base', ['resources:', ...resources, ...this.#changes('base', choices.below(2), workloads)]);
    const hasComponent = choices.chance(0.25);
    if (hasComponent)
      this.#put('part', [
        'apiVersion: kustomize.config.k8s.io/v1alpha1',
        'kind: Component',
        ...this.#changes('part', 1, workloads),
      ]);
    this.#put('overlays/production', [
      'resources: [../../base]',
      ...(hasComponent ? ['components: [../../part]'] : []),
      ...this.#changes('overlays/production', 1 + choices.below(3), workloads),
    ]);
    return this.#files;
  }

  #put(directory: string, lines: readonly string[]): void {
    this.#files.set(`${directory}/kustomization.yaml`, `${lines.join('\n')}\n`);
  }

  #object({ name, kind, api }: Workload): string {
    const choices = this.#choices;
    const pod = [
      'containers:',
      `- ${this.#container('main')}`,
      ...(choices.chance(0.3) ? [`- ${this.#container('side')}`] : []),
      ...(choices.chance(0.15) ? ['hostNetwork: true'] : []),
      ...(kind === 'CronJob' ? ['restartPolicy: Never'] : []),
    ];
    const template = ['template:', `  metadata: {labels: {app: ${name}}}`, '  spec:', ...indented(pod, 4)];
    const count = kind !== 'DaemonSet' && choices.chance(0.5) ? [`replicas: ${1 + choices.below(3)}`] : [];
    const spec =
      kind === 'CronJob'
        ? ['schedule: "0 * * * *"', 'jobTemplate:', '  spec:', ...indented(template, 4)]
        : [...count, `selector: {matchLabels: {app: ${name}}}`, ...template];
    const labels = `labels: {app: ${name}, tier: ${choices.one(['web', 'back'])}}`;
    return document([
      `apiVersion: ${api}`,
      `kind: ${kind}`,
      `metadata: {name: ${name}, ${labels}}`,
      'spec:',
      ...indented(spec, 2),
    ]);
  }

  #container(name: string): string {
    const choices = this.#choices;
    const parts = [
      `name: ${name}, image: ${choices.one(['acme/api:1', 'acme/web', 'acme/x/job:2'])}`,
      `ports: [{containerPort: ${8000 + choices.below(8)}}, {containerPort: ${8010 + choices.below(8)}, hostPort: ${9000 + choices.below(5)}}]`,
      'command: [run]',
      `args: [${choices.one(['--port=7001', 'x', '"--listen", ":7002"'])}]`,
      `env: [{name: PORT, value: "${choices.one(['7100', 'g'])}"}, {name: FOO, value: x}]`,
      'resources: {limits: {memory: 128Mi}}',
    ];
    return `{${parts.filter((_, index) => index === 0 || choices.chance(0.4)).join(', ')}}`;
  }

  #changes(directory: string, count: number, workloads: readonly Workload[]): readonly string[] {
    const choices = this.#choices;
    const fields = new Map<string, string[]>();
    const add = (field: string, text: string): void => {
      fields.set(field, [...(fields.get(field) ?? []), text]);
    };
    for (let index = 0; index < count; index++) {
      const on = choices.one(workloads);
      const file = `change${index}.yaml`;
      const merge = this.#merge(on);
      const operations = this.#operations(on);
      const { name, kind, api } = on;
      const target = choices.one([
        `{kind: ${kind}, name: ${name}}`,
        `{name: ${name}}`,
        `{labelSelector: "app=${name}"}`,
        `{labelSelector: "tier in (web),app"}`,
        `{name: "${name.charAt(0)}.*", kind: ${kind}}`,
      ]);
      const isCounted = kind === 'Deployment' || kind === 'StatefulSet';
      const [group = ''] = api.split('/');
      const named = (field: string, text: string, entry: string) => (): void => {
        this.#files.set(`${directory}/${file}`, text);
        add(field, entry);
      };
      choices.one([
        () => add('patches', `- patch: |-\n${indented(merge.trimEnd().split('\n'), 4).join('\n')}`),
        named('patches', merge, `- path: ${file}`),
        named('patchesStrategicMerge', merge, `- ${file}`),
        () => add('patches', `- target: ${target}\n  patch: |-\n${indented(operations, 4).join('\n')}`),
        named(
          'patchesJson6902',
          `${operations.join('\n')}\n`,
          `- target: {group: ${group}, version: v1, kind: ${kind}, name: ${name}}\n  path: ${file}`,
        ),
        () =>
          add(
            'images',
            choices.one(['- {name: acme/api, newName: acme/other}', '- {name: acme/web, newName: acme/w, newTag: v3}']),
          ),
        () => (isCounted ? add('replicas', `- {name: ${name}, count: 5}`) : undefined),
      ])();
    }
    return [...fields].flatMap(([field, entries]) => [`${field}:`, ...new Set(entries)]);
  }

  #merge({ name, kind, api }: Workload): string {
    const choices = this.#choices;
    const head = [`apiVersion: ${api}`, `kind: ${kind}`, `metadata: {name: ${name}}`];
    if (choices.chance(0.08)) return document([...head, '$patch: delete']);
    // None that are new to the object: kustomize puts those first, we put them last, and operations count places.
    const containers = choices.one([
      ['- {name: main, image: acme/patched:9}'],
      ['- {name: main, ports: [{containerPort: 8001, hostPort: 9100}, {containerPort: 8300}]}'],
      ['- {name: main, env: [{name: PORT, value: "7200"}, {name: NEW, value: "1"}]}'],
      ['- {name: main, env: [{name: PORT, $patch: delete}]}'],
      ['- {name: main, command: [patched], args: null}'],
      ['- {name: main, resources: {limits: {memory: 2Gi}}}'],
      ['- {name: side, $patch: delete}'],
    ]);
    const template = ['template:', '  spec:', '    containers:', ...indented(containers, 4)];
    const isCounted = kind === 'Deployment' || kind === 'StatefulSet';
    const spec =
      kind === 'CronJob'
        ? ['jobTemplate:', '  spec:', ...indented(template, 4)]
        : [...(isCounted && choices.chance(0.3) ? ['replicas: 7'] : []), ...template];
    return document([...head, 'spec:', ...indented(spec, 2)]);
  }

  #operations({ pod }: Workload): readonly string[] {
    return this.#choices.one([
      [`- {op: replace, path: ${pod}/containers/0/image, value: "acme/patched:1"}`],
      [`- {op: add, path: ${pod}/containers/0/ports, value: [{containerPort: 8600}]}`],
      [`- {op: add, path: ${pod}/containers/-, value: {name: added, image: "acme/added:1"}}`],
      [`- {op: add, path: ${pod}/containers/0/command, value: [patched]}`, `- {op: add, path: ${pod}/hostNetwork, value: true}`],
      [`- {op: test, path: ${pod}/containers/0/name, value: main}`, `- {op: add, path: ${pod}/containers/0/args, value: [x]}`],
    ]);
  }
}

function indented(lines: readonly string[], by: number): readonly string[] {
  return lines.map((line) => ' '.repeat(by) + line);
}

function document(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}
