/** The value at `index`. @throws RangeError outside the array, where plain indexing would hand back `undefined`. */
export function at(values: ArrayLike<number>, index: number): number {
  const value = values[index];
  if (value === undefined) throw new RangeError(`index ${index}: outside an array of ${values.length}`);
  return value;
}
