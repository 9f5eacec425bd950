import { expect, test } from 'vitest';
import { looksSecret } from './looks-secret.ts';
import { nameLooksSecret } from './secret-name.ts';

test.each([
  'DB_PASSWORD',
  'dbPassword',
  'db-password',
  'PGPASSWORD',
  'MYSQL_PWD',
  'SESSION_SECRET',
  'API_KEY',
  'apiKey',
  'STRIPE_APIKEY',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'GITHUB_TOKEN',
  'splunk-token',
  'SENTRY_DSN',
  'JWT',
  'PRIVATE_KEY',
  'SIGNING_KEY_2',
  'ConnectionString',
  'SLACK_WEBHOOK_URL',
  'oauthClientSecret',
])('%s names a secret', (name) => {
  expect(nameLooksSecret(name)).toBe(true);
});

test.each([
  'LOG_LEVEL',
  'NODE_ENV',
  'DATABASE_HOST',
  'TOKEN_TTL',
  'PASSWORD_MIN_LENGTH',
  'DB_PASSWORD_FILE',
  'SECRET_ARN',
  'TOKEN_ISSUER',
  'COGNITO_CLIENT_ID',
  'SECRET_NAME',
  'PASSENGER_COUNT',
  'COMPASS_URL',
  'MONKEY',
  'KEYBOARD',
  'PARTITION_KEY',
  'TOKENIZER',
  'awslogs-group',
])('%s names no secret', (name) => {
  expect(nameLooksSecret(name)).toBe(false);
});

test.each([
  ['a key id', 'AKIAIOSFODNN7EXAMPLE'],
  ['a secret access key', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'],
  ['a JSON web token', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U'],
  ['a private key', '-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----'],
  ['an address with a password', 'postgres://app:hunter2@db.internal:5432/shop'],
  ['an address with a password alone', 'redis://:hunter2@cache.internal:6379/0'],
  ['an address with a password that is not encoded', 'postgres://app:hun/ter2@db.internal/shop'],
  ['a connection string', 'Server=db;User Id=app;Password=hunter2;'],
  ['an argument', '--db-password=hunter2'],
  ['a JSON document', '{"user":"app","password":"hunter2"}'],
  ['a signed address', 'https://bucket.s3.amazonaws.com/a?X-Amz-Signature=0123456789abcdef'],
  ['a Slack token', `xoxb-${'1234567890'}-abcdef`],
  ['a Slack hook', 'https://hooks.slack.com/services/T0/B0/x'],
  ['a Stripe key', `sk_live_${'0123456789abcdef'}`],
  ['random text', 'q7Zx9Lm2Rt5Vb8Nk3Wp6Yc1Hd4Jf0Gs8'],
  ['JSON in JSON', JSON.stringify({ config: JSON.stringify({ db: JSON.stringify({ dbPassword: 'hunter2' }) }) })],
  ['a secret by its name in JSON', '{"smtp":{"pass":"x"}}'],
  ['the password of a client of MySQL', 'mysqladmin ping -h localhost -uroot -phunter2'],
  ['a pair of Basic', 'Basic dXNlcjpwYXNz'],
  ['a line of htpasswd', 'admin:$apr1$Zq3zB1lQ$4mXkq9X0rYyP3n9l2eX8u.'],
  ['a line of htpasswd with bcrypt', 'admin:$2y$05$abcdefghijklmnopqrstuu'],
  ['a DSN of Sentry', 'https://0123456789abcdef0123456789abcdef@o1.ingest.sentry.io/2'],
  ['a DSN of Go', 'app:hunter2@tcp(db:3306)/shop'],
  ['a key of a kubeconfig', 'users:\n- name: a\n  user:\n    client-key-data: LS0tLS1CRUdJTg=='],
  ['a hook of Discord', 'https://discord.com/api/webhooks/123456789/abcDEF'],
  ['a hook of Teams', 'https://shop.webhook.office.com/webhookb2/a@b/IncomingWebhook/c/d'],
  ['a remote with an odd password', 'https://oauth2:p@ss/w0rd#1@git.example/shop.git'],
])('%s is a secret whatever its name', (_, value) => {
  expect(looksSecret({ name: 'LOG_LEVEL', value })).toBe(true);
  expect(looksSecret({ name: null, value })).toBe(true);
});

test.each([
  ['a reference', 'DB_PASSWORD', 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:db-AbCdEf'],
  ['a switch', 'PASSWORD_RESET', 'true'],
  ['nothing', 'DB_PASSWORD', ''],
  ['a commit', 'COMMIT', '0123456789abcdef0123456789abcdef01234567'],
  ['a digest', 'DIGEST', `sha256:${'0123456789abcdef'.repeat(4)}`],
  ['a UUID', 'TENANT', '123e4567-e89b-12d3-a456-426614174000'],
  ['an address', 'BASE_URL', 'https://api.example.com/v1/orders?page=1'],
  ['a user pool', 'POOL', 'ap-northeast-1_AbCdEfGh1'],
  ['an image', 'IMAGE', '222222222222.dkr.ecr.ap-northeast-1.amazonaws.com/shop/api:v1.1.0'],
  ['a path', 'HOME', '/usr/local/share/Applications/Version2/current/bin'],
  ['words', 'MOTD', 'The quick brown fox jumps over the lazy dog 42 times'],
  ['a list', 'BROKERS', 'b-1.kafka.eu-central-1.amazonaws.com:9092,b-2.kafka.eu-central-1.amazonaws.com:9092'],
])('%s is shown', (_, name, value) => {
  expect(looksSecret({ name, value })).toBe(false);
});

test.each([
  ['DATADOG_KEY', '0123456789abcdef0123456789abcdef'],
  ['FERNET_KEYS', 'Zm9vYmFyYmF6cXV4MTIzNA=='],
  ['X_TOKEN_V2', 'a1b2c3d4e5f6g7h8'],
])('%s with a value that nobody thinks up is a secret', (name, value) => {
  expect(looksSecret({ name, value })).toBe(true);
});

test.each([
  ['PARTITION_KEY', 'tenant-id'],
  ['SORT_KEY', 'created_at'],
  ['CACHE_KEY_PREFIX', 'shop-v2-2024-abc'],
])('%s with %s is shown', (name, value) => {
  expect(looksSecret({ name, value })).toBe(false);
});

test('a name alone is enough to hide any other value', () => {
  expect(looksSecret({ name: 'DB_PASSWORD', value: 'postgres' })).toBe(true);
});

test('a value made to be slow comes to its end', () => {
  for (const unit of ['a', '-', 'password', 'aA1', 'https://', ' token '])
    expect(looksSecret({ name: 'X', value: unit.repeat(200_000) })).toBeTypeOf('boolean');
});

test.each([
  [{ config: JSON.stringify({ password: 'hunter2' }) }, true],
  [[{ db: { pin: [1], password: 48_151_623 } }], true],
  [{ config: JSON.stringify({ level: 'debug' }) }, false],
])('a document, %j, is known by the names in it', (document, secret) => {
  expect(looksSecret({ name: 'SETTINGS', value: JSON.stringify(document) })).toBe(secret);
  expect(looksSecret({ name: 'SETTINGS', value: ` ${JSON.stringify(document)}` })).toBe(secret);
});

test.each([
  ['GREETING', 'hunter2'],
  ['GREETING', 'correct horse battery staple'],
  ['GREETING', 'Tr0ub4dor&3xyz'],
  [null, 'hunter2'],
  [null, 'Xk29sLq81mZ0'],
])('SECURITY.md promises nothing of %s: %s', (name, value) => {
  expect(looksSecret({ name, value })).toBe(false);
});

test('SECURITY.md promises that a long run of random letters and digits is found under any name', () => {
  expect(looksSecret({ name: 'GREETING', value: 'aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW' })).toBe(true);
});
