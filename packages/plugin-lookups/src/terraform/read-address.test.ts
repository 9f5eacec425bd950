import { expect, test } from 'vitest';
import { parseState } from './parse-state.ts';
import { readAddress } from './read-address.ts';

const instance = (attributes: unknown, differs: Record<string, unknown> = {}) => ({
  schema_version: 0,
  attributes,
  sensitive_attributes: [],
  ...differs,
});

const state = parseState(
  JSON.stringify({
    version: 4,
    terraform_version: '1.9.5',
    serial: 12,
    lineage: '0b1c',
    outputs: {
      vpc_id: { value: 'vpc-1', type: 'string' },
      count: { value: 3, type: 'number' },
      open: { value: false, type: 'bool' },
      subnets: { value: ['subnet-1', 'subnet-2'], type: ['list', 'string'] },
      db: { value: { host: 'db.example.com', 'read only': { host: 'ro.example.com' } }, type: ['object', {}] },
      db_url: { value: 'postgres://a:b@c', type: 'string', sensitive: true },
      master_password: { value: 'hunter2', type: 'string' },
      empty: { value: '', type: 'string' },
    },
    resources: [
      {
        mode: 'managed',
        type: 'aws_lb',
        name: 'main',
        provider: 'p',
        instances: [instance({ arn: 'arn:lb', port: 443, x: null })],
      },
      {
        mode: 'managed',
        type: 'aws_subnet',
        name: 'private',
        provider: 'p',
        instances: [instance({ id: 'subnet-a' }, { index_key: 0 }), instance({ id: 'subnet-b' }, { index_key: 1 })],
      },
      {
        mode: 'managed',
        type: 'aws_ecs_service',
        name: 'each',
        provider: 'p',
        instances: [
          instance({ name: 'gone' }, { index_key: 'api', deposed: '0badcafe' }),
          instance({ name: 'api-1' }, { index_key: 'api' }),
          instance({ name: 'web-1' }, { index_key: 'web.x' }),
        ],
      },
      {
        mode: 'managed',
        type: 'aws_db_instance',
        name: 'main',
        provider: 'p',
        instances: [
          instance(
            { endpoint: 'db:5432', login: 'abc', password: 'hunter2', auth: [{ key: 'x', user: 'u' }] },
            {
              sensitive_attributes: [
                [{ type: 'get_attr', value: 'login' }],
                [
                  { type: 'get_attr', value: 'auth' },
                  { type: 'index', value: { value: 0, type: 'number' } },
                  { type: 'get_attr', value: 'user' },
                ],
              ],
            },
          ),
        ],
      },
      { mode: 'data', type: 'aws_vpc', name: 'main', provider: 'p', instances: [instance({ id: 'vpc-d' })] },
      { mode: 'managed', type: 'aws_vpc', name: 'main', provider: 'p', instances: [instance({ id: 'vpc-m' })] },
      {
        module: 'module.net["a"]',
        mode: 'managed',
        type: 'aws_vpc',
        name: 'main',
        provider: 'p',
        instances: [instance({ id: 'vpc-n' })],
      },
      { mode: 'managed', type: 'aws_eip', name: 'none', provider: 'p', instances: [] },
    ],
    check_results: null,
  }),
  'terraform.tfstate',
);

const sensitive = (place: string): string =>
  `${place} is sensitive, and a plan contains what it looks up; keep it in SSM or Secrets Manager and give its ARN to the container's secrets`;

test.each([
  ['output.vpc_id', 'vpc-1'],
  ['output.count', 3],
  ['output.open', false],
  ['output.subnets[1]', 'subnet-2'],
  ['output.db.host', 'db.example.com'],
  ['output.db["read only"].host', 'ro.example.com'],
  ['aws_lb.main.arn', 'arn:lb'],
  ['aws_lb.main.port', 443],
  ['aws_subnet.private[1].id', 'subnet-b'],
  ['aws_ecs_service.each["api"].name', 'api-1'],
  ['aws_ecs_service.each["web.x"].name', 'web-1'],
  ['aws_db_instance.main.endpoint', 'db:5432'],
  ['data.aws_vpc.main.id', 'vpc-d'],
  ['aws_vpc.main.id', 'vpc-m'],
  ['module.net["a"].aws_vpc.main.id', 'vpc-n'],
])('%s is %s', (address, value) => expect(readAddress(state, address)).toEqual({ found: true, value }));

test.each([
  [
    'output.vpcid',
    'the state has no output "vpcid"; did you mean "vpc_id"? available: vpc_id, count, open, subnets, db, db_url, master_password, empty',
  ],
  ['output.constructor', 'the state has no output "constructor"; available: vpc_id, count'],
  ['output.subnets', 'output.subnets is not a single value; it has [0] to [1]'],
  ['output.subnets[2]', 'output.subnets has no [2]; it has [0] to [1]'],
  ['output.db', 'output.db is not a single value; available: host, read only'],
  ['output.db.hst', 'output.db has no hst; did you mean "host"? available: host, read only'],
  ['output.vpc_id.x', 'output.vpc_id has no x; it is a single value'],
  ['output.empty', 'output.empty has no value in the state'],
  ['output.db_url', sensitive('output.db_url')],
  ['output.master_password', sensitive('output.master_password')],
  ['aws_lb.mian.arn', 'the state has no aws_lb.mian; did you mean "aws_lb.main"? available: aws_lb.main, '],
  ['aws_lb.main.arm', 'aws_lb.main has no arm; did you mean "arn"? available: arn, port, x'],
  ['aws_lb.main.x', 'aws_lb.main.x has no value in the state'],
  ['aws_lb.main[0].arn', 'aws_lb.main has no instances with keys'],
  ['aws_subnet.private.id', 'aws_subnet.private has several instances; name one of [0], [1]'],
  ['aws_subnet.private[7].id', 'aws_subnet.private has no instance [7]; available: [0], [1]'],
  ['aws_subnet.private["0"].id', 'aws_subnet.private has no instance ["0"]; available: [0], [1]'],
  ['aws_ecs_service.each["w"].name', 'aws_ecs_service.each has no instance ["w"]; available: ["api"], ["web.x"]'],
  ['aws_eip.none.id', 'aws_eip.none has no instance'],
  ['aws_db_instance.main.login', sensitive('aws_db_instance.main.login')],
  ['aws_db_instance.main.password', sensitive('aws_db_instance.main.password')],
  ['aws_db_instance.main.auth[0].user', sensitive('aws_db_instance.main.auth[0].user')],
  [
    'module.net.aws_vpc.main.id',
    'the state has no module.net.aws_vpc.main; did you mean "module.net["a"].aws_vpc.main"?',
  ],
  [
    'module.net.vpc_id',
    '"module.net.vpc_id" is not the address of a value, such as output.vpc_id or aws_lb.main.arn; outputs of a module are not in the state',
  ],
])('%s is refused', (address, problem) => {
  const result = readAddress(state, address);
  expect(result.found ? result.value : result.problem).toContain(problem);
});
