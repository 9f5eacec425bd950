/** What AWS wants at a place of a request: a scalar, a list, a map (`*`) or a structure. */
export type Shape = 'string' | 'number' | 'boolean' | 'any' | readonly [Shape] | { readonly [member: string]: Shape };

export const s = 'string';
export const n = 'number';
export const b = 'boolean';
/** Any JSON. */
export const any = 'any';
