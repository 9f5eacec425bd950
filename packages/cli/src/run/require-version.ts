import { isJsonObject } from '@funade/core';
import satisfies from 'semver/functions/satisfies.js';
import validRange from 'semver/ranges/valid.js';
import { requiresUnreadable, versionNotAdmitted } from '../model/errors.ts';

/**
 * Throws where the config is for other versions. It is looked at before the rest of the config is checked, which an
 * older version may not understand.
 */
export function requireVersion(config: unknown, version: string): void {
  if (!isJsonObject(config) || config.requires === undefined) return;
  const { requires } = config;
  if (typeof requires !== 'string' || requires.trim() === '' || validRange(requires) === null)
    throw requiresUnreadable(requires);
  if (!satisfies(version, requires, { includePrerelease: true })) throw versionNotAdmitted(version, requires);
}
