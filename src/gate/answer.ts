/** An answer of git, or one sentence that says what to do. */
export type GitAnswer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string };
