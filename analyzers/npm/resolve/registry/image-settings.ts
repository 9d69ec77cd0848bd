/** Switches of npm that an image installs with: `RUN npm ci --legacy-peer-deps`, as lines of an .npmrc. */
import { type Instruction, parseInstructions } from '../../../../src/formats/dockerfile/dockerfile.ts';
import { writtenWords } from '../../../../src/formats/dockerfile/words.ts';
import { programWords, type ShellWord } from '../../../../src/formats/shell/shell.ts';
import { baseName } from '../../../../src/model/index.ts';
import { isGlobal, NPM_INSTALLS, writtenCommands } from '../../workspaces/image-commands.ts';
import { isSwitch } from './settings.ts';

type Option = readonly [name: string, value: string];

/** Switches, as an .npmrc would have them; of several commands of one image the last word counts. Empty where it sets none. */
export function imageSettings(text: string): string {
  if (!/npm/i.test(text)) return '';
  const options = new Map(parseInstructions(text).list.flatMap(optionsOf));
  // Where an image gets its packages from is its builder's matter; which trees npm refuses there is the service's.
  return [...options].flatMap(([name, value]) => (isSwitch(name) ? [`${name}=${value}\n`] : [])).join('');
}

function optionsOf(instruction: Instruction): readonly Option[] {
  if (instruction.name === 'ENV') return environmentOptions(instruction.text);
  return writtenCommands(instruction).flatMap(commandOptions);
}

/** `ENV A=1 B=2`, and the older `ENV A 1`. */
function environmentOptions(text: string): readonly Option[] {
  const [first = '', ...rest] = writtenWords(text);
  return first.includes('=') ? [first, ...rest].flatMap(assigned) : assigned(`${first}=${rest.join(' ')}`);
}

/** `npm_config_force=true`. */
function assigned(word: string): readonly Option[] {
  const [, name, value] = /^npm_config_(\w+)=["']?(.*?)["']?$/is.exec(word) ?? [];
  return name === undefined || value === undefined ? [] : [[name.toLowerCase().replaceAll('_', '-'), value || 'false']];
}

function commandOptions(all: readonly ShellWord[]): readonly Option[] {
  const [program, ...own] = programWords(all).map((word) => word.text);
  if (baseName(program ?? '') !== 'npm' || own.some(isGlobal)) return [];
  const [verb, set, ...settings] = own.filter((word) => !word.startsWith('-'));
  if (verb === 'config' || verb === 'c') return set === 'set' ? configured(settings) : [];
  if (!own.some((word) => NPM_INSTALLS.has(word))) return [];
  const before = all.slice(0, all.length - own.length - 1);
  return [...before.flatMap((word) => assigned(word.text)), ...own.flatMap(flagOption)];
}

/** `npm config set force true`, and `npm config set force=true`. */
function configured([name = '', value = '']: readonly string[]): readonly Option[] {
  const cut = name.indexOf('=');
  return [cut < 0 ? [name, value || 'true'] : [name.slice(0, cut), name.slice(cut + 1)]];
}

/** `--legacy-peer-deps`, `--no-strict-peer-deps`, `--force=true`, `-f`. */
function flagOption(word: string): readonly Option[] {
  if (word === '-f') return [['force', 'true']];
  const [, no, name, value] = /^--(no-)?([a-z][a-z-]*)(?:=(.*))?$/s.exec(word) ?? [];
  if (name === undefined) return [];
  return [[name, no === undefined ? (value ?? 'true') : 'false']];
}
