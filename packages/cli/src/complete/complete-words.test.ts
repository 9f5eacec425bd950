import { expect, test } from 'vitest';
import { buildProgram } from '../args/program.ts';
import { completeWords } from './complete-words.ts';

const program = buildProgram(() => undefined);
const names = async () => ({ environments: ['staging', 'production'], services: ['api', 'worker'] });

async function candidates(typed: string): Promise<readonly string[]> {
  return (await completeWords(program, typed.split(' '), names)).map(({ value }) => value);
}

test.each([
  ['de', ['deploy']],
  ['rol', ['rollback']],
  ['deploy ', ['staging', 'production']],
  ['deploy pr', ['production']],
  ['deploy staging ', []],
  ['deploy --ta', ['--tag']],
  ['deploy --tag ', []],
  ['deploy --tag v1.0.0 st', ['staging']],
  ['deploy staging --allow', ['--allow-dirty', '--allow-downgrade']],
  ['deploy staging --allow-dirty --allow', ['--allow-downgrade']],
  ['deploy staging --service a', ['api']],
  ['deploy staging --service api,', ['api,worker']],
  ['deploy staging --service=api,w', ['--service=api,worker']],
  ['deploy staging --wait-until ba', ['bake-time']],
  ['deploy staging --reporter l', ['list', 'lines']],
  ['deploy staging --set ', ['api.', 'worker.']],
  ['exec production ', ['api', 'worker']],
  ['exec production api -- l', []],
  ['scale production api=4 w', ['worker=']],
  ['sandbox to', ['token']],
  ['sandbox --for staging,', ['staging,production']],
  ['resume --environment s', ['staging']],
  ['explain IMAGE_TAG_T', ['IMAGE_TAG_TAKEN']],
  ['completion p', ['powershell']],
  ['nonsense ', []],
])('`funade %s`', async (typed, expected) => {
  expect(await candidates(typed)).toEqual(expected);
});

test('what a shell asks itself is not offered', async () => {
  expect(await candidates('compl')).toEqual(['completion']);
  expect((await candidates('')).length).toBeGreaterThan(20);
});

test('the config is asked only where a name may stand', async () => {
  const asked = async (): Promise<never> => {
    throw new Error('asked');
  };
  await expect(completeWords(program, ['deploy', ''], asked)).rejects.toThrow('asked');
  expect(await completeWords(program, ['deploy', '--ta'], asked)).toHaveLength(1);
});
