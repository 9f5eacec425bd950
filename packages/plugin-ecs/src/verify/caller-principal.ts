/** Whose policies decide what a caller may do. */
export type CallerPrincipal =
  | { readonly type: 'user'; readonly arn: string }
  | { readonly type: 'role'; readonly name: string }
  | { readonly type: 'root' };

/** The principal behind an ARN of GetCallerIdentity; null when it is one that IAM cannot answer for (a federated user). */
export function callerPrincipal(callerArn: string): CallerPrincipal | null {
  const resource = callerArn.split(':').slice(5).join(':');
  if (resource === 'root') return { type: 'root' };
  if (resource.startsWith('user/')) return { type: 'user', arn: callerArn };
  const [type, name] = resource.split('/');
  return type === 'assumed-role' && name !== undefined ? { type: 'role', name } : null;
}
