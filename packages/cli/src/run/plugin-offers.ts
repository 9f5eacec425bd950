import { check } from '@funade/checks';
import type { PluginOffer, PluginReference } from '@funade/core';
import { lookupOffers } from '@funade/lookups/offers';
import { schedules } from '@funade/schedules';

/** The plugins that a config may name, or call, beside those that are there by themselves. */
export const pluginOffers: readonly PluginOffer[] = [...lookupOffers, offer(schedules()), offer(check())];

/** A plugin without settings of its own: what there is to say services write. */
function offer(plugin: PluginReference): PluginOffer {
  return {
    name: plugin.name,
    helpers: [],
    create(settings) {
      if (settings !== undefined) throw new TypeError('it has no settings of its own: services write them');
      return plugin;
    },
  };
}
