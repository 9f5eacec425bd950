import { objectsIn, textIn } from '../../../../model/input.ts';
import type { WireObject } from '../../../../model/service.ts';
import { firstSaid, type Rule, type Subject } from './subject.ts';

/** What `dependsOn` may name, and on which condition. */
export const dependencyRules: readonly Rule[] = [
  ({ containers }) =>
    firstSaid(containers, (container) =>
      firstSaid(dependenciesOf(container), (dependency) => mistake(dependency, containers)),
    ),
  cycle,
];

function mistake({ containerName, condition }: WireObject, containers: readonly WireObject[]): string | undefined {
  const found = containers.find(({ name }) => name === containerName);
  if (found === undefined) return `Cannot depend on container + '${containerName}' because it does not exist`;
  if ((condition === 'SUCCESS' || condition === 'COMPLETE') && found.essential !== false) {
    return 'A dependency container with SUCCESS or COMPLETE condition cannot be an essential container';
  }
  return condition === 'HEALTHY' && found.healthCheck === undefined
    ? 'A dependency container with HEALTHY condition must have health check configured'
    : undefined;
}

function cycle({ containers }: Subject): string | undefined {
  const done = new Set<string>();
  const leadsBack = (name: string, path: readonly string[]): boolean => {
    if (path.includes(name)) return true;
    if (done.has(name)) return false;
    const container = containers.find((each) => each.name === name);
    const found = dependenciesOf(container ?? {}).some((each) =>
      leadsBack(textIn(each, 'containerName') ?? '', [...path, name]),
    );
    done.add(name);
    return found;
  };
  return containers.some(({ name }) => leadsBack(String(name), []))
    ? 'Container dependencies cannot form a cycle.'
    : undefined;
}

function dependenciesOf(container: WireObject): readonly WireObject[] {
  return objectsIn(container, 'dependsOn') ?? [];
}
