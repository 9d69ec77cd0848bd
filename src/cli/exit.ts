/** Exit codes of every command; of one that is interrupted shells say 130. */
export const EXIT = { ok: 0, conflicts: 1, usage: 2, incomplete: 3 } as const;

/** Wrong usage: told on stderr, exit 2. */
export class UsageError extends Error {}
