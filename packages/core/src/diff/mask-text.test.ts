import { expect, test } from 'vitest';
import { maskText } from './mask-text.ts';

const random = 'q7Zx9Lm2Rt5Vb8Nk3Wp6Yc1Hd4Jf0Gs8q7Zx9Lm2Rt5';

test.each<[line: string, masked: string]>([
  [
    'connecting to postgres://app:hunter2@db.internal:5432/shop',
    'connecting to postgres://app:[secret]@db.internal:5432/shop',
  ],
  ['redis://:hunter2@cache:6379', 'redis://:[secret]@cache:6379'],
  ['postgres://app:p@ss/w:rd@db/shop failed', 'postgres://app:[secret]@db/shop failed'],
  ['remote https://oauth2:odd%20p#w@git.example/x.git', 'remote https://oauth2:[secret]@git.example/x.git'],
  ['dsn https://0123456789abcdef0123456789abcdef@o1.ingest.sentry.io/2', 'dsn https://[secret]@o1.ingest.sentry.io/2'],
  ['app:hunter2@tcp(db:3306)/shop', 'app:[secret]@tcp(db:3306)/shop'],
  ['Authorization: Bearer abcdefghij', 'Authorization: Bearer [secret]'],
  ['> authorization: Basic dXNlcjpwYXNz', '> authorization: Basic [secret]'],
  ['sent Basic dXNlcjpwYXNzd29yZA==', 'sent Basic [secret]'],
  ['curl -u app:hunter2 https://x', 'curl -u app:[secret] https://x'],
  ['mysql -h db -uroot -phunter2 shop', 'mysql -h db -uroot -p[secret] shop'],
  ['POST https://hooks.slack.com/services/T0/B0/x done', 'POST https://hooks.slack.com/services/[secret] done'],
  ['POST https://discord.com/api/webhooks/1/abc', 'POST https://discord.com/api/webhooks/[secret]'],
  ['GET /a?page=1&token=abcdef&x=1', 'GET /a?page=1&token=[secret]&x=1'],
  ['key AKIAIOSFODNN7EXAMPLE', 'key [secret]'],
  ['got eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N', 'got [secret]'],
  [`ghp_${'a'.repeat(36)}`, '[secret]'],
  ['xoxb-1234567890-abc', '[secret]'],
  ['app:$apr1$abcdefgh$0123456789abcdefghijk/', 'app:[secret]'],
  ['app:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=', 'app:{SHA}[secret]'],
  ['password=hunter2', 'password=[secret]'],
  ['DB_PASSWORD="hunt er2" MODE=live', 'DB_PASSWORD="[secret]" MODE=live'],
  ["password: 'hunter2'", "password: '[secret]'"],
  ['password: hunter2', 'password: [secret]'],
  ['{"user":"app","apiKey":"abc","n":1}', '{"user":"app","apiKey":"[secret]","n":1}'],
  ['"{\\"password\\":\\"hunter2\\"}"', '"{\\"password\\":\\"[secret]\\"}"'],
  ['client-key-data: LS0tLS1CRUdJTg==', 'client-key-data: [secret]'],
  ['--db-password hunter2 --port 1', '--db-password [secret] --port 1'],
  ['["--token","abc"]', '["--token","[secret]"]'],
  ['Server=db;User Id=app;Password=hunter2;', 'Server=db;User Id=app;Password=[secret];'],
  ['-----BEGIN RSA PRIVATE KEY----- MIIE -----END RSA PRIVATE KEY----- after', '[secret] after'],
  [random, '[secret]'],
])('%j is shown as %j', (line, masked) => {
  expect(maskText(line)).toBe(masked);
  expect(maskText(masked)).toBe(masked);
});

test.each([
  'password: incorrect',
  'token: expired.',
  'Error: DATABASE_URL is not set',
  'listening on http://0.0.0.0:8080/path?email=a@b.c',
  'http://host:8080/a@b',
  'pulled 111111111111.dkr.ecr.eu-west-1.amazonaws.com/shop/api:v1.1.0',
  `digest sha256:${'0123456789abcdef'.repeat(4)}`,
  'commit 0123456789abcdef0123456789abcdef01234567',
  'arn:aws:iam::222222222222:role/deploy',
  'secret: arn:aws:secretsmanager:eu-central-1:123456789012:secret:db-AbCdEf',
  `password=$${'{DB_PASSWORD}'}`,
  'password=***',
  'TOKEN_TTL=3600 retries=3',
  'at Object.<anonymous> (/srv/app/node_modules/@scope/package/dist/index.js:10:5)',
  'docker run -p 8080:80 -prod',
])('%j says nothing that is secret', (line) => {
  expect(maskText(line)).toBe(line);
});

test('a line made to be slow comes to its end', () => {
  const units = [
    'a',
    ':',
    '@',
    'x://',
    'a:b@',
    'password=',
    'mysql ',
    '"',
    '\\"',
    'eyJaaaaaaaa.',
    '-----BEGIN PRIVATE KEY-----',
    '--a ',
    'a-',
    "'",
  ];
  for (const unit of units) expect(maskText(unit.repeat(Math.ceil(4000 / unit.length)))).toBeTypeOf('string');
});
