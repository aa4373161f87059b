import { expect, test } from "vitest";
import { labelColours } from "./label-colours";

/** As the server reads it from a config: choices stand before the labels there. */
const CONFIG = {
  kind: { type: "Choices", labels: ["News", "Rumour"], labels_attrs: { Rumour: { background: "#850" } } },
  place: {
    type: "RectangleLabels",
    labels: ["Coin", "Rocket", "Person"],
    labels_attrs: { Rocket: { background: " #123 " }, Person: { background: "" } },
  },
  name: { type: "Labels", labels: ["Person"], labels_attrs: { Person: {} } },
};

test("the author's colours, else the palette in the order in which the editor takes it", () => {
  const colours = labelColours({ parsed_label_config: CONFIG });
  expect(Object.fromEntries([...colours].map(([control, labels]) => [control, Object.fromEntries(labels)]))).toEqual({
    place: { Coin: "var(--label-1)", Rocket: "#123", Person: "var(--label-2)" },
    name: { Person: "var(--label-3)" },
    kind: { News: "var(--label-4)", Rumour: "#850" },
  });
});

test("the palette begins anew after its twenty, and nothing is known of no project", () => {
  const labels = Array.from({ length: 21 }, (_, place) => `label ${place}`);
  const colours = labelColours({ parsed_label_config: { l: { type: "Labels", labels } } }).get("l");
  expect(colours?.get("label 19")).toBe("var(--label-20)");
  expect(colours?.get("label 20")).toBe("var(--label-1)");
  expect(labelColours(undefined).size).toBe(0);
});
