import { expect, test } from 'vitest';
import { convertExpression, plainFunctions, templateText } from './convert-expression.ts';
import { parseAction } from './go-template.ts';
import { openUses } from './template-uses.ts';

const functions = { ...plainFunctions, net_tfstate: 'tfstate', old_tfstate: null };

const convert = (inner: string, uses = openUses()): string => {
  const parsed = parseAction(inner);
  if ('problem' in parsed) return parsed.problem;
  const converted = convertExpression(parsed, { functions, uses });
  return converted.ok ? templateText(converted.parts) : `! ${converted.reason}`;
};

test.each([
  ['must_env `A`', '{{env "A"}}'],
  ['env `A` `b`', '{{env "A"}}'],
  ['env `A`', '{{env "A"}}'],
  ['must_env `AWS_ACCOUNT_ID`', '{{environment.account}}'],
  ['tfstatef `output.%s` (env `AWS_REGION` `x`)', '{{tfstate (concat "output." environment.region)}}'],
  ['must_env `A` | json_escape', '{{env "A"}}'],
  ['`text`', 'text'],
  ['tfstate `aws_subnet.private["a"].id`', `{{tfstate 'aws_subnet.private["a"].id'}}`],
  ["tfstate `aws_subnet.private['a'].id`", `{{tfstate 'aws_subnet.private["a"].id'}}`],
  ["tfstatef `aws_subnet.private['%s'].id` `az-a`", `{{tfstate 'aws_subnet.private["az-a"].id'}}`],
  ['tfstatef `aws_lb.%s.arn` (must_env `LB`)', '{{tfstate (concat "aws_lb." (env "LB") ".arn")}}'],
  ['tfstate (printf `output.%s` `x`)', '{{tfstate "output.x"}}'],
  ['net_tfstate `output.vpc`', '{{tfstate "output.vpc"}}'],
  ['cfn_output `net` `VpcId`', '{{cfnOutput "net" "VpcId"}}'],
  ['cfn_export (printf `%s-vpc` (must_env `E`))', '{{cfnExport (concat (env "E") "-vpc")}}'],
  ['ssm `/shop/url`', '{{ssm "/shop/url"}}'],
  ['printf `/shop/%s` (must_env `E`) | ssm', '{{ssm (concat "/shop/" (env "E"))}}'],
  ['secretsmanager_arn `shop/db`', '{{secretArn "shop/db"}}'],
  ['printf `%d%%` 5', '5%'],
  ['ssm `/a/list` 1', '! one item of a StringList is not looked up; keep it in a parameter of its own'],
  [
    'must_env `DB_PASSWORD`',
    '! DB_PASSWORD looks like the name of a secret, and what a template looks up is in every plan',
  ],
  ['must_env `A B`', '! "A B" is not the name of a variable'],
  ['must_env (env `A`)', '! the name of the variable is no text'],
  ['env `A` (must_env `B`)', '! the default of A is no text'],
  ['old_tfstate `x.y.z`', '! old_tfstate is of a plugin that is not carried over'],
  ['toUpper `x`', '! toUpper is no function that Funade has'],
  ['printf `%05d` 1', '! the format "%05d" is more than %s for each value'],
  ['printf `%s`', '! the format "%s" is more than %s for each value'],
  ['cfn_output `net`', '! cfn_output is not called as ecspresso has it'],
])('%s', (inner, expected) => {
  expect(convert(inner)).toBe(expected);
});

test('what templates call is listed, and a second default of a variable is refused', () => {
  const uses = openUses();
  for (const inner of ['must_env `B`', 'env `A` `x`', 'ssm `/a`', 'tfstate `output.x`']) convert(inner, uses);
  expect(convert('env `A` `y`', uses)).toBe('! A has the default "x" elsewhere, and a variable has one');
  expect(uses.plugins({ terraformState: { file: 'a.tfstate' } })).toEqual([
    { name: 'env', settings: { names: ['A', 'B'], defaults: { A: 'x' } } },
    { name: 'ssm' },
    { name: 'terraformState', settings: { file: 'a.tfstate' } },
  ]);
});
