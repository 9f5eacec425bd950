import { errorInfo } from '../model/error.ts';
import type { DiagnoseRequest, Finding } from '../model/finding.ts';
import type { Plugin } from '../model/plugin.ts';
import type { RunContext } from '../model/run-context.ts';
import { standingRequest } from '../plan/request.ts';
import type { StandingWanted } from './ask-standing.ts';

/**
 * What every plugin finds of its part, in their order: what one throws is a finding, and the others are still asked. `online`:
 * whether AWS answers and knows who we are, as the plugins before say. Reads only.
 */
export async function readFindings(
  { online: before, ...wanted }: StandingWanted & { readonly online: boolean },
  plugins: readonly Plugin[],
  context: RunContext,
): Promise<{ readonly findings: readonly Finding[]; readonly online: boolean }> {
  const findings: Finding[] = [];
  let online = before;
  for (const plugin of plugins) {
    if (plugin.diagnose === undefined) continue;
    const own = await diagnose(plugin, { ...standingRequest(wanted, plugin), online }, context);
    findings.push(...own);
    online = online && !own.some(({ kind, result }) => kind === 'identity' && result === 'failed');
  }
  return { findings, online };
}

async function diagnose(plugin: Plugin, request: DiagnoseRequest, context: RunContext): Promise<readonly Finding[]> {
  try {
    return (await plugin.diagnose?.(request, context)) ?? [];
  } catch (error) {
    context.signal.throwIfAborted();
    return [findingOf({ kind: plugin.name, what: plugin.name }, error)];
  }
}

/** An error as a finding. */
export function findingOf(about: Pick<Finding, 'kind' | 'what'>, error: unknown): Finding {
  const { code, message, because, hint } = errorInfo(error);
  const causes = because.filter((text) => !message.includes(text));
  return { ...about, result: 'failed', text: [`${message} (${code})`, ...causes].join('\n'), mend: hint };
}
