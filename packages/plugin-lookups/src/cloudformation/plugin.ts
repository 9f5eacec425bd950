import pMap from 'p-map';
import { defineLookups } from '../lookup/define-lookups.ts';
import { useCloudFormation } from './cloudformation-client.ts';
import { readExports } from './read-exports.ts';
import { readStack } from './read-stack.ts';
import { exportValue, outputNameProblem, outputValue } from './stack-result.ts';

/** Calls at a time: DescribeStacks answers for one stack and is throttled early. */
const lanes = 4;

/** The plugin behind `cloudFormation()`. */
export const cloudFormationPlugin = defineLookups({
  name: 'cloudFormation',
  helpers: [
    { helper: 'cfnOutput', arity: 2, check: ([stack = '', key = '']) => outputNameProblem(stack, key) },
    { helper: 'cfnExport', arity: 1, check: ([name = '']) => (name === '' ? 'an export has a name' : null) },
  ],
  permissions: ({ partition, environment: { account, region }, lookups }) => {
    const stacks = lookups.flatMap(({ helper, args: [name = ''] }) => (helper === 'cfnOutput' ? name : []));
    return [
      ...(stacks.length === 0
        ? []
        : [
            {
              actions: ['cloudformation:DescribeStacks'],
              resources: stacks.map((name) => `arn:${partition}:cloudformation:${region}:${account}:stack/${name}/*`),
            },
          ]),
      ...(stacks.length === lookups.length ? [] : [{ actions: ['cloudformation:ListExports'], resources: ['*'] }]),
    ];
  },
  async look(calls, { environment }, context) {
    const wanted = (helper: string): ReadonlySet<string> =>
      new Set(calls.flatMap((call) => (call.helper === helper ? (call.args[0] ?? '') : [])));
    const cloudFormation = await useCloudFormation(context);
    const names = [...wanted('cfnOutput')];
    const [stacks, exports] = await Promise.all([
      pMap(names, async (name) => [name, await readStack(cloudFormation, name, context)] as const, {
        concurrency: lanes,
      }),
      readExports(cloudFormation, wanted('cfnExport'), context),
    ]);
    const byName = new Map(stacks);
    return calls.map(({ helper, args: [name = '', key = ''] }) =>
      helper === 'cfnOutput'
        ? outputValue({ stack: name, key }, byName.get(name) ?? null, environment)
        : exportValue(name, exports, environment),
    );
  },
});
