import { expect, test } from 'vitest';
import { stopImpossible, stopNotPaused, stopOfJob, stopUnknown } from './stop-errors.ts';

const stop = { target: 'api@production', service: 'api', stage: 'POST_TEST_TRAFFIC_SHIFT', plugin: 'check' } as const;

test('the texts', () => {
  const all = [
    stopUnknown({ ...stop, stage: 'POST_TEST_TRAFIC_SHIFT' }),
    stopUnknown({ ...stop, stage: 'SCALE_UP' }),
    stopImpossible(stop, null),
    stopImpossible({ ...stop, stage: 'PRE_PRODUCTION_TRAFFIC_SHIFT' }, 'LINEAR'),
    stopNotPaused(stop, { express: false, hooked: false }),
    stopNotPaused(stop, { express: false, hooked: true }),
    stopNotPaused(stop, { express: true, hooked: false }),
    stopOfJob('report@production', stop),
  ];
  expect(
    all.map(({ code, message, hint }) => `${code}\n  ${message}\n  hint: ${hint}`).join('\n'),
  ).toMatchInlineSnapshot(`
    "STOP_UNKNOWN
      api@production: the rollout cannot be stopped at "POST_TEST_TRAFIC_SHIFT" for check
      hint: did you mean POST_TEST_TRAFFIC_SHIFT?
    STOP_UNKNOWN
      api@production: the rollout cannot be stopped at "SCALE_UP" for check
      hint: possible are POST_SCALE_UP, POST_TEST_TRAFFIC_SHIFT, PRE_PRODUCTION_TRAFFIC_SHIFT, POST_PRODUCTION_TRAFFIC_SHIFT
    STOP_IMPOSSIBLE
      api@production: check at POST_TEST_TRAFFIC_SHIFT is not possible: service api deploys by rolling update, which has no stages
      hint: leave out \`at\`: it is done after the rollout then; or set ecs.settings.deploymentConfiguration.strategy to "BLUE_GREEN"
    STOP_IMPOSSIBLE
      api@production: check at PRE_PRODUCTION_TRAFFIC_SHIFT is not possible: a LINEAR deployment passes it before each share of the traffic
      hint: POST_TEST_TRAFFIC_SHIFT comes once, before production traffic moves
    STOP_NOT_PAUSED
      api@production: check at POST_TEST_TRAFFIC_SHIFT needs a PAUSE hook there, and service api has none
      hint: write ecs.settings.deploymentConfiguration: { lifecycleHooks: [{ targetType: 'PAUSE', lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'] }] }
    STOP_NOT_PAUSED
      api@production: check at POST_TEST_TRAFFIC_SHIFT needs a PAUSE hook there, and service api has none
      hint: add { targetType: 'PAUSE', lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'] } to ecs.settings.deploymentConfiguration.lifecycleHooks, beside the hooks that the service has
    STOP_NOT_PAUSED
      api@production: check at POST_TEST_TRAFFIC_SHIFT needs a PAUSE hook there, and service api has none
      hint: the Express API takes no hooks: leave out \`at\`, and it is done after the rollout
    STOP_IMPOSSIBLE
      report@production: check at POST_TEST_TRAFFIC_SHIFT is not possible: a job has no rollout
      hint: leave out \`at\`"
  `);
});
