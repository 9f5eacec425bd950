import { isAwsError, translateError } from '@funade/aws';

/** Makes a call that only reads; null when AWS says that there is no such thing. Throws as `translateError` says. */
export async function readOrNull<T>(
  call: () => Promise<T>,
  about: { readonly operation: string; readonly subject: string },
): Promise<T | null> {
  try {
    return await call();
  } catch (error) {
    if (isAwsError(error, 'ResourceNotFoundException')) return null;
    throw translateError(error, about);
  }
}

/** The same for what is only worth knowing: null also when it may not be looked at. */
export async function readIfAllowed<T>(
  call: () => Promise<T>,
  about: { readonly operation: string; readonly subject: string },
): Promise<T | null> {
  try {
    return await call();
  } catch (thrown) {
    const error = translateError(thrown, about);
    if (error.code === 'AWS_ACCESS_DENIED') return null;
    throw error;
  }
}
