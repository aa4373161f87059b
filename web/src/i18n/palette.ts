/** The words of the palette, which come with it. */

import { addWords } from "./catalogue";
import words from "./en/palette.json";

addWords(words);
