import { remember } from '../../../src/formats/remember.ts';
import { normalizeName } from '../../../src/model/index.ts';
import { type Marker, markerAt } from './markers.ts';
import { BLANKS, Refusal, Scanner } from './scanner.ts';
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
  const requirement = requirementAt(new Scanner(text));
  if (!(requirement instanceof Refusal)) return { ok: true, requirement };
  const isTemplate = TEMPLATE.test(text);
  return { ok: false, message: isTemplate ? `"${clip(text)}" is to be filled in by a template engine` : requirement.message };
}

/** What Jinja, cookiecutter and their like fill in. */
const TEMPLATE = /\{\{|\{%/;

function requirementAt(scanner: Scanner): Requirement | Refusal {
  scanner.take(BLANKS);
  const name = scanner.take(IDENTIFIER);
  if (name === undefined) return new Refusal(`"${clip(scanner.text)}" does not begin with a package name`);
  scanner.take(BLANKS);
  const extras = extrasAt(scanner);
  if (extras instanceof Refusal) return extras;
  scanner.take(BLANKS);
  const head = { name: normalizeName(name), extras: [...new Set(extras.map(normalizeName))].sort() };
  const details = scanner.take(AT) === undefined ? specifiersAt(scanner) : urlAt(scanner);
  if (details instanceof Refusal) return details;
  if (!scanner.atEnd) return new Refusal(`"${clip(scanner.text.slice(scanner.position))}" is left over behind the requirement`);
  return { ...head, ...details };
}

function clip(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function extrasAt(scanner: Scanner): readonly string[] | Refusal {
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
    if (extra === undefined) return new Refusal('an extra is missing behind the comma');
  }
  scanner.take(BLANKS);
  return scanner.take(CLOSE_BRACKET) === undefined ? new Refusal('the list of extras is not closed by ]') : extras;
}

function urlAt(scanner: Scanner): Pick<Requirement, 'specifiers' | 'url' | 'marker'> | Refusal {
  scanner.take(BLANKS);
  const url = scanner.take(URL_TEXT);
  if (url === undefined) return new Refusal('a URL is missing behind @');
  const specifiers = specifiersOf('');
  if (specifiers instanceof Refusal) return specifiers;
  const isSeparate = scanner.take(BLANKS) !== undefined;
  if (scanner.atEnd) return { specifiers, url };
  if (!isSeparate) return new Refusal('a blank is missing behind the URL');
  const marker = requiredMarker(scanner);
  return marker instanceof Refusal ? marker : { specifiers, url, marker };
}

function specifiersAt(scanner: Scanner): Pick<Requirement, 'specifiers' | 'marker'> | Refusal {
  const isEnclosed = scanner.take(OPEN) !== undefined;
  scanner.take(BLANKS);
  const text = specifierListAt(scanner);
  if (text instanceof Refusal) return text;
  scanner.take(BLANKS);
  if (isEnclosed && scanner.take(CLOSE) === undefined) return new Refusal('the parenthesis around the versions is not closed');
  scanner.take(BLANKS);
  const specifiers = specifiersOf(text);
  if (specifiers instanceof Refusal) return specifiers;
  if (scanner.atEnd) return { specifiers };
  const marker = requiredMarker(scanner);
  return marker instanceof Refusal ? marker : { specifiers, marker };
}

function specifierListAt(scanner: Scanner): string | Refusal {
  let text = '';
  for (let one = scanner.take(SPECIFIER); one !== undefined; one = scanner.take(SPECIFIER)) {
    text += one;
    if (scanner.peek(STAR) !== undefined)
      return new Refusal(`"${clip(one)}.*": a star is allowed after == and != and a plain release only`);
    if (scanner.peek(LOCAL) !== undefined)
      return new Refusal(`"${clip(one)}": a local label (+…) is allowed after == and != only`);
    scanner.take(BLANKS);
    const comma = scanner.take(COMMA);
    if (comma === undefined) break;
    text += comma;
    scanner.take(BLANKS);
  }
  return text;
}

function specifiersOf(text: string): SpecifierSet | Refusal {
  const answer = parseSpecifierSet(text);
  return answer.ok ? answer.set : new Refusal(answer.message);
}

function requiredMarker(scanner: Scanner): Marker | Refusal {
  if (scanner.take(SEMICOLON) === undefined) {
    const rest = scanner.text.slice(scanner.position);
    return new Refusal(
      `"${clip(rest)}" is not understood; a marker needs a semicolon, versions need ${'==, >=, <= …'} and commas`,
    );
  }
  const marker = markerAt(scanner);
  scanner.take(BLANKS);
  return marker;
}
