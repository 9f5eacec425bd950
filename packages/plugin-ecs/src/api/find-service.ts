interface Named {
  readonly serviceName?: unknown;
  readonly serviceArn?: unknown;
}

/** The service of this name or ARN in an answer, wherever it stands. */
export function findService<T extends Named>(services: readonly T[], wanted: string): T | undefined {
  return services.find(({ serviceName, serviceArn }) => serviceName === wanted || serviceArn === wanted);
}
