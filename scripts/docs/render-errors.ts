import { explanations } from '../../packages/cli/src/explain/explanations.ts';
import { endText } from '../../packages/cli/src/explain/render-explanation.ts';

/** The reference of all codes, as Markdown. */
export function renderErrors(): string {
  const contents = explanations.map(({ title }) => `- [${title}](#${slug(title)})`);
  const sections = explanations.flatMap(({ title, codes }) => [
    '',
    `## ${title}`,
    ...Object.entries(codes).flatMap(([code, explanation]) => [
      '',
      `### ${code}`,
      '',
      `*${sentence(endText(explanation))}*`,
      '',
      explanation.means,
      explanation.mend,
      `[More](${linkOf(explanation.page)}).`,
    ]),
  ]);
  return `${[...intro, ...contents, ...sections].join('\n')}\n`;
}

const intro = [
  '<!-- Generated from packages/cli/src/explain: npx vitest run --project unit scripts/docs -u -->',
  '# Error codes',
  '',
  'Every code of an error or a warning, with what it means and what to do. `funade explain <code>` prints the same, and the code stands in',
  'parentheses behind every error. [Troubleshooting](../troubleshooting.md) says where to begin. Texts of errors may change; codes do not.',
  '',
];

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** From the folder of this page. */
function linkOf(page: string): string {
  return page.startsWith('reference/') ? page.slice('reference/'.length) : `../${page}`;
}

function slug(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-');
}
