import { IconButton } from "../../../design/button";
import { Segmented } from "../../../design/segmented";
import { formatNumber, t } from "../../../i18n/t";
import type { Player } from "../../media/audio/player";
import type { AudioSurface } from "../../media/audio/surface";
import { formatTime, visibleSpan } from "../../media/audio/timeline";
import { useObservable } from "../../shell/hooks";
import styles from "./audio.module.css";
import type { AudioModel } from "./model";
import type { Sound } from "./use-sound";

const OFFERED = [0.5, 0.75, 1, 1.25, 1.5, 2];

/** Where playback stands; redrawn alone, since it changes every frame. */
function Clock({ player, duration }: { readonly player: Player; readonly duration: number }) {
  const time = useObservable(player.time);
  return (
    <span className={styles.clock}>
      {formatTime(time)} <span className={styles.total}>/ {formatTime(duration)}</span>
    </span>
  );
}

function Speed({ player }: { readonly player: Player }) {
  const { speed } = useObservable(player.state);
  const speeds = OFFERED.includes(speed) ? OFFERED : [...OFFERED, speed].sort((a, b) => a - b);
  return (
    <div className={styles.speed}>
      <span aria-hidden="true">{t("editor.audio.speed")}</span>
      <Segmented
        label={t("editor.audio.speed")}
        segments={speeds.map((one) => ({
          value: String(one),
          label: one === 1 ? t("editor.audio.normalSpeed") : formatNumber(one),
        }))}
        value={String(speed)}
        onChange={(value) => player.setSpeed(Number(value))}
      />
    </div>
  );
}

function Zoom({ surface }: { readonly surface: AudioSurface }) {
  const timeline = useObservable(surface.timeline);
  const { start, end } = visibleSpan(timeline, surface.extent.width);
  const seconds = Math.min(end, surface.duration) - start;
  const seen =
    seconds < 60
      ? t("editor.seconds", { seconds: formatNumber(Number(seconds.toPrecision(2))) })
      : formatTime(seconds, 0);
  return (
    <div className={styles.group}>
      <IconButton icon="zoomOut" label={t("editor.image.zoomOut")} onClick={() => surface.zoom(1 / 1.5)} />
      <span className={styles.seen}>{seen}</span>
      <IconButton icon="zoomIn" label={t("editor.image.zoomIn")} onClick={() => surface.zoom(1.5)} />
      <IconButton icon="fit" label={t("editor.image.fit")} onClick={() => surface.fit()} />
    </div>
  );
}

interface ControlsProps {
  readonly sound: Sound;
  readonly model: AudioModel;
}

export function Controls({ sound, model }: ControlsProps) {
  const { player, surface } = sound;
  const { playing, muted, loops } = useObservable(player.state);
  return (
    <div className={styles.controls} role="toolbar" aria-label={t("editor.audio.controls")}>
      <IconButton
        icon={playing ? "pause" : "play"}
        kind="primary"
        className={styles.play}
        label={t(playing ? "editor.audio.pause" : "editor.audio.play")}
        onClick={() => sound.keys.press("space")}
      />
      <IconButton icon="rewind" label={t("editor.audio.back")} onClick={() => player.seek(player.time.value - 1)} />
      <IconButton icon="loop" label={t("editor.audio.loop")} pressed={loops} onClick={() => player.setLoops(!loops)} />
      {model.shows.volume && (
        <IconButton
          icon={muted ? "soundOff" : "sound"}
          label={t("editor.audio.mute")}
          pressed={muted}
          onClick={() => player.setMuted(!muted)}
        />
      )}
      <Clock player={player} duration={surface.duration} />
      <span className={styles.grow} />
      {model.shows.speed && <Speed player={player} />}
      {model.shows.zoom && <Zoom surface={surface} />}
    </div>
  );
}
