import { booleanIn, textIn } from '../../model/input.ts';
import type { WireObject } from '../../model/service.ts';
import { managed, notFound, validation } from './faults.ts';
import type { EventsState, Rule } from './state.ts';

/** Refuses any bus but the default one, named or by ARN. */
export function checkBus(input: WireObject): void {
  const bus = textIn(input, 'EventBusName') ?? 'default';
  if (bus !== 'default' && !bus.endsWith(':event-bus/default')) {
    throw notFound(`Event bus ${bus} does not exist.`);
  }
}

/** The rule a request names in `member`. Throws ResourceNotFoundException. */
export function ruleOf({ rules }: EventsState, input: WireObject, member: 'Name' | 'Rule'): Rule {
  checkBus(input);
  const name = textIn(input, member) ?? '';
  if (!/^[.\-_A-Za-z0-9]{1,64}$/.test(name)) throw validation(`Parameter ${member} is not valid.`);
  const rule = rules.get(name);
  if (rule === undefined) throw notFound(`Rule ${name} does not exist on EventBus default.`);
  return rule;
}

/** Refuses to change what another service of AWS manages, unless forced. */
export function checkManaged(rule: Rule, input: WireObject): void {
  if (rule.managedBy !== null && booleanIn(input, 'Force') !== true) throw managed(rule.name);
}
