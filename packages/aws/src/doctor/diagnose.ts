import {
  type DiagnoseRequest,
  type Finding,
  findingOf,
  isJsonObject,
  type Json,
  type RunContext,
  regionDoubt,
  regionProblem,
} from '@funade/core';
import { translateError } from '../api/translate-error.ts';
import { useHttp } from '../http/http.ts';
import { proxyFor, proxyName } from '../http/proxy-for.ts';
import { isFarOff } from '../rules/aws-time.ts';
import { isSessionOf, parseRoleArn, parseSessionArn } from '../rules/role-arn.ts';
import { parseTokenClaims, type TokenClaims } from '../rules/token-claims.ts';
import { useSession } from '../session/session.ts';
import { audienceOf } from '../token-source/audience.ts';
import { findTokenSource, howToGetToken } from '../token-source/find-token-source.ts';
import { credentialSource } from './credential-source.ts';
import { type Trusting, trustConditions } from './trust-conditions.ts';

/** Looks at who we are and how AWS is reached: region, proxy, token, credentials, identity, role, clock. */
export async function diagnose(request: DiagnoseRequest, context: RunContext): Promise<readonly Finding[]> {
  const { environment } = request;
  const { claims, findings: token } = await lookAtToken(context);
  const source = await credentialSource(context);
  const identity = await lookAtIdentity(context);
  const trust =
    identity.result === 'ok' && environment.role !== null ? await lookAtTrust(environment.role, claims, context) : [];
  return [
    lookAtRegion(environment.region),
    ...lookAtWay(environment.region, context),
    ...token,
    lookAtCredentials(source, { claims, role: environment.role, identity }),
    identity,
    lookAtRole(environment.role, { account: environment.account, identity }),
    ...trust,
    await lookAtClock(identity, context),
  ];
}

function lookAtRegion(region: string): Finding {
  const about = { kind: 'region', what: 'region' };
  const problem = regionProblem(region);
  if (problem !== null)
    return { ...about, result: 'failed', text: problem, mend: 'correct `region` of the environment' };
  const doubt = regionDoubt(region);
  return { ...about, result: doubt === null ? 'ok' : 'warning', text: doubt ?? region, mend: null };
}

function lookAtWay(region: string, { env }: RunContext): readonly Finding[] {
  const about = { kind: 'proxy', what: 'proxy' };
  const { AWS_ENDPOINT_URL: endpoint } = env;
  const url = new URL(endpoint && URL.canParse(endpoint) ? endpoint : `https://sts.${region}.amazonaws.com`);
  const endpoints: readonly Finding[] = endpoint
    ? [
        {
          kind: 'endpoint',
          what: 'endpoint',
          result: 'warning',
          text: `AWS_ENDPOINT_URL is ${URL.canParse(endpoint) ? new URL(endpoint).origin : 'no URL'}: this is not AWS itself`,
          mend: 'unset AWS_ENDPOINT_URL, unless a sandbox or a gateway is meant',
        },
      ]
    : [];
  try {
    const proxy = proxyFor(url, env);
    return [
      ...endpoints,
      {
        ...about,
        result: 'ok',
        text: proxy === null ? `none for ${url.host}` : `${proxyName(proxy)} for ${url.host}`,
        mend: null,
      },
    ];
  } catch (error) {
    return [...endpoints, findingOf(about, error)];
  }
}

/** The token of the job, as it presents itself: what is in it is no secret, the token is. */
async function lookAtToken(
  context: RunContext,
): Promise<{ readonly claims: TokenClaims | null; readonly findings: readonly Finding[] }> {
  const about = { kind: 'token', what: 'identity token' };
  const { account, role } = context.environment;
  const wanted = role ?? `arn:aws:iam::${account}:role/any`;
  try {
    const http = await useHttp(context);
    const source = findTokenSource({ context, http, audience: audienceOf(context, wanted) }, wanted);
    if (source === null) return { claims: null, findings: missingToken(context) };
    const token = context.resources.secrets.keep(await source.fetch());
    const claims = parseTokenClaims(token.reveal());
    if (claims === null) {
      const text = `what ${source.ci} gave is no JSON Web Token`;
      return {
        claims,
        findings: [{ ...about, result: 'failed', text, mend: howToGetToken(context.env)?.howTo ?? null }],
      };
    }
    const over = claims.expiresAt !== null && claims.expiresAt <= context.clock.now();
    const lines = [
      `of ${source.ci}`,
      `iss ${claims.issuer}`,
      `aud ${claims.audience.join(', ')}`,
      `sub ${claims.subject}`,
      ...(claims.expiresAt === null ? [] : [`exp ${new Date(claims.expiresAt).toISOString()}`]),
    ];
    return {
      claims,
      findings: [
        { ...about, result: over ? 'failed' : 'ok', text: lines.join('\n'), mend: over ? source.whenExpired : null },
      ],
    };
  } catch (error) {
    context.signal.throwIfAborted();
    return { claims: null, findings: [findingOf(about, error)] };
  }
}

function missingToken({ env }: RunContext): readonly Finding[] {
  const ci = howToGetToken(env);
  if (ci === null) return [];
  const text = `this ${ci.ci} job has none`;
  return [{ kind: 'token', what: 'identity token', result: 'warning', text, mend: ci.howTo }];
}

interface Standing {
  readonly claims: TokenClaims | null;
  readonly role: string | null;
  readonly identity: Finding;
}

function lookAtCredentials(source: string | null, { claims, role, identity }: Standing): Finding {
  const about = { kind: 'credentials', what: 'credentials' };
  if (claims !== null && role !== null)
    return { ...about, result: 'ok', text: 'the identity token, for the role', mend: null };
  if (source !== null) return { ...about, result: 'ok', text: `from ${source}`, mend: null };
  if (identity.result === 'ok')
    return { ...about, result: 'ok', text: 'from the machine that this runs on', mend: null };
  return { ...about, result: 'failed', text: 'there are none', mend: 'aws sso login, or set AWS_PROFILE' };
}

async function lookAtIdentity(context: RunContext): Promise<Finding> {
  const about = { kind: 'identity', what: 'who we are' };
  try {
    const { callerArn, endsAt, expiresAt } = await useSession(context);
    const end = endsAt ?? expiresAt;
    const until = end === null ? '' : `, until ${new Date(end).toISOString()}`;
    return { ...about, result: 'ok', text: `${callerArn}${until}`, mend: null };
  } catch (error) {
    context.signal.throwIfAborted();
    return findingOf(about, error);
  }
}

function lookAtRole(
  role: string | null,
  { account, identity }: { readonly account: string; readonly identity: Finding },
): Finding {
  const about = { kind: 'role', what: 'role' };
  if (role === null) {
    const text = `none is written: the credentials that are found deploy into account ${account}`;
    return { ...about, result: 'ok', text, mend: null };
  }
  if (parseRoleArn(role)?.account !== account) {
    const mend = 'correct `account` or `role` of the environment';
    return { ...about, result: 'failed', text: `${role} is not of account ${account}`, mend };
  }
  const assumed = identity.result === 'ok' && isSessionOf(identity.text.split(',')[0] ?? '', role);
  return { ...about, result: assumed ? 'ok' : 'unknown', text: assumed ? role : `${role} was not assumed`, mend: null };
}

/** What the trust policy asks of a token beside what the token says. */
async function lookAtTrust(role: string, claims: TokenClaims | null, context: RunContext): Promise<readonly Finding[]> {
  const about = { kind: 'trust', what: 'trust policy' };
  try {
    const { IAMClient, GetRoleCommand } = await import('@aws-sdk/client-iam');
    const session = await useSession(context);
    const client = new IAMClient(session.clientConfigFor('iam', 2));
    const command = new GetRoleCommand({ RoleName: parseRoleArn(role)?.name ?? '' });
    const { Role } = await client.send(command, { abortSignal: context.signal });
    const policy: Json = JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? 'null'));
    const trusting = isJsonObject(policy) ? trustConditions(policy) : [];
    return [trustFinding(trusting, claims)];
  } catch (error) {
    context.signal.throwIfAborted();
    const failure = translateError(error, { operation: 'iam:GetRole', subject: role });
    const denied = failure.code === 'AWS_ACCESS_DENIED';
    const text = denied
      ? 'reading it needs iam:GetRole on the role itself'
      : `it could not be read: ${failure.message}`;
    return [{ ...about, result: 'unknown', text, mend: failure.hint }];
  }
}

function trustFinding(trusting: readonly Trusting[], claims: TokenClaims | null): Finding {
  const about = { kind: 'trust', what: 'trust policy' };
  const lines = trusting.flatMap(({ provider, conditions, open }) => [
    `takes tokens of ${provider}`,
    ...conditions,
    ...(open ? ['asks nothing of sub: every job of this issuer may have the role'] : []),
  ]);
  const presented =
    claims === null ? [] : [`presented: aud ${claims.audience.join(', ')}`, `presented: sub ${claims.subject}`];
  const open = trusting.some((each) => each.open);
  if (trusting.length === 0) return { ...about, result: 'ok', text: 'takes no identity tokens', mend: null };
  return {
    ...about,
    result: open ? 'failed' : 'ok',
    text: [...lines, ...presented].join('\n'),
    mend: open ? 'funade iam <environment> prints a trust policy that is limited to the project' : null,
  };
}

async function lookAtClock(identity: Finding, context: RunContext): Promise<Finding> {
  const about = { kind: 'clock', what: 'clock' };
  const { ahead } = (await useHttp(context)).awsTime;
  const seconds = Math.round(Math.abs(ahead) / 1000);
  // Nothing is heard of AWS's time where AWS was not asked.
  if (ahead === 0 && identity.result === 'failed') {
    return { ...about, result: 'unknown', text: 'AWS has not told its time', mend: null };
  }
  if (seconds < 30) return { ...about, result: 'ok', text: 'agrees with AWS', mend: null };
  const off = seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
  const text = `this machine is ${off} ${ahead > 0 ? 'behind' : 'ahead of'} AWS`;
  const mend = 'set the clock: sudo timedatectl set-ntp true (Linux), sudo sntp -sS time.apple.com (macOS)';
  return { ...about, result: isFarOff(0, ahead) ? 'failed' : 'warning', text, mend };
}

/** The role or user whose policies decide what a caller may do; null: IAM cannot answer for it. */
export function principalOf(callerArn: string, role: string | null): string | null {
  if (role !== null && isSessionOf(callerArn, role)) return role;
  const session = parseSessionArn(callerArn);
  if (session !== null) return `arn:${session.partition}:iam::${session.account}:role/${session.name}`;
  return /:user\//.test(callerArn) ? callerArn : null;
}
