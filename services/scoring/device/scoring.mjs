// Scores households on a device, without a network, as the server does: the same
// points, class and reasons, and the same refusals. README.md tells how.
//
// For browsers and Node, without dependencies.
import { inOrder, readDay, readFacts, way } from './facts.mjs';
import { Violations, violation } from './violations.mjs';

/**
 * A GET of /v1/standards/{id}/program, as JSON.
 * @typedef {object} StandardProgram
 * @property {string} standard
 * @property {string} contentHash
 * @property {number} engineVersion
 * @property {string} words  Base64.
 * @property {Question[]} choices
 * @property {string[]} numbers
 * @property {Question[]} memberChoices
 * @property {{vi: string, en: string}} title
 * @property {boolean} training
 * @property {boolean} declaredOnly
 * @property {Item[]} indicators
 * @property {Item[]} deprivations
 * @property {{vi: string, en: string}[]} contradictions
 *
 * @typedef {{question: string, options: string[]}} Question
 * @typedef {{code: string, label: {vi: string, en: string}, question: string,
 *   memberQuestion: string}} Item
 *
 * A household's score: `Assessment` of the API, with every field that a POST to
 * /v1/standards/{id}:score answers.
 * @typedef {object} Assessment
 * @property {string} standard
 * @property {string} standardHash
 * @property {boolean} training
 * @property {number} b1
 * @property {number} b2
 * @property {string} householdClass
 * @property {{indicator: string, found: string, points: number, suppressed: boolean}[]} indicators
 * @property {{deprivation: string, deprived: boolean, members: string[]}[]} deprivations
 * @property {boolean} declared
 * @property {string} settlement
 *
 * What the server would refuse, and why, in its order.
 * @typedef {{violations: import('./violations.mjs').Violation[]}} Refusal
 */

const classes = ['HOUSEHOLD_CLASS_UNSPECIFIED', 'HOUSEHOLD_CLASS_POOR',
  'HOUSEHOLD_CLASS_NEAR_POOR', 'HOUSEHOLD_CLASS_NOT_POOR'];
const settlements = ['SETTLEMENT_UNSPECIFIED', 'SETTLEMENT_RURAL', 'SETTLEMENT_URBAN'];
const mostMembers = 255;
const oldest = 130; // `kOldest` of facts.h

// `Rule`, `Place` and `kFaultSize` of reading.h, `RasoatState` of abi.h.
const rules = [
  ['ANSWER_MISSING'], ['ANSWER_KIND'], ['ANSWER_UNKNOWN'],
  ['ANSWER_REPEATED', { oneOption: true }], ['ANSWER_OUT_OF_RANGE'], ['ANSWER_OUT_OF_RANGE'],
  ['ANSWERS_CONTRADICT'],
];
const outOfBands = 5;
const contradict = 6;
const places = { choice: 0, number: 1, member: 2, anyMember: 3, members: 4 };
const faultSize = 7;
const states = { scored: 0, refused: 1 };

/** The quick engine under one standard. */
export class Engine {
  #wasm;
  #program;
  #household;  // where a household's words go, in the module's memory
  #room = 1024;  // words for a result
  #codes;
  #memberCodes;

  /**
   * @param {BufferSource | WebAssembly.Module} wasm  scoring.wasm
   * @param {StandardProgram} program
   * @returns {Promise<Engine>}
   * Throws an Error if the program is of a version that this library, which is
   * then older or newer than the server, cannot read.
   */
  static async load(wasm, program) {
    const module = wasm instanceof WebAssembly.Module ? wasm : await WebAssembly.compile(wasm);
    const { exports } = await WebAssembly.instantiate(module, {});
    return new Engine(exports, program);
  }

  /** @private Use load(). */
  constructor(wasm, program) {
    this.#wasm = wasm;
    this.#program = program;
    this.#codes = program.choices.map(codesOf);
    this.#memberCodes = program.memberChoices.map(codesOf);
    const bytes = Uint8Array.from(atob(program.words), (one) => one.charCodeAt(0));
    const words = bytes.length >> 2;
    const start = (wasm.__heap_base.value + 7) & ~7;
    this.#household = start + 4 * words;
    this.#grow(this.#household);
    new Uint8Array(wasm.memory.buffer).set(bytes, start);
    const wrong = wasm.rasoat_use(start, words);
    if (wrong === 1) {
      throw new Error(`this library reads programs of version ${wasm.rasoat_version()}, and `
        + `${program.standard} has version ${program.engineVersion}: load both from one server`);
    }
    if (wrong !== 0) throw new Error(`the program of ${program.standard} is damaged: load it again`);
  }

  /** `standards/{id}` it scores under. */
  get standard() { return this.#program.standard; }

  /** The standard's hash; every result names it. */
  get contentHash() { return this.#program.contentHash; }

  /**
   * Scores a household: what POST /v1/standards/{id}:score answers for these
   * facts, field by field, or all that the server would refuse.
   *
   * @param {object} household  HouseholdFacts of the API, as JSON (lowerCamelCase).
   * @returns {Assessment | Refusal}
   * Throws a TypeError for what is not of that shape, a RangeError for more than
   * 255 members.
   */
  score(household) {
    const facts = readFacts(household);
    const { title, declaredOnly } = this.#program;
    const malformed = malformedDates(facts);
    if (malformed.length > 0) return { violations: malformed };
    const on = /** @type {number} */ (readDay(facts.reviewDate));
    if (!this.#wasm.rasoat_in_force(on)) {
      return { violations: [violation('household.review_date', 'STANDARD_NOT_IN_FORCE', { title })] };
    }
    if (declaredOnly && !facts.declared) {
      return { violations: [violation('household.declared', 'TOTALS_NEEDED', { title })] };
    }
    const wrong = new Violations();
    checkPlace(facts, wrong);
    if (facts.declared) return this.#scoreDeclared(facts, facts.declared, wrong);
    checkMembers(facts, on, wrong);
    return this.#scoreAnswers(facts, on, wrong);
  }

  #scoreDeclared(facts, declared, wrong) {
    if (declared.b1 === undefined) {
      wrong.add('household.declared.b1', 'B1_MISSING');
    } else if (declared.b1 < 0) {
      wrong.add('household.declared.b1', 'B1_NEGATIVE');
    }
    const found = new Set();
    for (const code of declared.deprivations) {
      const field = `household.declared.deprivations[${code}]`;
      if (!this.#program.deprivations.some((one) => one.code === code)) {
        wrong.add(field, 'DEPRIVATION_UNKNOWN', { code });
      } else if (found.has(code)) {
        wrong.add(field, 'DEPRIVATION_REPEATED', { code });
      }
      found.add(code);
    }
    if (wrong.all.length > 0) return { violations: wrong.all };
    this.#grow(this.#household + 4);
    const householdClass = this.#wasm.rasoat_class_of(
      facts.settlement === 2 ? 1 : 0, declared.b1, found.size, this.#household);
    const [b2] = new Int32Array(this.#wasm.memory.buffer, this.#household, 1);
    return this.#assessment(facts, {
      b1: declared.b1, b2, householdClass, indicators: [],
      deprivations: this.#program.deprivations.map(({ code }) => (
        { deprivation: code, deprived: found.has(code), members: [] })),
    });
  }

  #scoreAnswers(facts, on, wrong) {
    if (facts.members.length > mostMembers) {
      throw new RangeError(`more than ${mostMembers} members: ask the server`);
    }
    const members = inOrder(facts.members);
    const read = this.#read(facts, members);
    const result = this.#run(this.#encode(facts, on, read));
    if (result[0] === states.refused) this.#tell(result, members, read, wrong);
    if (wrong.all.length > 0) return { violations: wrong.all };
    if (result[0] !== states.scored) throw new Error(`the program of ${this.standard} gives no class`);
    return this.#assessment(facts, this.#explain(result, members));
  }

  /** The answers that the program reads, in its places. */
  #read(facts, members) {
    const { choices, numbers, memberChoices } = this.#program;
    const find = (answers) => {
      const first = new Map();
      for (const answer of answers) {
        if (!first.has(answer.question)) first.set(answer.question, answer);
      }
      return first;
    };
    const own = find(facts.answers);
    return {
      choices: choices.map(({ question }) => own.get(question)),
      numbers: numbers.map((question) => own.get(question)),
      members: members.map(({ answers }) => {
        const given = find(answers);
        return memberChoices.map(({ question }) => given.get(question));
      }),
      birthDates: members.map(({ birthDate }) => readDay(birthDate)),
    };
  }

  /** The household as household.h has it. */
  #encode(facts, on, read) {
    const words = [on, facts.settlement, facts.region, read.members.length];
    read.choices.forEach((answer, slot) => pushAnswer(words, answer, this.#codes[slot]));
    for (const answer of read.numbers) {
      const number = answer?.number ?? 0n;
      words.push(answer?.way ?? way.not, Number(BigInt.asIntN(32, number)), Number(number >> 32n));
    }
    read.members.forEach((answers, member) => {
      words.push(read.birthDates[member]);
      answers.forEach((answer, slot) => pushAnswer(words, answer, this.#memberCodes[slot]));
    });
    return words;
  }

  /** The words of the result. */
  #run(words) {
    const result = this.#household + 4 * words.length;
    this.#grow(result + 4 * this.#room);
    new Int32Array(this.#wasm.memory.buffer).set(words, this.#household >> 2);
    const used = this.#wasm.rasoat_score(this.#household, words.length, result, this.#room);
    if (used < 0) throw new Error(`the program of ${this.standard} and its questions do not fit together`);
    if (used > this.#room) {
      this.#room = used;
      return this.#run(words);
    }
    return new Int32Array(this.#wasm.memory.buffer, result, used);
  }

  #grow(end) {
    const { memory } = this.#wasm;
    const pages = Math.ceil((end - memory.buffer.byteLength) / 65536);
    if (pages > 0) memory.grow(pages);
  }

  /** Puts the engine's faults into words. */
  #tell(result, members, read, wrong) {
    for (let at = 1; at < result.length; at += faultSize) {
      const [kind, place, slot, member, detail, low, high] = result.subarray(at, at + faultSize);
      const [rule, about = {}] = rules[kind];
      const { field, question, answer } = this.#where(place, slot, member, members, read);
      wrong.add(field, rule, {
        ...about, question,
        option: answer?.options[detail],
        ...(kind === outOfBands
          ? { number: joined(low, high), label: this.#program.indicators[detail].label } : {}),
        ...(kind === contradict ? { message: this.#program.contradictions[detail] } : {}),
      });
    }
  }

  #where(place, slot, member, members, read) {
    const { choices, numbers, memberChoices } = this.#program;
    switch (place) {
      case places.choice: {
        const { question } = choices[slot];
        return { field: `household.answers[${question}]`, question, answer: read.choices[slot] };
      }
      case places.number:
        return { field: `household.answers[${numbers[slot]}]`, question: numbers[slot] };
      case places.member: {
        const { question } = memberChoices[slot];
        const field = `household.members[${members[member].id}].answers[${question}]`;
        return { field, question, answer: read.members[member][slot] };
      }
      case places.anyMember: {
        const { question } = memberChoices[slot];
        return { field: `household.members.answers[${question}]`, question };
      }
      default:
        return { field: 'household.members' };
    }
  }

  /** A result with its codes and ids. */
  #explain(result, members) {
    let at = 1;
    const next = () => result[at++];
    const several = () => Array.from({ length: next() }, next);
    const [b1, b2, householdClass, deprived] = [next(), next(), next(), next()];
    const indicators = this.#program.indicators.map(({ code }, indicator) => {
      const points = next();
      const suppressed = next() !== 0;
      const found = next() === 0 ? String(joined(next(), next()))
        : several().map((option) => this.#optionOf(indicator, option)).join(',');
      return { indicator: code, found, points, suppressed };
    });
    const deprivations = this.#program.deprivations.map(({ code }, number) => ({
      deprivation: code, deprived: (deprived >>> number & 1) !== 0,
      members: several().map((member) => members[member].id),
    }));
    return { b1, b2, householdClass, indicators, deprivations };
  }

  /** An option of the question that an indicator reads, by its code. */
  #optionOf(indicator, code) {
    const { choices, memberChoices, indicators } = this.#program;
    const { question, memberQuestion } = indicators[indicator];
    const asked = question ? choices.find((one) => one.question === question)
      : memberChoices.find((one) => one.question === memberQuestion);
    return asked.options[code - 1];
  }

  #assessment(facts, { b1, b2, householdClass, indicators, deprivations }) {
    const { standard, contentHash, training } = this.#program;
    return {
      name: '', standard, standardHash: contentHash, training, b1, b2,
      householdClass: classes[householdClass], indicators, deprivations,
      declared: facts.declared !== undefined, settlement: settlements[facts.settlement],
      household: '', round: '', village: '', failure: '',
    };
  }
}

function codesOf({ options }) {
  return new Map(options.map((option, at) => [option, at + 1]));
}

function pushAnswer(words, answer, codes) {
  if (!answer) {
    words.push(way.not, 0);
    return;
  }
  words.push(answer.way, answer.options.length);
  for (const option of answer.options) words.push(codes.get(option) ?? 0);
}

function joined(low, high) {
  return BigInt(high) << 32n | BigInt(low >>> 0);
}

function malformedDates(facts) {
  const fields = readDay(facts.reviewDate) === undefined ? ['household.review_date'] : [];
  for (const { id, birthDate } of facts.declared ? [] : facts.members) {
    if (readDay(birthDate) === undefined) fields.push(`household.members[${id}].birth_date`);
  }
  return fields.map((field) => violation(field, 'DATE_MALFORMED'));
}

function checkPlace(facts, wrong) {
  if (facts.settlement === 0) {
    wrong.add('household.settlement', 'SETTLEMENT_MISSING');
  } else if (facts.settlement === 1 && !facts.declared && facts.region === 0) {
    wrong.add('household.region', 'REGION_MISSING');
  }
}

function checkMembers(facts, on, wrong) {
  if (facts.members.length === 0) wrong.add('household.members', 'MEMBERS_MISSING');
  checkRepeats(facts.answers, 'household', wrong);
  for (const { id, birthDate, answers } of facts.members) {
    const field = `household.members[${id}]`;
    const birth = /** @type {number} */ (readDay(birthDate));
    if (birth > on) wrong.add(`${field}.birth_date`, 'BIRTH_AFTER_REVIEW');
    // Days are YYYYMMDD: so many years and a day that has come.
    if (on - birth >= (oldest + 1) * 10000) wrong.add(`${field}.birth_date`, 'BIRTH_TOO_EARLY', { oldest });
    checkRepeats(answers, field, wrong);
  }
  const members = inOrder(facts.members);
  members.forEach(({ id }, at) => {
    if (at > 0 && members[at - 1].id === id) wrong.add(`household.members[${id}]`, 'MEMBER_REPEATED');
  });
}

function checkRepeats(answers, prefix, wrong) {
  const seen = new Set();
  for (const { question } of answers) {
    if (seen.has(question)) wrong.add(`${prefix}.answers[${question}]`, 'ANSWER_REPEATED', { question });
    seen.add(question);
  }
}
