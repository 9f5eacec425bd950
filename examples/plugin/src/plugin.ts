import { definePlugin, type Plugin, type Reporter } from 'funade';
import * as z from 'zod';
import { type HooksSettings, options } from './options.ts';
import { plan } from './plan.ts';
import { announce, call, check, follow } from './steps.ts';

/** The plugin behind `hooks()`. It reads nothing before planning: what it needs the revision says. */
export function hooksPlugin(settings: HooksSettings): Plugin {
  return definePlugin({
    name: 'hooks',
    options,
    facts: z.null(),
    steps: [call, follow, check, announce],
    observe: async () => null,
    plan: (request, _, upstream) => plan(settings, request, upstream),
    reporter: () => outcomeReporter(settings),
  });
}

/** Hands on how the run ended. It limits its own time, since the command waits for it, also when it was interrupted. */
function outcomeReporter({ outcome }: HooksSettings): Reporter | null {
  if (outcome === undefined) return null;
  return {
    name: 'hooks',
    async report(report) {
      const targets = report.targets.map(({ id, outcome, error }) => ({
        id,
        outcome,
        details: error?.details ?? null,
      }));
      const body = JSON.stringify({ outcome: report.outcome, targets });
      const answer = await fetch(outcome, {
        method: 'POST',
        body,
        signal: AbortSignal.timeout(5_000),
      });
      if (!answer.ok) throw new Error(`${outcome} answered ${answer.status}`);
    },
  };
}
