/** A JSON Schema, as far as it is read here. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly deprecated?: boolean;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly (string | number)[];
  readonly const?: string | number;
  readonly pattern?: string;
}

/** An option of the config: where it stands, and what the schema says of it. */
export interface OptionRow {
  /** `services.<name>.ecr.build.context`. */
  readonly path: string;
  readonly schema: Schema;
  readonly required: boolean;
}

/** Every option of a schema, in its order, each once. `<name>` stands for names that the config chooses, `[]` for items of a list. */
export function optionRows(schema: Schema): readonly OptionRow[] {
  const found = new Map<string, OptionRow>();
  collect(schema, '', found);
  return [...found.values()];
}

function collect(schema: Schema, path: string, found: Map<string, OptionRow>): void {
  for (const [name, member] of Object.entries(schema.properties ?? {})) {
    const at = path === '' ? name : `${path}.${name}`;
    if (!found.has(at)) found.set(at, { path: at, schema: member, required: schema.required?.includes(name) === true });
    collect(member, at, found);
  }
  if (typeof schema.additionalProperties === 'object') collect(schema.additionalProperties, `${path}.<name>`, found);
  if (schema.items !== undefined) collect(schema.items, `${path}[]`, found);
  for (const alternative of schema.anyOf ?? []) collect(alternative, path, found);
}

/**
 * Where an option is described that may stand in several places: options of plugins stand under `services.<name>`, and
 * the same ones under `environments.<name>.defaults` and `services.<name>.environments.<name>`; those of an image stand
 * under `ecr`, and the same ones under each name of `ecr.images`. One check, or a list of them.
 */
export function placeOf(path: string): string {
  return path
    .replace(/^environments\.<name>\.defaults\./, 'services.<name>.')
    .replace(/^services\.<name>\.environments\.<name>\./, 'services.<name>.')
    .replace(/^services\.<name>\.ecr\.images\.<name>\./, 'services.<name>.ecr.')
    .replace(/^services\.<name>\.check\[\]\./, 'services.<name>.check.');
}
