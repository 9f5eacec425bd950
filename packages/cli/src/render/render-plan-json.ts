import { jsonText, type Plan } from '@funade/core';
import { planView } from './plan-view.ts';

/** A plan's view as indented JSON with a line break at its end; `docs/plan-json.md` describes it. */
export function renderPlanJson(plan: Plan): string {
  return `${jsonText(planView(plan), 2)}\n`;
}
