import type { ZodError } from 'zod';
import { isDeployError } from '../model/error.ts';
import { isJsonObject, type JsonObject } from '../model/json.ts';
import { jsonFault } from '../model/json-fault.ts';
import { pathText } from '../model/path-text.ts';
import { type Plan, planFormat } from '../model/plan.ts';
import { planId } from './assemble-plan.ts';
import { checkSteps } from './check-steps.ts';
import { planChanged, planFormatUnknown, planInvalid, planShownNotSaved } from './errors.ts';
import { planSchema } from './plan-schema.ts';

/**
 * A saved plan, read from its text. `source` is what messages call it; default `the plan`.
 *
 * Throws `PLAN_INVALID`, `PLAN_SHOWN` for what `--json` prints, `PLAN_FORMAT` for a format of another version, and
 * `PLAN_CHANGED` when the content is not what the plan's id says; all of category `usage`.
 */
export function parsePlan(text: string, source = 'the plan'): Plan {
  try {
    return parseValue(JSON.parse(text), source);
  } catch (error) {
    if (isDeployError(error)) throw error;
    throw planInvalid(source, error instanceof SyntaxError ? jsonFault(text, error) : String(error));
  }
}

function parseValue(value: unknown, source: string): Plan {
  if (!isJsonObject(value)) throw planInvalid(source, 'it is not a JSON object');
  if (typeof value.schema === 'string' && value.schema.startsWith('funade.'))
    throw planShownNotSaved(source, value.schema);
  if (typeof value.format !== 'number') throw planInvalid(source, 'it is JSON without the format of a plan');
  if (value.format !== planFormat) throw planFormatUnknown(source, value.format, planFormat);
  const parsed = planSchema.safeParse(value);
  if (!parsed.success) throw planInvalid(source, schemaProblem(parsed.error));
  const found = planId(value as JsonObject);
  if (found !== value.id) throw planChanged(source, parsed.data.id, found);
  // The parsed value and the text say the same; the text's own value keeps what a schema cannot copy, such as `__proto__` keys.
  const plan = value as unknown as Plan;
  const fault = faultOf(plan);
  if (fault !== null) throw planInvalid(source, fault);
  return plan;
}

/** The first problems, in one line. */
function schemaProblem({ issues }: ZodError): string {
  const shown = issues.slice(0, 3).map(({ path, message }) => {
    const said = message.charAt(0).toLowerCase() + message.slice(1);
    return path.length === 0 ? said : `${pathText(path)}: ${said}`;
  });
  const more = issues.length > 3 ? `; and ${issues.length - 3} more` : '';
  return `${shown.join('; ')}${more}`;
}

function faultOf(plan: Plan): string | null {
  const ids = new Set<string>(plan.steps.map((step) => step.id));
  const listed = plan.targets.flatMap((target) => target.steps).find((id) => !ids.has(id));
  if (listed !== undefined) return `a target lists step ${listed}, which is not in the plan`;
  const targets = new Set(plan.targets.map(({ id }) => id));
  const fault = checkSteps(plan.steps, { targets }) ?? checkSteps(plan.rollback, { targets, undone: ids });
  return fault?.reason ?? null;
}
