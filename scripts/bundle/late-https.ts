import type { Plugin } from 'rolldown';

/**
 * The SDK's own handler of HTTP, which we hand ours to instead, imports Node's TLS when it is loaded, with every certificate that
 * the machine trusts. It gets it when it asks for a connection.
 */
export const lateHttps: Plugin = {
  name: 'late-https',
  resolveId(id, importer) {
    const isOfSdk = importer?.includes('/@smithy/node-http-handler/') === true;
    return isOfSdk && /^(node:)?https$/.test(id) ? '\0late-https' : null;
  },
  load: (id) =>
    id === '\0late-https'
      ? `const https = () => process.getBuiltinModule('node:https');
export default { get Agent() { return https().Agent; }, get request() { return https().request; } };
`
      : null,
};
