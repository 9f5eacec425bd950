import { expect, test } from 'vitest';
import { lookupOffers } from '../src/offers.ts';

const load = async (name: string, settings: unknown) =>
  await lookupOffers
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
    'names.1: "DB_PASSWORD" looks like the name of a secret, and a plan contains what it looks up; keep it in SSM or Secrets Manager',
  ],
  ['env', { names: ['STAGE'], name: 'x' }, 'they: Unrecognized key: "name"'],
  [
    'env',
    { names: ['STAGE'], defaults: { STAEG: 'blue' } },
    'defaults.STAEG: it is not among the names; did you mean "STAGE"? available: STAGE',
  ],
  ['ssm', {}, 'it has none'],
  ['terraformState', {}, 'they: write { file } or { s3: { bucket, key } }'],
  ['terraformState', { file: '' }, 'file: is empty'],
  ['terraformState', { s3: { bucket: 'states', key: '' } }, 's3.key: is empty'],
  ['terraformState', { file: 'a', s3: { bucket: 'b', key: 'c' } }, 'they: write { file } or { s3: { bucket, key } }'],
])('%s with %j is refused', async (name, settings, reason) => {
  await expect(load(name, settings)).rejects.toMatchObject({
    code: 'PLUGIN_SETTINGS',
    message: `its settings are wrong: ${reason}`,
  });
});
