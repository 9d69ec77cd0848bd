/** What distributions call a library of the operating system: what has to be installed where it is loaded. */
export interface LibraryPackages {
  /** Debian and Ubuntu; separated by spaces. */
  readonly debian: string;
  readonly alpine: string;
}

/**
 * Libraries that packages of other ecosystems load, under the names of `libraryDemand` (packages.debian.org,
 * pkgs.alpinelinux.org; Debian bookworm and trixie, Alpine 3.20 and later). Reviewed 2026-11-27.
 */
export const SYSTEM_LIBRARIES: ReadonlyMap<string, LibraryPackages> = new Map([
  ['cairo', { debian: 'libcairo2', alpine: 'cairo' }],
  ['ffmpeg', { debian: 'ffmpeg', alpine: 'ffmpeg' }],
  ['freetds', { debian: 'libsybdb5', alpine: 'freetds' }],
  ['graphviz', { debian: 'graphviz', alpine: 'graphviz' }],
  ['imagemagick', { debian: 'imagemagick', alpine: 'imagemagick' }],
  ['libgdal', { debian: 'gdal-bin', alpine: 'gdal' }],
  ['libgl', { debian: 'libgl1 libglib2.0-0', alpine: 'mesa-gl' }],
  ['libkrb5', { debian: 'libkrb5-3', alpine: 'krb5-libs' }],
  ['libldap', { debian: 'ldap-utils libsasl2-2', alpine: 'libldap libsasl' }],
  ['libmagic', { debian: 'libmagic1', alpine: 'libmagic' }],
  ['libmariadb', { debian: 'libmariadb3', alpine: 'mariadb-connector-c' }],
  ['libmysqlclient', { debian: 'libmariadb3', alpine: 'mariadb-connector-c' }],
  ['libpq', { debian: 'libpq5', alpine: 'libpq' }],
  ['librdkafka', { debian: 'librdkafka1', alpine: 'librdkafka' }],
  ['libxmlsec1', { debian: 'libxmlsec1-openssl', alpine: 'xmlsec' }],
  ['openssl', { debian: 'openssl', alpine: 'openssl' }],
  ['pango', { debian: 'libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0', alpine: 'harfbuzz-subset pango' }],
  ['poppler', { debian: 'poppler-utils', alpine: 'poppler-utils' }],
  ['tesseract', { debian: 'tesseract-ocr', alpine: 'tesseract-ocr tesseract-ocr-data-eng' }],
  ['unixodbc', { debian: 'unixodbc', alpine: 'unixodbc' }],
]);
