/** Names that are filled in: `<NAME>`, `${NAME}`, `__NAME__`. */
const forms = [
  String.raw`<(?<angled>[A-Za-z_][\w .-]*)>`,
  String.raw`\$\{(?<braced>[A-Za-z_]\w*)\}`,
  '__(?<lined>[A-Za-z](?:[A-Za-z0-9]|_(?!_))*)__',
].join('|');

const whole = new RegExp(`^(?:${forms})$`);

/** Every placeholder of a text replaced by what `fill` returns for its name; null leaves it as it is. */
export function mapPlaceholders(text: string, fill: (name: string) => string | null): string {
  return text.replace(new RegExp(forms, 'g'), (mark, ...found) => fill(nameIn(found.at(-1))) ?? mark);
}

/** The name of the placeholder that a text is; null when it is none, or more than one. */
export function placeholderName(text: string): string | null {
  const groups = whole.exec(text)?.groups;
  return groups === undefined ? null : nameIn(groups);
}

function nameIn({ angled, braced, lined }: Readonly<Record<string, string | undefined>>): string {
  return angled ?? braced ?? lined ?? '';
}
