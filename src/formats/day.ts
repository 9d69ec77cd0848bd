/** How a day is written; the calendar may still have none such. */
export const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Whether the text is a day as `2026-06-01` that the calendar has: a thirtieth of February would be kept and never come. */
export function isDay(text: string): boolean {
  const at = DAY.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}
