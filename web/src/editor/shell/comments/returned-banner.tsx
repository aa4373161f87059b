import { useEffect, useState } from "react";
import { Banner } from "../../../design/message";
import "../../../i18n/comments";
import { t } from "../../../i18n/t";
import type { LabelHost, Rejection } from "../../host";
import styles from "./comments.module.css";

interface ReturnedBannerProps {
  readonly host: Pick<LabelHost, "rejection">;
  readonly annotationId: number;
}

/** Why a reviewer sent the annotation back. That it was sent back shows in any case. */
export function ReturnedBanner({ host, annotationId }: ReturnedBannerProps) {
  const [rejection, setRejection] = useState<Rejection | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  useEffect(() => {
    let left = false;
    host.rejection(annotationId).then(
      (found) => {
        if (!left) setRejection(found);
      },
      (error: unknown) => {
        if (!left) setFailure(error instanceof Error ? error.message : String(error));
      },
    );
    return () => {
      left = true;
    };
  }, [host, annotationId]);
  const reason = rejection?.reason ?? "";
  const name = rejection?.by || t("comments.somebody");
  return (
    <Banner kind="warn">
      <p className={styles.reason}>
        {reason === "" ? t("comments.returnedPlain") : t("comments.returned", { name, reason })}
      </p>
      <p>{failure ?? t("comments.returnedHelp")}</p>
    </Banner>
  );
}
