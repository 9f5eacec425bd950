import type { Environment, RunContext } from '@funade/core';
import type { PromotedImage } from '../image/distinct-images.ts';
import { promotionEnvironmentUnknown } from '../model/errors.ts';
import type { SourceFact } from '../model/facts.ts';
import { readImages } from './read-images.ts';

/**
 * Where each promoted image comes from, by the repository that it goes to. Every environment is read with a session of
 * its own, which is proven as the context's is.
 *
 * @throws PROMOTION_ENVIRONMENT_UNKNOWN; what `useSession` throws, and AWS errors
 */
export async function readSources(
  images: readonly PromotedImage[],
  context: RunContext,
): Promise<Readonly<Record<string, SourceFact>>> {
  const groups = Map.groupBy(images, ({ from }) => from.environment);
  const found = await Promise.all(
    [...groups].map(async ([name, group]) => {
      const environment = environmentNamed(context, name, group);
      const { account, region, role } = environment;
      const tags = await readImages(
        { ...context, environment },
        group.map(({ from }) => from),
      );
      return group.map(({ repository }, index) => {
        const tag = tags[index];
        return [
          repository,
          { account, region, role, uri: tag?.repository?.uri ?? null, image: tag?.image ?? null },
        ] as const;
      });
    }),
  );
  return Object.fromEntries(found.flat());
}

function environmentNamed(context: RunContext, name: string, images: readonly PromotedImage[]): Environment {
  const known = Object.keys(context.environments ?? {}).filter((one) => one !== context.environment.name);
  const environment = known.includes(name) ? context.environments?.[name] : undefined;
  if (environment !== undefined) return environment;
  throw promotionEnvironmentUnknown(images[0]?.repository ?? '', name, { known, own: context.environment.name });
}
