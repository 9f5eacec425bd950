import { isJsonObject, type JsonObject } from '@funade/core/author';
import { z } from 'zod';

export const jsonBody = z.custom<JsonObject>(isJsonObject, 'expected an object');

/** ARN of the revision that is to run; null: that which stands in the body. */
export const revision = z.string().nullable();

/** What a change returns: what was there, and what is there now. Its rollback needs both. */
export const changed = z.strictObject({ before: jsonBody, sent: jsonBody });
