import {describe, expect, it} from "vitest";
import {z} from "zod";
import {rewordingSchema} from "../../../agents/contracts/index.ts";
import {loweredSchema} from "../../../agents/model/lowered-schema.ts";

describe("loweredSchema", () => {
  it("sends the writer's schema whole: an object whose properties are not empty", () => {
    expect(loweredSchema(rewordingSchema)).toEqual({
      type: "object",
      properties: {
        sentences: {
          type: "array",
          items: {
            type: "object",
            properties: {of: {type: "integer"}, text: {type: "string"}},
            required: ["of", "text"],
            additionalProperties: false
          }
        }
      },
      required: ["sentences"],
      additionalProperties: false
    });
  });

  it("sends nothing that breaks a server", () => {
    const part = z.object({id: z.uuid()}).meta({id: "part"});
    const schema = z.object({
      mail: z.email(),
      at: z.iso.datetime().default("2026-11-25T00:00:00Z"),
      code: z.string().regex(/^(?!x)\d+$/),
      many: z.array(part).max(100_000),
      either: z.union([z.strictObject({kind: z.literal("a"), x: z.number()}), z.strictObject({kind: z.literal("b"), y: z.number()})]),
      maybe: z.string().nullable(),
      both: [part, part][0]!
    });
    const sent = JSON.stringify(loweredSchema(schema));
    for (const word of [
      "pattern",
      "$ref",
      "$defs",
      "anyOf",
      "oneOf",
      "allOf",
      "$schema",
      "default",
      '"format"',
      "100000",
      "9007199254740991"
    ]) {
      expect(sent).not.toContain(word);
    }
  });

  it("keeps properties that bear the name of a dropped word", () => {
    const schema = loweredSchema(z.object({pattern: z.string(), format: z.number(), default: z.boolean()}));
    expect(schema).toMatchObject({properties: {pattern: {type: "string"}, format: {type: "number"}, default: {type: "boolean"}}});
  });

  it("keeps bounds, enums and constants that constrain", () => {
    expect(
      loweredSchema(z.object({a: z.enum(["x", "y"]), b: z.int().min(1).max(8), c: z.literal("k"), d: z.array(z.string()).max(5)}))
    ).toMatchObject({
      properties: {a: {enum: ["x", "y"]}, b: {minimum: 1, maximum: 8}, c: {const: "k"}, d: {maxItems: 5}}
    });
  });

  it.each<[string, z.ZodType, Record<string, unknown>]>([
    ["a nullable", z.string().nullable(), {type: ["string", "null"]}],
    ["a nullable enum", z.enum(["a", "b"]).nullable(), {enum: ["a", "b", null]}],
    ["texts or numbers", z.union([z.string(), z.number()]), {type: ["string", "number"]}],
    ["constants", z.union([z.literal("a"), z.literal(1)]), {enum: ["a", 1]}],
    [
      "objects",
      z.discriminatedUnion("kind", [z.object({kind: z.literal("a"), x: z.number()}), z.object({kind: z.literal("b")})]),
      {type: "object", properties: {kind: {enum: ["a", "b"]}, x: {type: "number"}}, required: ["kind"]}
    ]
  ])("writes %s without anyOf", (_, schema, expected) => {
    expect(loweredSchema(schema)).toMatchObject(expected);
  });

  it("refuses a schema that refers to itself", () => {
    interface Tree {
      children: Tree[];
    }
    const tree: z.ZodType<Tree> = z.lazy(() => z.object({children: z.array(tree)}));
    expect(() => loweredSchema(tree)).toThrow();
  });
});
