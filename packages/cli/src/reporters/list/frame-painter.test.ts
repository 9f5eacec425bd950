import { expect, test } from 'vitest';
import { memoryOutput } from '../../../test/builders.ts';
import { framePainter } from './frame-painter.ts';

test('only lines that changed are written again, and the cursor comes back', () => {
  const output = memoryOutput({ isTTY: true, columns: 80, rows: 24 });
  const painter = framePainter(output);
  painter.draw(['a', 'b']);
  painter.draw(['a', 'b']);
  painter.draw(['a', 'c', 'd']);
  painter.end();
  painter.end();
  expect(JSON.stringify(output.text())).toMatchInlineSnapshot(
    `""\\u001b[?25l\\u001b[2Ka\\n\\u001b[2Kb\\n\\u001b[0J\\u001b[2A\\r\\n\\u001b[2Kc\\n\\u001b[2Kd\\n\\u001b[0J\\u001b[?25h""`,
  );
});

test('a terminal that became narrower is drawn anew over all lines that wrapped', () => {
  const size = { columns: 80 };
  const output = memoryOutput({ isTTY: true });
  const narrowing = {
    ...output,
    get columns() {
      return size.columns;
    },
  };
  const painter = framePainter(narrowing);
  painter.draw(['0123456789', 'abc']);
  size.columns = 4;
  painter.draw(['0123', 'abc']);
  expect(JSON.stringify(output.text())).toMatchInlineSnapshot(
    `""\\u001b[?25l\\u001b[2K0123456789\\n\\u001b[2Kabc\\n\\u001b[0J\\u001b[4A\\r\\u001b[0J\\u001b[2K0123\\n\\u001b[2Kabc\\n\\u001b[0J""`,
  );
});
