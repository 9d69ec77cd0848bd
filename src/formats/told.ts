import * as v from 'valibot';

/** A schema with its words: they stand in the JSON Schema and in the page of docs/ that is made from it. */
export function told<const S extends v.GenericSchema>(schema: S, words: string) {
  return v.pipe(schema, v.description(words));
}

export const toldText = (words: string) => told(v.string(), words);
export const toldTexts = (words: string) => told(v.array(v.string()), words);
export const toldFlag = (words: string) => told(v.boolean(), words);
