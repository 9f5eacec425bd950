import { type Environment, partitionOf } from '@funade/core';

/** The ARN of a repository of an environment. */
export function repositoryArn({ account, region }: Pick<Environment, 'account' | 'region'>, name: string): string {
  return `arn:${partitionOf(region)}:ecr:${region}:${account}:repository/${name}`;
}

/** The repository of an image's name in ECR; null: it is in no private registry of ECR. */
export function repositoryOfImage(image: string): { readonly account: string; readonly arn: string } | null {
  const form =
    /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.[a-z0-9.-]+\/([a-z0-9._/-]+?)(?::[\w.-]+)?(?:@sha256:[0-9a-f]+)?$/;
  const [, account, region, name] = form.exec(image) ?? [];
  if (account === undefined || region === undefined || name === undefined) return null;
  return { account, arn: repositoryArn({ account, region }, name) };
}
