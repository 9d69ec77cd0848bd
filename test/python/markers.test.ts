import { describe, expect, it } from 'vitest';
import {
  areExclusive,
  decideMarker,
  evaluateMarker,
  formatMarker,
  type Marker,
  opposite,
  parseMarker,
  targetEnvironment,
} from '../../analyzers/python/notation/markers.ts';

const LINUX = targetEnvironment({ python: '3.11', platform: 'linux-x86_64' });

function marker(text: string): Marker {
  const answer = parseMarker(text);
  if (!answer.ok) throw new Error(answer.message);
  return answer.marker;
}

/** As `packaging.markers.Marker` prints and judges them. */
const MARKERS: readonly (readonly [text: string, printed: string, holds: boolean])[] = [
  ["python_version<'3.9'", 'python_version < "3.9"', false],
  ["'3.9' <= python_version", '"3.9" <= python_version', true],
  ["python_version > '3.9' or python_version < '3.12' and os_name == 'nt'", '', true],
  [
    "(python_version > '3.12' or os_name == 'posix') and sys_platform == 'win32'",
    '(python_version > "3.12" or os_name == "posix") and sys_platform == "win32"',
    false,
  ],
  ["(python_version > '3.9')", 'python_version > "3.9"', true],
  ["((os_name == 'posix' or os_name == 'nt'))", 'os_name == "posix" or os_name == "nt"', true],
  [
    "sys_platform == 'linux' and ((os_name == 'nt') or platform_machine == 'x86_64')",
    'sys_platform == "linux" and (os_name == "nt" or platform_machine == "x86_64")',
    true,
  ],
  ["python_full_version == '3.11.*'", 'python_full_version == "3.11.*"', true],
  ["'linux' in sys_platform", '"linux" in sys_platform', true],
  ["os_name not in 'nt posix'", 'os_name not in "nt posix"', false],
];

describe('markers', () => {
  it.each(MARKERS)('%s', (text, printed, holds) => {
    if (printed !== '') expect(formatMarker(marker(text))).toBe(printed);
    expect(evaluateMarker(marker(text), LINUX)).toBe(holds);
    expect(evaluateMarker(marker(formatMarker(marker(text))), LINUX)).toBe(holds);
  });

  it.each(MARKERS)('the opposite of %s holds where it does not', (text, _, holds) => {
    const other = opposite(marker(text));
    if (other === undefined) throw new Error('PEP 508 has words for it');
    expect(evaluateMarker(other, LINUX)).toBe(!holds);
    expect(areExclusive([marker(text), other], LINUX)).toBe(true);
    expect(evaluateMarker(opposite(other) ?? other, LINUX)).toBe(holds);
  });

  it.each(["python_version ~= '3.9'", "os_name === 'nt'", "(os_name == 'nt' or python_version ~= '3.9')"])(
    'PEP 508 has no words for the opposite of %s',
    (text) => {
      expect(opposite(marker(text))).toBeUndefined();
    },
  );

  it.each([
    '',
    "os_name == 'nt' and",
    "(os_name == 'nt'",
    "os_name == 'nt')",
    "os_name 'nt'",
    "color == 'red'",
    "not os_name == 'nt'",
  ])('"%s" is none', (text) => {
    expect(parseMarker(text).ok).toBe(false);
  });

  it('what the target does not say is open', () => {
    expect(decideMarker(marker("platform_release == '6.1'"), LINUX)).toBe('open');
    expect(decideMarker(marker("platform_release == '6.1' and os_name == 'nt'"), LINUX)).toBe(false);
    expect(decideMarker(marker("platform_release == '6.1' or os_name == 'posix'"), LINUX)).toBe(true);
  });
});
