import {mkdtempSync, rmSync} from "node:fs";
import {createServer, request} from "node:http";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {build} from "esbuild";

/**
 * Our own time around one call of a model: from the question to the value, over the time that a bare socket needs to the last byte of the
 * same answer of the same server (medians; both take turns). DESIGN: at most 3 % of a call of 2 s, at most 20 ms of a shorter one.
 */
const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "chimera-bench-"));
const outfile = join(folder, "model.mjs");
const banner = {js: 'import {createRequire} from "node:module"; const require = createRequire(import.meta.url);'};
await build({
  absWorkingDir: root,
  entryPoints: ["agents/model/index.ts"],
  outfile,
  bundle: true,
  format: "esm",
  platform: "node",
  banner,
  logLevel: "error"
});
const {openModel, realWait} = await import(outfile);

const pieces = 40;
let seconds = 0;
const line = fields => `${JSON.stringify({model: "m", ...fields})}\n`;
const answers = {
  "/api/version": {version: "0.24.0"},
  "/api/tags": {models: [{name: "m:latest"}]},
  "/api/ps": {models: [{name: "m:latest", context_length: 1024}]},
  "/api/show": {capabilities: ["completion"]}
};
const server = createServer((incoming, response) => {
  let text = "";
  incoming.on("data", part => (text += part));
  incoming.on("end", async () => {
    if (incoming.url !== "/api/chat" || JSON.parse(text).messages.length === 0) {
      response.end(JSON.stringify(answers[incoming.url] ?? {model: "m", message: {role: "assistant", content: ""}, done: true}));
      return;
    }
    const start = performance.now();
    response.writeHead(200, {"content-type": "application/x-ndjson"});
    for (let index = 1; index <= pieces; index += 1) {
      await new Promise(resolve => setTimeout(resolve, Math.max(0, start + (index * seconds * 1000) / pieces - performance.now())));
      response.write(line({message: {role: "assistant", content: "word "}, done: false}));
    }
    response.end(line({message: {role: "assistant", content: ""}, done: true, done_reason: "stop", prompt_eval_count: 9, eval_count: 40}));
  });
});
await new Promise(resolve => server.listen(0, "127.0.0.1", resolve));
const {port: number} = server.address();

const bare = () =>
  new Promise((resolve, reject) => {
    const asking = request({port: number, path: "/api/chat", method: "POST"}, response => {
      response.on("data", () => {});
      response.on("end", resolve);
    });
    asking.on("error", reject);
    asking.end(JSON.stringify({model: "m", messages: [{role: "user", content: "x"}]}));
  });
const spec = {provider: "ollama", model: "m", baseUrl: `http://127.0.0.1:${number}`, options: {num_ctx: 1024}, timeoutSeconds: 60};
const clock = {seconds: () => performance.now() / 1000};
const {port} = await openModel(spec, {...realWait, clock, environment: {}, digest: async () => ""});
const ours = () => port.complete({agent: "writer", attempt: 1, user: "x", maxTokens: 50});

const median = values => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
async function timed(run) {
  const start = performance.now();
  await run();
  return performance.now() - start;
}
for (const [length, rounds] of [
  [0.2, 10],
  [2, 10]
]) {
  seconds = length;
  const times = {bare: [], ours: []};
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, run] of [
      ["bare", bare],
      ["ours", ours]
    ]) {
      const took = await timed(run);
      if (round > 0) times[name].push(took);
    }
  }
  const [floor, whole] = [median(times.bare), median(times.ours)];
  console.log(
    `call of ${length} s`.padEnd(34),
    `${(whole - floor).toFixed(1)} ms of our own   ${((100 * (whole - floor)) / floor).toFixed(2)} % of the bare socket's`
  );
}
await port.close();
server.closeAllConnections();
server.close();
rmSync(folder, {recursive: true, force: true});
