import { definePlugin } from '@funade/core';
import { ecrFacts } from './model/facts.ts';
import { findImage } from './observe/find-image.ts';
import { observe } from './observe/observe.ts';
import { readCommit } from './observe/read-commit.ts';
import { sourcePaths } from './observe/source-paths.ts';
import { ecrOptions } from './options/options.ts';
import { permissions } from './permissions/permissions.ts';
import { plan } from './plan/plan.ts';
import { pruning } from './prune/pruning.ts';
import { buildImage } from './steps/build-image.ts';
import { copyImage } from './steps/copy-image.ts';
import { createRepository } from './steps/create-repository.ts';
import { deleteImages } from './steps/delete-images.ts';
import { pushImage } from './steps/push-image.ts';
import { waitForScan } from './steps/wait-for-scan.ts';

/** The plugin behind `ecr()`. */
export const ecrPlugin = definePlugin({
  name: 'ecr',
  options: ecrOptions,
  facts: ecrFacts,
  steps: [createRepository, buildImage, pushImage, copyImage, waitForScan, deleteImages],
  observe,
  sourcePaths,
  commitOf: readCommit,
  findImage,
  diagnose: async (request, context) => (await import('./doctor/diagnose.ts')).diagnose(request, context),
  plan,
  permissions,
  pruning,
});
