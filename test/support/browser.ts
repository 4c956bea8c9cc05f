import {existsSync} from "node:fs";
import {type Browser, chromium, type Page} from "playwright-core";

const places = [process.env["CHROMIUM"] ?? "", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Chromium of this machine; undefined where there is none. */
export const chromiumPath = places.find(path => path !== "" && existsSync(path));

export async function openBrowser(): Promise<Browser> {
  return await chromium.launch({
    executablePath: chromiumPath!,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run"
    ]
  });
}

export interface Opened {
  page: Page;
  /** Console messages, page errors, requests: none may occur. */
  noise: string[];
}

/** The page in a window of its own, from a file that is not on a server. */
export async function opened(browser: Browser, url: string, width: number, colorScheme: "light" | "dark"): Promise<Opened> {
  const context = await browser.newContext({viewport: {width, height: 900}, colorScheme});
  const page = await context.newPage();
  const noise: string[] = [];
  page.on("console", message => noise.push(`console: ${message.text()}`));
  page.on("pageerror", error => noise.push(`error: ${error.message}`));
  page.on("request", request => {
    if (request.url() !== url) noise.push(`request: ${request.url()}`);
  });
  await page.goto(url);
  return {page, noise};
}
