import type { LeftOut } from '../model/found-project.ts';
import { noted, type ValueObject } from '../model/value.ts';

/** What is known of an environment; null is not known. */
export interface KnownEnvironment {
  readonly account: string | null;
  readonly region: string | null;
  readonly role: string | null;
  /** What it is read from, for messages: `ecspresso.yml`. */
  readonly place: string;
}

const sampleAccount = '111111111111';
const sampleRegion = 'us-east-1';

export interface WrittenEnvironment {
  readonly environment: ValueObject;
  readonly left: readonly LeftOut[];
}

/** An environment of the config, and what has to be filled in. */
export function writtenEnvironment({ account, region, role, place }: KnownEnvironment): WrittenEnvironment {
  return {
    environment: {
      account: account ?? noted(sampleAccount, 'Not known: write your own.'),
      region: region ?? noted(sampleRegion, 'Not known: write your own.'),
      ...(role === null ? {} : { role }),
    },
    left: [
      ...(account === null
        ? [
            {
              place,
              what: `account ${sampleAccount}`,
              reason: 'the account is written nowhere: it is a sample',
              instead: 'pass --account, or write it under environments in deploy.config.ts',
            },
          ]
        : []),
      ...(region === null
        ? [
            {
              place,
              what: `region ${sampleRegion}`,
              reason: 'the region is written nowhere: it is a sample',
              instead: 'pass --region, or write it under environments in deploy.config.ts',
            },
          ]
        : []),
    ],
  };
}

/** The account that the ARNs and registries in a text are of: the one that most are. Null: there are none. */
export function accountIn(texts: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const text of texts) {
    const found = [
      ...text.matchAll(/\barn:aws[\w-]*:[\w-]+:[\w-]*:(\d{12}):/g),
      ...text.matchAll(/\b(\d{12})\.dkr[.-]ecr/g),
    ];
    for (const [, account = ''] of found) counts.set(account, (counts.get(account) ?? 0) + 1);
  }
  return [...counts].toSorted(([, one], [, other]) => other - one)[0]?.[0] ?? null;
}

/** The region that the ARNs and registries in a text are of. Null: there are none. */
export function regionIn(texts: readonly string[]): string | null {
  for (const text of texts) {
    const [, ofArn, ofRegistry] =
      /\barn:aws[\w-]*:[\w-]+:([a-z]{2}(?:-[a-z]+)+-\d):|\.dkr[.-]ecr(?:-fips)?\.([a-z]{2}(?:-[a-z]+)+-\d)\./.exec(
        text,
      ) ?? [];
    const region = ofArn ?? ofRegistry;
    if (region !== undefined) return region;
  }
  return null;
}

/** Whether a text has the form of a region. */
export function isRegion(text: string): boolean {
  return /^[a-z]{2,}(?:-[a-z]+)+-\d$/.test(text);
}
