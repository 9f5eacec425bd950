import { exitText } from '../model/exit-texts.ts';
import { pageUrl } from '../model/pages.ts';
import type { Explanation } from './explanation.ts';
import { explanations } from './explanations.ts';

/** What a command that ends with a code does, in words. */
export function endText({ exit }: Explanation): string {
  if (exit === 'warning') return 'a warning; the command goes on';
  if (exit === 'run') return 'the exit code is that of the run';
  return `exit ${exit}: ${exitText(exit) ?? ''}`;
}

/** An explanation as it is printed, its lines at most `width` wide. */
export function renderExplanation(code: string, explanation: Explanation): string {
  const { means, mend, page } = explanation;
  const lines = [
    `${code} (${endText(explanation)})`,
    '',
    means,
    mend,
    '',
    `more: ${pageUrl(page)}`,
    `all codes: ${pageUrl(`reference/errors.md#${code.toLowerCase()}`)}`,
  ];
  return `${plainMarks(lines.join('\n'))}\n`;
}

/** Every code by subject, with the first sentence of its meaning. */
export function renderCodes(): string {
  const sections = explanations.map(({ title, codes }) => {
    const longest = Math.max(...Object.keys(codes).map((code) => code.length));
    const lines = Object.entries(codes).map(
      ([code, { means }]) => `  ${code.padEnd(longest)}  ${firstSentence(means)}`,
    );
    return [title, ...lines].join('\n');
  });
  return `${plainMarks(sections.join('\n\n'))}\n\n\`funade explain <code>\` says more of one.\n`;
}

function firstSentence(text: string): string {
  return /^.*?\.(?= [A-Z]|$)/.exec(text)?.[0] ?? text;
}

/** Marks of Markdown are for pages; commands keep theirs, as in every text of ours. */
function plainMarks(text: string): string {
  return text.replaceAll('**', '');
}
