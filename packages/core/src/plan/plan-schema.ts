import * as z from 'zod';
import { deploymentEnds } from '../model/history.ts';
import type { Json } from '../model/json.ts';
import { relations } from '../model/lineage.ts';
import { type Plan, planFormat } from '../model/plan.ts';
import { phases } from '../model/step.ts';

/** Comes from a JSON text, so it is JSON when it is there at all. */
const json = z.custom<Json>((value) => value !== undefined, 'missing');
const name = z.string().min(1);
const stepId = name;
const targetId = z.templateLiteral([z.string().min(1), '@', z.string().min(1)]);
const concerned = { targets: z.array(targetId), label: name };

const environment = z.strictObject({
  name,
  account: z.string().regex(/^\d{12}$/),
  region: name,
  role: name.nullable(),
  confirm: z.boolean(),
  order: z.literal('strict').exactOptional(),
});

const release = z.strictObject({
  version: name.nullable(),
  tag: name.nullable(),
  branch: name.nullable(),
  // Empty where services go back to revisions that do not record it.
  commit: z.string(),
  checkedOut: name.exactOptional(),
  shortCommit: z.string(),
  commitTime: z.number(),
  dirty: z.boolean(),
  dirtyPaths: z.array(z.string()),
  imageTag: z.string(),
  source: z.string().nullable(),
});

const version = z.strictObject({
  target: targetId,
  from: z.string().nullable(),
  to: z.string(),
  step: z.enum(['major', 'minor', 'patch', 'prerelease', 'downgrade', 'same']).nullable(),
});

const target = z.strictObject({
  id: targetId,
  service: name,
  options: z.record(z.string(), json),
  steps: z.array(stepId),
  version: version.nullable(),
  onFailure: z.enum(['leave', 'rollback', 'rollback-all']),
});

const change = z.strictObject({
  path: z.string(),
  from: json,
  to: json,
  only: z.literal('order').exactOptional(),
  masked: z.literal(true).exactOptional(),
  other: z.strictObject({ name: z.string(), value: json }).exactOptional(),
  winner: z.enum(['running', 'other', 'config']).exactOptional(),
});

const step = z.strictObject({
  id: stepId,
  kind: name,
  phase: z.enum(phases),
  ...concerned,
  title: z.string(),
  input: json,
  needs: z.array(stepId),
  after: z.array(stepId),
  changes: z.array(change),
  neededBy: z.array(stepId).exactOptional(),
  undoes: stepId.exactOptional(),
  onFailure: z.enum(['leave', 'rollback']).exactOptional(),
  effect: z.enum(['none', 'stores', 'changes']),
  verb: name.exactOptional(),
  deadlineSeconds: z.number().exactOptional(),
});

/** A saved plan of the format this version reads. */
export const planSchema: z.ZodType<Plan> = z.strictObject({
  format: z.literal(planFormat),
  id: z.string().regex(/^[0-9a-f]{64}$/, 'not 64 hex digits'),
  createdAt: z.iso.datetime(),
  project: z.string(),
  environment,
  release,
  allow: z.strictObject({
    dirty: z.boolean(),
    downgrade: z.boolean(),
    adoptImage: z.boolean(),
    force: z.boolean(),
  }),
  plugins: z.array(name),
  targets: z.array(target),
  lookups: z.array(z.strictObject({ helper: name, args: z.array(z.string()) })).exactOptional(),
  overrides: z.array(z.strictObject({ target: targetId, path: name, from: json, to: json })).exactOptional(),
  changedSince: z
    .strictObject({
      ref: name,
      commit: name,
      changed: z.record(targetId, z.string()),
      unchanged: z.record(targetId, z.string()),
    })
    .exactOptional(),
  lineage: z
    .record(targetId, z.strictObject({ commit: z.string().nullable(), relation: z.enum(relations) }))
    .exactOptional(),
  revisions: z
    .record(
      targetId,
      z.strictObject({
        revision: z.string(),
        release: z.string().nullable(),
        commit: z.string().nullable(),
        deployment: z.string().nullable(),
        deployedAt: z.string().nullable(),
        age: z.number().nullable(),
        end: z.enum(deploymentEnds).nullable(),
        missing: z.array(z.string()),
        moved: z.array(z.string()),
        doubts: z.array(z.strictObject({ code: z.string(), message: z.string() })),
        intent: z.enum(['rollback', 'deploy']),
      }),
    )
    .exactOptional(),
  kept: z.record(targetId, z.string()).exactOptional(),
  until: z.string().exactOptional(),
  facts: z.record(z.string(), json),
  waitsFor: z.array(z.strictObject({ target: targetId, occupant: z.string() })).exactOptional(),
  steps: z.array(step),
  rollback: z.array(step),
  notes: z.array(z.strictObject({ ...concerned, text: z.string() })),
  warnings: z.array(z.strictObject({ code: z.string(), ...concerned, message: z.string() })),
});
