import { expect, test } from 'vitest';
import { knownRegions } from './known-regions.ts';
import { partitionOf } from './partition-of.ts';

test('every region is of one partition', () => {
  const named = Object.groupBy(knownRegions, partitionOf);
  const { aws = [], ...others } = named;
  expect(aws).toHaveLength(36);
  expect(others).toEqual({
    'aws-cn': ['cn-north-1', 'cn-northwest-1'],
    'aws-eusc': ['eusc-de-east-1'],
    'aws-iso': ['us-iso-east-1', 'us-iso-west-1'],
    'aws-iso-b': ['us-isob-east-1', 'us-isob-west-1'],
    'aws-iso-e': ['eu-isoe-west-1'],
    'aws-iso-f': ['us-isof-east-1', 'us-isof-south-1'],
    'aws-us-gov': ['us-gov-east-1', 'us-gov-west-1'],
  });
});
