/** Does nothing for finite numbers. @throws RangeError that names the caller (`what`) and the place of the first NaN or infinity. */
export function requireFinite(what: string, values: Iterable<number>): void {
  let index = 0;
  for (const value of values) {
    if (!Number.isFinite(value)) throw new RangeError(`${what}: value ${index} is ${value}, expected a finite number`);
    index++;
  }
}

/** As `requireFinite`, for numbers a ratio or a logarithm is taken of. @throws RangeError for zero and below too. */
export function requirePositive(what: string, values: Iterable<number>): void {
  let index = 0;
  for (const value of values) {
    if (!Number.isFinite(value) || value <= 0)
      throw new RangeError(`${what}: value ${index} is ${value}, expected a finite number above 0`);
    index++;
  }
}
