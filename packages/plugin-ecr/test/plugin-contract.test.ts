import { buildRequest, type PluginCase, pluginContract } from '@funade/core/testing';
import { ecrOptions } from '../src/options/options.ts';
import { ecrPlugin } from '../src/plugin.ts';
import { commit, release } from './test-context.ts';

const { project, environment, allow } = buildRequest([]);
const uri = (name: string) => `222222222222.dkr.ecr.ap-northeast-1.amazonaws.com/${name}`;
const repository = (name: string) => ({ uri: uri(name), immutable: name !== 'shop/proxy' });

function request(services: Readonly<Record<string, unknown>>): PluginCase['request'] {
  const targets = Object.entries(services).map(([service, written]) => ({
    id: `${service}@production` as const,
    service,
    options: ecrOptions.parse(written),
  }));
  return { project, environment, release: release(), allow, targets };
}

const api = {
  repository: 'shop/api',
  build: { context: 'services/api', args: { NODE_VERSION: 24 }, secrets: { npm: { env: 'NPM_TOKEN' } } },
};
const web = {
  images: {
    web: { repository: 'shop/web', build: { context: 'web', from: 'node:24', env: { A: '1' }, expose: [80] } },
    proxy: { repository: 'shop/proxy', build: { context: 'proxy', platforms: ['linux/arm64'], labels: { team: 'x' } } },
  },
};
const earlier = ['aws.assume-role:production'] as const;

pluginContract(ecrPlugin, [
  {
    name: 'images that are built, one of them for two services',
    request: request({ api, worker: api, web }),
    facts: {
      repositories: {
        'shop/api': repository('shop/api'),
        'shop/web': repository('shop/web'),
        'shop/proxy': repository('shop/proxy'),
      },
      images: { 'shop/api': null, 'shop/web': null, 'shop/proxy': null },
      builders: { 'shop/api': 'docker', 'shop/web': 'containerify', 'shop/proxy': 'docker' },
    },
    earlier,
  },
  {
    name: 'an image that is in ECR already',
    request: request({ api }),
    facts: {
      repositories: { 'shop/api': repository('shop/api') },
      images: { 'shop/api': { digest: `sha256:${'d'.repeat(64)}`, revision: commit, platforms: ['linux/amd64'] } },
      builders: {},
    },
    earlier,
  },
  {
    name: 'an image that is copied from another environment, and one that is prebuilt',
    request: request({
      api: { repository: 'shop/api', from: 'staging' },
      worker: { repository: 'shop/api', build: { context: '.' }, from: 'staging' },
      proxy: { prebuilt: 'nginx:1.29' },
    }),
    facts: {
      repositories: { 'shop/api': repository('shop/api') },
      images: { 'shop/api': null },
      sources: {
        'shop/api': {
          account: '111111111111',
          region: 'eu-west-1',
          role: null,
          uri: '111111111111.dkr.ecr.eu-west-1.amazonaws.com/shop/api',
          image: { digest: `sha256:${'d'.repeat(64)}`, revision: commit, platforms: ['linux/amd64'] },
        },
      },
      prebuilt: { 'nginx:1.29': { uri: 'nginx', digest: `sha256:${'e'.repeat(64)}`, platforms: ['linux/amd64'] } },
      builders: {},
    },
    earlier,
  },
  {
    name: 'images whose scans are waited for',
    request: request({
      api: { ...api, scan: { failOn: 'HIGH' } },
      web: { repository: 'shop/web', from: 'staging', scan: { failOn: 'CRITICAL' } },
      proxy: { repository: 'shop/proxy', prebuilt: { tag: 'v3' }, scan: { failOn: 'LOW', ignore: ['CVE-1'] } },
    }),
    facts: {
      repositories: { 'shop/api': repository('shop/api'), 'shop/web': repository('shop/web') },
      images: { 'shop/api': null, 'shop/web': null },
      sources: {
        'shop/web': {
          account: '111111111111',
          region: 'eu-west-1',
          role: null,
          uri: '111111111111.dkr.ecr.eu-west-1.amazonaws.com/shop/web',
          image: { digest: `sha256:${'d'.repeat(64)}`, revision: commit, platforms: ['linux/amd64'] },
        },
      },
      prebuilt: {
        'shop/proxy:v3': { uri: uri('shop/proxy'), digest: `sha256:${'e'.repeat(64)}`, platforms: ['linux/amd64'] },
      },
      scans: { 'shop/proxy:v3': { state: 'open' } },
      builders: { 'shop/api': 'docker' },
    },
    earlier,
  },
  {
    name: 'repositories that are created, images referred to in other forms',
    request: request({
      api: { ...api, createRepository: { tagMutabilityExclusions: ['buildcache'] }, reference: 'digest' },
      web: { repository: 'shop/web', from: 'staging', createRepository: {}, reference: 'tag' },
    }),
    facts: {
      repositories: { 'shop/api': null, 'shop/web': null },
      images: { 'shop/api': null, 'shop/web': null },
      sources: {
        'shop/web': {
          account: '111111111111',
          region: 'eu-west-1',
          role: null,
          uri: '111111111111.dkr.ecr.eu-west-1.amazonaws.com/shop/web',
          image: { digest: `sha256:${'d'.repeat(64)}`, revision: commit, platforms: ['linux/amd64'] },
        },
      },
      builders: { 'shop/api': 'buildx' },
    },
    earlier,
  },
]);
