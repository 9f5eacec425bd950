/** Where a `valueFrom` points. */
export type SecretPlace =
  | {
      readonly type: 'parameter';
      readonly region: string | null;
      /** Name or ARN, as GetParameters takes both. */
      readonly name: string;
    }
  | {
      readonly type: 'secret';
      readonly region: string;
      /** ARN without what follows the name. */
      readonly arn: string;
      readonly versionStage: string | null;
      readonly versionId: string | null;
    };

/**
 * Reads a `valueFrom`: the ARN of a secret, with JSON key, version stage and version id behind it, or the name or ARN of
 * a parameter. A name alone is of the region of the task (null).
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Secret.html
 */
export function secretPlace(valueFrom: string): SecretPlace {
  const [prefix, partition, service, region = '', account, type, ...rest] = valueFrom.split(':');
  if (prefix !== 'arn') return { type: 'parameter', region: null, name: valueFrom };
  if (service !== 'secretsmanager') return { type: 'parameter', region: region || null, name: valueFrom };
  const [name, _jsonKey, versionStage, versionId] = rest;
  return {
    type: 'secret',
    region,
    arn: [prefix, partition, service, region, account, type, name].join(':'),
    versionStage: versionStage || null,
    versionId: versionId || null,
  };
}

/** The place as people read it: `parameter /shop/db`, `secret shop/db-AbCdEf`. */
export function secretPlaceText(place: SecretPlace): string {
  if (place.type === 'secret') return `secret ${place.arn.slice(place.arn.indexOf(':secret:') + 8)}`;
  return `parameter ${place.name.replace(/^arn:.*?:parameter(?=\/)/, '')}`;
}
