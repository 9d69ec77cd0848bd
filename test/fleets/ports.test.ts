import { describe, expect, it } from 'vitest';
import { type Expected, type Files, observed, reportOf } from './fleet.ts';
import { compose, FREE, image, inside, outside, two, workload } from './port-files.ts';

/** The image's name is the scaffold's, and the workload's is nobody's here. */
function scaffolded(port: string): string {
  return workload('operator', `{ containerPort: ${port} }`).replace(/image: .*/, 'image: controller:latest');
}

function pom(name: string, dependency: string, plugin = 'org.springframework.boot:spring-boot', more = ''): string {
  const [group, artifact] = dependency.split(':');
  const [by, framework] = plugin.split(':');
  return `<project><modelVersion>4.0.0</modelVersion><groupId>x</groupId><artifactId>${name}</artifactId><version>1</version>${more}
<dependencies><dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>3.0.0</version></dependency></dependencies>
<build><plugins><plugin><groupId>${by}</groupId><artifactId>${framework}-maven-plugin</artifactId></plugin></plugins></build></project>`;
}

const WEB = 'org.springframework.boot:spring-boot-starter-web';
const REST = 'io.quarkus:quarkus-rest';
const QUARKUS = 'io.quarkus.platform:quarkus';
const GRADLE = `plugins {\n  id 'java'\n  id 'org.springframework.boot' version '3.0.0'\n}\ndependencies {\n  implementation '${WEB}:3.0.0'\n}\n`;

/** What says nothing of ports, or says that there is another one. */
const ELSEWHERE: Readonly<Record<string, Files>> = {
  'a profile may tell it': { 'b/src/main/resources/application-live.yml': 'server:\n  port: 9000\n' },
  'settings tell it': { 'b/src/main/resources/application.properties': 'server.port=9000\n' },
  'settings of another name tell it': { 'b/src/main/resources/shop.yml': 'server:\n  port: "${PORT:9000}"\n' },
  'settings come from elsewhere': { 'b/src/main/resources/application.yml': 'spring:\n  config:\n    import: "configserver:"\n' },
  'settings are fetched': { 'b/src/main/resources/bootstrap.yml': 'micronaut:\n  config-client:\n    enabled: true\n' },
  'an image tells it': { 'b/Dockerfile': 'FROM eclipse-temurin:21\nENV SERVER_PORT=9000\n' },
  'an image lists another': { 'b/Dockerfile': 'FROM eclipse-temurin:21\nEXPOSE 9000\n' },
  'a compose file maps another': { 'compose.yaml': 'services:\n  b:\n    build: b\n    ports: ["80:9000"]\n' },
  'a library that is not started': { 'b/pom.xml': pom('b', WEB, 'org.apache.maven.plugins:maven-jar') },
  'a web archive': { 'b/pom.xml': pom('b', WEB, undefined, '<packaging>war</packaging>') },
  'no web server': { 'b/pom.xml': pom('b', 'org.springframework.boot:spring-boot-starter-amqp') },
  'a client': { 'b/pom.xml': pom('b', 'io.quarkus:quarkus-rest-client', QUARKUS) },
  'a function': { 'b/pom.xml': pom('b', 'io.quarkus:quarkus-amazon-lambda-rest', QUARKUS) },
};

/** A package that is started so. */
const started = (start: string): string => JSON.stringify({ name: 'web', dependencies: { react: '^19' }, scripts: { start } });

/** A Go program that serves at an address. */
const served = (name: string, before: string, address: string): Files => ({
  [`${name}/go.mod`]: `module x/${name}\n\ngo 1.22\n`,
  [`${name}/main.go`]: `package main\n\nfunc main() {\n\t${before}\n\thttp.ListenAndServe(${address}, nil)\n}\n`,
});

const VARIABLE = '<variable name="http.port" defaultValue="9080"/><httpEndpoint httpPort="${http.port}"/>';

const managed = (own: number, management: number): string => `server.port=${own}\nmanagement.server.port=${management}\n`;

const CASES: Readonly<Record<string, readonly [Files, Expected]>> = {
  'Kubernetes: images whose owner leads the directories’ names': [
    {
      'shop-a/requirements.txt': 'flask\n',
      'shop-b/requirements.txt': 'flask\n',
      'k8s/all.yaml': `${workload('release-a', '{ containerPort: 80 }').replace(/image: .*/, 'image: shop/a:1')}---\n${workload('release-b', '{ containerPort: 80 }').replace(/image: .*/, 'image: registry.example.org/shop/b')}`,
    },
    { errors: ['port/taken port:80/tcp: shop-a, shop-b'], hosts: [2, 2, 1] },
  ],
  'Kubernetes: within a service’s directory a longer name, and one that tells what it does': [
    {
      'web-cart/requirements.txt': 'flask\n',
      'till/requirements.txt': 'flask\n',
      'web-cart/k8s/pod.yaml': `${workload('shop-web-cart', '{ containerPort: 80 }')}---\n${workload('web-cart-db', '{ containerPort: 81 }')}`,
      'till/k8s/pod.yaml': `${workload('till-consumer', '{ containerPort: 80 }')}---\n${workload('till-db', '{ containerPort: 81 }')}`,
    },
    { errors: ['port/taken port:80/tcp: till, web-cart'], hosts: [2, 2, 1] },
  ],
  'Kubernetes: images that are called after a Go module and its program': [
    {
      'store/go.mod': 'module example.org/shop/v2\n\ngo 1.24\n',
      'store/cmd/api/main.go': 'package main\n\nfunc main() {}\n',
      'web/requirements.txt': 'flask\n',
      'k8s/all.yaml': `${workload('shop-api', '{ containerPort: 80 }')}---\n${workload('web', '{ containerPort: 80 }')}`,
    },
    { errors: ['port/taken port:80/tcp: store, web'], hosts: [2, 2, 1] },
  ],
  'Kubernetes: images that are called after a repository and a Go module in its folder of services': [
    {
      'services/scaler/go.mod': 'module example.org/team/web-shop/services/scaler\n\ngo 1.24\n',
      'web/requirements.txt': 'flask\n',
      'k8s/all.yaml': `${workload('web-shop-scaler', '{ containerPort: 80 }').replace(/image: .*/, 'image: example.org/web-shop-scaler:1')}---\n${workload('web', '{ containerPort: 80 }')}`,
    },
    { errors: ['port/taken port:80/tcp: services/scaler, web'], hosts: [2, 2, 1] },
  ],
  'Kubernetes: images that are called after the folder of services itself, which is the repository': [
    {
      'scaler/go.mod': 'module example.org/services/scaler\n\ngo 1.24\n',
      'web/requirements.txt': 'flask\n',
      'k8s/all.yaml': `${workload('services-scaler', '{ containerPort: 80 }').replace(/image: .*/, 'image: example.org/services-scaler:1')}---\n${workload('web', '{ containerPort: 80 }')}`,
    },
    { errors: ['port/taken port:80/tcp: scaler, web'], hosts: [2, 2, 1] },
  ],
  'Kubernetes: images that are called after the last two parts of two Go modules, each beside its own': [
    {
      'one/scaler/go.mod': 'module example.org/one/services/scaler\n\ngo 1.24\n',
      'two/scaler/go.mod': 'module example.org/two/services/scaler\n\ngo 1.24\n',
      'web/requirements.txt': 'flask\n',
      'two/k8s/all.yaml': `${workload('services-scaler', '{ containerPort: 80 }').replace(/image: .*/, 'image: example.org/services-scaler:1')}---\n${workload('web', '{ containerPort: 80 }')}`,
    },
    { errors: ['port/taken port:80/tcp: two/scaler, web'], hosts: [2, 2, 1] },
  ],
  'Kubernetes: images that are called after the last two parts of a Go module': [
    {
      'scaler/go.mod': 'module example.org/team/shop/scaler\n\ngo 1.24\n',
      'web/requirements.txt': 'flask\n',
      'k8s/all.yaml': `${workload('shop-scaler', '{ containerPort: 80 }')}---\n${workload('web', '{ containerPort: 80 }')}`,
    },
    { errors: ['port/taken port:80/tcp: scaler, web'], hosts: [2, 2, 1] },
  ],
  'settings of integration tests are nobody’s': [
    two({ 'a/src/it/resources/application.properties': managed(8081, 9000), 'b/application.properties': managed(8081, 9000) }),
    FREE,
  ],
  'settings: management servers that take one port': [
    two({ 'a/application.properties': managed(8081, 9000), 'b/application.properties': managed(8082, 9000) }),
    inside('9000/tcp'),
  ],
  'settings: a management server says nothing of what the image lists': [
    two({
      'a/application.properties': 'management.server.port=9000\n',
      'a/Dockerfile': image('EXPOSE 8080'),
      'b/Dockerfile': image('EXPOSE 8080'),
    }),
    inside('8080/tcp'),
  ],
  'settings: a management server that who starts it tells otherwise': [
    two({
      'a/application.properties': managed(8081, 9000),
      'b/application.properties': managed(8082, 9000),
      'compose.yaml': compose('', 'environment:\n  MANAGEMENT_SERVER_PORT: 9001'),
    }),
    FREE,
  ],
  'Quarkus: management servers that are only switched on': [
    two({
      'a/application.properties': 'quarkus.http.port=8081\nquarkus.management.enabled=true\n',
      'b/application.properties': 'quarkus.http.port=8082\nquarkus.management.enabled=true\nquarkus.management.port=9000\n',
    }),
    inside('9000/tcp'),
  ],
  'Quarkus: what its profile for production says goes before what holds always, in files and in keys': [
    two({
      'a/application.properties': 'quarkus.http.port=8081\n%{staging,prod}.quarkus.http.port=9001\n%dev.quarkus.http.port=8082\n',
      'b/application.properties': 'quarkus.http.port=8082\n',
      'b/application-prod.properties': 'quarkus.http.port=9001\n',
    }),
    inside('9001/tcp'),
  ],
  'Quarkus: the profile that an image names, and YAML before properties': [
    two({
      'a/application.properties': 'quarkus.http.port=8081\n%staging.quarkus.http.port=9001\n%prod.quarkus.http.port=8083\n',
      'a/Dockerfile': image('ENV QUARKUS_PROFILE=staging'),
      'b/application.properties': 'quarkus.http.port=8082\n',
      'b/application.yaml': 'quarkus:\n  http:\n    port: 9001\n"%dev":\n  quarkus:\n    http:\n      port: 8084\n',
    }),
    inside('9001/tcp'),
  ],
  'Spring: what settings import goes before what they say': [
    two({
      'a/src/main/resources/application.yml':
        'server:\n  port: 8081\nspring:\n  config:\n    import:\n      - optional:configserver:http://config:8888\n      - classpath:/ports.yml\n',
      'a/src/main/resources/ports.yml': 'server:\n  port: 9001\n',
      'b/application.properties': 'spring.config.import=optional:file:/etc/b.yml,more.properties\nserver.port=8082\n',
      'b/more.properties': 'server.port=9001\n',
    }),
    inside('9001/tcp'),
  ],
  'Spring: imports of itself, and of what is not there': [
    two({
      'a/application.properties': 'spring.config.import=application.properties,gone.yml,../../../x.yml\nserver.port=9001\n',
      'b/application.properties': 'server.port=9001\n',
    }),
    inside('9001/tcp'),
  ],
  'Kubernetes: a port that the program takes from a variable is only listed': [
    {
      ...served('a', 'port := os.Getenv("PORT")\n\tif port == "" {\n\t\tport = "9000"\n\t}', '":"+port'),
      ...served('b', 'port := os.Getenv("PORT")\n\tif port == "" {\n\t\tport = "8000"\n\t}', '":"+port'),
      'k8s/all.yaml': `${workload('a', '{ containerPort: 9000 }')}---\n${workload('b', '{ containerPort: 9000 }')}`,
    },
    { errors: [], warnings: ['port/same-default port:9000/tcp: a, b'], hosts: [1, 1, 1] },
  ],
  'images document where a server listens that their command gives no port, which a variable moves': [
    two({
      'a/Dockerfile': 'FROM python:3.13\nEXPOSE 8000\nCMD ["uvicorn", "app:app", "--host", "0.0.0.0"]\n',
      'b/Dockerfile': 'FROM python:3.13\nEXPOSE 8000\nCMD ["chainlit", "run", "app.py"]\n',
    }),
    { errors: [], warnings: ['port/same-default port:8000/tcp: a, b'], hosts: [1, 1, 1] },
  ],
  'images document where a server listens that no variable moves': [
    two({
      'a/Dockerfile': 'FROM python:3.13\nEXPOSE 8000\nCMD ["uvicorn", "app:app", "--port", "8000"]\n',
      'b/Dockerfile': 'FROM python:3.13\nEXPOSE 8000\nCMD ["hypercorn", "app:app"]\n',
    }),
    inside('8000/tcp'),
  ],
  'Kubernetes and Compose list two ports of a program that has one, by a variable': [
    {
      ...served('a', 'port := os.Getenv("PORT")\n\tif port == "" {\n\t\tport = "9001"\n\t}', '":"+port'),
      'a/Dockerfile': image('EXPOSE 9000'),
      'b/requirements.txt': 'flask\n',
      'b/Dockerfile': image('EXPOSE 9000'),
      'k8s/all.yaml': workload('a', '{ containerPort: 9000 }'),
      'compose.yaml': 'services:\n  a:\n    build: a\n    ports: ["80:9001"]\n',
    },
    { errors: [], warnings: ['port/same-default port:9000/tcp: a, b'], hosts: [1, 1, 1] },
  ],
  'Kubernetes lists a second port of a program beside that of a variable': [
    {
      ...served('a', 'port := os.Getenv("PORT")\n\tif port == "" {\n\t\tport = "9001"\n\t}', '":"+port'),
      'b/requirements.txt': 'flask\n',
      'b/Dockerfile': image('EXPOSE 9000'),
      'k8s/all.yaml': workload('a', '{ containerPort: 9001 }, { containerPort: 9000 }'),
    },
    inside('9000/tcp'),
  ],
  'Kubernetes: a number of its template, beside the ports that settings say': [
    two({
      'a/application.yml': 'server:\n  port: 8081\n',
      'b/application.yml': 'server:\n  port: 8082\n',
      'k8s/all.yaml': `${workload('a', '{ containerPort: 80 }')}---\n${workload('b', '{ containerPort: 80 }')}`,
    }),
    FREE,
  ],
  'Kubernetes: a second port beside the one that settings say': [
    two({
      'a/application.yml': 'server:\n  port: 8081\n',
      'b/application.yml': 'server:\n  port: 8082\n',
      'k8s/all.yaml': `${workload('a', '{ containerPort: 8081 }, { containerPort: 80 }')}---\n${workload('b', '{ containerPort: 8082 }, { containerPort: 80 }')}`,
    }),
    inside('80/tcp'),
  ],
  'Kubernetes lists a port that settings say unless a variable says another': [
    two({
      'a/application.yml': `server:\n  port: \${PORT:8081}\n`,
      'b/application.yml': `server:\n  port: \${PORT:8082}\n`,
      'k8s/all.yaml': `${workload('a', '{ containerPort: 80 }')}---\n${workload('b', '{ containerPort: 80 }')}`,
    }),
    inside('80/tcp'),
  ],
  'Compose: what is mapped is where it listens, whatever settings say': [
    two({
      'a/application.yml': 'server:\n  port: 8081\n',
      'b/application.yml': 'server:\n  port: 8082\n',
      'compose.yaml': compose('ports: ["1080:80"]', 'ports: ["2080:80"]'),
    }),
    inside('80/tcp'),
  ],
  'Kubernetes: a port that is written into the program stays where it is': [
    {
      ...served('a', '', '":9000"'),
      ...served('b', '', '":9000"'),
      'k8s/all.yaml': `${workload('a', '{ containerPort: 9000 }')}---\n${workload('b', '{ containerPort: 9000 }')}`,
    },
    inside('9000/tcp'),
  ],
  'settings: placeholders stand for other settings of the file': [
    two({
      'a/application.properties': `port.number=9100\nserver.port=\${port.number}\n`,
      'b/application.yml': `shop:\n  port: "9100"\nserver:\n  port: \${shop.port}\n`,
      'a/Dockerfile': image('EXPOSE 8080'),
      'b/Dockerfile': image('EXPOSE 8080'),
    }),
    inside('9100/tcp'),
  ],
  'settings: a placeholder of itself is no number': [
    two({ 'a/application.properties': `A=\${B}\nB=\${A}\nserver.port=\${A}\n`, 'b/application.properties': 'server.port=0\n' }),
    FREE,
  ],
  'Spring: a program without a web server listens at no port that lists name': [
    two({
      'a/src/main/resources/application.yml': 'server:\n  port: 8081\nspring:\n  main:\n    web-application-type: NONE\n',
      'b/src/main/resources/application.yml': 'server:\n  port: 8081\n',
      'compose.yaml': compose('ports: ["8010:8080"]', 'ports: ["8011:8080"]'),
    }),
    FREE,
  ],
  'Spring: settings of an archive that a server starts': [
    {
      'a/pom.xml': pom('a', WEB, undefined, '<packaging>war</packaging>'),
      'b/pom.xml': pom('b', WEB),
      'a/src/main/resources/application.properties': 'server.port=8081\n',
      'b/src/main/resources/application.properties': 'server.port=8081\n',
      'a/Dockerfile': 'FROM tomcat:10.1-jre21\nCOPY target/a.war /usr/local/tomcat/webapps/ROOT.war\n',
    },
    FREE,
  ],
  'Spring: archives that their images start by themselves': [
    {
      'a/pom.xml': pom('a', WEB, undefined, '<packaging>war</packaging>'),
      'b/build.gradle': GRADLE.replace("id 'java'", "id 'war'"),
      'a/Dockerfile': 'FROM eclipse-temurin:21-jre\nCOPY target/a.war /app.war\nENTRYPOINT ["java", "-jar", "/app.war"]\n',
      'b/Dockerfile': 'FROM eclipse-temurin:21-jre\nCOPY build/libs/b.war /app.war\nCMD java -Xmx1g -jar /app.war\n',
    },
    { errors: [], warnings: ['port/same-default port:8080/tcp: a, b'], hosts: [1, 1, 1] },
  ],
  'Spring: a program without a web server in one profile has one': [
    two({
      'a/src/main/resources/application-job.yml': 'spring:\n  main:\n    web-application-type: none\n',
      'compose.yaml': compose('ports: ["8010:8080"]', 'ports: ["8011:8080"]'),
    }),
    inside('8080/tcp'),
  ],
  'Maven: settings of what is packaged with others': [
    {
      'a/pom.xml': pom('a', WEB),
      'b/pom.xml': pom('b', 'x:core').replace('3.0.0', '1'),
      'core/pom.xml': pom('core', 'org.slf4j:slf4j-api', 'org.apache.maven.plugins:maven-jar'),
      'a/src/main/resources/application.properties': 'server.port=8083\n',
      'core/src/main/resources/bootstrap.properties': 'server.port=8083\n',
    },
    FREE,
  ],
  'an image that nobody builds any more': [
    two({ 'a/Dockerfile-not-used': image('EXPOSE 8080'), 'b/Dockerfile': image('EXPOSE 8080') }),
    FREE,
  ],
  'an image that exposes its port, and starts a debugger at another': [
    two({ 'a/Dockerfile': image('EXPOSE 8080', 'CMD node --inspect=0.0.0.0:9230 a.js'), 'b/Dockerfile': image('EXPOSE 8080') }),
    inside('8080/tcp'),
  ],
  'an option that names where a client connects': [
    two({ 'a/Dockerfile': image('CMD ["worker", "--address", "redis:6379"]'), 'b/Dockerfile': image('EXPOSE 6379') }),
    FREE,
  ],
  ...Object.fromEntries(
    ['cache/docker.io/bitnami/a:3', 'library/redis:8'].map((mirrored) => [
      `Kubernetes: what a registry mirrors is somebody else’s: ${mirrored}`,
      [
        two({
          'k8s/a.yaml': workload('a', '{ containerPort: 8080 }').replace(/image: .*/, `image: mirror.example.org/${mirrored}`),
          'b/Dockerfile': image('EXPOSE 8080'),
        }),
        FREE,
      ] as const,
    ]),
  ),
  'Spring: what is read before the settings tells the port': [
    {
      'a/pom.xml': pom('a', WEB),
      'b/pom.xml': pom('b', WEB),
      'a/src/main/resources/bootstrap.yml': 'server:\n  port: 9200\n',
      'b/src/main/resources/bootstrap.properties': 'server.port=9200\n',
    },
    inside('9200/tcp'),
  ],
  'Spring: the settings go before what is read before them': [
    {
      'a/pom.xml': pom('a', WEB),
      'b/pom.xml': pom('b', WEB),
      'a/src/main/resources/bootstrap.yml': 'server:\n  port: 9200\n',
      'a/src/main/resources/application.yml': 'server:\n  port: 9300\n',
      'b/src/main/resources/bootstrap.yml': 'server:\n  port: 9200\n',
    },
    FREE,
  ],
  'Kubernetes: ports that are called after a debugger': [
    two({
      'k8s/a.yaml': workload('a', '{ name: debug, containerPort: 3000 }'),
      'k8s/b.yaml': workload('b', '{ name: debug, containerPort: 3000 }'),
    }),
    FREE,
  ],
  'Kubernetes: a list of which one port is probed is in use': [
    two({
      'k8s/a.yaml': workload('a', '{ containerPort: 8080 }, { containerPort: 9090 }').replace(
        /\n$/,
        '\n          livenessProbe: { httpGet: { port: 8080 } }\n',
      ),
      'k8s/b.yaml': workload('b', '{ containerPort: 9090 }'),
    }),
    inside('9090/tcp'),
  ],
  'Kubernetes: arguments tell another port than the list': [
    two({
      'k8s/a.yaml': workload('a', '{ containerPort: 8080 }').replace(/\n$/, '\n          args: ["-port=9090"]\n'),
      'k8s/b.yaml': workload('b', '{ containerPort: 8080 }'),
    }),
    FREE,
  ],
  'Kubernetes: what Kubebuilder calls the image of the project around it': [
    two({
      'a/config/manager/manager.yaml': scaffolded('9443'),
      'b/config/manager/manager.yaml': scaffolded('9443'),
    }),
    inside('9443/tcp'),
  ],
  'units of systemd that listen on one port': [
    two({
      'deploy/a.service': '[Service]\nExecStart=/opt/a/bin/gunicorn -b :8080 app:app\n',
      'deploy/b.service': '[Service]\nExecStart=/opt/b/bin/gunicorn -b :8080 app:app\n',
    }),
    inside('8080/tcp'),
  ],
  'a unit that lies with a service and has the name of nobody': [
    two({
      'a/scripts/agent.service': '[Service]\nExecStart=/usr/bin/agent --port 8080\n',
      'deploy/b.service': '[Service]\nExecStart=/opt/b/bin/gunicorn -b :8080 app:app\n',
    }),
    FREE,
  ],
  'commands that Railway starts on one port': [
    two({
      'a/railway.json': '{ "deploy": { "startCommand": "gunicorn -b :8080 app:app" } }',
      'b/railway.toml': '[deploy]\nstartCommand = "gunicorn -b :8080 app:app"\n',
    }),
    inside('8080/tcp'),
  ],
  'images that expose one port': [
    two({ 'a/Dockerfile': image('EXPOSE 8080'), 'b/Dockerfile': image('EXPOSE 8080/tcp') }),
    inside('8080/tcp'),
  ],
  'an image that exposes another port than its command opens': [
    two({
      'a/Dockerfile': image('EXPOSE 8080', 'CMD gunicorn -b :8000 app'),
      'b/Dockerfile': image('EXPOSE 8080', 'CMD gunicorn -b :8080 app'),
    }),
    FREE,
  ],
  'an image that exposes another port than its environment sets': [
    two({ 'a/Dockerfile': image('ENV PORT=9000', 'EXPOSE 8080'), 'b/Dockerfile': image('EXPOSE 8080') }),
    FREE,
  ],
  'an image that exposes the port of its command, and one more': [
    two({
      'a/Dockerfile': image('EXPOSE 8000 9464', 'CMD gunicorn -b :8000 app'),
      'b/Dockerfile': image('EXPOSE 9464'),
    }),
    inside('9464/tcp'),
  ],
  'two programs of one service: what one is told says nothing of the other': [
    two({
      'a/Dockerfile': image('EXPOSE 8080', 'CMD ["python", "web.py"]'),
      'a/Dockerfile.admin': image('EXPOSE 9090', 'CMD ["gunicorn", "-b", ":9090", "admin:app"]'),
      'b/Dockerfile': image('EXPOSE 8080', 'CMD ["python", "web.py"]'),
    }),
    inside('8080/tcp'),
  ],
  'two programs of one service: what starts one says nothing of the other': [
    two({
      'compose.yaml': 'services:\n  admin:\n    build: { context: a, dockerfile: Dockerfile.admin }\n    ports: ["9090"]\n',
      'a/Dockerfile': image('EXPOSE 8080', 'CMD ["python", "web.py"]'),
      'a/Dockerfile.admin': image('EXPOSE 7000', 'CMD ["python", "admin.py"]'),
      'b/Dockerfile': image('EXPOSE 8080 7000', 'CMD ["python", "web.py"]'),
    }),
    inside('8080/tcp'),
  ],
  'two images of one program: a port that it is told is the only one': [
    two({
      'a/Dockerfile': image('EXPOSE 8080', 'CMD ["gunicorn", "app:app"]'),
      'a/Dockerfile.slim': image('CMD ["gunicorn", "-b", ":9090", "app:app"]'),
      'b/Dockerfile': image('EXPOSE 8080', 'CMD ["python", "web.py"]'),
    }),
    FREE,
  ],
  'images that expose one number for udp and for tcp': [
    two({ 'a/Dockerfile': image('EXPOSE 8080/udp'), 'b/Dockerfile': image('EXPOSE 8080') }),
    FREE,
  ],
  'images that expose a range': [
    two({ 'a/Dockerfile': image('EXPOSE 8000-8005'), 'b/Dockerfile': image('EXPOSE 8005-8010') }),
    inside('8005/tcp'),
  ],
  'a port that a variable of the image sets only warns': [
    two({
      'a/Dockerfile': image('ENV PORT=8080', 'EXPOSE 8080', 'CMD ["python", "app.py"]'),
      'b/Dockerfile': image('ENV PORT=8080', 'EXPOSE 8080', 'CMD ["python", "app.py"]'),
    }),
    { errors: [], warnings: ['port/same-default port:8080/tcp: a, b'], hosts: [1, 1, 1] },
  ],
  'start scripts of one default only warn': [
    { 'a/package.json': started('next start'), 'b/package.json': started('remix-serve build') },
    { errors: [], warnings: ['port/same-default port:3000/tcp: a, b'], hosts: [1, 1, 1] },
  ],
  'start scripts that name one port': [
    { 'a/package.json': started('next start -p 3005'), 'b/package.json': started('next start -p 3005') },
    inside('3005/tcp'),
  ],
  'a start script, where a descriptor says another port': [
    { 'a/package.json': started('next start'), 'b/package.json': started('next start'), 'b/Dockerfile': image('EXPOSE 4000') },
    FREE,
  ],
  'a start script within a service whose image starts it': [
    {
      'package.json': JSON.stringify({
        name: 'a',
        workspaces: ['web'],
        dependencies: { pm2: '^6' },
        scripts: { start: 'pm2-runtime x' },
      }),
      'server.js': '',
      Dockerfile: image('EXPOSE 3000'),
      'web/package.json': started('next start'),
    },
    { errors: [], warnings: [], services: ['.', 'web'] },
  ],
  'a command that names the port': [
    two({
      'a/Dockerfile': image('CMD ["gunicorn", "-b", "0.0.0.0:8000", "app:app"]'),
      'b/Dockerfile': image('CMD uvicorn app:app --host 0.0.0.0 --port 8000'),
    }),
    inside('8000/tcp'),
  ],
  'a port of a stage that is not deployed': [
    two({
      'a/Dockerfile': 'FROM python:3.12 AS build\nEXPOSE 8080\nFROM python:3.12-slim\nEXPOSE 9090\n',
      'b/Dockerfile': image('EXPOSE 8080'),
    }),
    FREE,
  ],
  'a debugger listens only where it is started': [
    two({ 'a/Dockerfile': image('EXPOSE 8080 5005'), 'b/Dockerfile': image('EXPOSE 9090 5005') }),
    FREE,
  ],
  'a debugger that the command starts': [
    two({
      'a/Dockerfile': image(
        'EXPOSE 8080 5005',
        'CMD ["java", "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=*:5005", "-jar", "a.jar"]',
      ),
      'b/Dockerfile': image(
        'EXPOSE 9090 5005',
        'CMD ["java", "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=5005", "-jar", "b.jar"]',
      ),
    }),
    inside('5005/tcp'),
  ],
  'a debugger published twice on the host': [
    two({
      'compose.yaml': compose('ports: ["8080:80", "5005:5005"]', 'ports: ["8081:81", "5005:5005"]'),
    }),
    outside('5005/tcp'),
  ],
  'Kubernetes: container ports are inside': [
    two({
      'k8s/a.yaml': workload('a', '{ containerPort: 8080 }'),
      'k8s/b.yaml': workload('b', '{ containerPort: 8080 }'),
    }),
    inside('8080/tcp'),
  ],
  'Kubernetes: one port of the node': [
    two({
      'k8s/a.yaml': workload('a', '{ containerPort: 8080, hostPort: 80 }'),
      'k8s/b.yaml': workload('b', '{ containerPort: 8081, hostPort: 80 }'),
    }),
    outside('80/tcp'),
  ],
  'Kubernetes: one port of two addresses of the node': [
    two({
      'k8s/a.yaml': workload('a', '{ containerPort: 8080, hostPort: 80, hostIP: 192.0.2.1 }'),
      'k8s/b.yaml': workload('b', '{ containerPort: 8081, hostPort: 80, hostIP: 192.0.2.2 }'),
    }),
    FREE,
  ],
  'Kubernetes: the network of the node': [
    two({
      'k8s/a.yaml': workload('a', '{ containerPort: 8080 }', '      hostNetwork: true\n'),
      'k8s/b.yaml': workload('b', '{ containerPort: 8080 }', '      hostNetwork: true\n', 'DaemonSet'),
    }),
    outside('8080/tcp'),
  ],
  'Kubernetes: ports of Services are addresses of their own': [
    two({
      'k8s/services.yaml': ['a', 'b']
        .map(
          (name) =>
            `apiVersion: v1\nkind: Service\nmetadata: { name: ${name} }\nspec:\n  selector: { app: ${name} }\n  ports: [{ port: 80 }]\n`,
        )
        .join('---\n'),
    }),
    FREE,
  ],
  'Kubernetes: one node port': [
    two({
      'k8s/services.yaml': ['a', 'b']
        .map(
          (name) =>
            `apiVersion: v1\nkind: Service\nmetadata: { name: ${name} }\nspec:\n  type: NodePort\n  selector: { app: ${name} }\n  ports: [{ port: 80, nodePort: 30080 }]\n`,
        )
        .join('---\n'),
    }),
    outside('30080/tcp'),
  ],
  'Kubernetes: a name that is only alike, in the directory of another service': [
    {
      'shop/requirements.txt': 'flask\n',
      'shop/k8s/frontend.yaml': workload('frontend', '{ containerPort: 8080 }').replace('/frontend:1', '/shop-all:1'),
      'shop/Dockerfile': image('EXPOSE 8080'),
      'blog/frontend/requirements.txt': 'flask\n',
    },
    FREE,
  ],
  'Kubernetes: two charts that take one port of a node by their own values': [
    two({
      'a/chart/Chart.yaml': 'name: a\n',
      'a/chart/values.yaml': 'port: 9000\n',
      'a/chart/templates/a.yaml': workload('a', '{ containerPort: 8080, hostPort: {{ .Values.port }} }'),
      'b/chart/Chart.yaml': 'name: b\n',
      'b/chart/templates/b.yaml': workload('b', '{ containerPort: 8081, hostPort: {{ .Values.port | default 9000 }} }'),
    }),
    outside('9000/tcp'),
  ],
  'Kubernetes: a chart that needs the values of a release': [
    two({
      'chart/Chart.yaml': 'name: chart\n',
      'chart/templates/a.yaml': workload('a', '{ containerPort: {{ .Values.web.port }} }'),
      'chart/templates/b.yaml': workload('b', '{ containerPort: 8080, hostPort: 80 }'),
    }),
    { ...FREE, diagnostics: ['kubernetes/templated'] },
  ],
  'a Procfile that leaves the port to its platform': [
    two({ 'a/Procfile': 'web: gunicorn -b 0.0.0.0:$PORT app\n', 'b/Procfile': 'web: gunicorn -b 0.0.0.0:$PORT app\n' }),
    FREE,
  ],
  'application settings of Spring': [
    {
      'a/pom.xml':
        '<project><modelVersion>4.0.0</modelVersion><groupId>x</groupId><artifactId>a</artifactId><version>1</version></project>',
      'b/pom.xml':
        '<project><modelVersion>4.0.0</modelVersion><groupId>x</groupId><artifactId>b</artifactId><version>1</version></project>',
      'a/src/main/resources/application.properties': 'server.port=8080\n',
      'b/src/main/resources/application.yml': 'server:\n  port: 8080\n',
    },
    inside('8080/tcp'),
  ],
  'three services on one port are one conflict': [
    {
      ...two({ 'a/Dockerfile': image('EXPOSE 80'), 'b/Dockerfile': image('EXPOSE 80') }),
      'c/requirements.txt': 'flask\n',
      'c/Dockerfile': image('EXPOSE 80'),
    },
    { errors: ['port/taken port:80/tcp: a, b, c'], hosts: [3, 3, 1] },
  ],
  'a service with several descriptors is no conflict with itself': [
    {
      'a/requirements.txt': 'flask\n',
      'a/Dockerfile': image('EXPOSE 8080', 'CMD gunicorn -b :8080 app'),
      'compose.yaml': 'services:\n  a:\n    build: a\n    ports: ["8080:8080"]\n',
      'k8s/a.yaml': workload('a', '{ containerPort: 8080 }'),
    },
    FREE,
  ],
};

/** `a` serves on 8081 as it stands, on 8082 under `live`, and on 8083 under `eu`; `b` on the port that it is given. */
function spring(more: Files, port: number): Files {
  return {
    'a/pom.xml': pom('a', WEB),
    'b/pom.xml': pom('b', WEB),
    'a/src/main/resources/application.yml':
      'server:\n  port: 8081\n---\nspring:\n  config:\n    activate:\n      on-profile: eu\nserver:\n  port: 8083\n',
    'a/src/main/resources/application-live.properties': 'server.port=8082\n',
    'b/src/main/resources/application.properties': `server.port=${port}\n`,
    ...more,
  };
}

const composed = (...lines: readonly string[]): string =>
  ['services:', '  a:', ...lines.map((line) => `    ${line}`), ''].join('\n');

const PROFILES: Readonly<Record<string, readonly [Files, number]>> = {
  'nobody names one': [{}, 8081],
  'a compose file names one': [{ 'compose.yaml': composed('image: a', 'environment: { SPRING_PROFILES_ACTIVE: live }') }, 8082],
  'a compose file names several: the last that sets a port': [
    { 'compose.yaml': composed('image: a', 'environment: ["SPRING_PROFILES_ACTIVE=live,eu,metrics"]') },
    8083,
  ],
  'one that sets no port': [{ 'compose.yaml': composed('image: a', 'environment: { SPRING_PROFILES_ACTIVE: metrics }') }, 8081],
  'one that only a run knows': [
    { 'compose.yaml': composed('image: a', 'environment: { SPRING_PROFILES_ACTIVE: "${WHICH}" }') },
    8081,
  ],
  'a Java option in the environment': [
    { 'compose.yaml': composed('image: a', 'environment: { JAVA_TOOL_OPTIONS: "-Xmx1g -Dspring.profiles.active=eu" }') },
    8083,
  ],
  'an option that an image hands to Java': [
    { 'compose.yaml': composed('image: a', 'environment: { JAVA_OPTS_APPEND: "-Dspring.profiles.active=eu" }') },
    8083,
  ],
  'a command goes before the environment': [
    {
      'compose.yaml': composed(
        'image: a',
        'environment: { SPRING_PROFILES_ACTIVE: live }',
        'command: java -jar a.jar --spring.profiles.active=eu',
      ),
    },
    8083,
  ],
  'a variable of its own goes before all': [
    { 'compose.yaml': composed('image: a', 'environment: { SPRING_PROFILES_ACTIVE: live, SERVER_PORT: "8099" }') },
    8099,
  ],
  'an image names one': [
    { 'a/Dockerfile': 'FROM eclipse-temurin:21\nENV SPRING_PROFILES_ACTIVE=live\nCMD ["java", "-jar", "a.jar"]\n' },
    8082,
  ],
  'what starts an image goes before it': [
    {
      'a/Dockerfile': 'FROM eclipse-temurin:21\nENV SPRING_PROFILES_ACTIVE=live\nCMD ["java", "-jar", "a.jar"]\n',
      'compose.yaml': composed('build: a', 'environment: { SPRING_PROFILES_ACTIVE: eu }'),
    },
    8083,
  ],
  'a workload names one': [
    {
      'a/k8s.yaml':
        'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: a }\nspec:\n  template:\n    spec:\n      containers:\n        - name: a\n          image: example.org/a:1\n          env: [{ name: SPRING_PROFILES_ACTIVE, value: live }]\n',
    },
    8082,
  ],
};

describe('the profile that is active chooses the settings whose port counts', () => {
  it.each(Object.entries(PROFILES))('%s', async (_, [files, port]) => {
    for (const other of [8081, 8082, 8083, 8099]) {
      // A port that a variable sets only warns.
      const { conflicts } = await reportOf(spring(files, other));
      const found = conflicts.filter(({ realm }) => realm === 'port').map(({ subject }) => subject);
      expect(found, `beside ${other}`).toEqual(other === port ? [`port:${port}/tcp`] : []);
    }
  });
});

const NEST = (options: string, more = ''): Files =>
  two({
    'a/Dockerfile': image('EXPOSE 80'),
    'b/package.json': JSON.stringify({ name: 'b', dependencies: { '@nestjs/microservices': '^11.0.0', amqplib: '^0.10.0' } }),
    'b/src/main.ts': `const app = await NestFactory.createMicroservice(AppModule, { ${options} });\nawait app.listen();\n${more}`,
    'b/Dockerfile': 'FROM node:22-slim\nEXPOSE 80\nCMD ["node", "dist/main"]\n',
  });
const RMQ = 'transport: Transport.RMQ';
const worker = (...command: readonly string[]): string => image('EXPOSE 80', `CMD ${JSON.stringify(command)}`);

/** An application whose settings have a port under profiles alone, and an image that lists one. */
const PROFILED = (listed: number): Files =>
  two({
    'a/Dockerfile': image(`EXPOSE ${listed}`),
    'b/pom.xml': pom('b', WEB),
    'b/src/main/resources/application-qa.yml': 'server:\n  port: 8084\n',
    'b/src/main/resources/application-live.yml': 'server:\n  port: 8085\n',
    'b/Dockerfile': `FROM eclipse-temurin:21\nEXPOSE ${listed}\nCMD ["java", "-jar", "b.jar"]\n`,
  });

/** Lists and variables of a template beside a program that binds nothing, and beside what does. */
const SILENT: Readonly<Record<string, readonly [Files, Expected]>> = {
  'a worker of Celery': [
    two({ 'a/Dockerfile': image('EXPOSE 80'), 'b/Dockerfile': worker('celery', '-A', 'b', 'worker') }),
    FREE,
  ],
  'a scheduler behind a shell': [
    two({
      'a/Dockerfile': image('EXPOSE 80'),
      'b/Dockerfile': worker('sh', '-c', 'python manage.py migrate && exec celery -A b beat'),
    }),
    FREE,
  ],
  'a queue of Django': [
    two({ 'a/Dockerfile': image('EXPOSE 80'), 'b/Dockerfile': worker('python', 'manage.py', 'qcluster') }),
    FREE,
  ],
  'an image of a server that only starts a worker': [
    two({
      'a/Dockerfile': image('EXPOSE 80'),
      'b/Dockerfile': image('EXPOSE 80', 'CMD ["gunicorn", "b:app"]'),
      'compose.yaml': 'services:\n  b:\n    build: b\n    command: rq worker mail\n    environment: { PORT: 80 }\n',
    }),
    FREE,
  ],
  'what shows the queues of Celery': [
    two({ 'a/Dockerfile': image('EXPOSE 80'), 'b/Dockerfile': worker('celery', '-A', 'b', 'flower') }),
    inside('80/tcp'),
  ],
  'a worker beside a server': [
    two({
      'a/Dockerfile': image('EXPOSE 80'),
      'b/Dockerfile': worker('sh', '-c', 'uvicorn b:app --port 80 & celery -A b worker'),
    }),
    inside('80/tcp'),
  ],
  'what is published for a worker': [
    two({
      'b/Dockerfile': worker('celery', '-A', 'b', 'worker'),
      'compose.yaml': compose('ports: ["9000:80"]', 'ports: ["9000:80"]'),
    }),
    outside('9000/tcp'),
  ],
  'settings that have other ports under every profile': [PROFILED(8081), FREE],
  'settings that have the port under a profile': [PROFILED(8085), inside('8085/tcp')],
  'where an application serves without a profile': [PROFILED(8080), inside('8080/tcp')],
  'Nest that a broker alone brings its work': [NEST(RMQ), FREE],
  'Nest that its own transport listens for': [NEST('transport: Transport.TCP'), inside('80/tcp')],
  'Nest whose transport stands elsewhere': [NEST('...options'), inside('80/tcp')],
  'Nest that serves beside it': [NEST(RMQ, 'const web = await NestFactory.create(AppModule);\n'), inside('80/tcp')],
};

describe('what lists and variables name is nobody’s where nothing binds it', () => {
  it.each(Object.entries(SILENT))('%s', async (_, [files, expected]) => {
    expect(observed(await reportOf(files), expected)).toEqual(expected);
  });
});

describe('ports', () => {
  it.each(Object.entries(CASES))('%s', async (_, [files, expected]) => {
    expect(observed(await reportOf(files), expected)).toEqual(expected);
  });

  it.each([
    ['is in none', ['EXPOSE 80', 'EXPOSE 80', 'ENV PORT=80'], ['a and b'], ['a, b and 1 more']],
    ['all are in one', ['EXPOSE 80', 'EXPOSE 80', 'EXPOSE 80'], ['a, b and 1 more'], []],
    ['is one of two that may move', ['EXPOSE 80', 'ENV PORT=80', 'ENV PORT=80'], [], ['a, b and 1 more']],
  ])('who can move is told beside those who cannot, where it %s', async (_, [a = '', b = '', c = ''], errors, warnings) => {
    const report = await reportOf({
      ...two({ 'a/Dockerfile': image(a), 'b/Dockerfile': image(b) }),
      'c/requirements.txt': 'flask\n',
      'c/Dockerfile': image(c),
    });
    const told = (severity: string): readonly string[] =>
      report.conflicts.filter((one) => one.severity === severity).map(({ message }) => message.split(' listen')[0] ?? '');
    expect(told('error')).toEqual(errors);
    expect(told('warning')).toEqual(warnings);
  });

  it('tells of a port that may move only those who run beside each other', async () => {
    const one = (name: string, profile: string, environment = '{}'): string =>
      `  ${name}:\n    build: ${name}\n    profiles: [${profile}]\n    environment: ${environment}\n    expose: ["80"]\n`;
    const report = await reportOf({
      ...two({
        'compose.yaml': `services:\n${one('a', 'x')}${one('b', 'x', '{ PORT: 80 }')}${one('c', 'y')}${one('d', 'z', '{ PORT: 80 }')}`,
      }),
      'c/requirements.txt': 'flask\n',
      'd/requirements.txt': 'flask\n',
    });
    expect(report.conflicts.map(({ rule, services }) => [rule, services])).toEqual([['port/same-default', ['a', 'b']]]);
  });

  it('names everybody whom a finding is about', async () => {
    const profile = (name: string): string => `  ${name}:\n    build: ${name}\n    profiles: [${name}]\n    ports: ["8080:80"]\n`;
    const report = await reportOf({
      ...two({ 'compose.yaml': `services:\n${profile('a')}${profile('b')}  c:\n    build: c\n    ports: ["8080:81"]\n` }),
      'c/requirements.txt': 'flask\n',
    });
    expect(report.conflicts.map(({ message }) => message)).toEqual([
      'a, c and 1 more publish port 8080/tcp of the host; only one of them gets it',
    ]);
  });

  it.each([
    [{ 'a/pom.xml': pom('a', WEB), 'b/pom.xml': pom('b', WEB) }, 'SERVER_PORT'],
    [{ 'a/build.gradle': GRADLE, 'b/build.gradle': GRADLE }, 'SERVER_PORT'],
    [{ 'a/pom.xml': pom('a', WEB), 'b/pom.xml': pom('b', REST, QUARKUS) }, 'QUARKUS_HTTP_PORT and SERVER_PORT'],
    [
      {
        'a/pom.xml': pom('a', 'io.micronaut.servlet:micronaut-http-server-jetty', 'io.micronaut.maven:micronaut'),
        'b/build.gradle': "plugins { id 'io.micronaut.application' version '4.4.4' }\nmicronaut {\n  runtime 'netty'\n}\n",
      },
      'MICRONAUT_SERVER_PORT',
    ],
    [
      {
        'a/pom.xml': pom('a', WEB),
        'b/pom.xml': pom('b', WEB),
        'b/src/main/resources/application.yml': 'spring:\n  rabbitmq:\n    port: 5672\n',
      },
      'SERVER_PORT',
    ],
    [
      {
        'a/pom.xml': pom('a', WEB),
        'b/pom.xml': pom('b', REST, QUARKUS),
        'a/Dockerfile': 'FROM eclipse-temurin:21\nEXPOSE 8080\n',
        'b/src/main/docker/Dockerfile.jvm': 'FROM eclipse-temurin:21\nEXPOSE 8080\n',
      },
      'QUARKUS_HTTP_PORT and SERVER_PORT',
    ],
    [
      two({
        'a/application.properties': `SERVER_PORT=\${platform.own-port:8080}\nquarkus.http.port=\${SERVER_PORT}\n`,
        'b/application.yml': `server:\n  port: \${PORT_B:\${SERVER_PORT:8080}}\n`,
      }),
      'PORT_B and SERVER_PORT',
    ],
  ])('two frameworks that are told no port take their default, %#', async (files: Files, variables) => {
    const report = await reportOf(files);
    expect(report.conflicts.filter(({ realm }) => realm === 'port')).toMatchObject([
      {
        rule: 'port/same-default',
        severity: 'warning',
        services: ['a', 'b'],
        message: 'a and b listen on port 8080/tcp unless told otherwise',
        explanation: [`Without containers, start them with different values of ${variables}.`],
      },
    ]);
  });

  it.each(Object.entries(ELSEWHERE))('a framework’s default is nobody’s where %s', async (_, files) => {
    const report = await reportOf({ 'a/pom.xml': pom('a', WEB), 'b/pom.xml': pom('b', WEB), ...files });
    expect(report.conflicts.filter(({ realm }) => realm === 'port')).toEqual([]);
  });

  it.each([
    ['the same number', '<httpEndpoint httpPort="9080" httpsPort="9443"/>', 'httpPort="9080" httpsPort="9444"', 'port/taken'],
    ['a default of a variable', VARIABLE, 'httpPort="9080"', 'port/same-default'],
    ['a variable that the file sets', VARIABLE.replace('defaultValue', 'value'), 'httpPort="9080"', 'port/taken'],
    ['another number', '<httpEndpoint httpPort="9080"/>', 'httpPort="9081"', undefined],
    ['a port that is off', '<httpEndpoint httpPort="-1" httpsPort="9080"/>', 'httpPort="-1" httpsPort="9081"', undefined],
    ['an endpoint that is off', '<httpEndpoint enabled="false" httpPort="9080"/>', 'httpPort="9080"', undefined],
    ['a variable that the build sets', '<httpEndpoint httpPort="${http.port}"/>', 'httpPort="9080"', undefined],
  ])('Liberty listens where its server.xml says: %s', async (_, a, b, rule) => {
    const server = (text: string): string => `<server description="shop">\n  ${text}\n</server>\n`;
    const report = await reportOf({
      'a/pom.xml': pom('a', 'jakarta.platform:jakarta.jakartaee-api', undefined, '<packaging>war</packaging>'),
      'b/pom.xml': pom('b', 'jakarta.platform:jakarta.jakartaee-api', undefined, '<packaging>war</packaging>'),
      'a/src/main/liberty/config/server.xml': server(a),
      'b/src/main/liberty/config/server.xml': server(`<httpEndpoint id="defaultHttpEndpoint" ${b}/>`),
    });
    expect(report.conflicts.filter(({ realm }) => realm === 'port').map((one) => one.rule)).toEqual(
      rule === undefined ? [] : [rule],
    );
    expect(report.diagnostics.filter(({ code }) => code === 'settings/syntax')).toEqual([]);
  });

  it('says that a server.xml is broken', async () => {
    const report = await reportOf({
      'a/pom.xml': pom('a', WEB),
      'a/src/main/liberty/config/server.xml': '<server>\n  <httpEndpoint httpPort="9080">\n</server>\n',
    });
    expect(report.diagnostics).toMatchObject([{ code: 'settings/syntax', file: 'a/src/main/liberty/config/server.xml' }]);
  });

  it('moves a range as a whole, to where nobody is', async () => {
    const report = await reportOf(
      two({ 'compose.yaml': compose('ports: ["8000-8002:9000-9002", "8004:9004"]', 'ports: ["8002:80"]') }),
    );
    expect(
      report.conflicts
        .flatMap(({ fixes }) => fixes.flatMap(({ service, to }) => (to === undefined ? [] : `${service} ${to}`)))
        .sort(),
    ).toEqual(['a 8005-8007', 'b 8003']);
  });

  it('are read where they stand higher up, before variants of the same further down', async () => {
    const ports = (name: string): string => workload(name, '{ containerPort: 9000 }');
    const report = await reportOf(
      two(
        Object.fromEntries(
          ['extras/cloud/k8s', 'k8s'].flatMap((folder) => ['a', 'b'].map((name) => [`${folder}/${name}.yaml`, ports(name)])),
        ),
      ),
    );
    expect(report.conflicts.flatMap(({ demands }) => demands.map(({ origin }) => origin.file))).toEqual([
      'k8s/a.yaml',
      'k8s/b.yaml',
    ]);
  });
});
