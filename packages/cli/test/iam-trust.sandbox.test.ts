import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Seed } from '@funade/sandbox';
import { expect, test } from 'vitest';
import { accounts } from '../src/demo/shop-seed.ts';
import type { Document, IamView } from './iam-grant.ts';
import { refusals } from './iam-grant.ts';
import { type Shop, startShop } from './shop.ts';

const view = async (shop: Shop, typed: string): Promise<IamView> => {
  const { code, out } = await shop.funade(`iam ${typed}`);
  expect(code).toBe(0);
  return JSON.parse(out);
};

/** The subjects that a printed trust policy takes, as a role of a seed has them. */
function trustOf({ trust }: IamView): {
  readonly subjects: string[];
  readonly operator: 'StringLike' | 'StringEquals';
} {
  const { StringLike, StringEquals } = trust?.document.Statement[0]?.Condition ?? {};
  const find = (keys: Record<string, string | string[]> = {}) =>
    Object.entries(keys).flatMap(([key, value]) => (key.endsWith(':sub') ? [value].flat() : []));
  const like = find(StringLike);
  return like.length > 0
    ? { subjects: like, operator: 'StringLike' }
    : { subjects: find(StringEquals), operator: 'StringEquals' };
}

/** The shop whose role of an environment trusts whom `funade iam` says. */
async function trusting(environment: 'staging' | 'production', typed: string): Promise<Shop> {
  await using first = await startShop();
  const trust = { ...trustOf(await view(first, `${environment} ${typed}`)), principals: [] };
  return startShop({
    seed: (seed: Seed) => {
      const copy = structuredClone(seed);
      const deploy = copy.accounts[accounts[environment]]?.roles?.deploy;
      if (deploy !== undefined) deploy.trust = trust;
      return copy;
    },
  });
}

/** How a job with this subject is met. */
async function job(shop: Shop, environment: string, subject: string): Promise<string> {
  const answer = await fetch(`${shop.sandbox.issuer}/token?sub=${encodeURIComponent(subject)}&aud=sts.amazonaws.com`);
  const { id_token } = (await answer.json()) as { readonly id_token: string };
  const env = { AWS_ID_TOKEN: id_token, AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' };
  const { out } = await shop.funade(`doctor ${environment} --service api`, { env });
  return /who we are: .*?(assumed-role\/deploy|\(ROLE_REFUSED\))/s.exec(out)?.[1] ?? out;
}

const taken = 'assumed-role/deploy';
const refused = '(ROLE_REFUSED)';

test('a role trusts the refs of the tag rules of one GitLab project, and nobody else', async () => {
  await using shop = await trusting('production', '--ci gitlab --repository acme/shop');
  const sub = (project: string, type: string, ref: string): string =>
    `project_path:${project}:ref_type:${type}:ref:${ref}`;
  expect(await job(shop, 'production', sub('acme/shop', 'tag', 'v1.2.3'))).toBe(taken);
  for (const subject of [
    sub('acme/shop', 'branch', 'main'),
    sub('acme/shop', 'branch', 'v1.2.3'),
    sub('acme/shop', 'tag', 'nightly'),
    sub('acme/shop2', 'tag', 'v1.2.3'),
    sub('acme/shop/fork', 'tag', 'v1.2.3'),
    sub('evil/acme/shop', 'tag', 'v1.2.3'),
  ])
    expect([subject, await job(shop, 'production', subject)]).toEqual([subject, refused]);
});

test('both forms of GitHub’s subject, and no pull request', async () => {
  await using shop = await trusting('staging', '--ci github --repository acme/shop --id owner=1 --id repository=2');
  for (const subject of [
    'repo:acme/shop:ref:refs/tags/v1.2.3',
    'repo:acme@1/shop@2:ref:refs/tags/v1.2.3',
    'repo:acme/shop:ref:refs/heads/main',
  ])
    expect(await job(shop, 'staging', subject)).toBe(taken);
  for (const subject of [
    'repo:acme/shop:pull_request',
    'repo:acme/shop:ref:refs/heads/feature',
    'repo:acme@9/shop@2:ref:refs/tags/v1.2.3',
    'repo:acme/shop-2:ref:refs/tags/v1.2.3',
  ])
    expect([subject, await job(shop, 'staging', subject)]).toEqual([subject, refused]);
});

test('an image is copied from another account with what both roles are given', async () => {
  await using shop = await startShop({ pushed: [] });
  const path = join(shop.folder, 'deploy.config.ts');
  const config = await readFile(path, 'utf8');
  await writeFile(
    path,
    config.replaceAll(
      /ecr: (\{ repository: 'shop\/api', build: .*\}),$/gm,
      "ecr: $1,\n      environments: { production: { ecr: { from: 'staging' } } },",
    ),
  );
  expect((await shop.funade('deploy staging --service api,worker --allow-dirty --quiet')).code).toBe(0);
  const { policies, elsewhere, grants } = await view(shop, 'production --service api,worker --ci none');
  expect(elsewhere).toMatchObject([{ role: `arn:aws:iam::${accounts.staging}:role/deploy` }]);
  expect(grants).toEqual([]);
  const set = (account: string, documents: readonly { readonly document: Document }[]): void =>
    shop.sandbox.iam.setPermissions(`arn:aws:iam::${account}:role/deploy`, {
      policies: documents.map(({ document }) => document) as never,
    });
  set(accounts.production, policies);
  set(accounts.staging, elsewhere[0]?.policies ?? []);
  const { code, out, err } = await shop.funade('deploy production --service api,worker --allow-dirty --yes');
  expect([code, refusals(shop), code === 0 ? '' : out + err]).toEqual([0, [], '']);
});
