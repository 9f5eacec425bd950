import { durationText, type Json, maskBody, plainLine, type Resources, type TracedCall } from '@funade/core';
import type { Output } from '../model/io.ts';
import type { CommonOptions } from '../model/options.ts';

/** More of a body than this is not read in a log. */
const mostShown = 2000;

/** Writes a line for each call: what, how it went, how long it took; with `bodies` what was sent, without secrets. */
export function traceTo(
  output: Output,
  detail: NonNullable<CommonOptions['trace']>,
  secrets: Pick<Resources['secrets'], 'redact'>,
): (call: TracedCall) => void {
  return ({ what, how, durationMs, sent }) => {
    const safe = (text: string): string => plainLine(secrets.redact(text));
    output.write(`· ${safe(what)}: ${safe(how)} (${durationText(durationMs)})\n`);
    if (detail === 'bodies' && sent !== null) output.write(`    ${safe(shown(sent))}\n`);
  };
}

function shown(sent: string): string {
  try {
    const text = JSON.stringify(maskBody(JSON.parse(sent) as Json));
    return text.length > mostShown ? `${text.slice(0, mostShown)}… (${text.length} characters)` : text;
  } catch {
    return `(${sent.length} characters)`;
  }
}
