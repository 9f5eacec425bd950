import { awsCodes } from './aws-codes.ts';
import { commandCodes } from './command-codes.ts';
import { definitionsCodes } from './definitions-codes.ts';
import type { Explanation, Explanations } from './explanation.ts';
import { gitCodes } from './git-codes.ts';
import { imagesCodes } from './images-codes.ts';
import { machineCodes } from './machine-codes.ts';
import { plansCodes } from './plans-codes.ts';
import { rolloutsCodes } from './rollouts-codes.ts';
import { schedulesCodes } from './schedules-codes.ts';
import { standingCodes } from './standing-codes.ts';
import { tasksCodes } from './tasks-codes.ts';

/** The codes of errors and warnings by subject, in the order of a deploy. */
export const explanations: readonly { readonly title: string; readonly codes: Explanations }[] = [
  { title: 'The command line and the config', codes: commandCodes },
  { title: 'Git, tags and releases', codes: gitCodes },
  { title: 'Images and builds', codes: imagesCodes },
  { title: 'Clusters, services and task definitions', codes: definitionsCodes },
  { title: 'Plans and runs', codes: plansCodes },
  { title: 'Rollouts', codes: rolloutsCodes },
  { title: 'One-off tasks', codes: tasksCodes },
  { title: 'Rollback, scaling and what runs', codes: standingCodes },
  { title: 'Schedules and lookups', codes: schedulesCodes },
  { title: 'AWS, credentials and networks', codes: awsCodes },
  { title: 'The machine, the sandbox and faults', codes: machineCodes },
];

/** What a code means; null for one that is not ours. Written in any case. */
export function explanationOf(code: string): Explanation | null {
  const name = code.toUpperCase();
  return explanations.find(({ codes }) => Object.hasOwn(codes, name))?.codes[name] ?? null;
}

/** Every code that is explained. */
export function explainedCodes(): readonly string[] {
  return explanations.flatMap(({ codes }) => Object.keys(codes));
}
