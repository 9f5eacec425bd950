import type { Plugin } from 'rolldown';

/**
 * Writes every character beyond ASCII as an escape: V8 keeps a text of ASCII in half the memory, and reads it without decoding. Of
 * strings, templates and expressions it means the same; a raw template would be another text.
 */
export const inAscii: Plugin = {
  name: 'in-ascii',
  generateBundle(_, bundle) {
    for (const part of Object.values(bundle)) {
      if (part.type !== 'chunk') continue;
      if (/\braw`[^`]*[^\0-\x7f]/.test(part.code)) throw new Error(`${part.fileName} has a raw template beyond ASCII`);
      part.code = part.code.replace(/[^\0-\x7f]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
    }
  },
};
