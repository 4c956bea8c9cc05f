/** `ENOENT`, `EACCES`, … of an error of the system or of Node; undefined for others. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
