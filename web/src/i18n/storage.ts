/** The words of storages, which come with their page. */

import { addWords } from "./catalogue";
import words from "./en/storage.json";

addWords(words);
