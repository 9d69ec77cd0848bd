import { percentDecoded } from '../../../model/purl.ts';
import type { View } from '../view.ts';
import { startAdvice } from './advice.ts';
import { startConflicts } from './conflicts.ts';
import { startDiagnostics } from './diagnostics.ts';
import { mount } from './dom.ts';
import { factsOf } from './facts.ts';
import { startGraph } from './graph.ts';
import { startServices } from './inventory.ts';
import { startMatrix } from './matrix.ts';
import { startTheme } from './theme.ts';

startTheme();
const view: View = JSON.parse(mount('view').textContent ?? '');
const facts = factsOf(view);
document.documentElement.toggleAttribute('data-long', facts.isLong);
const graph = startGraph(facts);
const conflicts = startConflicts(facts, graph.focusConflict);
startMatrix(facts, conflicts.of);
startAdvice(facts);
const services = startServices(facts, conflicts.of);
startDiagnostics(facts);

/** `#c_…` opens a conflict, `#service/…` a service; other fragments are the page's own anchors. */
function follow(): void {
  const fragment = window.location.hash.slice(1);
  if (fragment.startsWith('c_')) conflicts.open(fragment);
  else if (fragment.startsWith('service/')) services.open(percentDecoded(fragment.slice('service/'.length)));
}

window.addEventListener('hashchange', follow);
// A link to where the page already is has to work as well.
document.addEventListener('click', (event) => {
  const link = event.target instanceof Element ? event.target.closest('a[href^="#"]') : null;
  if (link !== null && link.getAttribute('href') === window.location.hash) follow();
});
follow();
markCurrent();
document.documentElement.dataset.ready = String(Math.round(performance.now()));

/** The navigation shows which part is being read. */
function markCurrent(): void {
  const links = new Map(
    [...document.querySelectorAll<HTMLAnchorElement>('nav.side a')].map((link) => [link.hash.slice(1), link]),
  );
  const seen = new Set<string>();
  const observer = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        if (entry.isIntersecting) seen.add(entry.target.id);
        else seen.delete(entry.target.id);
      }
      const current = [...links.keys()].find((id) => seen.has(id));
      for (const [id, link] of links) {
        if (id === current) link.setAttribute('aria-current', 'true');
        else link.removeAttribute('aria-current');
      }
    },
    { rootMargin: '-10% 0px -60% 0px' },
  );
  for (const section of document.querySelectorAll('main > section')) observer.observe(section);
}
