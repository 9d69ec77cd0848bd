import { describe, expect, it } from 'vitest';
import { type Expected, type Files, observed, reportOf } from './fleet.ts';
import { workload } from './port-files.ts';

function runs(name: string): string {
  return workload(name, '{ containerPort: 8080 }');
}

/** What counts as a service, and whose a descriptor is. */
const CASES: Readonly<Record<string, readonly [Files, Expected]>> = {
  'requirements of several programs in one file are no service of their own': [
    {
      'requirements.txt': 'flake8==7.3.0\npre-commit\n-r api/requirements.txt\n-r worker/requirements.txt\n',
      'api/requirements.txt': 'flask==3.0.0\n',
      'api/main.py': '',
      'worker/requirements.txt': 'flask==2.0.0\n',
      'worker/Dockerfile': 'FROM python:3.12\nCOPY . .\nCMD ["python", "work.py"]\n',
    },
    { services: ['api', 'worker'], diagnostics: ['python/only-tools'] },
  ],
  'a program that gathers the requirements of its parts is a service': [
    {
      'requirements.txt': '-r api/requirements.txt\n-r worker/requirements.txt\n',
      'main.py': '',
      'api/requirements.txt': 'flask==3.0.0\n',
      'api/routes.py': '',
      'worker/requirements.txt': 'redis==5.0.0\n',
      'worker/work.py': '',
    },
    { services: ['.', 'api', 'worker'], silent: ['python/only-tools'] },
  ],
  'a list above several programs, with nothing of its own that runs, is no service': [
    {
      'requirements-all.txt': 'flask==1.1.4\n',
      'pyproject.toml': '[tool.black]\nline-length = 88\n',
      'scripts/check.py': '',
      'tests/api/test_api.py': '',
      'services/api/requirements.txt': 'flask==3.0.0\n',
      'services/api/src/main.py': '',
      'services/worker/requirements.txt': 'redis==5.0.0\n',
      'services/worker/work.py': '',
    },
    { errors: [], services: ['services/api', 'services/worker'], diagnostics: ['python/only-tools'] },
  ],
  'so is the project that a workspace is listed in': [
    {
      'pyproject.toml':
        '[project]\nname = "fleet"\nversion = "1"\ndependencies = ["flask<2"]\n[tool.uv.workspace]\nmembers = ["services/*"]\n',
      'services/api/pyproject.toml': '[project]\nname = "api"\nversion = "1"\ndependencies = ["flask>=3"]\n',
      'services/api/main.py': '',
      'services/worker/pyproject.toml': '[project]\nname = "worker"\nversion = "1"\ndependencies = ["redis"]\n',
      'services/worker/work.py': '',
    },
    { errors: [], services: ['services/api', 'services/worker'] },
  ],
  'a list above several programs that an image installs, or whose programs lie in folders of their own, is one': [
    {
      'a/requirements.txt': 'flask==1.1.4\n',
      'a/deploy/Dockerfile':
        'FROM python:3.12\nCOPY a/requirements.txt .\nRUN pip install -r requirements.txt\nCOPY a .\nCMD ["python", "-m", "api"]\n',
      'a/api/requirements.txt': 'click\n',
      'a/api/main.py': '',
      'a/worker/requirements.txt': 'redis\n',
      'a/worker/work.py': '',
      'b/requirements.txt': 'rich\n',
      'b/app/main.py': '',
      'b/api/requirements.txt': 'click\n',
      'b/api/main.py': '',
      'b/worker/requirements.txt': 'redis\n',
      'b/worker/work.py': '',
    },
    { services: ['a', 'a/api', 'a/worker', 'b', 'b/api', 'b/worker'], silent: ['python/only-tools'] },
  ],
  'a list beside a program of another language, where no Python lies, is left from before': [
    {
      'api/requirements.txt': 'flask==3.0.0\n',
      'api/main.py': '',
      'shop/requirements.txt': 'flask==2.0.0\n',
      'shop/package.json': '{ "name": "shop", "dependencies": { "express": "^4" } }',
      'shop/src/app.js': '',
      'shop/src/__init__.py': '',
      'shop/tests/test_shop.py': '',
      'shop/Dockerfile': 'FROM node:22\nCOPY . .\nRUN npm ci\nCMD ["node", "src/app.js"]\n',
    },
    { errors: [], services: ['api', 'shop'], diagnostics: ['python/only-tools'] },
  ],
  'where its image installs it, its packages are there': [
    {
      'api/requirements.txt': 'yt-dlp==2025.1.1\n',
      'api/main.py': '',
      'shop/requirements.txt': 'yt-dlp==2024.1.1\n',
      'shop/package.json': '{ "name": "shop", "dependencies": { "express": "^4" } }',
      'shop/src/app.js': '',
      'shop/Dockerfile': 'FROM node:22\nCOPY . .\nRUN pip install -r requirements.txt && npm ci\nCMD ["node", "src/app.js"]\n',
    },
    { errors: ['version/unsatisfiable pkg:pypi/yt-dlp: api, shop'], services: ['api', 'shop'], silent: ['python/only-tools'] },
  ],
  'images that lie together and are built from the root: each is of the service that it is called after, or nobody’s': [
    {
      'requirements.txt': 'rich\n',
      'check.py': '',
      'services/api/requirements.txt': 'flask\n',
      'services/api/app/main.py': '',
      'services/scan/requirements.txt': 'click\n',
      'services/scan/main.py': '',
      'docker/api/Dockerfile':
        'FROM python:3.12\nCOPY services/api/requirements.txt api.txt\nCOPY services/scan/requirements.txt scan.txt\nRUN pip install -r api.txt -r scan.txt\nCOPY services/api services/api\nCOPY services/scan services/scan\nEXPOSE 8000\nCMD ["uvicorn", "app.main:app", "--port", "8000"]\n',
      'docker/front/Dockerfile': 'FROM nginx:1.27\nCOPY docker/front/nginx.conf /etc/nginx/\nEXPOSE 8000\n',
      'docker/front/nginx.conf': '',
      'compose.yaml':
        'services:\n  api:\n    build: { context: ., dockerfile: docker/api/Dockerfile }\n    ports: ["8001:8000"]\n  proxy:\n    build: { context: ., dockerfile: docker/front/Dockerfile }\n    ports: ["80:8000"]\n',
    },
    { errors: [], warnings: [], services: ['.', 'services/api', 'services/scan'] },
  ],
  'a list above programs beside which lie tools of theirs alone is what they run with': [
    {
      'a/requirements.txt': 'flask==1.1.4\n',
      'a/api/requirements-dev.txt': 'pytest\n',
      'a/api/main.py': '',
      'a/worker/pyproject.toml': '[tool.black]\nline-length = 88\n',
      'a/worker/work.py': '',
      'b/requirements.txt': 'flask==3.0.0\n',
      'b/jobs/tasks.py': '',
      'b/api/requirements.txt': 'click\n',
      'b/api/main.py': '',
      'b/worker/requirements.txt': 'redis\n',
      'b/worker/work.py': '',
    },
    { errors: ['version/unsatisfiable pkg:pypi/flask: a, b'], services: ['a', 'b', 'b/api', 'b/worker'] },
  ],
  'a list beside a program of another language counts for Python that says nothing of itself': [
    {
      'a/package.json': '{ "name": "a", "dependencies": { "express": "^5" } }',
      'a/server.js': '',
      'a/requirements.txt': 'flask==1.1.4\n',
      'a/ml/requirements.txt': 'flask==3.0.0\n',
      'a/ml/main.py': '',
      'b/package.json': '{ "name": "b", "dependencies": { "express": "^5" } }',
      'b/server.js': '',
      'b/requirements.txt': 'flask==3.0.0\n',
      'b/ml/main.py': '',
    },
    {
      errors: [],
      services: ['a', 'a/ml', 'b'],
      diagnostics: ['python/only-tools'],
    },
  ],
  'apps for phones are on nobody’s host': [
    {
      'api/package.json': '{ "name": "api", "dependencies": { "react": "^19" } }',
      'mobile/package.json':
        '{ "name": "mobile", "scripts": { "start": "expo start" }, "dependencies": { "expo": "^51", "react": "18.2.0" } }',
      'mobile/android/settings.gradle': "include ':app'\n",
      'mobile/android/app/build.gradle': "apply plugin: 'com.android.application'\ndependencies { implementation 'g:x:[1,2)' }\n",
      'flutter/android/app/build.gradle':
        'plugins {\n  id "com.android.application"\n}\ndependencies { implementation "g:x:[2,3)" }\n',
    },
    { errors: [], services: ['api'], diagnostics: ['service/for-devices'] },
  ],
  'an image that only builds an app for phones runs nothing': [
    {
      'api/package.json': '{ "name": "api", "dependencies": { "react": "^19" } }',
      'mobile/package.json': '{ "name": "mobile", "dependencies": { "expo": "^51", "react": "18.2.0" } }',
      'mobile/Dockerfile':
        'FROM node:22 AS build\nCOPY . .\nRUN npx expo export\nFROM scratch\nCOPY --from=build /app.apk /app.apk\nENTRYPOINT ["/app.apk"]\n',
    },
    { errors: [], services: ['api'], diagnostics: ['service/for-devices'] },
  ],
  'apps for desktops and extensions of an editor or a browser are on nobody’s host': [
    {
      'api/package.json': '{ "name": "api", "dependencies": { "lodash": "^4" } }',
      'desk/package.json':
        '{ "name": "desk", "dependencies": { "lodash": "^3" }, "devDependencies": { "@tauri-apps/cli": "^2", "vite": "^6" } }',
      'desk/src-tauri/tauri.conf.json': '{}',
      'shell/package.json':
        '{ "name": "shell", "dependencies": { "lodash": "^3" }, "devDependencies": { "electron": "^33", "electron-builder": "^25" } }',
      'window/package.json':
        '{ "name": "window", "scripts": { "start": "electron ." }, "dependencies": { "lodash": "^3" }, "devDependencies": { "electron": "^33" } }',
      'editor/package.json': '{ "name": "editor", "engines": { "vscode": "^1.90.0" }, "dependencies": { "lodash": "^3" } }',
      'clip/package.json':
        '{ "name": "clip", "scripts": { "dev": "wxt" }, "dependencies": { "lodash": "^3" }, "devDependencies": { "wxt": "^0.20" } }',
    },
    { errors: [], services: ['api'], diagnostics: ['service/for-devices'] },
  ],
  'what only talks to a desktop app, and a desktop app that a descriptor builds, are services': [
    {
      'web/package.json': '{ "name": "web", "dependencies": { "@tauri-apps/api": "^2", "vue": "^3" } }',
      'drive/package.json': '{ "name": "t", "devDependencies": { "electron": "^33" } }',
      'both/package.json':
        '{ "name": "both", "dependencies": { "express": "^4" }, "devDependencies": { "electron": "^33", "electron-builder": "^25" } }',
      'both/Dockerfile': 'FROM node:22\nCMD ["node", "server.js"]\n',
      'site/package.json': '{ "name": "site", "dependencies": { "next": "^15" }, "devDependencies": { "wxt": "^0.20" } }',
    },
    { services: ['both', 'drive', 'site', 'web'] },
  ],
  'one that a descriptor serves, or that runs in browsers too, is a service': [
    {
      'served/package.json': '{ "name": "served", "dependencies": { "expo": "^51" } }',
      'served/Dockerfile': 'FROM node:20\nCMD ["npx", "serve"]\n',
      'web/package.json': '{ "name": "web", "dependencies": { "expo": "^51", "react-native-web": "^0.19" } }',
    },
    { services: ['served', 'web'] },
  ],
  'an Expo app that goes to stores, whatever its template brings for browsers': [
    {
      'api/package.json': '{ "name": "api", "dependencies": { "express": "^5", "react": "19.2.5" } }',
      'app/package.json':
        '{ "name": "app", "main": "expo-router/entry", "scripts": { "start": "expo start", "ios": "expo run:ios" }, "dependencies": { "expo": "^54", "react": "19.1.0", "react-dom": "19.1.0" } }',
    },
    { errors: [], services: ['api'] },
  ],
  'an Expo app with settings for stores beside it': [
    {
      'api/package.json': '{ "name": "api", "dependencies": { "express": "^5", "react": "18.3.1" } }',
      'app/package.json':
        '{ "name": "app", "main": "expo-router/entry", "scripts": { "ios": "expo start --ios" }, "dependencies": { "expo": "^54", "react": "19.1.0", "react-native-web": "^0.21" } }',
      'app/eas.json': '{}',
    },
    { errors: [], services: ['api'], diagnostics: ['service/for-devices'] },
  ],
  'an Expo app as its template has it, whose scripts open it on phones': [
    {
      'api/package.json': '{ "name": "api", "dependencies": { "express": "^5", "react": "18.3.1" } }',
      'app/package.json':
        '{ "name": "app", "scripts": { "start": "expo start", "android": "expo start --android", "web": "expo start --web" }, "dependencies": { "expo": "^53", "react": "19.0.0", "react-native-web": "^0.20" } }',
    },
    { errors: [], services: ['api'], diagnostics: ['service/for-devices'] },
  ],
  'an Expo app that makes a website as well is a service': [
    {
      'app/package.json':
        '{ "name": "app", "scripts": { "ios": "expo start --ios", "release": "expo export -p web && eas deploy" }, "dependencies": { "expo": "^53", "react-native-web": "^0.20" } }',
      'site/package.json':
        '{ "name": "site", "scripts": { "start": "expo start", "web": "expo start --web" }, "dependencies": { "expo": "^53", "react-dom": "19.0.0" } }',
    },
    { services: ['app', 'site'] },
  ],
  'what npm install left above packages is none of them': [
    {
      'services/package.json': '{ "dependencies": { "lodash": "^3" } }',
      'services/cart/package.json': '{ "name": "cart", "scripts": { "start": "node ." }, "dependencies": { "lodash": "^4" } }',
      'tools/package.json': '{ "dependencies": { "lodash": "^4" } }',
    },
    { errors: [], services: ['services/cart', 'tools'] },
  ],
  'the client of a server is not the server': [
    {
      'go.mod': 'module example.org/platform\n\ngo 1.24\n',
      'web/package.json': '{ "private": true, "workspaces": ["*"] }',
      'web/vault/package.json': '{ "name": "@shop/vault", "version": "1.0.0", "main": "./index.js" }',
      'web/shop/package.json':
        '{ "name": "@shop/shop", "scripts": { "start": "next start" }, "dependencies": { "@shop/vault": "*", "next": "^15" } }',
      'k8s/vault.yaml': runs('vault'),
      'k8s/shop.yaml': runs('shop'),
    },
    { errors: [], hosts: [1, 1, 1] },
  ],
  'suites of tests, collections of samples, retired services and what an archive holds as it is are no services': [
    {
      'cart/requirements.txt': 'flask>=3\n',
      'shop-examples/cart/requirements.txt': 'flask<2\n',
      'java/sample-apps/cart/requirements.txt': 'flask<2\n',
      'archive/services/rates/requirements.txt': 'flask<2\n',
      'services/archive/requirements.txt': 'flask>=3\n',
      'web/cypress/package.json': '{ "name": "ui-tests", "dependencies": { "lodash": "^3" } }',
      'web/playwright/package.json': '{ "name": "browser-tests", "dependencies": { "lodash": "^3" } }',
      'oauth2-tests/requirements.txt': 'flask<2\n',
      'e2e-browsers/requirements.txt': 'flask<2\n',
      'test-util/requirements.txt': 'flask<2\n',
      'gateway-integrated-test/all/requirements.txt': 'flask<2\n',
      'codelab/01/requirements.txt': 'flask<2\n',
      'starter/{{cookiecutter.project_name}}/requirements.txt': 'flask<2\n',
      'packages/testing/package.json': '{ "name": "testing", "dependencies": { "lodash": "^3" } }',
      'theme/src/main/resources/theme/package.json': '{ "name": "theme", "dependencies": { "lodash": "^3" } }',
      'speed-test/package.json': '{ "name": "speed-test", "dependencies": { "lodash": "^4" } }',
      'shop-sample/package.json': '{ "name": "shop-sample", "dependencies": { "lodash": "^4" } }',
    },
    { errors: [], services: ['cart', 'services/archive', 'shop-sample', 'speed-test'] },
  ],
  'where most lies in collections of samples, these are what the repository is for; one that is a service counts always': [
    {
      'tools/requirements.txt': 'flask>=3\n',
      'java-samples/orders/requirements.txt': 'flask>=3\n',
      'python-samples/orders/requirements.txt': 'flask<2\n',
      'python-samples/stock/requirements.txt': 'flask>=3\n',
      'auth-examples/requirements.txt': 'flask>=3\n',
    },
    {
      errors: [
        'version/unsatisfiable pkg:pypi/flask: auth-examples, java-samples/orders, python-samples/orders, python-samples/stock, tools',
      ],
      services: ['auth-examples', 'java-samples/orders', 'python-samples/orders', 'python-samples/stock', 'tools'],
    },
  ],
  'files among samples and tests that nothing uses are told of once': [
    {
      'cart/requirements.txt': 'flask\n',
      'cart/tests/docker/package-lock.json': '{ "lockfileVersion": 3 }',
      'templates/go.sum': '',
    },
    { errors: [], services: ['cart'], diagnostics: ['file/unused'] },
  ],
  'a file that others look into for ends of their own is still told of': [
    {
      'compose.yaml': 'services:\n  cart: { build: cart }\n',
      'compose.load.yaml': 'services:\n  load: { image: load, command: uv run load.py }\n',
      'cart/requirements.txt': 'flask\n',
      'cart/Dockerfile': 'FROM python:3.12\n',
    },
    { errors: [], services: ['cart'], diagnostics: ['file/unused'] },
  ],
  'settings of programs that are none here are no files that anybody misses': [
    {
      'cart/requirements.txt': 'flask\n',
      'site/config.toml': 'title = "Site"\n',
      'native/config/Cargo.toml': '[package]\nname = "config"\n',
      'cart/tests/application.properties': 'server.port=80\n',
    },
    { services: ['cart'], silent: ['file/unused'] },
  ],
  'native parts of a package, one for each kind of machine, are no services': [
    {
      'web/package.json': '{ "name": "web", "dependencies": { "left-pad": "^1" } }',
      'native/npm/linux-x64-gnu/package.json':
        '{ "name": "@x/native-linux-x64-gnu", "version": "1.0.0", "os": ["linux"], "cpu": ["x64"], "main": "native.linux-x64-gnu.node", "files": ["native.linux-x64-gnu.node"] }',
      'native/npm/darwin-arm64/package.json':
        '{ "name": "@x/native-darwin-arm64", "version": "1.0.0", "os": ["darwin"], "cpu": ["arm64"], "main": "native.darwin-arm64.node", "files": ["native.darwin-arm64.node"] }',
    },
    { errors: [], services: ['web'] },
  ],
  'an image that is called after the product, as its command is, and a workload that says which part it runs': [
    {
      'packages/cli/package.json': '{ "name": "shop", "bin": "cli.js", "dependencies": { "left-pad": "^1" } }',
      'apps/web/package.json': '{ "name": "web", "scripts": { "start": "node ." }, "dependencies": { "left-pad": "^1" } }',
      'apps/admin/package.json': '{ "name": "admin", "scripts": { "start": "node ." }, "dependencies": { "left-pad": "^1" } }',
      'k8s/web.yaml': workload('shop-web', '{ containerPort: 8080 }').replace(/image: \S+/, 'image: team/shop:1'),
      'k8s/admin.yaml': runs('admin'),
    },
    { errors: ['port/taken port:8080/tcp: apps/admin, apps/web'] },
  ],
  'an image by a longer name than the folder of the one service that it is made of': [
    {
      'importers/cart/compose.yaml': 'services:\n  importer-cart: { image: "shop/importer-cart:1", ports: ["8888:80"] }\n',
      'importers/cart/Dockerfile': 'FROM python:3.12\nCOPY src /app\n',
      'importers/cart/src/requirements.txt': 'flask\n',
      'importers/stock/compose.yaml': 'services:\n  importer-stock: { image: "shop/importer-stock:1", ports: ["8888:80"] }\n',
      'importers/stock/src/requirements.txt': 'flask\n',
    },
    { services: ['importers/cart/src', 'importers/stock/src'], silent: ['service/other-repository'] },
  ],
  "program text that is none, or that nothing speaks of, is nobody's loss": [
    {
      'cart/requirements.txt': 'flask\n',
      'cart/tests/data/stored.proto': '\0\0',
      'cart/tests/order_listener.py': 'x = 1\n',
    },
    { errors: [], services: ['cart'], silent: ['file/binary', 'file/unused'] },
  ],
  'scripts that nothing deploys are no services': [
    {
      'cart/requirements.txt': 'flask>=3\n',
      'scripts/fill/requirements.txt': 'flask<2\n',
      'hack/tools/go.mod': 'module example.org/tools\n\ngo 1.24\n',
      'common/script/engine/go.mod': 'module example.org/engine\n\ngo 1.24\n',
      'scripts/nightly/requirements.txt': 'flask<2\n',
      'k8s/nightly.yaml':
        'apiVersion: batch/v1\nkind: CronJob\nmetadata: { name: nightly }\nspec:\n  schedule: "0 3 * * *"\n  jobTemplate: { spec: { template: { spec: { containers: [{ name: nightly, image: example.org/nightly:1 }] } } } }\n',
      'scripts/sync/package.json': '{ "name": "sync", "dependencies": { "lodash": "^4" } }',
      'scripts/sync/Dockerfile': 'FROM node:22\nCMD ["node", "sync.js"]\n',
    },
    { services: ['cart', 'common/script/engine', 'scripts/nightly', 'scripts/sync'] },
  ],
  'with nothing else, scripts are services': [
    { 'scripts/a/requirements.txt': 'flask\n', 'scripts/b/requirements.txt': 'flask\n' },
    { services: ['scripts/a', 'scripts/b'] },
  ],
  'what a GOPATH vendors is nobody’s service': [
    {
      'cart/go.mod': 'module example.org/cart\n\ngo 1.24\n',
      'fe/vendor/example.org/yaml/go.mod': 'module example.org/yaml\n\ngo 1.24\n',
      'services/vendor/api/go.mod': 'module example.org/vendor\n\ngo 1.24\n',
    },
    { services: ['cart', 'services/vendor/api'] },
  ],
  'what is wrong with samples that do not count is not told': [
    {
      'cart/requirements.txt': 'flask>=3\n',
      'templates/api/requirements.txt': 'flask=={{version}}\n',
    },
    { services: ['cart'], silent: ['pip/invalid-line'] },
  ],
  'with nothing else, what is wrong with samples is told': [
    { 'templates/api/requirements.txt': 'flask=={{version}}\n' },
    { services: ['templates/api'], diagnostics: ['pip/invalid-line'] },
  ],
  'code that no app of CDK calls is nobody’s lost manifest': [
    {
      'web/package.json': '{ "name": "web", "dependencies": { "react": "^19" } }',
      'web/src/main.ts': '',
      'web/lib/index.ts': '',
      'web/cdk-stack.ts': '',
    },
    { services: ['web'], silent: ['file/unused'] },
  ],
  'a folder of another service is that one’s part, whatever lies in it': [
    {
      'backend/requirements.txt': 'flask\n',
      'backend/src/apiserver/charts/requirements.txt': 'flask\n',
      'k8s/apiserver.yaml': runs('apiserver'),
      'cart/cart-main/package.json': '{ "name": "main", "dependencies": { "react": "^19" } }',
      'k8s/cart.yaml': runs('cart'),
    },
    { errors: [], hosts: [1, 1, 1] },
  ],
  'what config excludes is not looked at': [
    {
      'cohost.yaml': 'exclude: [old/, "*-legacy/"]\n',
      'cart/requirements.txt': 'flask>=3\n',
      'old/cart/requirements.txt': 'flask<2\n',
      'apps/shop-legacy/requirements.txt': 'flask<2\n',
    },
    { errors: [], services: ['cart'], hosts: [1, 1, 1] },
  ],
  'one that config names is a service': [
    {
      'cohost.yaml': 'services:\n  mobile: {}\n',
      'mobile/package.json': '{ "name": "m", "dependencies": { "react-native": "^0.74" } }',
    },
    { services: ['mobile'] },
  ],
  'tools at the root, above a folder of packages that is called src': [
    {
      'package.json': '{ "name": "shop", "private": true, "devDependencies": { "markdownlint-cli": "^0.49" } }',
      'src/web/package.json': '{ "name": "web", "dependencies": { "react": "^19" } }',
      'src/web/index.js': '',
      'src/stock/requirements.txt': 'flask\n',
    },
    { errors: [], services: ['src/stock', 'src/web'] },
  ],
  'a root that starts what lies below it': [
    {
      'package.json':
        '{ "name": "all", "private": true, "scripts": { "start": "docker compose up" }, "devDependencies": { "lefthook": "^1" } }',
      'web/package.json': '{ "name": "web", "dependencies": { "react": "^19" } }',
      'web/index.js': '',
      'stock/requirements.txt': 'flask\n',
    },
    { services: ['stock', 'web'] },
  ],
  'a root that starts what it depends on': [
    {
      'package.json': '{ "name": "all", "scripts": { "start": "npm run serve" }, "dependencies": { "express": "^5" } }',
      'web/package.json': '{ "name": "web", "dependencies": { "react": "^19" } }',
      'web/index.js': '',
    },
    { services: ['.', 'web'] },
  ],
  'hooks at the root of a repository of another language': [
    {
      'package.json': '{ "scripts": { "prepare": "husky" }, "devDependencies": { "husky": "^9" } }',
      'api/openapi.yaml': 'openapi: 3.0.0\n',
      'cart/go.mod': 'module example.org/cart\n\ngo 1.24\n',
    },
    { services: ['cart'] },
  ],
  'a package at the root with code of its own': [
    {
      'package.json': '{ "name": "site", "devDependencies": { "vite": "^7" } }',
      'src/pages/home.vue': '',
      'stock/requirements.txt': 'flask\n',
    },
    { services: ['.', 'stock'] },
  ],
  'a parent POM above modules in a folder that is called src': [
    {
      'pom.xml':
        '<project><modelVersion>4.0.0</modelVersion><groupId>g</groupId><artifactId>all</artifactId><version>1</version><packaging>pom</packaging><modules><module>src/cart</module></modules></project>',
      'src/cart/pom.xml':
        '<project><modelVersion>4.0.0</modelVersion><groupId>g</groupId><artifactId>cart</artifactId><version>1</version></project>',
      'src/cart/src/main/java/Cart.java': '',
    },
    { services: ['src/cart'] },
  ],
  'a parent POM with sources of its template, which Maven never compiles': [
    {
      'pom.xml':
        '<project><modelVersion>4.0.0</modelVersion><groupId>g</groupId><artifactId>all</artifactId><version>1</version><packaging>pom</packaging><modules><module>cart</module></modules></project>',
      'src/main/java/org/example/Main.java': '',
      'cart/pom.xml':
        '<project><modelVersion>4.0.0</modelVersion><groupId>g</groupId><artifactId>cart</artifactId><version>1</version></project>',
      'cart/src/main/java/Cart.java': '',
    },
    { services: ['cart'] },
  ],
  'a parent POM that compiles sources of its own by an execution': [
    {
      'pom.xml':
        '<project><modelVersion>4.0.0</modelVersion><groupId>g</groupId><artifactId>all</artifactId><version>1</version><packaging>pom</packaging><modules><module>cart</module></modules><build><plugins><plugin><artifactId>maven-compiler-plugin</artifactId><executions><execution><goals><goal>compile</goal></goals></execution></executions></plugin></plugins></build></project>',
      'src/main/java/org/example/Main.java': '',
      'cart/pom.xml':
        '<project><modelVersion>4.0.0</modelVersion><groupId>g</groupId><artifactId>cart</artifactId><version>1</version></project>',
      'cart/src/main/java/Cart.java': '',
    },
    { services: ['.', 'cart'] },
  ],
  'suites of tests that drive the whole': [
    {
      'cart/requirements.txt': 'flask==3.0.0\n',
      'end-to-end-tests/requirements.txt': 'flask==2.0.0\n',
      '_integration-test/package.json': '{ "name": "drive", "dependencies": { "axios": "^1" } }',
      'apps/web-e2e/package.json': '{ "name": "web-e2e", "dependencies": { "axios": "^1" } }',
      'scripts/ui-smoke-test/package.json': '{ "name": "smoke", "dependencies": { "axios": "^1" } }',
      'systemtest/requirements.txt': 'flask==2.0.0\n',
      'cart-api-tck/requirements.txt': 'flask==2.0.0\n',
    },
    { errors: [], services: ['cart'] },
  ],
  'a program in a language that is not read is not the service around it': [
    {
      'requirements.txt': 'flask\n',
      'main.py': '',
      'rates/Cargo.toml': '',
      'rates/Dockerfile': 'FROM rust:1\nEXPOSE 8080\n',
      'cart/go.mod': 'module example.org/cart\n\ngo 1.24\n',
      'cart/Dockerfile': 'FROM golang:1.24\nEXPOSE 8080\n',
      'compose.yaml':
        'services:\n  rates:\n    build: { context: ., dockerfile: rates/Dockerfile }\n    ports: ["9000:8080"]\n  cart:\n    build: cart\n    ports: ["9000:8080"]\n',
    },
    { errors: [], services: ['.', 'cart'], hosts: [1, 1, 1] },
  ],
  'a name that a service in another part of the tree has too': [
    {
      'php-demo/compose.yaml': 'services:\n  web:\n    build: app\n    ports: ["8000:80"]\n',
      'php-demo/app/index.php': '',
      'flask-demo/web/requirements.txt': 'flask\n',
      'flask-demo/other/requirements.txt': 'flask\n',
      'flask-demo/compose.yaml': 'services:\n  other:\n    build: other\n    ports: ["8000:5000"]\n',
    },
    { errors: [], services: ['flask-demo/other', 'flask-demo/web'] },
  ],
  'a copy of a compose file that a program ships': [
    {
      'deploy/compose.yaml': 'services:\n  api:\n    build: ../backend\n    ports: ["80:8080"]\n',
      'backend/requirements.txt': 'flask\n',
      'backend/Dockerfile': 'FROM python:3.13\n',
      'cli/go.mod': 'module example.org/cli\n\ngo 1.24\n',
      'cli/embedded/deploy/compose.yaml': 'services:\n  api:\n    build: ../backend\n    ports: ["80:8080"]\n',
    },
    { errors: [], services: ['backend', 'cli'], hosts: [1, 1, 1] },
  ],
  'manifests that a .gitignore names are told': [
    {
      '.gitignore': 'pom.xml\ndist/\n',
      'prices/pom.xml': '<project/>',
      'dist/package.json': '{}',
      'cart/package.json': '{ "name": "cart", "dependencies": { "express": "^5" } }',
    },
    { services: ['cart'], diagnostics: ['file/ignored'] },
  ],
  'not those that an image installs all the same': [
    {
      'a/.gitignore': 'requirements.txt\n',
      'a/requirements.txt': 'flask<2\n',
      'a/app.py': '',
      'a/Dockerfile': 'FROM python:3.12\nCOPY . .\nRUN pip install -r requirements.txt\nCMD ["python", "app.py"]\n',
      'b/requirements.txt': 'flask>=3\n',
    },
    { services: ['a', 'b'], errors: ['version/unsatisfiable pkg:pypi/flask: a, b'], silent: ['file/ignored'] },
  ],
  'an image of a folder beside the service at the root': [
    {
      'requirements.txt': 'flask\n',
      'cron/Dockerfile': 'FROM debian:13\nEXPOSE 8080\n',
      'docker/Dockerfile': 'FROM python:3.13\nEXPOSE 9000\n',
      'cart/requirements.txt': 'flask\n',
      'cart/Dockerfile': 'FROM python:3.13\nEXPOSE 8080 9000\n',
    },
    { errors: ['port/taken port:9000/tcp: ., cart'] },
  ],
  'an image of the service at the root takes an icon of another one, and an image of that one the manifests of both': [
    {
      'pyproject.toml': '[project]\nname = "shop"\nversion = "1"\ndependencies = ["flask"]\n',
      'web/package.json': '{ "name": "web", "scripts": { "start": "node ." }, "dependencies": { "express": "^5" } }',
      'cart/requirements.txt': 'flask\n',
      'cart/Dockerfile': 'FROM python:3.13\nEXPOSE 9000 9001\n',
      'docker/Dockerfile.api':
        'FROM python:3.13\nCOPY pyproject.toml ./\nCOPY shop shop\nCOPY web/public/icon.png icon.png\nEXPOSE 9000\n',
      'docker/Dockerfile.ui': 'FROM node:24\nCOPY pyproject.toml ./\nCOPY web/package*.json web/\nCOPY web web\nEXPOSE 9001\n',
    },
    { errors: ['port/taken port:9000/tcp: ., cart', 'port/taken port:9001/tcp: cart, web'] },
  ],
  'an image of the service at the root takes a directory that is called as another service is': [
    {
      'pyproject.toml': '[project]\nname = "shop"\nversion = "1"\ndependencies = ["flask"]\n',
      'src/paypal/hooks/pyproject.toml': '[project]\nname = "paypal-hooks"\nversion = "1"\ndependencies = ["flask"]\n',
      'src/stripe/hooks/main.py': '',
      'compose.yaml': 'services:\n  stripe-hooks: {build: {context: ., dockerfile: docker/stripe/Dockerfile.hooks}}\n',
      'cart/requirements.txt': 'flask\n',
      'cart/Dockerfile': 'FROM python:3.13\nEXPOSE 9000\n',
      'docker/stripe/Dockerfile.hooks':
        'FROM python:3.13\nCOPY pyproject.toml ./\nCOPY src/stripe/hooks ./hooks\nCOPY config/hooks.yaml ./\nEXPOSE 9000\n',
    },
    { errors: ['port/taken port:9000/tcp: ., cart'] },
  ],
  "a descriptor in the directory of a service calls it by the beginning of its name, which is the name in another one's manifest":
    [
      {
        'node/package.json': '{ "name": "gateway", "scripts": { "start": "node ." } }',
        'secure/gateway-secure/package.json': '{ "name": "gateway-secure", "scripts": { "start": "node ." } }',
        'secure/gateway-secure/k8s/gateway.yaml': runs('gateway'),
        'rates/package.json': '{ "name": "rates", "scripts": { "start": "node ." } }',
        'rates/k8s/rates.yaml': runs('rates'),
      },
      { errors: ['port/taken port:8080/tcp: rates, secure/gateway-secure'] },
    ],
  "a server beside its client has the beginning of the client's name": [
    {
      'cache-client/package.json': '{ "name": "cache-client", "scripts": { "start": "node ." } }',
      'cache-client/k8s/cache.yaml': runs('cache'),
      'rates/package.json': '{ "name": "rates", "scripts": { "start": "node ." } }',
      'rates/k8s/rates.yaml': runs('rates'),
    },
    { errors: [] },
  ],
  'a Gradle project that only builds what lies in src, in another language': [
    {
      'settings.gradle': "include 'cart-app', 'rates'\n",
      'cart-app/build.gradle': "plugins { id 'local.python-conventions' }\n",
      'cart-app/src/requirements.txt': 'flask\n',
      'cart-app/src/main.py': '',
      'rates/build.gradle': "plugins { id 'java' }\ndependencies { implementation 'g:a:1' }\n",
      'rates/src/main/java/Main.java': '',
      'k8s/all.yaml': [runs('cart-app'), runs('rates')].join('---\n'),
    },
    { services: ['cart-app/src', 'rates'], errors: ['port/taken port:8080/tcp: cart-app/src, rates'] },
  ],
  'a folder is called like the only service in it, beside its libraries': [
    {
      'settings.gradle': "include 'cart:cart-domain', 'cart:cart-main', 'rates:rates-main'\n",
      'cart/cart-domain/build.gradle': "plugins { id 'java-library' }\ndependencies { implementation 'g:a:1' }\n",
      'cart/cart-main/build.gradle':
        "plugins { id 'java' }\ndependencies { implementation project(':cart:cart-domain')\nimplementation 'g:a:1' }\n",
      'rates/rates-main/build.gradle': "plugins { id 'java' }\ndependencies { implementation 'g:a:1' }\n",
      'deploy/all.yaml': ['cart', 'rates']
        .map(
          (name) =>
            `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ${name} }\nspec: { template: { spec: { containers: [{ name: ${name}, image: "example.org/shop-${name}:1", ports: [{ containerPort: 8080 }] }] } } }\n`,
        )
        .join('---\n'),
    },
    { errors: ['port/taken port:8080/tcp: cart/cart-main, rates/rates-main'] },
  ],
  'a folder is called like the only service that its image takes': [
    Object.assign(
      {
        'deploy/all.yaml': ['cart', 'rates'].map(runs).join('---\n'),
        'settings.gradle': "include 'cart:cart-web', 'cart:cart-check', 'rates:rates-web', 'rates:rates-check'\n",
      },
      ...['cart', 'rates'].map((name) => ({
        [`${name}/Dockerfile`]: `FROM eclipse-temurin:21\nCOPY ${name}-web/build/install/${name} /opt\nCMD ["/opt/bin/${name}"]\n`,
        [`${name}/${name}-web/build.gradle`]: "plugins { id 'java' }\ndependencies { implementation 'g:a:1' }\n",
        [`${name}/${name}-check/build.gradle`]: "plugins { id 'java' }\ndependencies { implementation 'g:a:1' }\n",
      })),
    ),
    { errors: ['port/taken port:8080/tcp: cart/cart-web, rates/rates-web'] },
  ],
  'an image of the root is called after its Dockerfile where a chart only names it': [
    {
      'go.mod': 'module example.org/shop\n\ngo 1.24\n',
      'steering/cmd/main.go': 'package main\n\nfunc main() {}\n',
      'steering/Dockerfile':
        'FROM golang:1.24 AS made\nCOPY . .\nRUN go build -o /steering ./steering/cmd\nFROM scratch\nCOPY --from=made /steering /\nCMD ["/steering"]\n',
      'nginx/Dockerfile': 'FROM nginx\nCOPY . .\n',
      'web/requirements.txt': 'flask\n',
      'k8s/all.yaml': ['steering', 'web'].map(runs).join('---\n'),
      'k8s/others.yaml': runs('nginx').replaceAll('8080', '8081'),
      'stock/requirements.txt': 'flask\n',
      'k8s/stock.yaml': runs('stock').replaceAll('8080', '8081'),
    },
    { errors: ['port/taken port:8080/tcp: ., web'] },
  ],
  'a folder of Dockerfiles beside the services that they are for': [
    {
      'deploy/compose.yaml':
        'services:\n  cart:\n    build: ../docker/cart\n    ports: ["80:8080"]\n  web:\n    build: ../docker/web\n    ports: ["80:8081"]\n',
      'docker/cart/Dockerfile': 'FROM python:3.13\n',
      'docker/web/Dockerfile': 'FROM python:3.13\n',
      'services/cart/requirements.txt': 'flask\n',
      'services/web/requirements.txt': 'flask\n',
    },
    { errors: ['port/taken port:80/tcp: services/cart, services/web'] },
  ],
  'an image takes the files of a service that lies beside its folder': [
    {
      'requirements.txt': 'pytest\n',
      'bench.py': '',
      'chat/ui/docker/Dockerfile': 'FROM node:22\nCOPY svelte /app\nEXPOSE 5173\n',
      'chat/ui/docker/Dockerfile.react': 'FROM node:22\nCOPY --from=x /y /z\nCOPY ["react/package.json", "/app/"]\nEXPOSE 5173\n',
      'chat/ui/svelte/package.json': '{ "name": "s", "dependencies": { "svelte": "^4" } }',
      'chat/ui/react/package.json': '{ "name": "r", "dependencies": { "react": "^18" } }',
      'video/ui/docker/Dockerfile': 'FROM node:18\nCOPY ui.py /app/\nEXPOSE 5173\n',
    },
    { errors: ['port/taken port:5173/tcp: chat/ui/react, chat/ui/svelte'] },
  ],
  'an image at the root takes one service, and compose runs it': [
    {
      'compose.yaml':
        'services:\n  front:\n    build: { context: ., dockerfile: build/front.Dockerfile }\n    ports: ["80:8080"]\n  back:\n    build: { context: ., dockerfile: build/back.Dockerfile }\n    ports: ["80:8081"]\n',
      'build/front.Dockerfile':
        'FROM node:22 AS made\nCOPY apps/web apps/web\nFROM nginx\nCOPY --from=made /apps/web/dist /usr/share\n',
      'build/back.Dockerfile': 'FROM node:22\nCOPY apps/api ./\n',
      'apps/web/package.json': '{ "name": "w", "dependencies": { "react": "^18" } }',
      'apps/api/package.json': '{ "name": "a", "dependencies": { "express": "^4" } }',
    },
    { errors: ['port/taken port:80/tcp: apps/api, apps/web'] },
  ],
  'an image of several services is that one’s whose code it can run, whatever page another stage builds': [
    {
      'compose.yaml':
        'services:\n  gate:\n    build: { context: ., dockerfile: infra/Dockerfile }\n    ports: ["80:8080"]\n  side: { build: ./side, ports: ["80:8081"] }\n',
      'infra/Dockerfile':
        'FROM node:22 AS made\nCOPY front/package.json ./\nCOPY front ./\nFROM python:3.13\nCOPY back/pyproject.toml ./\nCOPY back/shop ./shop\nCOPY --from=made dist /srv\nCMD ["python", "-m", "shop"]\n',
      'front/package.json': '{ "name": "f", "dependencies": { "react": "^18" } }',
      'back/pyproject.toml': '[project]\nname = "shop"\nversion = "1"\ndependencies = ["flask"]\n',
      'side/Dockerfile': 'FROM node:22\nCOPY . .\n',
      'side/package.json': '{ "name": "s", "dependencies": { "express": "^4" } }',
    },
    { errors: ['port/taken port:80/tcp: back, side'] },
  ],
  'an image of several services is nobody’s by what it takes': [
    {
      Dockerfile: 'FROM node:22\nCOPY apps/web apps/web\nCOPY apps/api apps/api\nEXPOSE 8080\n',
      'apps/web/package.json': '{ "name": "w", "dependencies": { "react": "^18" } }',
      'apps/api/package.json': '{ "name": "a", "dependencies": { "express": "^4" } }',
      'apps/api/Dockerfile': 'FROM node:22\nCOPY . .\nEXPOSE 8080\n',
    },
    { errors: [] },
  ],
  'a proxy in a folder of a service is not that service': [
    {
      'shop/requirements.txt': 'flask\n',
      'shop/proxy/Dockerfile': 'FROM registry.example.org/library/nginx:1.27\nCOPY shop.conf /etc/nginx/conf.d/\nEXPOSE 80\n',
      'shop/proxy/shop.conf': '',
      'blog/package.json': '{ "name": "b", "dependencies": { "express": "^4" } }',
      'blog/compose.yaml': 'services:\n  front:\n    build: front\n    ports: ["8080:80"]\n',
      'blog/front/Dockerfile': 'FROM caddy:2\nEXPOSE 80\n',
      'wiki/requirements.txt': 'flask\n',
      'wiki/site/Dockerfile': 'FROM nginx\nCOPY . /usr/share/nginx/html\nEXPOSE 80\n',
      'wiki/site/index.html': '',
    },
    { errors: [], hosts: [1, 1, 1] },
  ],
  'a member that is built from the root, which lies over what its image took of it': [
    {
      'requirements.txt': 'flask\n',
      'app.py': '',
      'pods/api/requirements.txt': 'click\n',
      'pods/api/main.py': '',
      'pods/api/Dockerfile':
        'FROM python:3.12\nCOPY pods/api/requirements.txt .\nRUN pip install -r requirements.txt\nCOPY . /app\n',
      'pods/api/compose.yaml':
        'services:\n  server:\n    build: { context: ../.., dockerfile: pods/api/Dockerfile }\n    working_dir: /app\n    volumes: ["../..:/app"]\n    ports: ["8000:80"]\n',
      'b/requirements.txt': 'rich\n',
      'b/compose.yaml': 'services:\n  b:\n    build: .\n    ports: ["8000:81"]\n',
    },
    { errors: ['port/taken port:8000/tcp: b, pods/api'] },
  ],
  'a store that its image prepares and starts is not the service around it; one that starts a program of it is': [
    {
      'requirements.txt': 'flask\n',
      'app.py': '',
      'etc/broker.conf': '',
      'docker/broker/run.sh': '',
      'docker/broker/Dockerfile':
        'FROM rabbitmq:4\nCOPY etc/broker.conf /etc/\nCOPY docker/broker/run.sh /\nEXPOSE 8080\nCMD ["/run.sh"]\n',
      'docker/cache/Dockerfile':
        'FROM redis:8\nCOPY etc/broker.conf /etc/\nEXPOSE 8080\nCMD exec redis-server /etc/broker.conf --port 8080\n',
      'd/requirements.txt': 'flask\n',
      'd/Dockerfile': 'FROM python:3.13\nCOPY . .\nCMD ["python", "d.py"]\n',
      'd/cache/Dockerfile':
        'FROM alpine:3.22\nRUN apk add --no-cache redis\nCOPY cache.conf /etc/\nEXPOSE 8080\nCMD ["/usr/bin/redis-server", "/etc/cache.conf"]\n',
      'compose.yaml':
        'services:\n  broker:\n    build: { context: ., dockerfile: docker/broker/Dockerfile }\n  cache:\n    build: { context: ., dockerfile: docker/cache/Dockerfile }\n',
      'b/requirements.txt': 'flask\n',
      'b/Dockerfile': 'FROM redis:8\nRUN apk add python3\nCOPY . .\nEXPOSE 8080\nCMD ["/run.sh"]\n',
      'c/requirements.txt': 'flask\n',
      'c/Dockerfile': 'FROM redis:8\nCOPY . .\nEXPOSE 8080\nCMD ["/opt/c", "serve"]\n',
    },
    { errors: ['port/taken port:8080/tcp: b, c'] },
  ],
  'a server in a folder of a service that holds what the service’s build makes': [
    {
      'shop/package.json': '{ "name": "s", "dependencies": { "react": "^18" } }',
      'shop/serve/Dockerfile': 'FROM nginx\nCOPY dist /usr/share/nginx/html\nEXPOSE 80\n',
      'blog/package.json': '{ "name": "b", "dependencies": { "react": "^18" } }',
      'blog/serve/Dockerfile': 'FROM node:22 AS made\nCOPY . .\nFROM nginx\nCOPY --from=made dist /usr/share\nEXPOSE 80\n',
      'wiki/package.json': '{ "name": "w", "dependencies": { "react": "^18" } }',
      'wiki/Dockerfile': 'FROM nginx\nCOPY . /usr/share/nginx/html\nEXPOSE 80\n',
    },
    { errors: ['port/taken port:80/tcp: blog, shop, wiki'] },
  ],
  'copies beside what they are copies of': [
    {
      'api/package.json': '{ "name": "api", "dependencies": { "lodash": "^4" } }',
      'api-old/package.json': '{ "name": "api", "dependencies": { "lodash": "^3" } }',
      'api-original/package.json': '{ "name": "first-api", "dependencies": { "lodash": "^4" } }',
      'BACKUPS/BACKUP-14MAY2025/api/package.json': '{ "name": "api", "dependencies": { "lodash": "^2" } }',
      'api (Copy)/package.json': '{ "name": "api", "dependencies": { "lodash": "^3" } }',
      'api - Copy (2)/package.json': '{ "name": "api", "dependencies": { "lodash": "^3" } }',
      'api copy 2/package.json': '{ "name": "api", "dependencies": { "lodash": "^3" } }',
      'first copy/package.json': '{ "name": "first", "dependencies": { "lodash": "^4" } }',
      'backup/agent/package.json': '{ "name": "agent", "dependencies": { "lodash": "^4" } }',
      'cart/pom.xml':
        '<project><modelVersion>4.0.0</modelVersion><groupId>g</groupId><artifactId>cart</artifactId><version>1</version></project>',
      'cart/bin/pom.xml':
        '<project><modelVersion>4.0.0</modelVersion><groupId>g</groupId><artifactId>cart</artifactId><version>1</version></project>',
    },
    { errors: [], services: ['api', 'api-original', 'backup/agent', 'cart', 'first copy'] },
  ],
  'folders of what stood here on a day, however many services lie in them, and a service of backups': [
    {
      'api/package.json': '{ "name": "api", "dependencies": { "lodash": "^4" } }',
      'backup-old-services-20251120-195610/cart/package.json': '{ "name": "cart", "dependencies": { "lodash": "^3" } }',
      'backup-old-services-20251120-195610/mail/package.json': '{ "name": "mail", "dependencies": { "lodash": "^3" } }',
      'old_2024-05-01/web/package.json': '{ "name": "web", "dependencies": { "lodash": "^3" } }',
      'backup-service-v2/package.json': '{ "name": "backup-service", "dependencies": { "lodash": "^4" } }',
    },
    { errors: [], services: ['api', 'backup-service-v2'] },
  ],
  'a client that Prisma writes among a service’s code': [
    {
      'api/package.json': '{ "name": "api", "main": "src/index.js", "dependencies": { "@prisma/client": "^7" } }',
      'api/src/generated/client/package.json':
        '{ "name": "prisma-client-0123456789abcdef0123456789abcdef", "main": "index.js", "version": "7.0.0", "dependencies": { "@prisma/client-runtime-utils": "7.0.0" } }',
    },
    { errors: [], services: ['api'] },
  ],
  'what a generator fills in, and a template that stands for itself': [
    {
      'maker/package.json': '{ "name": "maker", "dependencies": { "lodash": "^4" } }',
      'maker/src/server/package.json': '{ "name": "server-template", "dependencies": { "lodash": "^3" } }',
      'maker/src/client/package.json': '{ "name": "client", "dependencies": { "lodash": "^4" } }',
      'mail-template/package.json': '{ "name": "mail-template", "dependencies": { "lodash": "^4" } }',
    },
    { errors: [], services: ['mail-template', 'maker', 'maker/src/client'] },
  ],
  'what tests read may be wrong': [
    {
      'package.json': '{ "name": "api", "dependencies": { "lodash": "^4" } }',
      'cmd/testdata/bad.yaml': 'apiVersion: apps/v1\nkind: Deployment\n a: [\n',
      'test/e2e/compose.yaml': 'services:\n  a:\n    image: "db:${VERSION}"\n',
    },
    { silent: ['yaml/syntax', 'compose/unset-variable'] },
  ],
  '… and what is wrong elsewhere, or beside a service among tests, is told': [
    {
      'tests/tool/package.json': '{ "name": "tool", "dependencies": { "lodash": "^4" } }',
      'tests/tool/bad.yaml': 'apiVersion: apps/v1\nkind: Deployment\n a: [\n',
      'compose.yaml': 'services:\n  a:\n    image: "db:${VERSION}"\n',
    },
    { diagnostics: ['compose/unset-variable', 'yaml/syntax'] },
  ],
  'what the build of an image leaves out is no file that anybody misses': [
    {
      'api/package.json': '{ "name": "api", "dependencies": { "lodash": "^4" } }',
      'api/Dockerfile': 'FROM node:22\n',
      'api/Dockerfile.dockerignore': 'node_modules\n',
    },
    { silent: ['file/unused'] },
  ],
  'a folder whose own image is made of something else': [
    {
      'compose.yaml':
        'services:\n  chat: { image: "example.org/chat:1", ports: ["8888:8888"] }\n  talk: { image: "example.org/talk:1", ports: ["8888:8888"] }\n',
      'chat/Dockerfile': 'FROM python:3.12\nCOPY ./chat.py /app/\nCMD ["python", "chat.py"]\n',
      'chat/front/package.json': '{ "name": "f", "dependencies": { "svelte": "^4" } }',
      'talk/front/package.json': '{ "name": "g", "dependencies": { "svelte": "^4" } }',
    },
    { errors: [] },
  ],
  'an image called after a folder whose only service it has nothing to run with': [
    {
      'docker/system.Dockerfile':
        'FROM python:3.12\nCOPY tasks/requirements.txt /tmp/\nCOPY mail/requirements.txt /m/\nCOPY system/ /app/system/\nCOPY tasks/ /app/tasks/\nCMD ["uvicorn", "system.gate:app", "--port", "8300"]\n',
      'system/gate.py': '',
      'mail/requirements.txt': 'flask\n',
      'system/front/package.json': '{ "name": "f", "dependencies": { "react": "^18" } }',
      'tasks/requirements.txt': 'flask\n',
      'pyproject.toml': '[project]\nname = "shop"\nversion = "1"\ndependencies = ["flask"]\n',
      'docker/compose.yaml':
        'services:\n  gate:\n    build: { context: .., dockerfile: docker/system.Dockerfile }\n    command: uvicorn system.gate:app --port 8300\n',
    },
    { errors: [] },
  ],
};

describe('what counts as a service, and whose a descriptor is', () => {
  it.each(Object.entries(CASES))('%s', async (_, [files, expected]) => {
    expect(observed(await reportOf(files), expected)).toEqual(expected);
  });

  it.each([
    [['.'], ['api']],
    [
      ['api', 'examples/shop'],
      ['api', 'examples/shop'],
    ],
    [
      ['.', 'examples'],
      ['api', 'examples/shop'],
    ],
    [
      ['api', 'scripts'],
      ['api', 'scripts/fill'],
    ],
  ])('of %j are %j', async (starts, services) => {
    const files = {
      'api/requirements.txt': 'flask\n',
      'examples/shop/requirements.txt': 'flask\n',
      'examples/shop/tests/requirements.txt': 'flask\n',
      'scripts/fill/requirements.txt': 'flask\n',
    };
    expect((await reportOf(files, starts)).services.map(({ id }) => id)).toEqual(services);
  });
});
