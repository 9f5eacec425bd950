import { expect, test } from 'vitest';
import { simulate } from '../src/index.ts';

test.each([1, 4, 6, 10])('seed %i: everything holds that must, twice in the same way', async (seed) => {
  // Vitest loads modules by asking another process, of which the virtual clock knows nothing: they are loaded before.
  await simulate(seed);
  const { broken, trace } = await simulate(seed, { twice: true });
  expect(broken).toEqual([]);
  expect(trace).toMatch(/^[0-9a-f]{64}$/);
});

test('over sockets the same happens', async () => {
  const [here, there] = [await simulate(4), await simulate(4, { sockets: true })];
  const told = ({ recording }: typeof here) =>
    recording.processes.map(({ code, killed, report }) => [
      code,
      killed,
      report?.targets.map(({ outcome }) => outcome),
    ]);
  expect(there.broken).toEqual([]);
  expect(told(there)).toEqual(told(here));
});
