/** Recordings: a real speech file played by keys, transcribed, rated, labelled in sections, and exported. */
import type { Locator, Page } from "@playwright/test";
import { type Api, sample } from "./support/api";
import { expect, test } from "./support/journey";

const SPEECH = "speech-austen-cold-hearted.mp3";
const SAID = "they were cold-hearted and rather selfish";
const SECTIONS = `<View>
  <Labels name="speaker" toName="audio"><Label value="Reader"/><Label value="Noise"/></Labels>
  <Audio name="audio" value="$audio"/>
  <TextArea name="said" toName="audio" perRegion="true" editable="true"/>
</View>
`;

async function upload(api: Api, project: number, name: string, content: Uint8Array): Promise<void> {
  const form = new FormData();
  form.append("file", new Blob([Uint8Array.from(content)]), name);
  await api.call("POST", `/api/projects/${project}/import`, form);
}

async function open(page: Page, project: number): Promise<Locator> {
  await page.goto(`/projects/${project}/label`);
  const stage = page.getByRole("application", { name: /^Recording audio/ });
  await expect(page.getByRole("button", { name: "Play", exact: true })).toBeVisible();
  await expect(page.getByText("Drawing the wave form")).toHaveCount(0);
  return stage;
}

/** Drags between two shares of the wave form. */
async function drag(page: Page, stage: Locator, from: number, to: number): Promise<void> {
  const area = await stage.boundingBox();
  if (area === null) throw new Error("the wave form has no size");
  await page.mouse.move(area.x + area.width * from, area.y + 60);
  await page.mouse.down();
  await page.mouse.move(area.x + area.width * to, area.y + 60, { steps: 6 });
  await page.mouse.up();
}

/** Eight-bit mono silence, as long as wanted. */
function silence(seconds: number): Uint8Array {
  const rate = 8000;
  const wav = Buffer.alloc(44 + seconds * rate, 128);
  wav.write("RIFF", 0);
  wav.writeUInt32LE(36 + seconds * rate, 4);
  wav.write("WAVEfmt ", 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(rate, 24);
  wav.writeUInt32LE(rate, 28);
  wav.writeUInt16LE(1, 32);
  wav.writeUInt16LE(8, 34);
  wav.write("data", 36);
  wav.writeUInt32LE(seconds * rate, 40);
  return wav;
}

test("play a recording by keys, write down what is said, rate it, and export both", async ({ owner: page, api }) => {
  const project = await api.project("Transcripts", String(await sample("configs/guide-transcription.config.xml")), []);
  await upload(api, project, SPEECH, await sample(`audio/${SPEECH}`));
  await open(page, project);

  const field = page.getByRole("textbox", { name: "Transcription" });
  await expect(field).toHaveJSProperty("rows", 4);
  await field.fill("they were");
  // Playing and pausing works while typing, and leaves no trace in the text.
  await page.keyboard.press("Alt+Space");
  await expect(page.getByRole("button", { name: "Pause", exact: true })).toBeVisible();
  await expect(page.getByText(/^0:00\.[1-9]|^0:0[1-9]/)).toBeVisible();
  await page.keyboard.press("Alt+Space");
  await expect(page.getByRole("button", { name: "Play", exact: true })).toBeVisible();
  await field.fill(SAID);
  await page.keyboard.press("Escape");
  await page.keyboard.press(">");
  await expect(page.getByRole("radio", { name: "1.25" })).toBeChecked();
  await page.keyboard.press("2");
  await expect(page.getByRole("radio", { name: /Noisy/ })).toBeChecked();

  await page.keyboard.press("Control+Enter");
  await expect.poll(async () => (await api.exported(project)).length).toBe(1);
  const [task] = await api.exported(project);
  expect(task?.annotations[0]?.result).toMatchObject([
    { from_name: "transcription", to_name: "audio", type: "textarea", value: { text: [SAID] } },
    { from_name: "quality", to_name: "audio", type: "choices", value: { choices: ["Noisy"] } },
  ]);
});

test("mark sections by pointer and by keyboard, transcribe one, and export them", async ({ owner: page, api }) => {
  const project = await api.project("Sections", SECTIONS, []);
  await upload(api, project, SPEECH, await sample(`audio/${SPEECH}`));
  const stage = await open(page, project);

  await page.keyboard.press("1");
  await drag(page, stage, 0.1, 0.4);
  const first = page.getByRole("treeitem", { name: /Reader.*, region 1$/ });
  await expect(first).toHaveCount(1);
  await first.click();
  await page.keyboard.press("ArrowRight");
  await page.getByRole("textbox", { name: "Said" }).fill("they were");
  await page.keyboard.press("Enter");
  const transcript = page.getByRole("region", { name: "Transcript" });
  await expect(transcript.getByRole("button", { name: "Delete text 1" })).toBeVisible();
  await expect(transcript).toContainText("1 of 1 sections");

  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await page.keyboard.press("2");
  await stage.focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("treeitem", { name: /Noise.*, region 2$/ })).toContainText("1 s");
  await expect(transcript).toContainText("Not transcribed");

  await page.keyboard.press("Control+Enter");
  await expect.poll(async () => (await api.exported(project)).length).toBe(1);
  const [task] = await api.exported(project);
  const result = task?.annotations[0]?.result ?? [];
  expect(result).toMatchObject([
    { from_name: "speaker", to_name: "audio", type: "labels", value: { channel: 0, labels: ["Reader"] } },
    { from_name: "said", to_name: "audio", type: "textarea", value: { channel: 0, text: ["they were"] } },
    { from_name: "speaker", type: "labels", value: { channel: 0, labels: ["Noise"] } },
  ]);
  const length = Number((result[0] as { original_length?: number }).original_length);
  expect(length).toBeGreaterThan(1);
  expect(Number(result[0]?.value["start"])).toBeCloseTo(length * 0.1, 1);
  expect(Number(result[0]?.value["end"])).toBeCloseTo(length * 0.4 + 0.01, 1);
  expect(result[1]?.value["start"]).toBe(result[0]?.value["start"]);
  expect(Number(result[2]?.value["end"]) - Number(result[2]?.value["start"])).toBeCloseTo(1, 2);
});

test("a long recording is played and marked without a wave form, and says so", async ({ owner: page, api }) => {
  const project = await api.project("Long recordings", SECTIONS, []);
  await upload(api, project, "silence.wav", silence(630));
  const stage = await open(page, project);
  await expect(page.getByText(/^Longer than 10 minutes/)).toBeVisible();
  await page.keyboard.press("2");
  await drag(page, stage, 0.5, 0.6);
  await expect(page.getByRole("treeitem", { name: /Noise.*, region 1$/ })).toContainText("63");
});
