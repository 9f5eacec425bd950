import { expect, test } from 'vitest';
import { renderTable } from './table.ts';

const table = {
  header: ['task', 'empty', 'state'],
  rows: [
    { cells: ['one', '', 'running'] },
    { cells: ['eleven', '', 'stopped'], below: ['because of this and that'], paint: (text: string) => `[${text}]` },
  ],
};

test('a table leaves out empty columns', () => {
  expect(renderTable(table, { width: 0 })).toEqual([
    'task    state',
    'one     running',
    '[eleven  stopped]',
    '  because of this and that',
  ]);
});

test('where there is no room each row is a few lines', () => {
  const wide = {
    ...table,
    rows: table.rows.map((row) => ({ ...row, cells: [...row.cells, 'x'.repeat(10)] })),
    header: [...table.header, 'more'],
  };
  expect(renderTable(wide, { width: 22 })).toMatchInlineSnapshot(`
    [
      "one",
      "  running,",
      "    xxxxxxxxxx",
      "[eleven]",
      "  stopped,",
      "    xxxxxxxxxx",
      "  because of this",
      "    and that",
    ]
  `);
});
