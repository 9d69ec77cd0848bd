/** Profiles of Spring, Quarkus and Micronaut: the settings that are about them, and who names those that are active. */
import { OPTION_VARIABLES } from '../ports.ts';

/** Spring Boot, "Profile-specific files" and "Activation properties"; `spring.profiles` is what 2.3 and older call it. */
export const ON_PROFILE = /^spring\.(?:config\.activate\.on-profile|profiles)$/;
export const ACTIVE = /^(?:spring\.profiles\.(?:active|default)(?:\[\d+\])?|quarkus\.profile)$/;
/** Spring Boot, "Importing Additional Data". */
export const IMPORTED = /^spring\.config\.import(?:\[\d+\])?$/;
/** Spring Boot, "Adding Active Profiles" (before those that are active) and "Profile Groups". */
export const INCLUDED = /^spring\.profiles\.include(?:\[\d+\])?$/;
export const GROUP = /^spring\.profiles\.group\.([\w-]+)(?:\[\d+\])?$/;

const GROUP_VARIABLE = /(?:^|_)(?:KAFKA|CONSUMER)_(?:\w+_)?GROUP(?:_?ID|_?NAME)?$/i;

/** Spring Boot, Micronaut and Quarkus: who starts a service names the profiles that are active, and the file's own choice is void. */
const PROFILE_VARIABLE = /^(?:SPRING_PROFILES_ACTIVE|MICRONAUT_ENVIRONMENTS|QUARKUS_PROFILE)$/;
const PROFILE_OPTION = /(?:-D|--)(?:spring\.profiles\.active|micronaut\.environments|quarkus\.profile)=["']?([\w.,-]+)/;

/** The profiles that an environment or a command names, as written; undefined where it names none, or what only a run knows. */
export function activeProfiles(
  environment: Iterable<readonly [name: string, value: string]>,
  command: readonly string[] = [],
): string | undefined {
  const told = PROFILE_OPTION.exec(command.join(' '))?.[1];
  if (told !== undefined) return told;
  for (const [name, value] of environment) {
    const named = PROFILE_VARIABLE.test(name) ? value : OPTION_VARIABLES.has(name) ? PROFILE_OPTION.exec(value)?.[1] : undefined;
    if (named !== undefined && /^[\w., -]+$/.test(named)) return named;
  }
  return undefined;
}

/** A variable that names the group under which it takes messages; producers have none. */
export function groupOf(environment: Iterable<readonly [name: string, value: string]>): string | undefined {
  for (const [name, value] of environment) if (value !== '' && GROUP_VARIABLE.test(name)) return value;
  return undefined;
}
