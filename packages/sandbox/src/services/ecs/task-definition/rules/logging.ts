import { objectIn, textIn } from '../../../../model/input.ts';
import type { WireObject } from '../../../../model/service.ts';
import { firstSaid, type Rule } from './subject.ts';

const fargateDrivers = ['awslogs', 'splunk', 'awsfirelens'];

/** Log drivers, what they need, and what goes with them. */
export const loggingRules: readonly Rule[] = [
  ({ containers, isFargate }) =>
    firstSaid(containers, (container) => {
      const missing = missingOptions(container, isFargate);
      return missing.length > 0 ? `Log driver awslogs requires options: ${missing.join(', ')}` : undefined;
    }),
  ({ containers, isFargate }) => {
    const drivers = containers.map(driverOf).filter((driver) => driver !== undefined);
    const bad = isFargate ? drivers.find((driver) => !fargateDrivers.includes(driver)) : undefined;
    return bad === undefined ? undefined : `Fargate compatible task definitions do not support log driver ${bad}`;
  },
  ({ containers }) => {
    const isUsed = containers.some((container) => driverOf(container) === 'awsfirelens');
    const isThere = containers.some(({ firelensConfiguration }) => firelensConfiguration != null);
    if (isUsed && !isThere) {
      return 'When awsfirelens log driver is specified in log configuration, a firelens configuration object must be configured in one of the containers.';
    }
    return isThere && !isUsed
      ? 'When a firelensConfiguration object is specified, at least one container has to be configured with the awsfirelens log driver'
      : undefined;
  },
];

function missingOptions(container: WireObject, isFargate: boolean): readonly string[] {
  if (driverOf(container) !== 'awslogs') return [];
  const options = objectIn(objectIn(container, 'logConfiguration') ?? {}, 'options') ?? {};
  const needed = ['awslogs-group', 'awslogs-region', ...(isFargate ? ['awslogs-stream-prefix'] : [])];
  return needed.filter((name) => !textIn(options, name));
}

function driverOf(container: WireObject): string | undefined {
  return textIn(objectIn(container, 'logConfiguration') ?? {}, 'logDriver');
}
