import { type Check, type RunContext, regionProblem } from '@funade/core';
import { inGroups } from '../api/poll-schedule.ts';
import { useSecrets, useSsm } from '../api/read-clients.ts';
import { type Look, look } from './look.ts';
import { lookAtEach } from './look-at-each.ts';
import { secretsOf } from './references.ts';
import { type SecretPlace, secretPlace, secretPlaceText } from './secret-place.ts';
import { type Found, failed, notPermitted, ok, type VerifiedTarget } from './verified-target.ts';

type Parameter = Extract<SecretPlace, { readonly type: 'parameter' }>;
type Secret = Extract<SecretPlace, { readonly type: 'secret' }>;

/** The secrets and parameters of the task definitions: that they are there and have the version that is asked for. */
export async function checkSecrets(targets: readonly VerifiedTarget[], context: RunContext): Promise<readonly Check[]> {
  const uses = targets.flatMap(({ id, definition }) =>
    secretsOf(definition).map((secret) => ({ target: id, ...secret, place: secretPlace(secret.valueFrom) })),
  );
  const places = new Map(uses.map(({ valueFrom, place }) => [valueFrom, place]));
  const [parameters, secrets] = await Promise.all([
    lookAtParameters([...places.values()].filter((place) => place.type === 'parameter').filter(isInRegion), context),
    lookAtEach([...places.values()].filter((place) => place.type === 'secret').filter(isInRegion), (place) =>
      lookAtSecret(place, context),
    ),
  ]);
  return uses.map(({ target, container, name, valueFrom, place }) => {
    const known = places.get(valueFrom) ?? place;
    const found = known.type === 'parameter' ? parameters.get(known) : secrets.get(known);
    const what = `${secretPlaceText(place)} (${name} of ${container})`;
    const wrong = known.region === null ? null : regionProblem(known.region);
    return { target, kind: place.type, what, ...(found ?? (wrong === null ? ok : failed(wrong))) };
  });
}

function isInRegion({ region }: SecretPlace): boolean {
  return region === null || regionProblem(region) === null;
}

/** GetParameters takes ten names. One that may not be read refuses them all, so each is then asked for alone. */
async function lookAtParameters(
  places: readonly Parameter[],
  context: RunContext,
): Promise<ReadonlyMap<Parameter, Found>> {
  const regions = Map.groupBy(places, ({ region }) => region ?? context.environment.region);
  const batches = [...regions].flatMap(([region, own]) => inGroups(own, 10).map((batch) => ({ region, batch })));
  const answers = await lookAtEach(batches, async ({ region, batch }) => {
    const all = await missingParameters(batch, region, context);
    if (all.type !== 'denied' || batch.length === 1)
      return batch.map((place) => [place, parameterFound(place, all, region)] as const);
    const alone = await lookAtEach(batch, (place) => missingParameters([place], region, context));
    return [...alone].map(([place, answer]) => [place, parameterFound(place, answer, region)] as const);
  });
  return new Map([...answers.values()].flat());
}

function parameterFound({ name }: Parameter, answer: Look<ReadonlySet<string>>, region: string): Found {
  if (answer.type === 'denied') return notPermitted(answer.action);
  const missing = answer.type === 'missing' || answer.value.has(name);
  return missing ? failed(`there is no such parameter in ${region}`) : ok;
}

/** The values that come along are not looked at: those of SecureStrings are ciphertext. */
async function missingParameters(
  places: readonly Parameter[],
  region: string,
  context: RunContext,
): Promise<Look<ReadonlySet<string>>> {
  const { client, sdk } = await useSsm(context, region);
  const names = places.map(({ name }) => name);
  return await look(
    async () => {
      const command = new sdk.GetParametersCommand({ Names: names, WithDecryption: false });
      const { InvalidParameters = [] } = await client.send(command, { abortSignal: context.signal });
      return new Set(InvalidParameters);
    },
    { action: 'ssm:GetParameters', subject: names.join(', ') },
  );
}

async function lookAtSecret(place: Secret, context: RunContext): Promise<Found> {
  const { arn, region, versionStage, versionId } = place;
  const { client, sdk } = await useSecrets(context, region);
  const answer = await look(
    () => client.send(new sdk.DescribeSecretCommand({ SecretId: arn }), { abortSignal: context.signal }),
    {
      action: 'secretsmanager:DescribeSecret',
      subject: secretPlaceText(place),
      missing: ['ResourceNotFoundException'],
    },
  );
  if (answer.type === 'missing') return failed(`there is no such secret in ${region}`);
  if (answer.type === 'denied') return notPermitted(answer.action);
  const { DeletedDate, VersionIdsToStages: versions = {} } = answer.value;
  if (DeletedDate !== undefined) return failed('it is marked for deletion');
  if (versionId !== null) return versionId in versions ? ok : failed(`it has no version ${versionId}`);
  const stage = versionStage ?? 'AWSCURRENT';
  return Object.values(versions).some((stages) => stages.includes(stage))
    ? ok
    : failed(versionStage === null ? 'it has no value yet' : `it has no version of stage ${stage}`);
}
