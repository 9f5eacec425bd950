import { booleanIn } from '../../model/input.ts';
import { AwsFault, type Call, type WireObject } from '../../model/service.ts';
import type { Found } from './find.ts';
import { ciphertext, parameterArn, type SsmState } from './state.ts';

/** A parameter as Get operations answer with it. Refuses decryption to whoever may not use its KMS key. */
export function parameterView(
  state: SsmState,
  { input, isAllowed }: Call,
  { parameter, version, selector }: Found & { readonly selector: string | null },
): WireObject {
  const { name, type, keyId } = parameter;
  const isSecret = type === 'SecureString';
  const decrypts = booleanIn(input, 'WithDecryption') ?? false;
  if (isSecret && decrypts && keyId !== null && !isAllowed('kms:Decrypt', keyId)) {
    throw new AwsFault(
      'AccessDeniedException',
      'The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.',
    );
  }
  return {
    Name: name,
    Type: type,
    Value: isSecret && !decrypts ? ciphertext(version.value) : version.value,
    Version: version.version,
    Selector: selector === null ? undefined : `:${selector}`,
    LastModifiedDate: version.modifiedAt / 1000,
    ARN: parameterArn(state, name),
    DataType: 'text',
  };
}
