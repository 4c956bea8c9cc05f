import {createHash} from "node:crypto";
import {chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync} from "node:fs";
import {isBuiltin} from "node:module";
import {dirname, join} from "node:path";
import {fileURLToPath} from "node:url";
import {build} from "esbuild";

const root = fileURLToPath(new URL("../..", import.meta.url));
const dist = join(root, "dist");
const {version} = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

/** Stands in the code until everything around it is known; as long as the hash that takes its place. */
const placeholder = "0123456789abcdef".repeat(4);

/** Zod brings its messages in 40 languages, a third of our start-up code; people get ours, so only English stays. */
const onlyEnglishZod = {
  name: "only-english-zod",
  setup({onResolve, onLoad}) {
    onResolve({filter: /locales\/index\.js$/}, ({resolveDir}) =>
      /[\\/]zod[\\/]v4[\\/]/.test(`${resolveDir}/`) ? {path: join(resolveDir, "../locales"), namespace: "zod-english"} : undefined
    );
    onLoad({filter: /.*/, namespace: "zod-english"}, ({path}) => ({contents: `export {default as en} from "./en.js";`, resolveDir: path}));
  }
};

/**
 * `import("x")` of a CommonJS package gives its names in Node, but only `default` in a bundle that is split. What our files load on demand
 * goes through a module that names what Node finds there.
 */
const namedOnDemand = {
  name: "named-on-demand",
  setup({onResolve, onLoad}) {
    onResolve({filter: /^[a-z@]/}, ({kind, path, importer, resolveDir}) =>
      kind === "dynamic-import" && !isBuiltin(path) && !/[\\/]node_modules[\\/]/.test(importer)
        ? {path, namespace: "named-on-demand", pluginData: resolveDir}
        : undefined
    );
    onLoad({filter: /.*/, namespace: "named-on-demand"}, async ({path, pluginData}) => {
      const names = Object.keys(await import(path)).filter(name => /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name));
      return {contents: `export {${names.join(", ")}} from ${JSON.stringify(path)};`, resolveDir: pluginData};
    });
  }
};

const {outputFiles} = await build({
  absWorkingDir: root,
  entryPoints: {chimera: "pipelines/cli/main.ts", "chimera-thread": "pipelines/cli/thread.ts"},
  outdir: "dist",
  chunkNames: "chunk-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20",
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "none",
  // Cosmiconfig would compile a configuration in TypeScript with it; ours is YAML.
  external: ["typescript"],
  // CommonJS dependencies ask for Node's modules by `require`, which an ES module has to make for itself.
  banner: {js: 'import {createRequire as makeRequire} from "node:module"; const require = makeRequire(import.meta.url);'},
  define: {CHIMERA_BUILD: JSON.stringify(placeholder), CHIMERA_VERSION: JSON.stringify(version)},
  plugins: [onlyEnglishZod, namedOnDemand],
  logLevel: "warning",
  write: false
});

const hash = createHash("sha256");
for (const {path, contents} of outputFiles.toSorted((a, b) => (a.path < b.path ? -1 : 1)))
  hash.update(path.slice(root.length)).update(contents);
const buildHash = hash.digest("hex");

// Written beside and renamed, so that a command that is started meanwhile finds whole files.
for (const {path, text} of outputFiles) {
  mkdirSync(dirname(path), {recursive: true});
  writeFileSync(`${path}.new`, text.replaceAll(placeholder, buildHash));
  if (path === join(dist, "chimera.js")) chmodSync(`${path}.new`, 0o755);
  renameSync(`${path}.new`, path);
}
const current = new Set(outputFiles.map(({path}) => path));
for (const name of readdirSync(dist)) {
  if (/^chunk-\w+\.js$/.test(name) && !current.has(join(dist, name))) rmSync(join(dist, name));
}
