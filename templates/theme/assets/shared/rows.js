// @ts-check
// Rows of the data files: values without names, to be short.  Which stands where, `format.js` says (of the search, the
// comparison, what is kept), made from the same classes by which the generator writes them.

/**
 * A row with the names of its fields.
 * @template T
 * @param {Fields<T>} fields
 * @param {Values<T>} values
 * @returns {T}
 */
export function named(fields, values) {
  const row = /** @type {any} */ ({});
  Object.keys(fields).forEach((name, place) => {
    const inner = fields[/** @type {keyof T} */ (name)];
    const value = values[place];
    if (inner === 1) row[name] = values.slice(place);
    else if (inner === 0) row[name] = value;
    else if (Array.isArray(inner)) row[name] = value.map((/** @type {any[]} */ one) => named(inner[0], one));
    else row[name] = named(inner, value);
  });
  return row;
}

/**
 * Rows of single values that stand one after another in one array.
 * @template T
 * @param {Fields<T>} fields
 * @param {readonly any[]} values
 */
export function namedAll(fields, values) {
  const names = /** @type {(keyof T)[]} */ (Object.keys(fields));
  /** @type {T[]} */
  const rows = [];
  for (let start = 0; start < values.length; start += names.length) {
    const row = /** @type {T} */ ({});
    names.forEach((name, place) => (row[name] = values[start + place]));
    rows.push(row);
  }
  return rows;
}
