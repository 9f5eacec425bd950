/** The name at the end of an ARN: `api` of `arn:aws:ecs:…:service/shop/api`. A name without a slash is returned as it is. */
export function resourceName(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
