/** No-break spaces made visible, so that an expectation shows them. */
export const visible = (text: string): string => text.replaceAll("\u00a0", "⍽");
