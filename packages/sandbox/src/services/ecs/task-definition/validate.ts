import { textIn } from '../../../model/input.ts';
import type { AwsFault, Lookup, WireObject } from '../../../model/service.ts';
import { clientFault } from '../faults.ts';
import { containerRules } from './rules/containers.ts';
import { dependencyRules } from './rules/dependencies.ts';
import { executionRoleRules } from './rules/execution-role.ts';
import { fargateRules } from './rules/fargate.ts';
import { loggingRules } from './rules/logging.ts';
import { networkRules } from './rules/network.ts';
import { portRules } from './rules/ports.ts';
import { firstOf, type Rule, type Subject, subjectOf } from './rules/subject.ts';
import { timingRules } from './rules/timing.ts';
import { volumeRules } from './rules/volumes.ts';

const largest = 65_536;

const rules: readonly Rule[] = [
  ({ body }) => familyMistake(body),
  ...containerRules,
  ...dependencyRules,
  ...timingRules,
  ...fargateRules,
  ...networkRules,
  ...portRules,
  ...volumeRules,
  ...loggingRules,
  ...executionRoleRules,
  ({ body }) => sizeMistake(body),
];

/**
 * What ECS refuses to register, as ClientException; undefined when it takes it. The texts are those of real responses as
 * far as anybody has shown them.
 */
export function taskDefinitionFault(body: WireObject, lookup: Pick<Lookup, 'image'>): AwsFault | undefined {
  const message = firstOf(rules, taskDefinitionSubject(body, lookup));
  return message === undefined ? undefined : clientFault(message);
}

export function taskDefinitionSubject(body: WireObject, lookup: Pick<Lookup, 'image'>): Subject {
  return subjectOf(
    body,
    (reference) => /\.dkr[.-]ecr[.-]/.test(reference.split('/')[0] ?? '') || lookup.image(reference) !== 'not-ours',
  );
}

function familyMistake(body: WireObject): string | undefined {
  const family = textIn(body, 'family') ?? '';
  if (family === '') return 'Family should not be null or empty.';
  if (family.length > 255) return 'Family name is too long. Max allowed length is 255 characters.';
  return /^[A-Za-z0-9_-]+$/.test(family) ? undefined : 'Family contains invalid characters.';
}

function sizeMistake(body: WireObject): string | undefined {
  const length = Buffer.byteLength(JSON.stringify(body));
  return length > largest ? `Actual length: '${length}'. Max allowed length is '${largest}' bytes.` : undefined;
}
