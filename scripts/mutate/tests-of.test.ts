import { expect, test } from 'vitest';
import { parseModule } from '../layers/parse-module.ts';
import { testsOf } from './tests-of.ts';

const modules = Object.entries({
  'p/src/a.ts': '',
  'p/src/a.test.ts': "import { a } from './a.ts';",
  'p/src/b.ts': "import { a } from './a.ts';",
  'p/src/plugin.ts': "export const load = () => import('./b.ts');",
  'p/src/other.test.ts': "import './c.ts';",
  'p/test/deploy.sandbox.test.ts': "import { load } from '../src/plugin.ts';",
  'p/test/run.docker.test.ts': "import { load } from '../src/plugin.ts';",
}).map(([file, text]) => parseModule(file, text));

test('tests that reach a file are found, its own first', () => {
  expect(testsOf('p/src/a.ts', modules)).toEqual(['p/src/a.test.ts', 'p/test/deploy.sandbox.test.ts']);
  expect(testsOf('p/src/b.ts', modules)).toEqual(['p/test/deploy.sandbox.test.ts']);
  expect(testsOf('p/src/d.ts', modules)).toEqual([]);
});
