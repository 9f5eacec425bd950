/** What Copilot fills into its manifests. */
export interface Interpolated {
  readonly application: string;
  readonly environment: string;
  /** Told of each variable that comes from where the command runs. */
  readonly variable: (name: string) => void;
}

/** A text of a manifest, `${NAME}` filled in: what only the process knows stands as a template. */
export function interpolate(text: string, { application, environment, variable }: Interpolated): string {
  return text.replaceAll(/\$\{([A-Za-z_]\w*)\}/g, (_, name: string) => {
    if (name === 'COPILOT_APPLICATION_NAME') return application;
    if (name === 'COPILOT_ENVIRONMENT_NAME') return environment;
    variable(name);
    return `{{env "${name}"}}`;
  });
}
