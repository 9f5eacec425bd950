import type { Explanations } from './explanation.ts';

/** What the codes about this mean: aWS, credentials and networks. */
export const awsCodes: Explanations = {
  NO_CREDENTIALS: {
    exit: 1,
    means: 'There are no AWS credentials, or there is an identity token and no `role` to assume with it.',
    mend: 'On a laptop sign in (`aws sso login`). In CI give the job an identity token, and the environment a `role`.',
    page: 'ci/README.md',
  },
  WRONG_ACCOUNT: {
    exit: 8,
    means: 'The credentials belong to another account than the environment. Nothing was read or changed.',
    mend: 'Use credentials of that account, or set `role` of the environment to a role there.',
    page: 'configuration.md#environments',
  },
  ROLE_ACCOUNT: {
    exit: 2,
    means: '`role` of an environment belongs to another account than its `account`.',
    mend: 'Correct one of the two.',
    page: 'configuration.md#environments',
  },
  ROLE_REFUSED: {
    exit: 1,
    means:
      'The role does not accept the identity token of the job, or the caller may not assume it. The hint shows what the token says and the statement that accepts it.',
    mend: 'Add the statement to the trust policy of the role.',
    page: 'ci/README.md#the-trust-policy',
  },
  ID_TOKEN_REQUEST_FAILED: {
    exit: 1,
    means: 'The CI issued no identity token.',
    mend: 'Run the job again. On GitHub the job needs `permissions: id-token: write`.',
    page: 'ci/README.md',
  },
  ID_TOKEN_REFUSED: {
    exit: 1,
    means: 'AWS does not know the issuer of the token, or its audience.',
    mend: 'Create an IAM identity provider for the issuer, with the audience among its client ids.',
    page: 'ci/README.md#the-trust-policy',
  },
  ID_TOKEN_EXPIRED: {
    exit: 1,
    means:
      'The identity token of the job has expired. On GitLab it lives as long as the job may take, and cannot be renewed.',
    mend: 'Run the job again, and do not save tokens for later jobs.',
    page: 'ci/README.md',
  },
  AWS_ACCESS_DENIED: {
    exit: 1,
    means: 'AWS does not allow the call.',
    mend: 'Allow the action that the hint names, in a policy of the role that deploys.',
    page: 'rollouts.md#permissions',
  },
  AWS_EXPIRED_TOKEN: {
    exit: 1,
    means: 'The session has ended and could not be renewed.',
    mend: 'Sign in again. In CI, set `role` on the environment: its session is renewed by itself.',
    page: 'networks.md#time-and-size',
  },
  AWS_INVALID_CREDENTIALS: {
    exit: 1,
    means: 'AWS does not accept the credentials, or the clock of this machine is wrong.',
    mend: 'Check the three variables of the credentials, and the clock.',
    page: 'networks.md',
  },
  AWS_THROTTLED: {
    exit: 1,
    means: 'AWS asked to slow down until all attempts were used up.',
    mend: 'Run it again. With many services, lower `--concurrency` or deploy fewer at once.',
    page: 'networks.md#time-and-size',
  },
  AWS_NETWORK: {
    exit: 1,
    means: 'No answer came from AWS.',
    mend: 'Check the connection, the proxy, and `AWS_ENDPOINT_URL`.',
    page: 'networks.md',
  },
  AWS_UNAVAILABLE: {
    exit: 1,
    means: 'AWS itself failed.',
    mend: 'Run it again, and look at https://health.aws.amazon.com.',
    page: 'networks.md#time-and-size',
  },
  AWS_BAD_ANSWER: {
    exit: 1,
    means: 'The answer did not come from AWS: a page of a proxy, or nothing.',
    mend: 'Check `AWS_ENDPOINT_URL`, `endpoint_url` of the profile, and the proxy.',
    page: 'networks.md#endpoints',
  },
  AWS_ABORTED: {
    exit: 130,
    means: 'A call was stopped before it was answered, because the run was interrupted.',
    mend: 'Nothing needs to be done; `funade resume` takes the run up.',
    page: 'operating.md#when-a-job-is-cancelled',
  },
  AWS_ERROR: {
    exit: 1,
    means: "AWS refused the call for a reason that has no code of its own here. The cause has AWS's words.",
    mend: 'Correct what AWS names.',
    page: 'networks.md',
  },
  ENDPOINT_INVALID: {
    exit: 2,
    means: 'An endpoint that is set is no URL.',
    mend: 'Write it as `https://host` or `http://host:port`.',
    page: 'networks.md#endpoints',
  },
  PROXY_INVALID: {
    exit: 2,
    means: 'A variable names no proxy that can be used. Its value is not shown, as it may hold a password.',
    mend: 'Write `http://host:port`, special characters percent-encoded.',
    page: 'networks.md#proxies',
  },
  PROXY_REFUSED: {
    exit: 1,
    means: 'The proxy did not let the request through.',
    mend: '407 means that it wants a login; 403 usually that its rules refuse the host.',
    page: 'networks.md#proxies',
  },
  CA_BUNDLE_UNREADABLE: {
    exit: 2,
    means: 'The file that `AWS_CA_BUNDLE` or the profile names has no readable certificates.',
    mend: 'Name a file in PEM form that this user may read.',
    page: 'networks.md#certificates',
  },
  CERTIFICATE_UNTRUSTED: {
    exit: 1,
    means: 'The certificate of the other side is not trusted here.',
    mend: 'Name the certificate of your authority or proxy in `AWS_CA_BUNDLE`. There is no switch that turns the check off.',
    page: 'networks.md#certificates',
  },
  ANSWER_TOO_LARGE: {
    exit: 1,
    means: 'An answer was larger than any answer to this call.',
    mend: 'Something else answers there: check the endpoint and the proxy.',
    page: 'networks.md#time-and-size',
  },
  REDIRECT_REFUSED: {
    exit: 1,
    means: 'A redirect was not followed: it was the sixth, or led from https to http.',
    mend: 'Correct the address that redirects.',
    page: 'networks.md#registries',
  },
};
