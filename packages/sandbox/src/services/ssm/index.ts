import { textIn, textsIn } from '../../model/input.ts';
import type { AwsService } from '../../model/service.ts';
import { readWanted } from './find.ts';
import { getParameter } from './operations/get-parameter.ts';
import { getParameters } from './operations/get-parameters.ts';
import { createSsmState, parameterArn, type SsmState } from './state.ts';

export { createSsmControl, putParameter, type SsmControl } from './control.ts';
export { type ParameterInput, parametersSchema } from './seed.ts';
export type { SsmState } from './state.ts';
export { parameterArnOf, whyNoParameter } from './why-no-parameter.ts';

/** Systems Manager, as far as Parameter Store is read. */
export const ssmService: AwsService<SsmState> = {
  name: 'ssm',
  wire: { protocol: 'json', targetPrefix: 'AmazonSSM' },
  createState: createSsmState,
  operations: { GetParameter: getParameter, GetParameters: getParameters },
  resource: (_, input, scope) => {
    const names = textsIn(input, 'Names') ?? [textIn(input, 'Name') ?? ''];
    return names.map((name) => parameterArn(scope, readWanted(name).name));
  },
};
