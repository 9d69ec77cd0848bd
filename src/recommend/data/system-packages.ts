import type { EcosystemId } from '../../model/index.ts';

/** What a package needs of Debian, whose slim images the emitted Dockerfiles begin with. */
export interface SystemPackages {
  /** In the stage that builds: compilers and headers, where there may be no wheel or prebuilt addon. */
  readonly build?: string;
  /** In the stage that runs. */
  readonly run?: string;
}

/** From the packages' own installation pages and Debian's package lists (bookworm and trixie know every name). Reviewed 2026-11-27. */
export const SYSTEM_PACKAGES: Readonly<Record<EcosystemId, Readonly<Record<string, SystemPackages>>>> = {
  python: {
    cairosvg: { run: 'libcairo2' },
    'ffmpeg-python': { run: 'ffmpeg' },
    gdal: { build: 'g++ libgdal-dev', run: 'gdal-bin' },
    mysqlclient: { build: 'default-libmysqlclient-dev gcc pkg-config', run: 'libmariadb3' },
    pdf2image: { run: 'poppler-utils' },
    psycopg2: { build: 'gcc libpq-dev', run: 'libpq5' },
    pycairo: { build: 'gcc libcairo2-dev pkg-config', run: 'libcairo2' },
    pydub: { run: 'ffmpeg' },
    pygraphviz: { build: 'gcc libgraphviz-dev pkg-config', run: 'graphviz' },
    pyodbc: { build: 'g++ unixodbc-dev', run: 'unixodbc' },
    pytesseract: { run: 'tesseract-ocr' },
    'python-ldap': { build: 'gcc libldap-dev libsasl2-dev', run: 'ldap-utils libsasl2-2' },
    'python-magic': { run: 'libmagic1' },
    wand: { run: 'imagemagick' },
    weasyprint: { run: 'libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0' },
  },
  npm: {
    'fluent-ffmpeg': { run: 'ffmpeg' },
    gm: { run: 'graphicsmagick' },
    imagemagick: { run: 'imagemagick' },
    'node-pty': { build: 'g++ make python3' },
  },
  jvm: { 'net.sourceforge.tess4j:tess4j': { run: 'tesseract-ocr' } },
  go: {
    'github.com/davidbyttow/govips/v2': { build: 'libvips-dev', run: 'libvips42' },
    'github.com/h2non/bimg': { build: 'libvips-dev', run: 'libvips42' },
    'github.com/linxGnu/grocksdb': { build: 'librocksdb-dev', run: 'librocksdb-dev' },
    'github.com/otiai10/gosseract/v2': { build: 'libleptonica-dev libtesseract-dev', run: 'tesseract-ocr' },
    'github.com/pebbe/zmq4': { build: 'libzmq3-dev', run: 'libzmq5' },
    'github.com/google/gopacket': { build: 'libpcap-dev', run: 'libpcap0.8' },
    'github.com/gopacket/gopacket': { build: 'libpcap-dev', run: 'libpcap0.8' },
    'gopkg.in/gographics/imagick.v3': { build: 'libmagickwand-dev', run: 'imagemagick' },
  },
};
