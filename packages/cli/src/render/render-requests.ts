import type { Json, Plan, PlannedRequest } from '@funade/core';
import { escapeJson, exactJsonText } from '@funade/core';
import { type Palette, plainPalette } from './palette.ts';
import { planSummary } from './render-plan.ts';
import { printable } from './wrap-text.ts';

/** Name and version of what `renderRequestsJson` prints. */
export const requestsSchema = 'funade.requests/2';

/** The calls of a plan for people: each with its operation and its step, then its body as JSON. Ends with a line break. */
export function renderRequests(
  plan: Plan,
  requests: readonly PlannedRequest[],
  { colour = plainPalette }: { readonly colour?: Palette } = {},
): string {
  if (requests.length === 0) return `${planSummary(plan)}\n`;
  return requests
    .map(({ operation, step, body }) => {
      const head = `${colour.bold(printable(operation))}  ${colour.dim(printable(step))}`;
      const lines = escapeJson(exactJsonText(body, 2)).split('\n');
      return `${head}\n${lines.join('\n')}\n`;
    })
    .join('\n');
}

/** The calls of a plan for programs; `docs/plan-json.md` describes them. Numbers are spelled as they are sent. */
export function renderRequestsJson(plan: Plan, requests: readonly PlannedRequest[]): string {
  const { name, account, region } = plan.environment;
  const view = { schema: requestsSchema, plan: plan.id, environment: { name, account, region }, requests };
  return `${escapeJson(exactJsonText(view as unknown as Json, 2))}\n`;
}
