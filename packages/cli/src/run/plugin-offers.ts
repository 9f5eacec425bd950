import type { PluginOffer } from '@funade/core';
import { lookupOffers } from '@funade/lookups/offers';
import { schedules } from '@funade/schedules';

/** The plugins that a config may name, or call, beside those that are there by themselves. */
export const pluginOffers: readonly PluginOffer[] = [
  ...lookupOffers,
  {
    name: 'schedules',
    helpers: [],
    create(settings) {
      if (settings !== undefined) throw new TypeError('it has no settings of its own: services write them');
      return schedules();
    },
  },
];
