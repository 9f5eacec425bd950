import type { Identities } from '../../../identity/identities.ts';
import { AwsFault, type Operation } from '../../../model/service.ts';
import type { RegistryState } from '../../registry/state.ts';
import { seconds, texts } from '../input.ts';

/** A password for `docker login`, good for 12 hours at every registry the caller may reach. */
export function getAuthorizationToken(identities: Identities): Operation<RegistryState> {
  return ({ account, tokens, host }, { input, callerArn, now }) => {
    const principal = identities.principal(callerArn);
    if (principal === null) throw new AwsFault('ServerException', `nobody is ${callerArn}`, 500);
    const { password, expiresAt } = tokens.issue(principal, now);
    const registries = texts(input, 'registryIds');
    return {
      authorizationData: (registries.length === 0 ? [account] : registries).map(() => ({
        authorizationToken: Buffer.from(`AWS:${password}`).toString('base64'),
        expiresAt: seconds(expiresAt),
        proxyEndpoint: `http://${host}`,
      })),
    };
  };
}
