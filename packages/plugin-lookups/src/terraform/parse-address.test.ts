import { expect, test } from 'vitest';
import { parseAddress, pathText } from './parse-address.ts';

test.each([
  ['output.vpc_id', 'output vpc_id'],
  ['output.subnets[0]', 'output subnets [0]'],
  ['output.db["host name"].v4', 'output db ["host name"].v4'],
  ['aws_lb.main.arn', 'aws_lb main .arn'],
  ['aws_lb.main-2.tags["a.b"]', 'aws_lb main-2 .tags["a.b"]'],
  ['aws_subnet.private[1].id', 'aws_subnet private [1].id'],
  ['aws_subnet.private["eu \\"west\\"[1]"].id', 'aws_subnet private ["eu \\"west\\"[1]"].id'],
  ['data.aws_vpc.main.id', 'data aws_vpc main .id'],
  ['module.net.aws_vpc.main.id', 'module.net aws_vpc main .id'],
  ['module.net["a"].module.sub[0].data.aws_vpc.main.id', 'module.net["a"].module.sub[0] data aws_vpc main .id'],
  ['output', null],
  ['output[0]', null],
  ['aws_lb.main', null],
  ['aws_lb.main[0]', null],
  ['module.net.vpc_id', null],
  ['aws_lb..main.arn', null],
  ['.aws_lb.main.arn', null],
  ['aws_lb.main.arn.', null],
  ['aws_lb.main.arn x', null],
  ['aws_subnet.private[-1].id', null],
  ['aws_subnet.private[a].id', null],
  ['aws_subnet.private["a].id', null],
  ['', null],
])('%s', (text, expected) => {
  const address = parseAddress(text);
  const shown =
    address?.kind === 'output'
      ? `output ${address.name} ${pathText(address.path)}`.trim()
      : address &&
        `${[address.module, address.mode === 'data' ? 'data' : null, address.type, address.name].filter((part) => part !== null).join(' ')} ${pathText(address.path)}`;
  expect(shown).toBe(expected);
});
