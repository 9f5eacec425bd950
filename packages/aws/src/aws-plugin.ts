import {
  defineOperations,
  definePermissions,
  definePlugin,
  definePruning,
  defineStep,
  emptyFragment,
  emptyOperation,
  type PermissionNeeds,
  type PermissionsRequest,
  type PluginRequest,
  type Step,
} from '@funade/core';
import * as z from 'zod';
import { sessionStepId, useSession } from './session/session.ts';

const assumeRole = defineStep({
  kind: 'aws.assume-role',
  input: z.strictObject({ account: z.string(), region: z.string(), role: z.string().nullable() }),
  output: z.strictObject({ callerArn: z.string(), account: z.string(), expiresAt: z.number().nullable() }),
  effect: 'none',
  everyProcess: true,
  async run(_, context) {
    const { callerArn, account, expiresAt } = await useSession(context);
    context.progress(`as ${callerArn}`);
    return { callerArn, account, expiresAt };
  },
});

/** Proves who we are, before anything is read and again when a plan is applied. */
export const awsPlugin = definePlugin({
  name: 'aws',
  options: null,
  facts: z.null(),
  steps: [assumeRole],
  plansRevisions: true,
  async connect(context) {
    await useSession(context);
  },
  observe: async () => null,
  diagnose: async (request, context) => (await import('./doctor/diagnose.ts')).diagnose(request, context),
  permissions: definePermissions({ needs: ofOwnRole }),
  plan: (request) => ({ ...emptyFragment, steps: [sessionStep(request)] }),
  pruning: definePruning({
    facts: z.null(),
    observe: async () => null,
    plan: (request) => ({ ...emptyOperation, steps: [sessionStep(request)], keeps: null }),
  }),
  operations: defineOperations({
    facts: z.null(),
    observe: async () => null,
    plan: (request) => ({ ...emptyOperation, steps: [sessionStep(request)] }),
  }),
});

/** `funade doctor` looks at the role itself: whom it trusts, and what it may do. */
function ofOwnRole({ environment: { role } }: PermissionsRequest): PermissionNeeds {
  if (role === null) return { permissions: [] };
  const actions = ['iam:GetRole', 'iam:SimulatePrincipalPolicy'];
  return { permissions: [{ groups: ['plan'], actions, resources: [role] }] };
}

/** Every target of the environment stands on it. */
function sessionStep({ environment, targets }: Pick<PluginRequest, 'environment' | 'targets'>): Step {
  const { name, account, region, role } = environment;
  return {
    id: sessionStepId(name),
    kind: assumeRole.kind,
    phase: 'session',
    targets: targets.map(({ id }) => id),
    label: name,
    title: role === null ? `use the credentials of account ${account}` : `assume role ${role}`,
    input: { account, region, role },
    needs: [],
    after: [],
    changes: [],
  };
}
