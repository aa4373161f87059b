/** The words of the editor, which come with what shows them. */

import { addWords } from "./catalogue";
import words from "./en/editor.json";

addWords(words);
