import type { Place } from './conflict.ts';
import type { Demand } from './demand.ts';
import type { IsolationLevel, RealmId } from './realm.ts';
import type { Severity } from './source.ts';
import type { Target } from './target.ts';

/**
 * How demands on one key of one realm are judged. All functions are pure and take demands of one key only.
 * The engine in src/detect finds the smallest sets with `clash` as its oracle, so `clash` has to be monotone:
 * adding a demand never ends a clash.
 */
export interface RealmRule {
  readonly realm: RealmId;
  /** Only these keys (the runtime realm has one rule per runtime); all keys when absent. */
  readonly keys?: readonly string[];
  readonly clearedBy: IsolationLevel;
  /**
   * What one service's demands on a key mean together: the same demands, each with what the others add to it.
   * Called once per service before anything else is asked.
   */
  settle?(own: readonly Demand[]): readonly Demand[];
  /**
   * The realm's keys with those joined that the same lines hold in the same way, as ports of two ranges are: what is true
   * of one of them is true of all, and is told once. Called once, before `settle`.
   */
  join?(keys: ReadonlyMap<string, readonly Demand[]>): ReadonlyMap<string, readonly Demand[]>;
  /** The constraint in a normal form: equal meaning, equal text. Used to group demands and in fingerprints. */
  canonical(demand: Demand): string;
  /** Why no single choice suits all demands; undefined when one does or nobody can tell. */
  clash(demands: readonly Demand[], context: RuleContext): Clash | undefined;
  /** Whether a demand has a part in a clash; of a service that has others, those without a part are left out. All when absent. */
  concerns?(demand: Demand, clash: Clash): boolean;
  /** One sentence and the steps for a smallest set: one demand of each side; `all` are everybody's on these sides. */
  describe(demands: readonly Demand[], clash: Clash, context: RuleContext, all: readonly Demand[]): Description;
  /**
   * Constraints for `demand`'s own line that could end its clash with `others`, nearest first.
   * The engine applies and re-checks each before it is shown.
   */
  suggest?(demand: Demand, others: readonly Demand[], context: RuleContext): readonly string[];
  /** Whether what a constraint asks for begins before a release: what leads to releases is offered first. */
  startsEarly?(constraint: string): boolean;
  /**
   * `demand`'s line with another constraint, where the line holds more than that (an alias); undefined where another text
   * would change nothing. The constraint itself when absent.
   */
  spell?(demand: Demand, constraint: string): string | undefined;
  /** What lines of one service with one constraint have in common if their packages are released in step, as the lines show. */
  family?(demand: Demand): string | undefined;
  /** Where what is fought over is a number and not a version: another key for `demand` that nobody in the fleet holds. */
  move?(demand: Demand, context: RuleContext): Move | undefined;
  /**
   * Runtime realm only: whether this released version of the runtime (`3.12`, `22.21.1`, `21`) satisfies the demand.
   * Chooses the fleet's target.
   */
  admits?(version: string, demand: Demand): boolean;
  /**
   * Of one service's demands those of its programs that run beside each other, by the program's name, where they tell which
   * is whose: a set for everything that runs several. `rule` is the finding's id.
   */
  readonly programs?: {
    readonly rule: string;
    of(own: readonly Demand[]): readonly ReadonlyMap<string, readonly Demand[]>[];
  };
  /** Findings about a key that clashes with nothing: drift between locks, mediation that works, duplicates. */
  remark?(demands: readonly Demand[], context: RuleContext): readonly Remark[];
}

/** What a rule judges under besides the demands. */
export interface RuleContext {
  readonly target: Target;
  /** Settings of the realm from config, e.g. `{ model: 'flat' }` for npm, `{ build: 'together' }` for go. */
  readonly settings: Readonly<Record<string, string>>;
  /** Keys of the realm that somebody in the fleet holds. */
  readonly held?: ReadonlySet<string>;
}

/** That demands clash: by which rule, and how gravely. */
export interface Clash {
  /** Rule id, e.g. `version/unsatisfiable`. */
  readonly rule: string;
  readonly severity: Severity;
  /** Facts that `describe` needs, so that nothing is computed twice. */
  readonly facts?: Readonly<Record<string, string>>;
  /** When it differs from the rule's. */
  readonly clearedBy?: IsolationLevel;
}

/** Another key that one side of a clash can take: a free port, another name. */
export interface Move {
  readonly key: string;
  /** What moves, where the line holds more than the demand's key. */
  readonly subject?: string;
  /** What is true after it, in words. */
  readonly effect: string;
  /** Other lines of the service that say the same, and move along. */
  readonly also?: readonly Place[];
}

/** A finding in words: one sentence, and the steps that lead to it. */
export interface Description {
  readonly message: string;
  readonly explanation: readonly string[];
}

/** What a rule says of demands that do not clash, or beside those that do. */
export interface Remark extends Description {
  readonly rule: string;
  readonly severity: 'warning' | 'note';
  readonly demands: readonly Demand[];
  readonly clearedBy?: IsolationLevel;
  /** Set where even services that say the same are in each other's way; otherwise they are on one side. */
  readonly eachAlone?: true;
}
