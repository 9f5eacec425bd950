import type { Io } from '../model/io.ts';

/**
 * Tells a GitHub job to hide a secret wherever it is printed, by whatever runs after us; null elsewhere. The order itself holds
 * the secret, so it goes to standard error and only where the runner reads that: never to a terminal, never to a file.
 */
export function maskInJob({ env, stderr }: Pick<Io, 'env' | 'stderr'>): ((secret: string) => void) | null {
  if (env.GITHUB_ACTIONS !== 'true' || stderr.isTTY || stderr.isFile) return null;
  return (secret) => {
    for (const line of linesOf(secret)) stderr.command(`::add-mask::${line.replaceAll('%', '%25')}\n`);
  };
}

/** Of a secret with several lines, such as a settings file, those alone that hold something: the others are words. */
function linesOf(secret: string): readonly string[] {
  const lines = secret.split(/\r\n?|\n/).map((line) => line.trim());
  return lines.length === 1
    ? lines
    : lines.filter((line) => line.length >= 16 && /\d/.test(line) && /[a-z]/i.test(line));
}
