import { plannedRequests } from '@funade/core';
import type { Interruption } from '../model/interruption.ts';
import type { RenderCommandOptions } from '../model/invocation.ts';
import type { Io } from '../model/io.ts';
import { renderRequests, renderRequestsJson } from '../render/render-requests.ts';
import { styleOf } from '../render/style.ts';
import { makePlan } from '../run/make-plan.ts';

/** `funade render <environment>`: prints the requests that a deploy would send, values that look like secrets hidden. */
export async function render(options: RenderCommandOptions, io: Io, interruption: Interruption): Promise<number> {
  await using made = await makePlan(options, io, interruption);
  const { plan, project } = made;
  const requests = plannedRequests(plan, project.plugins, { showSecrets: options.showSecrets });
  io.stdout.write(
    options.json
      ? renderRequestsJson(plan, requests)
      : renderRequests(plan, requests, { colour: styleOf(io.stdout, io, options.color) }),
  );
  if (requests.some(({ masked }) => masked)) {
    io.stderr.write(
      'values that look like secrets are shown as [secret]; --show-secrets prints them as they are sent\n',
    );
  }
  return 0;
}
