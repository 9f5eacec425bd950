import { expect, test } from 'vitest';
import { foreignNotation } from './foreign-notation.ts';

test.each([
  [
    '{{ must_env `APP` }}',
    '{{must_env `APP`}} is ecspresso\'s notation; write {{env "APP"}}, with "APP" among the names of the plugin env',
  ],
  [
    'x-{{must_env "APP"}}',
    '{{must_env "APP"}} is ecspresso\'s notation; write {{env "APP"}}, with "APP" among the names of the plugin env',
  ],
  [
    '{{ env `APP` `shop` }}',
    '{{env `APP` `shop`}} is ecspresso\'s notation; write {{env "APP"}}, with "APP" among the names of the plugin env and "shop" as its default there',
  ],
  ['{{- ssm `/shop/url` -}}', '{{ssm `/shop/url`}} is ecspresso\'s notation; write {{ssm "/shop/url"}}'],
  [
    '{{ cfn_output `net` `VpcId` }}',
    '{{cfn_output `net` `VpcId`}} is ecspresso\'s notation; write {{cfnOutput "net" "VpcId"}}',
  ],
  [
    '{{ tfstate `aws_lb.a.arn` }}',
    '{{tfstate `aws_lb.a.arn`}} is ecspresso\'s notation; write {{tfstate "aws_lb.a.arn"}}',
  ],
  [
    '{{ must_env `A` | json }}',
    '{{must_env `A` | json}} is ecspresso\'s notation; write {{env "A"}}, with "A" among the names of the plugin env',
  ],
  ['{{ printf `a` }}', "{{printf `a`}} is ecspresso's notation; strings are in double quotes here"],
])('%s is told once, with the form to write', (text, problem) => {
  expect(foreignNotation(text)).toEqual([problem]);
});

test.each(['{{env "APP"}}', '{{release.tag}}', '{{#if release.tag}}a{{/if}}', 'a `b` c', '{{ssm (concat "/a" "b")}}'])(
  '%s is ours',
  (text) => {
    expect(foreignNotation(text)).toEqual([]);
  },
);

test('a text made to be slow is not', () => {
  const before = performance.now();
  for (const unit of ['{{', '{{`', '{{ a ', '`', '{{a "', '-}']) foreignNotation(unit.repeat(3_000));
  expect(performance.now() - before).toBeLessThan(2_000);
});
