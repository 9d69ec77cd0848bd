/**
 * Opens the HTML report in a real Chromium: axe in both colour schemes, time until it answers, keys, deep links, print;
 * leaves screenshots in a temporary directory. `npm run browser`; CHROMIUM names another browser.
 */
import { mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { Report } from '../../src/model/index.ts';
import { pageAssets } from '../../src/report/html/assets.ts';
import { renderHtml } from '../../src/report/html/render.ts';
import { NO_SOURCES, type SourceLines } from '../../src/report/sources.ts';
import { SAMPLE, SAMPLE_SOURCES } from '../report/sample.ts';
import { syntheticReport } from '../report/synthetic.ts';
import { findChromium, launch } from './chromium.ts';
import { openReport, seriousFindings } from './inspect.ts';

const READY_LIMIT = 1000;
const SIZE_LIMIT = 1_500_000;

const failures: string[] = [];

function check(holds: boolean, what: string): void {
  process.stdout.write(`${holds ? 'ok  ' : 'FAIL'} ${what}\n`);
  if (!holds) failures.push(what);
}

async function main(): Promise<void> {
  const executable = findChromium();
  if (executable === undefined) {
    process.stderr.write('no Chromium here; install one (Debian: chromium) or set CHROMIUM\n');
    process.exitCode = 2;
    return;
  }
  const directory = mkdtempSync(join(tmpdir(), 'cohost-browser-'));
  const browser = await launch(executable);
  const given = process.argv.slice(2);
  try {
    if (given.length > 0)
      for (const [index, file] of given.entries()) await visit(browser, file, join(directory, `given-${index}`));
    else {
      await visit(browser, await write(directory, 'sample', SAMPLE, SAMPLE_SOURCES), join(directory, 'sample'));
      await visit(browser, await write(directory, 'large', syntheticReport(200, 600), NO_SOURCES), join(directory, 'large'));
    }
  } finally {
    await browser.close();
  }
  process.stdout.write(`screenshots: ${directory}\n`);
  if (failures.length > 0) process.exitCode = 1;
}

async function write(directory: string, name: string, report: Report, sources: SourceLines): Promise<string> {
  const file = join(directory, `${name}.html`);
  writeFileSync(file, renderHtml(report, await pageAssets(), sources));
  return file;
}

async function visit(browser: Browser, file: string, base: string): Promise<void> {
  const { size } = statSync(file);
  check(size <= SIZE_LIMIT, `${file}: ${(size / 1e6).toFixed(2)} MB of 1.5 MB`);
  for (const scheme of ['light', 'dark'] as const) {
    const { page, troubles, ready } = await openReport(browser, file, scheme);
    check(ready <= READY_LIMIT, `${scheme}: answers after ${ready} ms`);
    await page.screenshot({ path: `${base}-${scheme}-top.png` });
    await parts(page, `${base}-${scheme}`);
    const findings = await seriousFindings(page);
    for (const one of findings)
      process.stdout.write(`     ${one.impact} ${one.id}: ${one.help}\n       ${one.nodes.join('\n       ')}\n`);
    check(findings.length === 0, `${scheme}: axe finds nothing serious`);
    check(troubles.length === 0, `${scheme}: no errors, nothing requested ${troubles.slice(0, 3).join(' | ')}`);
    await page.context().close();
  }
  const narrow = await openReport(browser, file, 'light', '', { width: 390, height: 844 });
  await narrow.page.screenshot({ path: `${base}-narrow.png` });
  const wide = await narrow.page.evaluate('document.documentElement.scrollWidth');
  check(Number(wide) <= 390, `narrow: no sideways scrolling (${wide} px wide)`);
  await narrow.page.context().close();
  const printed = await openReport(browser, file, 'light');
  await printed.page.pdf({
    path: `${base}.pdf`,
    format: 'A4',
    printBackground: true,
    margin: { top: '14mm', bottom: '14mm', left: '12mm', right: '12mm' },
  });
  await printed.page.context().close();
}

/** One screenshot of each part, after the things that a reader does there. */
async function parts(page: Page, base: string): Promise<void> {
  for (const id of ['ladder', 'matrix', 'graph', 'hosts', 'advice', 'conflicts', 'services', 'diagnostics']) {
    await page.locator(`#${id}`).scrollIntoViewIfNeeded();
    await page.evaluate(`document.getElementById('${id}').scrollIntoView({ behavior: 'instant', block: 'start' })`);
    if (id === 'matrix') {
      const cell = page.locator('.matrix .cell.v-separate').first();
      if ((await cell.count()) > 0) await cell.click();
    }
    if (id === 'graph') {
      await page.waitForTimeout(150);
      await page.screenshot({ path: `${base}-graph-all.png` });
      const node = page.locator('.graph .node.service').first();
      if ((await node.count()) > 0) await node.click();
    }
    if (id === 'conflicts') {
      const summary = page.locator('.conflict > summary').first();
      if ((await summary.count()) > 0) await summary.click();
    }
    if (id === 'services') {
      const name = page.locator('.services tbody th button').first();
      if ((await name.count()) > 0) await name.click();
    }
    await page.waitForTimeout(60);
    await page.screenshot({ path: `${base}-${id}.png` });
  }
}

await main();
