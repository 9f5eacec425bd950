import type { Environment } from '@funade/core';

/** A value that looks like what the name of an output or a parameter promises. */
export function standInValue(name: string, { account, region }: Pick<Environment, 'account' | 'region'>): string {
  const words = name.toLowerCase();
  const id = '0123456789abcdef0';
  const short =
    name
      .split(/[/.]/)
      .at(-1)
      ?.replaceAll(/[^\w-]/g, '-') ?? name;
  if (/subnet/.test(words)) return `subnet-${id}`;
  if (/security_?-?group|(^|[^a-z])sg([^a-z]|$)/.test(words)) return `sg-${id}`;
  if (/vpc/.test(words)) return `vpc-${id}`;
  if (/target_?-?group|(^|[^a-z])tg([^a-z]|$)/.test(words)) {
    return `arn:aws:elasticloadbalancing:${region}:${account}:targetgroup/${short.slice(0, 32)}/0123456789abcdef`;
  }
  if (/role.*arn|arn.*role/.test(words)) return `arn:aws:iam::${account}:role/${short}`;
  if (/(^|[^a-z])arn$/.test(words)) return `arn:aws:sandbox:${region}:${account}:${short}`;
  if (/url|uri|endpoint/.test(words)) return `https://${short}.example.com`;
  if (/count|port|size|memory|cpu|capacity/.test(words)) return '1';
  return `stand-in-${short}`;
}
