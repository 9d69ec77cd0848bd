/** Names the very code that runs, so that nothing is taken from another; the bundler puts it in, and there is none in sources. */
export const BUILD_ID: string | undefined = undefined;
