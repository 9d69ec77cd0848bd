/** Methods of Gradle's containers (Gradle API, DomainObjectCollection, NamedDomainObjectCollection). */

/** Those that give the members which a block chooses. */
export const CHOOSING: ReadonlySet<string> = new Set(['matching', 'findAll', 'filter']);
/** Members with names are chosen by these as well. */
export const CHOOSING_NAMED: ReadonlySet<string> = new Set([...CHOOSING, 'named']);
