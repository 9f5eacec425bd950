import type { RunningImage } from '@funade/core';

/** `app shop/api:v1.2.0 sha256:0123456789ab`: the registry is the account's own or says nothing new. */
export function imageText({ container, repository, tag, digest }: RunningImage): string {
  const name = repository.includes('.') ? repository.slice(repository.indexOf('/') + 1) : repository;
  const parts = [container, tag === null ? name : `${name}:${tag}`];
  return [...parts, ...(digest === null ? [] : [digest.slice(0, 'sha256:'.length + 12)])].join(' ');
}
