import type * as z from 'zod';
import { settingsInvalid } from './errors.ts';

/** What a config wrote for a plugin's factory. Throws `PLUGIN_SETTINGS`, which the config's check tells with its place. */
export function parseSettings<T>(plugin: string, schema: z.ZodType<T>, settings: unknown): T {
  const parsed = schema.safeParse(settings);
  if (parsed.success) return parsed.data;
  const reasons = parsed.error.issues.map(({ path, message }) => `${path.map(String).join('.') || 'they'}: ${message}`);
  throw settingsInvalid(plugin, reasons);
}
