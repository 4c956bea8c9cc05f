import type {Draw} from "./draw.ts";
import type {Folder} from "./folder.ts";
import type {Form} from "./forms.ts";

/** Makes a folder of one kind in one form. */
export type Plant = (draw: Draw, form: Form) => Folder;
