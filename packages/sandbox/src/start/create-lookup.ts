import { denialText, isDenied } from '../identity/check-permission.ts';
import type { Identities } from '../identity/identities.ts';
import type { Lookup, SecretAsker } from '../model/service.ts';
import { targetGroupOf } from '../services/elasticloadbalancing/index.ts';
import type { Registries } from '../services/registry/registries.ts';
import { whyNoSecret } from '../services/secretsmanager/index.ts';
import { parameterArnOf, whyNoParameter } from '../services/ssm/index.ts';
import type { DataChannels } from '../services/ssmmessages/data-channels.ts';
import type { HostedServices } from '../world/world.ts';

interface Known {
  readonly registries: Registries;
  readonly hosted: HostedServices;
  readonly identities: Identities;
  readonly dataChannels: DataChannels;
}

/** What the services of a world tell each other. */
export function createLookup({ registries, hosted, identities, dataChannels }: Known): Lookup {
  return {
    dataChannel: (session) => dataChannels.open(session),
    image: (reference) => registries.image(reference),
    role: (arn) => {
      const role = identities.role(arn);
      if (role === null) return null;
      return {
        trusts: (service) => role.trust.services.includes(service),
        isAllowed: (action, resource, context = {}) => !isDenied(role.permissions, { action, resource, context }),
      };
    },
    targetGroup: (arn, scope) => {
      const groups = hosted.loadBalancing.stateOf({ account: scope.account, region: scope.region });
      return groups.targetGroups.size === 0 || targetGroupOf(groups, arn) !== null;
    },
    deregistrationDelay: (arn) => {
      const [, , , region = '', account = ''] = arn.split(':');
      return targetGroupOf(hosted.loadBalancing.stateOf({ account, region }), arn)?.deregistrationDelay ?? null;
    },
    secret: (valueFrom, asker) => {
      const [, , service, region = asker.region, account = asker.account] = valueFrom.split(':');
      const isSecret = valueFrom.startsWith('arn:') && service === 'secretsmanager';
      const scope = valueFrom.startsWith('arn:') ? { account, region } : asker;
      const action = isSecret ? 'secretsmanager:GetSecretValue' : 'ssm:GetParameters';
      const resource = isSecret ? valueFrom.split(':').slice(0, 7).join(':') : parameterArnOf(scope, valueFrom);
      const denial = denialOf(identities, asker, { action, resource });
      if (isSecret) {
        const why = denial ?? whyNoSecret(hosted.secrets.stateOf(scope), valueFrom);
        return why === null
          ? null
          : `unable to retrieve secret from asm: service call has been retried 1 time(s): ${why}`;
      }
      const why = denial ?? whyNoParameter(hosted.ssm.stateOf(scope), valueFrom);
      return why === null
        ? null
        : `unable to retrieve secrets from ssm: service call has been retried 1 time(s): ${why}`;
    },
  };
}

/** A role that nobody seeded may do everything. */
function denialOf(
  identities: Identities,
  { roleArn, taskId }: SecretAsker,
  { action, resource }: { readonly action: string; readonly resource: string },
): string | null {
  const role = roleArn === null ? null : identities.role(roleArn);
  if (role === null || !isDenied(role.permissions, { action, resource })) return null;
  const session = `arn:aws:sts::${role.account}:assumed-role/${role.name}/${taskId}`;
  const denial = `AccessDeniedException: ${denialText(session, { action, resource })} status code: 400`;
  return action.startsWith('secretsmanager')
    ? `failed to fetch secret ${resource} from secrets manager: ${denial}`
    : denial;
}
