/** Programs in languages that nothing here reads: their Dockerfiles say nothing of a service around or above them. */
import { baseName, directoryOf, joinPath, type Project } from '../../src/model/index.ts';

/** What declares a program in .NET, Rust, Ruby, PHP, Elixir, Erlang, C and C++, Swift, Dart, Scala's sbt, Clojure, Haskell, Crystal. */
const OTHERS =
  /^(?:.+\.(?:csproj|fsproj|vbproj|sln|slnx|cabal|gemspec)|Cargo\.toml|Gemfile|composer\.json|mix\.exs|rebar\.config|CMakeLists\.txt|Package\.swift|pubspec\.yaml|build\.sbt|project\.clj|deps\.edn|stack\.yaml|shard\.yml)$/;

/** What declares a program that is read. */
const OURS =
  /^(?:package\.json|pyproject\.toml|setup\.(?:py|cfg)|Pipfile|(?:.+-)?requirements.*\.(?:txt|in)|environment\.ya?ml|go\.mod|pom\.xml|(?:build|settings)\.gradle(?:\.kts)?)$/;

/** Whose programs the files of a directory declare. */
interface Declared {
  readonly ours: boolean;
  readonly others: boolean;
}

/** A directory is asked for each Dockerfile in it and below it. */
const KNOWN = new WeakMap<readonly string[], Declared>();

function declaredIn(names: readonly string[]): Declared {
  const known = KNOWN.get(names);
  if (known !== undefined) return known;
  const declared = { ours: names.some((name) => OURS.test(name)), others: names.some((name) => OTHERS.test(name)) };
  KNOWN.set(names, declared);
  return declared;
}

/** Whether a directory holds a file that declares a program that is read here. */
export function holdsProgram(project: Project, directory: string): boolean {
  return declaredIn(project.list(directory)).ours;
}

/** Whether the nearest manifest at or above a directory is one of another language. */
export function isOtherLanguage(project: Project, directory: string): boolean {
  for (let current = directory; ; current = directoryOf(current)) {
    const { ours, others } = declaredIn(project.list(current));
    if (ours || others) return !ours;
    if (current === '.') return false;
  }
}

/** Whether paths below a directory lead to a program that is read here, and to none in another language. */
export function takesOurs(project: Project, directory: string, paths: readonly string[]): boolean {
  const all = paths.flatMap((path) => {
    const place = joinPath(directory, path);
    return place === undefined ? [] : [declaredIn([baseName(place)]), declaredIn(project.list(place))];
  });
  return all.some(({ ours }) => ours) && !all.some(({ others }) => others);
}
