import { describe, expect, it } from 'vitest';
import { assembled, type Files, type Told, told } from './project.ts';

const resource = (type: string, label: string, body: string): string => `resource "${type}" "${label}" {\n${body}}\n`;

const CASES: Readonly<Record<string, readonly [Files, Told]>> = {
  'an ECS task in jsonencode: variables, repositories, Fargate, a sidecar of somebody else': [
    {
      'infra/main.tf': `variable "port" { default = 8080 }\nresource "aws_ecr_repository" "api" { name = "\${var.stage}/api" }\n${resource('aws_ecs_task_definition', 'api', '  requires_compatibilities = ["FARGATE"]\n  memory = 512\n  container_definitions = jsonencode([{\n    name = "${var.stage}-api"\n    image = "${aws_ecr_repository.api.repository_url}:latest"\n    command = ["node", "server.js"]\n    portMappings = [{\n      containerPort = var.port\n      hostPort = var.port\n    }]\n    environment = [\n      { name = "PORT", value = tostring(var.port) },\n      { name = "DB", value = aws_db_instance.x.endpoint },\n    ]\n  }])\n')}`,
    },
    {
      runs: ['api [node|server.js] 8080/tcp @9'],
      demands: ['port:8080/tcp listens PORT @10'],
      traits: ['cloud AWS @2', 'memory 512 @5'],
      joins: ['infra/main.tf → - - api'],
      diagnostics: [],
    },
  ],
  'ports of the host: bridge by default, all of them in host mode, none where the mode is open': [
    {
      'main.tf': ['', '  network_mode = "host"\n', '  network_mode = var.mode\n']
        .map((mode, at) =>
          resource(
            'aws_ecs_task_definition',
            `t${at}`,
            `${mode}  container_definitions = jsonencode([{ name = "t${at}", image = "acme/t", portMappings = [{ containerPort = 808${at}, hostPort = 80 }] }])\n`,
          ),
        )
        .join(''),
    },
    {
      runs: ['t0 8080/tcp @2', 't1 8081/tcp @6', 't2 8082/tcp @10'],
      demands: [
        'port:80/tcp published @2',
        'port:8080/tcp listens @2',
        'port:8081/tcp listens @6',
        'port:8081/tcp published @6',
        'port:8082/tcp listens @10',
      ],
      traits: ['cloud AWS @1', 'host-network @5'],
    },
  ],
  'JSON in place, with what is open in it': [
    {
      'main.tf': `variable "port" { default = 3000 }\n${resource('aws_ecs_task_definition', 'cart', '  network_mode = "awsvpc"\n  container_definitions = <<TASK\n[\n  {\n    "name": "cart",\n    "image": "${var.registry}/cart:${var.tag}",\n    "memory": ${var.memory},\n    "portMappings": [\n      { "containerPort": ${var.port} },\n      { "containerPort": ${var.admin} }\n    ]\n  }\n]\nTASK\n')}`,
    },
    {
      runs: ['cart 3000/tcp @6'],
      demands: ['port:3000/tcp listens @11'],
      diagnostics: ['terraform/dynamic main.tf:2'],
    },
  ],
  'files and templates': [
    {
      'infra/main.tf': `data "template_file" "web" {\n  template = file("\${path.module}/templates/web.json.tpl")\n  vars = { image = "acme/web:2", port = 3000 }\n}\n${resource('aws_ecs_task_definition', 'web', '  network_mode = "awsvpc"\n  container_definitions = data.template_file.web.rendered\n')}${resource('aws_ecs_task_definition', 'pay', '  network_mode = "awsvpc"\n  container_definitions = templatefile("templates/web.json.tpl", { image = "acme/pay", port = var.port })\n')}${resource('aws_ecs_task_definition', 'jobs', '  network_mode = "awsvpc"\n  container_definitions = file("./tasks/jobs.json")\n')}${resource('aws_ecs_task_definition', 'gone', '  container_definitions = file("./tasks/gone.json")\n')}`,
      'infra/templates/web.json.tpl':
        '[{\n  "name": "web",\n  "image": "${image}",\n  "portMappings": [\n    { "containerPort": ${port} }\n  ]\n}]\n',
      'infra/tasks/jobs.json': '[\n{ "name": "jobs", "image": "acme/jobs", "command": ["run"] }]\n',
    },
    {
      runs: ['jobs [run] @2', 'web 3000/tcp @1', 'web @1'],
      joins: ['infra/main.tf → - - jobs', 'infra/main.tf → - - web', 'infra/main.tf → - - web'],
      diagnostics: ['terraform/dynamic infra/main.tf:17', 'terraform/dynamic infra/main.tf:9'],
    },
  ],
  'as Terraform 0.11 has it, a command that is a here-document, an image of a data source': [
    {
      'main.tf': `data "google_container_registry_image" "web" { name = "web" }\n${resource('aws_ecs_task_definition', 'api', '  network_mode = "${var.mode}"\n  container_definitions = "${jsonencode([{ name = "api", image = "acme/api", command = ["sh", "-c", <<EOT\nif [ "{" ]; then\n  node server.js --port 8080\nfi\nEOT\n  ], portMappings = [{ containerPort = 8080 }] }])}"\n  "volume" {\n    name = "x"\n  }\n')}${resource('google_cloud_run_service', 'web', '  name = "${var.stage}-web"\n  template {\n    spec {\n      containers { image = data.google_container_registry_image.web.image_url }\n    }\n  }\n')}`,
    },
    {
      joins: ['main.tf → - - api', 'main.tf → - - web'],
      demands: ['port:8080/tcp listens @4', 'port:8080/tcp listens @9'],
      diagnostics: [],
    },
  ],
  'a list of what is encoded elsewhere': [
    {
      'main.tf': `locals {\n  app = jsonencode({\n    name = "app"\n    image = "acme/app"\n    portMappings = [{ containerPort = 8080 }]\n  })\n  agent = jsonencode({ name = "agent", image = "public.ecr.aws/x/agent" })\n}\n${resource('aws_ecs_task_definition', 'app', '  network_mode = "awsvpc"\n  container_definitions = "[${local.app}, ${local.agent}]"\n')}${resource('aws_ecs_task_definition', 'open', '  container_definitions = "[${var.app}]"\n')}`,
    },
    {
      runs: ['app 8080/tcp @11'],
      joins: ['main.tf → - - -', 'main.tf → - - app'],
      diagnostics: ['terraform/dynamic main.tf:13'],
    },
  ],
  'instances of for_each, and values in objects': [
    {
      'main.tf': `locals {\n  services = {\n    cart = { port = 9000 }\n    pay  = { port = 9001 }\n  }\n  base = { essential = true }\n}\n${resource('aws_ecs_task_definition', 'all', '  for_each = local.services\n  network_mode = "awsvpc"\n  container_definitions = jsonencode(concat([merge(local.base, { name = each.key, image = "acme/${each.key}", portMappings = [{ containerPort = each.value.port }] })], []))\n')}${resource('aws_ecs_task_definition', 'set', '  for_each = toset(["a", "b"])\n  network_mode = "awsvpc"\n  container_definitions = jsonencode([{ name = each.value, image = "acme/${each.value}" }])\n')}`,
    },
    { runs: ['a @16', 'b @16', 'cart 9000/tcp @11', 'pay 9001/tcp @11'], diagnostics: [] },
  ],
  'a module of the tree that runs what it is given, and the public one': [
    {
      'modules/service/main.tf': `variable "name" {}\nvariable "port" {}\nlocals { image = "acme/\${var.name}" }\n${resource('aws_ecs_task_definition', 'this', '  network_mode = "awsvpc"\n  container_definitions = jsonencode([{ name = var.name, image = local.image, portMappings = [{ containerPort = var.port }] }])\n')}`,
      'main.tf':
        'module "cart" {\n  source = "./modules/service"\n  name = "cart"\n  port = 8080\n}\nmodule "pay" {\n  source = "./modules/service"\n  name = "pay"\n  port = var.pay\n}\nmodule "web" {\n  source = "terraform-aws-modules/ecs/aws//modules/service"\n  container_definitions = {\n    web = {\n      image = "acme/web"\n      port_mappings = [{ containerPort = 3000, hostPort = 3000 }]\n    }\n  }\n}\n',
    },
    {
      runs: ['cart 8080/tcp @1', 'pay @6', 'web 3000/tcp @14'],
      joins: ['main.tf → - - cart', 'main.tf → - - pay', 'main.tf → - - web'],
      diagnostics: ['terraform/dynamic main.tf:6'],
    },
  ],
  'objects of Kubernetes': [
    {
      'main.tf': `${resource('kubernetes_deployment_v1', 'cart', '  metadata { name = "cart" }\n  spec {\n    replicas = 2\n    template {\n      spec {\n        container {\n          image = "acme/cart:1"\n          name = "main"\n          args = ["--quiet"]\n          port { container_port = 8080 }\n          env {\n            name = "PORT"\n            value = "8080"\n          }\n          resources { limits = { memory = "512Mi" } }\n        }\n        container {\n          image = "redis:7"\n          port { container_port = 6379 }\n        }\n      }\n    }\n  }\n')}${resource('kubernetes_service', 'cart', '  metadata { name = "cart" }\n  spec {\n    type = "NodePort"\n    selector = { app = "cart" }\n    port {\n      port = 80\n      node_port = 30080\n    }\n  }\n')}${resource('kubernetes_manifest', 'pay', '  manifest = {\n    apiVersion = "apps/v1"\n    kind = "Deployment"\n    metadata = { name = "pay" }\n    spec = { template = { spec = { containers = [{ name = "pay", image = "acme/pay", ports = [{ containerPort = 9000, hostPort = 9000 }] }] } } }\n  }\n')}${resource('kubectl_manifest', 'web', '  yaml_body = <<YAML\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  template:\n    spec:\n      containers:\n        - image: acme/web:${var.tag}\n          ports:\n            - containerPort: 3000\nYAML\n')}`,
    },
    {
      runs: ['cart [--quiet] 8080/tcp x2 @10', 'pay 9000/tcp @42', 'web 3000/tcp @55'],
      demands: [
        'port:3000/tcp listens @57',
        'port:30080/tcp published @33',
        'port:8080/tcp listens PORT @11',
        'port:9000/tcp listens @42',
        'port:9000/tcp published @42',
      ],
      traits: ['memory 512 @16'],
      diagnostics: [],
    },
  ],
  'Cloud Run, Container Apps and Instances, App Runner': [
    {
      'main.tf': `${resource('google_cloud_run_v2_service', 'a', '  name = "a"\n  template {\n    containers {\n      image = "eu-docker.pkg.dev/p/shop/a"\n      ports { container_port = 8081 }\n      command = ["serve"]\n    }\n  }\n')}${resource('google_cloud_run_service', 'b', '  name = "b"\n  template {\n    spec {\n      containers {\n        image = "gcr.io/p/b"\n        ports { container_port = 8082 }\n      }\n    }\n  }\n')}${resource('google_cloud_run_v2_job', 'c', '  name = "c"\n  template {\n    template {\n      containers {\n        image = "gcr.io/p/c"\n      }\n    }\n  }\n')}${resource('azurerm_container_app', 'd', '  name = "d"\n  template {\n    container {\n      name = "main"\n      image = "shop.azurecr.io/d:1"\n      memory = "0.5Gi"\n    }\n  }\n  ingress { target_port = 8084 }\n')}${resource('azurerm_container_group', 'e', '  name = "e"\n  container {\n    name = "e"\n    image = "shop.azurecr.io/e:1"\n    commands = ["./e", "--port", "8085"]\n    ports {\n      port = 8085\n      protocol = "TCP"\n    }\n    environment_variables = { PORT = "8085" }\n  }\n')}${resource('aws_apprunner_service', 'f', '  service_name = "f"\n  source_configuration {\n    image_repository {\n      image_identifier = "1.dkr.ecr.eu-west-1.amazonaws.com/f:1"\n      image_configuration {\n        port = "8086"\n        runtime_environment_variables = { PORT = "8086" }\n      }\n    }\n  }\n')}`,
    },
    {
      runs: [
        'a [serve] 8081/tcp @7',
        'b 8082/tcp @15',
        'c job @26',
        'd 8084/tcp @35',
        'e [./e|--port|8085] 8085/tcp @48',
        'f 8086/tcp @56',
      ],
      demands: [
        'port:8081/tcp listens @6',
        'port:8082/tcp listens @17',
        'port:8084/tcp listens @41',
        'port:8085/tcp listens @50',
        'port:8085/tcp listens @48',
        'port:8086/tcp listens PORT @62',
      ].sort(),
      traits: ['cloud AWS @56', 'cloud Azure @32', 'cloud Google Cloud @1', 'memory 512 @38'],
      diagnostics: [],
    },
  ],
  'containers of a Docker host': [
    {
      'main.tf': `${resource('docker_image', 'cart', '  name = "cart:1"\n  build { context = "../cart" }\n')}${resource('docker_container', 'cart', '  name = "shop-cart"\n  image = docker_image.cart.image_id\n  env = ["PORT=8080", "A=b=c"]\n  ports {\n    internal = 8080\n    external = 80\n  }\n')}${resource('docker_container', 'db', '  name = "db"\n  image = "postgres:16"\n  ports { \n    internal = 5432\n    external = 5432\n  }\n')}`,
    },
    {
      runs: ['shop-cart 8080/tcp @5'],
      demands: ['port:80/tcp published @11', 'port:8080/tcp listens PORT @10'],
      joins: ['main.tf → - - -', 'main.tf → - - shop-cart'],
      diagnostics: [],
    },
  ],
  'what is not read, and what a run makes of blocks, is told once': [
    {
      'main.tf': `${resource('helm_release', 'a', '')}${resource('helm_release', 'b', '')}${resource('google_cloudfunctions2_function', 'c', '')}${resource('kubernetes_deployment', 'd', '  metadata { name = "d" }\n  spec {\n    template {\n      spec {\n        container {\n          image = "acme/d"\n          dynamic "port" {\n            for_each = var.ports\n            content { container_port = port.value }\n          }\n        }\n      }\n    }\n  }\n')}`,
      'examples/x/main.tf': resource('helm_release', 'a', ''),
      'modules/helm/main.tf': resource('helm_release', 'a', ''),
    },
    {
      runs: ['d @12'],
      diagnostics: ['terraform/dynamic main.tf:7', 'terraform/unread main.tf:1', 'terraform/unread main.tf:5'],
    },
  ],
  'values that lead back to themselves, broken documents': [
    {
      'main.tf': `locals {\n  a = local.b\n  b = [local.a, local.a]\n}\n${resource('aws_ecs_task_definition', 'a', '  container_definitions = jsonencode(local.b)\n')}${resource('aws_ecs_task_definition', 'b', '  container_definitions = "[{"\n')}`,
    },
    { runs: [], diagnostics: ['terraform/dynamic main.tf:8'] },
  ],
};

describe('containers of Terraform', () => {
  it.each(Object.entries(CASES))('%s', (_, [files, expected]) => {
    expect(told(assembled(files), expected)).toEqual(expected);
  });

  it.each<readonly [string, Files]>([
    [
      'resources',
      {
        'main.tf': Array.from({ length: 10_000 }, (_, at) =>
          resource(
            'aws_ecs_task_definition',
            `t${at}`,
            `  container_definitions = jsonencode([{ name = "t${at}", image = "acme/t", portMappings = [{ containerPort = 80 }] }])\n`,
          ),
        ).join(''),
      },
    ],
    [
      'containers of one task, each with as many variables',
      {
        'main.tf': `locals {\n  env = [${'{ name = "A", value = "b" },'.repeat(5000)}]\n}\n${resource('aws_ecs_task_definition', 't', `  container_definitions = jsonencode([${'{ name = "a", environment = local.env },'.repeat(5000)}])\n`)}`,
      },
    ],
    [
      'instances of as many values',
      {
        'main.tf': `locals {\n${Array.from({ length: 50_000 }, (_, at) => `  l${at} = ${at}\n`).join('')}  all = {${Array.from({ length: 5000 }, (_, at) => ` k${at} = ${at},`).join('')} }\n}\n${Array.from({ length: 200 }, (_, at) => resource('aws_ecs_task_definition', `t${at}`, '  for_each = local.all\n  container_definitions = jsonencode([{ name = each.key, image = "acme/t" }])\n')).join('')}`,
      },
    ],
    [
      'values that multiply',
      {
        'main.tf': `locals {\n${Array.from({ length: 9 }, (_, at) => `  l${at} = concat(${`local.l${at + 1},`.repeat(50)} [1])\n  t${at} = "${`\${local.t${at + 1}}`.repeat(50)}"\n`).join('')}}\n${resource('aws_ecs_task_definition', 't', '  container_definitions = jsonencode([{ name = local.t0, command = local.l0 }])\n')}`,
      },
    ],
    [
      'calls of a module',
      {
        'm/main.tf': `variable "name" {}\n${Array.from({ length: 1000 }, (_, at) => resource('aws_ecs_task_definition', `t${at}`, '  container_definitions = jsonencode([{ name = var.name }])\n')).join('')}`,
        'main.tf': Array.from({ length: 1000 }, (_, at) => `module "m${at}" {\n  source = "./m"\n  name = "n${at}"\n}\n`).join(
          '',
        ),
      },
    ],
    [
      'functions and their permissions',
      {
        'main.tf': Array.from(
          { length: 10_000 },
          (_, at) =>
            resource('aws_lambda_function', `f${at}`, `  filename = data.archive_file.a${at}.output_path\n`) +
            resource(
              'aws_lambda_permission',
              `p${at}`,
              `  function_name = aws_lambda_function.f${at}.arn\n  principal = "sns.amazonaws.com"\n`,
            ) +
            `data "archive_file" "a${at}" {\n  source_dir = "x${at}"\n}\n`,
        ).join(''),
      },
    ],
  ])(
    'reads as many %s as anybody has',
    (_, files) => {
      expect(assembled(files).diagnostics.length).toBeLessThan(10);
    },
    60_000,
  );
});
