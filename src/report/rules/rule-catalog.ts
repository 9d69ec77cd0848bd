/** What every rule that a conflict can name is about: SARIF's rule table, `explain-rule` and docs/rules are made from it. */
export interface RuleEntry {
  /** `area/name`, as `Conflict.rule` has it. */
  readonly id: string;
  /** A headline of a few words, without a full stop. */
  readonly title: string;
  /** What the rule found, in one sentence. */
  readonly what: string;
  /** What goes wrong when nothing is done. */
  readonly why: string;
  /** The usual ways out. */
  readonly fix: string;
}

/** Sorted by id. A test holds this list against the ids that the source can emit, in both directions. */
export const RULES: readonly RuleEntry[] = [
  {
    id: 'command/two-providers',
    title: 'Two services install a command of one name',
    what: 'Two services bring a command of the same name to one directory of commands.',
    why: 'pip replaces the first without a word, npm refuses the second or leaves it out; whoever calls the command by name may get the wrong program.',
    fix: 'Start the services by module or path, rename one of the scripts, or keep an environment each.',
  },
  {
    id: 'go/ambiguous-import',
    title: 'Two modules hold the same packages',
    what: 'A build list holds a module out of which another was carved, at a version that still has the packages of both.',
    why: 'A build that imports one of these packages stops with "ambiguous import".',
    fix: 'Require the older module at a version after the split.',
  },
  {
    id: 'go/build-fails',
    title: 'The shared Go build has no build list',
    what: 'Minimal version selection over the services as one workspace ends in an error of the go command.',
    why: 'Nothing in that workspace builds until the cause is gone; built apart, the services are not touched.',
    fix: 'Correct the directives that the explanation names, or build the services apart.',
  },
  {
    id: 'go/deprecated',
    title: 'A requirement on a deprecated module',
    what: 'The newest version of a module that the service requires marks the module as deprecated in its go.mod.',
    why: 'It gets no fixes any more; the message usually names its successor.',
    fix: 'Move to the successor when there is time; nothing forces it.',
  },
  {
    id: 'go/excluded-version',
    title: 'A module version that one service excludes and another requires',
    what: "One service's go.mod excludes a version that another service's go.mod requires.",
    why: 'In one workspace an excluded version counts for no member: the service that requires it is built with another one.',
    fix: 'Require a version that nobody excludes, or build the services apart.',
  },
  {
    id: 'go/proto-registration',
    title: 'Modules that register the same protobuf files',
    what: 'Services that are built together require modules with generated code for the same .proto files.',
    why: 'A single binary that links two of them panics when it starts; binaries of their own are not touched.',
    fix: 'Move all services to the same module, or keep the two out of one binary.',
  },
  {
    id: 'go/replace-disagreement',
    title: 'replace directives that disagree',
    what: 'Services replace one module by different ones.',
    why: 'In one workspace a module has one replacement; the go command refuses two. Built apart, each service keeps its own.',
    fix: 'Name the same replacement everywhere, settle it by a replace line in go.work, or build the services apart.',
  },
  {
    id: 'go/retracted',
    title: 'A version that its author retracted',
    what: "The version that minimal version selection chooses for a service's own requirement was retracted by the module's author.",
    why: 'Retractions mark versions that are broken or were published by mistake.',
    fix: 'Require a version that is not retracted (go get MODULE@latest).',
  },
  {
    id: 'go/several-majors',
    title: 'Several major versions of one module side by side',
    what: 'Services that are built together require one module under different major version paths.',
    why: 'It builds, for majors are different modules; but their types do not fit each other, and global state is kept twice.',
    fix: 'Move the older one to the newer major when there is time; nothing forces it.',
  },
  {
    id: 'go/toolchain',
    title: 'No one Go toolchain builds all of these services',
    what: 'A pinned Go toolchain is older than the go line of another service that is built with it.',
    why: 'With GOTOOLCHAIN=local the build stops; otherwise a newer toolchain is fetched. Running the binaries needs no toolchain.',
    fix: 'Raise the pinned toolchain to the newest go line.',
  },
  {
    id: 'jvm/banned-dependency',
    title: 'A service brings what the build of another bans',
    what: 'An artifact of one service would lie on one class path with a service whose maven-enforcer rules ban it (bannedDependencies).',
    why: 'The ban stands for something that breaks that service: a second logging binding, a library with a known fault, a licence.',
    fix: 'Exclude or replace the artifact, lift the ban, or keep a class path each.',
  },
  {
    id: 'jvm/below-required',
    title: 'The version that wins is below what a service requires',
    what: 'On one class path a version is chosen that lies an incompatible step below what another service was built against.',
    why: 'Classes or methods that the losing service calls are missing, which shows only when that code runs (NoSuchMethodError, NoClassDefFoundError).',
    fix: 'Raise the older demand, manage one version for all (a BOM or dependencyManagement), or give each service a class path of its own.',
  },
  {
    id: 'jvm/class-version',
    title: 'Classes newer than the JDK of the fleet',
    what: 'An artifact on the class path is compiled for a newer Java than the one that the fleet runs on (read from the jars, with `--jars`).',
    why: 'The JVM refuses such classes when it loads them: UnsupportedClassVersionError.',
    fix: 'Run on a newer JDK, or take a version of the artifact that is compiled for the older one.',
  },
  {
    id: 'jvm/convergence',
    title: 'Several versions of one artifact meet on a class path',
    what: 'Services ask for different versions of one artifact, of which a shared class path can hold one.',
    why: 'One version is chosen silently by nearness or height; the services whose version lost run with one that they were not tested with.',
    fix: 'Agree on one version through a BOM, or keep a class path each.',
  },
  {
    id: 'jvm/duplicate-classes',
    title: 'Two artifacts bring the same classes',
    what: 'Different artifacts that contain the same classes would lie on one class path.',
    why: 'Which copy is loaded depends on the order of the class path, and can change from start to start.',
    fix: 'Exclude one of the two artifacts, or keep a class path each.',
  },
  {
    id: 'jvm/framework-generation',
    title: 'Generations of one framework that exclude each other',
    what: 'Services are built on generations of a framework whose packages or baselines are incompatible.',
    why: 'Neither generation can stand in for the other, so no common version exists.',
    fix: 'Migrate the older service, or keep a class path each.',
  },
  {
    id: 'npm/duplicate',
    title: 'Second copies nest in the workspace',
    what: 'Members of one workspace ask for ranges of a package that share no version, so several copies are installed.',
    why: 'Every copy costs space, install time and start-up time; code that compares classes across copies may be surprised.',
    fix: 'Align the ranges where a common version suits all members.',
  },
  {
    id: 'npm/engines',
    title: 'Packages of the locks leave no common Node.js',
    what: 'The engines of packages that locks hold have no Node.js version in common across services, or those of a resolved tree exclude the target.',
    why: 'npm only warns, but with engine-strict (then an error once resolved) and in yarn 1 the installation stops; code that needs the newer Node.js may fail when it runs.',
    fix: 'Update the package with the older range, or give each service an image of its own.',
  },
  {
    id: 'npm/invalid-peer',
    title: 'npm installs these together and leaves a peer unsatisfied',
    what: 'In the tree that npm builds for the services together, a package gets a copy of its peer that its range excludes.',
    why: 'npm ends with exit code 0 and a warning at most; the package runs beside a version that it was not made for.',
    fix: 'Align the ranges so that one version suits, or keep a node_modules each.',
  },
  {
    id: 'npm/locked-peer',
    title: 'A locked package expects a peer that another service does not bring',
    what: 'A package in one lock has a peer whose range excludes what another service asks for.',
    why: 'Installed together as locked, the package runs beside a version that it was not made for, or npm refuses (ERESOLVE).',
    fix: 'Let the lock move to a version that accepts the peer, or keep a node_modules each.',
  },
  {
    id: 'npm/mixed-sources',
    title: 'One package name, several sources',
    what: 'Services take one package name from different places: the registry, a git repository, an archive, another package.',
    why: 'One directory holds one copy under a name; npm has no way to state both in one package.json.',
    fix: 'Take it from one place, install one of them under an alias, or keep a node_modules each.',
  },
  {
    id: 'npm/peer-conflict',
    title: 'Peers leave no tree that npm would install',
    what: 'Lines of several services resolve by themselves, but together a peer of one excludes what another brings.',
    why: 'A peer has to be the copy that its user imports, so it cannot nest: one merged package.json ends in ERESOLVE.',
    fix: 'Move one of the lines to a version whose peers agree, or keep a node_modules each.',
  },
  {
    id: 'npm/platform',
    title: 'A package that has to be there does not run on the target',
    what: 'A package of the resolved tree names operating systems, processors or C libraries, the target is none of them, and no optional dependency brings it.',
    why: 'npm refuses the whole installation (EBADPLATFORM).',
    fix: 'Make it an optional dependency, take a version that runs there, or set `target.platform` to what the services run on.',
  },
  {
    id: 'npm/singleton',
    title: 'A package that has to be single would be doubled',
    what: 'Members of one workspace would get several copies of a package that keeps state or identity in its module.',
    why: 'Objects, hooks or registrations of one copy are unknown to the other, which shows only at run time.',
    fix: 'Align the ranges, or pin one version with an override at the root.',
  },
  {
    id: 'os/distributions',
    title: 'Images are built on different distributions',
    what: 'The base images of these services belong to different families of Linux.',
    why: 'A host that they share has one distribution: package names differ between distributions, and native modules may have to be rebuilt.',
    fix: 'Build on one base image, or keep a container each.',
  },
  {
    id: 'os/libc',
    title: 'Native parts are bound to different C libraries',
    what: 'Some services need native code built for glibc, others for musl.',
    why: 'One host has one C library; code built for the other does not load.',
    fix: 'Build all of them for one C library, or keep a container each.',
  },
  {
    id: 'os/package-versions',
    title: 'No one version of an operating system package suits all',
    what: 'Dockerfiles pin different versions of one package of the distribution.',
    why: 'A host has one version of it; installing the second pin fails or moves the first.',
    fix: 'Agree on one version, or keep a container each.',
  },
  {
    id: 'os/platform',
    title: 'Services are made for different systems or processors',
    what: 'The `os` or `cpu` lists of their package.json files have no operating system or processor in common.',
    why: 'npm refuses to install a package where it is not meant to run (EBADPLATFORM), and a machine is one of them only.',
    fix: 'Widen the list that is too narrow, or keep a machine each.',
  },
  {
    id: 'os/system-library',
    title: 'A shared host needs a library of the operating system',
    what: 'Packages of several services load the same library of the operating system, which they do not bring along.',
    why: 'Where it is missing they fail when they are installed or imported.',
    fix: 'Install it on the host, or keep a container each.',
  },
  {
    id: 'port/own-programs',
    title: 'Programs of one service want the same port',
    what: 'Several programs of one service, which run beside each other, listen on or publish one port.',
    why: 'They are one service here (one module, one workspace), but without containers only the first of them starts.',
    fix: 'Give one of them another port, or keep a container each.',
  },
  {
    id: 'port/same-default',
    title: 'Services listen on one port unless told otherwise',
    what: 'Several services listen on the same port by default, which a setting can change.',
    why: 'Started side by side without that setting, only the first of them gets the port.',
    fix: 'Give each its own port by the variable that is named, or keep a container each.',
  },
  {
    id: 'port/taken',
    title: 'Two services want the same port',
    what: 'Several services listen on, or publish, one port.',
    why: 'On one host only the first of them starts; a published port is taken whether in a container or not.',
    fix: 'Give one of them another port, or another host.',
  },
  {
    id: 'runtime/pin',
    title: 'Runtimes are pinned differently though one version would do',
    what: 'The versions that services pin (an image tag, .nvmrc, a toolchain) differ, while the declared ranges allow a common one.',
    why: 'A shared host has one default interpreter; some service runs on another version than the one it is tested with.',
    fix: 'Pin the same version everywhere, within the declared ranges.',
  },
  {
    id: 'runtime/unsatisfiable',
    title: 'No runtime version suits all of these services',
    what: 'The declared ranges for one runtime (Python, Node, JDK, Go) have no version in common.',
    why: 'Under one default interpreter at least one of the services does not start or is not supported.',
    fix: 'Widen the older range after testing on the newer runtime, install several runtimes and say so in the config, or use a container each.',
  },
  {
    id: 'service/contradiction',
    title: 'One service contradicts itself',
    what: 'The demands of a single service on one name cannot all hold, whoever shares its host; or an image or a version file chooses a runtime that its own manifest excludes, or an image builds it with a Go toolchain that refuses its go.mod.',
    why: 'That service cannot be installed from its own files as they are; sharing neither causes nor cures it.',
    fix: "Correct the service's own manifests so that they agree.",
  },
  {
    id: 'service/unresolvable',
    title: 'One service cannot be resolved by itself',
    what: 'Joint resolution already fails for this service alone.',
    why: 'No set of released versions meets its manifests, so nothing can be proved about sharing with it.',
    fix: "Correct the service's own constraints, or its target (runtime version, platform, date).",
  },
  {
    id: 'version/drift',
    title: 'Locks hold different versions',
    what: 'The services agree on what they ask for, but their locks hold different versions of a package.',
    why: 'Sharing one environment moves some of the locks, so a service runs with a version that it was not tested with.',
    fix: 'Lock the same version everywhere (the report names candidates), or keep an environment each.',
  },
  {
    id: 'version/unsatisfiable',
    title: 'No single version meets all demands',
    what: 'The constraints of these services on one package have no version in common, where only one can be installed.',
    why: 'Installing them into one environment fails, or breaks whichever service comes first.',
    fix: 'Move one of the constraints to where the others are, or isolate at the level that ends the conflict.',
  },
];

const BY_ID: ReadonlyMap<string, RuleEntry> = new Map(RULES.map((rule) => [rule.id, rule]));

/** The entry of a rule; a report of another version may name one that is not known here. */
export function ruleEntry(id: string): RuleEntry {
  return (
    BY_ID.get(id) ?? {
      id,
      title: id,
      what: `A finding of the rule ${id}.`,
      why: 'This version of cohost has no text about it.',
      fix: 'See the explanation of the finding itself.',
    }
  );
}
