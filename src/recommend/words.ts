/** With separators. Not by Intl: a formatter takes 25 ms to make, a tenth of a short run. */
export function grouped(value: number): string {
  const [whole = '', fraction] = String(value).split('.');
  const separated = whole.length <= 3 ? whole : whole.replace(/\d(?=(?:\d{3})+$)/g, '$&,');
  return fraction === undefined ? separated : `${separated}.${fraction}`;
}

/** What prices and means of durations allow to say: `about 8.7 million`, `about 43,000`. */
export function about(value: number): string {
  const rounded = Number(value.toPrecision(2));
  return `about ${rounded >= 1_000_000 ? `${grouped(rounded / 1_000_000)} million` : grouped(rounded)}`;
}

const MIB = 2 ** 20;

/** In the unit of Lambda's limits, which are 250 MiB and 10 GiB whatever AWS calls them. */
export function mebibytes(bytes: number): string {
  const mib = bytes / MIB;
  return mib >= 10_000 ? `${(mib / 1024).toFixed(1)} GiB` : `${mib.toFixed(mib < 10 ? 1 : 0)} MiB`;
}

/** The first names of a list, and how many more there are. */
export function shortList(names: readonly string[], most = 5, count = names.length): string {
  const rest = count - most;
  return rest > 0 ? `${names.slice(0, most).join(', ')} and ${rest} more` : names.join(', ');
}

const MOST_OF_A_LINE = 80;

/** The beginning of a command that is a script of its own. */
export function shortCommand(text: string): string {
  const [first = '', ...lines] = text.split('\n');
  const isCut = lines.length > 0 || first.length > MOST_OF_A_LINE;
  return isCut ? `${first.slice(0, MOST_OF_A_LINE).trimEnd()} …` : first;
}

/** `[runs|run]` in a rule's message, as one or several do it. */
export function agreeing(message: string, several: boolean): string {
  return message.replaceAll(/\[([^|\]]*)\|([^\]]*)\]/g, several ? '$2' : '$1');
}
