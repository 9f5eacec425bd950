import { describe, expect, test } from 'vitest';
import { findSecretShapes } from '../diff/secret-shape.ts';
import type { Artifact } from '../model/artifact.ts';
import { canonicalJson, type Json } from '../model/json.ts';
import type { LookupCall, LookupResult } from '../model/lookup.ts';
import { permissionGroups } from '../model/permission.ts';
import type { PlanFragment } from '../model/plan-fragment.ts';
import type { Plugin, PluginRequest } from '../model/plugin.ts';
import { refsIn } from '../model/ref.ts';
import type { StepId } from '../model/step.ts';
import { toJson } from '../model/to-json.ts';
import { badInputs, fragmentFault, repeatedIds, unknownOutputs } from './contract-rules.ts';
import { deepFreeze } from './deep-freeze.ts';

/** One situation a plugin plans for. */
export interface PluginCase {
  readonly name: string;
  /** With options as the plugin's schema returns them. */
  readonly request: PluginRequest;
  /** Facts as `observe` returns them. */
  readonly facts: Json;
  /** Artifacts of the plugins before it. Default none. */
  readonly upstream?: readonly Artifact[];
  /** Steps of the plugins before it that its steps may need, beside those that `upstream` refers to. */
  readonly earlier?: readonly StepId[];
}

/**
 * Registers the tests that hold for every plugin, for each of its cases: planning is pure and repeatable, what comes of
 * it is JSON without secrets, its steps can be ordered and run. Call it in a vitest file.
 */
export function pluginContract(plugin: Plugin, cases: readonly PluginCase[]): void {
  describe(`the contract of plugin ${plugin.name}`, () => {
    test('each kind of step is defined once and carries the name of the plugin', () => {
      const kinds = plugin.steps.map((step) => step.kind);
      expect(kinds).toEqual([...new Set(kinds)]);
      expect(kinds.filter((kind) => !kind.startsWith(`${plugin.name}.`))).toEqual([]);
    });

    describe.each(cases.map((item) => [item.name, item] as const))('%s', (_, item) => {
      const earlier = new Set<string>([
        ...(item.earlier ?? []),
        ...refsIn(toJson(item.upstream ?? [])).map(({ $ref }) => $ref[0]),
      ]);

      test('options are JSON, and parsing them again changes nothing', () => {
        for (const { options } of item.request.targets) {
          const parsed = plugin.options === null ? options : plugin.options.parse(toJson(options));
          expect(toJson(parsed)).toEqual(toJson(options));
        }
      });

      test('facts are JSON that the plugin itself accepts unchanged', () => {
        expect(toJson(item.facts)).toEqual(item.facts);
        expect(toJson(plugin.facts.parse(item.facts))).toEqual(item.facts);
      });

      test('planning changes nothing that it is given', () => {
        expect(() => planCase(plugin, item)).not.toThrow();
      });

      test('what is planned survives being saved', () => {
        const fragment = planCase(plugin, item);
        expect(JSON.parse(JSON.stringify(fragment))).toEqual(fragment);
      });

      test('the same facts give the same plan, whatever the order of their keys', () => {
        const again = planCase(plugin, { ...item, facts: JSON.parse(canonicalJson(item.facts)) });
        expect(canonicalJson(toJson(again))).toBe(canonicalJson(toJson(planCase(plugin, item))));
      });

      // What is read before cannot be made up here.
      if (plugin.permissions !== undefined && plugin.permissions.observe === undefined) {
        const { permissions } = plugin;
        test('what it needs permission for follows from its options, and is actions on ARNs', () => {
          const { project, environment, targets, lookups = [] } = item.request;
          const common = { partition: 'aws', environments: { [environment.name]: environment }, upstream: [] };
          const request = deepFreeze(structuredClone({ project, environment, targets, lookups, ...common }));
          const needs = permissions.needs(request, null);
          expect(toJson(permissions.needs(request, null))).toEqual(toJson(needs));
          for (const { groups, actions, resources } of needs.permissions) {
            expect(permissionGroups).toEqual(expect.arrayContaining([...groups]));
            for (const action of actions) expect(action).toMatch(/^[a-z0-9-]+:[A-Z][A-Za-z]+$/);
            for (const resource of resources) expect(resource).toMatch(/^(?:\*|arn:[^:*]+:[^:*]+:[^:]*:[^:]*:.+)$/);
          }
        });
      }

      test('step ids are unique', () => {
        const { steps, rollback } = planCase(plugin, item);
        expect(repeatedIds(steps)).toEqual([]);
        expect(repeatedIds(rollback)).toEqual([]);
      });

      test('kinds and targets of steps are known, they can be ordered, and a rollback says what it undoes', () => {
        const { steps, rollback } = planCase(plugin, item);
        const forward = new Set([...earlier, ...steps.map((step) => step.id)]);
        const targets = new Set(item.request.targets.map(({ id }) => id));
        expect(fragmentFault(plugin, steps, { earlier, targets })).toBeNull();
        expect(fragmentFault(plugin, rollback, { earlier: forward, targets, undone: forward })).toBeNull();
      });

      test('references name outputs that their step has', () => {
        const { steps, rollback } = planCase(plugin, item);
        expect([...unknownOutputs(plugin, steps), ...unknownOutputs(plugin, rollback)]).toEqual([]);
      });

      test('the input of each step is what its kind accepts, references apart', () => {
        const { steps, rollback } = planCase(plugin, item);
        expect([...badInputs(plugin, steps), ...badInputs(plugin, rollback)]).toEqual([]);
      });

      test('nothing in the facts and the plan has the shape of a secret', () => {
        expect(findSecretShapes(toJson({ facts: item.facts, fragment: planCase(plugin, item) }))).toEqual([]);
      });

      test('what is looked up is known from the facts alone, as a value or as the reason why there is none', () => {
        const calls = item.request.lookups ?? [];
        const results = calls.map((call) => readLookup(plugin, call, deepFreeze(structuredClone(item.facts))));
        expect(calls.map((call) => readLookup(plugin, call, item.facts))).toEqual(results);
        const empty = results.filter((result) => (result.found ? result.value : result.problem) === '');
        expect(empty).toEqual([]);
      });
    });
  });
}

function readLookup(plugin: Plugin, { helper, args }: LookupCall, facts: Json): LookupResult {
  const lookup = plugin.lookups?.find((each) => each.helper === helper);
  if (lookup === undefined) throw new Error(`plugin ${plugin.name} has no helper ${helper}`);
  if (args.length !== lookup.arity) throw new Error(`${helper} takes ${lookup.arity} arguments`);
  return lookup.read(facts, args);
}

function planCase(plugin: Plugin, { request, facts, upstream = [] }: PluginCase): PlanFragment {
  const given = deepFreeze(structuredClone({ request, facts, upstream }));
  return plugin.plan(given.request, given.facts, given.upstream);
}
