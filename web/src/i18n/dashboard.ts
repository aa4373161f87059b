/** The words of the dashboard, which come with its page. */

import { addWords } from "./catalogue";
import words from "./en/dashboard.json";

addWords(words);
