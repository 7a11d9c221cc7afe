// What the page reads of the API's answers; the protos say what each means.

/** rasoat.workflow.v1.Text */
export interface Text {
  vi: string;
  en: string;
}

/** rasoat.workflow.v1.Session */
export interface Session {
  token: string;
  expireTime: string;
  staff: { fullName: string; grants: { role: string; area: string }[] };
}

/** rasoat.workflow.v1.Round */
export interface Round {
  name: string;
  title: Text;
  area: string;
  startDate: string;
  endDate: string;
  training: boolean;
}

/** rasoat.reporting.v1.StepCount */
export interface StepCount {
  step: number;
  labelVi: string;
  labelEn: string;
  started: number;
  completed: number;
  inProgress: number;
}

/** rasoat.reporting.v1.MilestoneCount */
export interface MilestoneCount {
  kind: string;
  labelVi: string;
  labelEn: string;
  expected: number;
  reached: number;
  lastDate: string;
}

/** rasoat.reporting.v1.TrainingCount */
export interface TrainingCount {
  ownClasses: number;
  ownDelegates: number;
  ownFirstDate: string;
  ownLastDate: string;
  personsTrained: number;
  personsLastDate: string;
}

/** rasoat.reporting.v1.HouseholdCount */
export interface HouseholdCount {
  registered: number;
  assessed: number;
  poor: number;
  nearPoor: number;
  notPoor: number;
}

/** rasoat.reporting.v1.ProgressRow */
export interface ProgressRow {
  area: string;
  displayName: string;
  villages: number;
  steps: StepCount[];
  milestones: MilestoneCount[];
  training?: TrainingCount | null;
  households?: HouseholdCount | null;
}

/** rasoat.reporting.v1.ProgressReport */
export interface ProgressReport {
  round: string;
  trainingRound: boolean;
  asOf: string;
  total: ProgressRow;
  rows: ProgressRow[];
  completeness?: { upToDate: boolean; feeds: { service: string; positionsBehind: string }[] } | null;
  readTime: string;
}

/** rasoat.reporting.v1.Bulletin */
export interface Bulletin {
  textVi: string;
  textEn: string;
}
