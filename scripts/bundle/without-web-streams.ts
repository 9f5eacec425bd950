import type { Plugin } from 'rolldown';

const asked = /typeof (?:ReadableStream|Blob) (?:===? ["']function["']|!==? ["']undefined["'])/g;

/**
 * The SDK looks whether a body is a stream or a blob as browsers have them, and Node loads those when somebody looks. Our handler
 * gives it streams of Node alone.
 */
export const withoutWebStreams: Plugin = {
  name: 'without-web-streams',
  transform(code, id) {
    return /\/@smithy\/core\//.test(id) ? code.replace(asked, 'false') : null;
  },
};
