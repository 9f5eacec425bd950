import type { JsonObject } from '@funade/core';
import { placeholdersIn } from '../definition-rules/placeholders.ts';
import { pathText } from '../definition-rules/type-problems.ts';
import { unfilledText } from '../definition-rules/unfilled-text.ts';
import type { EcsOptions } from '../options/options.ts';
import { filledSettings } from '../options/settings-options.ts';
import { type SettingsProblem, type SettingsUse, settingsProblems } from '../settings-rules/settings-problems.ts';
import { fitToShape } from '../shapes/fit-to-shape.ts';
import { serviceShape } from '../shapes/service-shape.ts';
import { shapeProblems } from '../shapes/shape-problems.ts';
import { withoutMisfits } from '../shapes/without-misfits.ts';

/** What ECS would reject in the settings of a target once their placeholders are filled, and what is not filled. */
export function wrongSettings(options: EcsOptions, use: SettingsUse): readonly SettingsProblem[] {
  const { document } = filledSettings(options);
  const misfits = shapeProblems(document, serviceShape).map(({ path, message }) => ({
    path: pathText(document, path),
    message,
  }));
  const wrongTypes = new Set(misfits.map(({ path }) => path));
  const rest: JsonObject = fitToShape(withoutMisfits(document, serviceShape), serviceShape);
  const unfilled =
    options.placeholders === undefined
      ? []
      : placeholdersIn(document).flatMap(({ path, text }) =>
          wrongTypes.has(path) ? [] : [{ path, message: unfilledText(text, options.placeholders) }],
        );
  return [...misfits, ...settingsProblems(rest, use).filter(({ path }) => !wrongTypes.has(path)), ...unfilled];
}
