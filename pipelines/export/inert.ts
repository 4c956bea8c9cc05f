/**
 * Characters that are not seen or that turn text (control, format, half of a pair) written as escapes; line breaks become spaces. Names of
 * the data must look like what they are.
 */
export function inert(text: string): string {
  return text.replace(/[\r\n\t\u2028\u2029]+/g, " ").replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, escapeOf);
}

function escapeOf(character: string): string {
  const number = (character.codePointAt(0) ?? 0).toString(16);
  return number.length > 4 ? `\\u{${number}}` : `\\u${number.padStart(4, "0")}`;
}
