import { expect, test } from 'vitest';
import { parseShorthand } from './parse-shorthand.ts';

test.each<[string, unknown]>([
  ['a=1,b=x', { a: 1, b: 'x' }],
  [
    'awsvpcConfiguration={subnets=[subnet-0a,subnet-0b],assignPublicIp=ENABLED}',
    { awsvpcConfiguration: { subnets: ['subnet-0a', 'subnet-0b'], assignPublicIp: 'ENABLED' } },
  ],
  ['a={subnets=[{{env "SUBNET"}}]}', { a: { subnets: ['{{env "SUBNET"}}'] } }],
  ['a={b=true,c=[]}', { a: { b: true, c: [] } }],
  ['{"a": [1]}', { a: [1] }],
  ['{"a": ', null],
  ['a', null],
  ['a=[b', null],
  ['a={b=1', null],
  ['a=1}', null],
  ['', null],
])('%s', (text, expected) => expect(parseShorthand(text)).toEqual(expected));
