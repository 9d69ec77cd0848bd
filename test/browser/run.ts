/**
 * Opens the HTML report in a real Chromium: a walk through what answers, axe in both colour schemes, hostile texts, size,
 * time until it answers, deep links, narrow windows, print; leaves screenshots in a temporary directory.
 * `npm run browser`; CHROMIUM names another browser.
 */
import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { findChromium, launch } from './chromium.ts';
import { openReport, type Scheme, seriousFindings } from './inspect.ts';
import { PAYLOAD, writePages } from './pages.ts';
import { walk } from './walk.ts';

/** Milliseconds of its main thread that a page may work before it answers: not the clock's, which a busy machine stretches. */
const WORK_LIMIT = 1000;
const SIZE_LIMIT = 1_500_000;
const PAGES_LIMIT = 100;

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
  const pages = await writePages(directory);
  const browser = await launch(executable);
  try {
    for (const file of [pages.fleet, pages.large]) {
      process.stdout.write(`${file}\n`);
      await weigh(browser, file);
      for (const scheme of ['light', 'dark'] as const) await read(browser, file, scheme);
      await narrow(browser, file);
      await print(browser, file);
    }
    process.stdout.write(`${pages.hostile}\n`);
    await harm(browser, pages.hostile);
    await follow(browser, pages.fleet);
  } finally {
    await browser.close();
  }
  process.stdout.write(`screenshots: ${directory}\n`);
  if (failures.length > 0) process.exitCode = 1;
}

async function weigh(browser: Browser, file: string): Promise<void> {
  const { size } = statSync(file);
  check(size <= SIZE_LIMIT, `${(size / 1e6).toFixed(2)} MB of 1.5 MB`);
  check(
    /<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;/.test(readFileSync(file, 'utf8')),
    'a policy is set',
  );
  const { page, ready, worked } = await openReport(browser, file, 'light');
  check(worked <= WORK_LIMIT, `answers after ${Math.round(worked)} ms of work, ${ready} ms by the clock`);
  await page.context().close();
}

async function read(browser: Browser, file: string, scheme: Scheme): Promise<void> {
  const { page, troubles } = await openReport(browser, file, scheme);
  const base = file.replace(/\.html$/, `-${scheme}`);
  await page.screenshot({ path: `${base}-top.png` });
  if (scheme === 'light') await walk(page, check);
  await photograph(page, base);
  const findings = await seriousFindings(page);
  for (const one of findings)
    process.stdout.write(`     ${one.impact} ${one.id}: ${one.help}\n       ${one.nodes.join('\n       ')}\n`);
  check(findings.length === 0, `${scheme}: axe finds nothing serious`);
  check(troubles.length === 0, `${scheme}: no errors, nothing requested ${troubles.slice(0, 3).join(' | ')}`);
  await page.context().close();
}

/** One screenshot of each part, opened as a reader would. */
async function photograph(page: Page, base: string): Promise<void> {
  const open: Readonly<Record<string, string>> = {
    matrix: '.matrix .cell.v-separate',
    graph: '.graph .node.service',
    conflicts: '.conflict:not([open]) > summary',
    services: '.services tbody th button',
  };
  for (const id of ['ladder', 'matrix', 'graph', 'hosts', 'advice', 'conflicts', 'services', 'diagnostics']) {
    await page.locator(`#${id}`).scrollIntoViewIfNeeded();
    await page.evaluate(`document.getElementById('${id}').scrollIntoView({ behavior: 'instant', block: 'start' })`);
    if (id === 'graph') {
      await page.locator('.graph .node').first().waitFor();
      await page.screenshot({ path: `${base}-graph-all.png` });
    }
    const target = open[id] === undefined ? undefined : page.locator(open[id]).first();
    if (target !== undefined && (await target.count()) > 0) await target.click();
    await page.screenshot({ path: `${base}-${id}.png` });
  }
}

async function narrow(browser: Browser, file: string): Promise<void> {
  const { page } = await openReport(browser, file, 'light', '', { width: 390, height: 844 });
  await page.screenshot({ path: file.replace(/\.html$/, '-narrow.png') });
  const wide = Number(await page.evaluate('document.documentElement.scrollWidth'));
  check(wide <= 390, `narrow: no sideways scrolling (${wide} px wide)`);
  const hidden = Number(
    await page.evaluate("(box => box.scrollWidth - box.clientWidth)(document.querySelector('.ladder').parentElement)"),
  );
  check(hidden <= 0, `narrow: the ladder shows its answer (${hidden} px are out of sight)`);
  await page.context().close();
}

async function print(browser: Browser, file: string): Promise<void> {
  const { page } = await openReport(browser, file, 'dark');
  const pdf = await page.pdf({
    path: file.replace(/\.html$/, '.pdf'),
    format: 'A4',
    printBackground: true,
    margin: { top: '14mm', bottom: '14mm', left: '12mm', right: '12mm' },
  });
  const sheets = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
  check(sheets > 0 && sheets <= PAGES_LIMIT, `printed on ${sheets} sheets`);
  await page.context().close();
}

/** Texts of others reach the page as texts: nothing of them runs, loads or becomes an element. */
async function harm(browser: Browser, file: string): Promise<void> {
  const { page, troubles } = await openReport(browser, file, 'light');
  await photograph(page, file.replace(/\.html$/, ''));
  check((await page.evaluate('window.pwned')) === undefined, 'hostile: nothing runs');
  const made = await page.evaluate("document.querySelectorAll('img, iframe, svg[onload], [onerror]').length");
  check(made === 0, `hostile: no element of theirs (${String(made)})`);
  check((await page.evaluate('document.scripts.length')) === 2, 'hostile: no script besides the page’s own');
  check(((await page.locator('main').textContent()) ?? '').includes(PAYLOAD), 'hostile: shown as it is written');
  check(troubles.length === 0, `hostile: no errors, nothing requested ${troubles.slice(0, 3).join(' | ')}`);
  await page.context().close();
}

async function follow(browser: Browser, file: string): Promise<void> {
  const id = /"id":"(c_[0-9a-f]+)"/.exec(readFileSync(file, 'utf8'))?.[1] ?? '';
  const { page } = await openReport(browser, file, 'light', `#${id}`);
  check((await page.locator(`#${id}[open]`).count()) === 1, `a link to #${id} opens it`);
  await page.context().close();
}

await main();
