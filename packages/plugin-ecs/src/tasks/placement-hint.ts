const hints: readonly (readonly [RegExp, string])[] = [
  [
    /RESOURCE:(?:CPU|MEMORY)/,
    'no instance of the cluster has room: add capacity, or set a smaller cpu and memory for the task',
  ],
  [
    /RESOURCE:PORTS?/,
    'its host ports are taken on every instance: use dynamic ports, or a task definition without them',
  ],
  [/RESOURCE:ENI/, 'no instance has a free network interface: add instances, or turn on ENI trunking'],
  [/RESOURCE:GPU/, 'no instance has a free GPU: add capacity'],
  [/\bAGENT\b/, 'the ECS agent of the instances is not connected: check them'],
  [
    /ATTRIBUTE|LOCATION|placement constraint/i,
    'no instance fits the placement constraints and attributes that the task definition asks for',
  ],
  [
    /EMPTY CAPACITY PROVIDER|NO ACTIVE INSTANCES/,
    'the capacity provider has no instances: let it scale, or set launchType of the task',
  ],
  [
    /Capacity is unavailable/,
    'Fargate has no room at the moment: deploy again later, or give the task subnets in other availability zones',
  ],
  [/limit|quota/i, 'the account has reached a quota: ask for more under Service Quotas'],
];

/** The next thing to do about a failure of RunTask, or a task that was never placed. */
export function placementHint(reason: string): string {
  return hints.find(([pattern]) => pattern.test(reason))?.[1] ?? 'deploy again; ECS gives no further reason';
}

/** Whether a task that never started had no place to run. */
export function isPlacement(reason: string): boolean {
  return hints.some(([pattern]) => pattern.test(reason)) && /^TaskFailedToStart: |Capacity is unavailable/.test(reason);
}
