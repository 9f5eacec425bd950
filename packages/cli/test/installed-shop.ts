import { installFunade } from './install-funade.ts';
import { type Shop, type ShopOptions, startShop } from './shop.ts';

/** The shop with the bundle installed, for the command as a process of its own. */
export async function startInstalledShop(options?: ShopOptions): Promise<Shop> {
  const shop = await startShop(options);
  try {
    await installFunade(shop.folder);
    return shop;
  } catch (error) {
    await shop[Symbol.asyncDispose]();
    throw error;
  }
}
