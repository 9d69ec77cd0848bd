import type { Files } from './read.ts';

export const CATALOG: Files = {
  'gradle/libs.versions.toml': `
[versions]
jackson = "2.17.1"
spring-boot = { strictly = "[3.2, 3.3[", prefer = "3.2.5" }
junit5 = "5.10.2"

[libraries]
jackson-core = { module = "com.fasterxml.jackson.core:jackson-core", version.ref = "jackson" }
jackson-databind = { group = "com.fasterxml.jackson.core", name = "jackson-databind", version.ref = "jackson" }
jackson = { module = "com.fasterxml.jackson:jackson-base", version = "2.17.0" }
jackson_bom = { module = "com.fasterxml.jackson:jackson-bom", version.ref = "jackson" }
boot-web = { module = "org.springframework.boot:spring-boot-starter-web", version.ref = "spring-boot" }
managed = { module = "org.example:managed" }
commonsLang = "org.apache.commons:commons-lang3:3.14.0"
rejectingAll = { module = "org.example:all", version = { strictly = "1", reject = ["2"], rejectAll = true } }
rejecting = { module = "org.example:rej", version = { require = "1.4", reject = ["1.4.1", "1.4.2"] } }

[bundles]
json = ["jackson-core", "jackson-databind"]
web-all = ["boot-web", "commonsLang"]

[plugins]
boot = { id = "org.springframework.boot", version.ref = "junit5" }
short = "com.example.tool:1.4"
`,
};
