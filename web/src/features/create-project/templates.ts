/** The templates a project can begin with. */

import type { IconName } from "../../design/icon-paths";
import type { CatalogueKey } from "../../i18n/catalogue";
import type { DataRecord } from "./records";

export type Medium = "text" | "image" | "audio";

export interface Template {
  readonly id: string;
  readonly medium: Medium;
  readonly title: CatalogueKey;
  readonly summary: CatalogueKey;
  readonly config: string;
  /** Shown in the preview until there is data. */
  readonly sample: DataRecord;
}

export const MEDIA: readonly { readonly medium: Medium; readonly name: CatalogueKey; readonly icon: IconName }[] = [
  { medium: "text", name: "projects.mediumText", icon: "text" },
  { medium: "image", name: "projects.mediumImage", icon: "image" },
  { medium: "audio", name: "projects.mediumAudio", icon: "audio" },
];

const PICTURE = "/sample-street.svg";
/** Public-domain speech; its notice lies beside it. */
const SOUND = "/sample-speech.mp3";

const SENTIMENT = `<View>
  <Header value="How does this text sound?"/>
  <Text name="text" value="$text"/>
  <Choices name="sentiment" toName="text" choice="single" showInline="true">
    <Choice value="Positive"/>
    <Choice value="Negative"/>
    <Choice value="Neutral"/>
  </Choices>
</View>
`;

const ENTITIES = `<View>
  <Labels name="label" toName="text">
    <Label value="Person"/>
    <Label value="Organization"/>
    <Label value="Location"/>
    <Label value="Date"/>
  </Labels>
  <Text name="text" value="$text"/>
</View>
`;

const IMAGE_CLASSES = `<View>
  <Image name="image" value="$image"/>
  <Choices name="choice" toName="image" choice="single" showInline="true">
    <Choice value="Cat"/>
    <Choice value="Dog"/>
    <Choice value="Bird"/>
    <Choice value="Other"/>
  </Choices>
</View>
`;

const BOXES = `<View>
  <Image name="image" value="$image"/>
  <RectangleLabels name="label" toName="image">
    <Label value="Car"/>
    <Label value="Person"/>
    <Label value="Bicycle"/>
  </RectangleLabels>
</View>
`;

const OUTLINES = `<View>
  <Image name="image" value="$image" zoom="true"/>
  <PolygonLabels name="label" toName="image" strokeWidth="3">
    <Label value="Building"/>
    <Label value="Road"/>
    <Label value="Vegetation"/>
  </PolygonLabels>
</View>
`;

const TRANSCRIPT = `<View>
  <Audio name="audio" value="$audio"/>
  <TextArea name="transcription" toName="audio" rows="4" editable="true" maxSubmissions="1"/>
  <Choices name="quality" toName="audio" showInline="true">
    <Choice value="Clear"/>
    <Choice value="Noisy"/>
    <Choice value="Unclear"/>
  </Choices>
</View>
`;

const REVIEW = "The ferry left on time, the crew was kind and the coffee was better than it had any right to be.";
const NOTICE = "On 14 October Ada Holm of Orbis Rail opened the new workshop in Linz, four months early.";

export const TEMPLATES: readonly Template[] = [
  {
    id: "entities",
    medium: "text",
    title: "projects.templateEntities",
    summary: "projects.templateEntitiesSummary",
    config: ENTITIES,
    sample: { text: NOTICE },
  },
  {
    id: "sentiment",
    medium: "text",
    title: "projects.templateSentiment",
    summary: "projects.templateSentimentSummary",
    config: SENTIMENT,
    sample: { text: REVIEW },
  },
  {
    id: "boxes",
    medium: "image",
    title: "projects.templateBoxes",
    summary: "projects.templateBoxesSummary",
    config: BOXES,
    sample: { image: PICTURE },
  },
  {
    id: "image-classes",
    medium: "image",
    title: "projects.templateImageClasses",
    summary: "projects.templateImageClassesSummary",
    config: IMAGE_CLASSES,
    sample: { image: PICTURE },
  },
  {
    id: "outlines",
    medium: "image",
    title: "projects.templateOutlines",
    summary: "projects.templateOutlinesSummary",
    config: OUTLINES,
    sample: { image: PICTURE },
  },
  {
    id: "transcript",
    medium: "audio",
    title: "projects.templateTranscript",
    summary: "projects.templateTranscriptSummary",
    config: TRANSCRIPT,
    sample: { audio: SOUND },
  },
];

const MEDIUM_OF_TAG: Readonly<Record<string, Medium>> = { Image: "image", Audio: "audio", Text: "text" };

/** The medium of a tag that shows data. */
export function mediumOfTag(tag: string): Medium | undefined {
  return MEDIUM_OF_TAG[tag];
}
