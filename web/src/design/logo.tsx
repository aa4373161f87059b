interface LogoProps {
  readonly size?: number;
}

/** The mark of the product: a label with an L on it. */
export function Logo({ size = 20 }: LogoProps) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.7"
      aria-hidden="true"
    >
      <path
        strokeLinejoin="round"
        d="M2 4.5A1.5 1.5 0 0 1 3.5 3h8.3c.5 0 1 .2 1.3.6l4.5 5.5c.5.5.5 1.3 0 1.8l-4.5 5.5c-.3.4-.8.6-1.3.6H3.5A1.5 1.5 0 0 1 2 15.5Z"
      />
      <path strokeLinecap="round" strokeLinejoin="round" d="M6 7v6h4.5" />
    </svg>
  );
}
