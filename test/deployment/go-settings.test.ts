import { describe, expect, it } from 'vitest';
import { assembled, type Files, told } from './project.ts';

const gomod = (...required: readonly string[]): string =>
  ['module example.com/shop', '', 'go 1.22', '', 'require (', ...required.map((one) => `\t${one}`), ')', ''].join('\n');

const ZERO = gomod('github.com/zeromicro/go-zero v1.7.0');
const KRATOS = gomod('github.com/go-kratos/kratos/v2 v2.8.0');
const FRAME = gomod('github.com/gogf/gf/v2 v2.7.0');
const BEEGO = gomod('github.com/beego/beego/v2 v2.3.0');
const KITEX = gomod('github.com/cloudwego/kitex v0.11.0');
const VIPER = gomod('github.com/spf13/viper v1.19.0', 'github.com/gin-gonic/gin v1.10.0');

const SERVES = 'package main\n\nfunc main() {\n\thttp.ListenAndServe(cfg.Addr, nil)\n}\n';

const CASES: Readonly<Record<string, readonly [files: Files, demands: readonly string[]]>> = {
  'go-zero: an API and an RPC server, not what they ask': [
    {
      'go.mod': ZERO,
      'api/etc/shop-api.yaml':
        'Name: shop-api\nHost: 0.0.0.0\nPort: 8888\nCache:\n  - Host: redis:6379\nUpstream:\n  Port: 9999\n',
      'rpc/etc/shop.yaml': 'Name: shop.rpc\nListenOn: 0.0.0.0:8080\nEtcd:\n  Hosts:\n    - 127.0.0.1:2379\n',
    },
    ['port:8080/tcp listens @2', 'port:8888/tcp listens @3'],
  ],
  'JSON: of go-zero, of Kratos, and what Viper reads': [
    {
      'a/go.mod': ZERO,
      'a/etc/a.json': '{\n  "Name": "a",\n  "Port": 8001,\n  "Upstreams": [{ "Port": 1 }]\n}\n',
      'b/go.mod': KRATOS,
      'b/configs/config.json': '{ "server": { "http": { "addr": "0.0.0.0:8002" } } }',
      'c/go.mod': VIPER,
      'c/config.json': '{\n  "server": {\n    "port": "8003"\n  },\n  "database": { "port": 5432 }\n}\n',
    },
    ['port:8001/tcp listens @3', 'port:8002/tcp listens @1', 'port:8003/tcp listens @3'],
  ],
  'go-zero: variants beside the file that is read, and a variable without a default': [
    {
      'a/go.mod': ZERO,
      'a/etc/a.yaml': 'Port: 8001\n',
      'a/etc/a-pod.yaml': 'Port: 8002\n',
      'a/etc/a.dev.yaml': 'Port: 8003\n',
      'b/go.mod': ZERO,
      'b/etc/b.yaml': 'Port: ${PORT}\n',
    },
    ['port:8001/tcp listens @1'],
  ],
  'Kratos: servers, with defaults of variables; port 0 is a free one': [
    {
      'a/go.mod': KRATOS,
      'a/configs/config.yaml':
        'server:\n  http:\n    addr: "${HTTP_ADDR:0.0.0.0:8000}"\n  grpc:\n    addr: 0.0.0.0:9000\ndata:\n  redis:\n    addr: 127.0.0.1:6379\n',
      'b/go.mod': KRATOS,
      'b/configs/config.yaml': 'server:\n  http:\n    addr: 0.0.0.0:0\n',
    },
    ['port:8000/tcp listens HTTP_ADDR @3', 'port:9000/tcp listens @5'],
  ],
  'GoFrame: YAML and TOML, several addresses': [
    {
      'a/go.mod': FRAME,
      'a/manifest/config/config.yaml': 'server:\n  address: ":8000,:8001"\n',
      'b/go.mod': FRAME,
      'b/config/config.toml': '[server]\n    Address = ":8100" # all\n[redis]\n    address = "127.0.0.1:6379"\n',
    },
    ['port:8000/tcp listens @2', 'port:8001/tcp listens @2', 'port:8100/tcp listens @2'],
  ],
  'Beego: what no run mode has for itself': [
    {
      'a/go.mod': BEEGO,
      'a/conf/app.conf': 'appname = a\nhttpport = 8080\n[dev]\nhttpport = 9090\n',
      'b/go.mod': BEEGO,
      'b/conf/app.conf': 'httpport = ${PORT||8081}\n',
    },
    ['port:8080/tcp listens @2', 'port:8081/tcp listens PORT @1'],
  ],
  'Kitex: of the environments those for production, else what they agree on': [
    {
      'a/go.mod': KITEX,
      'a/conf/dev/conf.yaml': 'kitex:\n  address: ":8881"\n',
      'a/conf/test/conf.yaml': 'kitex:\n  address: ":8882"\n',
      'a/conf/online/conf.yaml': 'kitex:\n  address: ":8883"\n',
      'b/go.mod': KITEX,
      'b/conf/dev/conf.yaml': 'kitex:\n  address: ":8884"\n',
      'b/conf/test/conf.yaml': 'kitex:\n  address: ":8884"\n',
      'c/go.mod': KITEX,
      'c/conf/dev/conf.yaml': 'kitex:\n  address: ":8885"\n',
      'c/conf/test/conf.yaml': 'kitex:\n  address: ":8886"\n',
    },
    ['port:8883/tcp listens @2', 'port:8884/tcp listens @2'],
  ],
  'Viper and its like: where the program serves, by keys of its own server': [
    {
      'a/go.mod': VIPER,
      'a/config/config.yaml':
        'server:\n  host: localhost\n  port: 8080\n  grpc_port: 9090\ndatabase:\n  host: db\n  port: 5432\n',
      'b/go.mod': gomod('gopkg.in/yaml.v3 v3.0.1'),
      'b/cmd/b/main.go': SERVES,
      'b/config.yml': 'http:\n  addr: ":8081"\n',
    },
    ['port:8080/tcp listens @3', 'port:8081/tcp listens @2', 'port:9090/tcp listens @4'],
  ],
  'Viper: whom a program asks, and programs that serve nothing': [
    {
      'a/go.mod': VIPER,
      'a/config/config.yaml':
        'grpc:\n  host: users\n  port: 9000\nrpc:\n  addr: localhost:9001\nserver:\n  address: api.example.com:443\n',
      'b/go.mod': gomod('github.com/spf13/viper v1.19.0', 'github.com/gin-gonic/gin v1.10.0 // indirect'),
      'b/main.go': 'package main\n\nfunc main() {}\n',
      'b/config/config.yaml': 'server:\n  port: 8080\n',
    },
    [],
  ],
  'No module, another framework, samples, and one port of several programs': [
    {
      'etc/shop.yaml': 'Port: 8001\n',
      'a/go.mod': KRATOS,
      'a/etc/shop.yaml': 'Port: 8002\n',
      'a/examples/configs/config.yaml': 'server:\n  http:\n    addr: ":8003"\n',
      'a/app/x/configs/config.yaml': 'server:\n  http:\n    addr: ":8004"\n',
      'a/app/y/configs/config.yaml': 'server:\n  http:\n    addr: ":8004"\n  grpc:\n    addr: ":9004"\n',
    },
    ['port:9004/tcp listens @5'],
  ],
};

describe('settings of Go programs', () => {
  it.each(Object.entries(CASES))('%s', (_, [files, demands]) => {
    const { deployments, diagnostics } = assembled(files);
    const settings = deployments.filter(({ descriptor }) => descriptor.kind === 'application-settings');
    expect(told({ units: [], deployments: settings, diagnostics }, { demands: [] }).demands).toEqual(demands);
    expect(diagnostics).toEqual([]);
  });

  it('belong to the module around them', () => {
    const { deployments } = assembled({ 'shop/go.mod': ZERO, 'shop/app/api/etc/api.yaml': 'Port: 8888\n' });
    expect(deployments.map(({ join }) => join)).toEqual([{ directory: 'shop' }]);
  });

  it('tells where they are broken', () => {
    const { diagnostics } = assembled({
      'go.mod': KRATOS,
      'configs/config.yaml': 'server:\n  http:\n    addr: ":8000"\n   x: [\n',
    });
    expect(diagnostics.map(({ file, line }) => `${file}:${line}`)).toEqual(['configs/config.yaml:4']);
  });

  const MANY = 50_000;
  it.each([
    ['keys', `server:\n${'  host: other\n  port: 8080\n'.repeat(MANY)}`],
    ['blanks', `server:\n  port: 8080${' '.repeat(MANY)}x\n`],
    ['values', `server:\n  port: ${Array.from({ length: MANY }, (_, at) => at + 1000).join(',')}\n`],
    ['braces', `server:\n  port: ${'${a:'.repeat(MANY)}\n`],
  ])(
    'ends on many %s',
    (_, text) => {
      const files = { 'go.mod': VIPER, 'config/config-dev.yaml': text, 'config/config-test.yaml': text };
      expect(assembled(files).deployments.length).toBeLessThanOrEqual(1);
    },
    5000,
  );

  it('ends on many requirements, in dots and in lines', () => {
    const text = `${'.'.repeat(MANY)}\n${`require a.b/c v1.0.0${' '.repeat(100)}\n`.repeat(1000)}${'\texample.com/m v1.0.0\n'.repeat(MANY)}`;
    const files = Object.fromEntries(Array.from({ length: 200 }, (_, at) => [`configs/c${at}.yaml`, 'port: 8080\n']));
    expect(assembled({ ...files, 'go.mod': text }).deployments).toEqual([]);
  }, 5000);
});
