package dev.carbide.codegen.source;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Text as an attacker would name a column. */
public final class HostileText {
    private HostileText() {}

    public static Arbitrary<String> strings() {
        var pieces = Arbitraries.of(
                "\\u000a",
                "\\uuu000d",
                "\\u002a/",
                "*\\u002f",
                "\\",
                "\\\\u000a",
                "*/",
                "*",
                "/",
                "/*",
                "//",
                "\n",
                "\r",
                "\r\n",
                "\f",
                "\u001a",
                "\u0085",
                "\u2028",
                "\u2029",
                "\u202e",
                "\ud83d",
                "\"",
                "'",
                "\"\"\"",
                "`",
                "{",
                "}",
                ";",
                ")",
                "public int injected;",
                "public void injected() {}",
                "static { System.exit(3); }",
                "${name}",
                "${",
                "$hash",
                "?0",
                "class",
                "int",
                "this",
                "java",
                "dev",
                "operand",
                "parameters",
                "hashCode",
                " ",
                "a",
                "A",
                "_",
                "9",
                "%s");
        return Arbitraries.oneOf(pieces, pieces, Arbitraries.strings().ofMaxLength(5))
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
    }
}
