import { DeployError, systemClock } from '@funade/core';
import { expect, test } from 'vitest';
import { checkCommand } from '../src/steps/check-command.ts';
import { checkContext } from './answers.ts';

const node = process.execPath;
const planned = { timeoutSeconds: 60, variables: { FUNADE_RELEASE_VERSION: '1.2.0' } };

async function failure(input: object, given: Parameters<typeof checkContext>[0] = {}): Promise<unknown> {
  await using at = await checkContext({ clock: systemClock, ...given });
  return await checkCommand.run({ ...planned, ...input }, at.context).then(
    () => null,
    (error: unknown) => error,
  );
}

test('it sees the release and the variables of the process, in the folder of the config, and its lines are told', async () => {
  await using at = await checkContext({ clock: systemClock, env: { PATH: process.env.PATH, STAGE: 'blue' } });
  const script = 'console.log(process.env.FUNADE_RELEASE_VERSION, process.env.STAGE, process.cwd(), process.argv[1])';
  await checkCommand.run({ ...planned, command: [node, '-e', script, '$HOME; ls'] }, at.context);
  expect(at.said.lines).toEqual([`1.2.0 blue ${import.meta.dirname} $HOME; ls`]);
});

test('an exit code, with its last lines', async () => {
  const command = [node, '-e', 'console.log("3 of 4 passed"); process.exit(4)'];
  expect(await failure({ command })).toMatchObject({
    code: 'CHECK_FAILED',
    message: expect.stringContaining('ended with exit code 4'),
    details: { cause: 'exit-code' },
    evidence: ['3 of 4 passed'],
  });
});

test('a signal, a program that is not there, and one that takes too long', async () => {
  const causes = [
    await failure({ command: [node, '-e', 'process.kill(process.pid, "SIGKILL")'] }),
    await failure({ command: ['no-such-smoke-test'] }),
    await failure({ command: [node, '-e', 'setInterval(() => {}, 1000)'], timeoutSeconds: 1 }),
  ];
  expect(causes).toMatchObject([
    { details: { cause: 'signal', how: 'SIGKILL' } },
    { details: { cause: 'not-found' }, hint: expect.stringContaining('no shell reads the command') },
    { details: { cause: 'timeout' }, message: expect.stringContaining('did not end within 1s and was ended') },
  ]);
});

test('a run that is interrupted ends it', async () => {
  await using at = await checkContext({ clock: systemClock });
  const reason = new DeployError('INTERRUPTED', 'interrupted', { category: 'interrupted' });
  const command = [node, '-e', 'console.log("ready"); setInterval(() => {}, 1000)'];
  const context = { ...at.context, output: () => at.interrupt(reason) };
  await expect(checkCommand.run({ ...planned, command }, context)).rejects.toBe(reason);
});
