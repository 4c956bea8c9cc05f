/** Put in by build.mjs: the hash of everything in the bundle, and the version in package.json. */
declare const CHIMERA_BUILD: string | undefined;
declare const CHIMERA_VERSION: string | undefined;

const code = typeof CHIMERA_BUILD === "string" ? CHIMERA_BUILD : "source";

/**
 * Part of every key of the store: another bundle, another major version of Node or another ICU (they word numbers and dates) finds
 * nothing that an older one made. The code's part is `source` when run unbundled, in tests.
 */
export const buildId = `${code} node${process.versions.node.split(".")[0]} icu${process.versions.icu ?? ""}`;

/** Version of the package. */
export const packageVersion: string = typeof CHIMERA_VERSION === "string" ? CHIMERA_VERSION : "source";
