export {renderHtml} from "./html.ts";
export {renderMarkdown} from "./markdown.ts";
