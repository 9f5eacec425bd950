import { isExactNumber, isJsonObject, type Json } from '@funade/core';

/** Decimal digits that every JavaScript number keeps. */
const keptDigits = 15;

/** The value with numbers as JavaScript has them, `1.0` as 1, except those whose digits it would lose. */
export function withPlainNumbers<Value extends Json>(value: Value): Value;
export function withPlainNumbers(value: Json): Json {
  if (isExactNumber(value)) return isKept(value.$number) ? Number(value.$number) : value;
  if (Array.isArray(value)) return value.map((item: Json) => withPlainNumbers(item));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, item === undefined ? item : withPlainNumbers(item)]),
  );
}

function isKept(text: string): boolean {
  const [digits = ''] = text.replace(/[-.]/g, '').split(/e/i);
  return digits.length <= keptDigits && Number.isFinite(Number(text));
}
