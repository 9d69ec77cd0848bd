import { describe, expect, test } from 'vitest';
import { Lines } from '../../src/formats/lines.ts';
import { decodeXml, parseXml, type XmlElement } from '../../src/formats/xml.ts';

function outline({ name, text, children }: XmlElement): string {
  const inside = children.length === 0 ? text.trim() : children.map(outline).join(' ');
  return inside === '' ? name : `${name}(${inside})`;
}

describe('XML', () => {
  test.each<readonly [what: string, text: string, outline: string]>([
    ['elements, empty ones and text', '<a><b>x</b><c/></a>', 'a(b(x) c)'],
    ['comments, instructions and CDATA', '<?xml version="1.0"?><!-- x --><a><!-- y --><b><![CDATA[<&>]]></b></a>', 'a(b(<&>))'],
    ['entities by name and by number', '<a>&lt;&amp;&#65;&#x42;&eacute;&Omega;</a>', 'a(<&ABéΩ)'],
    ['a document type, skipped whole', '<!DOCTYPE a [<!ENTITY e "<x>"><!ELEMENT a ANY>]><a>1</a>', 'a(1)'],
  ])('%s', (_, text, expected) => {
    const document = parseXml(text);
    expect(document.ok && outline(document.root)).toBe(expected);
  });

  test.each<readonly [what: string, text: string, problem: string, place: string]>([
    ['an end tag of another name', '<a>\n<b></c></a>', 'end tag name </c> must match start tag name <b>', '2:4'],
    ['no end', '<a><b>', 'no more data, expected end tag </b>', '1:7'],
    ['a second root', '<a/>\n<b/>', 'a second root element', '2:1'],
    ['an attribute twice', '<a x="1" x="2"/>', 'attribute x twice', '1:11'],
    [
      'an entity that a document type declares',
      '<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>',
      "could not resolve entity named 'e'",
      '1:34',
    ],
    ['an entity without an end', '<a>&lt</a>', 'an entity reference has to end with ;', '1:4'],
    ['a number that is no character', '<a>&#x110000;</a>', 'character reference &#x110000; is none', '1:4'],
    ['text beside the root', 'x<a/>', 'text outside the root element', '1:1'],
    ['nothing', '', 'no root element', '1:1'],
    ['nesting that nobody writes', '<a>'.repeat(501), 'elements nested more than 500 deep', '1:1504'],
  ])('refuses %s', (_, text, problem, place) => {
    const document = parseXml(text);
    const at = document.ok ? undefined : new Lines(text).at(document.offset);
    expect([document.ok ? undefined : document.problem, `${at?.line}:${at?.column}`]).toEqual([problem, place]);
  });

  test.each<readonly [what: string, bytes: Buffer]>([
    ['UTF-8', Buffer.from('<a>é</a>')],
    ['UTF-8 with a mark', Buffer.from('\ufeff<a>é</a>')],
    ['UTF-16 with a mark', Buffer.from('\ufeff<a>é</a>', 'utf16le')],
    ['UTF-16 without one', Buffer.from('<a>é</a>', 'utf16le')],
    ['the encoding that it declares', Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>', 'latin1')],
  ])('is decoded: %s', (_, bytes) => {
    const document = parseXml(decodeXml(bytes));
    expect(document.ok && document.root.text).toBe('é');
  });
});
