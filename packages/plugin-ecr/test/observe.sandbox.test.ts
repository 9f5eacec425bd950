import { expect, test } from 'vitest';
import { openShop, type Services } from './shop.ts';
import { commit } from './test-context.ts';

const label = 'org.opencontainers.image.revision';
const files = { 'web/index.html': '<h1>hello</h1>' };
const image = (repository: string) => ({
  repository,
  build: { context: 'web', from: 'scratch', content: { 'index.html': '/index.html' } },
});
const built = (revision: string | null) => ({
  images: [{ tags: ['v1.2.3'], files: { '/a': 'a' }, labels: revision === null ? {} : { [label]: revision } }],
});

test('a hundred repositories are one batch, one call each, and one login', async () => {
  const names = Array.from({ length: 100 }, (_, index) => `shop/service-${index}`);
  await using shop = await openShop({
    repositories: Object.fromEntries(names.map((name) => [name, { mutability: 'IMMUTABLE', ...built(commit) }])),
  });
  const services: Services = Object.fromEntries(names.map((name) => [name.slice(5), image(name)]));
  const plan = await shop.plan(shop.context(), services);
  expect(plan.steps).toEqual([]);
  expect(plan.notes).toHaveLength(100);
  const calls = (operation: string) => shop.sandbox.requests(operation).length;
  expect([calls('ecr.DescribeRepositories'), calls('ecr.DescribeImages'), calls('ecr.GetAuthorizationToken')]).toEqual([
    1, 100, 1,
  ]);
  expect([calls('registry.GET manifest'), calls('registry.GET blob')]).toEqual([100, 100]);
});

test('repositories whose tag is free need no login while planning', async () => {
  await using shop = await openShop({ repositories: { 'shop/api': {} }, files });
  shop.sandbox.faults.always('ecr.GetAuthorizationToken', { code: 'AccessDeniedException', message: 'no' });
  const plan = await shop.plan(shop.context(), { api: image('shop/api') });
  expect(plan.steps.map((step) => step.kind)).toEqual(['aws.assume-role', 'ecr.build-image', 'ecr.push-image']);
  expect(plan.warnings.map((warning) => warning.code)).toEqual(['ECR_TAG_MUTABLE']);
  expect(shop.sandbox.requests('registry.*')).toEqual([]);
});

test('a tag whose manifest the registry does not hand out is not free', async () => {
  await using shop = await openShop({ repositories: { 'shop/api': built(commit) }, files });
  shop.sandbox.faults.always('registry.GET manifest', { code: 'MANIFEST_UNKNOWN', status: 404 });
  await expect(shop.plan(shop.context(), { api: image('shop/api') })).rejects.toMatchObject({
    code: 'IMAGE_INACCESSIBLE',
    category: 'refused',
  });
});

test('one missing repository is named, with the one that is near, and costs two calls more', async () => {
  await using shop = await openShop({ repositories: { 'shop/a': {}, 'shop/b': {} }, files });
  const services = { a: image('shop/a'), b: image('shop/b'), c: image('shop/c') };
  await expect(shop.plan(shop.context(), services)).rejects.toMatchObject({
    code: 'ECR_REPOSITORY_MISSING',
    message: 'account 222222222222 has no repository shop/c in eu-west-1',
    hint: 'did you mean shop/a? It exists in eu-west-1',
  });
  expect(shop.sandbox.requests('ecr.DescribeRepositories').map((request) => request.body)).toEqual([
    { repositoryNames: ['shop/a', 'shop/b', 'shop/c'] },
    { repositoryNames: ['shop/a', 'shop/b'] },
    { maxResults: 1000 },
  ]);
});

test('a repository that nothing is near to is created by the command that is said, one that is near never', async () => {
  await using shop = await openShop({ repositories: { 'shop/api': {}, 'billing/worker': {} }, files });
  const services = { api: image('shop/apii'), other: image('something/else') };
  const error: unknown = await shop.plan(shop.context(), services).catch((thrown: unknown) => thrown);
  const { hint } = error as { readonly hint: string };
  expect(hint.split('\n')).toEqual([
    'did you mean shop/api? It exists in eu-west-1',
    'aws ecr create-repository --repository-name something/else --image-tag-mutability IMMUTABLE --region eu-west-1',
    'or add createRepository: {} to it',
  ]);
  const prebuilt = { api: { repository: 'shop/apii', prebuilt: { tag: 'v1' } } };
  await expect(shop.plan(shop.context(), prebuilt)).rejects.toMatchObject({ hint: hint.split('\n')[0] });
});

test('whoever may not list repositories is told as before', async () => {
  await using shop = await openShop({ repositories: { 'shop/api': {} }, files });
  shop.sandbox.faults.next('ecr.DescribeRepositories', { delay: 0 });
  shop.sandbox.faults.always('ecr.DescribeRepositories', { code: 'AccessDeniedException' });
  await expect(shop.plan(shop.context(), { api: image('shop/apii') })).rejects.toMatchObject({
    code: 'ECR_REPOSITORY_MISSING',
    hint: expect.stringContaining('create-repository'),
  });
});

test('content that is not there fails the plan', async () => {
  await using shop = await openShop({ repositories: { 'shop/api': {} }, files });
  const api = image('shop/api');
  const build = { ...api.build, content: { ...api.build.content, dist: '/srv' } };
  await expect(shop.plan(shop.context(), { api: { ...api, build } })).rejects.toMatchObject({
    code: 'BUILD_CONTEXT_MISSING',
    category: 'usage',
    message: 'the content of shop/api does not exist: web/dist',
  });
});

test('uncommitted files count when the build takes them in, and not when its content says others', async () => {
  await using shop = await openShop({ repositories: { 'shop/api': {} }, files });
  const services = { api: image('shop/api') };
  const other = { release: { dirty: true, dirtyPaths: ['web/notes.md', 'README.md'] } };
  const plan = await shop.plan(shop.context(), services, other);
  expect(plan.steps.map((step) => step.kind)).toContain('ecr.build-image');
  const own = { release: { dirty: true, dirtyPaths: ['web/index.html'] } };
  await expect(shop.plan(shop.context(), services, own)).rejects.toMatchObject({ code: 'BUILD_CONTEXT_DIRTY' });
});

test.each([
  ['another commit', 'b'.repeat(40), false, `was built from commit ${'b'.repeat(40)}, not from ${commit}`],
  [
    'another commit although adopted',
    'b'.repeat(40),
    true,
    `was built from commit ${'b'.repeat(40)}, not from ${commit}`,
  ],
  ['no commit', null, false, 'does not say which commit it was built from'],
])('a tag whose image says %s is refused and no builder is looked for', async (...[, revision, adoptImage, text]) => {
  await using shop = await openShop({ repositories: { 'shop/api': built(revision) } });
  const context = shop.context({ env: { PATH: '/nonexistent' } });
  await expect(shop.plan(context, { api: image('shop/api') }, { allow: { adoptImage } })).rejects.toMatchObject({
    code: 'IMAGE_TAG_TAKEN',
    category: 'refused',
    message: expect.stringContaining(text),
  });
});

test('an image without the label is adopted on demand and deployed by its digest', async () => {
  await using shop = await openShop({ repositories: { 'shop/api': { mutability: 'IMMUTABLE', ...built(null) } } });
  const plan = await shop.plan(shop.context(), { api: image('shop/api') }, { allow: { adoptImage: true } });
  expect(plan.steps).toEqual([]);
  expect(plan.warnings.map((warning) => warning.code)).toEqual(['IMAGE_ADOPTED']);
});

test('an index says its platforms and the commit of its images', async () => {
  const [first] = built(commit).images;
  await using shop = await openShop({
    repositories: {
      'shop/api': {
        mutability: 'MUTABLE_WITH_EXCLUSION',
        exclusions: ['v*'],
        images: [{ ...first, platforms: ['linux/amd64', 'linux/arm64'] }],
      },
    },
  });
  const plan = await shop.plan(shop.context(), { api: image('shop/api') });
  expect(plan.facts.ecr).toMatchObject({
    repositories: { 'shop/api': { uri: `${shop.host}/shop/api`, immutable: true } },
    images: { 'shop/api': { revision: commit, platforms: ['linux/amd64', 'linux/arm64'] } },
    builders: {},
  });
});

test('the same facts give the same plan, and another command observes the same facts', async () => {
  await using shop = await openShop({ repositories: { 'shop/api': {} }, files });
  const services = { api: image('shop/api') };
  const [one, two] = [await shop.plan(shop.context(), services), await shop.plan(shop.context(), services)];
  expect(two.id).toBe(one.id);
});

test('a build that needs Docker is refused where there is none, and says who could do it', async () => {
  await using shop = await openShop({
    repositories: { 'shop/api': {} },
    files: { 'api/Dockerfile': 'FROM scratch\n' },
  });
  const context = shop.context({ env: { PATH: '/nonexistent' } });
  const api = { repository: 'shop/api', build: { context: 'api' } };
  await expect(shop.plan(context, { api })).rejects.toMatchObject({
    code: 'NO_BUILDER',
    message: expect.stringMatching(
      /^nothing on this machine can build shop\/api: buildx: .+; docker: there is no docker command on the PATH; podman: there is no podman command on the PATH; buildah: /,
    ),
  });
});

test.each([
  ['a context', { context: 'nowhere' }, 'the build context of shop/api does not exist: nowhere'],
  ['a Dockerfile', { context: 'web' }, 'the Dockerfile of shop/api does not exist: web/Dockerfile'],
])('%s that is not there is named while planning', async (_, build, message) => {
  await using shop = await openShop({ repositories: { 'shop/api': {} }, files });
  await expect(shop.plan(shop.context(), { api: { repository: 'shop/api', build } })).rejects.toMatchObject({
    code: 'BUILD_CONTEXT_MISSING',
    message,
  });
});

test.each([
  ['ARCHIVED', 'restores it'],
  ['ACTIVATING', 'run the same command again'],
] as const)('an image that is %s is refused before anything is built, and says what to do', async (status, hint) => {
  const images = [{ tags: ['v1.2.3'], files: { '/a': 'a' }, status }];
  await using shop = await openShop({ repositories: { 'shop/api': { mutability: 'IMMUTABLE', images } }, files });
  await expect(shop.plan(shop.context(), { api: image('shop/api') })).rejects.toMatchObject({
    code: 'IMAGE_INACCESSIBLE',
    category: 'refused',
    message: `image shop/api:v1.2.3 is in ECR but cannot be read: ${status}`,
    hint: expect.stringContaining(hint),
  });
});

test.each(['ecr.DescribeRepositories', 'ecr.DescribeImages'])(
  'access denied to %s is told as such',
  async (operation) => {
    await using shop = await openShop({ repositories: { 'shop/api': {} }, files });
    shop.sandbox.faults.always(operation, { code: 'AccessDeniedException', message: 'no' });
    await expect(shop.plan(shop.context(), { api: image('shop/api') })).rejects.toMatchObject({
      code: 'AWS_ACCESS_DENIED',
    });
  },
);
