/** A refusal of the registry, in the words of the OCI distribution specification. */
export class RegistryFault extends Error {
  override readonly name = 'RegistryFault';
  /** `MANIFEST_UNKNOWN`, `TAG_INVALID`, … */
  readonly code: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: string, message: string, answer: Answer) {
    super(message);
    this.code = code;
    this.status = answer.status;
    this.headers = answer.headers ?? {};
  }
}

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
}
