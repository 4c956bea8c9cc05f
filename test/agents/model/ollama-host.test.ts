import {describe, expect, it} from "vitest";
import {ollamaHost, shownAddress} from "../../../agents/model/ollama-host.ts";

describe("ollamaHost", () => {
  it.each([
    ["", "http://127.0.0.1:11434"],
    ["0.0.0.0", "http://127.0.0.1:11434"],
    ["0.0.0.0:8080", "http://127.0.0.1:8080"],
    [":8080", "http://127.0.0.1:8080"],
    ["example.org", "http://example.org:11434"],
    ["example.org:", "http://example.org:11434"],
    ["example.org:56789", "http://example.org:56789"],
    ["http://example.org", "http://example.org"],
    ["https://example.org", "https://example.org"],
    ["https://example.org:4433/", "https://example.org:4433"],
    ["example.org/ollama", "http://example.org:11434/ollama"],
    ["https://example.org/ollama/", "https://example.org/ollama"],
    ["[::1]", "http://[::1]:11434"],
    ["::1", "http://[::1]:11434"],
    ["[::1]:8080", "http://[::1]:8080"],
    ["[::]", "http://[::1]:11434"],
    ["http://[::1]:8080/x", "http://[::1]:8080/x"],
    ['"http://10.0.0.2"', "http://10.0.0.2"],
    ["  10.0.0.2  ", "http://10.0.0.2:11434"]
  ])("reads OLLAMA_HOST=%s as %s", (text, url) => {
    expect(ollamaHost(undefined, {OLLAMA_HOST: text})).toBe(url);
  });

  it("puts the address asked for before the environment", () => {
    expect(ollamaHost("localhost:1", {OLLAMA_HOST: "other"})).toBe("http://localhost:1");
  });

  it("is this machine when nothing is set", () => {
    expect(ollamaHost(undefined, {})).toBe("http://127.0.0.1:11434");
  });

  it.each(["http://[::1", "ftp://example.org", "a b", "host:99999"])("refuses %s, naming it", text => {
    expect(() => ollamaHost(text, {})).toThrow(`${text}: no address of a server`);
  });

  it("shows no password", () => {
    const url = ollamaHost("http://me:secret@example.org:8080", {});
    expect(url).toContain("secret");
    expect(shownAddress(url)).toBe("http://example.org:8080");
  });
});
