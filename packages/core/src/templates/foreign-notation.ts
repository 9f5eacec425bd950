/** What other tools call what we look up; ecspresso's functions have an underscore, and take backticks for quotes. */
const known: Readonly<Record<string, string>> = {
  env: 'env',
  must_env: 'env',
  ssm: 'ssm',
  tfstate: 'tfstate',
  tfstatef: 'tfstate',
  cfn_output: 'cfnOutput',
  cfn_export: 'cfnExport',
  secretsmanager_arn: 'secretArn',
};

/**
 * What of a template is the notation of ecspresso (Go's templates) and how it is written here; empty when nothing is. Each
 * is a whole sentence, beginning with what stands there.
 */
export function foreignNotation(text: string): readonly string[] {
  return [...text.matchAll(/\{\{-?\s?((?:`[^`]{0,200}`|"[^"]{0,200}"|[^{}`"]){0,300}?)-?\}\}/g)].flatMap(
    ([, inner = '']) => problemOf(inner.trim()) ?? [],
  );
}

function problemOf(inner: string): string | null {
  const [call = ''] = inner.split(/\s*\|\s*(?=[A-Za-z])/);
  const [, name = '', rest = ''] = /^([A-Za-z_]\w*)((?:\s+(?:`[^`]*`|"[^"]*"|[\w.]+))+)$/.exec(call) ?? [];
  const args = [...rest.matchAll(/`([^`]*)`|"([^"]*)"|([\w.]+)/g)].map(
    ([, tick, quoted, bare]) => tick ?? quoted ?? bare ?? '',
  );
  const helper = Object.hasOwn(known, name) ? known[name] : undefined;
  const foreign = inner.includes('`') || name.includes('_') || name === 'tfstatef';
  if (!foreign) return null;
  if (helper === undefined)
    return inner.includes('`') ? `{{${inner}}} is ecspresso's notation; strings are in double quotes here` : null;
  return `{{${inner}}} is ecspresso's notation; write ${written(helper, args)}`;
}

function written(helper: string, args: readonly string[]): string {
  const [first = '', second] = args;
  if (helper === 'env') {
    const fallback = second === undefined ? '' : ` and ${JSON.stringify(second)} as its default there`;
    return `${envForm(first)}${fallback}`;
  }
  if (helper === 'tfstate' && args.length > 1) return '{{tfstate (concat …)}}';
  return `{{${[helper, ...args.map((arg) => JSON.stringify(arg))].join(' ')}}}`;
}

/** How a variable of the environment is written. */
export function envForm(name: string): string {
  return `{{env "${name}"}}, with "${name}" among the names of the plugin env`;
}
