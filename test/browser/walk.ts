import type { Page } from 'playwright-core';

/** Tells whether something holds, in words. */
export type Check = (holds: boolean, what: string) => void;

const text = async (page: Page, selector: string): Promise<string> => (await page.locator(selector).first().textContent()) ?? '';

/** Does what a reader does with the parts of a report that answer, and checks what each does. */
export async function walk(page: Page, check: Check): Promise<void> {
  await matrix(page, check);
  await graph(page, check);
  await lists(page, check);
}

async function matrix(page: Page, check: Check): Promise<void> {
  const grid = page.locator('.matrix');
  const rows = async (): Promise<number> => Number(await grid.getAttribute('aria-rowcount')) - 1;
  const all = await rows();
  await page.locator('#matrix').scrollIntoViewIfNeeded();
  const first = await text(page, '.matrix .label');
  await page.locator('#matrix-app input[type=search]').fill(first.replace('…', ''));
  await page.locator(`.matrix:not([aria-rowcount="${all + 1}"])`).waitFor();
  check((await rows()) > 0 && (await rows()) < all, `matrix: a search leaves ${await rows()} of ${all} services`);
  await page.locator('#matrix-app input[type=search]').fill('');
  await page.locator(`.matrix[aria-rowcount="${all + 1}"]`).waitFor();
  await page.locator('#matrix-app select').nth(1).selectOption('conflicts');
  check((await text(page, '.matrix .label')) !== first, 'matrix: ordered by conflicts another service comes first');
  await page.locator('#matrix-app select').nth(1).selectOption('name');
  await page.locator('#matrix-app select').nth(0).selectOption('machine');
  check((await page.locator('.matrix .cell.v-separate').count()) === 0, 'matrix: on separate machines nothing is apart');
  await page.locator('#matrix-app select').nth(0).selectOption('environment');
  await page.locator('.matrix .cell').nth(1).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  const at: unknown = await page.evaluate("document.activeElement?.getAttribute('data-at')");
  check(at === `1 ${all - 1}`, `matrix: keys walk to ${String(at)}`);
  check((await text(page, '#matrix-app .detail h3')).includes(' × '), 'matrix: Enter tells about the pair');
}

async function graph(page: Page, check: Check): Promise<void> {
  await page.locator('#graph').scrollIntoViewIfNeeded();
  const view = async (): Promise<string | null> => page.locator('svg.graph').getAttribute('viewBox');
  await page.locator('.graph .node.service').first().waitFor();
  const whole = await view();
  await page.locator('.zoom button').first().click();
  const zoomed = await view();
  check(zoomed !== whole, 'graph: zooms');
  const frame = await page.locator('svg.graph').boundingBox();
  if (frame !== null) {
    await page.mouse.move(frame.x + frame.width * 0.47, frame.y + frame.height - 20);
    await page.mouse.down();
    await page.mouse.move(frame.x + frame.width * 0.4, frame.y + frame.height - 80, { steps: 4 });
    await page.mouse.up();
  }
  check((await view()) !== zoomed, 'graph: pans');
  await page.locator('.zoom button').last().click();
  const name = (await page.locator('.graph .node.service title').first().textContent()) ?? '';
  await page.locator('.graph .node.service').first().click();
  check((await text(page, '#graph-app .detail h3')) === name, 'graph: a click on a service tells about it');
  check((await page.locator('.graph.lit').count()) === 0, 'graph: what comes to lie under the pointer is not lit');
  const clashing = await page.locator('.graph .edges path:not(.shared)[data-to^="n"]').first().getAttribute('data-to');
  await page.locator(`.graph .node[data-id="${clashing}"]`).click();
  check((await page.locator('.graph .node.name.chosen').count()) === 1, 'graph: on to a package');
  await page.locator('#graph-app .detail button.link').first().click();
  check((await page.locator('.graph .node.conflict.chosen').count()) === 1, 'graph: on to a conflict');
  await page.locator('#graph-app .detail a').last().click();
  await page.locator('.conflict[open]').first().waitFor();
  check((await page.locator('.conflict[open]').count()) === 1, 'graph: on to its explanation');
  const told = (await page.locator('.conflict[open] .body').textContent()) ?? '';
  check(/(?:with|than) an? [\w ]+ each/.test(told) && !/asks for (?:listens|publishes)/.test(told), 'conflicts: what ends one');
  await page.locator('#graph-app button', { hasText: 'Show all' }).click();
}

async function lists(page: Page, check: Check): Promise<void> {
  const shown = (): Promise<string> => text(page, '#conflicts-app [role=status]');
  const before = await shown();
  await page.locator('#conflicts-app input[type=checkbox]').last().uncheck();
  check((await shown()) !== before, 'conflicts: a severity can be left out');
  await page.locator('#conflicts-app input[type=checkbox]').last().check();
  const [service = '', ...others] = (await text(page, '#conflicts-app summary .message')).match(/[\w/@.-]+/g) ?? [];
  await page.locator('#conflicts-app input[type=search]').fill(`${others.at(-1)} ${service}`);
  await page.waitForTimeout(300);
  check(!(await shown()).startsWith('0 '), 'conflicts: words are found in any order');
  await page.locator('#conflicts-app input[type=search]').fill('');
  await page.waitForTimeout(300);
  const head = page.locator('.services thead th', { hasText: 'Conflicts' });
  await head.locator('button').click();
  const sorted = page.locator('.services thead th[aria-sort=descending]', { hasText: 'Conflicts' });
  const isSorted = await sorted.waitFor({ timeout: 5000 }).then(
    () => true,
    () => false,
  );
  check(isSorted, 'services: sorted by conflicts');
  await page.locator('.services tbody th button').first().click();
  check((await page.locator('.services tr.more:not([hidden])').count()) === 1, 'services: a row opens');
}
