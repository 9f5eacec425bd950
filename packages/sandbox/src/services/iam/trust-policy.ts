import type { Role } from '../../identity/principal.ts';
import type { WireObject } from '../../model/service.ts';

/** The trust of a role as the policy document it would be on AWS. */
export function trustPolicy({ account, trust }: Role): WireObject {
  return {
    Version: '2012-10-17',
    Statement: [...webIdentity(account, trust), ...principals(trust), ...services(trust)],
  };
}

function webIdentity(account: string, { issuer, audiences, subjects, operator }: Role['trust']): readonly WireObject[] {
  if (issuer === null || subjects.length === 0) return [];
  const provider = issuer.replace(/^https?:\/\//, '');
  const audience = { [`${provider}:aud`]: audiences };
  const subject = { [`${provider}:sub`]: subjects };
  return [
    {
      Effect: 'Allow',
      Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/${provider}` },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition:
        operator === 'StringEquals'
          ? { StringEquals: { ...audience, ...subject } }
          : { StringEquals: audience, StringLike: subject },
    },
  ];
}

function principals({ principals }: Role['trust']): readonly WireObject[] {
  return principals.length === 0 ? [] : [{ Effect: 'Allow', Principal: { AWS: principals }, Action: 'sts:AssumeRole' }];
}

function services({ services }: Role['trust']): readonly WireObject[] {
  return services.length === 0 ? [] : [{ Effect: 'Allow', Principal: { Service: services }, Action: 'sts:AssumeRole' }];
}
