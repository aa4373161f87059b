/** The field texts are written in, of one line or of many, and the texts that one press inserts. */

import type { KeyboardEvent, RefObject } from "react";
import { Button } from "../../../design/button";
import { Input, Textarea } from "../../../design/field";
import { comboOf, normalCombo } from "../../core/hotkeys";
import type { Shortcut, TextAreaModel } from "./model";
import styles from "./textarea.module.css";

export type FieldElement = HTMLInputElement | HTMLTextAreaElement;

interface TextFieldProps {
  readonly field: RefObject<FieldElement | null>;
  readonly id: string;
  readonly model: TextAreaModel;
  readonly value: string;
  readonly disabled: boolean;
  readonly onChange: (text: string) => void;
  /** Enter in a field of one line, Shift+Enter in a larger one. */
  readonly onDone?: () => void;
  readonly onLeave?: () => void;
}

/** Puts a text where the cursor is. */
export function insertAt(element: FieldElement | null, value: string, text: string): string {
  const [from, to] = [element?.selectionStart ?? value.length, element?.selectionEnd ?? value.length];
  return value.slice(0, from) + text + value.slice(to);
}

export function TextField({ field, id, model, value, disabled, onChange, onDone, onLeave }: TextFieldProps) {
  const onKeyDown = (event: KeyboardEvent<FieldElement>): void => {
    const combo = comboOf(event);
    const shortcut = model.shortcuts.find(({ hotkey }) => hotkey !== null && normalCombo(hotkey) === combo);
    const isDone = combo === (model.rows > 1 ? "shift+enter" : "enter") && !event.nativeEvent.isComposing;
    if (shortcut !== undefined) onChange(insertAt(event.currentTarget, value, shortcut.text));
    else if (isDone && onDone !== undefined) onDone();
    else if (combo === "escape") event.currentTarget.blur();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const common = {
    id,
    value,
    disabled,
    placeholder: model.placeholder,
    dir: "auto",
    onKeyDown,
    onBlur: () => onLeave?.(),
  };
  if (model.rows === 1) {
    return (
      <Input
        {...common}
        ref={(element) => {
          field.current = element;
        }}
        onChange={(event) => onChange(event.target.value)}
      />
    );
  }
  return (
    <Textarea
      {...common}
      ref={(element) => {
        field.current = element;
      }}
      rows={model.rows}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

interface ShortcutsProps {
  readonly shortcuts: readonly Shortcut[];
  readonly disabled: boolean;
  readonly onInsert: (text: string) => void;
}

export function Shortcuts({ shortcuts, disabled, onInsert }: ShortcutsProps) {
  if (shortcuts.length === 0) return null;
  return (
    <div className={styles.shortcuts}>
      {shortcuts.map(({ name, text, colour }) => (
        <Button
          key={text}
          size="small"
          disabled={disabled}
          className={colour === null ? undefined : "has-label"}
          style={colour === null ? {} : { "--c": colour }}
          // The cursor stays in the field.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onInsert(text)}
        >
          {name}
        </Button>
      ))}
    </div>
  );
}
