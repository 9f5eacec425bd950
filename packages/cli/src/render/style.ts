import picocolors from 'picocolors';
import type { Io, Output } from '../model/io.ts';
import type { Palette } from './palette.ts';

/** How text is coloured; every function returns its argument where colours are off. */
export type Style = Palette;

/** A style with colours enough to tell many things apart. */
export interface RichStyle extends Style {
  readonly blue: (text: string) => string;
  readonly magenta: (text: string) => string;
}

/** Text as it is. */
export const plain: Style = picocolors.createColors(false);

/**
 * The style for one output. Colours are on where it is a terminal; `--no-color` and `NO_COLOR` turn them off,
 * `FORCE_COLOR` on.
 */
export function styleOf(output: Output, { env }: Pick<Io, 'env'>, color = true): RichStyle {
  return picocolors.createColors(color && hasColor(output, env));
}

function hasColor(output: Output, env: Io['env']): boolean {
  if (isSet(env.NO_COLOR)) return false;
  if (isSet(env.FORCE_COLOR)) return env.FORCE_COLOR !== '0';
  return output.isTTY && env.TERM !== 'dumb';
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}
