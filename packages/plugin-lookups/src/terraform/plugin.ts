import { type Json, type Plugin, renderSettings } from '@funade/core';
import * as z from 'zod';
import { defineLookups } from '../lookup/define-lookups.ts';
import { parseSettings } from '../lookup/parse-settings.ts';
import { loadState } from './load-state.ts';
import { parseAddress } from './parse-address.ts';
import { addressProblem, readAddress } from './read-address.ts';
import type { TerraformStateSettings } from './state-settings.ts';

const text = z.string().min(1, 'is empty');
const settingsSchema = z.union(
  [
    z.strictObject({ file: text }),
    z.strictObject({ s3: z.strictObject({ bucket: text, key: text, region: text.exactOptional() }) }),
  ],
  'write { file } or { s3: { bucket, key } }',
);

/** The plugin behind `terraformState()`. */
export function terraformStatePlugin(settings: unknown): Plugin {
  const written = parseSettings('terraformState', settingsSchema, settings);
  return defineLookups({
    name: 'terraformState',
    helpers: [
      {
        helper: 'tfstate',
        arity: 1,
        check: ([address = '']) => (parseAddress(address) === null ? addressProblem(address) : null),
      },
    ],
    settings: async (request) => (await renderSettings(written, request, 'terraformState()')) as unknown as Json,
    permissions: ({ partition }, settings) => {
      const { s3 } = settingsSchema.parse(settings) as TerraformStateSettings;
      if (s3 === undefined) return [];
      return [{ actions: ['s3:GetObject'], resources: [`arn:${partition}:s3:::${s3.bucket}/${s3.key}`] }];
    },
    async look(calls, request, context) {
      const state = await loadState(await renderSettings(written, request, 'terraformState()'), context);
      return calls.map(({ args: [address = ''] }) => readAddress(state, address));
    },
  });
}
