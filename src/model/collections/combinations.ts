/** One item of each list, in every way; `lists` are few and short: the result has the product of their lengths. */
export function combinationsOf<T>(lists: readonly (readonly T[])[]): readonly (readonly T[])[] {
  return lists.reduce<readonly (readonly T[])[]>(
    (before, list) => before.flatMap((chosen) => list.map((item) => [...chosen, item])),
    [[]],
  );
}
