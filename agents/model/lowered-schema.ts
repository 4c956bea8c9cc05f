import {z} from "zod";

type Schema = Record<string, unknown>;

/**
 * The JSON schema that is sent for a zod schema: only words that every server keeps. `pattern` can kill an Ollama server, `$ref` and `anyOf`
 * and large `maxItems` break or are dropped in some (wire/README), `$schema`, `default` and `examples` only cost. What is lost here is checked
 * by zod when the reply is there. A nullable becomes a list of types, a union of objects one object with the keys common to all required.
 * @throws Error for a schema that refers to itself: a fault of ours.
 */
export function loweredSchema(schema: z.ZodType): Schema {
  const whole: unknown = z.toJSONSchema(schema, {io: "input", reused: "inline", cycles: "throw"});
  const definitions = isSchema(whole) ? whole["$defs"] : undefined;
  return lowered(whole, {definitions: isSchema(definitions) ? definitions : {}, open: []});
}

const kept = [
  "type",
  "enum",
  "const",
  "description",
  "required",
  "additionalProperties",
  "minItems",
  "maxItems",
  "minLength",
  "maxLength",
  "minimum",
  "maximum"
];

const largestBound = 1000;

/** Definitions that `$ref` may name (zod writes one for a schema with an id), and those being lowered. */
interface References {
  definitions: Schema;
  open: readonly string[];
}

function lowered(node: unknown, references: References): Schema {
  if (!isSchema(node)) return {};
  const {$ref: reference} = node;
  if (reference !== undefined) {
    const name = String(reference).replace("#/$defs/", "");
    if (references.definitions[name] === undefined || references.open.includes(name)) {
      throw new Error("a schema for a model may not refer to itself");
    }
    return lowered(references.definitions[name], {...references, open: [...references.open, name]});
  }
  const options = [node["anyOf"], node["oneOf"]].find(Array.isArray);
  if (options !== undefined) return union(options.map(option => lowered(option, references)));
  const pairs = kept.flatMap((name): [string, unknown][] => {
    const value = node[name];
    return value === undefined || isSenseless(name, value) ? [] : [[name, isSchema(value) ? lowered(value, references) : value]];
  });
  const {properties, items} = node;
  return {
    ...Object.fromEntries(pairs),
    ...(isSchema(properties)
      ? {properties: Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, lowered(value, references)]))}
      : {}),
    ...(isSchema(items) ? {items: lowered(items, references)} : {})
  };
}

/** Bounds so wide that they say nothing; zod writes the safe integers, and a grammar unrolls every item. */
const isSenseless = (name: string, value: unknown): boolean =>
  /^(min|max)/.test(name) && typeof value === "number" && Math.abs(value) > largestBound;

function union(options: readonly Schema[]): Schema {
  const values = options.filter(option => option["type"] !== "null");
  const [only] = values;
  const isNullable = values.length < options.length;
  if (values.length === 1 && only !== undefined) return isNullable ? nullable(only) : only;
  if (values.length > 0 && values.every(({type}) => type === "object")) return merged(values);
  const constants = values.flatMap(constantsOf);
  if (constants.length > 0 && values.every(value => constantsOf(value).length > 0))
    return {enum: isNullable ? [...constants, null] : constants};
  const types = options.flatMap(({type}) => (typeof type === "string" ? [type] : []));
  return types.length === options.length ? {type: [...new Set(types)]} : {};
}

function nullable(schema: Schema): Schema {
  const constants = constantsOf(schema);
  if (constants.length > 0) return {enum: [...constants, null]};
  return typeof schema["type"] === "string" ? {...schema, type: [schema["type"], "null"]} : schema;
}

function constantsOf(schema: Schema): unknown[] {
  if (Array.isArray(schema["enum"])) return schema["enum"];
  return schema["const"] === undefined ? [] : [schema["const"]];
}

function merged(objects: readonly Schema[]): Schema {
  const keys = [...new Set(objects.flatMap(object => Object.keys(propertiesOf(object))))];
  const required = keys.filter(key => objects.every(object => Array.isArray(object["required"]) && object["required"].includes(key)));
  const properties = keys.map((key): [string, Schema] => {
    const variants = objects.map(object => propertiesOf(object)[key]).filter(variant => variant !== undefined);
    const distinct = [...new Map(variants.map(variant => [JSON.stringify(variant), variant])).values()];
    return [key, distinct.length === 1 ? (distinct[0] ?? {}) : union(distinct)];
  });
  return {type: "object", properties: Object.fromEntries(properties), required, additionalProperties: false};
}

function propertiesOf(object: Schema): Record<string, Schema> {
  const {properties} = object;
  if (!isSchema(properties)) return {};
  return Object.fromEntries(Object.entries(properties).flatMap(([key, value]) => (isSchema(value) ? [[key, value]] : [])));
}

const isSchema = (value: unknown): value is Schema => typeof value === "object" && value !== null && !Array.isArray(value);
