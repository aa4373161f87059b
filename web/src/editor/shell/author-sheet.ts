/**
 * `<Style>` of a config: rules for the medium, and for nothing else on the page.
 *
 * They go into a constructed sheet, which the content policy allows, inside `@scope` of the medium. What could reach out of it
 * goes: imports and other at-rules but media and container queries, addresses, and a place fixed to the window.
 */

const REACHES_OUT = /url\s*\(|image-set\s*\(|expression\s*\(|javascript:/i;

function isHarmless(property: string, value: string): boolean {
  const fixed = property === "position" && /fixed|sticky/i.test(value);
  return !fixed && !REACHES_OUT.test(value);
}

function ruleText(rule: CSSRule): string {
  if (rule instanceof CSSStyleRule) {
    const declarations = [...rule.style]
      .map((property) => ({ property, value: rule.style.getPropertyValue(property) }))
      .filter(({ property, value }) => isHarmless(property, value))
      .map(({ property, value }) => `${property}: ${value};`);
    return `${rule.selectorText} { ${declarations.join(" ")} }`;
  }
  if (rule instanceof CSSMediaRule || rule instanceof CSSContainerRule) {
    const kind = rule instanceof CSSMediaRule ? "@media" : "@container";
    return `${kind} ${rule.conditionText} { ${[...rule.cssRules].map(ruleText).join("\n")} }`;
  }
  return "";
}

/** The rules of an author that may stay, confined to elements inside of `scope`. */
export function authorSheet(css: string, scope: string): CSSStyleSheet {
  const written = new CSSStyleSheet();
  written.replaceSync(css);
  const confined = new CSSStyleSheet();
  confined.replaceSync(`@scope (${scope}) { ${[...written.cssRules].map(ruleText).join("\n")} }`);
  return confined;
}
