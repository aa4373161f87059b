/** The words of models, which come with their page. */

import { addWords } from "./catalogue";
import words from "./en/models.json";

addWords(words);
