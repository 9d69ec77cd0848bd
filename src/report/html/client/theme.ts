import { button, mount } from './dom.ts';

const THEMES = ['auto', 'light', 'dark'] as const;
type Theme = (typeof THEMES)[number];
const KEY = 'cohost-theme';

/** Follows the system until the reader chooses; the choice is kept where the browser lets a file keep anything. */
export function startTheme(): void {
  let theme = stored();
  const control = button('', () => {
    theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'auto';
    keep(theme);
    apply();
  });
  const apply = (): void => {
    if (theme === 'auto') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    control.textContent = `Theme: ${theme}`;
  };
  apply();
  mount('theme-app').append(control);
}

function stored(): Theme {
  try {
    const value = window.localStorage.getItem(KEY);
    return THEMES.find((theme) => theme === value) ?? 'auto';
  } catch {
    return 'auto';
  }
}

function keep(theme: Theme): void {
  try {
    window.localStorage.setItem(KEY, theme);
  } catch {
    // A page opened from a file may have no storage: the choice holds for this visit.
  }
}
