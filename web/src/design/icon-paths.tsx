/** The drawings of the icon set, on a 24 px grid, stroke only. */

import type { ReactNode } from "react";

export const ICONS = {
  alert: (
    <>
      <path d="M12 4 3.5 19h17Z" />
      <path d="M12 10v4M12 16.7v.01" />
    </>
  ),
  arrow: <path d="M5 12h14m0 0-5-5m5 5-5 5" />,
  arrowDown: <path d="M12 5v14m0 0-5-5m5 5 5-5" />,
  arrowUp: <path d="M12 19V5m0 0-5 5m5-5 5 5" />,
  audio: <path d="M4 10v4M8 7v10M12 4v16M16 8v8M20 10.5v3" />,
  cards: (
    <>
      <rect x="4" y="4" width="6.5" height="6.5" rx="1" />
      <rect x="13.5" y="4" width="6.5" height="6.5" rx="1" />
      <rect x="4" y="13.5" width="6.5" height="6.5" rx="1" />
      <rect x="13.5" y="13.5" width="6.5" height="6.5" rx="1" />
    </>
  ),
  check: <path d="m5 12.5 4.5 4.5L19 7" />,
  chevronDown: <path d="m7 10 5 5 5-5" />,
  chevronLeft: <path d="m14 7-5 5 5 5" />,
  chevronRight: <path d="m10 7 5 5-5 5" />,
  chevronUp: <path d="m7 14 5-5 5 5" />,
  circle: <circle cx="12" cy="12" r="8.5" />,
  close: <path d="m6 6 12 12M18 6 6 18" />,
  columns: (
    <>
      <rect x="4" y="5" width="16" height="14" rx="2" />
      <path d="M9.5 5v14M14.5 5v14" />
    </>
  ),
  comment: <path d="M4.5 5.5h15V16H11l-4 3.5V16H4.5Z" />,
  contrast: (
    <>
      <circle cx="12" cy="12" r="8.5" />
      <path d="M12 3.5v17M15 5v14M18 7.5v9" />
    </>
  ),
  copy: (
    <>
      <rect x="8.5" y="8.5" width="11" height="11" rx="2" />
      <path d="M15.5 5.5v-1h-11v11h1" />
    </>
  ),
  cursor: <path d="m5 4 6 15.5 2.3-6.2L19.5 11Z" />,
  edit: <path d="m4.5 19.5.8-4L15.8 5a1.7 1.7 0 0 1 2.4 0l.8.8a1.7 1.7 0 0 1 0 2.4L8.5 18.7ZM14 7l3 3" />,
  ellipse: <ellipse cx="12" cy="12" rx="8.5" ry="6" />,
  exportFile: <path d="M12 4v11m0 0-4-4m4 4 4-4M5 19.5h14" />,
  eye: (
    <>
      <path d="M3 12s3.3-6 9-6 9 6 9 6-3.3 6-9 6-9-6-9-6Z" />
      <circle cx="12" cy="12" r="2.5" />
    </>
  ),
  eyeOff: (
    <path d="M10 6.2A9 9 0 0 1 12 6c5.7 0 9 6 9 6a15 15 0 0 1-2.6 3.3M6.5 7.7A14.5 14.5 0 0 0 3 12s3.3 6 9 6a8.6 8.6 0 0 0 4-1M4 4l16 16" />
  ),
  file: (
    <>
      <path d="M6.5 3.5h7l4.5 4.5v12.5H6.5Z" />
      <path d="M13.5 3.5V8H18" />
    </>
  ),
  fit: <path d="M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5" />,
  hand: (
    <path d="M8 12V6.5a1.5 1.5 0 0 1 3 0V11m0-5.5a1.5 1.5 0 0 1 3 0V11m0-3.5a1.5 1.5 0 0 1 3 0V14c0 4-2.2 6.5-5.5 6.5-2.6 0-3.8-1.2-5-3.3L4.4 13.6c-.6-1.3 1-2.3 2-1.3L8 14" />
  ),
  image: (
    <>
      <rect x="4" y="5" width="16" height="14" rx="2" />
      <circle cx="9" cy="10" r="1.5" />
      <path d="m5 18 5-4.5 3 2.5 3-3 4 4" />
    </>
  ),
  importFile: <path d="M12 15V4m0 0L8 8m4-4 4 4M5 19.5h14" />,
  info: (
    <>
      <circle cx="12" cy="12" r="8.5" />
      <path d="M12 11v5M12 8v.01" />
    </>
  ),
  jobs: (
    <>
      <path d="M4 6.5h16M4 12h8M4 17.5h8" />
      <circle cx="17" cy="15" r="3.5" />
      <path d="M17 13.5V15h1.2" />
    </>
  ),
  key: (
    <>
      <circle cx="8" cy="15.5" r="4" />
      <path d="m11 12.5 8-8M15.5 8l3 3" />
    </>
  ),
  keyboard: (
    <>
      <rect x="3" y="6.5" width="18" height="11" rx="2" />
      <path d="M6.5 10h.01M10 10h.01M14 10h.01M17.5 10h.01M8 14h8" />
    </>
  ),
  keyPoint: (
    <>
      <circle cx="12" cy="12" r="2" />
      <path d="M12 3.5v4M12 16.5v4M3.5 12h4M16.5 12h4" />
    </>
  ),
  layers: <path d="m12 4 8.5 4.5L12 13 3.5 8.5ZM4 13l8 4.5 8-4.5" />,
  locate: (
    <>
      <circle cx="12" cy="12" r="6" />
      <path d="M12 2.5v5M12 16.5v5M2.5 12h5M16.5 12h5" />
    </>
  ),
  lock: (
    <>
      <rect x="5.5" y="10.5" width="13" height="9" rx="2" />
      <path d="M8.5 10.5V8a3.5 3.5 0 0 1 7 0v2.5" />
    </>
  ),
  loop: (
    <path d="M5 12V9.5A2.5 2.5 0 0 1 7.5 7H18m0 0-3-3m3 3-3 3M19 12v2.5a2.5 2.5 0 0 1-2.5 2.5H6m0 0 3 3m-3-3 3-3" />
  ),
  minus: <path d="M5 12h14" />,
  model: (
    <>
      <rect x="6.5" y="6.5" width="11" height="11" rx="2" />
      <path d="M10 3.5v3M14 3.5v3M10 17.5v3M14 17.5v3M3.5 10h3M3.5 14h3M17.5 10h3M17.5 14h3" />
    </>
  ),
  moon: <path d="M19.5 14.3A8 8 0 0 1 9.7 4.5a8 8 0 1 0 9.8 9.8Z" />,
  more: (
    <>
      <circle cx="5.5" cy="12" r=".8" />
      <circle cx="12" cy="12" r=".8" />
      <circle cx="18.5" cy="12" r=".8" />
    </>
  ),
  people: (
    <>
      <circle cx="9" cy="8.5" r="3.2" />
      <path d="M3.5 19.5c.4-3.4 2.6-5 5.5-5s5.1 1.6 5.5 5M15.5 5.7a3.2 3.2 0 0 1 0 5.6M17.5 14.9c1.8.7 2.8 2.2 3 4.6" />
    </>
  ),
  pin: <path d="M9 4h6l-1 6 3 3H7l3-3ZM12 13v7" />,
  pause: <path d="M8.5 5.5v13M15.5 5.5v13" />,
  play: <path d="M8 5.5v13l10.5-6.5Z" />,
  plus: <path d="M12 5v14M5 12h14" />,
  polygon: <path d="m6 18-1.5-9L12 4.5l7.5 5-3 8.5Z" />,
  rectangle: <rect x="4" y="6" width="16" height="12" rx="1.5" />,
  redo: (
    <>
      <path d="m15.5 5 4 4-4 4" />
      <path d="M19.5 9H10a5.5 5.5 0 0 0 0 11h3" />
    </>
  ),
  refresh: (
    <path d="M5 12V9.5A2.5 2.5 0 0 1 7.5 7H18m0 0-3-3m3 3-3 3M19 12v2.5a2.5 2.5 0 0 1-2.5 2.5H6m0 0 3 3m-3-3 3-3" />
  ),
  rewind: <path d="M11 6 4 12l7 6ZM20 6l-7 6 7 6Z" />,
  rows: <path d="M4 6.5h16M4 12h16M4 17.5h16" />,
  search: (
    <>
      <circle cx="11" cy="11" r="6.5" />
      <path d="m16 16 4.5 4.5" />
    </>
  ),
  series: <path d="M3.5 14l3-5 3 7 3.5-11 3 9 2-3h2.5" />,
  signOut: <path d="M13.5 4.5h-8v15h8M9.5 12h11m0 0-4-4m4 4-4 4" />,
  sort: <path d="M8 5v14m0 0-3-3m3 3 3-3M16 19V5m0 0-3 3m3-3 3 3" />,
  sound: <path d="M5 9.5v5h3.5L13 18.5v-13l-4.5 4ZM16 9.5a3.5 3.5 0 0 1 0 5M18.5 7a7 7 0 0 1 0 10" />,
  soundOff: <path d="M5 9.5v5h3.5L13 18.5v-13l-4.5 4Zm16.5 10 4 4m0-4-4 4" />,
  spinner: <path d="M12 3.5a8.5 8.5 0 1 1-8.5 8.5" />,
  star: <path d="m12 4 2.4 5.1 5.6.7-4.1 3.9 1 5.6L12 16.6 7.1 19.3l1-5.6L4 9.8l5.6-.7Z" />,
  storage: (
    <>
      <ellipse cx="12" cy="6" rx="7" ry="2.5" />
      <path d="M5 6v12c0 1.4 3.1 2.5 7 2.5s7-1.1 7-2.5V6M5 12c0 1.4 3.1 2.5 7 2.5s7-1.1 7-2.5" />
    </>
  ),
  sun: (
    <>
      <circle cx="12" cy="12" r="4" />
      <path d="M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 17l1.4 1.4M18.4 5.6 17 7M7 17l-1.4 1.4" />
    </>
  ),
  system: <path d="M4 5.5h16v11H4ZM12 16.5v3M8.5 19.5h7" />,
  tag: (
    <>
      <path d="M4.5 4.5h7l8 8-7 7-8-8Z" />
      <path d="M8.3 8.3h.01" />
    </>
  ),
  text: <path d="M5 6.5V5h14v1.5M12 5v14M9.5 19h5" />,
  trash: <path d="M4.5 7h15M9.5 7V4.5h5V7M6.5 7l1 12.5h9l1-12.5M10 11v5M14 11v5" />,
  undo: (
    <>
      <path d="M8.5 5 4.5 9l4 4" />
      <path d="M4.5 9H14a5.5 5.5 0 0 1 0 11h-3" />
    </>
  ),
  unlock: (
    <>
      <rect x="5.5" y="10.5" width="13" height="9" rx="2" />
      <path d="M8.5 10.5V8a3.5 3.5 0 0 1 6.8-1.2" />
    </>
  ),
  user: (
    <>
      <circle cx="12" cy="8.5" r="3.5" />
      <path d="M5 20c.5-3.8 3.3-5.5 7-5.5s6.5 1.7 7 5.5" />
    </>
  ),
  video: (
    <>
      <rect x="3.5" y="6" width="12" height="12" rx="2" />
      <path d="m15.5 11 5-3v8l-5-3" />
    </>
  ),
  webhook: <path d="M4.5 12.5 20 5l-3.5 14-4.5-4.5ZM20 5l-8 9.5v4.5l2.3-2.5" />,
  zoomIn: (
    <>
      <circle cx="11" cy="11" r="6.5" />
      <path d="m16 16 4.5 4.5M8.5 11h5M11 8.5v5" />
    </>
  ),
  zoomOut: (
    <>
      <circle cx="11" cy="11" r="6.5" />
      <path d="m16 16 4.5 4.5M8.5 11h5" />
    </>
  ),
} as const satisfies Record<string, ReactNode>;

export type IconName = keyof typeof ICONS;
