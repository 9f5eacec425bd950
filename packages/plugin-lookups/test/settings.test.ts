import { expect, test } from 'vitest';
import { lookupOffers } from '../src/index.ts';

const load = async (name: string, settings: unknown) =>
  lookupOffers
    .find((offer) => offer.name === name)
    ?.create(settings)
    .load();

test.each([
  ['env', undefined, 'they: Invalid input: expected object, received undefined'],
  ['env', { names: [] }, 'names: no variable is named'],
  ['env', { names: ['A B'] }, 'names.0: a name of a variable has letters, digits and "_"'],
  [
    'env',
    { names: ['STAGE', 'DB_PASSWORD'] },
    'names.1: "DB_PASSWORD" is named as secrets are, and a plan holds what it looks up; keep it in SSM or Secrets Manager',
  ],
  ['env', { names: ['STAGE'], name: 'x' }, 'they: Unrecognized key: "name"'],
  ['terraformState', {}, 'file: Invalid input: expected string, received undefined'],
  ['terraformState', { file: '' }, 'file: is empty'],
])('%s with %j is refused', async (name, settings, reason) => {
  await expect(load(name, settings)).rejects.toMatchObject({
    code: 'PLUGIN_SETTINGS',
    message: `its settings are wrong: ${reason}`,
  });
});
