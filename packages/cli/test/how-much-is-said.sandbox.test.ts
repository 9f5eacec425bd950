import { expect, test } from 'vitest';
import { makeCase } from './case-folder.ts';

test('--verbose says what is called and how long it takes, --debug what is sent as well', async () => {
  await using project = await makeCase();
  const verbose = await project.funade('plan prod --tag v2.0.0 --verbose');
  expect(verbose.err).toMatch(/^· DescribeServices 127\.0\.0\.1:\d+: 200 \(\d+ ms\)$/m);
  expect(verbose.err).not.toContain('"services"');
  const debug = await project.funade('plan prod --tag v2.0.0', { env: { FUNADE_DEBUG: '1' } });
  expect(debug.err).toMatch(/^ {4}\{"services":\["web"\],"cluster":"c"\}$/m);
  const { AWS_SECRET_ACCESS_KEY: key = '' } = project.sandbox.environment({
    account: '111111111111',
    region: 'us-east-1',
  });
  expect([debug.err.includes(key), debug.err.includes('AWS4-HMAC')]).toEqual([false, false]);
});

test('--quiet shows nothing but how it ended', async () => {
  await using project = await makeCase();
  const { code, out, err } = await project.funade('deploy prod --tag v2.0.0 -q -y');
  expect([code, err]).toEqual([0, '']);
  expect(out).toMatch(/^✔ web@prod {2}succeeded {2}v1\.0\.0 → v2\.0\.0 \(major\).*\nprod: 1 succeeded in [^\n]*\n$/);
});
