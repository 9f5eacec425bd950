import { type ResolveHookSync, registerHooks } from 'node:module';

/**
 * From here on an `import … from 'funade'` that finds nothing means the package that is running: a config needs no
 * `node_modules` beside it where the command is installed elsewhere, such as by `npx` or in an image.
 */
registerHooks({ resolve });

function resolve(...[specifier, context, next]: Parameters<ResolveHookSync>): ReturnType<ResolveHookSync> {
  if (specifier !== 'funade' && !specifier.startsWith('funade/')) return next(specifier, context);
  try {
    return next(specifier, context);
  } catch {
    return next(specifier, { ...context, parentURL: import.meta.url });
  }
}
