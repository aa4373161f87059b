/** Hands the address over to the pages of a project: features get plain values and know no routes. */

import { getRouteApi } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useMemo } from "react";
import { type DataSearch, withoutNothing } from "../features/data-manager/search";
import { PagePending } from "./page-pending";
import { PaletteButton } from "./palette/palette-button";

const DataPage = lazy(async () => ({ default: (await import("../features/data-manager/data-page")).DataPage }));
const SettingsPage = lazy(async () => ({ default: (await import("../features/settings/settings-page")).SettingsPage }));
const ReviewRoute = lazy(async () => ({ default: (await import("../features/labeling/review-route")).ReviewRoute }));
const DashboardPage = lazy(async () => ({
  default: (await import("../features/dashboard/dashboard-page")).DashboardPage,
}));
const LabelRoute = lazy(async () => ({ default: (await import("../features/labeling/label-route")).LabelRoute }));

const dataRoute = getRouteApi("/signed-in/shell/projects/$projectId/data");
const settingsRoute = getRouteApi("/signed-in/shell/projects/$projectId/settings/{-$section}");
const reviewRoute = getRouteApi("/signed-in/projects/$projectId/review");
const dashboardRoute = getRouteApi("/signed-in/shell/projects/$projectId/dashboard");
const labelRoute = getRouteApi("/signed-in/projects/$projectId/label");

export function DataRoute() {
  const { projectId } = dataRoute.useParams();
  const address = dataRoute.useSearch();
  const search = useMemo(() => withoutNothing(address), [address]);
  const navigate = dataRoute.useNavigate();
  const onSearch = useCallback(
    (next: DataSearch) => void navigate({ search: next, replace: true, resetScroll: false }),
    [navigate],
  );
  return (
    <Suspense fallback={<PagePending />}>
      <DataPage key={projectId} projectId={projectId} search={search} onSearch={onSearch} />
    </Suspense>
  );
}

export function SettingsRoute() {
  const { projectId, section } = settingsRoute.useParams();
  return (
    <Suspense fallback={<PagePending />}>
      <SettingsPage key={projectId} projectId={projectId} section={section} />
    </Suspense>
  );
}

export function ReviewRoutePage() {
  const { projectId } = reviewRoute.useParams();
  return (
    <Suspense fallback={<PagePending />}>
      <ReviewRoute key={projectId} projectId={projectId} tools={<PaletteButton isShort />} />
    </Suspense>
  );
}

export function DashboardRoute() {
  const { projectId } = dashboardRoute.useParams();
  const { span = "month" } = dashboardRoute.useSearch();
  const navigate = dashboardRoute.useNavigate();
  return (
    <Suspense fallback={<PagePending />}>
      <DashboardPage
        key={projectId}
        projectId={projectId}
        span={span}
        onSpan={(next) => void navigate({ search: next === "month" ? {} : { span: next }, replace: true })}
      />
    </Suspense>
  );
}

export function LabelRoutePage() {
  const { projectId } = labelRoute.useParams();
  const { task } = labelRoute.useSearch();
  return (
    <Suspense fallback={<PagePending />}>
      <LabelRoute
        key={projectId}
        projectId={projectId}
        tools={<PaletteButton isShort />}
        {...(task !== undefined && { taskId: task })}
      />
    </Suspense>
  );
}
