/** Programs in languages that nothing here reads: their Dockerfiles say nothing of a service around or above them. */
import { baseName, directoryOf, joinPath, type Project } from '../../src/model/index.ts';

/** What declares a program in .NET, Rust, Ruby, PHP, Elixir, Erlang, C and C++, Swift, Dart, Scala's sbt, Clojure, Haskell, Crystal. */
const OTHERS =
  /^(?:.+\.(?:csproj|fsproj|vbproj|sln|slnx|cabal|gemspec)|Cargo\.toml|Gemfile|composer\.json|mix\.exs|rebar\.config|CMakeLists\.txt|Package\.swift|pubspec\.yaml|build\.sbt|project\.clj|deps\.edn|stack\.yaml|shard\.yml)$/;

/** What declares a program that is read. */
const OURS =
  /^(?:package\.json|pyproject\.toml|setup\.(?:py|cfg)|Pipfile|(?:.+-)?requirements.*\.(?:txt|in)|environment\.ya?ml|go\.mod|pom\.xml|(?:build|settings)\.gradle(?:\.kts)?)$/;

/** Whether a file of this name declares a program that is read here. */
export function declaresProgram(name: string): boolean {
  return OURS.test(name);
}

/** Whether the nearest manifest at or above a directory is one of another language. */
export function isOtherLanguage(project: Project, directory: string): boolean {
  for (let current = directory; ; current = directoryOf(current)) {
    const names = project.list(current);
    if (names.some(declaresProgram)) return false;
    if (names.some((name) => OTHERS.test(name))) return true;
    if (current === '.') return false;
  }
}

/** Whether paths below a directory lead to a program that is read here, and to none in another language. */
export function takesOurs(project: Project, directory: string, paths: readonly string[]): boolean {
  const names = paths.flatMap((path) => {
    const place = joinPath(directory, path);
    return place === undefined ? [] : [baseName(place), ...project.list(place)];
  });
  return names.some(declaresProgram) && !names.some((name) => OTHERS.test(name));
}
