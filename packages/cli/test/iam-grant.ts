import { expect } from 'vitest';
import { accounts } from '../src/demo/shop-seed.ts';
import type { Shop } from './shop.ts';

/** What `funade iam --format json` prints, as far as tests read it. */
export interface IamView {
  readonly attach: string;
  readonly policies: readonly { readonly name: string; readonly document: Document }[];
  readonly trust: { readonly document: Document } | null;
  readonly elsewhere: readonly {
    readonly role: string;
    readonly policies: readonly { readonly document: Document }[];
  }[];
  readonly roles: readonly { readonly role: string; readonly what: string; readonly document: Document | null }[];
  readonly grants: readonly { readonly resource: string; readonly document: Document }[];
  readonly notes: readonly string[];
}

export interface Document {
  readonly Version: '2012-10-17';
  readonly Statement: readonly Statement[];
}

export interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: string[];
  readonly Resource: string[];
  readonly Condition?: Record<string, Record<string, string | string[]>>;
}

type Permissions = Parameters<Shop['sandbox']['iam']['setPermissions']>[1];

/** What `funade iam` prints for an environment. */
export async function iamOf(shop: Pick<Shop, 'funade'>, typed: string): Promise<IamView> {
  const { code, out, err } = await shop.funade(`iam ${typed} --ci none`);
  expect([code, err.replaceAll(/^note: .*\n/gm, '')]).toEqual([0, '']);
  return JSON.parse(out);
}

/** Lets the role that deploys into staging do exactly what these policies allow. */
export function grant(shop: Pick<Shop, 'sandbox'>, documents: readonly Document[]): void {
  const policies = documents as NonNullable<Permissions['policies']>;
  shop.sandbox.iam.setPermissions(`arn:aws:iam::${accounts.staging}:role/deploy`, { policies });
}

/** The same for what `funade iam staging` prints for some commands. */
export async function grantFor(shop: Shop, groups: string): Promise<IamView> {
  const view = await iamOf(shop, `staging --commands ${groups}`);
  grant(
    shop,
    view.policies.map(({ document }) => document),
  );
  return view;
}

/** Requests that lacked a permission. */
export function refusals(shop: Pick<Shop, 'sandbox'>): readonly string[] {
  return shop.sandbox
    .requests()
    .filter(({ error }) => /^(?:AccessDenied|DENIED)/.test(error ?? ''))
    .map(({ operation, needed }) => `${operation} ${JSON.stringify(needed.at(-1))}`);
}
