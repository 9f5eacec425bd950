/** Milliseconds as people say them: `850 ms`, `3.2 s`, `2 min 5 s`, `1 h 3 min`. */
export function durationText(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.max(0, Math.round(milliseconds))} ms`;
  if (milliseconds < 59_950) return `${(milliseconds / 1000).toFixed(1).replace(/\.0$/, '')} s`;
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 3600) return two(Math.floor(seconds / 60), 'min', [seconds % 60, 's']);
  const minutes = Math.round(seconds / 60);
  return two(Math.floor(minutes / 60), 'h', [minutes % 60, 'min']);
}

function two(large: number, unit: string, [small, smallUnit]: readonly [number, string]): string {
  return small === 0 ? `${large} ${unit}` : `${large} ${unit} ${small} ${smallUnit}`;
}
