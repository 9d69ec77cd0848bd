/** Whether npm can install what several services ask for, and what the tree would hold: each question is answered once. */
import type { RuleContext, ServiceId } from '../../../../src/model/index.ts';
import { keptAsLocked } from '../pins.ts';
import type { Packument } from '../registry/documents.ts';
import type { NpmService } from '../services.ts';
import { BuiltTrees, type TreeContext } from './built-trees.ts';
import { MergedTrees } from './merged-trees.ts';
import type { JointAnswer, Model, ModelTrees, Question } from './question.ts';
import { Refusals } from './refusals.ts';
import { type LeftOut, WorkspaceTrees } from './workspace-trees.ts';

export interface JointContext extends TreeContext {
  readonly rules: RuleContext;
  /** Of no weight for a tree, but for whether it is installed. */
  readonly engineStrict: boolean;
  /** Packages of the project by directory: those that lines link to, and roots of workspaces. */
  readonly locals: ReadonlyMap<ServiceId, NpmService>;
  readonly leftOut: LeftOut;
}

/** Trees of several services as one package.json or one workspace; where none can be, a smallest set of lines at fault. */
export class JointTrees {
  readonly engineStrict: boolean;
  readonly force: boolean;
  readonly refusals: Refusals;
  readonly #trees: Readonly<Record<Model, ModelTrees>>;
  readonly #answers = new Map<string, Promise<JointAnswer>>();
  /** Numbers of services as they were read, or with a line changed. */
  readonly #numbers = new WeakMap<NpmService, number>();
  #numbered = 0;

  constructor({ rules, engineStrict, locals, leftOut, ...context }: JointContext) {
    const { packuments, switches } = context;
    const built = new BuiltTrees(context, locals.values());
    const merging = {
      rules,
      packument: (name: string) => packuments.get(name),
      tagged: async (name: string, tag: string) => (await packuments.pick(name, tag)).version,
      published: (packument: Packument) => packuments.published(packument),
    };
    this.engineStrict = engineStrict;
    this.force = switches.force;
    this.#trees = {
      flat: new MergedTrees(built, locals, merging),
      hoisted: new WorkspaceTrees(built, locals, leftOut),
    };
    this.refusals = new Refusals(this.#trees);
  }

  answer(question: Question): Promise<JointAnswer> {
    const { services, model, locks = '', withSettings = false } = question;
    const key = [model, locks, withSettings, ...services.map((service) => this.#numberOf(service))].join('\n');
    let known = this.#answers.get(key);
    if (known === undefined) {
      known = this.#answerNow(question);
      this.#answers.set(key, known);
    }
    return known;
  }

  #answerNow(question: Question): Promise<JointAnswer> {
    const { services, model, locks } = question;
    if (model === 'hoisted' || locks !== 'kept') return this.#trees[model].answer(question);
    const kept = keptAsLocked(services);
    if (kept === services) return this.answer({ ...question, locks: 'preferred' });
    return this.#trees.flat.answer({ ...question, services: kept });
  }

  #numberOf(service: NpmService): number {
    const number = this.#numbers.get(service) ?? ++this.#numbered;
    this.#numbers.set(service, number);
    return number;
  }
}
