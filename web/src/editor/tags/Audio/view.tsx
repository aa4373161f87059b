import { useEffect, useRef, useState } from "react";
import { classNames } from "../../../design/class-names";
import { ErrorBox } from "../../../design/message";
import { t } from "../../../i18n/t";
import { useEditor } from "../../shell/editor-context";
import { labelControlsFor } from "../regions";
import styles from "./audio.module.css";
import { Controls } from "./controls";
import type { AudioModel } from "./model";
import { Transcript } from "./transcript";
import { usePeaks, type WaveState } from "./use-peaks";
import { useSound } from "./use-sound";
import { inUse, useSoundKeys } from "./use-sound-keys";

/** Only addresses a recording can come from; anything else is shown as the error it is. */
function isSoundAddress(url: string): boolean {
  return /^(https?:|data:audio\/|blob:|\/)/i.test(url) || (url !== "" && !/^[a-z][a-z0-9+.-]*:/i.test(url));
}

/** Live recordings say how long they are only once their end has been asked for. */
function askForEnd(media: HTMLAudioElement): void {
  media.currentTime = Number.MAX_SAFE_INTEGER;
}

function note(state: WaveState): string | null {
  switch (state.kind) {
    case "drawing":
      return t("editor.audio.drawing");
    case "long":
      return t("editor.audio.long");
    case "failed":
      return t("editor.audio.noWave", { reason: state.reason });
    default:
      return null;
  }
}

export function AudioView({ model }: { readonly model: AudioModel }) {
  const { editor, hotkeys, announce } = useEditor();
  const [duration, setDuration] = useState<number | null>(null);
  const [failed, setFailed] = useState(!isSoundAddress(model.url));
  const refs = {
    media: useRef<HTMLAudioElement>(null),
    stage: useRef<HTMLDivElement>(null),
    wave: useRef<HTMLCanvasElement>(null),
    marks: useRef<HTMLCanvasElement>(null),
    cursor: useRef<HTMLDivElement>(null),
    overview: useRef<HTMLDivElement>(null),
    overviewWave: useRef<HTMLCanvasElement>(null),
    frame: useRef<HTMLDivElement>(null),
  };
  const onNews = (news: "begun" | "ended" | "cancelled" | "moved" | "played"): void => {
    if (news === "begun" || news === "cancelled") announce(t(`editor.audio.said.${news}`));
  };
  const sound = useSound(refs, { editor, model, duration, onNews });
  const wave = usePeaks(sound, model.url, model.decodes);
  useSoundKeys(hotkeys, sound, model);
  const labels = labelControlsFor(editor.ui, model.name).length > 0;

  const measure = (media: HTMLAudioElement): void => {
    if (Number.isFinite(media.duration) && media.duration > 0) {
      if (duration === null) media.currentTime = 0;
      setDuration(media.duration);
    } else if (media.duration === Number.POSITIVE_INFINITY) askForEnd(media);
  };

  // The element begins to load when it is made, and may be done before the page is there to hear of it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what happened before the first look
  useEffect(() => {
    const media = refs.media.current;
    if (media === null) return;
    if (media.error !== null) setFailed(true);
    else if (media.readyState >= HTMLMediaElement.HAVE_METADATA) measure(media);
  }, []);

  if (failed) {
    const details = model.url === "" ? t("editor.audio.noAddress") : model.url;
    return <ErrorBox title={t("editor.audio.failed")} details={details} />;
  }
  return (
    <section
      className={classNames(styles.audio, "audio-doc")}
      aria-label={t("editor.audio.recording", { name: model.name })}
      onPointerDown={() => inUse.set(model.name)}
      onFocus={() => inUse.set(model.name)}
    >
      <audio
        ref={refs.media}
        src={model.url}
        preload="metadata"
        muted={model.muted}
        onLoadedMetadata={(event) => measure(event.currentTarget)}
        onDurationChange={(event) => measure(event.currentTarget)}
        onError={() => setFailed(true)}
      />
      {sound === null ? <div className={styles.controls} /> : <Controls sound={sound} model={model} />}
      <div>
        <div
          ref={refs.stage}
          className={styles.stage}
          style={{ height: model.height + 20 }}
          role="application"
          aria-roledescription={t("editor.audio.role")}
          aria-label={t(labels ? "editor.audio.labelDraws" : "editor.audio.label", { name: model.name })}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: an application is operated by keyboard
          tabIndex={0}
        >
          {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: a canvas without tabindex takes no focus */}
          <canvas ref={refs.wave} className={styles.layer} aria-hidden="true" />
          {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: a canvas without tabindex takes no focus */}
          <canvas ref={refs.marks} className={styles.layer} aria-hidden="true" />
          <div ref={refs.cursor} className={styles.cursor} aria-hidden="true" />
        </div>
        <div ref={refs.overview} className={styles.overview} aria-hidden="true">
          <canvas ref={refs.overviewWave} className={styles.layer} />
          <div ref={refs.frame} className={styles.frame} />
        </div>
      </div>
      <p className={styles.note} role="status">
        {note(wave)}
      </p>
      <Transcript object={model.name} />
    </section>
  );
}
