/**
 * The one door for text from elsewhere: container logs, stop reasons, git refs, output of builds, messages of AWS. What
 * comes through cannot move a cursor, colour a terminal, reach a clipboard, reorder what is read, or speak to a CI.
 *
 * Every pass is linear in the length of the text.
 */

/** Longer lines are cut: nobody reads them, and a log of CloudWatch has lines of a megabyte. */
const longestLine = 4000;
/** Longer texts are cut. */
const longestText = 64_000;

/** Operating system commands and other strings to the terminal, with their content; then CSI; then what is left. */
const sequences = new RegExp(
  [
    String.raw`(?:\u001b[\]PX^_]|[\u0090\u0098\u009d-\u009f])(?:[^\u0007\n\r\u001b\u0090\u0098\u009b-\u009f]*(?:\u0007|\u001b\\|\u009c))?`,
    String.raw`(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]?`,
    String.raw`\u001b[ -/]*[0-~]?`,
  ].join('|'),
  'g',
);

/** Marks of direction, invisible letters and tags: what is read is what is there. Joiners of scripts and pictures stay. */
const invisible = /[^\P{Cf}\u200c\u200d]/gu;
const controls = /[^\P{Cc}\n]|[\u2028\u2029]/gu;
const lineBreaks = /\r\n?|[\n\v\f\u0085\u2028\u2029]/g;

const firstColons = /^((?:\s|\p{Cc}\[[\d;?]{0,20}[A-Za-z])*):(?=:)/u;

/** One line of foreign text; line breaks in it become spaces. */
export function plainLine(text: string): string {
  const bounded = text.length > longestLine ? `${text.slice(0, longestLine)}…` : text;
  return withoutCommands(withoutControls(bounded.replace(lineBreaks, ' '))).trimEnd();
}

/** Foreign text of several lines; each of them is plain. */
export function plainText(text: string): string {
  const bounded = text.length > longestText ? `${text.slice(0, longestText)}…` : text;
  return bounded.split(lineBreaks).map(plainLine).join('\n');
}

/** The line that a terminal would show last where carriage returns draw over one another, as progress bars do. */
export function plainLastLine(text: string): string {
  const kept = text.length > longestLine ? text.slice(-longestLine) : text;
  return plainLine(kept.replace(/[\r\n]+$/, '').replace(/^.*\r/s, ''));
}

/** The text with what a terminal would obey, or would not show, as escapes: for values that are shown exactly. */
export function escapeControls(text: string): string {
  return text.replace(
    /\p{Cc}|\p{Cs}|[\u2028\u2029]|[^\P{Cf}\u200c\u200d]/gu,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}

function withoutControls(text: string): string {
  return text.toWellFormed().replace(sequences, '').replace(/\t/g, '  ').replace(invisible, '').replace(controls, ' ');
}

/**
 * Lines by which CIs take orders, made lines that they don't: `::add-mask::` of GitHub (also behind spaces), `##[…]`,
 * `##vso[…]` and `##teamcity[…]` (anywhere in a line), `section_start:…` of GitLab. Colours of ours may stand before them.
 */
export function withoutCommands(line: string): string {
  return line
    .replace(firstColons, '$1: ')
    .replace(/##(\w{0,16})\[/g, '##$1 [')
    .replace(/section_(start|end):/g, 'section $1:');
}
