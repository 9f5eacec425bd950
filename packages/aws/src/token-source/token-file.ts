import { readFile } from 'node:fs/promises';
import { idTokenRequestFailed } from '../api/errors.ts';
import type { TokenProvider } from './token-source.ts';

/**
 * A file that somebody keeps fresh (Kubernetes) or wrote once: it is read anew each time, without the line ends that
 * `echo` leaves. https://docs.aws.amazon.com/sdkref/latest/guide/feature-assume-role-credentials.html
 */
export const tokenFile: TokenProvider = {
  ci: 'token file',
  detect: (env) => Boolean(env.AWS_WEB_IDENTITY_TOKEN_FILE),
  howTo: 'set AWS_WEB_IDENTITY_TOKEN_FILE to the path of a file with a token',
  unasked: false,
  find: ({ context }) => {
    const { AWS_WEB_IDENTITY_TOKEN_FILE: file } = context.env;
    if (!file) return null;
    return {
      ci: tokenFile.ci,
      renewable: true,
      whenExpired: `write a new token into ${file}`,
      async fetch() {
        const text = await readFile(file, 'utf8').catch((error: unknown) => {
          throw idTokenRequestFailed(tokenFile.ci, `cannot read ${file}`, { cause: error });
        });
        const token = text.trim();
        if (token === '') throw idTokenRequestFailed(tokenFile.ci, `${file} is empty`);
        return token;
      },
    };
  },
};
