/**
 * JSON for a file that people open and compare: a line per field of the document, and a line per element of its lists. Ends with a line
 * break.
 */
export function jsonDocument(value: object): string {
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return `{\n${fields.map(([name, field]) => `${JSON.stringify(name)}: ${lines(field)}`).join(",\n")}\n}\n`;
}

function lines(field: unknown): string {
  if (!Array.isArray(field) || field.length === 0) return JSON.stringify(field);
  return `[\n${field.map(item => JSON.stringify(item)).join(",\n")}\n]`;
}
