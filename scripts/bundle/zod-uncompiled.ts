import type { Plugin } from 'rolldown';

/**
 * zod compiles what it checks objects with, which pays for the thousandth object and not for the first: a command parses each
 * shape once or twice. Said here and not by `z.config`, since schemas read it when they are made.
 */
export const zodUncompiled: Plugin = {
  name: 'zod-uncompiled',
  transform(code, id) {
    if (!id.endsWith('/zod/v4/core/core.js')) return null;
    return `${code}\nglobalConfig.jitless = true;\n`;
  },
};
