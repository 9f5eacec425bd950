import { GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';
import { describe, expect, test } from 'vitest';
import { startSandbox } from '../../src/index.ts';
import { ecrClient } from '../clients.ts';
import { loggedIn, registryClient } from '../images.ts';
import { account, refusal, repository, seed, startWith } from './support.ts';

describe('login', () => {
  test('1.1 a stranger is asked to log in', async () => {
    await using sandbox = await startSandbox({ seed });
    const host = sandbox.registries[0]?.host;
    for (const path of ['/v2/', `${repository}/tags/list`, '/elsewhere']) {
      const response = await fetch(`http://${host}${path}`);
      expect(response.headers.get('www-authenticate')).toBe(
        `Basic realm="http://${host}/",service="ecr.amazonaws.com"`,
      );
      expect(await refusal(response)).toEqual({ status: 401, code: 'UNAUTHORIZED', message: 'Not Authorized' });
    }
  });

  test.each(['AWS:guess', 'docker:guess', 'AWS'])('1.2 %s is nobody', async (login) => {
    await using sandbox = await startSandbox({ seed });
    const stranger = registryClient(sandbox.registries[0]?.host ?? '', Buffer.from(login).toString('base64'));
    expect((await stranger.fetch('/v2/')).status).toBe(401);
    expect((await (await loggedIn(sandbox)).fetch('/v2/')).status).toBe(200);
  });

  test('1.3 a password ends after 12 hours', async () => {
    const { sandbox, registry } = await startWith();
    await using _ = sandbox;
    await sandbox.clock.advance({ hours: 12 });
    expect(await refusal(registry.fetch('/v2/'))).toEqual({
      status: 403,
      code: 'DENIED',
      message: 'Your authorization token has expired. Reauthenticate and try again.',
    });
  });

  test('1.4 a caller that may not push is told so', async () => {
    await using sandbox = await startSandbox({ seed });
    const reader = await loggedIn(sandbox, { role: 'reader' });
    expect((await reader.fetch(`${repository}/tags/list`)).status).toBe(200);
    expect(await refusal(reader.fetch(`${repository}/blobs/uploads/`, { method: 'POST' }))).toEqual({
      status: 403,
      code: 'DENIED',
      message: `User: arn:aws:sts::${account}:assumed-role/reader/sandbox is not authorized to perform: ecr:InitiateLayerUpload on resource: arn:aws:ecr:eu-west-1:${account}:repository/shop/api because no identity-based policy allows the ecr:InitiateLayerUpload action`,
    });
  });

  test('1.5 a login of another account reaches nothing', async () => {
    await using sandbox = await startSandbox({ seed });
    const { authorizationData } = await ecrClient(sandbox, { account: '222222222222' }).send(
      new GetAuthorizationTokenCommand({}),
    );
    const foreign = registryClient(sandbox.registries[0]?.host ?? '', authorizationData?.[0]?.authorizationToken ?? '');
    expect(await refusal(foreign.fetch(`${repository}/tags/list`))).toMatchObject({
      status: 403,
      code: 'DENIED',
      message: expect.stringContaining('because no resource-based policy allows the ecr:ListImages action'),
    });
  });

  test('1.6 a repository that does not exist is not made by pushing', async () => {
    const { sandbox, registry } = await startWith();
    await using _ = sandbox;
    expect(await refusal(registry.fetch('/v2/shop/nope/blobs/uploads/', { method: 'POST' }))).toEqual({
      status: 404,
      code: 'NAME_UNKNOWN',
      message: `The repository with name 'shop/nope' does not exist in the registry with id '${account}'`,
    });
  });
});
