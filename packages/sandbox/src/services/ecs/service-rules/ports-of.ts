import { objectsIn, textIn } from '../../../model/input.ts';
import type { WireJson, WireObject } from '../../../model/service.ts';

/** The ports that a container definition maps, those of its ranges one by one. */
export function portsOf(container: WireObject): readonly (WireJson | undefined)[] {
  return (objectsIn(container, 'portMappings') ?? []).flatMap((mapping) => {
    const [from, to] = (textIn(mapping, 'containerPortRange') ?? '').split('-').map(Number);
    if (from === undefined || to === undefined) return [mapping.containerPort];
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  });
}
