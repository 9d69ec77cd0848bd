import { describe, expect, it } from 'vitest';
import { assembled, type Files, type Told, told } from './project.ts';

const lambda = (name: string, body: string): string => `resource "aws_lambda_function" "${name}" {\n${body}}\n`;

const CASES: Readonly<Record<string, readonly [Files, Told]>> = {
  'literal values, nested blocks, comments': [
    {
      'infra/main.tf': lambda(
        'cart',
        '  function_name = "cart" # why\n  runtime       = "python3.12" // because\n  handler       = "app.handler"\n  timeout = 30\n  memory_size = 512\n  /* not\n  runtime = "x" */\n  filename      = "${path.module}/../cart/build.zip"\n  architectures = ["arm64"]\n  ephemeral_storage { size = 1024 }\n  environment {\n    variables = { A = "b", "C" : jsonencode({ d = [1, 2] }) }\n  }\n  layers = [aws_lambda_layer_version.x.arn, "arn:y"]\n',
      ),
    },
    {
      functions: ['cart app.handler python3.12 zip 512MiB 30s arm64 layers:2 @1'],
      demands: ['runtime:python ==3.12.* preferred @3'],
      joins: ['infra/main.tf → cart - cart'],
      diagnostics: [],
    },
  ],
  'variables and locals of the directory, also of other files': [
    {
      'variables.tf': 'variable "memory" {\n  type = number\n  default = 256\n}\nlocals { runtime = "nodejs20.x" }\n',
      'main.tf': lambda(
        'api',
        '  function_name = "api-${var.stage}"\n  runtime = local.runtime\n  memory_size = var.memory\n  handler = "${local.runtime}.h"\n',
      ),
    },
    {
      functions: ['api nodejs20.x.h nodejs20.x zip 256MiB @1'],
      demands: ['runtime:node 20.x preferred @3'],
      diagnostics: ['terraform/dynamic main.tf:1'],
    },
  ],
  'an archive of a file that it takes by its content, and names that locals make of others': [
    {
      'alarms/main.tf': `locals {\n  name = "error-alerter"\n  full = "shop-\${local.name}"\n  source = replace(local.name, "-", "_")\n}\ndata "archive_file" "code" {\n  source {\n    content  = file("\${path.module}/src/\${local.source}/\${local.source}.py")\n    filename = "\${local.source}.py"\n  }\n}\n${lambda('alerter', '  function_name = local.full\n  runtime = "python3.13"\n  handler = "${local.source}.handler"\n  filename = data.archive_file.code.output_path\n')}`,
    },
    {
      functions: ['shop-error-alerter error_alerter.handler python3.13 zip @12'],
      joins: ['alarms/main.tf → alarms/src/error_alerter - shop-error-alerter'],
      diagnostics: [],
    },
  ],
  'what only a run would make of a name': [
    {
      'main.tf': `locals {\n  own = local.own\n  odd = replace(local.own, "/-/", "_")\n}\n${lambda('x', '  function_name = local.odd\n  runtime = "python3.13"\n  handler = local.own\n')}`,
    },
    { functions: ['x python3.13 zip @5'], diagnostics: ['terraform/dynamic main.tf:5'] },
  ],
  'a module of the tree that makes a function of what it is given': [
    {
      'infra/modules/fn/main.tf': `variable "source_dir" {}\nvariable "handler" { default = "index.handler" }\nvariable "runtime" { default = "nodejs22.x" }\ndata "archive_file" "code" { source_dir = var.source_dir }\n${lambda('this', '  function_name = "${var.name}-fn"\n  runtime = var.runtime\n  handler = var.handler\n  filename = data.archive_file.code.output_path\n  memory_size = 256\n')}`,
      'infra/main.tf':
        'locals { python = "python3.12" }\nmodule "cart" {\n  source = "./modules/fn"\n  name = "cart"\n  source_dir = "${path.module}/../cart"\n}\nmodule "till" {\n  source     = "./modules/fn"\n  name       = "till"\n  source_dir = "../till"\n  handler    = "app.run"\n  runtime    = local.python\n}\n',
    },
    {
      functions: ['cart-fn index.handler nodejs22.x zip 256MiB @2', 'till-fn app.run python3.12 zip 256MiB @7'],
      joins: ['infra/main.tf → cart - cart-fn', 'infra/main.tf → till - till-fn'],
      diagnostics: [],
    },
  ],
  'a module that nothing here calls, and one that is given nothing of a function': [
    {
      'a/main.tf': `variable "role" {}\n${lambda('fixed', '  function_name = "fixed"\n  runtime = "nodejs22.x"\n  role = var.role\n')}`,
      'b/main.tf': `variable "name" {}\n${lambda('form', '  function_name = var.name\n  runtime = "nodejs22.x"\n')}`,
      'main.tf': 'module "a" {\n  source = "./a"\n  role = "x"\n}\n',
    },
    { functions: ['fixed nodejs22.x zip @2', 'form nodejs22.x zip @2'] },
  ],
  'variables that files set which Terraform loads by itself': [
    {
      'main.tf': `variable "memory" { default = 128 }\nvariable "runtime" {}\n${lambda('x', '  runtime = var.runtime\n  memory_size = var.memory\n')}`,
      'terraform.tfvars': 'memory = 512\nruntime = "python3.11"\n',
      'x.auto.tfvars.json': '{ "runtime": "python3.12" }',
      'prod.tfvars': 'memory = 999\n',
    },
    { functions: ['x python3.12 zip 512MiB @3'], demands: ['runtime:python ==3.12.* preferred @4'], diagnostics: [] },
  ],
  'the same language in JSON': [
    {
      'main.tf.json': `{
  "//": "why",
  "locals": { "runtime": "nodejs20.x" },
  "variable": { "name": { "default": "cart" } },
  "resource": {
    "aws_lambda_function": {
      "cart": {
        "function_name": "\${var.name}-api",
        "runtime": "\${local.runtime}",
        "handler": "index.handler",
        "timeout": 30,
        "ephemeral_storage": [{ "size": 1024 }],
        "filename": "\${path.module}/cart/build.zip"
      }
    }
  }
}
`,
    },
    {
      functions: ['cart-api index.handler nodejs20.x zip 30s @7'],
      demands: ['runtime:node 20.x preferred @9'],
      joins: ['main.tf.json → cart - cart-api'],
      diagnostics: [],
    },
  ],
  'what is no JSON is told': [
    { 'main.tf.json': '{ "resource": [1, 2' },
    { functions: [], diagnostics: ['terraform/syntax main.tf.json:1'] },
  ],
  'what only a run knows is left open': [
    {
      'main.tf': lambda(
        'x',
        '  function_name = var.name\n  runtime = var.prod ? "python3.12" : "python3.11"\n  timeout = lookup(var.t, "x",\n    3)\n  package_type = "Image"\n  image_uri = "${aws_ecr_repository.r.repository_url}:1"\n',
      ),
    },
    { functions: ['x image @1'], demands: [], diagnostics: ['terraform/dynamic main.tf:1'] },
  ],
  'the public module, code by directory, snapshots': [
    {
      'main.tf':
        'module "orders" {\n  source = "terraform-aws-modules/lambda/aws"\n  function_name = "orders"\n  runtime = "java21"\n  handler = "a.B::c"\n  source_path = "${path.module}/services/orders"\n  snap_start = true\n  ephemeral_storage_size = 2048\n}\nmodule "vpc" {\n  source = "terraform-aws-modules/vpc/aws"\n}\n',
    },
    {
      functions: ['orders a.B::c java21 zip @1'],
      traits: ['snapstart @1'],
      joins: ['main.tf → services/orders - orders'],
      diagnostics: [],
    },
  ],
  'archives, and who calls': [
    {
      'main.tf': `${lambda('jobs', '  function_name = "jobs"\n  runtime = "python3.11"\n  handler = "h.run"\n  filename = data.archive_file.code.output_path\n')}
data "archive_file" "code" {
  type = "zip"
  source_dir = "../jobs/src"
}
resource "aws_lambda_event_source_mapping" "q" {
  event_source_arn = aws_sqs_queue.q.arn
  function_name = aws_lambda_function.jobs.arn
}
resource "aws_lambda_event_source_mapping" "any" {
  event_source_arn = var.source
  function_name = aws_lambda_function.jobs.arn
}
resource "aws_lambda_permission" "e" {
  function_name = aws_lambda_function.jobs.function_name
  principal = "events.amazonaws.com"
}
resource "aws_lambda_permission" "other" {
  function_name = aws_lambda_function.jobs2.function_name
  principal = "sns.amazonaws.com"
}
`,
    },
    { functions: ['jobs h.run python3.11 zip sqs,stream,schedule @1'], joins: ['main.tf → - - jobs'] },
  ],
  'broken files are read as far as they make sense': [
    { 'main.tf': `}}\n=\nresource "aws_lambda_function" {\n${lambda('a', '  runtime = "python3.12\n  handler = "h"\n')}` },
    { diagnostics: ['terraform/syntax main.tf:1'] },
  ],
};

describe('Terraform', () => {
  it.each(Object.entries(CASES))('%s', (_, [files, expected]) => {
    expect(told(assembled(files), expected)).toEqual(expected);
  });
});
