import { DeployError } from '@funade/core';
import { expect, test } from 'vitest';
import { textsOf } from '../../test/texts-of.ts';
import { isAwsError } from './is-aws-error.ts';
import { translateError } from './translate-error.ts';

const about = { operation: 'ecs:UpdateService', subject: 'shop/api' };

/** An error as the SDK makes them from an answer. */
function answered(name: string, message: string, { status = 400, attempts = 1 } = {}): Error {
  const $metadata = { httpStatusCode: status, attempts };
  return Object.assign(new Error(message), {
    name,
    $fault: status >= 500 ? 'server' : 'client',
    $metadata,
    $response: {},
  });
}

const unanswered = (fields: object, message = '') => Object.assign(new Error(message), fields);

test('every error of a call reads as it should', () => {
  const errors = [
    answered('AccessDeniedException', 'User: arn is not authorized to perform: ecs:UpdateService'),
    answered('AccessDenied', 'Not authorized', { status: 403 }),
    answered('ExpiredTokenException', 'The security token included in the request is expired'),
    answered('UnrecognizedClientException', 'The security token included in the request is invalid.'),
    answered('ThrottlingException', 'Rate exceeded', { attempts: 8 }),
    answered('ServerException', 'Internal', { status: 500, attempts: 8 }),
    answered('ClientException', 'The service is not here.'),
    answered('LimitExceededException', 'Too many revisions.'),
    unanswered({ code: 'ECONNRESET', $metadata: { attempts: 8 } }, 'socket hang up'),
    unanswered({ name: 'TimeoutError' }, 'Connection timed out after 5000 ms'),
    unanswered({ code: 'ENOTFOUND' }, 'getaddrinfo ENOTFOUND ecs.eu-west-9.amazonaws.com'),
    unanswered({ name: 'SyntaxError', $response: {}, $metadata: {} }, 'Unexpected token < in JSON'),
    unanswered({ name: 'AbortError' }, 'Request aborted'),
  ];
  expect(textsOf(errors.map((error) => translateError(error, about)))).toMatchInlineSnapshot(`
    "AWS_ACCESS_DENIED failed
      ecs:UpdateService for shop/api is not allowed
      because: User: arn is not authorized to perform: ecs:UpdateService
      hint: allow \`ecs:UpdateService\`, and \`iam:PassRole\` on the roles of the task definition, in a policy of the role or user that deploys
    AWS_ACCESS_DENIED failed
      ecs:UpdateService for shop/api is not allowed
      because: Not authorized
      hint: allow \`ecs:UpdateService\`, and \`iam:PassRole\` on the roles of the task definition, in a policy of the role or user that deploys
    AWS_EXPIRED_TOKEN failed
      ecs:UpdateService for shop/api failed because the credentials have expired
      because: The security token included in the request is expired
      hint: sign in again (\`aws sso login\`) or set new credentials; in a CI job with an identity token and a \`role\` on the environment, the session is renewed automatically
    AWS_INVALID_CREDENTIALS failed
      ecs:UpdateService for shop/api failed because AWS does not accept the credentials
      because: The security token included in the request is invalid.
      hint: check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, and this machine's clock
    AWS_THROTTLED failed
      ecs:UpdateService for shop/api was throttled (8 attempts)
      because: Rate exceeded
      hint: run it again; with many services, lower \`--concurrency\` or deploy fewer at once with \`--service\`
    AWS_UNAVAILABLE failed
      ecs:UpdateService for shop/api failed in AWS with status 500 (8 attempts)
      because: Internal
      hint: run it again; see https://health.aws.amazon.com for known problems
    AWS_ERROR failed
      ecs:UpdateService for shop/api was refused with ClientException
      because: The service is not here.
    AWS_ERROR failed
      ecs:UpdateService for shop/api was refused with LimitExceededException
      because: Too many revisions.
    AWS_NETWORK failed
      ecs:UpdateService for shop/api got no answer from AWS: ECONNRESET (8 attempts)
      because: socket hang up
      hint: check the connection, the proxy and AWS_ENDPOINT_URL, then run it again
    AWS_NETWORK failed
      ecs:UpdateService for shop/api got no answer from AWS: TimeoutError
      because: Connection timed out after 5000 ms
      hint: check the connection, the proxy and AWS_ENDPOINT_URL, then run it again
    AWS_NETWORK failed
      ecs:UpdateService for shop/api got no answer from AWS: ENOTFOUND
      because: getaddrinfo ENOTFOUND ecs.eu-west-9.amazonaws.com
      hint: check the connection, the proxy and AWS_ENDPOINT_URL, then run it again
    AWS_BAD_ANSWER failed
      ecs:UpdateService for shop/api got a response that did not come from AWS
      because: Unexpected token < in JSON
      hint: check AWS_ENDPOINT_URL, \`endpoint_url\` of the profile, and the proxy: something other than AWS answers there
    AWS_ABORTED interrupted → cancelled
      ecs:UpdateService for shop/api was stopped before it was answered
      because: Request aborted"
  `);
});

test('a call without a subject is named alone', () => {
  expect(translateError(answered('Throttling', ''), { operation: 'sts:GetCallerIdentity' }).message).toBe(
    'sts:GetCallerIdentity was throttled',
  );
});

test('an error of ours stays as it is', () => {
  const error = new DeployError('ID_TOKEN_EXPIRED', 'the identity token of GitLab has expired');
  expect(translateError(error, about)).toBe(error);
});

test('a fault of ours is no error of AWS', () => {
  const error = Object.assign(new TypeError('x is undefined'), { $metadata: { attempts: 1 } });
  expect(translateError(error, about)).toMatchObject({ code: 'INTERNAL', category: 'internal' });
});

test("AWS's error stays as the cause", () => {
  const error = answered('ClientException', 'The service is not here.');
  expect(translateError(error, about).cause).toBe(error);
});

test.each([
  ['any', answered('ClusterNotFoundException', ''), [], true],
  [
    'one of several names',
    answered('ClusterNotFoundException', ''),
    ['ClientException', 'ClusterNotFoundException'],
    true,
  ],
  ['a name without its ending', answered('InvalidIdentityTokenException', ''), ['InvalidIdentityToken'], true],
  ['a name with one more ending', answered('AccessDenied', ''), ['AccessDeniedException'], true],
  ['another name', answered('ClusterNotFoundException', ''), ['ServiceNotFoundException'], false],
  ['no answer', unanswered({ code: 'ECONNRESET' }), [], false],
  ['an error of ours with the name', unanswered({ name: 'ClientException' }), ['ClientException'], false],
  ['nothing', null, [], false],
])('an error of AWS is told by its name: %s', (...[, error, names, is]) =>
  expect(isAwsError(error, ...names)).toBe(is),
);
