import { expect, test } from 'vitest';
import * as lookups from './index.ts';
import { lookupOffers } from './offers.ts';

test('the public names are these', () => {
  expect(Object.keys(lookups).sort()).toEqual(['cloudFormation', 'env', 'secretsManager', 'ssm', 'terraformState']);
});

const settings: Readonly<Record<string, unknown>> = {
  env: { names: ['STAGE'] },
  terraformState: { file: 'terraform.tfstate' },
};

test.each(lookupOffers)('$name loads the plugin of its name, with the helpers that it offers', async (offer) => {
  const reference = offer.create(settings[offer.name]);
  const plugin = await reference.load();
  expect([reference.name, plugin.name]).toEqual([offer.name, offer.name]);
  expect(plugin.lookups?.map(({ helper }) => helper)).toEqual(offer.helpers);
});
