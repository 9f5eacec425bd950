import type { ImageDetail } from '@aws-sdk/client-ecr';
import type { RunContext } from '@funade/core';
import { useEcrClient } from '../api/ecr-client.ts';

/** Everything that a repository has and that can be pulled, a thousand to a call. Throws what the SDK throws. */
export async function listImages(context: RunContext, repository: string): Promise<readonly ImageDetail[]> {
  const client = await useEcrClient(context);
  const { DescribeImagesCommand } = await import('@aws-sdk/client-ecr');
  const details: ImageDetail[] = [];
  let nextToken: string | undefined;
  do {
    const command = new DescribeImagesCommand({ repositoryName: repository, maxResults: 1000, nextToken });
    const answer = await client.send(command, { abortSignal: context.signal });
    details.push(...(answer.imageDetails ?? []));
    ({ nextToken } = answer);
  } while (nextToken !== undefined);
  return details;
}
