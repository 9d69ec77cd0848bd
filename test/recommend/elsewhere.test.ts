import { describe, expect, it } from 'vitest';
import { type Files, reportOf } from '../fleets/fleet.ts';

const WEB: Files = {
  'web/package.json': '{ "name": "web", "dependencies": { "express": "^5" }, "scripts": { "start": "node server.js" } }',
};
const GOOGLE: Files = { 'terraform/main.tf': 'provider "google" {}\nresource "google_cloud_run_service" "web" {}\n' };

/** The files, and where the web server is told to run, with whose cloud. */
const CASES: Readonly<Record<string, readonly [Files, target: string, cloud?: string]>> = {
  'nothing names a cloud': [WEB, 'fargate'],
  'Terraform makes all of it at Google': [{ ...WEB, ...GOOGLE }, 'container', 'Google Cloud'],
  'Terraform of Azure, by a resource alone': [
    { ...WEB, 'infra/app.tf': 'resource "azurerm_container_app" "web" {}\n' },
    'container',
    'Azure',
  ],
  'a function app of Azure beside it': [
    {
      ...WEB,
      'jobs/host.json': '{ "version": "2.0" }',
      'jobs/package.json': '{ "name": "jobs", "dependencies": { "@azure/functions": "^4" } }',
    },
    'container',
    'Azure',
  ],
  'AWS as well': [{ ...WEB, ...GOOGLE, 'terraform/dns.tf': 'resource "aws_route53_zone" "main" {}\n' }, 'fargate'],
  'a state that lies at AWS': [{ ...WEB, 'main.tf': 'terraform {\n  backend "s3" {}\n}\nprovider "google" {}\n' }, 'fargate'],
  'a client of AWS in one service': [{ ...WEB, ...GOOGLE, 'api/requirements.txt': 'boto3\n' }, 'fargate'],
  'providers that are nobody’s cloud': [{ ...WEB, 'main.tf': 'provider "kubernetes" {}\nprovider "random" {}\n' }, 'fargate'],
  'an example of a module': [{ ...WEB, 'examples/google/main.tf': 'provider "google" {}\n' }, 'fargate'],
  'the config says AWS': [{ ...WEB, ...GOOGLE, 'cohost.yaml': 'platform: aws\n' }, 'fargate'],
};

describe('a fleet for another cloud', () => {
  it.each(Object.entries(CASES))('%s', async (_, [files, target, cloud]) => {
    const { recommendations } = await reportOf(files);
    const advice = recommendations.find(({ service }) => service === 'web');
    const told = advice?.reasons.find(({ text }) => text.includes('nothing names AWS'))?.text;
    expect([advice?.target, told]).toEqual([
      target,
      cloud === undefined ? undefined : expect.stringContaining(`the files here are for ${cloud} and nothing names AWS`),
    ]);
  });

  it.each([
    ['a cloud that is not there', GOOGLE, []],
    ['what it does now', {}, ['lambda-zip']],
  ])('a function after a rewrite, where %s is in its way', async (_, more, expected) => {
    const worker = { 'mail/requirements.txt': 'celery==5.4.0\n', 'mail/Procfile': 'worker: celery -A mail worker\n' };
    const { recommendations } = await reportOf({ ...WEB, ...worker, ...more });
    const mail = recommendations.find(({ service }) => service === 'mail');
    const rewritten = mail?.alternatives.filter(({ because }) => because.startsWith('not as it stands'));
    expect(rewritten?.map(({ target }) => target)).toEqual(expected);
  });
});
