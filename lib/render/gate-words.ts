import { ar } from "./gate/ar";
import { de } from "./gate/de";
import { en, type GateWord, type GateWords } from "./gate/en";
import { es } from "./gate/es";
import { fr } from "./gate/fr";
import { ja } from "./gate/ja";
import { ptBR } from "./gate/pt-br";
import { zhCN } from "./gate/zh-cn";

/** Every language a page can be read in. */
export const gateCatalogs: Readonly<Record<string, GateWords>> = {
  ...{ en, de, fr, es, ja, ar },
  "pt-BR": ptBR,
  "zh-CN": zhCN,
};

/** A word in the reader's language, its names filled in; English where a language is not ours. */
export function gateWord(
  locale: string,
  word: GateWord,
  values: Readonly<Record<string, string>> = {},
): string {
  return (gateCatalogs[locale] ?? en)[word].replace(
    /\{(\w+)\}/g,
    (whole, name: string) => values[name] ?? whole,
  );
}
