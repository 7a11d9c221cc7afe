// What is wrong with a household, in the words of the server. The sentences
// stand in services/scoring/engine too; the agreement test holds them together.

/**
 * @typedef {object} Violation
 * @property {string} field  Path in a ScoreRequest, with codes and ids for numbers.
 * @property {string} rule  Stable word for programs, such as `ANSWER_MISSING`.
 * @property {string} vi  What is wrong and what to do.
 * @property {string} en
 */

/** Sentences by rule; what a function takes is what the sentence speaks of. */
const sentences = {
  DATE_MALFORMED: () => [
    'Ngày không hợp lệ. Hãy ghi theo dạng NNNN-TT-NN, ví dụ 2021-10-10.',
    'This is not a date. Write it as YYYY-MM-DD, for example 2021-10-10.'],
  STANDARD_NOT_IN_FORCE: ({ title }) => [
    `Chuẩn “${title.vi}” không có hiệu lực vào ngày rà soát. Hãy chọn chuẩn của đợt rà soát hoặc sửa ngày.`,
    `The standard '${title.en}' is not in force on the review date. Choose the round's standard or correct the date.`],
  TOTALS_NEEDED: ({ title }) => [
    `Chuẩn “${title.vi}” chưa có bảng điểm B1 trong hệ thống. Hãy nhập tổng điểm từ phiếu giấy.`,
    `The standard '${title.en}' has no B1 point table here. Enter the totals from the paper form.`],
  SETTLEMENT_MISSING: () => [
    'Chưa rõ nông thôn hay thành thị. Hãy ghi loại địa bàn của xã.',
    "Neither urban nor rural is given. Give the commune's settlement."],
  REGION_MISSING: () => [
    'Chưa rõ vùng kinh tế. Hãy ghi vùng của tỉnh.',
    "The region is missing. Give the province's region."],
  MEMBERS_MISSING: () => [
    'Hộ chưa có thành viên nào. Hãy khai ít nhất một thành viên.',
    'The household has no members. Give at least one.'],
  MEMBER_REPEATED: () => [
    'Hai thành viên có cùng mã. Hãy đặt mã khác nhau.',
    'Two members have the same id. Give them different ones.'],
  BIRTH_AFTER_REVIEW: () => [
    'Ngày sinh sau ngày rà soát. Hãy kiểm tra lại ngày sinh.',
    'The date of birth is after the review date. Check the date.'],
  ANSWER_MISSING: ({ question }) => [
    `Câu hỏi “${question}” chưa có câu trả lời. Hãy trả lời câu này.`,
    `Question '${question}' has no answer. Answer it.`],
  ANSWER_KIND: ({ question }) => [
    `Câu trả lời cho “${question}” không đúng kiểu. Hãy trả lời đúng kiểu của câu hỏi.`,
    `The answer to '${question}' is of the wrong kind. Answer in the question's kind.`],
  ANSWER_UNKNOWN: ({ question, option }) => [
    `“${option}” không phải là lựa chọn của câu hỏi “${question}”. Hãy chọn một trong các lựa chọn của phiếu.`,
    `'${option}' is not an option of question '${question}'. Choose one of the form's options.`],
  ANSWER_REPEATED: ({ question, oneOption }) => (oneOption ? [
    `Một lựa chọn của câu hỏi “${question}” được chọn hai lần. Hãy bỏ bớt.`,
    `An option of question '${question}' is chosen twice. Remove one.`] : [
    `Câu hỏi “${question}” được trả lời hai lần. Hãy bỏ một câu trả lời.`,
    `Question '${question}' is answered twice. Remove one of the answers.`]),
  ANSWER_OUT_OF_RANGE: ({ question, number, label }) => (label ? [
    `Giá trị ${number} của “${label.vi}” nằm ngoài khoảng cho phép. Hãy kiểm tra lại.`,
    `The value ${number} of '${label.en}' is out of range. Check it.`] : [
    `Số trả lời cho “${question}” phải từ 0 trở lên. Hãy nhập lại.`,
    `The answer to '${question}' must be at least 0. Enter it again.`]),
  BIRTH_TOO_EARLY: ({ oldest }) => [
    `Ngày sinh cho tuổi trên ${oldest}. Hãy kiểm tra lại ngày sinh.`,
    `By the date of birth the member is over ${oldest}. Check the date.`],
  B1_MISSING: () => [
    'Chưa ghi tổng điểm B1. Hãy nhập tổng điểm từ phiếu giấy.',
    'The total of B1 is missing. Enter it from the paper form.'],
  B1_NEGATIVE: () => [
    'Điểm B1 không được âm. Hãy nhập lại tổng điểm.',
    'B1 must not be negative. Enter the total again.'],
  ANSWERS_CONTRADICT: ({ message }) => [message.vi, message.en],
  DEPRIVATION_UNKNOWN: ({ code }) => [
    `Chuẩn nghèo này không có chỉ số thiếu hụt “${code}”. Hãy chọn một chỉ số của chuẩn.`,
    `This standard has no deprivation '${code}'. Choose one of the standard's.`],
  DEPRIVATION_REPEATED: ({ code }) => [
    `Chỉ số thiếu hụt “${code}” được khai hai lần. Hãy bỏ bớt.`,
    `Deprivation '${code}' is given twice. Remove one.`],
};

/**
 * @param {string} field
 * @param {string} rule
 * @param {object} [about]  What the sentence speaks of.
 * @returns {Violation}
 */
export function violation(field, rule, about = {}) {
  const [vi, en] = sentences[rule](about);
  return { field, rule, vi, en };
}

/** Gathers violations; a second with the same field, rule and words is dropped. */
export class Violations {
  #seen = new Set();

  /** @type {Violation[]} */
  all = [];

  /**
   * @param {string} field
   * @param {string} rule
   * @param {object} [about]
   */
  add(field, rule, about) {
    const told = violation(field, rule, about);
    const key = JSON.stringify([field, rule, told.vi, told.en]);
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.all.push(told);
  }
}
