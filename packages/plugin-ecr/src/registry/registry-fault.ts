import type { IncomingHttpHeaders } from 'node:http';
import { retryAfter } from '@funade/aws';

/** What a registry said no with. */
export class RegistryFault extends Error {
  override readonly name = 'RegistryFault';
  readonly status: number;
  /** The codes of the OCI error body, such as `MANIFEST_UNKNOWN`, `TAG_INVALID`, `DENIED`. */
  readonly codes: readonly string[];
  /** Milliseconds, when the registry asked for them. */
  readonly retryAfter: number | null;

  constructor(message: string, given: { status: number; codes: readonly string[]; retryAfter: number | null }) {
    super(message);
    this.status = given.status;
    this.codes = given.codes;
    this.retryAfter = given.retryAfter;
  }

  /** From an answer to `what`; `now` in milliseconds since the epoch. */
  static of(what: string, answer: FaultAnswer, now: number): RegistryFault {
    const errors = errorsIn(answer.text);
    const said = errors.map(({ code, message }) => [code, message].filter(Boolean).join(': ')).join('; ');
    const kind = String(answer.headers['content-type'] ?? '').split(';', 1)[0];
    // A page of HTML is what a proxy or a web server answers in a registry's place.
    const told = said !== '' ? ` ${said}` : kind === 'text/html' ? ' with an HTML page, which no registry does' : '';
    return new RegistryFault(`${what}: ${answer.status}${told}`, {
      status: answer.status,
      codes: errors.flatMap(({ code }) => code ?? []),
      retryAfter: retryAfter(answer.headers['retry-after'], now),
    });
  }
}

interface FaultAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

function errorsIn(text: string): readonly { readonly code?: string; readonly message?: string }[] {
  try {
    const body: unknown = JSON.parse(text);
    const { errors } = body as { errors?: unknown };
    return Array.isArray(errors) ? errors.filter((one) => typeof one === 'object' && one !== null) : [];
  } catch {
    return [];
  }
}
