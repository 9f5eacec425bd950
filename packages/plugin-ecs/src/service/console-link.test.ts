import { expect, test } from 'vitest';
import { consoleLink, type LinkTo } from './console-link.ts';

const place = { cluster: 'shop', service: 'api' };
const arns = {
  cluster: 'arn:aws:ecs:eu-west-1:111111111111:cluster/shop',
  service: 'arn:aws:ecs:eu-west-1:111111111111:service/shop/api',
};

test.each<[LinkTo, string]>([
  [
    { region: 'eu-west-1', place },
    'https://eu-west-1.console.aws.amazon.com/ecs/v2/clusters/shop/services/api/deployments?region=eu-west-1',
  ],
  [
    { region: 'eu-west-1', place: arns, task: 'a1' },
    'https://eu-west-1.console.aws.amazon.com/ecs/v2/clusters/shop/tasks/a1?region=eu-west-1',
  ],
  [
    { region: 'cn-north-1', place: arns },
    'https://cn-north-1.console.amazonaws.cn/ecs/v2/clusters/shop/services/api/deployments?region=cn-north-1',
  ],
  [
    { region: 'us-gov-west-1', place, task: 'a1' },
    'https://us-gov-west-1.console.amazonaws-us-gov.com/ecs/v2/clusters/shop/tasks/a1?region=us-gov-west-1',
  ],
])('%j is %s', (to, link) => expect(consoleLink(to)).toBe(link));
