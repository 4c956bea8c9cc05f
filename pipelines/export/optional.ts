import {SpecError} from "../../agents/contracts/index.ts";

/** Packages that a PDF needs and nobody else: what is loaded, and what to install. */
export const pdfPackages = {
  compiler: "@myriaddreamin/typst-ts-node-compiler",
  text: "@expo-google-fonts/golos-text",
  code: "@expo-google-fonts/jetbrains-mono"
} as const;

const install =
  "npm install @myriaddreamin/typst-ts-node-compiler@0.7.0 @expo-google-fonts/golos-text@0.4.2 @expo-google-fonts/jetbrains-mono@0.4.1";

/** Runs `load`; @throws SpecError `export-package-missing` with the install command when the package is not there. */
export async function optional<T>(name: string, load: () => T | Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    const code: unknown = error instanceof Error ? Reflect.get(error, "code") : undefined;
    if (code !== "ERR_MODULE_NOT_FOUND" && code !== "MODULE_NOT_FOUND") throw error;
    throw new SpecError(
      "export-package-missing",
      `--format pdf needs the package ${name}, which is not installed; run ${install}`,
      {format: "pdf", name, command: install},
      error
    );
  }
}
