import { createHash } from 'node:crypto';
import {
  type Host,
  type IsolationLevel,
  percentEncoded,
  plural,
  type Report,
  type Rung,
  serviceLabel,
  shortPurl,
} from '../../model/index.ts';
import {
  EACH,
  hostFacts,
  isAlone,
  leastSentences,
  leftOutWords,
  RUNG_NAMES,
  standingOn,
  summarySentences,
  tally,
  targetParts,
} from '../phrases.ts';
import { NO_SOURCES, type SourceLines } from '../sources.ts';
import type { PageAssets } from './assets.ts';
import { html, jsonForScript, Markup } from './template.ts';
import { viewOf } from './view.ts';

/**
 * The report as one page that needs nothing else: what can be read at once is markup, the rest is data for the page's
 * own script. The policy names script and style by their hashes, so nothing else can run or load.
 */
export function renderHtml(report: Report, assets: PageAssets, sources: SourceLines = NO_SOURCES): string {
  const policy = `default-src 'none'; script-src '${hashOf(assets.script)}'; style-src '${hashOf(assets.style)}'; base-uri 'none'; form-action 'none'`;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="cohost ${report.tool.version}">
<title>Who can share a host? ${plural(report.summary.services, 'service')} – cohost</title>
<style>${new Markup(assets.style)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the report</a>
${header(report)}
<div class="layout">
${navigation(report)}
<main id="main" tabindex="-1">
${answer(report)}
${isAlone(report) ? '' : ladder(report)}
${least(report)}
${isAlone(report) ? '' : section('matrix', 'Compatibility matrix', html`<div id="matrix-app"></div>`)}
${section('graph', 'Graph', html`<div id="graph-app"></div>`)}
${isAlone(report) ? '' : hosts(report)}
${section('advice', 'Recommendations', html`<div id="advice-app"></div>`)}
${section('conflicts', 'Conflicts', html`<div id="conflicts-app"></div>`)}
${section('services', 'Services', html`<div id="services-app"></div>`)}
${section('diagnostics', 'What was not understood', html`<div id="diagnostics-app"></div>`)}
</main>
</div>
<script type="application/json" id="view">${new Markup(jsonForScript(viewOf(report, sources)))}</script>
<script>${new Markup(assets.script)}</script>
</body>
</html>
`;
  return page.text;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`;
}

function section(id: string, title: string, body: Markup): Markup {
  return html`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>
${body}
<noscript><p class="quiet">This part needs JavaScript. <code>cohost report -o fleet.md</code> tells the same as text.</p></noscript>
</section>`;
}

function header(report: Report): Markup {
  const { options } = report;
  const ecosystems = [...new Set(report.services.flatMap((service) => service.ecosystems))].join(', ');
  const depth = {
    declared: 'from manifests alone',
    locked: 'from manifests and lockfiles',
    resolved: 'jointly resolved',
  }[options.depth];
  const parts = [
    plural(report.summary.services, 'service'),
    plural(report.summary.manifests, 'manifest'),
    ecosystems,
    depth,
    options.before === null ? '' : `registry as of ${options.before}`,
  ];
  return html`<header class="top">
<p class="brand"><span class="mark" aria-hidden="true"></span>cohost <span class="quiet">${report.tool.version}</span></p>
<p class="facts">${parts.filter((part) => part !== '').join(' · ')}</p>
<div id="theme-app"></div>
</header>`;
}

/** Parts that compare services. */
const COMPARING: ReadonlySet<string> = new Set(['ladder', 'least', 'matrix', 'hosts']);

function navigation(report: Report): Markup {
  const { conflicts, services } = report.summary;
  const apart = report.leastIsolation?.apart.length ?? 0;
  const total = conflicts.error + conflicts.warning + conflicts.note;
  const links: readonly (readonly [string, string, string])[] = [
    ['answer', 'The answer', ''],
    ['ladder', 'Isolation ladder', ''],
    ...(apart === 0 ? [] : [['least', 'Least isolation', String(apart)] as const]),
    ['matrix', 'Matrix', ''],
    ['graph', 'Graph', ''],
    ['hosts', 'Hosts', String(report.placement.hosts.length)],
    ['advice', 'Recommendations', String(report.recommendations.length)],
    ['conflicts', 'Conflicts', String(total)],
    ['services', 'Services', String(services)],
    ['diagnostics', 'Not understood', String(report.diagnostics.length)],
  ];
  const shown = isAlone(report) ? links.filter(([id]) => !COMPARING.has(id)) : links;
  const items = shown.map(
    ([id, text, count]) =>
      html`<li><a href="#${id}">${text}${count === '' ? '' : html` <span class="count">${count}</span>`}</a></li>`,
  );
  return html`<nav class="side" aria-label="Parts of the report"><ul>${items}</ul></nav>`;
}

function answer(report: Report): Markup {
  const { conflicts, hosts } = report.summary;
  const [first = '', ...rest] = summarySentences(report);
  const figures: readonly (readonly [number, string, string])[] = [
    [conflicts.error, conflicts.error === 1 ? 'error' : 'errors', 'error'],
    [conflicts.warning, conflicts.warning === 1 ? 'warning' : 'warnings', 'warning'],
    [conflicts.note, conflicts.note === 1 ? 'note' : 'notes', 'note'],
    [hosts, `${hosts === 1 ? 'host' : 'hosts'} ${RUNG_NAMES[report.placement.level]}`, 'hosts'],
  ];
  const tiles = figures.map(([count, label, kind]) => html`<div class="tile ${kind}"><dt>${label}</dt><dd>${count}</dd></div>`);
  const target = targetParts(report).map(
    ({ name, because }) => html`<li><b>${name}</b> <span class="quiet">${because}</span></li>`,
  );
  const left =
    report.summary.leftOut === 0
      ? html``
      : html`<p class="quiet">${leftOutWords(report)}; <code>--samples</code> counts them.</p>`;
  return html`<section id="answer" aria-labelledby="answer-title">
<h1 id="answer-title">Which of these services can share a host?</h1>
<p class="lead">${withCommand(first)}</p>
${rest.map((text) => html`<p class="lead second">${withCommand(text)}</p>`)}
<dl class="tiles">${tiles}</dl>
<details class="small"><summary>Judged for this target</summary><ul class="plain">${target}</ul></details>
${left}
</section>`;
}

const COMMAND = 'cohost check --resolve';

/** A command in a sentence is code, which does not break at its hyphens. */
function withCommand(sentence: string): Markup {
  const [before = '', after] = sentence.split(COMMAND);
  return after === undefined ? html`${before}` : html`${before}<code>${COMMAND}</code>${after}`;
}

function ladder(report: Report): Markup {
  const subjects = subjectsOf(report);
  const enough = report.ladder.find((rung) => rung.remaining.length === 0);
  const most = Math.max(1, ...report.ladder.map((rung) => rung.hosts));
  const rows = report.ladder.map((rung) => {
    const beyond = enough !== undefined && report.ladder.indexOf(rung) > report.ladder.indexOf(enough);
    return html`<tr class="${rung === enough ? 'enough' : beyond ? 'beyond' : ''}">
<th scope="row">${RUNG_NAMES[rung.level]}<small>${rungHint(rung.level)}</small></th>
<td class="number">${beyond ? '–' : `${rung.hosts}${rung.optimal ? '' : '*'}`}${beyond ? '' : meter(rung.hosts, most)}</td>
<td>${beyond ? html`<span class="quiet">nothing left to end</span>` : endedBy(rung, subjects)}</td>
<td class="number">${rung.remaining.length}</td>
<td>${rung === enough ? html`<strong class="tick">enough</strong>` : ''}</td>
</tr>`;
  });
  const star = report.ladder.some((rung) => !rung.optimal)
    ? html`<p class="quiet">* the best found; fewer hosts are not ruled out.</p>`
    : html``;
  return html`<section id="ladder" aria-labelledby="ladder-title"><h2 id="ladder-title">Isolation ladder</h2>
<p>Each step shares less. The first one that leaves no error is the least isolation that this fleet needs.</p>
<div class="scroll" tabindex="0" role="region" aria-labelledby="ladder-title"><table class="ladder">
<thead><tr><th scope="col">Step</th><th scope="col" class="number">Hosts</th><th scope="col">What it ends</th><th scope="col" class="number">Errors left</th><th scope="col"><span class="hidden">Verdict</span></th></tr></thead>
<tbody>${rows}</tbody></table></div>${star}
</section>`;
}

/** Who leaves the shared environment, with what, and the conflicts that end so. */
function least(report: Report): Markup {
  const { apart, more, rest } = leastSentences(report, LEAVING);
  if (apart.length === 0) return html``;
  const subjects = subjectsOf(report);
  const lines = apart.map(
    ({ because, conflicts }) => html`<li>${because} <span class="ends">${chips(conflicts, subjects)}</span></li>`,
  );
  return html`<section id="least" aria-labelledby="least-title"><h2 id="least-title">Least isolation</h2>
<p>${plural(apart.length + more, 'service')} apart${rest.length === 0 ? '' : html`, ${rest.join('; ')}`}.</p>
<ul class="plain least">${lines}</ul>${more === 0 ? '' : html`<p class="quiet">and ${more} more, in the JSON report.</p>`}
</section>`;
}

const LEAVING = 40;

function subjectsOf({ conflicts }: Report): ReadonlyMap<string, string> {
  return new Map(conflicts.map((conflict) => [conflict.id, shortPurl(conflict.subject)]));
}

function meter(value: number, most: number): Markup {
  return html`<svg class="meter" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect width="${Math.round((value / most) * 100)}" height="4" rx="1"/></svg>`;
}

function rungHint(level: IsolationLevel): string {
  return {
    environment: 'one environment, one operating system',
    process: 'a virtualenv, node_modules or class path each',
    container: 'a userland, runtimes and ports each',
    machine: 'nothing shared',
  }[level];
}

const LISTED = 8;

function endedBy(rung: Rung, subjects: ReadonlyMap<string, string>): Markup {
  return rung.clears.length === 0 ? html`<span class="quiet">–</span>` : chips(rung.clears, subjects);
}

/** Links to conflicts, by what they are about. */
function chips(ids: readonly string[], subjects: ReadonlyMap<string, string>): Markup {
  const names = new Map<string, string>();
  for (const id of ids) if (!names.has(subjects.get(id) ?? id)) names.set(subjects.get(id) ?? id, id);
  const links = [...names].slice(0, LISTED).map(([name, id]) => html`<a class="chip" href="#${id}">${name}</a> `);
  return html`${links}${names.size > LISTED ? html`<a href="#conflicts">and ${names.size - LISTED} more</a>` : ''}`;
}

const HOST_LIMIT = 120;

function hosts(report: Report): Markup {
  const { placement } = report;
  const shown = placement.hosts.slice(0, HOST_LIMIT);
  const proved = placement.optimal
    ? 'No placement needs fewer hosts.'
    : `At least ${placement.lowerBound} are needed; fewer than ${placement.hosts.length} are not ruled out.`;
  const at = placement.level === 'environment' ? 'sharing everything' : `with ${EACH[placement.level]}`;
  return html`<section id="hosts" aria-labelledby="hosts-title"><h2 id="hosts-title">Hosts</h2>
<p>${plural(placement.hosts.length, 'host')} ${at}. ${placement.hosts.length === 0 ? '' : proved}</p>
<div class="cards">${shown.map((host) => hostCard(host, report))}</div>
${placement.hosts.length > shown.length ? html`<p class="quiet">and ${placement.hosts.length - shown.length} more hosts, in the JSON report.</p>` : ''}
</section>`;
}

const SERVICE_LIMIT = 40;
function hostCard(host: Host, report: Report): Markup {
  const within = standingOn(host, report);
  const services = host.services
    .slice(0, SERVICE_LIMIT)
    .map(serviceLabel)
    .map((id) => html`<li><a href="#service/${percentEncoded(id)}">${id}</a></li>`);
  const moves = host.repins.map(
    (repin) =>
      html`<li>${serviceLabel(repin.service)}: <code>${shortPurl(repin.subject)} ${repin.from} → ${repin.to}</code></li>`,
  );
  return html`<article class="card" id="${host.id}">
<h3>${host.id} <span class="quiet">${plural(host.services.length, 'service')}</span></h3>
<p class="quiet">${hostFacts(host, report).join(' · ')}</p>
<ul class="chips">${services}${host.services.length > SERVICE_LIMIT ? html`<li>and ${host.services.length - SERVICE_LIMIT} more</li>` : ''}</ul>
${moves.length === 0 ? '' : html`<h4>Versions that move</h4><ul class="plain">${moves}</ul>`}
${within.length === 0 ? '' : html`<p>On it: <a href="#conflicts">${tally(within)}</a></p>`}
</article>`;
}
