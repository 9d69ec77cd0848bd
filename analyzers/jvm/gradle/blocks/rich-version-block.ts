/** `version { strictly(…); prefer(…); reject(…) }`, wherever it stands: after a dependency, and in a catalog of the settings. */

import { type Args, type Handler, NOTHING, textOf } from '../evaluation/values.ts';
import type { RichVersion } from '../versions/rich-version.ts';

/** What one more word makes of a version; undefined where it says nothing. */
type Word = (before: RichVersion, given: readonly string[]) => RichVersion | undefined;

/** A part that is named anew takes back what was rejected before it, as in Gradle (`MutableVersionConstraint`). */
const WORDS: Readonly<Record<string, Word>> = {
  strictly: ({ prefer }, [strictly]) => (strictly === undefined ? undefined : { ...kept({ prefer }), strictly }),
  require: ({ prefer }, [require]) => (require === undefined ? undefined : { ...kept({ prefer }), require }),
  prefer: ({ strictly, require }, [prefer]) => (prefer === undefined ? undefined : { ...kept({ strictly, require }), prefer }),
  reject: (before, given) => ({ ...before, reject: [...(before.reject ?? []), ...given] }),
  rejectAll: () => ({ reject: ['+'] }),
};

interface Parts {
  readonly strictly?: string | undefined;
  readonly require?: string | undefined;
  readonly prefer?: string | undefined;
}

function kept({ strictly, require, prefer }: Parts): RichVersion {
  return {
    ...(strictly === undefined ? {} : { strictly }),
    ...(require === undefined ? {} : { require }),
    ...(prefer === undefined ? {} : { prefer }),
  };
}

export function richVersionHandler(change: (next: (before: RichVersion) => RichVersion) => void): Handler {
  return {
    call(name, { positional }: Args) {
      const word = Object.hasOwn(WORDS, name) ? WORDS[name] : undefined;
      if (word === undefined) return undefined;
      const given = positional.flatMap((one) => textOf(one) ?? []);
      change((before) => word(before, given) ?? before);
      return NOTHING;
    },
  };
}
