import { isRegExp } from '../model/path-text.ts';

/**
 * The pattern of a tag rule. It must match the whole ref, as if it stood between `^` and `$`; the flags `g`, `y` and `m`
 * mean nothing here and are dropped. A string in slashes (`/v\d+/i`) is a pattern; any other string is the source of a
 * pattern for tags and a plain name for branches, so that `release/1.0` is one branch and not `release/1x0` as well.
 *
 * Throws `SyntaxError` when the source is not valid.
 */
export function tagPattern(written: RegExp | string, type: 'tag' | 'branch'): RegExp {
  if (isRegExp(written)) return whole(written.source, written.flags);
  const slashed = /^\/(.+)\/([a-z]*)$/s.exec(written);
  if (slashed !== null) return whole(slashed[1] ?? '', slashed[2] ?? '');
  return type === 'tag' ? whole(written, '') : whole(escapeSource(written), '');
}

/** The pattern as it was written, for messages. */
export function writtenPattern(written: RegExp | string, type: 'tag' | 'branch'): string {
  if (isRegExp(written)) return String(written);
  return type === 'branch' || /^\/.+\/[a-z]*$/s.test(written) ? written : `/${written}/`;
}

function whole(source: string, flags: string): RegExp {
  new RegExp(source, flags);
  return new RegExp(`^(?:${source})$`, flags.replace(/[gym]/g, ''));
}

function escapeSource(name: string): string {
  return name.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
