import { textIn } from '../../../model/input.ts';
import { pageOf } from '../../../model/page.ts';
import { AwsFault, type Operation } from '../../../model/service.ts';
import type { CloudFormationState } from '../state.ts';

const pageSize = 100;

export const listExports: Operation<CloudFormationState> = (state, { input }) => {
  const exported = [...state.stacks.values()]
    .filter(({ status }) => status !== 'DELETE_COMPLETE')
    .flatMap(({ id, outputs }) =>
      Object.values(outputs).flatMap(({ exportName, value }) =>
        exportName === undefined ? [] : [{ ExportingStackId: id, Name: exportName, Value: value }],
      ),
    );
  const page = pageOf(exported, { size: pageSize, token: textIn(input, 'NextToken') });
  if (page === null) throw new AwsFault('ValidationError', 'The nextToken is not valid');
  return { Exports: page.items, NextToken: page.nextToken };
};
