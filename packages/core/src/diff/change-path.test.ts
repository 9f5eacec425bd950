import { expect, test } from 'vitest';
import { pathParts } from './change-path.ts';

test.each([
  ['cpu', ['cpu']],
  ['containerDefinitions[app].environment[MODE]', ['containerDefinitions', 'app', 'environment', 'MODE']],
  ['portMappings[8080/tcp].hostPort', ['portMappings', '8080/tcp', 'hostPort']],
  ['dockerLabels["com.example.a]b"].x', ['dockerLabels', 'com.example.a]b', 'x']],
  ['subnets[]', ['subnets', '']],
  ['environment["a\\"b"]', ['environment', 'a"b']],
  ['', []],
])('%s has its parts', (path, parts) => {
  expect(pathParts(path)).toEqual(parts);
});
