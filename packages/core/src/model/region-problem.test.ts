import { expect, test } from 'vitest';
import { regionDoubt, regionProblem } from './region-problem.ts';

test.each([
  'us-east-1',
  'ap-northeast-3',
  'us-gov-west-1',
  'eusc-de-east-1',
  'ap-southeast-9',
  'ap-west-1',
  'us-east-3',
  'xx-central-1',
])('%s may be a region', (region) => expect(regionProblem(region)).toBeNull());

test.each([
  ['us-eest-1', '"us-eest-1" is not a region; did you mean "us-east-1"?'],
  ['us-esat-2', '"us-esat-2" is not a region; did you mean "us-east-2"?'],
  ['ap-norteast-1', '"ap-norteast-1" is not a region; did you mean "ap-northeast-1"?'],
  ['useast1', '"useast1" is not a region; did you mean "us-east-1"?'],
  ['EU-West-1', '"EU-West-1" is not a region; did you mean "eu-west-1"?'],
  ['us-east', '"us-east" is not a region; did you mean "us-east-1"?'],
  ['ap-northeast-11', '"ap-northeast-11" is not a region; did you mean "ap-northeast-1"?'],
  ['eu-west-21', '"eu-west-21" is not a region; did you mean "eu-west-2"?'],
  ['eu-west-0', '"eu-west-0" is not a region; did you mean "eu-west-1"?'],
  ['us-eest-9', '"us-eest-9" is not a region; did you mean "us-east-1"?'],
  ['xx-central-10', '"xx-central-10" is not a region, such as "eu-west-1"'],
  ['us-east-1a', '"us-east-1a" is an availability zone; its region is "us-east-1"'],
  ['Tokyo', '"Tokyo" is not a region, such as "eu-west-1"'],
])('%s is none', (region, problem) => {
  expect(regionProblem(region)).toBe(problem);
});

test.each([
  ['us-east-1', null],
  ['us-gov-west-1', null],
  ['us-east-3', 'us-east-3 is not a region that this version of Funade knows; the nearest one is us-east-1'],
  ['zz-top-1', 'zz-top-1 is not a region that this version of Funade knows'],
])('what is to be known of %s', (region, doubt) => {
  expect(regionDoubt(region)).toBe(doubt);
});
