import { z } from 'zod';
import { parseDuration } from '../model/duration.ts';

/** A duration above zero, as people write it. */
export const duration = z.string().refine((text) => (parseDuration(text) ?? 0) > 0, {
  error: (issue) => `not a duration: ${JSON.stringify(issue.input)}; write it as "20m", "90s" or "1h30m"`,
});
