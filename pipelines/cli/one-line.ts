/** Text for one line of a terminal: names from outside may hold line breaks, control and direction characters, which must not act. */
export const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, " ").trim();
