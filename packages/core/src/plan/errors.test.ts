import { expect, test } from 'vitest';
import { errorInfo } from '../model/error.ts';
import * as errors from './errors.ts';

test.each([
  errors.brokenPlan(['ecs'], 'step a:b appears twice'),
  errors.badFacts('ecs', 'there are none'),
  errors.badOptions('services.api.ecr', '✖ must name a repository'),
  errors.planInvalid('plan.json', 'it is not a JSON object'),
  errors.planShownNotSaved('plan.json', 'funade.plan/2'),
  errors.planFormatUnknown('plan.json', 2, 1),
  errors.planFormatUnknown('plan.json', undefined, 1),
  errors.planChanged('plan.json', 'a'.repeat(64), 'b'.repeat(64)),
  errors.planStale('production', {
    paths: ['ecs.services.api.taskDefinition'],
    told: ['ecs.services.api.taskDefinition (shop-api:41 → shop-api:42)'],
  }),
  errors.planStale('production', { paths: [...'abcdefg'], told: [...'abcdefg'] }),
  errors.unknownTarget('db@production', ['api@production', 'web@production']),
  errors.planTampered(['ecs.update-service:api@production']),
  errors.planTampered([...'abcdefg']),
  errors.planTampered([], new Error('services.api.ecs is not what the plugin accepts')),
  errors.unknownTarget('db@production', []),
  errors.planUnreadable('plan.json', new Error('ENOENT: no such file')),
  errors.planUnwritable('plan.json', new Error('EACCES: permission denied')),
  errors.planFileTaken('package.json'),
])('$code says what is wrong and what to do', (error) => {
  expect(errorInfo(error)).toMatchSnapshot();
});
