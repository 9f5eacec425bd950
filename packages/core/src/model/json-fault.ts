/**
 * What is wrong with a text that is no JSON, in one line. `JSON.parse` quotes the text, in as many lines as it has: only the place
 * of broken JSON helps anybody.
 */
export function jsonFault(text: string, { message }: SyntaxError): string {
  if (text.trim() === '') return 'it is empty';
  if (!/^\s*[{[]/.test(text)) return 'it is not JSON';
  const place = /\(line \d+ column \d+\)/.exec(message)?.[0] ?? '(it ends too early)';
  return `its JSON is broken ${place}`;
}
