import { expect, it } from 'vitest';
import { reportOf } from '../fleets/fleet.ts';

const LISTENS = "const app = require('express')();\napp.listen(3000);\n";
const TAKES = "const app = require('express')();\napp.listen(process.env.PORT);\n";

it.each([
  ['server.js without a start script', { main: 'lib.js' }, 'server.js', LISTENS, ['port/taken']],
  ['the first file of the package', { main: 'index.js' }, 'index.js', LISTENS, ['port/taken']],
  [
    'a variable that the script sets',
    { scripts: { start: 'PORT=3007 node index.js' } },
    'index.js',
    TAKES,
    ['port/same-default'],
  ],
  ['a variable that nothing sets', { scripts: { start: 'node index.js' } }, 'index.js', TAKES, []],
])('%s', async (_, rest, file, text, rules) => {
  const package_ = (name: string) => JSON.stringify({ name, dependencies: { express: '^4' }, ...rest });
  const image = 'FROM node:24\nCOPY . .\nCMD ["npm", "start"]\n';
  const { conflicts } = await reportOf({
    'a/package.json': package_('a'),
    [`a/${file}`]: text,
    'a/Dockerfile': image,
    'b/package.json': package_('b'),
    [`b/${file}`]: text,
    'b/Dockerfile': image,
  });
  expect(conflicts.filter(({ realm }) => realm === 'port').map(({ rule }) => rule)).toEqual(rules);
});
