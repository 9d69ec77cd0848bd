/** Packages that their users install on devices of their own: apps for phones and desktops, and extensions of an editor or a browser. */
import type { PackageJson } from '../manifests/manifest.ts';

/** `beside` lists what lies in a folder of the package. */
export function isForDevices(manifest: PackageJson, beside: (folder: string) => readonly string[]): boolean {
  return (
    isForPhones(manifest, beside('.')) ||
    isForDesktops(manifest, beside('src-tauri')) ||
    isForEditors(manifest) ||
    isExtension(manifest)
  );
}

/** What React Native and its kin make an app of, and what has its code run in browsers or on servers as well. */
const PHONES = new Set(['react-native', 'expo', '@nativescript/core']);
const ELSEWHERE = new Set(['next', 'express', 'fastify', 'koa', '@nestjs/core', 'electron']);
/** What draws in browsers: Expo's templates bring it for a preview. */
const BROWSERS = new Set(['react-native-web', 'react-dom']);
/** Scripts that bring an app on phones or build it for a store, as `eas.json` says how to; those that make a website of it (Expo CLI, EAS). */
const STORES =
  /\b(?:expo run:(?:ios|android)|eas build|react-native run-(?:ios|android)|expo start\b[^&|;]*\s(?:--(?:ios|android)|-[ai]))(?![\w-])/;
const WEBSITE = /\b(?:expo (?:export|build:web)|eas deploy)\b/;

/** An app for phones; libraries ask for React Native as a peer. */
function isForPhones({ entries, scripts }: PackageJson, files: readonly string[]): boolean {
  const names = entries.flatMap(({ field, name }) => (field === 'dependencies' ? [name] : []));
  if (!names.some((name) => PHONES.has(name)) || names.some((name) => ELSEWHERE.has(name))) return false;
  if (!names.some((name) => BROWSERS.has(name))) return true;
  const isSold = files.includes('eas.json') || scripts.some(({ value }) => STORES.test(value));
  return isSold && !scripts.some(({ value }) => WEBSITE.test(value));
}

/** What packs an Electron app for its users. */
const PACKERS = new Set(['electron-builder', '@electron-forge/cli', 'electron-packager', '@electron/packager', 'electron-vite']);
const TAURI = /^(?:tauri\.(?:[\w-]+\.)?conf\.json5?|Tauri\.(?:[\w-]+\.)?toml)$/;

/** Electron's own tutorial has it among what developers install, which packing leaves out, and starts it so. */
const STARTS_WINDOW = /^(?:npx\s+)?electron\s+\S/;

/** Electron with what packs it or starts its window, or Tauri's program with its window's pages beside it. */
function isForDesktops({ entries, scripts }: PackageJson, tauri: readonly string[]): boolean {
  const has = (wanted: (name: string) => boolean): boolean => entries.some(({ name }) => wanted(name));
  if (has((name) => name === '@tauri-apps/cli') && tauri.some((name) => TAURI.test(name))) return true;
  const isInstalledToDevelop = entries.some(({ name, field }) => name === 'electron' && field === 'devDependencies');
  if (isInstalledToDevelop && scripts.some(({ name, value }) => name === 'start' && STARTS_WINDOW.test(value))) return true;
  return has((name) => name === 'electron') && has((name) => PACKERS.has(name));
}

/** VS Code, "Extension Manifest": `engines.vscode` is compulsory, and means nothing elsewhere. */
function isForEditors({ engines }: PackageJson): boolean {
  return engines.some(({ name }) => name === 'vscode');
}

/** What packs an extension of a browser (WXT, Plasmo, CRXJS, Mozilla's web-ext). */
const EXTENSIONS = new Set([
  'wxt',
  'plasmo',
  'web-ext',
  '@crxjs/vite-plugin',
  'vite-plugin-web-extension',
  '@samrum/vite-plugin-web-extension',
]);

function isExtension({ entries }: PackageJson): boolean {
  return entries.some(({ name }) => EXTENSIONS.has(name)) && !entries.some(({ name }) => ELSEWHERE.has(name));
}
