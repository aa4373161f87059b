/** The public API as a script would use it, to prepare journeys and to look at what they left. */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const DATA = fileURLToPath(new URL("../../../tests/data/", import.meta.url));

export const SENTIMENT = `<View>
  <Text name="text" value="$text"/>
  <Choices name="sentiment" toName="text" choice="single">
    <Choice value="Positive"/>
    <Choice value="Negative"/>
    <Choice value="Neutral"/>
  </Choices>
</View>
`;

export const ENTITIES = `<View>
  <Labels name="label" toName="text">
    <Label value="Person"/>
    <Label value="Organization"/>
    <Label value="Location"/>
    <Label value="Date"/>
  </Labels>
  <Text name="text" value="$text"/>
</View>
`;

export const BOXES = `<View>
  <Image name="image" value="$image"/>
  <RectangleLabels name="label" toName="image">
    <Label value="Coin"/>
    <Label value="Rocket"/>
  </RectangleLabels>
</View>
`;

export const SECTIONS = `<View>
  <Labels name="speaker" toName="audio"><Label value="Reader"/><Label value="Noise"/></Labels>
  <Audio name="audio" value="$audio"/>
  <TextArea name="said" toName="audio" perRegion="true" editable="true"/>
</View>
`;

/** Five seconds of real speech. */
export const SPEECH = "speech-austen-cold-hearted.mp3";

export interface ResultItem {
  readonly from_name: string;
  readonly to_name: string;
  readonly type: string;
  readonly value: Readonly<Record<string, unknown>>;
}

export interface Annotation {
  readonly id: number;
  readonly completed_by: number;
  readonly was_cancelled: boolean;
  readonly result: readonly ResultItem[];
}

export interface Task {
  readonly id: number;
  readonly data: Readonly<Record<string, string>>;
  readonly annotations: readonly Annotation[];
  readonly drafts: readonly { readonly result: readonly ResultItem[] }[];
}

/** A file of the repository's test data. */
export async function sample(name: string): Promise<Buffer> {
  return await readFile(DATA + name);
}

export class Api {
  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const form = body instanceof FormData;
    const answer = await fetch(this.url + path, {
      method,
      headers: { Authorization: `Token ${this.token}`, ...(form ? {} : { "Content-Type": "application/json" }) },
      ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    const text = await answer.text();
    return JSON.parse(text === "" ? "null" : text);
  }

  /** A project with text tasks. */
  async project(title: string, config: string, texts: readonly string[]): Promise<number> {
    const { id } = await this.call<{ id: number }>("POST", "/api/projects", { title, label_config: config });
    if (texts.length > 0) {
      await this.call(
        "POST",
        `/api/projects/${id}/import`,
        texts.map((text) => ({ text })),
      );
    }
    return id;
  }

  /** Uploads pictures of the test data, a task each. */
  async pictures(project: number, names: readonly string[]): Promise<void> {
    const form = new FormData();
    for (const name of names) form.append("file", new Blob([Uint8Array.from(await sample(`images/${name}`))]), name);
    await this.call("POST", `/api/projects/${project}/import`, form);
  }

  /** Uploads a recording of the test data. */
  async recording(project: number, name: string): Promise<void> {
    await this.upload(project, name, await sample(`audio/${name}`));
  }

  /** Uploads one file, which becomes a task. */
  async upload(project: number, name: string, content: Uint8Array): Promise<void> {
    const form = new FormData();
    form.append("file", new Blob([Uint8Array.from(content)]), name);
    await this.call("POST", `/api/projects/${project}/import`, form);
  }

  /** Every annotated task, as exported. */
  async exported(project: number): Promise<readonly Task[]> {
    return await this.call("GET", `/api/projects/${project}/export?exportType=JSON`);
  }

  async task(id: number): Promise<Task> {
    return await this.call("GET", `/api/tasks/${id}`);
  }
}
