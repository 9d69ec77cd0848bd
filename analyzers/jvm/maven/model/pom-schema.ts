/** The elements of a POM 4.0.0, as the POM reference lists them. Strict reading refuses all others. */

/** `text`; `any` (free XML); `properties`; a type; or a list of a type or of texts under one item name. */
export type Shape =
  | 'text'
  | 'any'
  | 'properties'
  | { readonly type: string }
  | { readonly list: string; readonly of: 'text' | { readonly type: string } };

type Fields = Readonly<Record<string, Shape>>;

function texts(names: string): Fields {
  return Object.fromEntries(names.split(' ').map((name) => [name, 'text' as const]));
}

function list(item: string, type: string): Shape {
  return { list: item, of: { type } };
}

function textList(item: string): Shape {
  return { list: item, of: 'text' };
}

const DEPENDENCIES: Shape = list('dependency', 'dependency');

/** What a project and a profile share. */
const BASE: Fields = {
  modules: textList('module'),
  distributionManagement: { type: 'distributionManagement' },
  properties: 'properties',
  dependencyManagement: { type: 'dependencyManagement' },
  dependencies: DEPENDENCIES,
  repositories: list('repository', 'repository'),
  pluginRepositories: list('pluginRepository', 'repository'),
  reports: 'any',
  reporting: { type: 'reporting' },
};

const BUILD_BASE: Fields = {
  ...texts('defaultGoal directory finalName'),
  resources: list('resource', 'resource'),
  testResources: list('testResource', 'resource'),
  filters: textList('filter'),
  pluginManagement: { type: 'pluginManagement' },
  plugins: list('plugin', 'plugin'),
};

const PERSON: Fields = {
  ...texts('name email url organization organizationUrl timezone'),
  roles: textList('role'),
  properties: 'properties',
};

/** What model 4.1.0 has besides (Maven 4). */
export const POM_4_1: Readonly<Record<string, Fields>> = {
  project: { subprojects: textList('subproject') },
  profile: { subprojects: textList('subproject') },
  activation: texts('packaging condition'),
  build: { sources: 'any' },
  buildBase: { sources: 'any' },
  execution: texts('priority'),
};

export const POM: Readonly<Record<string, Fields>> = {
  project: {
    ...BASE,
    ...texts('modelVersion groupId artifactId version packaging name description url inceptionYear'),
    parent: { type: 'parent' },
    organization: { type: 'organization' },
    licenses: list('license', 'license'),
    developers: list('developer', 'developer'),
    contributors: list('contributor', 'contributor'),
    mailingLists: list('mailingList', 'mailingList'),
    prerequisites: { type: 'prerequisites' },
    scm: { type: 'scm' },
    issueManagement: { type: 'issueManagement' },
    ciManagement: { type: 'ciManagement' },
    build: { type: 'build' },
    profiles: list('profile', 'profile'),
  },
  parent: texts('groupId artifactId version relativePath'),
  organization: texts('name url'),
  license: texts('name url distribution comments'),
  developer: { ...PERSON, id: 'text' },
  contributor: PERSON,
  mailingList: { ...texts('name subscribe unsubscribe post archive'), otherArchives: textList('otherArchive') },
  prerequisites: texts('maven'),
  scm: texts('connection developerConnection tag url'),
  issueManagement: texts('system url'),
  ciManagement: { ...texts('system url'), notifiers: list('notifier', 'notifier') },
  notifier: { ...texts('type sendOnError sendOnFailure sendOnSuccess sendOnWarning address'), configuration: 'properties' },
  distributionManagement: {
    ...texts('downloadUrl status'),
    repository: { type: 'deploymentRepository' },
    snapshotRepository: { type: 'deploymentRepository' },
    site: { type: 'site' },
    relocation: { type: 'relocation' },
  },
  site: texts('id name url'),
  relocation: texts('groupId artifactId version message'),
  dependencyManagement: { dependencies: DEPENDENCIES },
  dependency: {
    ...texts('groupId artifactId version type classifier scope systemPath optional'),
    exclusions: list('exclusion', 'exclusion'),
  },
  exclusion: texts('groupId artifactId'),
  repository: { ...texts('id name url layout'), releases: { type: 'policy' }, snapshots: { type: 'policy' } },
  deploymentRepository: {
    ...texts('id name url layout uniqueVersion'),
    releases: { type: 'policy' },
    snapshots: { type: 'policy' },
  },
  policy: texts('enabled updatePolicy checksumPolicy'),
  build: {
    ...BUILD_BASE,
    ...texts('sourceDirectory scriptSourceDirectory testSourceDirectory outputDirectory testOutputDirectory'),
    extensions: list('extension', 'extension'),
  },
  buildBase: BUILD_BASE,
  extension: texts('groupId artifactId version'),
  resource: { ...texts('targetPath filtering directory mergeId'), includes: textList('include'), excludes: textList('exclude') },
  pluginManagement: { plugins: list('plugin', 'plugin') },
  plugin: {
    ...texts('groupId artifactId version extensions inherited'),
    executions: list('execution', 'execution'),
    dependencies: DEPENDENCIES,
    goals: 'any',
    configuration: 'any',
  },
  execution: { ...texts('id phase inherited'), goals: textList('goal'), configuration: 'any' },
  reporting: { ...texts('excludeDefaults outputDirectory'), plugins: list('plugin', 'reportPlugin') },
  reportPlugin: {
    ...texts('groupId artifactId version inherited'),
    reportSets: list('reportSet', 'reportSet'),
    configuration: 'any',
  },
  reportSet: { ...texts('id inherited'), reports: textList('report'), configuration: 'any' },
  profile: { ...BASE, id: 'text', activation: { type: 'activation' }, build: { type: 'buildBase' } },
  activation: {
    ...texts('activeByDefault jdk'),
    os: { type: 'activationOs' },
    property: { type: 'activationProperty' },
    file: { type: 'activationFile' },
  },
  activationOs: texts('name family arch version'),
  activationProperty: texts('name value'),
  activationFile: texts('missing exists'),
};
