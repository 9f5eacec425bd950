import { expect, test } from 'vitest';
import { fakeLookup } from '../../test/support/plugins.ts';
import { buildContext, buildRequest } from '../testing/builders.ts';
import { renderDocuments } from './render-documents.ts';

const request = buildRequest([]);
const documents = [
  { service: 'api', document: { family: '{{service}}-{{look "a"}}', cpu: 256 } },
  { service: 'web', document: ['{{look (concat service "/" environment)}}', '{{look "a"}}'] },
];

test('documents are rendered with what their service can name, and look values up together', async () => {
  const asked: (readonly string[])[] = [];
  const context = buildContext({ lookups: [fakeLookup({ a: 'blue', 'web/production': 'green' }, asked)] });
  expect(await renderDocuments(documents, request, context)).toEqual([
    { document: { family: 'api-blue', cpu: 256 }, problems: [] },
    { document: ['green', 'blue'], problems: [] },
  ]);
  expect(asked).toEqual([['a', 'web/production']]);
});

test('what could not be rendered is told per document, with its place', async () => {
  const context = buildContext({ lookups: [fakeLookup({ a: 'blue' })] });
  const rendered = await renderDocuments(documents, request, context);
  expect(rendered.map(({ problems }) => problems)).toEqual([
    [],
    [
      {
        path: [0],
        message: '"{{look (concat service \\"/\\" environment)}}": there is no "web/production"',
      },
    ],
  ]);
});

test('a document without templates is left as it is, and a context without lookups has none', async () => {
  const document = Object.freeze({ family: 'api' });
  const [plain] = await renderDocuments([{ service: 'api', document }], request, buildContext());
  expect(plain?.document).toBe(document);
  const [, web] = await renderDocuments(documents, request, buildContext());
  expect(web?.problems.map(({ message }) => message.replace(/; .*/, ''))).toContain(
    '"{{look \\"a\\"}}": there is no helper "look"',
  );
});
