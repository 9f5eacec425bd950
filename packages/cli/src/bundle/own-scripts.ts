import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { createScriptLoader } from './script-loader.ts';

/** The scripts of this bundle. Like Node's own modules they are loaded once in a process, whoever asks for them. */
export const ownScripts = createScriptLoader(
  fileURLToPath(new URL('program', import.meta.url)),
  createRequire(import.meta.url),
);
