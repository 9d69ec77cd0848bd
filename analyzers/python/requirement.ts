import { remember } from '../../src/formats/remember.ts';
import { normalizeName } from '../../src/model/index.ts';
import { type Marker, markerAt } from './markers.ts';
import { BLANKS, Scanner, SyntaxProblem } from './scanner.ts';
import { parseSpecifierSet, SPECIFIER_PATTERN, type SpecifierSet } from './specifier.ts';

/** A dependency specifier as PEP 508 defines it: `name[extra, …] specifiers ; marker` or `name[extra, …] @ url ; marker`. */
export interface Requirement {
  /** In normal form (PEP 503). */
  readonly name: string;
  /** In normal form, sorted. */
  readonly extras: readonly string[];
  readonly specifiers: SpecifierSet;
  readonly url?: string;
  readonly marker?: Marker;
}

export type RequirementAnswer =
  | { readonly ok: true; readonly requirement: Requirement }
  | { readonly ok: false; readonly message: string };

const IDENTIFIER = /[a-zA-Z0-9](?:[a-zA-Z0-9._-]*[a-zA-Z0-9_](?![\w]))?(?!\w)/y;
const SPECIFIER = new RegExp(SPECIFIER_PATTERN, 'iy');
const URL_TEXT = /[^ \t]+/y;
const AT = /@/y;
const COMMA = /,/y;
const SEMICOLON = /;/y;
const STAR = /\.\*/y;
const LOCAL = /\+[a-z0-9]+(?:[-_.][a-z0-9]+)*/y;
const OPEN_BRACKET = /\[/y;
const CLOSE_BRACKET = /\]/y;
const OPEN = /\(/y;
const CLOSE = /\)/y;

/** Reads a requirement; a fleet writes the same ones again and again. */
export const parseRequirement = remember(parseFresh);

function parseFresh(text: string): RequirementAnswer {
  try {
    return { ok: true, requirement: requirementAt(new Scanner(text)) };
  } catch (problem) {
    if (problem instanceof SyntaxProblem) return { ok: false, message: problem.message };
    throw problem;
  }
}

function requirementAt(scanner: Scanner): Requirement {
  scanner.take(BLANKS);
  const name = scanner.take(IDENTIFIER);
  if (name === undefined) throw new SyntaxProblem(`"${clip(scanner.text)}" does not begin with a package name`);
  scanner.take(BLANKS);
  const extras = extrasAt(scanner);
  scanner.take(BLANKS);
  const head = { name: normalizeName(name), extras: [...new Set(extras.map(normalizeName))].sort() };
  const details = scanner.take(AT) === undefined ? specifiersAt(scanner) : urlAt(scanner);
  if (!scanner.atEnd)
    throw new SyntaxProblem(`"${clip(scanner.text.slice(scanner.position))}" is left over behind the requirement`);
  return { ...head, ...details };
}

function clip(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function extrasAt(scanner: Scanner): readonly string[] {
  if (scanner.take(OPEN_BRACKET) === undefined) return [];
  const extras: string[] = [];
  scanner.take(BLANKS);
  let extra = scanner.take(IDENTIFIER);
  while (extra !== undefined) {
    extras.push(extra);
    scanner.take(BLANKS);
    if (scanner.take(COMMA) === undefined) break;
    scanner.take(BLANKS);
    extra = scanner.take(IDENTIFIER);
    if (extra === undefined) throw new SyntaxProblem('an extra is missing behind the comma');
  }
  scanner.take(BLANKS);
  if (scanner.take(CLOSE_BRACKET) === undefined) throw new SyntaxProblem('the list of extras is not closed by ]');
  return extras;
}

function urlAt(scanner: Scanner): Pick<Requirement, 'specifiers' | 'url' | 'marker'> {
  scanner.take(BLANKS);
  const url = scanner.take(URL_TEXT);
  if (url === undefined) throw new SyntaxProblem('a URL is missing behind @');
  const specifiers = specifiersOf('');
  const isSeparate = scanner.take(BLANKS) !== undefined;
  if (scanner.atEnd) return { specifiers, url };
  if (!isSeparate) throw new SyntaxProblem('a blank is missing behind the URL');
  return { specifiers, url, marker: requiredMarker(scanner) };
}

function specifiersAt(scanner: Scanner): Pick<Requirement, 'specifiers' | 'marker'> {
  const isEnclosed = scanner.take(OPEN) !== undefined;
  scanner.take(BLANKS);
  const text = specifierListAt(scanner);
  scanner.take(BLANKS);
  if (isEnclosed && scanner.take(CLOSE) === undefined)
    throw new SyntaxProblem('the parenthesis around the versions is not closed');
  scanner.take(BLANKS);
  const specifiers = specifiersOf(text);
  return scanner.atEnd ? { specifiers } : { specifiers, marker: requiredMarker(scanner) };
}

function specifierListAt(scanner: Scanner): string {
  let text = '';
  for (let one = scanner.take(SPECIFIER); one !== undefined; one = scanner.take(SPECIFIER)) {
    text += one;
    if (scanner.peek(STAR) !== undefined)
      throw new SyntaxProblem(`"${clip(one)}.*": a star is allowed after == and != and a plain release only`);
    if (scanner.peek(LOCAL) !== undefined)
      throw new SyntaxProblem(`"${clip(one)}": a local label (+…) is allowed after == and != only`);
    scanner.take(BLANKS);
    const comma = scanner.take(COMMA);
    if (comma === undefined) break;
    text += comma;
    scanner.take(BLANKS);
  }
  return text;
}

function specifiersOf(text: string): SpecifierSet {
  const answer = parseSpecifierSet(text);
  if (!answer.ok) throw new SyntaxProblem(answer.message);
  return answer.set;
}

function requiredMarker(scanner: Scanner): Marker {
  if (scanner.take(SEMICOLON) === undefined) {
    const rest = scanner.text.slice(scanner.position);
    throw new SyntaxProblem(
      `"${clip(rest)}" is not understood; a marker needs a semicolon, versions need ${'==, >=, <= …'} and commas`,
    );
  }
  const marker = markerAt(scanner);
  scanner.take(BLANKS);
  return marker;
}
