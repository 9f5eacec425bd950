import { defineStep } from '@funade/core';
import * as z from 'zod';
import { type BuildStepInput, type BuiltImage, buildStepInput, builtImage } from '../builders/builder.ts';
import { builderNamed } from '../builders/find-builder.ts';
import { stageContext } from '../builders/stage-context.ts';
import { tellFullDisk } from '../builders/tell-full-disk.ts';

/**
 * `ecr.build-image`: builds an image on this machine, for the push step of the same command; a resumed run builds again
 * what was not pushed.
 */
export const buildImage = defineStep<BuildStepInput, { readonly built: BuiltImage; readonly platforms: string[] }>({
  kind: 'ecr.build-image',
  effect: 'none',
  verb: 'build',
  readsSources: true,
  input: buildStepInput,
  output: z.strictObject({
    built: builtImage,
    /** What the image runs on, for whoever checks it before it is pushed. */
    platforms: z.array(z.string()),
  }),
  everyProcess: true,
  async run(input, context) {
    context.progress(`building with ${input.builder}`);
    const built = await tellFullDisk(`the build of ${input.repository}`, async () => {
      await using staged = await stageContext(input, context);
      return await builderNamed(input.builder).build(staged.input, context);
    });
    return { built, platforms: built.platforms };
  },
});
