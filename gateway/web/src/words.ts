import { formatNumber, type Language } from './format.ts';
import { textsOf, type Texts } from './texts.ts';
import { ApiError } from './api.ts';

/** A language with its texts and its numbers. */
export class Words {
  readonly texts: Texts;

  constructor(readonly language: Language) {
    this.texts = textsOf(language);
  }

  /** A whole number. */
  number(value: number): string {
    return formatNumber(value, this.language);
  }

  /** A label that the API gives in both languages. */
  label(of: { labelVi: string; labelEn: string }): string {
    return (this.language === 'vi' ? of.labelVi : of.labelEn) || of.labelVi;
  }

  /** What to tell the person about a failure. */
  failure(error: unknown): string {
    if (!(error instanceof ApiError)) return this.texts.failed;
    if (error.status === 0) return this.texts.unreachable;
    return error.words[this.language] || this.texts.failed;
  }
}
