import { defineLookups } from '../lookup/define-lookups.ts';
import { parameterArn, parameterNameProblem, parameterValue } from './parameter-result.ts';
import { policyArn } from './policy-arn.ts';
import { readParameters } from './read-parameters.ts';

/** The plugin behind `ssm()`. */
export const ssmPlugin = defineLookups({
  name: 'ssm',
  helpers: [
    { helper: 'ssm', arity: 1, check: ([name = '']) => parameterNameProblem(name) },
    {
      helper: 'ssmArn',
      arity: 1,
      check: ([name = '']) =>
        parameterNameProblem(name) ?? (/:[^:/]+$/.test(name) && !name.startsWith('arn:') ? noSelector(name) : null),
    },
  ],
  permissions: (request) => [
    {
      actions: ['ssm:GetParameters'],
      resources: request.lookups.map(({ args: [name = ''] }) => policyArn(name, request)),
    },
  ],
  async look(calls, { environment }, context) {
    const names = new Set(calls.map(({ args: [name = ''] }) => name));
    const parameters = await readParameters(context, [...names]);
    return calls.map(({ helper, args: [name = ''] }) => {
      const parameter = parameters.get(name) ?? null;
      return helper === 'ssm'
        ? parameterValue(name, parameter, environment)
        : parameterArn(name, parameter, environment);
    });
  },
});

function noSelector(name: string): string {
  return `"${name}" names a version or label, and an ARN has none`;
}
