import { describe, expect, it } from 'vitest';
import { assembled, type Files, told } from './project.ts';

const CASES: Readonly<Record<string, readonly [files: Files, demands: readonly string[]]>> = {
  'Podman: published ports, with and without an address, ranges': [
    {
      'a.container': '[Container]\nImage=a\nPublishPort=8080:80\nPublishPort=127.0.0.1:8443:443/udp\nPublishPort=9000\n',
      'b.container': '[Container]\nImage=b\nPublishPort=8000-8001:8000-8001\nPublishPort=[::1]:8090:90\n',
    },
    [
      'port:443/udp listens @4',
      'port:80/tcp listens @3',
      'port:8000/tcp listens @3',
      'port:8000/tcp published @3',
      'port:8001/tcp listens @3',
      'port:8001/tcp published @3',
      'port:8080/tcp published @3',
      'port:8090/tcp published ::1 @4',
      'port:8443/udp published 127.0.0.1 @4',
      'port:90/tcp listens @4',
      'port:9000/tcp listens @5',
    ],
  ],
  'systemd: files of an environment, which go before the unit, and a drop-in': [
    {
      'deploy/systemd/a.service':
        '[Service]\nEnvironment=PORT=1000\nEnvironmentFile=-/etc/default/a\nExecStart=/srv/a/bin/gunicorn -b :${PORT} a:a\n',
      'deploy/etc/default/a': '# of a\nPORT="4100"\n',
      'b/b.service': '[Service]\nEnvironmentFile=/srv/shop/b/.env\nEnvironmentFile=/etc/gone\nExecStart=node b.js\n',
      'b/.env': 'PORT=4101\n',
      'c/c.service': '[Service]\nEnvironmentFile=/srv/.env\nEnvironmentFile=/etc/*.env\nExecStart=node c.js\n',
      '.env': 'PORT=4102\n',
      'd/d.service': '[Service]\nEnvironment=PORT=1000\nExecStart=node d.js\n',
      'd/d.service.d/10-port.conf': '[Service]\nEnvironment=\nEnvironment=PORT=4103\nExecStart=\nExecStart=node e.js\n',
    },
    ['port:4100/tcp listens PORT @4', 'port:4101/tcp listens PORT @4', 'port:4103/tcp listens PORT @5'],
  ],
  'systemd: sockets of a service, no paths': [
    { 'a.socket': '[Unit]\n[Socket]\nListenStream=0.0.0.0:4100\nListenStream=/run/a.sock\nListenDatagram=4101\n' },
    ['port:4100/tcp listens @3', 'port:4101/udp listens @5'],
  ],
  "Supervisor: its own server beside a program's": [
    { 'supervisord.conf': '[inet_http_server]\nport=*:9001\n[program:a]\ncommand=gunicorn -b :8000 app:app\n' },
    ['port:8000/tcp listens @4', 'port:9001/tcp listens management @2'],
  ],
  'Procfile: what is set before a program': [
    { Procfile: 'web: PORT=5000 node x.js\napi: env HTTP_PORT=5001 node y.js\njob: DB_PORT=5432 node z.js\n' },
    ['port:5000/tcp listens PORT @1', 'port:5001/tcp listens HTTP_PORT @2'],
  ],
};

describe('ports that a host gives away', () => {
  it.each(Object.entries(CASES))('%s', (_, [files, demands]) => {
    expect(told(assembled(files), { demands: [], diagnostics: [] })).toEqual({ demands, diagnostics: [] });
  });
});
