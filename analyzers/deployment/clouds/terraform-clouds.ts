/** Whose cloud Terraform's files are for, by their providers and resources: what they make there is not read. */
import type { HclBlock, HclFile } from '../../../src/formats/hcl/hcl.ts';
import { type DeploymentFacts, directoryOf, type Origin } from '../../../src/model/index.ts';
import { deploymentFacts } from '../facts.ts';

/** Providers by the word with which their resources begin; what is asked of several clouds (DNS, secrets, Kubernetes) is none. */
const CLOUDS: Readonly<Record<string, string>> = {
  aws: 'AWS',
  awscc: 'AWS',
  google: 'Google Cloud',
  'google-beta': 'Google Cloud',
  azurerm: 'Azure',
  azapi: 'Azure',
  digitalocean: 'DigitalOcean',
  hcloud: 'Hetzner Cloud',
  scaleway: 'Scaleway',
  ovh: 'OVHcloud',
  oci: 'Oracle Cloud',
  alicloud: 'Alibaba Cloud',
  ibm: 'IBM Cloud',
};

const FOR_TESTS = /(?:^|\/)(?:(?:[\w-]+-)?test(?:s|ing)?|e2e|examples?|samples?|fixtures)(?:\/|$)/;

/** Whether a directory's modules are for tests, or show how others are used. */
export function isForTests(directory: string): boolean {
  return FOR_TESTS.test(directory);
}

interface Read {
  readonly path: string;
  readonly hcl: HclFile;
}

/** The first place of each cloud, as a fact of nobody's here. */
export function terraformClouds(files: readonly Read[]): readonly DeploymentFacts[] {
  const found = new Map<string, Origin>();
  for (const { path, hcl } of files) {
    if (isForTests(directoryOf(path))) continue;
    for (const block of hcl.blocks)
      for (const name of providersIn(block)) {
        const cloud = Object.hasOwn(CLOUDS, name) ? CLOUDS[name] : undefined;
        if (cloud !== undefined && !found.has(cloud)) found.set(cloud, { file: path, ...hcl.place(block) });
      }
  }
  return [...found].map(([value, origin]) =>
    deploymentFacts(origin.file, 'terraform', 'terraform', {}, { traits: [{ kind: 'cloud', value, origin }] }),
  );
}

function providersIn({ type, labels: [label = ''], blocks }: HclBlock): readonly string[] {
  if (type === 'provider') return [label];
  if (type === 'resource' || type === 'data') return [label.split('_', 1)[0] ?? ''];
  // Where its state lies: often nothing else is there, so it only keeps another cloud from being the only one.
  return type === 'terraform' && blocks.some((one) => one.type === 'backend' && one.labels[0] === 's3') ? ['aws'] : [];
}
