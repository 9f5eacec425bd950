import { expect, test } from 'vitest';
import { plainSecrets } from './plain-secrets.ts';

test('variables whose name or value looks like a secret are named, with no value', () => {
  const environment = [
    { name: 'MODE', value: 'production' },
    { name: 'DB_PASSWORD', value: 'hunter2' },
    { name: 'DATABASE', value: 'postgres://shop:hunter2@db/shop' },
    { name: 'TOKEN_TTL', value: '60' },
    { name: 'API_TOKEN', value: '' },
  ];
  const containerDefinitions = [{ name: 'app', environment }, { name: 'proxy', environment: [] }, { name: 'idle' }];
  const found = plainSecrets({ containerDefinitions });
  expect(found).toEqual([{ container: 'app', variables: ['DB_PASSWORD', 'DATABASE'] }]);
  expect(JSON.stringify(found)).not.toContain('hunter2');
});
