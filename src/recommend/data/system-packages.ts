import type { EcosystemId } from '../../model/index.ts';

/** Distributions whose images the emitted Dockerfiles begin with: Debian's slim ones, and Alpine where a service runs on it today. */
export type Distribution = 'debian' | 'alpine';

/** Packages of one distribution, separated by spaces. */
export interface StagePackages {
  /** In the stage that builds: compilers and headers, where there may be no wheel or prebuilt addon. */
  readonly build?: string;
  /** In the stage that runs. */
  readonly run?: string;
}

/** What a package needs of its image. A distribution without a row needs nothing more, or cannot run it. */
export interface SystemPackages {
  readonly debian?: StagePackages;
  readonly alpine?: StagePackages;
  /** Variables without which it does not find what was installed. */
  readonly env?: Readonly<Record<string, string>>;
  /** A command of its own that installs what no distribution packages; it knows Debian alone. */
  readonly setup?: string;
}

const FFMPEG: SystemPackages = { debian: { run: 'ffmpeg' }, alpine: { run: 'ffmpeg' } };
const IMAGEMAGICK: SystemPackages = { debian: { run: 'imagemagick' }, alpine: { run: 'imagemagick' } };
const CHROMIUM: SystemPackages = { debian: { run: 'chromium' }, alpine: { run: 'chromium' } };
const DRIVEN_CHROMIUM: SystemPackages = {
  debian: { run: 'chromium chromium-driver' },
  alpine: { run: 'chromium chromium-chromedriver' },
};
const PUPPETEER: SystemPackages = {
  ...CHROMIUM,
  env: { PUPPETEER_EXECUTABLE_PATH: '/usr/bin/chromium', PUPPETEER_SKIP_DOWNLOAD: 'true' },
};
const BROWSERS = { PLAYWRIGHT_BROWSERS_PATH: '/ms-playwright' } as const;
const PCAP: SystemPackages = { debian: { build: 'libpcap-dev', run: 'libpcap0.8' } };
const VIPS: SystemPackages = { debian: { build: 'libvips-dev', run: 'libvips42' } };

/**
 * From the packages' own installation pages and the distributions' package lists (Debian bookworm and trixie, Alpine
 * 3.20 and later know every name). Go binaries that are linked against C run on Debian. Reviewed 2026-11-27.
 */
export const SYSTEM_PACKAGES: Readonly<Partial<Record<EcosystemId, Readonly<Record<string, SystemPackages>>>>> = {
  // What the code loads at run time comes from the libraries that the package is known to need.
  python: {
    gdal: { debian: { build: 'g++ libgdal-dev' }, alpine: { build: 'g++ gdal-dev' } },
    mysqlclient: {
      debian: { build: 'default-libmysqlclient-dev gcc pkg-config' },
      alpine: { build: 'gcc mariadb-connector-c-dev musl-dev pkgconf' },
    },
    playwright: { env: BROWSERS, setup: 'playwright install --with-deps chromium' },
    psycopg2: { debian: { build: 'gcc libpq-dev' }, alpine: { build: 'gcc libpq-dev musl-dev' } },
    pycairo: { debian: { build: 'gcc libcairo2-dev pkg-config' }, alpine: { build: 'cairo-dev gcc musl-dev pkgconf' } },
    pygraphviz: {
      debian: { build: 'gcc libgraphviz-dev pkg-config' },
      alpine: { build: 'gcc graphviz-dev musl-dev pkgconf' },
    },
    pyodbc: { debian: { build: 'g++ unixodbc-dev' }, alpine: { build: 'g++ unixodbc-dev' } },
    'python-ldap': {
      debian: { build: 'gcc libldap-dev libsasl2-dev' },
      alpine: { build: 'cyrus-sasl-dev gcc musl-dev openldap-dev' },
    },
    selenium: DRIVEN_CHROMIUM,
  },
  npm: {
    canvas: {
      alpine: {
        build: 'build-base cairo-dev giflib-dev jpeg-dev librsvg-dev pango-dev pixman-dev python3',
        run: 'cairo giflib jpeg librsvg pango pixman',
      },
    },
    'fluent-ffmpeg': FFMPEG,
    gm: { debian: { run: 'graphicsmagick' }, alpine: { run: 'graphicsmagick' } },
    imagemagick: IMAGEMAGICK,
    'node-pty': { debian: { build: 'g++ make python3' }, alpine: { build: 'g++ make python3' } },
    playwright: { env: BROWSERS, setup: 'npx playwright install --with-deps chromium' },
    puppeteer: PUPPETEER,
    'selenium-webdriver': DRIVEN_CHROMIUM,
  },
  jvm: {
    'net.sourceforge.tess4j:tess4j': {
      debian: { run: 'tesseract-ocr' },
      alpine: { run: 'tesseract-ocr tesseract-ocr-data-eng' },
    },
    'org.seleniumhq.selenium:selenium-java': DRIVEN_CHROMIUM,
  },
  go: {
    'github.com/chromedp/chromedp': CHROMIUM,
    'github.com/davidbyttow/govips/v2': VIPS,
    'github.com/go-rod/rod': CHROMIUM,
    'github.com/google/gopacket': PCAP,
    'github.com/gopacket/gopacket': PCAP,
    'github.com/h2non/bimg': VIPS,
    'github.com/linxGnu/grocksdb': { debian: { build: 'librocksdb-dev', run: 'librocksdb-dev' } },
    'github.com/otiai10/gosseract/v2': { debian: { build: 'libleptonica-dev libtesseract-dev', run: 'tesseract-ocr' } },
    'github.com/pebbe/zmq4': { debian: { build: 'libzmq3-dev', run: 'libzmq5' } },
    'gopkg.in/gographics/imagick.v3': { debian: { build: 'libmagickwand-dev', run: 'imagemagick' } },
  },
};
