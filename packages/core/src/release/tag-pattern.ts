import { isRegExp } from '../model/path-text.ts';

/**
 * The pattern of a tag rule. It must match the whole ref, as if it stood between `^` and `$`; the flags `g`, `y` and `m`
 * mean nothing here and are dropped.
 *
 * Of a string: in slashes (`/v\d+/i`) it is an expression. Otherwise `*` (anything but a slash), `**` (anything) and `?` stand
 * for what they stand for in file names, as in `v*.*.*` and `release/**`. For a tag, a string that no name and no such glob
 * can be (`v\d+`, `v.*`) is the source of an expression. Anything else is the very name.
 *
 * Throws `SyntaxError` when the expression is not valid, or when the string reads as a glob and as an expression.
 */
export function tagPattern(written: RegExp | string, type: 'tag' | 'branch'): RegExp {
  if (isRegExp(written)) return whole(written.source, written.flags);
  switch (kindOf(written, type)) {
    case 'expression': {
      const [, source = written, flags = ''] = slashed.exec(written) ?? [];
      return whole(source, flags);
    }
    case 'glob':
      return whole(globSource(written), '');
    case 'name':
      return whole(escapeSource(written), '');
    case 'both':
      throw new SyntaxError(
        `"${written}" could be an expression or a name with "*"; write "/${written}/" for the expression, or remove the brackets for the name`,
      );
  }
}

/** The pattern as it was written, for messages. */
export function writtenPattern(written: RegExp | string, type: 'tag' | 'branch'): string {
  if (isRegExp(written)) return String(written);
  return kindOf(written, type) === 'expression' && !slashed.test(written) ? `/${written}/` : written;
}

const slashed = /^\/(.+)\/([a-z]*)$/s;

function kindOf(written: string, type: 'tag' | 'branch'): 'expression' | 'glob' | 'name' | 'both' {
  if (slashed.test(written)) return 'expression';
  const wild = /[*?]/.test(written);
  if (type === 'branch') return wild ? 'glob' : 'name';
  if (/[\\()^$|+{}]/.test(written)) return 'expression';
  if (!wild) return /[[\]]/.test(written) ? 'expression' : 'name';
  if (/\][*?]/.test(written)) return 'both';
  // A `*` behind anything but a dot would repeat that one letter: nobody means that.
  return /(?:^|[^.])[*?]/.test(written) ? 'glob' : 'expression';
}

function globSource(glob: string): string {
  return glob.replace(/\*\*|[\s\S]/g, (part) => {
    if (part === '**') return '.*';
    if (part === '*') return '[^/]*';
    return part === '?' ? '[^/]' : escapeSource(part);
  });
}

function whole(source: string, flags: string): RegExp {
  new RegExp(source, flags);
  return new RegExp(`^(?:${source})$`, flags.replace(/[gym]/g, ''));
}

function escapeSource(name: string): string {
  return name.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
