import { describe, expect, test } from "vitest";
import type { Storage } from "../../../api/storages";
import { draftOf, inputOf, intervals, newDraft, placeOf } from "./storage-form";

const STORED: Storage = {
  id: 4,
  type: "s3",
  project: 7,
  title: null,
  regex_filter: null,
  use_blob_urls: false,
  status: "completed",
  traceback: null,
  last_sync: null,
  last_sync_count: null,
  sync_minutes: 90,
  bucket: "press",
  prefix: "wire/",
  region_name: null,
  s3_endpoint: null,
  has_credentials: true,
  recursive_scan: true,
  presign: false,
  presign_ttl: 1,
};

describe("what is sent", () => {
  test("of an S3 source: its place, its keys, how it is read", () => {
    const draft = { ...newDraft(), bucket: " press ", keyId: "K", secret: "S", filter: ".*json" };
    expect(inputOf(draft, 7, null)).toEqual({
      project: 7,
      title: "",
      sync_minutes: 0,
      bucket: "press",
      prefix: "",
      region_name: "",
      s3_endpoint: "",
      aws_access_key_id: "K",
      aws_secret_access_key: "S",
      regex_filter: ".*json",
      use_blob_urls: true,
      recursive_scan: true,
      presign: true,
    });
  });

  test("of a folder as target: nothing that belongs to buckets or to sources", () => {
    const draft = { ...newDraft(), direction: "export" as const, kind: "localfiles" as const, path: "/srv/out" };
    expect(inputOf(draft, 7, null)).toEqual({
      project: 7,
      title: "",
      sync_minutes: 0,
      path: "/srv/out",
      can_delete_objects: false,
    });
  });

  test("of a stored one: keys that were not typed anew stay out, so that they are kept", () => {
    const input = inputOf(draftOf(STORED, "import"), 7, 4);
    expect(input).toMatchObject({ id: 4, bucket: "press", prefix: "wire/", use_blob_urls: false, presign: false });
    expect(Object.keys(input).filter((key) => key.startsWith("aws_"))).toEqual([]);
  });
});

test("an interval that was set by other means stays among those to choose from", () => {
  expect(inputOf(draftOf(STORED, "import"), 7, 4)).toMatchObject({ sync_minutes: 90 });
  expect(intervals(90)).toEqual([0, 15, 60, 90, 360, 1440, 10080]);
  expect(intervals(60)).toEqual([0, 15, 60, 360, 1440, 10080]);
});

test("where a storage is", () => {
  expect(placeOf(STORED)).toBe("s3://press/wire/");
  expect(placeOf({ ...STORED, type: "localfiles", path: "/srv/files/a" })).toBe("/srv/files/a");
});
