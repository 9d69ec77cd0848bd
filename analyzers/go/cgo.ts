/**
 * Modules whose packages are C as well as Go: a binary with one of them is linked against the libc of the image that
 * built it, and against `library` where the module doesn't bring that along. Everything else on Linux is static.
 */
interface CgoModule {
  /** What has to be there at run time. */
  readonly library?: string;
  /** Beginnings of the platforms on which C is used; all when absent. */
  readonly platforms?: readonly string[];
}

const bundled: CgoModule = {};
const needs = (library: string): CgoModule => ({ library });
const darwin: CgoModule = { platforms: ['darwin'] };
const desktop: CgoModule = { library: 'X11, OpenGL' };

const CGO: ReadonlyMap<string, CgoModule> = new Map([
  ['github.com/mattn/go-sqlite3', bundled],
  ['github.com/mutecomm/go-sqlcipher', bundled],
  ['github.com/mutecomm/go-sqlcipher/v4', bundled],
  ['github.com/crawshaw/sqlite', bundled],
  ['crawshaw.io/sqlite', bundled],
  ['github.com/marcboeker/go-duckdb', bundled],
  ['github.com/marcboeker/go-duckdb/v2', bundled],
  ['github.com/duckdb/duckdb-go/v2', bundled],
  ['github.com/confluentinc/confluent-kafka-go', bundled],
  ['github.com/confluentinc/confluent-kafka-go/v2', bundled],
  ['github.com/valyala/gozstd', bundled],
  ['github.com/DataDog/zstd', bundled],
  ['github.com/bytecodealliance/wasmtime-go', bundled],
  ['github.com/wasmerio/wasmer-go', bundled],
  ['rogchap.com/v8go', bundled],
  ['github.com/chai2010/webp', bundled],
  ['github.com/kolesa-team/go-webp', needs('libwebp')],
  ['github.com/supranational/blst', bundled],
  ['github.com/yalue/onnxruntime_go', needs('onnxruntime')],
  ['github.com/linxGnu/grocksdb', needs('librocksdb')],
  ['github.com/tecbot/gorocksdb', needs('librocksdb')],
  ['github.com/jmhodges/levigo', needs('libleveldb')],
  ['github.com/davidbyttow/govips', needs('libvips')],
  ['github.com/davidbyttow/govips/v2', needs('libvips')],
  ['github.com/h2non/bimg', needs('libvips')],
  ['gopkg.in/gographics/imagick.v2', needs('ImageMagick')],
  ['gopkg.in/gographics/imagick.v3', needs('ImageMagick')],
  ['gocv.io/x/gocv', needs('OpenCV')],
  ['github.com/otiai10/gosseract/v2', needs('libtesseract')],
  ['github.com/gen2brain/go-fitz', needs('libffi')],
  ['github.com/libgit2/git2go/v34', needs('libgit2')],
  ['github.com/libgit2/git2go/v33', needs('libgit2')],
  ['github.com/godror/godror', needs('Oracle Instant Client')],
  ['github.com/mattn/go-oci8', needs('Oracle Instant Client')],
  ['github.com/ibmdb/go_ibm_db', needs('IBM Db2 clidriver')],
  ['github.com/ibm-messaging/mq-golang', needs('IBM MQ client')],
  ['github.com/ibm-messaging/mq-golang/v5', needs('IBM MQ client')],
  ['github.com/alexbrainman/odbc', needs('unixODBC')],
  ['github.com/apache/pulsar/pulsar-client-go', needs('libpulsar')],
  ['github.com/pebbe/zmq4', needs('libzmq')],
  ['github.com/zeromq/goczmq', needs('libczmq')],
  ['github.com/google/gopacket', needs('libpcap')],
  ['github.com/gopacket/gopacket', needs('libpcap')],
  ['github.com/miekg/pkcs11', needs('a PKCS#11 module')],
  ['github.com/ThalesIgnite/crypto11', needs('a PKCS#11 module')],
  ['github.com/spacemonkeygo/openssl', needs('libssl')],
  ['github.com/libp2p/go-openssl', needs('libssl')],
  ['github.com/proglottis/gpgme', needs('libgpgme')],
  ['github.com/mtrmac/gpgme', needs('libgpgme')],
  ['github.com/seccomp/libseccomp-golang', needs('libseccomp')],
  ['libvirt.org/go/libvirt', needs('libvirt')],
  ['github.com/NVIDIA/go-nvml', needs('libnvidia-ml')],
  ['github.com/ceph/go-ceph', needs('librados')],
  ['github.com/hajimehoshi/ebiten/v2', desktop],
  ['github.com/go-gl/glfw/v3.3/glfw', desktop],
  ['github.com/go-gl/gl', desktop],
  ['fyne.io/fyne/v2', desktop],
  ['github.com/shirou/gopsutil', darwin],
  ['github.com/shirou/gopsutil/v3', darwin],
  ['github.com/shirou/gopsutil/v4', darwin],
]);

/** What a module needs on a platform (`linux-x86_64`); undefined when it is Go alone there. */
export function cgoOf(path: string, platform: string): CgoModule | undefined {
  const found = CGO.get(path);
  if (found === undefined) return undefined;
  return found.platforms?.some((one) => platform.startsWith(one)) === false ? undefined : found;
}
