import { describe, expect, it } from 'vitest';
import { Engine } from '../../analyzers/deployment/helm/evaluate.ts';
import { Refused } from '../../analyzers/deployment/helm/functions/refused.ts';
import { templateOf } from '../../analyzers/deployment/helm/parser.ts';
import { valueFrom } from '../../analyzers/deployment/helm/values.ts';
import { parseYaml } from '../../src/formats/yaml/yaml.ts';
import { assembled, type Files, type Told, told } from './project.ts';
import { REFUSED, RENDERED, VALUES } from './tools/templates.ts';

function rendered(template: string): string {
  const { problem, ...parsed } = templateOf(template);
  if (problem !== undefined) throw new Refused(problem.message);
  const values = valueFrom(parseYaml(VALUES).documents[0]);
  return new Engine(parsed.defines).render(parsed, new Map([['Values', values]])).text;
}

describe('templates', () => {
  it.each(RENDERED)('%s', (template, text) => {
    expect(rendered(template)).toBe(text);
  });

  it.each(REFUSED)('%s is refused', (template) => {
    expect(() => rendered(template)).toThrow(Refused);
  });
});

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}-{{ .Chart.Name }}
spec:
  replicas: {{ .Values.replicas }}
  template:
    spec:
      containers:
        - name: main
          image: "{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}"
          {{- with .Values.args }}
          args:
            {{- toYaml . | nindent 12 }}
          {{- end }}
          ports:
            - containerPort: {{ .Values.port }}
`;
const VALUES_OF_CART = 'replicas: 3\nimage: { repository: example.org/team/cart }\nport: 8080\nargs: [serve]\n';
const CHART = (name: string, more = ''): string => `apiVersion: v2\nname: ${name}\nversion: 1.0.0\nappVersion: "2.1"\n${more}`;
const CART: Files = {
  'chart/Chart.yaml': CHART('cart'),
  'chart/values.yaml': VALUES_OF_CART,
  'chart/templates/deployment.yaml': DEPLOYMENT,
};
const below = (directory: string, files: Files): Files =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [path.replace(/^chart/, directory), text]));

const CHARTS: Readonly<Record<string, readonly [Files, Told]>> = {
  'a chart whose values are those of its releases: production counts': [
    {
      'chart/Chart.yaml': CHART('cart'),
      'chart/values-dev.yaml': 'replicas: 1\nimage: { repository: example.org/dev/cart }\nport: 9000\n',
      'chart/values-prod.yaml': VALUES_OF_CART,
      'chart/templates/deployment.yaml': DEPLOYMENT,
    },
    { demands: ['port:8080/tcp listens @17'], runs: ['cart [serve] 8080/tcp x3 @14'], diagnostics: [] },
  ],
  'values of a release are laid over those of the chart, where these leave something open': [
    {
      'chart/Chart.yaml': CHART('cart'),
      'chart/values.yaml': 'replicas: 2\nport: 8081\n',
      'chart/values/staging.yaml': 'image: { repository: example.org/team/cart }\n',
      'chart/templates/deployment.yaml': DEPLOYMENT,
      // Its own say all of it.
      'whole/Chart.yaml': CHART('shop'),
      'whole/values.yaml': VALUES_OF_CART,
      'whole/values.production.yaml': 'port: 9999\n',
      'whole/templates/deployment.yaml': DEPLOYMENT,
    },
    { demands: ['port:8080/tcp listens @17', 'port:8081/tcp listens @17'], diagnostics: [] },
  ],
  'a chart with its own values': [
    CART,
    {
      demands: ['port:8080/tcp listens @17'],
      runs: ['cart [serve] 8080/tcp x3 @14'],
      joins: ['chart/templates/deployment.yaml → - - cart'],
      diagnostics: [],
    },
  ],
  'named templates of another file, for a whole workload': [
    {
      ...CART,
      'chart/templates/_all.tpl': `{{ define "cart.workload" }}${DEPLOYMENT}{{ end }}`,
      'chart/templates/deployment.yaml': '{{ include "cart.workload" . }}\n',
    },
    { demands: ['port:8080/tcp listens @1'], runs: ['cart [serve] 8080/tcp x3 @1'], diagnostics: [] },
  ],
  'a chart that another one brings has the values that it is given': [
    {
      'shop/Chart.yaml': CHART('shop', 'dependencies:\n  - { name: cart, version: 1.x, condition: cart.enabled }\n'),
      'shop/values.yaml': 'cart: { port: 9090, args: null }\n',
      ...below('shop/charts/cart', CART),
    },
    { demands: ['port:9090/tcp listens @17'], runs: ['cart 9090/tcp x3 @10'] },
  ],
  'one that lies elsewhere, under another name': [
    {
      'shop/Chart.yaml': CHART(
        'shop',
        'dependencies:\n  - { name: cart, alias: basket, version: 1.x, repository: "file://../cart" }\n',
      ),
      'shop/values.yaml': 'basket: { port: 7070 }\n',
      ...below('cart', CART),
    },
    { demands: ['port:7070/tcp listens @17'], joins: ['cart/templates/deployment.yaml → - - cart'] },
  ],
  'one that is switched off': [
    {
      'shop/Chart.yaml': CHART('shop', 'dependencies:\n  - { name: cart, version: 1.x, condition: cart.enabled }\n'),
      'shop/values.yaml': 'cart: { enabled: false }\n',
      ...below('shop/charts/cart', CART),
    },
    { demands: [], joins: [], diagnostics: [] },
  ],
  'a library of templates deploys nothing': [
    { ...CART, 'chart/Chart.yaml': CHART('cart', 'type: library\n') },
    { demands: [], joins: [], diagnostics: [] },
  ],
  'what only a release says is told': [
    { ...CART, 'chart/templates/deployment.yaml': DEPLOYMENT.replace('.Values.port', 'required "a port" .Values.web.port') },
    { demands: [], diagnostics: ['kubernetes/templated chart/templates/deployment.yaml:17'] },
  ],
  'what a release has to say leaves the rest known': [
    {
      ...CART,
      'chart/templates/deployment.yaml': DEPLOYMENT.replace('spec:', 'spec:\n  # {{ required "a key" .Values.key }}'),
    },
    { demands: ['port:8080/tcp listens @18'], diagnostics: ['kubernetes/templated chart/templates/deployment.yaml:6'] },
  ],
  'values of a chart that lies elsewhere are its own': [
    {
      ...CART,
      'chart/Chart.yaml': CHART('cart', 'dependencies: [{ name: postgres, repository: "https://charts.example.org" }]\n'),
      'chart/templates/deployment.yaml': DEPLOYMENT.replace(
        'spec:',
        'spec:\n  # {{ .Values.postgres.service.port }}{{ if .Values.postgres.off }}off{{ end }}',
      ),
    },
    { demands: ['port:8080/tcp listens @18'], diagnostics: ['kubernetes/templated chart/templates/deployment.yaml:6'] },
  ],
  'a template that does not parse is told by its line': [
    { ...CART, 'chart/templates/deployment.yaml': DEPLOYMENT.replace('{{- end }}', '') },
    { demands: [], diagnostics: ['kubernetes/templated chart/templates/deployment.yaml:12'] },
  ],
  'tests of a release are nobody': [
    {
      ...CART,
      'chart/templates/test.yaml':
        'apiVersion: v1\nkind: Pod\nmetadata: { name: t, annotations: { "helm.sh/hook": test } }\nspec: { containers: [{ name: t, image: own/t, ports: [{ containerPort: 1 }] }] }\n',
    },
    { demands: ['port:8080/tcp listens @17'] },
  ],
  'files of the chart': [
    {
      ...CART,
      'chart/files/port.txt': '6060',
      'chart/templates/deployment.yaml': DEPLOYMENT.replace('.Values.port', '.Files.Get "files/port.txt"'),
    },
    { demands: ['port:6060/tcp listens @17'] },
  ],
  'templates that call each other without an end': [
    {
      ...CART,
      'chart/templates/_loop.tpl': '{{ define "loop" }}{{ include "loop" . }}{{ end }}',
      'chart/templates/deployment.yaml': DEPLOYMENT.replace('.Values.port', 'include "loop" .'),
    },
    { demands: [], diagnostics: ['kubernetes/templated chart/templates/deployment.yaml:17'] },
  ],
  'charts that bring each other': [
    {
      ...below('a', { ...CART, 'chart/Chart.yaml': CHART('a', 'dependencies:\n  - { name: b, repository: "file://../b" }\n') }),
      'b/Chart.yaml': CHART('b', 'dependencies:\n  - { name: a, repository: "file://../a" }\n'),
    },
    { demands: [], diagnostics: [] },
  ],
};

describe('charts', () => {
  it.each(Object.entries(CHARTS))('%s', (_, [files, expected]) => {
    expect(told(assembled(files), expected)).toEqual(expected);
  });

  it.each([
    ['a map within itself', '{{ $d := dict }}{{ $_ := set $d "a" $d }}{{ toYaml $d }}'],
    ['a list of lists of lists', `{{ $x := list 1 }}${'{{ $x = list $x $x }}'.repeat(60)}{{ $x }}`],
    ['maps merged without an end', `{{ $x := dict "a" 1 }}${'{{ $x = dict "a" $x "b" $x }}'.repeat(60)}{{ merge (dict) $x }}`],
    ['a number beyond all', '{{ mul 1e300 1e300 }}'],
    ['no pattern', '{{ regexMatch "[z-a]" "x" }}{{ .Files.Glob "{a" }}{{ fail "end" }}'],
  ])('survives %s', (_, code) => {
    const { deployments, diagnostics } = assembled({ ...CART, 'chart/templates/deployment.yaml': `${code}\n${DEPLOYMENT}` });
    expect(deployments.length).toBeLessThan(2);
    expect(diagnostics.map(({ code: told }) => told)).toEqual(['kubernetes/templated']);
  });

  it('reads some of the charts that bring each other many times over', () => {
    const names = Array.from({ length: 30 }, (_, index) => `c${index}`);
    const twice = (next: string | undefined): string =>
      next === undefined
        ? ''
        : `dependencies:\n${['x', 'y'].map((alias) => `  - { name: ${next}, alias: ${alias}, repository: "file://../${next}" }\n`).join('')}`;
    const files = Object.fromEntries(names.map((name, index) => [`${name}/Chart.yaml`, CHART(name, twice(names[index + 1]))]));
    const { diagnostics } = assembled(files);
    expect(diagnostics.map(({ code, file }) => `${code} ${file}`)).toContain('kubernetes/templated c0/Chart.yaml');
  });

  it('ends soon where a template would go on', () => {
    const endless = DEPLOYMENT.replace(
      '.Values.port',
      'range until 10000 }}{{ range until 10000 }}x{{ end }}{{ end }}{{ print 1',
    );
    const { deployments, diagnostics } = assembled({ ...CART, 'chart/templates/deployment.yaml': endless });
    expect(deployments).toEqual([]);
    expect(diagnostics.map(({ message }) => message)).toEqual([expect.stringContaining('it takes longer than any chart')]);
  });
});
