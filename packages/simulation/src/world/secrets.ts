/** What must be seen nowhere but where AWS itself keeps it. */
export const secrets = {
  environment: 'Sentinel-of-the-Environment-4711',
  parameter: 'Sentinel-of-the-Parameter-4712',
} as const;
