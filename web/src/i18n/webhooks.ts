/** The words of webhooks, which come with their page. */

import { addWords } from "./catalogue";
import words from "./en/webhooks.json";

addWords(words);
