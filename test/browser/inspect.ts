import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';

export type Scheme = 'light' | 'dark';

export interface OpenPage {
  readonly page: Page;
  /** Errors of the page's own: exceptions, console errors (a refused script is one), requests other than the file itself. */
  readonly troubles: readonly string[];
  /** Milliseconds from the start of the navigation to when every part answers. */
  readonly ready: number;
  /** Milliseconds that the page's main thread worked until then. */
  readonly worked: number;
}

export async function openReport(
  browser: Browser,
  file: string,
  scheme: Scheme,
  hash = '',
  size = { width: 1440, height: 1000 },
): Promise<OpenPage> {
  const context = await browser.newContext({ colorScheme: scheme, viewport: size });
  const page = await context.newPage();
  const url = pathToFileURL(file).href;
  const troubles: string[] = [];
  page.on('pageerror', (error) => troubles.push(`exception: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    if (request.url().split('#')[0] !== url) troubles.push(`request: ${request.url()}`);
  });
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  await page.goto(url + hash, { waitUntil: 'load' });
  await page.waitForSelector('html[data-ready]');
  const ready = Number(await page.getAttribute('html', 'data-ready'));
  const { metrics } = await session.send('Performance.getMetrics');
  const worked = (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.POSITIVE_INFINITY) * 1000;
  return { page, troubles, ready, worked };
}

export interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly help: string;
  readonly nodes: readonly string[];
}

/** What axe finds serious or critical, WCAG 2.2 AA included. */
export async function seriousFindings(page: Page): Promise<readonly Violation[]> {
  // The page's policy refuses foreign scripts, as it should: axe comes in through the debugger, not as an element.
  await page.evaluate(axe.source);
  const found: unknown = await page.evaluate(
    `axe.run(document, { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } }).then((result) =>
      result.violations.filter((one) => one.impact === 'serious' || one.impact === 'critical').map((one) => ({
        id: one.id, impact: one.impact, help: one.help, nodes: one.nodes.slice(0, 4).map((node) => node.html.slice(0, 200) + ' ' + (node.failureSummary || '').slice(0, 300)),
      })))`,
  );
  return isViolations(found) ? found : [];
}

function isViolations(value: unknown): value is readonly Violation[] {
  return Array.isArray(value);
}
