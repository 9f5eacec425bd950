import { textsIn } from '../../../model/input.ts';
import { AwsFault, type Operation, type WireObject } from '../../../model/service.ts';
import { findParameter, readWanted } from '../find.ts';
import type { SsmState } from '../state.ts';
import { parameterView } from '../view.ts';

const most = 10;

export const getParameters: Operation<SsmState> = (state, call) => {
  const names = textsIn(call.input, 'Names') ?? [];
  if (names.length === 0 || names.length > most) {
    const rule = names.length === 0 ? 'greater than or equal to 1' : `less than or equal to ${most}`;
    throw new AwsFault(
      'ValidationException',
      `1 validation error detected: Value '[${names.join(', ')}]' at 'names' failed to satisfy constraint: Member must have length ${rule}`,
    );
  }
  const found: WireObject[] = [];
  const invalid: string[] = [];
  for (const name of new Set(names)) {
    const wanted = readWanted(name);
    try {
      found.push(parameterView(state, call, { ...findParameter(state, wanted), selector: wanted.selector }));
    } catch (error) {
      if (!(error instanceof AwsFault) || !/^Parameter(Version)?NotFound$/.test(error.code)) throw error;
      invalid.push(name);
    }
  }
  return { Parameters: found.sort(byName), InvalidParameters: invalid };
};

/** AWS keeps no order of its own, and not that of the request. */
function byName(left: WireObject, right: WireObject): number {
  return String(left.Name) < String(right.Name) ? -1 : 1;
}
