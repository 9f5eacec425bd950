import { expect, test } from 'vitest';
import { makeCase } from './case-folder.ts';
import { startShop } from './shop.ts';

test('a tag that is not checked out is deployed where nothing is built, and the plan says whose config it is', async () => {
  await using project = await makeCase();
  await project.write({ 'later.txt': 'x' });
  await project.git('add', '.');
  await project.git('commit', '--quiet', '--message=b');
  const { code, out } = await project.funade('deploy prod --tag v2.0.0');
  expect(out).toContain('[CONFIG_OF_OTHER_COMMIT]');
  expect(out).toMatch(/the config is from the checked-out commit [0-9a-f]{7}, not\s+from\s+v2\.0\.0/);
  expect(code).toBe(0);
});

test('a tag whose image is in ECR is rolled back to from the newest checkout', async () => {
  await using shop = await startShop();
  await shop.git('checkout', '--quiet', 'v1.1.0');
  expect(await shop.funade('deploy staging --tag v1.0.0 --service api')).toMatchObject({ code: 0 });
});

test('a tag that is not checked out is refused where it would be built', async () => {
  await using shop = await startShop({ pushed: [] });
  await shop.git('checkout', '--quiet', 'v1.1.0');
  const { code, err } = await shop.funade('plan staging --tag v1.0.0');
  expect(err).toMatch(
    /^error: tag "v1\.0\.0" is commit [0-9a-f]{7}, but [0-9a-f]{7} is checked out: the build of shop\/\w+ would not match the tag \(TAG_NOT_CHECKED_OUT\)\n {2}hint: git checkout v1\.0\.0/,
  );
  expect([code, shop.writes()]).toEqual([8, []]);
});
