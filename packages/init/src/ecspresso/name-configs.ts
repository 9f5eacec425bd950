import { environmentIn, validName, withoutEnvironment } from '../text/environment-name.ts';
import { tokens } from './go-template.ts';
import type { EcspressoConfig } from './model.ts';
import { valueAt } from './template-document.ts';

/** What a config is called in the project. */
export interface ConfigName {
  readonly environment: string;
  readonly service: string;
}

/**
 * The environment and the service of each config: from its path, then from its names in AWS. Two that would be the same get
 * their own names.
 */
export function nameConfigs(configs: readonly EcspressoConfig[], typed: string | null): readonly ConfigName[] {
  const taken = new Set<string>();
  return configs.map(({ config }) => {
    const cluster = textAt(config, 'cluster');
    const service = textAt(config, 'service');
    const environment =
      typed ?? environmentIn(config.file) ?? environmentIn(service) ?? environmentIn(cluster) ?? 'production';
    const folder = config.file.split('/').at(-2) ?? '';
    const base = validName(withoutEnvironment(service) ?? withoutEnvironment(folder) ?? 'app');
    const free = [
      base,
      validName(service),
      ...Array.from({ length: configs.length }, (_, index) => `${base}-${index + 2}`),
    ];
    const name = free.find((each) => each !== '' && !taken.has(`${environment} ${each}`)) ?? base;
    taken.add(`${environment} ${name}`);
    return { environment, service: name };
  });
}

/** A text of the config without what templates fill in. */
function textAt({ value }: EcspressoConfig['config'], key: string): string {
  const text = valueAt(value, [key]);
  return typeof text === 'string' ? text.replaceAll(tokens, '').replace(/^[-_./]+|[-_./]+$/g, '') : '';
}
