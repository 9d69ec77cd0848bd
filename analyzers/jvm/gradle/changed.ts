/** Builds some of whose lines say another version than they do. */
import type { LineChange } from '../../../src/model/index.ts';
import { type Fleet, type Member, placeKey } from './members.ts';
import type { GradleDependency } from './model.ts';

/** A strict line stays strict; what it rejects stays rejected. */
function changedLine(one: GradleDependency, to: string): GradleDependency {
  const { strictly, require: _require, prefer: _prefer, ...rest } = one.version;
  const { dynamic: _dynamic, ...line } = one;
  return { ...line, version: { ...rest, ...(strictly === undefined ? { require: to } : { strictly: to }) } };
}

/** Gradle writes the lock of a build anew where one of its lines changes. */
function changedMember(member: Member, { key, places, to }: LineChange): Member {
  const { model } = member.project;
  const isMeant = ({ group, name, file, line }: GradleDependency): boolean =>
    `${group}:${name}` === key && places.some((at) => at.file === file && at.line === line);
  if (!model.dependencies.some(isMeant)) return member;
  const dependencies = model.dependencies.map((one) => (isMeant(one) ? changedLine(one, to) : one));
  return {
    ...member,
    project: { ...member.project, model: { ...model, dependencies } },
    locks: member.locks.filter(({ kind }) => kind !== 'gradle-lockfile'),
  };
}

export interface Changed {
  readonly fleet: Fleet;
  readonly now: (member: Member) => Member;
}

export function changedFleet(fleet: Fleet, change: LineChange): Changed {
  const members = fleet.members.map((member) => changedMember(member, change));
  const byPath = new Map(members.map((member) => [placeKey(member.build, member.project.path), member]));
  const now = (member: Member): Member => byPath.get(placeKey(member.build, member.project.path)) ?? member;
  const substituted: Fleet['substituted'] = (build, module) => {
    const found = fleet.substituted(build, module);
    return found === undefined ? undefined : now(found);
  };
  return { fleet: { ...fleet, members, byPath, substituted }, now };
}
