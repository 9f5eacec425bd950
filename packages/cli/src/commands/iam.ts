import { plainLine } from '@funade/core';
import type { Interruption } from '../model/interruption.ts';
import type { Io } from '../model/io.ts';
import type { IamOptions } from '../model/page-options.ts';
import { renderIamCli } from '../render/render-iam-cli.ts';
import { renderIamCloudFormation } from '../render/render-iam-cloudformation.ts';
import { renderIamJson } from '../render/render-iam-json.ts';
import { renderIamTerraform } from '../render/render-iam-terraform.ts';
import { makeIamPage } from '../run/make-iam-page.ts';

const renders = {
  json: renderIamJson,
  terraform: renderIamTerraform,
  cloudformation: renderIamCloudFormation,
  cli: renderIamCli,
} as const;

/** `funade iam <environment>`: prints which permissions deploying the config needs. Reads only. */
export async function iam(options: IamOptions, io: Io, interruption: Interruption): Promise<number> {
  const page = await makeIamPage(options, io, interruption);
  io.stdout.write(renders[options.format](page));
  for (const note of page.notes) io.stderr.write(`note: ${plainLine(note)}\n`);
  return 0;
}
