import fc from 'fast-check';

/** What gates a change has to answer alike twice: chance is for runs at a desk, and what it finds becomes a row. */
if (process.env.CI !== undefined && process.env.CI !== '') fc.configureGlobal({ seed: 20261127 });
