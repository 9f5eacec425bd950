/** Whether a text may be sent as the value of a header. */
export function fitsHeader(value: string): boolean {
  return /^[\t\x20-\x7e\u0080-\u00ff]*$/.test(value);
}
