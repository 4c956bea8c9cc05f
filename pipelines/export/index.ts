export {renderHtml} from "./html.ts";
export {renderMarkdown} from "./markdown.ts";
export {inert} from "./inert.ts";
