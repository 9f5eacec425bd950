import { type DeployError, errorInfo } from '@funade/core';
import { expect, test } from 'vitest';
import { settingsInvalid, stateInOtherRegion, stateInvalid, stateMissing, stateUnreadable } from './errors.ts';

const texts = (error: DeployError): string => {
  const { code, category, message, hint } = errorInfo(error);
  return [`${code} (${category})`, message, ...(hint === null ? [] : [`→ ${hint}`])].join('\n');
};

test.each([
  ['settings', settingsInvalid('env', ['names: no variable is named', 'they: unknown key'])],
  ['a state that is not there', stateMissing('infra/terraform.tfstate', null)],
  ['a state that cannot be read', stateUnreadable('infra/terraform.tfstate', null)],
  ['a bucket elsewhere', stateInOtherRegion('s3://states/shop.tfstate', 'eu-west-1', null)],
  ['a state that is none', stateInvalid('s3://states/shop.tfstate', 'its format is 3')],
])('%s', (_, error) => expect(texts(error)).toMatchSnapshot());
