import type { CodeBlock, Page } from './pages.ts';

/** A command of ours that a page tells people to type. */
export interface CommandLine {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

const shells: readonly string[] = ['sh', 'bash', 'powershell', 'yaml', 'yml', 'dockerfile', 'groovy'];

/** The commands of ours in a block: all of a script, and what follows `$ ` in a picture of a terminal. */
export function commandLines(block: CodeBlock): readonly CommandLine[] {
  const { file, code, language } = block;
  return code.split('\n').flatMap((line, index) => {
    const typed = shells.includes(language) ? line : (/^\$ (.*)$/.exec(line)?.[1] ?? '');
    const [, text] = /(?:^|[\s/;'"`])funade ((?!is\b|and\b)[a-z-].*)$/.exec(withoutComment(typed)) ?? [];
    return text === undefined ? [] : [{ file, line: block.line + index, text: commandOf(text) }];
  });
}

/** The commands of ours that stand in the text of a page as code. What has a gap (`…`) is none. */
export function inlineCommands({ file, text }: Page): readonly CommandLine[] {
  return text.split('\n').flatMap((line, index) =>
    [...line.matchAll(/`(?:npx |exec |node_modules\/\.bin\/)*funade ([^`…]+)`/g)].map(([, typed = '']) => ({
      file,
      line: index + 1,
      text: commandOf(typed.replaceAll('\\|', '|')),
    })),
  );
}

function withoutComment(line: string): string {
  return line.replace(/(^| )# .*$/, '');
}

/** Up to what the shell takes for itself. `<service>` stands for a name. */
function commandOf(text: string): string {
  const command = text.replaceAll(/<([\w,.=]+)[^<>]*>/g, '$1').replace(/\s*(?:;|&&|\|\||>|\| )[\s\S]*$/, '');
  return command
    .replace(/[`\])},]+$/, '')
    .replace(/["']$/, (quote) => (isOdd(command, quote) ? '' : quote))
    .trim();
}

/** Whether a quote at the end closes one that was opened before the command. */
function isOdd(text: string, quote: string): boolean {
  return (text.split(quote).length - 1) % 2 === 1;
}

/** A command line as words, quotes taken away. */
export function wordsOf(text: string): readonly string[] {
  return [...text.matchAll(/(?:[^\s"']+|"[^"]*"|'[^']*')+/g)].map(([word]) => word.replaceAll(/["']/g, ''));
}
