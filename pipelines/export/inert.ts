/** Control and text-direction characters that could hide or turn text, written as escapes; line breaks become spaces. */
export function inert(text: string): string {
  return text
    .replace(/[\r\n\t\u2028\u2029]+/g, " ")
    .replace(
      /[\p{Cc}\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu,
      character => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`
    );
}
