import { expect, test } from 'vitest';
import { expressFixed, expressService, notExpressService } from './express-errors.ts';

const place = { cluster: 'shop', service: 'web' };

test('every error reads as it should', () => {
  const all = [
    expressService('web@production', place),
    notExpressService('web@production', place),
    expressFixed('web@production', { from: 'arn:a', to: 'arn:b' }),
  ];
  expect(
    all.map(({ code, category, message, hint }) => `${code} ${category}\n  ${message}\n  hint: ${hint}`).join('\n'),
  ).toMatchInlineSnapshot(`
    "EXPRESS_SERVICE refused
      web@production is an Express service: an ordinary deploy of web would change what ECS manages for it
      hint: write ecs.express: {} beside ecs.service, and inside it what is to differ
    NOT_EXPRESS_SERVICE refused
      service web of web@production is no Express service
      hint: remove ecs.express, or name a service that is not there yet; a service never becomes an Express service
    EXPRESS_FIXED refused
      web@production was created with the infrastructure role arn:a, and UpdateExpressGatewayService cannot change it to arn:b
      hint: remove ecs.express.infrastructureRoleArn from the config"
  `);
});
