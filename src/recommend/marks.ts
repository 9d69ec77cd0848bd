import { remember } from '../formats/remember.ts';
import type { Dependency, EcosystemId } from '../model/index.ts';
import { BUNDLE_ROWS, EXTRA_ROWS, LAYER_ROWS, MARK_ROWS, type Mark } from './data/marks.ts';
import { exactRows, type PackageNames, type PackagePatterns, patternsOf, wideRows } from './package-patterns.ts';
import { wordsOf } from './roles.ts';

type Package = Pick<Dependency, 'ecosystem' | 'name'>;

/** Asks a table for a package; each ecosystem's rows are looked through once. */
function inTable(rows: readonly PackageNames[]): (one: Package) => boolean {
  const patterns = remember((ecosystem: EcosystemId): PackagePatterns<PackageNames> => patternsOf(rows, ecosystem));
  return (one) => {
    const own = patterns(one.ecosystem);
    if (own.names.size + own.globs.length === 0) return false;
    return exactRows(own, one).length > 0 || wideRows(own, one).length > 0;
  };
}

const markTable = remember((mark: Mark): ((one: Package) => boolean) => {
  const rows = MARK_ROWS.filter((row) => row.mark === mark);
  const isNamed = inTable(rows);
  const isExcepted = inTable(
    rows.flatMap(({ ecosystem, except }) => (except === undefined ? [] : [{ ecosystem, packages: except }])),
  );
  return (one) => isNamed(one) && !isExcepted(one);
});

/** Whether the table says that of the package. */
export function isMarked(mark: Mark): (one: Package) => boolean {
  return markTable(mark);
}

/** Whether some of them is what the mark says. */
export function hasMarked(dependencies: readonly Package[], mark: Mark): boolean {
  return dependencies.some(isMarked(mark));
}

/** Whether each of `carriers` stands there because an extra of a package was pinned line by line: `uvicorn[standard]`. */
export function arePinsOfExtra(carriers: readonly Package[], direct: readonly Package[]): boolean {
  return EXTRA_ROWS.some(({ ecosystem, of, brings, with: others }) => {
    const has = (name: string): boolean => direct.some((one) => one.ecosystem === ecosystem && one.name === name);
    const isBrought = (one: Package): boolean => one.ecosystem === ecosystem && one.name === brings;
    return carriers.every(isBrought) && has(of) && others.some(has);
  });
}

const BUNDLES = BUNDLE_ROWS.map(({ ecosystem, needs, brought }) => ({
  needs: inTable([{ ecosystem, packages: needs }]),
  brings: inTable([{ ecosystem, packages: brought }]),
}));

/** Whether another package brings the library of the system that this one needs. */
export function isBroughtAlong(one: Package, direct: readonly Package[]): boolean {
  return BUNDLES.some(({ needs, brings }) => needs(one) && direct.some(brings));
}

const LAYERS = LAYER_ROWS.map(({ ecosystem, needs, called }) => ({
  needs: inTable([{ ecosystem, packages: needs }]),
  called: new Set(called.split(' ')),
}));

/** Whether some layer is called after what the package needs: `arn:aws:lambda:…:layer:ffmpeg:3`, `aws_lambda_layer_version.poppler.arn`. */
export function isInLayers(one: Package, layers: readonly string[]): boolean {
  return LAYERS.some(
    ({ needs, called }) => needs(one) && layers.some((layer) => wordsOf(layer).some((word) => called.has(word))),
  );
}
