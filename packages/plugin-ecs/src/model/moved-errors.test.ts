import { expect, test } from 'vitest';
import { type Arrival, arrivalText, serviceMoved } from './moved-errors.ts';

const place = { cluster: 'shop', service: 'api' };
const names = { environment: 'production', target: 'api' };
const known: Arrival = {
  deploymentId: 'ecs-svc/2',
  taskDefinition: 'shop-api:14',
  release: 'v1.2.0',
  commit: '0123456789abcdef0123456789abcdef01234567',
  registeredBy: 'arn:aws:iam::222222222222:user/bob',
};
const unknown: Arrival = { ...known, release: null, commit: null, registeredBy: null };

test('what has moved is told as it should be', () => {
  const moves = [
    serviceMoved(place, { arrival: known, release: 'v1.3.0', ...names }),
    serviceMoved(place, { arrival: { ...known, release: 'v2.0.0' }, release: 'v1.3.0', ...names }),
    serviceMoved(place, { arrival: unknown, release: null, ...names }),
  ];
  const texts = moves.map(({ code, category, message, hint }) => `${code} ${category}\n  ${message}\n  hint: ${hint}`);
  expect(texts.join('\n')).toMatchInlineSnapshot(`
    "SERVICE_MOVED refused
      service api has changed since it was planned: deployment ecs-svc/2 of shop-api:14 (v1.2.0, commit 0123456), registered by arn:aws:iam::222222222222:user/bob
      hint: that deployment was not replaced; \`funade status production --service api\` shows it, \`funade deploy production --service api\` plans again from it
    SERVICE_MOVED refused
      service api has changed since it was planned: deployment ecs-svc/2 of shop-api:14 (v2.0.0, commit 0123456, newer than v1.3.0), registered by arn:aws:iam::222222222222:user/bob
      hint: that deployment was not replaced; \`funade status production --service api\` shows it, \`funade deploy production --service api\` plans again from it (--allow-downgrade replaces it with the older release)
    SERVICE_MOVED refused
      service api has changed since it was planned: deployment ecs-svc/2 of shop-api:14
      hint: that deployment was not replaced; \`funade status production --service api\` shows it, \`funade deploy production --service api\` plans again from it"
  `);
});

test('a deployment of which nothing is known is told by its revision', () => {
  expect(arrivalText(unknown)).toBe('deployment ecs-svc/2 of shop-api:14');
});
