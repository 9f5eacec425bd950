/** An image as a task definition or a script names it. Templates in it (`{{…}}`) may stand for any part. */
export type ImageName =
  | {
      readonly kind: 'ecr';
      /** Null where it is a template. */
      readonly account: string | null;
      readonly region: string | null;
      readonly repository: string;
      readonly tag: string | null;
      readonly digest: string | null;
    }
  | {
      readonly kind: 'other';
      /** Without tag and digest. */
      readonly name: string;
      readonly tag: string | null;
      readonly digest: string | null;
    };

const form = /^(?<name>[^@]*?)(?::(?<tag>[^:/@]*))?(?:@(?<digest>.*))?$/d;
const registry =
  /^(?<account>[^/]+?)\.dkr[.-]ecr(?:-fips)?\.(?<region>[^/]+?)\.(?:amazonaws\.com|on\.aws)(?:\.cn)?\/(?<repository>.+)$/d;

/** Takes the name of an image apart. Touches nothing. */
export function parseImageName(text: string): ImageName {
  const whole = partsOf(form, text);
  const tag = whole?.tag ?? null;
  const digest = whole?.digest ?? null;
  const name = whole?.name ?? text;
  const inEcr = partsOf(registry, name);
  if (inEcr?.repository === undefined) return { kind: 'other', name, tag, digest };
  const { account = '', region = '', repository } = inEcr;
  return { kind: 'ecr', account: literal(account), region: literal(region), repository, tag, digest };
}

/** The groups of an expression in a text whose templates count as letters. */
function partsOf(expression: RegExp, text: string): Readonly<Record<string, string | undefined>> | null {
  const masked = text.replaceAll(/\{\{.*?\}\}/g, (template) => 'x'.repeat(template.length));
  const found = expression.exec(masked);
  if (found === null) return null;
  return Object.fromEntries(
    Object.entries(found.indices?.groups ?? {}).map(([name, span]) => [name, span && text.slice(span[0], span[1])]),
  );
}

function literal(text: string): string | null {
  return text.includes('{{') ? null : text;
}
