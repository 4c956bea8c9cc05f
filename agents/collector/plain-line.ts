const escapeCharacter = String.fromCharCode(27);
const colours = new RegExp(`${escapeCharacter}\\[[0-9;?]*[A-Za-z]`, "g");

/** A line of a terminal without colour and cursor codes. */
export const plainLine = (line: string): string => (line.includes(escapeCharacter) ? line.replace(colours, "") : line);
