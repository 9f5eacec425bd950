import type { Interruption } from '../model/interruption.ts';
import type { Io } from '../model/io.ts';
import type { DoctorOptions } from '../model/page-options.ts';
import { findingTotals, renderFindings, renderFindingsJson } from '../render/render-findings.ts';
import { styleOf } from '../render/style.ts';
import { examine } from '../run/examine.ts';

/** What has to be mended before a deploy. */
const refused = 8;

/** `funade doctor [environment]`: looks at everything that a deploy needs, and says what mends it. Reads only. */
export async function doctor(options: DoctorOptions, io: Io, interruption: Interruption): Promise<number> {
  const examined = await examine(options, io, interruption);
  io.stdout.write(
    options.json
      ? renderFindingsJson(examined)
      : renderFindings(examined.findings, { colour: styleOf(io.stdout, io, options.color), width: io.stdout.columns }),
  );
  return findingTotals(examined.findings).failed > 0 ? refused : 0;
}
