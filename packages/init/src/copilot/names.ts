/** The stack of an environment; its resources have names that begin with it. */
export function environmentStack(application: string, environment: string): string {
  return `${application}-${environment}`;
}

/** The stack of a workload in an environment. */
export function workloadStack(application: string, environment: string, workload: string): string {
  return `${environmentStack(application, environment)}-${workload}`;
}

/**
 * The name that CloudFormation has given to a resource that has none of its own: that of its stack, that of the resource in
 * the template, and letters that nobody knows before.
 */
export function givenName(names: readonly string[], stack: string, resource: string): string | null {
  const begin = `${stack}-${resource}-`;
  const found = names.filter((name) => name.startsWith(begin) && /^[A-Za-z0-9]+$/.test(name.slice(begin.length)));
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** The parameter that Copilot keeps what it knows of an environment in. */
export function environmentParameter(application: string, environment: string): string {
  return `/copilot/applications/${application}/environments/${environment}`;
}
