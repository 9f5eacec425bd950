import { textIn } from '../../../model/input.ts';
import { AwsFault, type Operation } from '../../../model/service.ts';
import { findParameter, readWanted } from '../find.ts';
import type { SsmState } from '../state.ts';
import { parameterView } from '../view.ts';

export const getParameter: Operation<SsmState> = (state, call) => {
  const name = textIn(call.input, 'Name');
  if (name === undefined || name === '') {
    throw new AwsFault(
      'ValidationException',
      "1 validation error detected: Value null at 'name' failed to satisfy constraint: Member must not be null",
    );
  }
  const wanted = readWanted(name);
  return { Parameter: parameterView(state, call, { ...findParameter(state, wanted), selector: wanted.selector }) };
};
