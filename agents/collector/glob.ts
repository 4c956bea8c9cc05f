/**
 * Whether a relative POSIX path fits one of the patterns: `*` within a name, `**` over folders, `?` one character. A pattern
 * without `/` fits the name at any depth; one that ends in `/` fits everything below.
 */
export function matchesGlob(patterns: readonly string[], path: string): boolean {
  return patterns.some(pattern => globExpression(pattern).test(path));
}

function globExpression(pattern: string): RegExp {
  const clean = pattern.normalize("NFC").replace(/^\.?\//, "");
  const whole = clean.endsWith("/") ? `${clean}**` : clean;
  const anywhere = whole.includes("/") ? whole : `**/${whole}`;
  const body = anywhere.replace(/\*\*\/|\*\*|\*|\?|[^*?]+/g, token => {
    if (token === "**/") return "(?:.*/)?";
    if (token === "**") return ".*";
    if (token === "*") return "[^/]*";
    return token === "?" ? "[^/]" : token.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  });
  return new RegExp(`^${body}$`, "su");
}
