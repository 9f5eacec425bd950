import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loginKey } from '../src/login/registry-login.ts';
import { userForHost } from '../src/login/user-for-host.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { testContext } from './test-context.ts';

const own = '222222222222.dkr.ecr.eu-west-1.amazonaws.com';
const other = '111111111111.dkr.ecr.eu-west-1.amazonaws.com';
const config = {
  credHelpers: { [other]: 'vault', [own]: 'vault', 'ghcr.io': 'empty' },
  auths: { 'quay.io': { auth: Buffer.from('me:quay-password').toString('base64') } },
};

test.each([
  ['the registry that is pushed to is read as the environment, whatever the user has', own, 'ecr-password'],
  ['another registry of ECR with a helper of the user’s is read by that', other, 'vault-password'],
  ['another registry of ECR is read as the environment', other.replace('eu-west-1', 'us-east-1'), 'ecr-password'],
  ['a host that looks like ECR gets no login', `${other}.example.com`, null],
  ['a registry with a login of the user’s is read with that', 'quay.io', 'quay-password'],
  ['a helper that knows nothing is nobody', 'ghcr.io', null],
  ['any other is read by nobody in particular', 'public.ecr.aws', null],
])('%s', async (_, host, password) => {
  await using temp = await temporaryFolder();
  const bin = join(temp.path, 'bin');
  await mkdir(bin);
  const answer = JSON.stringify({ Username: 'me', Secret: 'vault-password' });
  await writeFile(join(bin, 'docker-credential-vault'), `#!/bin/sh\ncat >/dev/null\necho '${answer}'\n`, {
    mode: 0o755,
  });
  await writeFile(join(bin, 'docker-credential-empty'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
  await writeFile(join(temp.path, 'config.json'), JSON.stringify(config));
  await using context = testContext({ env: { PATH: `${bin}:${process.env.PATH}`, DOCKER_CONFIG: temp.path } });
  const user = { name: 'AWS', password: context.resources.secrets.keep('ecr-password') };
  await context.resources.use(loginKey.of(context.environment.name), () => ({
    user: async () => user,
    renew: async () => null,
  }));
  const found = await userForHost(context, host, own);
  const who = found !== null && 'renew' in found ? await found.user() : found;
  expect(who?.password.reveal() ?? null).toBe(password);
});
