/** What a secret looks like wherever it is shown. */
export const redacted = '[secret]';

/**
 * A value that must not be seen: its string form is a redaction and it has no JSON form, so that it cannot enter a plan,
 * an event or a journal. Only `reveal` gives the value.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value itself, for the one call that needs it. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return redacted;
  }

  /** Throws `TypeError`: a secret has no JSON form. */
  toJSON(): never {
    throw new TypeError('a secret has no JSON form');
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return redacted;
  }
}

/** The secrets of one command, known so that no text leaves the engine with one of them inside. */
export interface Secrets {
  /** Wraps a value and remembers it. */
  keep(value: string): Secret;
  /** The text with every kept value replaced, also where it stands base64- or URL-encoded. */
  redact(text: string): string;
}

/** Values shorter than this are not looked for in texts: they would match by chance. */
const shortest = 6;

/** An empty set of secrets. `onKeep` is told each value once, for whoever hides it elsewhere too. */
export function createSecrets(onKeep?: (value: string) => void): Secrets {
  const forms = new Set<string>();
  let any: RegExp | null = null;
  return {
    keep(value) {
      if (value.length >= shortest && !forms.has(value)) onKeep?.(value);
      const known = forms.size;
      for (const form of formsOf(value)) if (form.length >= shortest) forms.add(form);
      if (forms.size > known) any = null;
      return new Secret(value);
    },
    redact(text) {
      if (forms.size === 0) return text;
      any ??= anyOf(forms);
      return text.replace(any, redacted);
    },
  };
}

function anyOf(forms: ReadonlySet<string>): RegExp {
  const longestFirst = [...forms].sort((a, b) => b.length - a.length);
  return new RegExp(longestFirst.map(escaped).join('|'), 'g');
}

function formsOf(value: string): readonly string[] {
  const base64 = Buffer.from(value).toString('base64');
  return [value, ...value.split(/\r?\n/), base64, base64.replace(/=+$/, ''), encodeURIComponent(value)];
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
