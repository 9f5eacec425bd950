import pMap from 'p-map';
import { defineLookups } from '../lookup/define-lookups.ts';
import { readSecret } from './read-secret.ts';
import { secretArn, secretNameProblem } from './secret-result.ts';

/** Calls at a time; DescribeSecret has no batch, and BatchGetSecretValue hands out values. */
const lanes = 8;

/** The plugin behind `secretsManager()`. */
export const secretsManagerPlugin = defineLookups({
  name: 'secretsManager',
  helpers: [{ helper: 'secretArn', arity: 1, check: ([name = '']) => secretNameProblem(name) }],
  permissions: ({ partition, environment: { account, region }, lookups }) => [
    {
      actions: ['secretsmanager:DescribeSecret'],
      resources: lookups.map(({ args: [name = ''] }) =>
        name.startsWith('arn:') ? name : `arn:${partition}:secretsmanager:${region}:${account}:secret:${name}-??????`,
      ),
    },
  ],
  look: (calls, { environment }, context) =>
    pMap(calls, async ({ args: [name = ''] }) => secretArn(name, await readSecret(context, name), environment), {
      concurrency: lanes,
    }),
});
