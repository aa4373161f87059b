/** Which written questions about regions are answered below a recording instead of in the panel. */

import type { RegionEntry } from "../core/entries";
import type { LabelInterface, QuestionModel } from "./interface";
import { perRegionQuestions } from "./rail";
import type { TextAreaModel } from "./TextArea/model";

/** The questions of a recording's transcript: written ones about its sections. */
export function transcriptQuestions(ui: LabelInterface, object: string): readonly TextAreaModel[] {
  return perRegionQuestions(ui)
    .filter((question) => question.kind === "textarea")
    .filter((question) => question.toNames.length === 0 || question.toNames.includes(object));
}

export function isInTranscript(ui: LabelInterface, question: QuestionModel, region: RegionEntry): boolean {
  return (
    region.value.kind === "interval" && transcriptQuestions(ui, region.toName).some((one) => one.name === question.name)
  );
}
