import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isDeployError } from '../model/error.ts';
import { ref } from '../model/ref.ts';
import { buildPlan, buildStep } from '../testing/builders.ts';
import { planId } from './assemble-plan.ts';
import { parsePlan } from './parse-plan.ts';

const first = buildStep('a.one:api@production');
const second = buildStep('a.two:api@production', { needs: [first.id], input: { from: ref(first.id, 'x') } });
const plan = buildPlan([first, second], { facts: { ecs: { services: {} } } });
type Parts = Record<string, unknown>;
const text = (differs: Parts = {}) => JSON.stringify({ ...plan, ...differs });
/** A plan whose id fits what was changed. */
const sealed = (differs: Parts) => {
  const changed = JSON.parse(text(differs));
  return JSON.stringify({ ...changed, id: planId(changed) });
};
const codeOf = (input: string) => {
  try {
    parsePlan(input);
    return null;
  } catch (error) {
    if (!isDeployError(error)) throw error;
    return `${error.category} ${error.code}`;
  }
};

test('a plan comes back as it was saved, whatever its white space and the order of its keys', () => {
  expect(parsePlan(text())).toEqual(plan);
  const reversed = Object.fromEntries(Object.entries(plan).reverse());
  expect(parsePlan(JSON.stringify(reversed, null, 4))).toEqual(plan);
});

test('when it was made is not part of what it says', () => {
  expect(parsePlan(text({ createdAt: '2020-01-01T00:00:00.000Z' })).id).toBe(plan.id);
});

test.each<[string, string, string]>([
  ['no JSON', '{', 'usage PLAN_INVALID'],
  ['nothing', '', 'usage PLAN_INVALID'],
  ['a list', '[]', 'usage PLAN_INVALID'],
  ['another format', text({ format: 3 }), 'usage PLAN_FORMAT'],
  ['the format of versions before phases', text({ format: 1 }), 'usage PLAN_FORMAT'],
  ['what `--json` prints', text({ schema: 'funade.plan/2' }), 'usage PLAN_SHOWN'],
  ['no format', text({ format: undefined }), 'usage PLAN_INVALID'],
  ['a missing part', text({ steps: undefined }), 'usage PLAN_INVALID'],
  ['a part that is not known', sealed({ more: 1 }), 'usage PLAN_INVALID'],
  ['another title', text({ steps: [{ ...first, title: 'x' }, second] }), 'usage PLAN_CHANGED'],
  ['another fact', text({ facts: { ecs: {} } }), 'usage PLAN_CHANGED'],
  ['another id', text({ id: '0'.repeat(64) }), 'usage PLAN_CHANGED'],
  ['an id that is none', text({ id: 'x' }), 'usage PLAN_INVALID'],
  ['a step twice', sealed({ steps: [first, first] }), 'usage PLAN_INVALID'],
  ['steps in an order in which they cannot run', sealed({ steps: [second, first] }), 'usage PLAN_INVALID'],
  [
    'a target with a step that is not there',
    sealed({ targets: [{ ...plan.targets[0], steps: ['a:b'] }] }),
    'usage PLAN_INVALID',
  ],
  ['nesting without end', `{"format":2,"facts":${'['.repeat(200_000)}${']'.repeat(200_000)}}`, 'usage PLAN_INVALID'],
])('a file with %s is refused', (_, input, code) => {
  expect(codeOf(input)).toBe(code);
});

test.each([
  ['hello\nworld\n', 'it is not JSON'],
  ['# A title\n', 'it is not JSON'],
  ['  \n', 'it is empty'],
  ['{\n  "format": 2,\n  oops\n}', 'its JSON is broken (line 3 column 3)'],
  ['{ "format": 2', 'its JSON is broken (line 1 column 14)'],
  ['[1, 2]', 'it is not a JSON object'],
  ['{ "name": "shop", "version": "1.0.0" }', 'it is JSON without the format of a plan'],
  [
    text({ steps: undefined, notes: 7 }),
    'steps: invalid input: expected array, received undefined; notes: invalid input: expected array, received number',
  ],
])('what is no plan is said in one line: %j', (input, reason) => {
  let message = '';
  try {
    parsePlan(input, 'app.txt');
  } catch (error) {
    message = (error as Error).message;
  }
  expect(message).toBe(`app.txt is not a plan: ${reason}`);
});

test('any changed byte is noticed', () => {
  const whole = text();
  const content = { from: whole.indexOf('"project"'), to: whole.length };
  fc.assert(
    fc.property(
      fc.integer({ min: content.from, max: content.to - 1 }),
      fc.integer({ min: 33, max: 126 }),
      (at, byte) => {
        const changed = whole.slice(0, at) + String.fromCharCode(byte) + whole.slice(at + 1);
        fc.pre(changed !== whole);
        expect(codeOf(changed)).toMatch(/^usage PLAN_(INVALID|CHANGED|FORMAT)$/);
      },
    ),
  );
});

test('no text makes reading throw anything but a usage error', () => {
  const anyPart = fc.jsonValue();
  const broken = fc.dictionary(fc.constantFrom(...Object.keys(plan), '__proto__'), anyPart).map((parts) => text(parts));
  const resealed = fc.dictionary(fc.constantFrom(...Object.keys(plan)), anyPart).map(sealed);
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json(), broken, resealed), (input) => {
      expect(codeOf(input) ?? 'usage').toMatch(/^usage/);
    }),
    { numRuns: 500 },
  );
});

test('a key named __proto__ survives and counts', () => {
  const facts = JSON.parse('{"ecs":{"__proto__":{"a":1}}}');
  const other = JSON.parse('{"ecs":{"__proto__":{"a":2}}}');
  const odd = buildPlan([first], { facts });
  expect(odd.id).not.toBe(buildPlan([first], { facts: other }).id);
  expect(JSON.stringify(parsePlan(JSON.stringify(odd)).facts)).toBe('{"ecs":{"__proto__":{"a":1}}}');
});
