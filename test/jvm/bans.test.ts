import { describe, expect, it } from 'vitest';
import { jvm } from '../../analyzers/jvm/index.ts';
import { treeOf } from './gradle/read.ts';
import { needs, pom, TARGET } from './resolve/repository.ts';

/** What a parent of hundreds of modules bans is asked of each artifact once, not of each pair of modules. */

const bans = Array.from({ length: 60 }, (_, at) => `<exclude>x:banned${at}:[,3]:*:compile</exclude>`).join('');
const enforcer = `<build><plugins><plugin><artifactId>maven-enforcer-plugin</artifactId><executions><execution><goals><goal>enforce</goal></goals><configuration><rules><bannedDependencies><excludes>${bans}</excludes></bannedDependencies></rules></configuration></execution></executions></plugin></plugins></build>`;
const module = (name: string, body: string): string => pom(`g:${name}:1`, body)[1];

describe('bans of a parent', () => {
  it('that 800 modules have, of 40 dependencies each', () => {
    const own = needs(...Array.from({ length: 40 }, (_, at) => `x:lib${at}:1`));
    const modules = Array.from({ length: 800 }, (_, at) => [`m${at}/pom.xml`, module(`m${at}`, enforcer + own)] as const);
    const files = { ...Object.fromEntries(modules), 'other/pom.xml': module('other', needs('x:banned7:2', 'x:banned8:4')) };
    const units = jvm.read(treeOf(files))(TARGET).units;
    const banned = units.map(({ path, demands }) => [path, demands.filter(({ key }) => key.startsWith('banned/')).length]);
    expect(banned.filter(([path]) => path !== 'other')).toEqual(modules.map((_, at) => [`m${at}`, 1]).sort());
    expect(banned.find(([path]) => path === 'other')).toEqual(['other', 1]);
  });
});
