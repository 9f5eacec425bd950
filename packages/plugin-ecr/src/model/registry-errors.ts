import { refusalHint } from '@funade/aws';
import { DeployError, type DeployErrorOptions } from '@funade/core';

/** What an error of a registry comes from: an error, or lines of somebody's output. */
export type Shown = Pick<DeployErrorOptions, 'cause' | 'evidence'>;

/** A registry has no such endpoint. */
export function endpointMissing(repositoryUri: string, endpoint: string): DeployError {
  return new DeployError('REGISTRY_ENDPOINT_MISSING', `the registry of ${repositoryUri} has no ${endpoint} endpoint`, {
    category: 'usage',
    hint: 'leave registryEndpoint out, or write fips',
    details: { repositoryUri, endpoint },
  });
}

/** A copy between registries ended badly for another reason than a tag that is taken. */
export function copyFailed(image: string, how: string, shown: Shown = {}): DeployError {
  return new DeployError('COPY_FAILED', `the copy of ${image} failed: ${how}`, {
    hint: 'run the same command again to continue where it stopped',
    details: { image },
    ...shown,
  });
}

/** One of the two registries does not permit the copy. */
export function copyRefused(image: string, how: string, shown: Shown = {}): DeployError {
  return new DeployError('COPY_REFUSED', `the copy of ${image} was refused: ${how}`, {
    hint:
      refusalHint(saidBy(how, shown), 'ecr:BatchGetImage') ??
      'the role of the environment it comes from needs ecr:BatchGetImage, ecr:GetDownloadUrlForLayer and ' +
        'ecr:ListImageReferrers; that of the one it goes to what a push needs, and ecr:BatchGetImage',
    details: { image },
    ...shown,
  });
}

/** The registry login failed. */
export function registryLoginFailed(host: string, how: string, lines: readonly string[] = []): DeployError {
  return new DeployError('REGISTRY_LOGIN_FAILED', `the login to ${host} failed: ${how}`, {
    hint: 'the role needs ecr:GetAuthorizationToken, and the Docker daemon must reach the registry',
    details: { host },
    evidence: lines,
  });
}

/** A push ended badly for another reason than a tag that is taken. */
export function pushFailed(image: string, how: string, shown: Shown = {}): DeployError {
  return new DeployError('PUSH_FAILED', `the push of ${image} failed: ${how}`, {
    hint: 'run the same command again to continue where it stopped',
    details: { image },
    ...shown,
  });
}

/** The registry does not permit the push. */
export function pushRefused(image: string, how: string, shown: Shown = {}): DeployError {
  return new DeployError('PUSH_REFUSED', `the registry refused ${image}: ${how}`, {
    hint:
      refusalHint(saidBy(how, shown), 'ecr:PutImage') ??
      'the role needs ecr:InitiateLayerUpload, ecr:UploadLayerPart, ecr:CompleteLayerUpload, ' +
        'ecr:BatchCheckLayerAvailability and ecr:PutImage on the repository',
    details: { image },
    ...shown,
  });
}

/** The registry has nothing under the tag right after a push that succeeded. */
export function pushNotVerified(image: string): DeployError {
  return new DeployError('PUSH_NOT_VERIFIED', `${image} was pushed, but the registry has nothing under this tag`, {
    hint: 'check whether somebody or a lifecycle policy deletes images of this repository',
    details: { image },
  });
}

/** The registry does not take the login, or does not let its user read. */
export function registryDenied(how: string, cause?: unknown): DeployError {
  return new DeployError('REGISTRY_DENIED', `the registry refuses this login: ${how}`, {
    hint:
      refusalHint(how, 'ecr:BatchGetImage') ??
      'the role needs ecr:GetAuthorizationToken, and ecr:BatchGetImage and ecr:GetDownloadUrlForLayer on the repository; ' +
        'run the same command again if the login had expired',
    ...(cause === undefined ? {} : { cause }),
  });
}

/** A call to a registry failed after all its attempts. */
export function registryError(what: string, how: string, cause?: unknown): DeployError {
  return new DeployError('REGISTRY_ERROR', `${what} failed: ${how}`, {
    hint: 'check that the registry is reachable from here and run the same command again',
    ...(cause === undefined ? {} : { cause }),
  });
}

/** A registry handed out other bytes than those of the digest that was asked for. */
export function digestMismatch(from: string, { digest, actual }: { digest: string; actual: string }): DeployError {
  return new DeployError('DIGEST_MISMATCH', `${from} was asked for ${digest} and sent ${actual}`, {
    category: 'refused',
    hint: 'nothing of it was used: check what is between this machine and the registry, and the registry itself',
    details: { from, digest, actual },
  });
}

/** A digest that cannot be checked. */
export function digestUnsupported(digest: string): DeployError {
  return new DeployError('DIGEST_UNSUPPORTED', `${digest} is not a digest that can be checked`, {
    category: 'refused',
    hint: 'digests are sha256: and 64 hexadecimal digits, or sha512: and 128',
    details: { digest },
  });
}

/** A registry sends for its tokens to a place that may not see the login. */
export function loginHostRefused(host: string, realm: string): DeployError {
  return new DeployError('REGISTRY_AUTH_HOST', `${host} sends logins to ${realm}, which is not trusted with them`, {
    category: 'refused',
    hint:
      `if ${realm} issues the tokens of ${host}, set ` +
      `FUNADE_REGISTRY_AUTH_HOSTS=${host}=${URL.canParse(realm) ? new URL(realm).host : realm}; it must be https`,
    details: { host, realm },
  });
}

/** What a registry said, itself or through the program that called it. */
function saidBy(how: string, { evidence = [] }: Shown): string {
  return [how, ...evidence].join('\n');
}
