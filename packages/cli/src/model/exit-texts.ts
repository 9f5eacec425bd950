/** What each exit code of a command says. A line break is one of the help. */
export const exitTexts: readonly (readonly [codes: string, text: string])[] = [
  ['0', 'applied and verified (or as far as --wait-until says), nothing to do, or\nsomething was shown'],
  ['1', 'a step failed, or diff --exit-code found a difference'],
  ['2', 'the command, the config or a plan file is wrong; nothing was changed'],
  ['3', 'rolled back: the previous version is serving'],
  ['4', 'superseded by another deployment'],
  ['5', 'stopped by somebody'],
  ['6', 'the wait ended while the rollout was still in progress'],
  ['7', 'paused: waiting for approval'],
  ['8', 'refused by a rule, or a check of verify failed; nothing that is running was changed'],
  ['130, 143', 'interrupted'],
];

/** What an exit code says, in a line; null for one that no command ends with. */
export function exitText(exit: number): string | null {
  const found = exitTexts.find(([codes]) => codes.split(', ').includes(String(exit)));
  return found === undefined ? null : found[1].replaceAll('\n', ' ');
}
