import type { LeftOut } from '../model/found-project.ts';

/** Comments of a config that are not in what is written in its place. */
export function lostComments(path: string, before: string, after: string): readonly LeftOut[] {
  const kept = new Set(commentsIn(after).map(({ text }) => text));
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
