import type { LeftOut } from '../model/found-project.ts';

/** Texts of a config: as it was, as it is written now, and with all comments that `init` writes by itself. */
export interface ConfigTexts {
  readonly before: string;
  readonly after: string;
  readonly own: string;
}

/** Comments of a config that somebody wrote, and that are not in what is written in its place. */
export function lostComments(path: string, { before, after, own }: ConfigTexts): readonly LeftOut[] {
  const kept = new Set([...commentsIn(after), ...commentsIn(own)].map(({ text }) => text));
  return commentsIn(before)
    .filter(({ text }) => !kept.has(text) && !text.startsWith('Written by `funade init`'))
    .map(({ line, text }) => ({
      place: `${path}:${line}`,
      what: `the comment "${text.slice(0, 60)}"`,
      reason: 'the config is written anew',
    }));
}

function commentsIn(text: string): readonly { readonly line: number; readonly text: string }[] {
  return text.split('\n').flatMap((line, index) => {
    const [, comment] = /(?:^|\s)\/\/\s?(.+)$/.exec(line) ?? [];
    return comment === undefined ? [] : [{ line: index + 1, text: comment.trim() }];
  });
}
