import type { RunContext } from '@funade/core';
import type { HttpAuthScheme, HttpRequest, HttpResponse, HttpSigner } from '@smithy/types';
import type { AwsTime } from '../http/http.ts';
import { awsTimeIn, isFarOff } from '../rules/aws-time.ts';

/** What an SDK client lets its extensions change of how requests are signed. */
interface Signing {
  httpAuthSchemes(): HttpAuthScheme[];
  setHttpAuthScheme(scheme: HttpAuthScheme): void;
}

/** An extension of an SDK client. */
export interface SigningExtension {
  configure(client: Signing): void;
}

/** Where the SDK keeps what signs: `signer` makes it, for the region and the service of the call. */
interface SignerConfig {
  readonly signer: (...scheme: readonly unknown[]) => Promise<Signer>;
}

interface Signer {
  sign(request: unknown, options: object): Promise<unknown>;
}

/** When and how an attempt was signed, kept where the SDK keeps what it signs with. */
const signedKey = Symbol('signed');

interface Signed {
  readonly at: number;
  readonly ahead: number;
}

/**
 * Has a client sign by the context's clock and name its calls by the context's random, where the SDK takes the machine's. As
 * the SDK does, it sets its time right by what AWS answers, and tries again what was refused for a time that was far off.
 */
export function signOnClock(
  { clock, random }: Pick<RunContext, 'clock' | 'random'>,
  awsTime: AwsTime,
): SigningExtension {
  const named = new WeakSet<object>();

  const nameCall = (request: HttpRequest): void => {
    // All attempts of a call are made of one request, and have one id.
    if (named.has(request)) return;
    named.add(request);
    if (request.headers[callId] !== undefined) request.headers[callId] = random.uuid();
  };
  const heard = (headers: HttpResponse['headers'], { at }: Signed): void => {
    const now = clock.now();
    const time = awsTimeIn(headers, now - at);
    if (time !== null) awsTime.ahead = time - now;
  };
  const timed = (config: SignerConfig): SignerConfig =>
    Object.create(config, {
      signer: {
        value: async (...scheme: readonly unknown[]): Promise<Signer> => {
          const signer = await config.signer(...scheme);
          return {
            sign: (request, options) =>
              signer.sign(request, { ...options, signingDate: new Date(clock.now() + awsTime.ahead) }),
          };
        },
      },
    });

  const onClock = (inner: HttpSigner): HttpSigner => ({
    sign(request, identity, properties) {
      nameCall(request as HttpRequest);
      const { config } = properties as { readonly config?: SignerConfig };
      if (config?.signer === undefined) return inner.sign(request, identity, properties);
      Object.assign(properties, { [signedKey]: { at: clock.now(), ahead: awsTime.ahead } });
      return inner.sign(request, identity, { ...properties, config: timed(config) });
    },
    errorHandler: (properties) => (error) => {
      const { [signedKey]: signed } = properties as { readonly [signedKey]?: Signed };
      const { $response, $metadata } = error as {
        readonly $response?: HttpResponse;
        readonly $metadata?: { clockSkewCorrected?: boolean };
      };
      if (signed !== undefined && $response !== undefined) {
        heard($response.headers, signed);
        if ($metadata !== undefined && isFarOff(signed.ahead, awsTime.ahead)) $metadata.clockSkewCorrected = true;
      }
      throw error;
    },
    successHandler(response, properties) {
      const { [signedKey]: signed } = properties as { readonly [signedKey]?: Signed };
      if (signed !== undefined) heard((response as HttpResponse).headers, signed);
    },
  });
  return {
    configure(client) {
      for (const scheme of [...client.httpAuthSchemes()])
        client.setHttpAuthScheme({ ...scheme, signer: onClock(scheme.signer) });
    },
  };
}

const callId = 'amz-sdk-invocation-id';
