import { type Demand, type Dependency, libraryDemand } from '../../src/model/index.ts';

/**
 * Distributions that load a library of the operating system which no wheel of theirs brings along, as their own
 * installation pages say (psycopg.org "Build prerequisites", PyMySQL/mysqlclient, pyodbc wiki "Install", python-ldap
 * "Installing", pycairo "Getting started", WeasyPrint "First steps", gdal on PyPI, python-magic, pdf2image, pytesseract …).
 */
const LIBRARIES: ReadonlyMap<string, string> = new Map([
  ['psycopg2', 'libpq'],
  ['psycopg-c', 'libpq'],
  ['mysqlclient', 'libmysqlclient'],
  ['mariadb', 'libmariadb'],
  ['pyodbc', 'unixodbc'],
  ['pymssql', 'freetds'],
  ['python-ldap', 'libldap'],
  ['gssapi', 'libkrb5'],
  ['kerberos', 'libkrb5'],
  ['python3-saml', 'libxmlsec1'],
  ['xmlsec', 'libxmlsec1'],
  ['pycairo', 'cairo'],
  ['cairocffi', 'cairo'],
  ['cairosvg', 'cairo'],
  ['weasyprint', 'pango'],
  ['pygobject', 'gobject-introspection'],
  ['gdal', 'libgdal'],
  ['pygraphviz', 'graphviz'],
  ['python-magic', 'libmagic'],
  ['opencv-python', 'libgl'],
  ['opencv-contrib-python', 'libgl'],
  ['pdf2image', 'poppler'],
  ['pdfkit', 'wkhtmltopdf'],
  ['pytesseract', 'tesseract'],
  ['wand', 'imagemagick'],
  ['ffmpeg-python', 'ffmpeg'],
  ['pydub', 'ffmpeg'],
  ['pyzbar', 'libzbar'],
  ['pylibmc', 'libmemcached'],
  ['cx-oracle', 'oracle-instantclient'],
  ['pyaudio', 'portaudio'],
  ['pyusb', 'libusb'],
  ['systemd-python', 'libsystemd'],
]);

/** One demand for each library, from the first line that brings it. */
export function libraryDemands(dependencies: readonly Dependency[], service: string): readonly Demand[] {
  const found = new Map<string, Demand>();
  for (const { name, purl, group, scope, origin, resolved } of dependencies) {
    const library = LIBRARIES.get(name);
    if (library === undefined || found.has(`${library} ${group}`)) continue;
    const versioned = resolved === undefined ? purl : `${purl}@${resolved}`;
    found.set(`${library} ${group}`, { ...libraryDemand(service, library, origin, versioned), group, scope });
  }
  return [...found.values()];
}
