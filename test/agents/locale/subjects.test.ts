import {describe, expect, it} from "vitest";
import type {Labels} from "../../../agents/contracts/index.ts";
import {plain} from "../../../agents/locale/index.ts";
import {localeOf} from "../../support/report-of.ts";

const [ru, en] = [localeOf("ru"), localeOf("en")];

function phrase(labels: Labels, form: string, locale = ru): string {
  return locale
    .subject(labels, form)
    .map(({text, style}) => (style === "code" ? `\`${text}\`` : text))
    .join("");
}

describe("phrase of a subject", () => {
  it.each([
    ["nom", "модель `gemma3:1b`"],
    ["gen", "модели `gemma3:1b`"],
    ["dat", "модели `gemma3:1b`"],
    ["acc", "модель `gemma3:1b`"],
    ["ins", "моделью `gemma3:1b`"],
    ["pre", "модели `gemma3:1b`"]
  ])("declines the noun and never the name (%s)", (form, expected) => {
    expect(phrase({model: "gemma3:1b"}, form)).toBe(expected);
  });

  it.each([
    ["nom", "вариант `Q8_0` модели `gemma3`"],
    ["gen", "варианта `Q8_0` модели `gemma3`"],
    ["dat", "варианту `Q8_0` модели `gemma3`"],
    ["ins", "вариантом `Q8_0` модели `gemma3`"],
    ["pre", "варианте `Q8_0` модели `gemma3`"]
  ])("keeps what a variant belongs to in the genitive (%s)", (form, expected) => {
    expect(phrase({quantization: "Q8_0", model: "gemma3"}, form)).toBe(expected);
  });

  it("does not repeat a variant that the model's name holds", () => {
    expect(phrase({quantization: "Q4_0", model: "gemma3:270m-q4_0"}, "gen")).toBe("модели `gemma3:270m-q4_0`");
  });

  it("says where it ran behind a model, and names it where there is none", () => {
    expect(phrase({model: "resnet", backend: "tensorrt", device: "cuda"}, "gen")).toBe(
      "модели `resnet` при `backend=tensorrt`, `device=cuda`"
    );
    expect(phrase({backend: "tensorrt"}, "gen")).toBe("варианта выполнения `tensorrt`");
    expect(phrase({backend: "tensorrt", device: "cuda"}, "gen")).toBe("варианта выполнения `tensorrt` при `device=cuda`");
    expect(phrase({test: "pp128", quantization: "Q4_0", model: "gemma3"}, "nom")).toBe("тест `pp128` варианта `Q4_0` модели `gemma3`");
  });

  it("names the request of a load test and the kernel of a profile", () => {
    expect(phrase({endpoint: "GET /items"}, "gen")).toBe("запроса `GET /items`");
    expect(phrase({kernel: "gemm", device: "cuda"}, "dat", en)).toBe("kernel `gemm` with `device=cuda`");
  });

  it("names settings behind the subject, in the file's spelling", () => {
    expect(phrase({model: "m", temperature: 0.2, num_thread: 1}, "gen")).toBe("модели `m` при `temperature=0.2`, `num_thread=1`");
  });

  it("speaks of all measurements where nothing is named, so that a preposition before it is never left alone", () => {
    expect(phrase({num_thread: 1}, "gen")).toBe("всех замеров при `num_thread=1`");
    expect(phrase({}, "gen")).toBe("всех замеров");
    expect(phrase({}, "nom", en)).toBe("all measurements");
  });

  it("names settings alone, keys that it does not know and nothing at all in the bare form", () => {
    expect(phrase({num_thread: 1}, "bare")).toBe("при `num_thread=1`");
    expect(phrase({"x.Режим": "быстрый"}, "bare")).toBe("при `Режим=быстрый`");
    expect(phrase({}, "bare")).toBe("");
    expect(phrase({model: "m"}, "bare")).toBe("модель `m`");
  });

  it("has one form for every case in a language without cases", () => {
    expect(["nom", "gen", "pre"].map(form => phrase({quantization: "Q8_0", model: "m", batch: 4}, form, en))).toEqual(
      Array.from({length: 3}, () => "variant `Q8_0` of model `m` with `batch=4`")
    );
  });
});

describe("words in a sentence", () => {
  it("declines metrics and phases, and names tools as the language does", () => {
    expect([ru.metric("perplexity", "acc"), ru.metric("ttft", "gen"), ru.metric("ttft", "acc")]).toEqual([
      "перплексию",
      "времени до первого токена",
      "время до первого токена"
    ]);
    expect(ru.phase("prefill", "acc")).toBe("обработку промпта");
    expect(ru.metric("unheard_of", "nom")).toBeUndefined();
    expect([ru.tool("ollama"), ru.tool("my-bench")]).toEqual([{text: "Ollama"}, {text: "my-bench", style: "code"}]);
  });

  it("cuts a long list of names and says so", () => {
    const names = Array.from({length: 12}, (_, index) => `f${index}`);
    expect(plain(ru.names(names))).toBe("f0, f1, f2, f3, f4, f5, f6, f7 и другие");
    expect(plain(ru.names(names.slice(0, 2)))).toBe("f0, f1");
  });
});
