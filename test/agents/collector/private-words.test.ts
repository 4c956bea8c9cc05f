import {describe, expect, it} from "vitest";
import {withoutPrivateLabels, withoutPrivateNote, withoutPrivateWords} from "../../../agents/collector/private-words.ts";

describe("withoutPrivateWords", () => {
  it.each([
    ["open C:\\Users\\Ivan Petrov\\models\\a.gguf: no such file", "open C:\\Users\\~\\models\\a.gguf: no such file"],
    ["C:\\\\Users\\\\ivan\\\\x", "C:\\\\Users\\\\~\\\\x"],
    ["c:/users/ivan/x.gguf", "c:/users/~/x.gguf"],
    ["no /home/ivan/models/a.gguf", "no /home/~/models/a.gguf"],
    ["/home/иван/модель.gguf", "/home/~/модель.gguf"],
    ["/mnt/c/Users/ivan/x", "/mnt/c/Users/~/x"],
    ["/Users/ivan petrov/x.gguf", "/Users/~/x.gguf"],
    ["file:///home/ivan", "file:///home/~"],
    ["\\\\BUILDBOX\\share\\a.gguf", "\\\\~\\share\\a.gguf"],
    ["ssh ivan@bench-01: refused", "ssh ~: refused"],
    ["(base) ivan@bench-01:~$ run", "(base) ~:~$ run"],
    ["mail ivan.petrov@example.org please", "mail ~ please"],
    ["host=bench-01 port=80", "host=~ port=80"],
    ['hostname: "bench 01", ok', "hostname: ~, ok"],
    ["user=ivan;", "user=~;"],
    ["dial tcp 192.168.1.17:11434: refused", "dial tcp ~:11434: refused"],
    ["http://10.0.0.5/api", "http://~/api"]
  ])("takes names out of %j", (text, expected) => {
    expect(withoutPrivateWords(text)).toBe(expected);
  });

  it.each([
    "dial tcp 127.0.0.1:11434: connect: connection refused",
    "listening on 0.0.0.0:8080",
    "host=localhost",
    "driver 535.104.05",
    "cuda version 12.4.99.1",
    "the input length exceeds the context length",
    "pp512 @ d1024",
    "timeout after 1500 ms",
    "model 'llama3.2:3b' not found",
    "typescript@5.2 is fine",
    "1.2.3.4.5 is no address"
  ])("leaves %j alone", text => {
    expect(withoutPrivateWords(text)).toBe(text);
  });

  it("cuts what is too long to be a quote, and takes no time over it", () => {
    const begin = performance.now();
    expect(withoutPrivateWords(`${"a".repeat(1_000_000)}@`)).toHaveLength(2000);
    expect(withoutPrivateWords("a.".repeat(1_000_000))).toHaveLength(2000);
    expect(performance.now() - begin).toBeLessThan(5000);
  });
});

describe("withoutPrivateLabels", () => {
  it("hides the whole value of a host or user, and names in paths of models", () => {
    expect(withoutPrivateLabels("host", "bench-01")).toBe("~");
    expect(withoutPrivateLabels("x.machine_node", "bench-01")).toBe("~");
    expect(withoutPrivateLabels("model", "/home/ivan/a.gguf")).toBe("/home/~/a.gguf");
    expect(withoutPrivateLabels("model", "qwen@main")).toBe("qwen@main");
  });

  it("leaves numbers, switches and gaps alone", () => {
    expect([12, true, null].map(value => withoutPrivateLabels("x.host_count", value))).toEqual([12, true, null]);
  });
});

describe("withoutPrivateNote", () => {
  it("takes names out of quotes only", () => {
    expect(withoutPrivateNote({code: "x", values: {text: "/home/ivan/a", count: 3}, source: {artifact: "a", at: "L1"}})).toEqual({
      code: "x",
      values: {text: "/home/~/a", count: 3},
      source: {artifact: "a", at: "L1"}
    });
    expect(withoutPrivateNote({code: "x"})).toEqual({code: "x"});
  });
});
