import { objectsIn, textIn, textsIn } from '../../../../model/input.ts';
import type { WireObject } from '../../../../model/service.ts';

/** A task definition under check. */
export interface Subject {
  readonly body: WireObject;
  readonly containers: readonly WireObject[];
  readonly networkMode: string | undefined;
  /** Whether it says that it is for Fargate. */
  readonly isFargate: boolean;
  readonly isWindows: boolean;
  /** Whether an image is pulled from ECR. */
  isEcrImage(reference: string): boolean;
}

/** What is wrong with a task definition in ECS's words; undefined when a rule has nothing to say. */
export type Rule = (subject: Subject) => string | undefined;

/** Prepares a task definition, defaults filled in, for the rules. */
export function subjectOf(body: WireObject, isEcrImage: (reference: string) => boolean): Subject {
  const runtime = body.runtimePlatform;
  const family = typeof runtime === 'object' && runtime !== null && 'operatingSystemFamily' in runtime;
  return {
    body,
    containers: objectsIn(body, 'containerDefinitions') ?? [],
    networkMode: textIn(body, 'networkMode'),
    isFargate: (textsIn(body, 'requiresCompatibilities') ?? []).includes('FARGATE'),
    isWindows: family && String(runtime.operatingSystemFamily).startsWith('WINDOWS'),
    isEcrImage,
  };
}

/** The first thing that one of the rules says. */
export function firstOf(rules: readonly Rule[], subject: Subject): string | undefined {
  for (const rule of rules) {
    const message = rule(subject);
    if (message !== undefined) return message;
  }
  return undefined;
}

/** The first thing that is said about one of the items. */
export function firstSaid<Item>(
  items: readonly Item[],
  say: (item: Item, index: number) => string | undefined,
): string | undefined {
  for (const [index, item] of items.entries()) {
    const message = say(item, index);
    if (message !== undefined) return message;
  }
  return undefined;
}
