export { type ConfigContext, type LoadConfigOptions, type LoadedConfig, loadConfig } from './load-config.ts';
export { type ReadReleaseOptions, readRelease } from './read-release.ts';
