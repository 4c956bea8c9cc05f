export {contentOf, exportReport} from "./export-report.ts";
export {renderHtml} from "./html.ts";
export {renderMarkdown} from "./markdown.ts";
export {inert} from "./inert.ts";
