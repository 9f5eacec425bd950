import { expect, test } from 'vitest';
import { memoryOutput } from '../../test/builders.ts';
import { traceTo } from './trace-to.ts';

const sent = JSON.stringify({
  service: 'api',
  environment: [{ name: 'DB_PASSWORD', value: 'hunter2' }],
  note: 'in use: kept-secret',
});
const call = { what: 'UpdateService 127.0.0.1:1', how: '200', durationMs: 35, sent };

test('a call is a line, and what was sent another without secrets', () => {
  const secrets = { redact: (text: string) => text.replaceAll('kept-secret', '[secret]') };
  const [calls, bodies] = [memoryOutput(), memoryOutput()];
  traceTo(calls, 'calls', secrets)(call);
  traceTo(bodies, 'bodies', secrets)({ ...call, how: 'ECONNRESET\u001b[2J' });
  expect(calls.text()).toBe('· UpdateService 127.0.0.1:1: 200 (35 ms)\n');
  expect(bodies.text()).toBe(
    '· UpdateService 127.0.0.1:1: ECONNRESET (35 ms)\n' +
      '    {"service":"api","environment":[{"name":"DB_PASSWORD","value":"[secret]"}],"note":"in use: [secret]"}\n',
  );
});
