import type { Tag } from '../state.ts';

/** A resource whose logs can be delivered. */
export interface DeliverySource {
  readonly name: string;
  readonly arn: string;
  readonly resourceArn: string;
  readonly logType: string;
  readonly tags: readonly Tag[];
}

/** Where logs can be delivered to. */
export interface DeliveryDestination {
  readonly name: string;
  readonly arn: string;
  /** ARN of the log group, the bucket or the stream. */
  readonly resourceArn: string;
  readonly type: 'CWL' | 'S3' | 'FH';
  readonly tags: readonly Tag[];
}

/** A source and a destination of its logs. */
export interface Delivery {
  readonly id: string;
  readonly arn: string;
  readonly source: string;
  readonly destinationArn: string;
}

/** The log deliveries of an account in a region. */
export interface Deliveries {
  readonly sources: Map<string, DeliverySource>;
  readonly destinations: Map<string, DeliveryDestination>;
  /** By id. */
  readonly deliveries: Map<string, Delivery>;
}

export function noDeliveries(): Deliveries {
  return { sources: new Map(), destinations: new Map(), deliveries: new Map() };
}
