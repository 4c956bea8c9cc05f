/** Text in an 8-bit encoding, by turning its decoder around. Characters that it lacks become `?`. */
export function eightBit(text: string, encoding: string): Uint8Array {
  const byCharacter = new Map<string, number>();
  for (let byte = 255; byte >= 0; byte -= 1) byCharacter.set(new TextDecoder(encoding).decode(Uint8Array.of(byte)), byte);
  return Uint8Array.from([...text], character => byCharacter.get(character) ?? 0x3f);
}
