import { bundlePage } from './bundle.mjs';

/** The page's own script and style, as texts. */
export interface PageAssets {
  readonly script: string;
  readonly style: string;
}

/** From source (tests, tsx) they are bundled here; the build puts a module that holds both in place of this one. */
export async function pageAssets(): Promise<PageAssets> {
  return bundlePage();
}
