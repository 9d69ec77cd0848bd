import { addTo, type RealmId, type RealmRule } from '../model/index.ts';

/** The rules of all realms, found by realm and key. This stage knows no ecosystem, only the rules that it is given. */
export class RuleBook {
  readonly #byRealm = new Map<RealmId, RealmRule[]>();

  constructor(rules: readonly RealmRule[]) {
    for (const rule of rules) addTo(this.#byRealm, rule.realm, rule);
  }

  find(realm: RealmId, key: string): RealmRule | undefined {
    const rules = this.#byRealm.get(realm) ?? [];
    return rules.find((rule) => rule.keys?.includes(key)) ?? rules.find((rule) => rule.keys === undefined);
  }
}
