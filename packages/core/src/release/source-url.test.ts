import { expect, test } from 'vitest';
import { sourceUrl } from './source-url.ts';

test.each([
  ['https://gitlab.com/shop/shop.git', 'https://gitlab.com/shop/shop.git'],
  ['https://gitlab-ci-token:glcbt-secret@gitlab.com/shop/shop.git', 'https://gitlab.com/shop/shop.git'],
  ['https://ghp_secret@github.com/shop/shop', 'https://github.com/shop/shop'],
  ['https://example.com:8443/shop?private_token=secret#x', 'https://example.com:8443/shop'],
  ['git@github.com:shop/shop.git', 'ssh://github.com/shop/shop.git'],
  ['ssh://git:secret@example.com:2222/shop.git', 'ssh://example.com:2222/shop.git'],
  ['example.com:shop.git', 'ssh://example.com/shop.git'],
  ['/home/me/shop', null],
  ['../shop', null],
  ['file:///home/me/shop', null],
  ['C:\\shop', null],
  ['C:/shop', null],
  ['', null],
])('%s is shown as %s', (remote, url) => expect(sourceUrl(remote)).toBe(url));

test.each([
  ['https://oauth2:p@ss/w0rd@git.example/shop.git', 'https://git.example/shop.git'],
  ['https://user:a@b?c#d@git.example/shop.git', 'https://git.example/shop.git'],
  ['https://user:12/34@git.example/shop.git', null],
  ['https://user:a/b@git.example/shop.git', null],
  ['https://user:a#b@git.example/shop.git', null],
  ['https://git.example/@team/shop.git', 'https://git.example/@team/shop.git'],
])('nothing of an odd password is left: %s is %s', (remote, url) => {
  expect(sourceUrl(remote)).toBe(url);
});
