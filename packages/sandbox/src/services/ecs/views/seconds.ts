/** Epoch seconds with a fraction, as AWS writes timestamps in JSON. Undefined for a time that has not come. */
export function seconds(at: number | null): number | undefined {
  return at === null ? undefined : at / 1000;
}
