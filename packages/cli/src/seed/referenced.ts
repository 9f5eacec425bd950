import type { Json, JsonObject, Target } from '@funade/core';
import { textsIn } from './values-at.ts';

/** What the options of targets and their definitions name in an account, by what names it. */
export interface Referenced {
  /** Names of roles, with their paths. */
  readonly roles: readonly string[];
  readonly parameters: readonly string[];
  readonly secrets: readonly ReferencedSecret[];
  readonly targetGroups: readonly { readonly name: string; readonly id: string }[];
}

export interface ReferencedSecret {
  readonly name: string;
  /** The end of its ARN; null where the ARN has none. */
  readonly suffix: string | null;
  /** A member of the JSON that it holds; null: all of it is used. */
  readonly key: string | null;
}

/** What is named by ARN in the options of targets and in what is registered for them. */
export function referencedIn(
  targets: readonly Target[],
  definitions: readonly JsonObject[],
  { account, region }: { readonly account: string; readonly region: string },
): Referenced {
  const texts = [...targets.flatMap(({ options }) => textsIn(options as Json)), ...definitions.flatMap(textsIn)];
  const found = <T>(pattern: RegExp, make: (groups: readonly string[]) => T): readonly T[] => {
    const all = texts.flatMap((text) =>
      [...text.matchAll(pattern)].map(([whole, ...groups]) => [whole, make(groups)] as const),
    );
    return [...new Map(all).values()];
  };
  const here = `(?:${region})?:(?:${account})?`;
  return {
    roles: found(new RegExp(`^arn:aws[\\w-]*:iam::${account}:role/(.+)$`, 'g'), ([name = '']) => name),
    parameters: found(new RegExp(`^arn:aws[\\w-]*:ssm:${here}:parameter(/[^:]+)`, 'g'), ([name = '']) => name),
    secrets: found(
      new RegExp(
        `^arn:aws[\\w-]*:secretsmanager:${here}:secret:([^:]+?)(?:-([A-Za-z0-9]{6}))?(?::([^:]*):[^:]*:[^:]*)?$`,
        'g',
      ),
      ([name = '', suffix, key]) => ({ name, suffix: suffix ?? null, key: key || null }),
    ),
    targetGroups: found(
      new RegExp(`^arn:aws[\\w-]*:elasticloadbalancing:${here}:targetgroup/([^/]+)/([0-9a-f]+)$`, 'g'),
      ([name = '', id = '']) => ({ name, id }),
    ),
  };
}
