import { Kbd } from "../../design/badges";
import { Button, IconButton } from "../../design/button";
import { t } from "../../i18n/t";
import { showCombo } from "../core/label-keys";
import bars from "../shell/bars.module.css";
import { UndoRedo } from "../shell/bottom-bar";
import type { ReviewController } from "./controller";
import type { ReviewState } from "./state";
import type { ReviewActions } from "./use-review-commands";

interface ReviewBarProps {
  readonly controller: ReviewController;
  readonly state: ReviewState;
  readonly actions: ReviewActions;
  /** Whether this tab of the browser may judge. */
  readonly mayJudge: boolean;
}

/** Walking on the one side, the verdict on the other. */
export function ReviewBar({ controller, state, actions, mayJudge }: ReviewBarProps) {
  const { busy, fixing, passed } = state;
  return (
    <footer className={bars.bottom}>
      <span className={bars.walk}>
        <IconButton
          icon="chevronLeft"
          label={t("review.previous")}
          disabled={busy || passed.length === 0}
          onClick={() => void controller.previous()}
        />
        <IconButton
          icon="chevronRight"
          label={t("review.putOff")}
          disabled={busy}
          onClick={() => void controller.next()}
        />
        <span className={bars.divider} />
      </span>
      {fixing ? (
        <UndoRedo />
      ) : (
        <IconButton
          icon="undo"
          label={t("review.takeBack")}
          disabled={busy || !controller.canTakeBack}
          onClick={() => void controller.takeBack()}
        />
      )}
      <span className={bars.wide}>
        <span className={bars.divider} />
        <Button kind="ghost" size="small" icon="keyboard" onClick={actions.keys}>
          {t("editor.shortcuts")} <Kbd>?</Kbd>
        </Button>
      </span>
      <span className={bars.grow} />
      {mayJudge &&
        (fixing ? <FixingButtons {...{ busy, actions }} /> : <Verdicts {...{ controller, busy, actions }} />)}
    </footer>
  );
}

function FixingButtons({ busy, actions }: { readonly busy: boolean; readonly actions: ReviewActions }) {
  return (
    <>
      <Button className={bars.action} disabled={busy} onClick={actions.stopFixing}>
        {t("review.stopFixing")} <Kbd>{showCombo("escape")}</Kbd>
      </Button>
      <Button kind="primary" className={bars.action} disabled={busy} onClick={actions.accept}>
        {t("review.acceptFixed")} <Kbd>{showCombo("ctrl+enter")}</Kbd>
      </Button>
    </>
  );
}

type VerdictsProps = Pick<ReviewBarProps, "controller" | "actions"> & { readonly busy: boolean };

function Verdicts({ controller, busy, actions }: VerdictsProps) {
  return (
    <>
      <Button className={bars.action} disabled={busy} onClick={() => controller.fix()}>
        {t("review.fix")} <Kbd>F</Kbd>
      </Button>
      <Button kind="dangerQuiet" className={bars.action} disabled={busy} onClick={actions.reject}>
        {t("review.reject")} <Kbd>R</Kbd>
      </Button>
      <Button kind="primary" className={bars.action} disabled={busy} onClick={actions.accept}>
        {t("review.accept")} <Kbd>A</Kbd>
      </Button>
    </>
  );
}
