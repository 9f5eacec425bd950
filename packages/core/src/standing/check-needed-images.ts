import type { Check } from '../model/check.ts';
import { isDeployError } from '../model/error.ts';
import type { PastDeployment, TargetHistory } from '../model/history.ts';
import type { Plugin } from '../model/plugin.ts';
import type { RunContext } from '../model/run-context.ts';
import type { StandingWanted } from './ask-standing.ts';
import { expiresSoon, expiryText } from './expiry-text.ts';
import { findImage, imageName } from './find-image.ts';
import { readHistory } from './read-history.ts';

/** Deployments among which the last stable one is looked for. */
const limit = 10;

/**
 * What rules of registries do with the images that run, and with those that a rollback needs: a warning where they take one away
 * soon. An image that no rule takes away has no check. Reads only.
 */
export async function checkNeededImages(
  wanted: StandingWanted,
  plugins: readonly Plugin[],
  context: RunContext,
): Promise<readonly Check[]> {
  const histories = await readHistories(wanted, plugins, context);
  const now = context.clock.now();
  const checks = histories.flatMap(({ id, deployments }) =>
    deployments
      .filter(({ primary, lastStable }) => primary || lastStable)
      .flatMap((deployment) =>
        deployment.images.map(async (image): Promise<readonly Check[]> => {
          const expiry = (await findImage(imageName(image), plugins, context))?.expiry ?? null;
          if (expiry === null) return [];
          const what = `image ${imageName({ ...image, digest: null })} (${useOf(deployment)})`;
          const result = expiresSoon(expiry, now) ? 'warning' : 'ok';
          return [{ target: id, kind: 'lifecycle', what, result, reason: expiryText(expiry, now) }];
        }),
      ),
  );
  return (await Promise.all(checks)).flat();
}

/** What cannot be read for a reason that planning names, too, is said there. */
async function readHistories(
  wanted: StandingWanted,
  plugins: readonly Plugin[],
  context: RunContext,
): Promise<readonly TargetHistory[]> {
  try {
    return await readHistory({ ...wanted, limit }, plugins, context);
  } catch (error) {
    context.signal.throwIfAborted();
    if (isDeployError(error) && error.category !== 'failed') return [];
    throw error;
  }
}

function useOf({ primary, revision }: PastDeployment): string {
  return primary ? `${revision} is running` : `a rollback needs it for ${revision}`;
}
