import { expect, test } from 'vitest';
import { startExecShop, writeStandIn } from './exec-shop.ts';
import type { Shop } from './shop.ts';

const id = 'ecs-execute-command-0f3c';
const around = (text: string): string =>
  `\nStarting session with SessionId: ${id}\n${text}\n\nExiting session with sessionId: ${id}.\n\n`;

/** `exec` with the words of a command as they are. */
async function exec(shop: Shop, typed: string, { PATH }: { readonly PATH: string }) {
  const given = shop.io({ env: { PATH } });
  const { main } = await import('../src/main.ts');
  const code = await main(['exec', 'staging', ...typed.split(' ')], given.io);
  return { code, out: given.out(), err: given.err().replaceAll(/\b[0-9a-f]{32}\b/g, 'TASK') };
}

test('exec opens a session, and hands it to the plugin with its token in no argument', async () => {
  await using shop = await startExecShop();
  const standIn = await writeStandIn(shop.folder, { writes: around('total 4\r\n') });
  const { code, out, err } = await exec(shop, 'api -- ls -la', { PATH: standIn.path });
  expect([code, out, err]).toEqual([0, 'total 4\n', '']);
  const [request] = shop.sandbox.requests('ecs.ExecuteCommand');
  expect(request?.body).toMatchObject({ command: 'ls -la', container: 'app', interactive: true });
  const { args, env } = await standIn.called();
  expect(args).toEqual([
    'AWS_SSM_START_SESSION_RESPONSE',
    'ap-northeast-1',
    'StartSession',
    '',
    expect.stringMatching(/^\{"Target":"ecs:shop-staging_[0-9a-f]{32}_[\w-]+"\}$/),
    '',
  ]);
  expect(JSON.parse(env.AWS_SSM_START_SESSION_RESPONSE ?? '')).toEqual({
    SessionId: expect.stringMatching(/^ecs-execute-command-/),
    StreamUrl: expect.stringMatching(/^ws:/),
    TokenValue: expect.any(String),
  });
  expect(env).toMatchObject({ AWS_REGION: 'ap-northeast-1', AWS_ACCESS_KEY_ID: expect.any(String) });
});

test('--debug shows a session without its token', async () => {
  await using shop = await startExecShop();
  const standIn = await writeStandIn(shop.folder, { writes: around('') });
  const { err } = await exec(shop, 'api --debug -- ls', { PATH: standIn.path });
  const { TokenValue } = JSON.parse((await standIn.called()).env.AWS_SSM_START_SESSION_RESPONSE ?? '');
  expect(err).toContain('ExecuteCommand');
  expect(err).not.toContain(TokenValue);
});

test('a command of one word is a command line, its container the named one', async () => {
  await using shop = await startExecShop();
  const standIn = await writeStandIn(shop.folder);
  await exec(shop, 'api --container app', { PATH: standIn.path });
  const { main } = await import('../src/main.ts');
  await main(['exec', 'staging', 'api', '--', 'ls | wc -l'], shop.io({ env: { PATH: standIn.path } }).io);
  await main(['exec', 'staging', 'api', '--', 'echo', 'a b'], shop.io({ env: { PATH: standIn.path } }).io);
  const commands = shop.sandbox.requests('ecs.ExecuteCommand').map(({ body }) => (body as { command: string }).command);
  expect(commands).toEqual(['/bin/sh', 'ls | wc -l', "echo 'a b'"]);
});

test('--exit-code takes the exit code that the shell in the container tells, and --json tells it with the output', async () => {
  await using shop = await startExecShop();
  const command = /^\/bin\/sh -c '\/bin\/sh -c false; echo funade-[0-9a-f-]{36}:\$\?'$/;
  const standIn = await writeStandIn(shop.folder, { writes: around('oops') });
  const silent = await exec(shop, 'api --exit-code -- false', { PATH: standIn.path });
  expect([silent.code, silent.out, silent.err]).toMatchInlineSnapshot(`
    [
      1,
      "oops
    ",
      "error: the session ended before "false" did (EXEC_CODE_UNKNOWN)
      hint: --exit-code runs the command with /bin/sh, which the container must have; see above for what it wrote
      more: funade explain EXEC_CODE_UNKNOWN
    ",
    ]
  `);
  expect(shop.sandbox.requests('ecs.ExecuteCommand')[0]?.body).toMatchObject({
    command: expect.stringMatching(command),
  });
  const json = await exec(shop, 'api --json -- false', { PATH: standIn.path });
  expect(JSON.parse(json.out)).toEqual({
    target: 'api@staging',
    task: expect.stringMatching(/^[0-9a-f]{32}$/),
    container: 'app',
    exitCode: null,
    output: 'oops\n',
  });
});

test('exec says which name is wrong before it asks for the plugin', async () => {
  await using shop = await startExecShop();
  const { code, err } = await exec(shop, 'ap -- ls', { PATH: '/nowhere' });
  expect([code, err]).toEqual([2, expect.stringMatching(/"ap".*\n {2}hint: did you mean "api"/)]);
  const { main } = await import('../src/main.ts');
  const given = shop.io({ env: { PATH: '/nowhere' } });
  expect(await main(['exec', 'stagin', 'api', '--', 'ls'], given.io)).toBe(2);
  expect(given.err()).toContain('did you mean "staging"');
});

test('exec says what to install, or to update, before anything is asked of AWS', async () => {
  await using shop = await startExecShop();
  const missing = await exec(shop, 'api -- ls', { PATH: '/nowhere' });
  expect([missing.code, missing.err]).toMatchInlineSnapshot(`
    [
      2,
      "error: the Session Manager plugin of AWS is not installed (EXEC_PLUGIN_MISSING)
      hint: install session-manager-plugin, which has to be on the PATH: https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-install-plugin.html
    ",
    ]
  `);
  const old = await writeStandIn(shop.folder, { version: '1.2.497.0' });
  const outdated = await exec(shop, 'api -- ls', { PATH: old.path });
  expect([outdated.code, outdated.err]).toMatchInlineSnapshot(`
    [
      2,
      "error: session-manager-plugin 1.2.497.0 takes the token of a session as an argument (EXEC_PLUGIN_OLD)
      hint: every process of this machine could read it; install 1.2.498 or newer: https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-install-plugin.html
    ",
    ]
  `);
  expect(shop.sandbox.requests()).toEqual([]);
});

test('exec says what people forget', async () => {
  await using shop = await startExecShop({ service: { enableExecuteCommand: false } });
  const { path: PATH } = await writeStandIn(shop.folder);
  const notEnabled = await exec(shop, 'api -- ls', { PATH });
  expect([notEnabled.code, notEnabled.err]).toMatchInlineSnapshot(`
    [
      1,
      "error: task TASK of api@staging was started without ECS Exec (EXEC_NOT_ENABLED)
      hint: write settings: { enableExecuteCommand: true } under ecs, give the task role the ssmmessages permissions, and deploy with --force
      more: funade explain EXEC_NOT_ENABLED
    ",
    ]
  `);
  const unknown = await exec(shop, 'api --task abc -- ls', { PATH });
  expect([unknown.code, unknown.err]).toMatchInlineSnapshot(`
    [
      2,
      "error: api@staging has no task "abc" (EXEC_TASK_UNKNOWN)
      hint: see funade tasks staging --service api
    ",
    ]
  `);
  const container = await exec(shop, 'api --container ap -- ls', { PATH });
  expect([container.code, container.err]).toMatchInlineSnapshot(`
    [
      2,
      "error: task TASK has no container "ap" (UNKNOWN_CONTAINER)
      hint: did you mean "app"? available: app
    ",
    ]
  `);
  const service = await exec(shop, 'apii -- ls', { PATH });
  expect([service.code, service.err]).toMatchInlineSnapshot(`
    [
      2,
      "error: there is no service "apii" (SERVICE_UNKNOWN)
      hint: did you mean "api"? available: api, worker, web
    ",
    ]
  `);
  shop.sandbox.ecs.scale('shop-staging/api', 0);
  await shop.sandbox.clock.advance({ minutes: 5 });
  const none = await exec(shop, 'api -- ls', { PATH });
  expect([none.code, none.err]).toMatchInlineSnapshot(`
    [
      1,
      "error: no task of api@staging is running (EXEC_NO_TASK)
      hint: see why: funade tasks staging --service api --stopped
      more: funade explain EXEC_NO_TASK
    ",
    ]
  `);
});

test('where the agent has no connection, what it needs is looked at', async () => {
  await using shop = await startExecShop();
  const { path: PATH } = await writeStandIn(shop.folder);
  shop.sandbox.faults.always('ecs.ExecuteCommand', { code: 'TargetNotConnectedException', message: 'internal error' });
  const { code, err } = await exec(shop, 'api -- ls', { PATH });
  expect([code, err]).toMatchInlineSnapshot(`
    [
      1,
      "error: the agent of ECS Exec in task TASK has no connection (EXEC_NOT_CONNECTED)
      because: internal error
               the task definition has no task role: the agent may do nothing
      hint: it needs a way to ssmmessages (an endpoint in the VPC, or a NAT), and the four ssmmessages permissions in the task role
      more: funade explain EXEC_NOT_CONNECTED
    ",
    ]
  `);
});
