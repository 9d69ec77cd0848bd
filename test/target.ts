import type { Target, TargetReason, TargetVersions } from '../src/model/index.ts';

/** What nobody stated. */
const UNSTATED: TargetVersions = { python: '3.12', node: '22.23.3', jdk: '21', go: '1.26', platform: 'linux-x86_64' };

/** A target of which some values were stated; the others are the newest known, as far as a test can tell. */
export function targetOf(stated: Partial<TargetVersions> = {}): Target {
  const reason = (name: keyof TargetVersions): TargetReason => (stated[name] === undefined ? 'newest known' : 'option');
  return {
    ...UNSTATED,
    ...stated,
    because: {
      python: reason('python'),
      node: reason('node'),
      jdk: reason('jdk'),
      go: reason('go'),
      platform: reason('platform'),
    },
  };
}
