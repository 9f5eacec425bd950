import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../src/index.ts';
import { leftOut, missingParts } from './support/parts.ts';

/** One of each category of the specification at least: pull, push, content discovery, content management. */
const covered = [
  ...['Blob get', 'Manifest get by tag', 'Manifest get by digest'],
  ...[
    'Blob post put',
    'Blob chunked',
    'Blob streaming',
    'Blob mount',
    'Manifest put by tag',
    'Manifest put with subject',
  ],
  ...['Tag listing', 'Referrers'],
  ...['Tag delete', 'Manifest delete', 'Blob delete', 'Blob upload cancel'],
];

/** What the suite knows and does not hold against this registry, and why. Everything else passes. */
const leftAside = {
  'Blob anonymous mount': 'optional: a mount names the repository it takes the blob from; without it an upload begins',
  'Manifest put with tag params': 'not in version 1.1 of the specification',
  'Tag Param': 'not in version 1.1 of the specification',
  'Tag Param sha512': 'not in version 1.1 of the specification',
  'Sparse Manifests': 'ECR refuses a manifest whose images are not there',
};

const missing = missingParts('conformance');
describe.skipIf(missing.length > 0)(`the OCI distribution conformance suite${leftOut(missing)}`, () => {
  test('finds no fault in the registry', { timeout: 120_000 }, async () => {
    await using folder = await temporaryFolder();
    await using sandbox = await startSandbox({
      clock: 'real',
      seed: {
        accounts: {
          '111111111111': {
            regions: { 'eu-west-1': { repositories: { 'conformance/repo1': {}, 'conformance/repo2': {} } } },
          },
        },
      },
    });
    const { code, output } = await runSuite({
      OCI_RESULTS_DIR: folder.path,
      OCI_REGISTRY: sandbox.registries[0]?.host,
      OCI_TLS: 'disabled',
      OCI_USERNAME: 'AWS',
      OCI_PASSWORD: await registryPassword(sandbox),
      OCI_REPO1: 'conformance/repo1',
      OCI_REPO2: 'conformance/repo2',
      OCI_API_BLOBS_UPLOAD_CANCEL: 'true',
      OCI_API_BLOBS_DIGEST_HEADER: 'true',
      OCI_API_MANIFESTS_DIGEST_HEADER: 'true',
    });
    expect({ code, output: output.slice(-4000) }).toMatchObject({ code: 0 });
    const report = await readFile(join(folder.path, 'junit.xml'), 'utf8');
    const [, tests, failures] = /tests="(\d+)"[^>]*failures="(\d+)"/.exec(report) ?? [];
    expect(Number(failures)).toBe(0);
    expect(Number(tests)).toBeGreaterThan(800);
    const results = await readFile(join(folder.path, 'results.yaml'), 'utf8');
    const states = [...results.matchAll(/^ {2}(\S.*): (Pass|Fail|Error|Skip|Disabled)$/gm)];
    const passed = new Set(states.filter(([, , state]) => state === 'Pass').map(([, name = '']) => name));
    expect(covered.filter((name) => !passed.has(name))).toEqual([]);
    const rest = states.filter(([, , state]) => state !== 'Pass').map(([, name]) => name);
    expect(rest.sort()).toEqual(Object.keys(leftAside).sort());
  });
});

async function temporaryFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'funade-conformance-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** What `aws ecr get-login-password` prints. */
async function registryPassword(sandbox: Sandbox): Promise<string> {
  const { ECRClient, GetAuthorizationTokenCommand } = await import('@aws-sdk/client-ecr');
  const { AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '', AWS_REGION = '' } = sandbox.environment();
  const client = new ECRClient({
    endpoint: sandbox.endpoint,
    region: AWS_REGION,
    credentials: { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY },
  });
  try {
    const { authorizationData } = await client.send(new GetAuthorizationTokenCommand({}));
    return Buffer.from(authorizationData?.[0]?.authorizationToken ?? '', 'base64')
      .toString()
      .slice('AWS:'.length);
  } finally {
    client.destroy();
  }
}

/** Runs the suite to its end. It knows its settings from the environment alone. */
function runSuite(
  settings: Readonly<Record<string, string | undefined>>,
): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.env.FUNADE_TEST_CONFORMANCE ?? '', [], {
      cwd: settings.OCI_RESULTS_DIR,
      env: { PATH: process.env.PATH, ...settings },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });
}
