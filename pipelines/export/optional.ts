import {SpecError} from "../../agents/contracts/index.ts";

/** Packages that only a PDF needs. */
export const pdfPackages = {
  compiler: "@myriaddreamin/typst-ts-node-compiler",
  text: "@expo-google-fonts/golos-text",
  code: "@expo-google-fonts/jetbrains-mono"
} as const;

/** Packages that only a DOCX with charts needs. */
export const docxPackages = {picture: "@resvg/resvg-js", text: "@expo-google-fonts/golos-text"} as const;

const versions: Readonly<Record<string, string>> = {
  "@myriaddreamin/typst-ts-node-compiler": "0.7.0",
  "@expo-google-fonts/golos-text": "0.4.2",
  "@expo-google-fonts/jetbrains-mono": "0.4.1",
  "@resvg/resvg-js": "2.6.2"
};
const packages = {pdf: Object.values(pdfPackages), docx: Object.values(docxPackages)} as const;

/** Runs `load`; @throws SpecError `export-package-missing` with the command that installs all of the format's when `name` is not there. */
export async function optional<T>(format: keyof typeof packages, name: string, load: () => T | Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    const code: unknown = error instanceof Error ? Reflect.get(error, "code") : undefined;
    if (code !== "ERR_MODULE_NOT_FOUND" && code !== "MODULE_NOT_FOUND") throw error;
    const command = `npm install ${packages[format].map(one => `${one}@${versions[one]}`).join(" ")}`;
    throw new SpecError(
      "export-package-missing",
      `--format ${format} needs the package ${name}, which is not installed; run ${command}`,
      {format, name, command},
      error
    );
  }
}
