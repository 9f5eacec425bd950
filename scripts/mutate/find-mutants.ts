import { parseSync, Visitor } from 'oxc-parser';

/** One small change of a source file that a test should notice. */
export interface Mutant {
  readonly start: number;
  readonly end: number;
  /** What stands there instead. */
  readonly text: string;
  /** For people: `=== → !==`, `call left out`. */
  readonly what: string;
}

/** What each operator becomes. */
const operators: Readonly<Record<string, string>> = {
  '===': '!==',
  '!==': '===',
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '+': '-',
  '-': '+',
  '*': '/',
  '/': '*',
  '&&': '||',
  '||': '&&',
};

/** Every mutant of a file, in the order of its text. Types, which are erased before it runs, and chosen figures have none. */
export function findMutants(file: string, text: string): readonly Mutant[] {
  const { program } = parseSync(file, text);
  const mutants: Mutant[] = [];
  const skipped: Span[] = [];
  const add = (start: number, end: number, change: Pick<Mutant, 'text' | 'what'>): void => {
    mutants.push({ start, end, ...change });
  };
  const source = ({ start, end }: Span): string => text.slice(start, end);
  const negate = (test: Span): void =>
    add(test.start, test.end, { text: `!(${source(test)})`, what: `${short(source(test))} negated` });
  const operator = ({ left, right, operator: sign }: Operation): void => {
    const other = operators[sign];
    const at = text.indexOf(sign, left.end);
    if (other !== undefined && at < right.start) add(at, at + sign.length, { text: other, what: `${sign} → ${other}` });
  };

  new Visitor({
    BinaryExpression: (node) => {
      // A text that is put together has no difference.
      const isText = [node.left, node.right].some(
        ({ type, ...rest }) =>
          type === 'TemplateLiteral' || (type === 'Literal' && 'value' in rest && typeof rest.value === 'string'),
      );
      if (node.operator !== '+' || !isText) operator(node);
    },
    LogicalExpression(node) {
      if (node.operator === '??') {
        add(node.start, node.end, { text: source(node.right), what: `left of ?? left out` });
      } else operator(node);
    },
    IfStatement: ({ test }) => negate(test),
    ConditionalExpression: ({ test }) => negate(test),
    Literal(node) {
      if (typeof node.value === 'boolean') {
        add(node.start, node.end, { text: String(!node.value), what: `${node.value} → ${!node.value}` });
      } else if (typeof node.value === 'number') {
        add(node.start, node.end, { text: String(node.value + 1), what: `${node.value} → ${node.value + 1}` });
      }
    },
    ExpressionStatement(node) {
      const { expression } = node;
      const called = expression.type === 'AwaitExpression' ? expression.argument : expression;
      if (called.type === 'CallExpression') {
        add(node.start, node.end, { text: ';', what: `${short(source(node))} left out` });
      }
    },
    ThrowStatement: (node) => add(node.start, node.end, { text: ';', what: `${short(source(node))} left out` }),
    TSLiteralType: ({ literal }) => void skipped.push(literal),
    VariableDeclarator: ({ init }) => void (init !== null && isSetting(source(init)) && skipped.push(init)),
  }).visit(program);
  return mutants
    .filter(({ start, end }) => !skipped.some((span) => span.start <= start && end <= span.end))
    .toSorted((a, b) => a.start - b.start);
}

interface Span {
  readonly start: number;
  readonly end: number;
}

interface Operation extends Span {
  readonly left: Span;
  readonly right: Span;
  readonly operator: string;
}

/** Whether it is a figure that somebody chose, `5 * 60_000`: another one is not wrong. */
function isSetting(text: string): boolean {
  return /^[\d_.*+\-/() ]+$/.test(text);
}

function short(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
